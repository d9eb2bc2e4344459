"""action.yml: as GitHub wants it, safe with what a caller passes, and its steps run as a runner runs them, offline."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import wheelhouse

ROOT = Path(__file__).resolve().parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), ROOT / "src" / "specgen" / "data" / "init" / "workflow.yml"]
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None or sys.platform == "win32", reason="the steps are scripts for bash")


def tool(*command: str) -> str:
    """Runs a program of the test extra on files of ours: what it says, which must be that all is well."""
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# --- as GitHub wants it ----------------------------------------------------------------------------------------------


def test_the_file_fits_the_schema_of_actions() -> None:
    """SchemaStore's, as check-jsonschema ships it."""
    tool("check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml"))


def test_the_schema_sees_a_fault(tmp_path: Path) -> None:
    bad = tmp_path / "action.yml"
    bad.write_text((ROOT / "action.yml").read_text(encoding="utf-8").replace("using: composite", "using: compost"), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(bad)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_fit_their_schema(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("@SOURCE@", '""')
    (tmp_path / "workflow.yml").write_text(text, encoding="utf-8")
    tool("check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(tmp_path / "workflow.yml"))


# --- safe ------------------------------------------------------------------------------------------------------------


def zizmor(path: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("zizmor", path=sysconfig.get_path("scripts"))
    assert program, "the test extra installs zizmor"
    command = [program, "--offline", "--no-config", "--no-progress", "--persona=pedantic", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_zizmor_finds_nothing(path: Path, tmp_path: Path) -> None:
    folder = tmp_path if path.name == "action.yml" else tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / path.name).write_text(path.read_text(encoding="utf-8").replace("@SOURCE@", '""'), encoding="utf-8")
    done = zizmor(folder / path.name)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_sees_a_fault(tmp_path: Path) -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    (tmp_path / "action.yml").write_text(text.replace('"$SPECGEN_FORMAT"', '"${{ inputs.format }}"'), encoding="utf-8")
    done = zizmor(tmp_path / "action.yml")
    assert done.returncode != 0
    assert "template-injection" in done.stdout


def test_nothing_that_a_caller_passes_is_put_into_a_script() -> None:
    assert [step for step in STEPS if "${{" in step.get("run", "")] == []


def test_what_is_used_is_pinned_and_scripts_name_their_shell() -> None:
    for step in STEPS:
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
        else:
            assert step["shell"] == "bash"
            assert step["run"].startswith("set -euo pipefail\n")


def test_every_input_is_used_and_every_value_is_an_input() -> None:
    named = re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"]))
    assert set(named) == set(ACTION["inputs"])
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert [name for name in (*ACTION["inputs"], *ACTION["outputs"]) if f"`{name}`" not in page] == []


# --- run -------------------------------------------------------------------------------------------------------------

EXPRESSION = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


class Runner:
    """Runs the scripts of the action in a repository, with what a runner gives them."""

    def __init__(self, workspace: Path, temporary: Path, checkout: Path, env: Mapping[str, str]) -> None:
        self.workspace, self.output = workspace, workspace.parent / "output"
        self.env = {
            **env, "GITHUB_ACTIONS": "true", "CI": "true", "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(checkout), "GITHUB_WORKSPACE": str(workspace), "GITHUB_OUTPUT": str(self.output),
            "PATH": f"{Path(sys.executable).parent}:{env['PATH']}",
        }  # fmt: skip

    def step(self, which: str, **given: str) -> subprocess.CompletedProcess[str]:
        """One step, by its name, with inputs."""
        [step] = [one for one in STEPS if one.get("name") == which]
        inputs = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        assert given.keys() <= inputs.keys()
        inputs |= given

        def filled(text: str) -> str:
            return EXPRESSION.sub(lambda found: inputs[found[1]], text)

        env = {**self.env, **{name: filled(value) for name, value in step["env"].items()}}
        self.output.write_text("", encoding="utf-8")
        script = self.workspace.parent / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        assert BASH is not None
        command = [BASH, "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]  # as GitHub starts `shell: bash`
        where = self.workspace / filled(step.get("working-directory", "."))
        return subprocess.run(command, cwd=where, env=env, capture_output=True, text=True, check=False)

    def check(self, **given: str) -> subprocess.CompletedProcess[str]:
        return self.step("Check the specs", **given)

    def outputs(self) -> dict[str, str]:
        lines = self.output.read_text(encoding="utf-8").splitlines()
        return {name: value for name, _, value in (line.partition("=") for line in lines)}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, str]]:
    """Where the first step has installed specgen, from what checkout, with what environment."""
    home = tmp_path_factory.mktemp("runner")
    env = wheelhouse.environment(wheelhouse.make(home / "wheels"), home)
    checkout = wheelhouse.checkout(home / "action")
    (home / "temporary").mkdir()
    (home / "first").mkdir()
    done = Runner(home / "first", home / "temporary", checkout, env).step("Install specgen")
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "temporary", checkout, env


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("spec")
    command = [sys.executable, "-m", "specgen", "new", "Pay", "--set", "spec.tier=3", "--allow-missing", "--date", "2026-11-20"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "pay.md").read_text(encoding="utf-8")


@pytest.fixture
def runner(tmp_path: Path, installed: tuple[Path, Path, dict[str, str]], spec: str) -> Runner:
    workspace = tmp_path / "workspace"
    (workspace / "docs" / "specs").mkdir(parents=True)
    (workspace / ".git").mkdir()
    (workspace / "docs" / "specs" / "pay.md").write_text(spec, encoding="utf-8")
    return Runner(workspace, *installed)


@needs_bash
def test_a_good_repository_passes(runner: Runner) -> None:
    done = runner.check()
    assert done.returncode == 0, done.stdout + done.stderr
    assert runner.outputs() == {"exit-code": "0"}
    specgen = Path(runner.env["RUNNER_TEMP"], "specgen", "bin", "specgen")
    assert specgen.is_file(), "in an environment of its own"


@needs_bash
def test_findings_fail_and_stand_beside_the_lines(runner: Runner) -> None:
    path = runner.workspace / "docs" / "specs" / "pay.md"
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", "status: drafty"), encoding="utf-8")
    done = runner.check(sarif="specs.sarif")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"^::error file=docs/specs/pay\.md,line=\d+", done.stdout, re.MULTILINE)
    assert runner.outputs() == {"exit-code": "1", "sarif": "specs.sarif"}
    sarif = json.loads((runner.workspace / "specs.sarif").read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"]


@needs_bash
def test_a_bad_configuration_is_said_with_its_code(runner: Runner) -> None:
    (runner.workspace / "specgen.toml").write_text("pakcs = []\n", encoding="utf-8")
    done = runner.check(sarif="specs.sarif")
    assert done.returncode == 3
    assert 'Did you mean "packs"?' in done.stderr
    assert runner.outputs() == {"exit-code": "3", "sarif": "specs.sarif"}
    assert "pakcs" in (runner.workspace / "specs.sarif").read_text(encoding="utf-8"), "a report says why there was no run"


@needs_bash
def test_a_file_of_an_earlier_run_is_no_report_of_this_one(runner: Runner) -> None:
    (runner.workspace / "specs.sarif").write_text("{}", encoding="utf-8")
    done = runner.check(sarif="specs.sarif", args="--no-such-option")
    assert done.returncode == 2
    assert runner.outputs() == {"exit-code": "2"}


@needs_bash
def test_arguments_and_paths_are_one_a_line(runner: Runner, spec: str) -> None:
    odd = runner.workspace / "other specs"
    odd.mkdir()
    bad = spec.replace("id: pay", "id: drafty").replace("status: draft", "status: drafty")
    (odd / "a b.md").write_text(bad, encoding="utf-8")
    assert runner.check(paths="docs/specs/pay.md\r\n").returncode == 0
    done = runner.check(paths="docs/specs/pay.md\n\nother specs/a b.md", format="json", args="--fail-on\nnever\n")
    assert done.returncode == 0, done.stderr
    assert [one["file"] for one in json.loads(done.stdout)["files"]] == ["docs/specs/pay.md", "other specs/a b.md"]
    assert runner.check(paths="other specs/a b.md").returncode == 1


@needs_bash
@pytest.mark.parametrize("name", ["paths", "format", "args", "sarif"])
@pytest.mark.parametrize("value", ["$(touch pwned)`touch pwned`", "\"; touch pwned; '", "x\nexit-code=9\ny; touch pwned"])
def test_nothing_that_is_passed_is_run(runner: Runner, name: str, value: str) -> None:
    done = runner.check(**{name: value})
    assert not list(runner.workspace.rglob("pwned"))
    assert runner.outputs().keys() <= {"exit-code", "sarif"}
    assert runner.outputs()["exit-code"] != "9"
    assert done.returncode in (0, 1, 2, 3)


@needs_bash
def test_a_folder_of_the_repository(runner: Runner) -> None:
    (runner.workspace / "part" / "docs" / "specs").mkdir(parents=True)
    (runner.workspace / "part" / "docs" / "specs" / "bad.md").write_text("---\nspecgen: 1\n---\n", encoding="utf-8")
    assert runner.check(**{"working-directory": "part"}).returncode == 1
    assert runner.check(**{"working-directory": "docs"}).returncode == 0


@needs_bash
def test_what_is_installed_is_no_option_of_pip(runner: Runner) -> None:
    done = runner.step("Install specgen", install="--index-url=https://example.org")
    assert done.returncode == 2
    assert "must not begin with a dash" in done.stdout


# --- what docs/ci.md shows -------------------------------------------------------------------------------------------

SHOWN = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(3))
def test_files_that_the_page_shows_are_good(number: int, tmp_path: Path) -> None:
    path = tmp_path / "shown.yml"
    path.write_text(SHOWN[number], encoding="utf-8")
    assert len(SHOWN) == 3
    if SHOWN[number].startswith("repos:"):
        tool("pre_commit", "validate-config", str(path))
    else:
        tool("check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path))
