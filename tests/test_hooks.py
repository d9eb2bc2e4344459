"""The hooks of .pre-commit-hooks.yaml in a real run of pre-commit, which clones this repository and installs it, offline."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import wheelhouse

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is absent, and pre-commit runs inside a repository")

CONFIG = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: specgen-check
        language_version: {python}
      - id: specgen-exists
        language_version: {python}
      - id: specgen-pack-lint
        language_version: {python}
"""
SPECGEN = """\
packs = ["checklists"]
[[require]]
for = "services/*/"
spec = "docs/specs/{name}.md"
"""
LAYER = "name: acme\nversion: 1.0.0\n"
PACK = """\
pack: caches
prefix: CACHE
version: 1.0.0
title: Caches
summary: A cache answers with what used to be true.
items:
  - id: CACHE-01
    phase: document
    severity: may
    text: State how stale an answer may be.
    evidence: table of caches
    why: Nobody notices a stale answer until it costs something
    reference: our review guide
"""
class Repository:
    """A git repository that uses the hooks, and the environment that everything in it runs with."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder, self.env = folder, env
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.git("add", name)

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--no-verify", "-m", "All of it")
        return self.git("rev-parse", "HEAD")

    def hook(self, *arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pre_commit", "run", "--color=never", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    return wheelhouse.environment(wheelhouse.make(home / "wheels"), home)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> str:
    """A configuration of pre-commit that names this repository as it stands here."""
    folder = wheelhouse.checkout(tmp_path_factory.mktemp("specgen") / "clone")
    repo = Repository(folder, env)
    return CONFIG.format(repo=folder.as_posix(), rev=repo.commit(), python=Path(sys.executable).as_posix())


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> str:
    """A sound draft."""
    folder = tmp_path_factory.mktemp("spec")
    (folder / "checklists").mkdir()
    (folder / "checklists" / "LAYER.yaml").write_text(LAYER, encoding="utf-8")
    (folder / "checklists" / "caches.yaml").write_text(PACK, encoding="utf-8")
    command = [sys.executable, "-m", "specgen", "new", "Pay", "--packs", "checklists", "--set", "spec.tier=3", "--allow-missing"]
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
    return (folder / "pay.md").read_text(encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, env: dict[str, str], config: str, spec: str) -> Repository:
    made = Repository(tmp_path, env)
    made.write(".pre-commit-config.yaml", config)
    made.write("specgen.toml", SPECGEN)
    made.write("checklists/LAYER.yaml", LAYER)
    made.write("checklists/caches.yaml", PACK)
    made.write("services/pay/main.py", "")
    made.write("docs/specs/pay.md", spec)
    return made


def verdicts(said: str) -> dict[str, str]:
    """Name of each hook and how it ended."""
    rows = [line for line in said.splitlines() if line.endswith(("Passed", "Failed", "Skipped"))]
    return {row.split("..")[0].partition("(")[0]: row.rpartition(".")[2].rpartition(")")[2] for row in rows}


def test_all_hooks_pass_where_all_is_well(repository: Repository) -> None:
    code, said = repository.hook("--all-files")
    assert verdicts(said) == {
        "specgen check": "Passed", "specgen check --exists": "Passed", "specgen pack lint": "Passed",
    }, said  # fmt: skip
    assert code == 0


def test_a_bad_spec_fails(repository: Repository, spec: str) -> None:
    repository.write("docs/specs/ship.md", spec.replace("id: pay", "id: ship").replace("status: draft", "status: drafty"))
    code, said = repository.hook("specgen-check")
    assert verdicts(said) == {"specgen check": "Failed"}, said
    assert (code, "exit code: 1" in said) == (1, True)
    assert "docs/specs/ship.md" in said
    assert "drafty" in said


def test_a_missing_spec_fails_whatever_is_committed(repository: Repository) -> None:
    repository.commit()
    repository.write("services/ship/main.py", "")
    code, said = repository.hook()
    assert verdicts(said) == {
        "specgen check": "Skipped", "specgen check --exists": "Failed", "specgen pack lint": "Skipped",
    }, said  # fmt: skip
    assert "docs/specs/ship.md" in said
    assert code == 1


def test_a_bad_pack_fails(repository: Repository) -> None:
    repository.write("checklists/caches.yaml", PACK.replace("severity: may", "severity: maybe"))
    code, said = repository.hook("specgen-pack-lint")
    assert verdicts(said) == {"specgen pack lint": "Failed"}, said
    assert "exit code: 3" in said
    assert "checklists/caches.yaml:9:15: `severity` of item CACHE-01" in said
    assert code == 1


def test_only_specs_and_packs_start_their_hooks(repository: Repository) -> None:
    repository.commit()
    repository.write("README.md", "# Readme\n")
    repository.write("docs/other.md", "# No spec\n")
    code, said = repository.hook()
    assert verdicts(said) == {
        "specgen check": "Skipped", "specgen check --exists": "Passed", "specgen pack lint": "Skipped",
    }, said  # fmt: skip
    assert code == 0


def test_the_manifest_is_one() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
