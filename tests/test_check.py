"""`specgen check` over files of all sorts: one that cannot be read, or is no text, keeps no other from being checked."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from specgen import __version__, cli, resources, rules
from specgen.check import baseline
from specgen.check.outcome import Outcome
from specgen.check.renamed import moved
from specgen.cli import check, commands, configuration, sources
from specgen.cli.checking.baseline import Gate
from specgen.cli.checking.chosen import Chosen
from specgen.cli.checking.report import gathered
from specgen.config import Config
from specgen.model import Checked, Failure, Named, Report

SPEC = resources.text("examples/ops-report", "ops-report.md")
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")  # 2026-11-20

    def call(*arguments: str) -> tuple[int, str]:
        code = cli.main([*arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


def found(run: Run, *arguments: str) -> list[dict[str, Any]]:
    _, said = run("check", "--format", "json", *arguments)
    listed: list[dict[str, Any]] = json.loads(said)["findings"]
    return [one for one in listed if one["severity"] != "info"]


def named(findings: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(one["file"], one["rule"]) for one in findings}


def put(name: str, text: str | bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_the_mend_of_packs_that_are_behind_works_as_it_is_said(run: Run) -> None:
    put("acme/LAYER.yaml", "name: acme\nversion: 1.1.0\ntitle: Acme\n")
    put("acme/spec.yaml", "pack: spec\nremove:\n  items:\n    SPEC-05: we name nobody\n")
    put("a.md", SPEC.replace("packs: [core 1.0.0]", "packs: [core 1.0.0, acme 1.0.0]"))
    (one,) = found(run, "--select", "packs-behind", "--packs", "acme", "a.md")
    assert one["fix"] == "specgen update a.md --packs acme"
    assert run("update", "a.md")[0] == 3
    assert run("update", "a.md", "--packs", "acme")[0] == 0
    assert found(run, "--select", "packs-behind", "--packs", "acme", "a.md") == []
    (one,) = found(run, "--select", "packs-behind", "a.md")
    assert '"specgen update a.md --drop-layer acme" takes its items out' in one["fix"]


@pytest.mark.parametrize(
    ("packs", "said", "drop"),
    [
        ("core", "The spec names core without a version, in use is core 1.0.0.", ""),
        ("core 1.0.0, acme", "The spec was written with acme, which is not in use.", "acme"),
        ("core 1.0.0, acme 2 beta", "The spec was written with acme 2 beta, which is not in use.", '"acme 2 beta"'),
    ],
)
def test_packs_that_stand_without_a_version(run: Run, packs: str, said: str, drop: str) -> None:
    put("a.md", SPEC.replace("packs: [core 1.0.0]", f"packs: [{packs}]"))
    (one,) = found(run, "--select", "packs-behind", "a.md")
    assert one["message"] == said
    mend = ["--drop-layer", drop.strip('"')] if drop else []
    if drop:
        assert f"specgen update a.md --drop-layer {drop}" in one["fix"]
        code, told = run("update", "a.md")
        assert code == 3
        assert f"--drop-layer {drop}" in told
    else:
        assert one["fix"] == "specgen update a.md"
    assert run("update", "a.md", *mend)[0] == 0
    assert found(run, "--select", "packs-behind", "a.md") == []


# --- reports -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        ("--report", "json=a.md"), ("-o", "a.md"), ("--report", "json=specgen.toml"),
        ("--report", "json=x", "--report", "sarif=./x"),
        ("-o", "x", "--report", "json=x"), ("--report", "json=.specgen-baseline.json", "--write-baseline"),
    ],
)  # fmt: skip
def test_no_report_goes_over_what_is_read_or_over_another(run: Run, options: tuple[str, ...]) -> None:
    put("a.md", SPEC)
    code, _ = run("check", "a.md", *options)
    assert code == 2
    assert Path("a.md").read_text(encoding="utf-8") == SPEC
    assert sorted(path.name for path in Path().iterdir()) == ["a.md"]


def test_a_report_that_cannot_be_written_keeps_no_other_back(run: Run) -> None:
    put("a.md", SPEC)
    Path("folder").mkdir()
    code, said = run("check", "a.md", "--report", "sarif=folder", "--report", "json=ok.json")
    assert code > 1
    assert "folder" in said
    assert json.loads(Path("ok.json").read_text(encoding="utf-8"))["files"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("a.md",), 0),
        (("b.md",), 1),
        (("b.md", "--fail-on", "never"), 0),
        (("a.md", "nodir"), 3),
        (("nodir", "--fail-on", "never"), 3),
        (("c.md",), 3),
        (("c.md", "--fail-on", "never"), 3),
        (("a.md", "--config", "bad.toml"), 3),
        (("a.md", "--select", "nothing"), 2),
    ],
)
def test_every_report_of_a_run_that_fails_says_so(run: Run, arguments: tuple[str, ...], code: int) -> None:
    put("a.md", SPEC)
    put("b.md", "# B\n\nTBD\n")
    put("c.md", b"\xff\xfe\x00")
    put("bad.toml", "specz = 1\n")
    reports = [word for name in ("json", "junit", "sarif") for word in ("--report", f"{name}=r.{name}")]
    assert run("check", *arguments, *reports)[0] == code
    failed(red=code != 0, unsuccessful=code > 1 and "c.md" not in arguments)


def test_faults_of_the_configuration_have_their_places_in_reports(run: Run) -> None:
    put("specgen.toml", 'specz = 1\n\n[check]\n  fail_on = "x"\n')
    code, _ = run("check", "--report", "json=r.json")
    assert code == 3
    faults = json.loads(Path("r.json").read_text(encoding="utf-8"))["failures"]
    places = [(one["file"], one["line"], one["column"]) for one in faults]
    assert places == [("specgen.toml", 1, 1), ("specgen.toml", 4, 3)]
    assert faults[0]["message"] == '"specz" is not a key of the configuration.'
    put("specgen.toml", '\nspecs = ["nowhere/*.md"]\n')
    code, said = run("check", "--format", "github")
    assert (code, "::error file=specgen.toml,line=2,col=1,title=could not be checked::`specs`: nothing" in said) == (3, True)


def test_a_report_beside_a_baseline_being_written_tells_what_it_leaves(run: Run) -> None:
    put("a.md", "# A\n\nTBD\n")
    reports = [word for name in ("json", "junit", "sarif") for word in ("--report", f"{name}=r.{name}")]
    assert run("check", "a.md", "--write-baseline", *reports)[0] == 0
    failed(red=False, unsuccessful=False)
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["summary"]["accepted"] == 2
    put("b.md", "# B\n\nTBD\n")
    assert run("check", "a.md", "b.md", "--write-baseline", "--fail-on", "never", *reports)[0] == 1
    failed(red=True, unsuccessful=False)
    left = json.loads(Path("r.json").read_text(encoding="utf-8"))["findings"]
    assert named(left) == {("b.md", "placeholder"), ("b.md", "front-matter")}


def failed(*, red: bool, unsuccessful: bool) -> None:
    """What the reports of one run say: a run that came to its end is successful in SARIF, whatever it found."""
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["failed"] is red
    (sarif,) = json.loads(Path("r.sarif").read_text(encoding="utf-8"))["runs"]
    assert sarif["invocations"][0]["executionSuccessful"] is not unsuccessful
    junit = re.findall(r'<testsuites .* failures="(\d+)" errors="(\d+)"', Path("r.junit").read_text(encoding="utf-8"))
    assert any(map(int, junit[0])) is red


def test_a_hyphen_is_standard_output(run: Run) -> None:
    put("a.md", SPEC)
    code, said = run("check", "a.md", "--format", "json", "-o", "-")
    assert (code, json.loads(said)["specgen"]) == (0, __version__)


def test_an_empty_path_and_a_repository_without_specs_are_said(run: Run) -> None:
    code, said = run("check", "")
    assert (code, "a PATH is empty" in said) == (2, True)
    code, said = run("check")
    assert (code, "Nothing matches docs/specs/**/*.md: name files or folders, or say in specgen.toml" in said) == (0, True)
    put("specgen.toml", 'exclude = ["x/"]\n')
    code, said = run("check")
    assert (code, 'To write the first spec: specgen new "TITLE" -o FILE.' in " ".join(said.split())) == (0, True)


def test_reports_are_written_beside_what_is_shown_from_one_run(run: Run) -> None:
    put("a.md", SPEC.replace("status: draft", "status: drafty"))
    plain = run("check", "a.md")
    code, said = run("check", "a.md", "--report", "sarif=a.sarif", "--report", "json=a.json")
    assert (code, said.replace("a.sarif written.\na.json written.\n", "")) == plain
    for name, form in (("a.sarif", "sarif"), ("a.json", "json")):
        assert Path(name).read_text(encoding="utf-8") == run("check", "a.md", "--format", form)[1]


def test_reports_are_written_when_there_was_no_run_and_when_all_is_well(run: Run) -> None:
    put("specgen.toml", "pakcs = []\n")
    assert run("check", "--report", "sarif=a.sarif")[0] == 3
    assert "pakcs" in Path("a.sarif").read_text(encoding="utf-8")
    put("specgen.toml", "")
    code, said = run("check", "--exists", "--report", "junit=a.xml")
    assert code == 0
    assert "No spec is required." in said
    assert Path("a.xml").read_text(encoding="utf-8") == run("check", "--exists", "--format", "junit")[1]


@pytest.mark.parametrize("given", ["sarif", "sarif=", "sarif=-", "pdf=a.pdf", "a.sarif"])
def test_a_report_names_a_format_and_a_file(run: Run, given: str) -> None:
    code, said = run("check", "--report", given)
    assert code == 2
    assert "is not FORMAT=FILE, with one of github, json, junit, sarif, text" in " ".join(said.split())


# --- what cannot be read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (SPEC.encode("utf-16"), "UTF-16"),
        (SPEC.replace("nightly", "nächtlich").encode("latin-1", "replace"), "0xE4"),
        (b"\xff\xfe\x00", "UTF-16"),
        (SPEC.replace("nightly", "night\0ly").encode(), "NUL"),
        (b"# x\n" * (5 * 1024 * 1024 // 4 + 1), "5,242,880"),
    ],
)
def test_what_is_no_text_is_a_finding_with_its_place(run: Run, data: bytes, said: str) -> None:
    put("a.md", data)
    put("b.md", SPEC.replace("status: draft", "status: daft"))
    findings = found(run, "a.md", "b.md")
    assert named(findings) == {("a.md", "unreadable"), ("b.md", "front-matter")}
    assert run("check", "a.md", "b.md")[0] == 3
    assert said in findings[0]["message"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_change_no_finding(run: Run, end: str, bom: bytes) -> None:
    put("a.md", SPEC)
    usual = found(run, "a.md", "--status", "approved")
    put("a.md", bom + SPEC.replace("\n", end).encode())
    assert found(run, "a.md", "--status", "approved") == usual


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("", "no front matter"),
        ("---\ntitle: x\n", "never closed"),
        ("---\nlayout: page\n---\n", "no field `specgen`"),
        ("---\nspecgen: 2\nid: x\ntitle: X\n---\n", "format 2"),
        ("---\nspecgen: 1\nid: x\ntitle: X\nstatus: draft\nowner: me\n---\n", 'no field "owner"'),
        ("---\nspecgen: 1\nid: [x\ntitle: X\n---\n", "not closed"),
        ("---\nspecgen: 1\nid: x\nid: y\ntitle: X\n---\n", "id"),
    ],
)
def test_front_matter_of_all_sorts_is_a_finding(run: Run, front: str, said: str) -> None:
    put("a.md", f"{front}\n# X\n")
    findings = [one for one in found(run, "a.md") if one["rule"] == "front-matter"]
    assert findings
    assert said in findings[0]["message"]
    assert findings[0]["fix"]


def test_a_folder_a_missing_file_and_a_loop_keep_no_other_from_being_checked(run: Run) -> None:
    put("folder.md/x.txt", "x")
    os.symlink("loop.md", "loop.md")
    put("b.md", SPEC.replace("status: draft", "status: daft"))
    code, said = run("check", "missing.md", "loop.md", "b.md")
    assert code == 3
    assert "missing.md" in said
    assert "loop.md" in said
    assert "daft" in said


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("named", [(), ("docs",)])
def test_links_that_lead_nowhere_keep_no_other_of_their_folder_from_being_checked(run: Run, named: tuple[str, ...]) -> None:
    put("docs/specs/a.md", SPEC.replace("status: draft", "status: daft"))
    put("docs/specs/more/b.md", SPEC)
    os.symlink("loop.md", "docs/specs/loop.md")
    os.symlink("b/a.md", "docs/specs/gone.md")
    code, said = run("check", "--format", "json", *named)
    report = json.loads(said)
    assert code == 3
    assert [one["file"] for one in report["failures"]] == ["docs/specs/gone.md", "docs/specs/loop.md"]
    assert report["failures"][0]["message"] == "is a symbolic link to b/a.md, and nothing is there"
    assert [one["file"] for one in report["files"]] == ["docs/specs/a.md", "docs/specs/more/b.md"]
    assert "daft" in said


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root"
)
def test_a_file_and_a_folder_without_permission_are_said(run: Run) -> None:
    put("specgen.toml", 'specs = ["docs/**/*.md"]\n')
    put("docs/closed/a.md", SPEC)
    put("docs/b.md", SPEC)
    put("docs/c.md", SPEC.replace("status: draft", "status: daft"))
    Path("docs/closed").chmod(0)
    Path("docs/b.md").chmod(0)
    try:
        code, said = run("check")
    finally:
        Path("docs/closed").chmod(0o755)
    assert code == 3
    assert "docs/b.md" in said
    assert "docs/closed" in said
    assert "daft" in said


@pytest.mark.parametrize("name", ["closed", "closed/", "docs/specs/closed", "docs/specs"])
def test_a_folder_that_is_closed_is_said_to_be(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Wherever it lies, and for root too: not that it holds no spec, which nobody knows."""
    put("a.md", SPEC)
    put("closed/b.md", SPEC)
    put("docs/specs/closed/b.md", SPEC)
    scan = os.scandir

    def failing(path: str = ".") -> Any:
        if str(path).rstrip("/").endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", failing)
    code, said = run("check", name, "a.md")
    assert code == 3
    assert f"{'docs/specs/' if 'docs' in name else ''}closed/   could not be checked\n\n         cannot be read: Perm" in said
    assert "holds no spec" not in said
    assert "\n1 folder could not be checked.\n" in said
    code, said = run("check", name, "gone.md", "a.md")
    assert "\n1 file and 1 folder could not be checked.\n" in said


