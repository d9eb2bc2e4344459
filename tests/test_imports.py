"""Which modules a command leaves unimported. Start-up time is decided by this, and unlike a timing it is repeatable."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import specgen

ROOT = Path(__file__).resolve().parents[1]
SPECGEN = Path(specgen.__file__).resolve().parent

# Runs one command and says what came with it. The modules of a bare start are none of its doing.
_RUN = """
import sys
before = set(sys.modules)
from specgen.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(code, *sorted(set(sys.modules) - before), file=sys.__stderr__)
"""
WORD = {"docx", "lxml"}
ASKING = {"prompt_toolkit"}  # neither, nor the library it would come with
NEVER = {"questionary", "pydantic", "click", "typer", "jsonschema", "rich", "importlib.metadata", "asyncio", "unittest", "email"}

# of the standard library: each, with what it imports, would cost such a run a tenth of its time and more
DEAR = {
    "argparse", "collections", "contextlib", "dataclasses", "datetime", "enum", "functools", "gettext", "hashlib", "importlib",
    "json", "locale", "pathlib", "re", "shutil", "string", "textwrap", "tokenize", "tomllib", "typing",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("imports")
    source = ROOT / "examples" / "instant-transfers" / "answers.yaml"
    (made / "answers.yaml").write_bytes(source.read_bytes())
    (made / "report.md").write_bytes((ROOT / "examples" / "ops-report" / "ops-report.md").read_bytes())
    (made / "page.md").write_text("# A page\n\nWith *text*.\n", encoding="utf-8")
    return made


def imported(folder: Path, *arguments: str) -> set[str]:
    """Modules that a command imports, in a fresh interpreter; the command must succeed."""
    env = {**os.environ, "NO_COLOR": "1", "CI": "1", "PYTHONPATH": str(SPECGEN.parent)}  # the specgen that is tested here
    done = subprocess.run([sys.executable, "-c", _RUN, *arguments], cwd=folder, env=env, capture_output=True, check=False)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    code, *modules = said.splitlines()[-1].split()
    assert code == "0", said
    return set(modules)


def test_version_imports_nothing_but_the_front_door(folder: Path) -> None:
    assert imported(folder, "--version") - {"__future__", "specgen", "specgen.cli"} == set()


def test_help_reads_no_pack_and_parses_no_argument(folder: Path) -> None:
    modules = imported(folder, "--help")
    assert modules & ({"argparse", "yaml", "specgen.packs", "specgen.model"} | WORD | ASKING | NEVER) == set()


COMPOSING = {"jinja2", "specgen.compose", "specgen.packs", "specgen.calculators"}
NEW = ["new", "--answers", "answers.yaml", "--no-input", "--allow-missing", "-o"]
COMMANDS = {
    "list": (["list", "items"], {"jinja2", "markdown_it", "specgen.renderers", "specgen.compose"} | WORD | ASKING),
    "explain": (["explain", "IDEM-03"], {"jinja2", "markdown_it", "specgen.renderers", "specgen.compose"} | WORD | ASKING),
    "new, before it asks": (["new", "--help"], {"jinja2", "specgen.recompose", "specgen.rules"} | WORD | ASKING),
    "new to stdout": ([*NEW, "-"], {"markdown_it", "specgen.renderers.docx"} | WORD | ASKING),
    "new to a file": ([*NEW, "spec.md"], {"markdown_it", "specgen.renderers.docx"} | WORD | ASKING),
    "check": (["check", "report.md"], {"markdown_it", "specgen.renderers.docx", "subprocess"} | WORD | ASKING),
    "render": (["render", "page.md", "-o", "page.docx"], COMPOSING | ASKING),
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_command_leaves_unimported_what_it_does_not_use(command: str, folder: Path) -> None:
    arguments, unused = COMMANDS[command]
    assert imported(folder, *arguments) & (unused | NEVER) == set()


def test_packs_that_are_kept_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPECGEN_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    if sys.platform != "linux":
        pytest.skip("other systems keep their cache where no variable can move it")
    loader = {"specgen.packs.loading", "specgen.packs.read", "specgen.packs.names"}
    assert loader <= imported(folder, "list", "items")
    assert imported(folder, "list", "items") & {*loader, "yaml", "specgen.calculators.chain"} == set()


def test_a_spec_that_was_checked_before_is_only_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPECGEN_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "outcomes"))
    if sys.platform != "linux":
        pytest.skip("other systems keep their cache where no variable can move it")
    checking = {"specgen.check.checker", "specgen.readers", "specgen.compose", "specgen.rules", "specgen.packs", "yaml"}
    # without its two findings: to show some takes regular expressions
    (folder / "specgen.toml").write_text('specs = ["report.md"]\ncheck.ignore = ["contradiction"]\n', encoding="utf-8")
    assert {*checking, "tomllib", "argparse"} <= imported(folder, "check", "report.md", "--all")
    again = imported(folder, "check", "report.md")
    (folder / "specgen.toml").unlink()
    unused = {*checking, "jinja2", "specgen.frontmatter", "specgen.yamltext", "specgen.calculators", "specgen.questions"}
    unused |= {"specgen.config.reading", "specgen.model.finding", "specgen.model.values", "specgen.cli.files", "specgen.cli.ask"}
    unused |= {"pkgutil", "inspect", "tempfile", "subprocess", "multiprocessing", "threading", "markdown_it"}
    assert again & (unused | DEAR | WORD | ASKING | NEVER) == set()


def test_the_test_sees_an_import(folder: Path) -> None:
    """Guards the tests above: a renamed library would let them pass for ever."""
    assert {"docx", "lxml", "markdown_it"} <= imported(folder, "render", "page.md", "-o", "seen.docx")
    assert {"jinja2", "yaml", "specgen.compose"} <= imported(folder, *NEW, "-")


# --- what the program is made of ---------------------------------------------------------------------------------------

_DISTRIBUTION = {"docx": "python-docx", "yaml": "pyyaml", "markdown_it": "markdown-it-py", "prompt_toolkit": "prompt-toolkit"}


def _third_party() -> dict[str, str]:
    """Every library imported anywhere in specgen -> one place where."""
    found: dict[str, str] = {}
    for path in sorted(SPECGEN.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "."]
            for name in (name.split(".")[0] for name in names):
                if name not in sys.stdlib_module_names and name != "specgen":
                    found[name] = f"{path.relative_to(SPECGEN)}:{node.lineno}"
    return found


def test_only_declared_libraries_are_imported_and_all_of_them() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in project["dependencies"]}
    found = _third_party()
    assert {_DISTRIBUTION.get(name, name) for name in found} == declared, found
