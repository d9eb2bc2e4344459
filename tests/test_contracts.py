"""What the project's own files promise each other: README, pyproject.toml, the CI script and the workflow."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import specgen

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
TEST_COMMAND = "python3 -m venv .venv && .venv/bin/pip install -q '.[test]' && .venv/bin/python -m pytest"


def test_readme_holds_the_test_command_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"<!-- test-command -->\s*```\w*\n(.*?)\n```", readme, re.DOTALL)
    assert found == [TEST_COMMAND]


def test_ci_takes_the_command_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "<!-- test-command -->" in script
    assert TEST_COMMAND not in script


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no executable bit")
def test_ci_script_can_be_started() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_version_is_a_plain_release_number() -> None:
    """The wheel's metadata is compared with it in test_packaging.py."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", specgen.__version__)


def test_every_declared_python_is_tested() -> None:
    prefix = "Programming Language :: Python :: 3."
    declared = {f"3.{line.removeprefix(prefix)}" for line in PROJECT["classifiers"] if line.startswith(prefix)}
    tested = set(yaml.safe_load(WORKFLOW)["jobs"]["tests"]["strategy"]["matrix"]["python"])
    assert declared <= tested  # the next Python is tried before it is promised
    assert PROJECT["requires-python"] == ">=" + min(declared, key=lambda v: int(v.split(".")[1]))


def test_workflow_is_pinned_timed_and_reads_only() -> None:
    uses = re.findall(r"uses: *(\S+)(.*)", WORKFLOW)
    assert uses
    for action, comment in uses:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{action} does not say which version that is"
    workflow = yaml.safe_load(WORKFLOW)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 20