def test_a_link_out_of_the_project_is_not_followed(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("# The secret\n\nTBD swordfish\n", encoding="utf-8")
    os.symlink(secret, "a.md")
    put("b.md", "# Page\n\nTBD\n")
    os.symlink("b.md", "c.md")
    code, said = run("check", "a.md", "c.md", "--all")
    assert code == 3
    assert "swordfish" not in said
    assert "symbolic link" in said
    assert "c.md" in said, "a link inside the project is as good as the file"


# --- the repository ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_a_file_that_is_not_there_is_no_unchanged_one(run: Run) -> None:
    git("init", "-q", "-b", "main")
    put("docs/specs/a.md", SPEC)
    git("add", ".")
    git("commit", "-qm", "one")
    assert run("check", "--changed-since", "main", "docs/specs/a.md")[0] == 0
    assert run("check", "--changed-since", "main", "docs/specs/b.md")[0] == 3


def test_two_dashes_end_the_options(run: Run) -> None:
    put("-dash.md", "# Page\n\nTBD\n")
    put("--all", "# Page\n\nTBD\n")
    assert named(found(run, "--", "-dash.md", "--all")) == {
        (file, rule) for file in ("-dash.md", "--all") for rule in ("front-matter", "placeholder")
    }
    assert run("adopt", "--dry-run", "--", "-dash.md")[0] == 0
    assert run("update", "--", "-dash.md")[0] == 3, "it is no spec yet"


def test_a_choice_that_leaves_no_rule_is_refused(run: Run) -> None:
    put("a.md", SPEC)
    assert run("check", "a.md", "--select", "placeholder", "--ignore", "placeholder")[0] == 2
    assert run("check", "--exists", "--ignore", "spec-missing")[0] == 2


def test_ids_are_unique_over_all_specs_also_those_not_named(run: Run) -> None:
    put("specgen.toml", 'specs = ["docs/*.md"]\n')
    put("docs/a.md", SPEC)
    put("docs/b.md", SPEC)
    assert named(found(run)) == {("docs/a.md", "id-duplicate"), ("docs/b.md", "id-duplicate")}
    assert named(found(run, "docs/b.md")) == {("docs/b.md", "id-duplicate")}


def test_required_specs_must_exist(run: Run) -> None:
    put("specgen.toml", 'specs = ["docs/*.md"]\n[[require]]\nfor = "services/*/"\nspec = "docs/{name}.md"\n')
    put("services/pay/x", "")
    put("services/mail/x", "")
    put("docs/mail.md", SPEC)
    assert named(found(run)) == {("docs/pay.md", "spec-missing")}
    code, said = run("check", "--exists")
    assert code == 1
    assert "docs/pay.md" in said
    put("docs/pay.md", SPEC.replace("id: ops-report", "id: pay"))
    assert run("check", "--exists") == (0, "2 required specs, all there.\n")
    assert run("check", "--exists", "docs/pay.md")[0] == 2


def test_a_misspelt_requirement_is_not_green(run: Run) -> None:
    put("specgen.toml", '[[require]]\nfor = "servces/*/"\nspec = "docs/{name}.md"\n')
    put("services/pay/x", "")
    code, said = run("check", "--exists")
    assert code == 3
    assert 'nothing matches "servces/*/"' in said
    assert run("check")[0] == 3
    put("servces/mail/x", "")
    put("docs/mail.md", SPEC)
    put("specgen.toml", Path("specgen.toml").read_text(encoding="utf-8") * 2)
    assert run("check", "--exists") == (0, "1 required spec, all there.\n")


@pytest.mark.parametrize("folder", ["notes", "notes/", ".", "../elsewhere"])
def test_a_folder_that_was_named_and_holds_no_spec_is_not_green(run: Run, tmp_path: Path, folder: str) -> None:
    put("../elsewhere/docs/specs/a.md", SPEC)
    put("notes/a.md", SPEC)
    code, said = run("check", folder)
    assert code == 3
    assert folder in said
    assert run("update", folder)[0] == 3
    put("docs/specs/b.md", SPEC)
    assert (run("check", folder)[0] == 0) is (folder == ".")


def test_a_folder_that_the_configuration_leaves_out_is_not_green(run: Run) -> None:
    put("notes/a.md", SPEC)
    put("docs/specs/a.md", SPEC)
    put("specgen.toml", 'specs = ["**/*.md"]\nexclude = ["docs/"]\n')
    assert run("check", "notes")[0] == 0
    code, said = run("check", "docs")
    assert code == 3
    assert "without docs/" in said


def test_ids_of_others_cost_no_more_than_the_files(run: Run) -> None:
    def calls(count: int) -> int:
        named = [Named(f"n{number}.md", f"named-{number}", 1) for number in range(count)]
        others = [f"o{number}.md" for number in range(count)]
        for number, path in enumerate(others):
            put(path, SPEC.replace("id: ops-report", f"id: other-{number}") + "named-1\n" * 50)
        put("o0.md", SPEC.replace("id: ops-report", 'id: "n\\x61med-3"'))
        looked = [Outcome(Checked(one.file, "draft", 3), (), one) for one in named]
        chosen = Chosen((), frozenset({"id-duplicate"}), False)
        seen = 0

        def event(*_: object) -> None:
            nonlocal seen
            seen += 1

        settings = configuration.Settings(Config(), os.getcwd(), "", os.getcwd())
        sys.setprofile(event)
        try:
            made = gathered(looked, [], chosen, settings, others)
        finally:
            sys.setprofile(None)
        assert [one.file for one in made.findings] == ["n3.md"]
        return seen

    calls(10)
    assert calls(80) < 2.3 * calls(40)


def test_a_spec_is_no_duplicate_of_itself_however_it_is_called(run: Run, tmp_path: Path) -> None:
    put("specgen.toml", 'specs = ["docs/*.md"]\n')
    put("docs/a.md", SPEC)
    os.symlink("docs", "link")
    for name in ("docs/a.md", f"{tmp_path}/docs/a.md", f"../{tmp_path.name}/docs/a.md", "link/a.md"):
        assert found(run, name) == [], name
    assert found(run, "docs/a.md", str(tmp_path / "docs/a.md")) == []


def test_a_misspelt_gate_is_not_green(run: Run) -> None:
    put("docs/specs/a.md", SPEC)
    assert run("check")[0] == 0
    put("specgen.toml", 'specs = ["docs/spec/*.md"]\n')
    code, said = run("check")
    assert code == 3
    assert "docs/spec/*.md" in said
    put("specgen.toml", 'specs = ["docs/spec/*.md", "docs/specs/*.md"]\n')
    code, said = run("check")
    assert code == 0
    assert "docs/spec/*.md" in said


@pytest.mark.parametrize("form", ["json", "github", "sarif", "junit"])
@pytest.mark.parametrize("fault", ["specgen.toml", "--select", "--changed-since"])
def test_a_run_that_fails_still_reports_in_its_format(run: Run, form: str, fault: str) -> None:
    put("docs/specs/a.md", SPEC)
    if fault == "specgen.toml":
        put("specgen.toml", "spects = []\n")
    options = {"--select": ["--select", "no-such-rule"], "--changed-since": ["--changed-since", ""]}.get(fault, [])
    code, _ = run("check", "--format", form, "-o", "report", *options)
    assert code in (2, 3)
    text = Path("report").read_text(encoding="utf-8")
    assert "spects" in text or "no-such-rule" in text or "names no revision" in text
    if form in ("json", "sarif"):
        json.loads(text)


def test_rules_can_be_left_out_by_option_and_by_path(run: Run) -> None:
    put("a.md", "# A\n\nTBD\n")
    put("old/b.md", "# B\n\nTBD\n")
    put("specgen.toml", '[check.per_file_ignores]\n"old/**" = ["placeholder", "front-matter"]\n')
    assert named(found(run, "a.md", "old/b.md")) == {("a.md", "placeholder"), ("a.md", "front-matter")}
    assert named(found(run, "a.md", "old/b.md", "--ignore", "placeholder")) == {("a.md", "front-matter")}
    assert named(found(run, "a.md", "--select", "placeholder")) == {("a.md", "placeholder")}


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_fail_on_moves_the_bar(run: Run, fail_on: str, code: int) -> None:
    put("a.md", SPEC.replace("packs: [core 1.0.0]", "packs: [core 0.9.0]"))  # packs-behind is a warning
    assert run("check", "a.md", "--fail-on", fail_on)[0] == code


@pytest.mark.parametrize("number", ["-3", "3x", "1.5", "", "1_0", "99999"])
def test_a_number_of_workers_is_one(run: Run, number: str) -> None:
    put("a.md", SPEC)
    code, said = run("check", "a.md", f"--workers={number}")
    assert code == 2
    assert f"argument --workers: {number!r} is no number of processes: write one from 1 to 9999, or 0 for as many" in said


@pytest.mark.parametrize(
    ("fail_on", "failures", "skipped"), [("error", 1, 1), ("warning", 2, 0), ("never", 0, 2)]
)  # fmt: skip
def test_junit_fails_the_cases_that_fail_the_run(run: Run, fail_on: str, failures: int, skipped: int) -> None:
    put("a.md", SPEC.replace("packs: [core 1.0.0]", "packs: [core 0.9.0]") + "\n## Aims\n<!-- specgen:sectoin goals -->\n")
    _, said = run("check", "a.md", "--fail-on", fail_on, "--select", "packs-behind,marker-broken", "--format", "junit")
    assert f'failures="{failures}" errors="0" skipped="{skipped}"' in said


# --- git -----------------------------------------------------------------------------------------------------------------


def git(*arguments: str) -> None:
    env = {
        **os.environ,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b",
    }
    subprocess.run(["git", *arguments], check=True, capture_output=True, env={**env, "GIT_CONFIG_GLOBAL": os.devnull})


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_changed_since_looks_at_what_the_branch_touched(run: Run) -> None:
    put("specgen.toml", 'specs = ["docs/*.md"]\n')
    for name in ("old", "edited", "gone"):
        put(f"docs/{name}.md", f"# {name}\n\nTBD\n")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "branch")
    put("docs/edited.md", "# edited\n\nTBD still\n")
    git("rm", "-q", "docs/gone.md")
    git("commit", "-qam", "two")
    put("docs/new ä.md", "# new\n\nTBD\n")
    assert {one["file"] for one in found(run, "--changed-since", "main")} == {"docs/edited.md", "docs/new ä.md"}
    code, said = run("check", "--changed-since", "nowhere")
    assert code == 2
    assert "nowhere" in said
    code, said = run("check", "--changed-since=--output=x")
    assert code == 2
    assert not Path("x").exists()
    put("specgen.toml", 'specs = ["dosc/*.md"]\n')
    code, said = run("check", "--changed-since", "main")
    assert code == 3, "a misspelt gate is not green"
    assert 'nothing matches "dosc/*.md"' in said


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_files_of_a_submodule_are_looked_at_from_inside_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("docs/specs/a.md", "# a\n\nTBD\n")
    put("part/docs/specs/b.md", "# b\n\nTBD\n")
    for folder in ("part", "."):
        git("-C", folder, "init", "-q", "-b", "main")
        git("-C", folder, "-c", "advice.addEmbeddedRepo=false", "add", ".")
        git("-C", folder, "commit", "-qm", "one")
    put("part/docs/specs/b.md", "# b\n\nTBD still\n")
    put("specgen.toml", 'specs = ["docs/specs/*.md", "part/docs/specs/*.md"]\n')
    assert found(run, "--changed-since", "main") == []
    monkeypatch.chdir("part")
    assert {one["file"] for one in found(run, "--changed-since", "main")} == {"docs/specs/b.md"}


