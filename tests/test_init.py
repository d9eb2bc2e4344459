"""What `specgen init` writes is good, and what it finds it leaves alone."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from specgen import cli, config, resources, rules
from specgen.cli import first_files, output
from specgen.cli.world import World
from specgen.errors import UsageError

ALL = ["checklists/LAYER.yaml", "checklists/house.yaml", "checklists/pack.schema.json", "specgen.toml"]
CI = [".github/workflows/specs.yml", ".pre-commit-config.yaml"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["init", *arguments])
    seen = capsys.readouterr()
    return code, seen.out, seen.err


def there(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# --- what is written -------------------------------------------------------------------------------------------------


def test_the_configuration_is_one_with_and_without_its_comments() -> None:
    for with_packs in (True, False):
        text = first_files.config_text(with_packs)
        found = config.read(text, "specgen.toml", rules=rules.rules())
        assert found.specs == config.Config().specs
        assert found.packs == (("checklists",) if with_packs else ())
    every = re.sub(r"^# (?=(\w+ = |\[\[))", "", text, flags=re.MULTILINE)
    found = config.read(every, "specgen.toml", rules=rules.rules())
    assert set(config.Config._fields) - {"marks"} <= set(found.marks)
    assert found.require[0].spec == "docs/specs/{name}.md"
    assert found.check.per_file_ignores


def test_what_is_commented_out_says_what_holds() -> None:
    text = first_files.config_text(False)
    assert "# review_days = 90\n" in text
    assert '# fail_on = "error"\n' in text
    assert max(map(len, text.splitlines())) <= 125


def test_the_schema_is_that_of_this_version_and_the_pack_names_it() -> None:
    files = {one.path: one.text for one in first_files.files("packs", first_files.Source(), True)}
    assert files["checklists/pack.schema.json"] == resources.text("data", "pack.schema.json")
    assert files["checklists/house.yaml"].startswith("# yaml-language-server: $schema=pack.schema.json\n")
    assert set(files) == set(ALL) - {"specgen.toml"}


@pytest.mark.parametrize(
    ("given", "repo", "rev"),
    [
        ("git+https://git.example.org/tools/specgen@v0.1.0", "https://git.example.org/tools/specgen", "v0.1.0"),
        ("specgen @ git+ssh://git@git.example.org/specgen.git@abc", "ssh://git@git.example.org/specgen.git", "abc"),
        ("git+https://git.example.org/tools/specgen", "", ""),  # without a revision pre-commit has none to name
        ("https://files.example.org/specgen-0.1.0-py3-none-any.whl", "", ""),
        ('odd"name', "", ""),
        ("", "", ""),
    ],
)
def test_where_it_comes_from_reaches_both_files(given: str, repo: str, rev: str) -> None:
    where = first_files.source(given)
    assert (where.install, where.repo, where.rev) == (given, repo, rev)
    [workflow] = first_files.files("ci", where, True)
    steps = yaml.safe_load(workflow.text)["jobs"]["check"]["steps"]
    assert next(one for one in steps if one.get("name") == "Install specgen")["env"] == {"SPECGEN": given}
    [hooks] = first_files.files("pre-commit", where, True)
    [entry] = yaml.safe_load(hooks.text)["repos"]
    assert (entry["repo"], entry.get("rev", "")) == (repo or "local", rev)
    assert [one["id"] for one in entry["hooks"]] == ["specgen-check", "specgen-exists", "specgen-pack-lint"]


@pytest.mark.parametrize("given", ["a\nb", "${{ secrets.X }}", "-r x", "a\x1bb"])
def test_what_would_mean_something_else_in_a_workflow_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="nothing that pip can install"):
        first_files.source(given)


@pytest.mark.parametrize("given", ["", "git+https://git.example.org/tools/specgen@v0.1.0"])
def test_pre_commit_takes_its_configuration(given: str, tmp_path: Path) -> None:
    [one] = first_files.files("pre-commit", first_files.source(given), True)
    (tmp_path / "x.yaml").write_text(one.text, encoding="utf-8")
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(tmp_path / "x.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_hooks_and_their_manifest_are_the_same() -> None:
    root = Path(__file__).resolve().parents[1]
    manifest = {one["id"]: one for one in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    [one] = first_files.files("pre-commit", first_files.Source(), True)
    for hook in yaml.safe_load(one.text)["repos"][0]["hooks"]:
        own = manifest[hook["id"]]
        same = ("entry", "files", "require_serial", "pass_filenames", "always_run")
        assert {key: hook.get(key) for key in same} == {key: own.get(key) for key in same}


# --- what is there ---------------------------------------------------------------------------------------------------


def test_everything_then_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--yes")
    assert (code, out) == (0, "")
    assert there(folder) == sorted(ALL + CI)
    before = {name: (folder / name).stat().st_mtime_ns for name in there(folder)}
    code, out, err = run(capsys, "--yes")
    assert (code, out) == (0, "")
    assert "Nothing to write." in err
    assert {name: (folder / name).stat().st_mtime_ns for name in there(folder)} == before


def test_a_repository_without_a_spec_is_no_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--yes")[0] == 0
    assert cli.main(["check"]) == 0, "the workflow it wrote is green until there is something to check"
    said = " ".join(capsys.readouterr().err.split())
    first = 'To write the first spec: specgen new "TITLE". If specs are elsewhere: `specs` in specgen.toml says where.'
    assert f"Nothing matches docs/specs/**/*.md. {first}" in said
    assert "specgen init" not in said, "it has just been run"
    assert cli.main(["new", "First", "--allow-missing", "--no-input"]) == 0
    assert cli.main(["check", "--fail-on", "never"]) == 0
    assert "Nothing matches" not in capsys.readouterr().err, "the spec is where it is looked for"


def test_a_dry_run_shows_on_standard_output_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--dry-run", "--yes")
    assert code == 0
    assert '+ new_in = "docs/specs"\n' in out
    assert there(folder) == []


def test_without_a_terminal_it_must_be_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys)
    assert code == 2
    assert "Add --yes" in err
    assert there(folder) == []


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("agrees", [True, False])
def test_in_a_terminal_it_asks(folder: Path, monkeypatch: pytest.MonkeyPatch, agrees: bool) -> None:
    asked: list[str] = []

    def yes(world: World, question: str) -> bool:
        asked.append(question)
        return agrees

    monkeypatch.setattr(output, "yes", yes)
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, Screen())
    assert cli.main(["init", "--only", "config"]) == 0
    assert asked == ["Write 1 file?"]
    assert there(folder) == (["specgen.toml"] if agrees else [])


def test_a_table_in_pyproject_is_a_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text("[tool.specgen]\n", encoding="utf-8")
    code, _, err = run(capsys, "--yes", "--only", "config,packs")
    assert code == 0
    assert "pyproject.toml is there" in err
    assert 'Name your packs in pyproject.toml: packs = ["checklists"]' in err
    assert "specgen.toml" not in there(folder)


def test_packs_of_ones_own_get_the_schema_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "checklists").mkdir()
    (folder / "checklists" / "LAYER.yaml").write_text("name: acme\nversion: 1.0.0\n", encoding="utf-8")
    assert run(capsys, "--yes", "--only", "config,packs")[0] == 0
    assert there(folder) == ["checklists/LAYER.yaml", "checklists/pack.schema.json", "specgen.toml"]
    assert "name: acme" in (folder / "checklists" / "LAYER.yaml").read_text(encoding="utf-8")
    assert 'packs = ["checklists"]' in (folder / "specgen.toml").read_text(encoding="utf-8")


def test_somebody_elses_folder_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "checklists").mkdir()
    (folder / "checklists" / "release.yaml").write_text("steps: []\n", encoding="utf-8")
    code, _, err = run(capsys, "--yes", "--only", "config,packs")
    assert code == 0
    assert "checklists holds YAML files of something else." in err
    assert there(folder) == ["checklists/release.yaml", "specgen.toml"]
    assert cli.main(["list", "packs"]) == 0, "and the configuration does not name it"


def test_another_workflow_of_that_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / ".github" / "workflows" / "specs.yml"
    path.parent.mkdir(parents=True)
    path.write_text("name: RSpec\n", encoding="utf-8")
    _, _, err = run(capsys, "--yes", "--only", "ci")
    assert "Put this into a workflow of another name" in err
    assert "      - run: specgen check --format github" in err
    assert path.read_text(encoding="utf-8") == "name: RSpec\n"
    (path.parent / "ci.yaml").write_text("run: specgen check\n", encoding="utf-8")
    assert "Put this" not in run(capsys, "--yes", "--only", "ci")[2]


def test_what_belongs_to_the_root_is_not_written_into_a_part(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".git").mkdir()
    (folder / "part").mkdir()
    monkeypatch.chdir(folder / "part")
    code, _, err = run(capsys, "--yes")
    assert code == 0
    assert there(folder) == [f"part/{name}" for name in ALL]
    assert "Run there: specgen init --only pre-commit" in err
    assert "Run there: specgen init --only ci" in err


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_nothing_is_written_through_a_link(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / "checklists").symlink_to(outside)
    (folder / "specgen.toml").symlink_to(outside / "specgen.toml")
    assert cli.main(["init", "--yes", "--only", "packs"]) == 4
    assert cli.main(["init", "--yes", "--only", "config"]) == 0, "a link that leads nowhere is there, and stays"
    assert there(outside) == []


def test_a_file_where_a_folder_belongs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "checklists").write_text("", encoding="utf-8")
    code, _, err = run(capsys, "--yes", "--only", "config,packs")
    assert code == 4
    assert "checklists: is a file; a folder belongs here" in err
    assert there(folder) == ["checklists"], "nothing at all was written"


def test_a_bad_configuration_is_said_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "specgen.toml").write_text("pakcs = []\n", encoding="utf-8")
    assert run(capsys, "--yes")[0] == 3
    assert there(folder) == ["specgen.toml"]


def test_the_schema_fits_the_pack() -> None:
    import jsonschema

    schema = json.loads(resources.text("data", "pack.schema.json"))
    jsonschema.Draft7Validator(schema).validate(yaml.safe_load(resources.text("data/init", "house.yaml")))
