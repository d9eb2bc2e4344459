"""A command is a module that says so: nothing else has to be told of it, and nothing else is taken for one."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from specgen import cli
from specgen.cli import commands
from specgen.cli.world import World
from specgen.errors import UsageError
from specgen.frozen import replace

GREET = '''"""`specgen greet`: say hello
to somebody. Without a name, to everybody."""

HELP = """Says hello."""


def arguments(parser):
    parser.add_argument("name", nargs="?", default="everybody")


def run(options, world):
    world.out(f"Hello, {options.name}.")
    return 0
'''


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One more folder that commands are found in."""
    monkeypatch.setattr(cli, "__path__", [*cli.__path__, str(tmp_path)])
    for name in ("greet", "broken", "shout"):
        monkeypatch.delitem(sys.modules, f"specgen.cli.{name}", raising=False)
        monkeypatch.delattr(cli, name, raising=False)
    return tmp_path


def test_a_command_costs_one_file(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["greet"]) == 2
    (room / "greet.py").write_text(GREET, encoding="utf-8")
    capsys.readouterr()
    assert commands.find()["greet"] == "say hello to somebody"
    assert "\n  greet       say hello to somebody\n" in cli.overview()
    assert cli.main(["greet", "Ada"]) == 0
    assert capsys.readouterr().out == "Hello, Ada.\n"
    assert cli.main(["gret"]) == 2
    assert "Did you mean greet?" in capsys.readouterr().err
    assert cli.everything().parse_args(["greet", "Ada"]).name == "Ada"


@pytest.mark.parametrize("name", ["world", "files", "ask", "", "_list", "__init__", "ask.keyboard", "../list", "list ", "é"])
def test_what_does_not_say_so_is_no_command(name: str) -> None:
    assert commands.describe(name) == ""


def test_a_module_that_names_another_command_is_none(room: Path) -> None:
    (room / "shout.py").write_text(GREET, encoding="utf-8")
    assert commands.describe("shout") == ""


def test_a_command_that_lacks_a_part_is_a_fault_of_the_program(room: Path) -> None:
    (room / "broken.py").write_text('"""`specgen broken`: nothing yet."""\nHELP = "None."\n', encoding="utf-8")
    assert commands.describe("broken") == "nothing yet"
    with pytest.raises(TypeError, match="command broken has no arguments and no run"):
        commands.load("broken")


def test_the_overview_imports_no_command() -> None:
    code = (
        "import sys; from specgen import cli; cli.overview(); from specgen.cli import commands; "
        "print(*(name for name in commands.find() if f'specgen.cli.{name}' in sys.modules), len(commands.find()) > 4)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"]


# --- specgen list ----------------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def listed(stdout: io.StringIO, *words: str, **env: str) -> str:
    world = replace(World.real(), stdout=stdout, stderr=io.StringIO(), env=env)
    options = cli.everything().parse_args(["list", *words])
    assert commands.load("list").run(options, world) == 0
    return stdout.getvalue()


def test_a_terminal_sees_headings_over_the_columns() -> None:
    head, first, *_ = listed(Screen(), "packs", NO_COLOR="1").splitlines()
    assert head.split() == ["pack", "prefix", "version", "questions", "items", "contradictions", "layer", "title"]
    for name, value in (("prefix", "SPEC"), ("version", "1."), ("layer", "core "), ("title", "Technical")):
        assert head.index(name) == first.index(value)
    assert listed(Screen(), "packs", FORCE_COLOR="1").startswith("\x1b[2mpack ")


def test_a_pipe_sees_entries_only() -> None:
    assert listed(io.StringIO(), "packs", FORCE_COLOR="1").splitlines()[0].split()[:2] == ["spec", "SPEC"]


@pytest.mark.parametrize("kind", ["items", "questions", "facts", "templates"])
def test_headings_change_nothing_but_widths(kind: str) -> None:
    plain = [line.split() for line in listed(io.StringIO(), kind).splitlines()]
    assert [line.split() for line in listed(Screen(), kind, NO_COLOR="1").splitlines()][1:] == plain


def test_json_and_empty_lists_have_no_headings() -> None:
    assert listed(Screen(), "packs", "--format", "json").startswith("[\n")
    assert listed(Screen(), "items", "--pack", "nothing") == ""


def test_an_unknown_command_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean list"):
        cli._dispatch(["lits"], World.real())