def test_changed_since_without_git_or_repository_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("docs/specs/a.md", SPEC)
    code, said = run("check", "--changed-since", "main")
    assert code == 2
    assert "git" in said
    monkeypatch.setenv("PATH", "")
    code, said = run("check", "--changed-since", "main")
    assert code == 2
    assert "needs git" in said


# --- the baseline ----------------------------------------------------------------------------------------------------------


def test_a_baseline_accepts_what_was_and_only_shrinks(run: Run) -> None:
    put("a.md", "# A\n\nTBD\n")
    assert run("check", "a.md", "--write-baseline")[0] == 0
    assert run("check", "a.md")[0] == 0
    put("b.md", "# B\n\nTBD\n")
    assert named(found(run, "a.md", "b.md")) == {("b.md", "placeholder"), ("b.md", "front-matter")}, "new ones fail"
    put("a.md", "# A\n\nWritten.\n\n# Lines moved\n\nWritten.\n")
    assert named(found(run, "a.md")) == {(".specgen-baseline.json", "baseline-outdated")}, (
        "what is mended must leave it"
    )
    assert found(run, "a.md", "--ignore", "placeholder") == [], "a rule that did not run has judged nothing"
    code, said = run("check", "a.md", "b.md", "--write-baseline")
    assert code == 1
    assert "1 finding mended and taken out" in said
    assert "did not enter it" in said
    assert run("check", "a.md")[0] == 0
    Path("a.md").unlink()
    assert named(found(run, "b.md", "--select", "front-matter,baseline-outdated")) == {
        (".specgen-baseline.json", "baseline-outdated"), ("b.md", "front-matter"),
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_required_specs_are_judged_where_they_are_looked_for(run: Run) -> None:
    """In every run but one over files that are named: that one neither finds what is missing nor takes it for mended."""
    require = '[[require]]\nfor = "services/*/"\nspec = "docs/{name}.md"\n'
    put("specgen.toml", f'specs = ["docs/*.md"]\n{require}')
    put("services/pay/x", "")
    put("docs/mail.md", SPEC)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    runs = [(), ("--exists",), ("--changed-since", "main")]
    for more in runs:
        assert named(found(run, *more)) == {("docs/pay.md", "spec-missing")}, more
    assert found(run, "docs/mail.md") == []
    assert run("check", "--write-baseline")[0] == 0
    before = Path(".specgen-baseline.json").read_bytes()
    for more in [*runs, ("docs/mail.md",)]:
        assert found(run, *more) == [], more
        assert run("check", *more)[0] == 0
        assert run("check", *more, "--write-baseline")[0] == 0
        assert Path(".specgen-baseline.json").read_bytes() == before, more
    assert run("check", "--exists") == (0, "1 required spec, all there but 1 in the baseline.\n")
    put("services/mail/x", "")
    put("services/new/x", "")
    for more in runs:
        assert named(found(run, *more)) == {("docs/new.md", "spec-missing")}, more
    put("specgen.toml", 'specs = ["docs/*.md"]\n')
    assert named(found(run)) == {(".specgen-baseline.json", "baseline-outdated")}
    assert found(run, "docs/mail.md") == []


REQUIRE = '[[require]]\nfor = "services/*/"\nspec = "services/{name}/SPEC.md"\n'


def test_required_specs_are_checked_wherever_they_are(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("specgen.toml", REQUIRE)
    put("docs/specs/a.md", SPEC)
    assert run("check")[0] == 0
    put("services/pay/SPEC.md", SPEC.replace("id: ops-report", "id: pay").replace("status: draft", "status: daft"))
    put("services/mail/SPEC.md", SPEC)
    assert named(found(run)) == {
        ("services/pay/SPEC.md", "front-matter"), ("docs/specs/a.md", "id-duplicate"), ("services/mail/SPEC.md", "id-duplicate")
    }  # fmt: skip
    monkeypatch.chdir("docs")
    assert {one["file"] for one in found(run)} == {"../services/pay/SPEC.md", "specs/a.md", "../services/mail/SPEC.md"}
    monkeypatch.chdir("..")
    report = json.loads(run("check", "--format", "json")[1])
    assert [one["file"] for one in report["files"]] == [
        "docs/specs/a.md", "services/mail/SPEC.md", "services/pay/SPEC.md"
    ]  # fmt: skip
    assert run("check", "--exists") == (0, "2 required specs, all there.\n"), "what is wrong in them is for the other run"
    assert named(found(run, "docs/specs/a.md")) == {("docs/specs/a.md", "id-duplicate")}, "of a file that was named"
    put("specgen.toml", f'specs = ["docs/specs/*.md", "services/pay/*.md"]\n{REQUIRE}')
    assert len(json.loads(run("check", "--format", "json")[1])["files"]) == 3, "each once"


def test_an_id_of_a_required_spec_is_not_called_mended_by_a_run_over_another_file(run: Run) -> None:
    put("specgen.toml", f'specs = ["docs/specs/*.md"]\n{REQUIRE}')
    put("docs/specs/a.md", SPEC)
    put("services/pay/SPEC.md", SPEC)
    put("docs/specs/b.md", SPEC.replace("id: ops-report", "id: other"))
    assert named(found(run, "docs/specs/b.md", "docs/specs/a.md")) == {("docs/specs/a.md", "id-duplicate")}
    assert run("check", "--write-baseline")[0] == 0
    before = BASELINE.read_bytes()
    assert before.count(b"id-duplicate") == 2
    assert found(run, "docs/specs/a.md") == []
    assert run("check", "docs/specs/a.md", "--write-baseline")[0] == 0
    assert BASELINE.read_bytes() == before
    put("services/pay/SPEC.md", SPEC.replace("id: ops-report", "id: pay"))
    assert gone(run, "docs/specs/a.md") == [("docs/specs/a.md", "id-duplicate")]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_a_branch_is_asked_for_the_required_specs_that_it_touched(run: Run) -> None:
    put("specgen.toml", REQUIRE)
    put("docs/specs/a.md", SPEC)
    put("services/pay/SPEC.md", SPEC.replace("id: ops-report", "id: pay").replace("status: draft", "status: daft"))
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    assert named(found(run, "--changed-since", "main")) == set()
    put("services/mail/SPEC.md", SPEC.replace("status: draft", "status: daft").replace("id: ops-report", "id: pay"))
    assert {one["file"] for one in found(run, "--changed-since", "main")} == {"services/mail/SPEC.md"}
    put("services/mail/SPEC.md", SPEC.replace("id: ops-report", "id: mail"))
    put("services/pay/SPEC.md", SPEC.replace("id: ops-report", "id: mail"))
    git("commit", "-qam", "two")
    put("docs/specs/b.md", SPEC.replace("id: ops-report", "id: mail"))
    said = found(run, "--changed-since", "main", "--select", "id-duplicate")
    assert {one["file"] for one in said} == {"docs/specs/b.md", "services/mail/SPEC.md"}, "their ids count, too"


def test_a_required_spec_that_is_excluded_is_told_and_not_checked(run: Run) -> None:
    put("specgen.toml", f'exclude = ["services/old"]\n{REQUIRE}')
    put("docs/specs/a.md", SPEC)
    put("services/old/SPEC.md", SPEC.replace("status: draft", "status: daft"))
    code, said = run("check")
    assert code == 0
    assert "1 required spec left out by `exclude` and not checked: services/old/SPEC.md." in said


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_required_spec_that_is_a_link_to_another_is_checked_once(run: Run) -> None:
    put("specgen.toml", REQUIRE)
    put("docs/specs/a.md", SPEC)
    Path("services/pay").mkdir(parents=True)
    os.symlink("../../docs/specs/a.md", "services/pay/SPEC.md")
    code, said = run("check", "--format", "json")
    assert code == 0
    assert [one["file"] for one in json.loads(said)["files"]] == ["docs/specs/a.md"]
    Path("services/pay/SPEC.md").unlink()
    os.symlink("/etc/hostname", "services/pay/SPEC.md")
    for more in ((), ("--exists",)):
        code, said = run("check", *more)
        assert code == 3
        assert said.count("services/pay/SPEC.md") == 1, "one failure"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n  \n", "is empty"),
        ("# Pay\n\nspecgen: 1\n", "has no front matter"),
        ("---\nlayout: post\n---\n\nspecgen: 1\n", "has front matter that names no format of specgen"),
        (SPEC, ""),
        (SPEC.replace("specgen: 1", '"specgen": 1'), ""),
        (SPEC.replace("status: draft", "status: daft"), ""),
        ("---\nspecgen: 2\n", ""),
    ],
)
def test_what_stands_where_a_spec_must_be_and_is_none_is_said(run: Run, text: str, said: str) -> None:
    put("specgen.toml", REQUIRE)
    put("docs/specs/b.md", SPEC.replace("id: ops-report", "id: other"))
    put("services/pay/SPEC.md", text)
    for more in ((), ("--exists",)):
        findings = [one for one in found(run, *more) if one["rule"] == "spec-missing"]
        assert len(findings) == bool(said), more
        for one in findings:
            assert one["message"] == f'"services/pay/" must have a spec, and services/pay/SPEC.md {said}.'
            assert "specgen adopt services/pay/SPEC.md" in one["fix"]
            assert run("check", *more)[0] == 1


def test_a_folder_where_a_spec_must_be_is_said(run: Run) -> None:
    put("specgen.toml", REQUIRE)
    put("services/pay/SPEC.md/x", "")
    (one,) = found(run, "--exists")
    assert one["message"].endswith("services/pay/SPEC.md is a folder.")
    assert one["fix"].startswith("Move that away and write the spec: specgen new")


def test_what_could_not_be_checked_is_not_mended(run: Run) -> None:
    put("docs/specs/a.md", "# A\n\nTBD\n")
    assert run("check", "--write-baseline")[0] == 0
    before = Path(".specgen-baseline.json").read_bytes()
    Path("docs/specs/a.md").unlink()
    os.symlink("a.md", "docs/specs/a.md")
    code, said = run("check")
    assert code == 3
    assert "mended" not in said
    code, said = run("check", "--write-baseline")
    assert code == 3
    assert "no baseline was written" in said
    assert Path(".specgen-baseline.json").read_bytes() == before
    for failed in ("docs/specs", "docs/specs/a.md"):
        report = Report("1", (), (), (), (Failure(failed, "cannot be read", ""),))
        gate = Gate(report, Path(".specgen-baseline.json"), frozenset(rules.rules()), required=True)
        Path("docs/specs/a.md").unlink(missing_ok=True)
        assert gate.compared(named=False).findings == (), failed


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def gone(run: Run, *arguments: str) -> list[tuple[str, str]]:
    """File and rule of what the baseline holds in vain."""
    told = [one["message"] for one in found(run, *arguments) if one["rule"] == "baseline-outdated"]
    said = [re.match(r'"([a-z-]+)".* in (\S+) is mended', one) for one in told]
    return [(one[2], one[1]) for one in said if one]


REVIEWED = SPEC.replace("status: draft", "status: review")
OLD = changed(
    REVIEWED,
    ("### Goals\n<!-- specgen:section goals -->\n", ""),
    ("**Target: 99%**", "**Target: 98%**"),
    ("<!-- specgen:begin figures.failover -->\n", ""),
    ("<!-- specgen:end figures.failover -->\n", ""),
    ("- [ ] **SPEC-05** `should` Name one", "- [ ] **IDEM-03** `must` Name one"),
    (" SPEC-05=47ba2e03", ""),
    ("a nightly job writes the", "TBD: a nightly job writes the"),
)
BLINDING = {
    "packs": ("packs: [core 1.0.0]", "packs: [core 0.9.0]"),
    "template": ("template: spec 1.0.0", "template: spec 0.9.0"),
    "template that is not there": ("template: spec 1.0.0", "template: letter"),
    "answer": ("availability.target: 99%", "availability.target: banana"),
    "answers": ("availability.target: 99%", "availability.target: ["),
    "bytes": ("# Operations report\n", "# Operations report\n\0"),
    "format": ("specgen: 1\n", "specgen: one\n"),
    "front matter": ("specgen: 1\n", ""),
}


@pytest.mark.parametrize("what", BLINDING)
def test_what_a_rule_could_not_judge_is_not_mended(run: Run, kept: Path, what: str) -> None:
    put("a.md", OLD)
    assert run("check", "a.md", "--write-baseline")[0] == 0
    before = Path(".specgen-baseline.json").read_text(encoding="utf-8")
    rules = {"section-missing", "block-missing", "figures-stale", "item-missing", "item-unknown", "unknown-without-owner"}
    assert [one for one in rules if f'"{one}"' not in before] == []
    put("a.md", changed(OLD, BLINDING[what]))
    for more in ("--no-cache", "--all", "--all"):  # the last one takes it from the cache
        assert gone(run, "a.md", more) == [], more
    run("check", "a.md", "--write-baseline")
    assert Path(".specgen-baseline.json").read_text(encoding="utf-8") == before
    put("a.md", OLD)
    assert run("check", "a.md")[0] == 0


@pytest.mark.parametrize("what", ["bytes", "format"])
def test_an_id_is_not_unique_again_because_a_spec_cannot_be_read(run: Run, what: str) -> None:
    put("a.md", OLD)
    put("b.md", REVIEWED)
    assert run("check", "a.md", "b.md", "--write-baseline")[0] == 0
    before = Path(".specgen-baseline.json").read_bytes()
    put("a.md", changed(OLD, BLINDING[what]))
    run("check", "a.md", "b.md", "--write-baseline")
    assert Path(".specgen-baseline.json").read_bytes() == before
    put("a.md", OLD.replace("id: ops-report", "id: other"))
    assert gone(run, "a.md", "b.md") == [("a.md", "id-duplicate"), ("b.md", "id-duplicate")]


@pytest.mark.parametrize("pairs", [[], [BLINDING["packs"]], [BLINDING["template"]]])
def test_what_is_mended_in_a_spec_that_is_behind_is_told(run: Run, pairs: list[tuple[str, str]]) -> None:
    put("a.md", OLD)
    assert run("check", "a.md", "--write-baseline")[0] == 0
    put("a.md", changed(OLD, *pairs, ("TBD: a", "a"), ("secrets.store: unknown", "secrets.store: vault")))
    assert gone(run, "a.md") == [("a.md", "placeholder"), ("a.md", "unknown-without-owner")]
    assert "2 findings mended and taken out" in run("check", "a.md", "--write-baseline")[1]
    assert gone(run, "a.md") == []


def test_what_is_mended_after_all_leaves_the_baseline(run: Run) -> None:
    put("a.md", OLD)
    assert run("check", "a.md", "--write-baseline")[0] == 0
    put("a.md", changed(OLD, BLINDING["packs"]))
    assert run("update", "a.md")[0] == 0
    rules = {"section-missing", "block-missing", "figures-stale", "item-missing"}
    assert gone(run, "a.md") == [("a.md", one) for one in sorted(rules)]
    run("check", "a.md", "--write-baseline")
    left = Path(".specgen-baseline.json").read_text(encoding="utf-8")
    assert [one for one in rules if one in left] == []
    assert "placeholder" in left
    assert gone(run, "a.md") == []


def test_a_document_is_judged_by_the_status_that_it_was_held_to(run: Run) -> None:
    put("a.md", "# A\n\n## Design\n\n## Risks\n\nNone that we know of.\n")
    assert run("check", "a.md", "--write-baseline")[0] == 0
    assert b'"section-unanswered"' in Path(".specgen-baseline.json").read_bytes()
    assert run("check", "a.md", "--status", "draft")[0] == 0
    put("a.md", "# A\n\n## Design\n\nA job.\n")
    assert run("check", "a.md", "--status", "draft")[0] == 0
    assert named(found(run, "a.md")) == {(".specgen-baseline.json", "baseline-outdated")}


# --- specs that are renamed, and merges ------------------------------------------------------------------------------------

APPROVED = SPEC.replace("status: draft", "status: approved")
BASELINE = Path(".specgen-baseline.json")


def test_a_spec_that_is_renamed_is_still_accepted(run: Run) -> None:
    put("docs/specs/a.md", APPROVED)
    put("docs/specs/c.md", SPEC.replace("id: ops-report", "id: other"))
    assert run("check", "--write-baseline")[0] == 0
    before = BASELINE.read_text()
    Path("docs/specs/a.md").rename("docs/specs/b.md")
    (one,) = found(run)
    assert (one["rule"], one["severity"]) == ("baseline-outdated", "warning")
    assert one["message"] == "docs/specs/a.md is docs/specs/b.md now, and the baseline has its old name."
    assert run("check")[0] == 0
    code, said = run("check", "--write-baseline")
    assert code == 0
    assert "docs/specs/a.md is docs/specs/b.md now." in said
    assert "0 findings mended and taken out, 11 findings left." in said
    assert BASELINE.read_text().count('"docs/specs/b.md"') == before.count('"docs/specs/a.md"') > 5
    assert '"docs/specs/a.md"' not in BASELINE.read_text()
    assert found(run) == []


def test_many_specs_that_are_renamed_are_one_warning(run: Run) -> None:
    for number in range(5):
        put(f"docs/specs/a{number}.md", APPROVED.replace("id: ops-report", f"id: report-{number}"))
    assert run("check", "--write-baseline")[0] == 0
    said = "docs/specs/a0.md is docs/specs/b0.md now"
    for number in range(2):
        Path(f"docs/specs/a{number}.md").rename(f"docs/specs/b{number}.md")
    (one,) = found(run)
    assert one["message"] == f"{said} and {said.replace('0', '1')}, and the baseline has their old names."
    for number in range(2, 5):
        Path(f"docs/specs/a{number}.md").rename(f"docs/specs/b{number}.md")
    (one,) = found(run)
    all_ = f"{said}, {said.replace('0', '1')}, {said.replace('0', '2')} and 2 more have new names"
    assert one["message"] == f"{all_}, and the baseline has their old names."
    assert one["fix"] == "specgen check --write-baseline writes the new ones."
    code, told = run("check", "--write-baseline")
    assert code == 0
    assert f"{all_}." in told.replace("\n", " ")
    assert found(run) == []


def test_a_spec_that_is_renamed_and_mended_is_known_by_its_id(run: Run) -> None:
    put("docs/specs/a.md", APPROVED)
    put("docs/specs/more/c.md", SPEC.replace("id: ops-report", "id: other"))
    assert run("check", "--write-baseline")[0] == 0
    Path("docs/specs/a.md").unlink()
    put("docs/specs/b.md", SPEC)
    for more in (["docs/specs/more/c.md"], ["docs/specs/more"]):  # runs that do not look at it
        (one,) = found(run, *more)
        assert one["severity"] == "warning", more
    put("docs/specs/b.md", APPROVED.replace("status: approved", "status: implemented").replace("- [ ] ", "- [x] ", 1))
    gone = [one for one in found(run) if one["rule"] == "baseline-outdated"]
    assert [one["severity"] for one in gone if "is mended" not in one["message"]] == ["warning"]
    put("docs/specs/b.md", APPROVED.replace("id: ops-report", "id: another"))
    findings = found(run)
    assert len([one for one in findings if one["file"] == "docs/specs/b.md"]) == 11, "another spec"
    gone = [one for one in findings if one["rule"] == "baseline-outdated"]
    assert len(gone) == 11
    assert all("which is not there any more" in one["message"] for one in gone)
    assert "If it was renamed, write its new name into .specgen-baseline.json" in gone[0]["fix"]
    code, said = run("check", "--write-baseline")
    assert code == 1
    assert "0 findings mended and taken out, 11 of files that are not there any more taken out, 0 findings left." in said.replace(
        "\n", " "
    )


def test_files_without_an_id_are_not_taken_for_one_another(run: Run) -> None:
    put("docs/specs/a.md", "# A\n\nTBD\n")
    assert run("check", "--write-baseline")[0] == 0
    Path("docs/specs/a.md").rename("docs/specs/b.md")
    assert {one["file"] for one in found(run)} == {".specgen-baseline.json", "docs/specs/b.md"}


def test_a_spec_with_the_id_of_two_is_not_taken_for_a_third(run: Run) -> None:
    put("docs/specs/a.md", APPROVED)
    assert run("check", "--write-baseline")[0] == 0
    Path("docs/specs/a.md").unlink()
    put("docs/specs/b.md", APPROVED)
    put("docs/specs/c.md", APPROVED)
    assert {one["file"] for one in found(run)} == {".specgen-baseline.json", "docs/specs/b.md", "docs/specs/c.md"}


def conflict(ours: str, theirs: str, base: str = "") -> str:
    """As git leaves it, the lines before the first and after the last difference outside."""
    one, other = ours.splitlines(), theirs.splitlines()
    begin = next(n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    middle = [f"||||||| {base}", "x", "======="] if base else ["======="]
    sides = ["<<<<<<< HEAD", *one[begin:-2], *middle, *other[begin:-2], ">>>>>>> topic"]
    return "\n".join([*one[:begin], *sides, *one[-2:], ""])


@pytest.mark.parametrize("base", ["", "0a1b2c3"])
@pytest.mark.parametrize("renamed", [False, True])
def test_a_merge_conflict_in_a_baseline_keeps_what_both_sides_hold(run: Run, base: str, renamed: bool) -> None:
    put("docs/specs/a.md", APPROVED)
    assert run("check", "--write-baseline")[0] == 0
    held = baseline.read(BASELINE.read_text(), "")
    keys = sorted(held.counts)
    ours, theirs = (held.without({one: held.counts[one]}) for one in keys[:2])  # each has mended another one
    if renamed:
        Path("docs/specs/a.md").rename("docs/specs/b.md")
        theirs = moved(theirs, {"docs/specs/a.md": "docs/specs/b.md"})
    text = conflict(baseline.write(ours), baseline.write(theirs), base)
    put(str(BASELINE), text)
    code, said = run("check")
    assert code == 3
    line = text.split("\n").index("<<<<<<< HEAD") + 1
    assert f".specgen-baseline.json:{line}: a merge conflict stands in it" in said
    assert "Keep the entries that both sides have, since it only shrinks" in said.replace("\n", " ")
    code, said = run("check", "--write-baseline")
    assert code == 1, "what one side had mended is found again, and does not enter"
    assert "2 new findings did not enter it" in said
    file = f"docs/specs/{'b' if renamed else 'a'}.md"
    assert sorted(baseline.read(BASELINE.read_text(), "").counts) == [(file, *rest) for _, *rest in keys[2:]]
    assert run("check", "--write-baseline")[0] == 1


def test_a_conflict_that_nobody_can_settle_is_left(run: Run) -> None:
    put("docs/specs/a.md", APPROVED)
    put(str(BASELINE), '{\n<<<<<<< HEAD\n"x\n=======\n')
    before = BASELINE.read_bytes()
    code, said = run("check", "--write-baseline")
    assert code == 3
    assert ".specgen-baseline.json:2: a merge conflict stands in it, and one side is no baseline" in said
    assert BASELINE.read_bytes() == before


def test_a_baseline_of_many_specs_can_be_read(run: Run) -> None:
    """It may be larger than any spec, and says the id of each file once."""
    put("docs/specs/a.md", APPROVED)
    assert run("check", "--write-baseline")[0] == 0
    before = BASELINE.read_text()
    assert before.count("ops-report") == 1
    held = json.loads(before)
    rows = [{"file": f"{'d' * 80}/{n}.md", "rule": "spec-missing", "subject": "", "count": 1} for n in range(40_000)]
    put(str(BASELINE), json.dumps(held | {"findings": [*held["findings"], *rows]}))
    assert BASELINE.stat().st_size > sources.MAX_SPEC
    assert run("check", "docs/specs/a.md")[0] == 0
    assert run("check", "docs/specs/a.md", "--write-baseline")[0] == 0
    assert len(json.loads(BASELINE.read_text())["findings"]) == len(held["findings"]) + len(rows)


def test_a_baseline_means_the_same_from_a_folder_below(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("specgen.toml", 'specs = ["docs/*.md"]\n')
    put("docs/a.md", "# A\n\nTBD\n")
    assert run("check", "--write-baseline")[0] == 0
    before = Path(".specgen-baseline.json").read_bytes()
    assert b'"docs/a.md"' in before
    monkeypatch.chdir("docs")
    assert run("check")[0] == 0
    assert run("check", "--write-baseline")[0] == 0
    assert Path("../.specgen-baseline.json").read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"specgen_baseline": true, "findings": []}',
        '{"specgen_baseline": 1}',
        '{"specgen_baseline": 1, "findings": 5}',
        '{"specgen_baseline": 1, "findings": [{"file": 1}]}',
        '{"specgen_baseline": 1, "findings": [{"file": "a.md", "rule": "x", "subject": "", "count": 1, "id": 5}]}',
        "[" * 100_000,
    ],
)
def test_a_broken_baseline_is_said(run: Run, text: str) -> None:
    put("a.md", SPEC)
    put(".specgen-baseline.json", text)
    code, said = run("check", "a.md")
    assert code == 3
    assert ".specgen-baseline.json" in said
    assert run("check", "a.md", "--baseline", "nowhere.json")[0] == 2


# --- faked completion ------------------------------------------------------------------------------------------------------

ITEM = "**SECRETS-02** `must` Keep the master copy in a managed store and none in the repository."


@pytest.mark.parametrize(
    "faked",
    [
        f"```text\n- [x] {ITEM}\n  - Evidence: https://x.example/1\n```",
        f"> - [x] {ITEM}\n>   - Evidence: https://x.example/1",
        f"<!--\n- [x] {ITEM}\n  - Evidence: https://x.example/1\n-->",
        f"    - [x] {ITEM}\n      - Evidence: https://x.example/1",
        f"<div>\n- [x] {ITEM}\n  - Evidence: https://x.example/1\n</div>",
    ],
)
def test_a_tick_that_nobody_sees_closes_nothing(run: Run, faked: str) -> None:
    put("a.md", SPEC.replace("## Checklist\n", f"{faked}\n\n## Checklist\n"))
    findings = found(run, "a.md", "--status", "approved", "--all")
    assert ("must-open", "SECRETS-02") in {(one["rule"], one["subject"]) for one in findings}
    put("a.md", SPEC.replace("## Checklist\n", f"{faked}\n\n## Checklist\n").replace(f"\n- [ ] {ITEM}", "\n- [ ] gone"))
    assert ("a.md", "item-hidden") in named(found(run, "a.md", "--status", "approved"))


def test_an_item_that_stands_twice_is_told_and_the_open_one_counts(run: Run) -> None:
    line = next(line for line in SPEC.splitlines() if "**SECRETS-02**" in line)
    ticked = line.replace("[ ]", "[x]") + "\n  - Evidence: https://x.example/1"
    put("a.md", SPEC.replace(line, f"{line}\n{ticked}"))
    assert {("a.md", "item-duplicate"), ("a.md", "must-open")} <= named(found(run, "a.md", "--status", "approved"))


@pytest.mark.parametrize(
    "prose",
    [
        "- [x] **SECRETS-02** `must` done", "<!-- specgen:end verdict -->", "# Heading\n\n## Checklist", "```", "---\nid: x\n---",
        "<!-- specgen:section answers -->", "<!-- never closed",
    ],
)  # fmt: skip
def test_a_hostile_answer_changes_nothing_that_check_says_of_items(run: Run, prose: str) -> None:
    def items(text: str) -> list[tuple[str, str]]:
        put("answers.yaml", f"spec.title: T\nspec.tier: '3'\nspec.problem: {json.dumps(text)}\nprocess.noticed_by: x\n")
        code, said = run("new", "--answers", "answers.yaml", "--no-input", "--allow-missing", "--force", "-o", "a.md")
        assert code in (0, 3), said
        if code == 3:  # refused at the door
            return []
        every = found(run, "a.md", "--status", "approved")
        about = (
            "must-open",
            "item-duplicate",
            "item-hidden",
            "item-missing",
            "marker-broken",
            "block-missing",
            "merge-conflict",
        )
        return [(one["rule"], one["subject"]) for one in every if one["rule"] in about]

    assert items(prose) in ([], items("It hurts."))


# --- without options -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [[], ["docs"], ["a.md", "", "b c.md", "@file"]])
def test_paths_alone_mean_what_the_parser_says(words: list[str]) -> None:
    """Most calls have no option, and make no parser."""
    parser = argparse.ArgumentParser()
    check.arguments(parser)
    given = commands.plain(check, words)
    assert given is not None
    assert vars(given) == vars(parser.parse_intermixed_args(words))


@pytest.mark.parametrize("words", [["--all"], ["a.md", "-h"], ["--", "a.md"], ["-"]])
def test_whatever_may_be_an_option_is_parsed(words: list[str]) -> None:
    assert commands.plain(check, words) is None
