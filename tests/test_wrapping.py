"""Text is wrapped, and no command in it is broken: what is printed can be copied."""

from __future__ import annotations

import io
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.cli.terminal import Terminal
from specgen.commandline import Commands, quoted, typed
from specgen.model import Checked, Finding, Gravity, Report
from specgen.reporters import text as reporter
from specgen.wrapping import wrapped

LONG = "docs/specs of the payments team/" + "instant transfers between banks/" * 3 + "receipts.md"
COMMANDS = [
    typed("update", LONG),
    typed("answer", LONG, "--only availability.own"),
    typed("update", "y.md", "--drop-layer acme"),
    Commands(("our packs", "l1"), ("t",), "c.toml").typed("answer", "receipts.md", "--only dependencies.interbank-switch.p99"),
    f'specgen new "TITLE" -o {LONG!r}',
    "specgen list questions",
    "specgen check --write-baseline",
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("after", [" asks it again, and then some words follow.", ".", "", ", then go on. More words follow it."])
def test_no_line_is_broken_inside_a_command(command: str, after: str) -> None:
    for width in (20, 40, 60, 95):
        for before in range(0, 60, 7):
            text = f"{'word ' * (before // 5)}{'x' * (before % 5)} Mend: {command}{after}"
            lines = wrapped(text, width, "    ")
            assert any(command in line for line in lines), lines
            assert " ".join(" ".join(lines).split()) == " ".join(text.split())


def test_quotes_around_a_command_hold_it_together() -> None:
    said = quoted("answer", "a.md", "--only availability.own,latency.p99 --packs l1")
    for before in range(40):
        assert any(said in line for line in wrapped(f"{'x' * before} {said} asks them.", 40))


def test_the_words_after_a_command_are_wrapped() -> None:
    lines = wrapped(f"{typed('update', 'a.md')} takes it out, or marks it where it was ticked or noted by somebody.", 40)
    assert max(map(len, lines)) <= 40
    assert len(lines) > 1


@given(st.text(st.sampled_from("ab \"'`.,-/specgn "), max_size=80))
def test_nothing_is_lost(text: str) -> None:
    assert " ".join(wrapped(f"{text} specgen {text}", 30)).split() == f"{text} specgen {text}".split()


def test_terminal_and_report_wrap_so() -> None:
    command = typed("answer", LONG, "--only availability.own")
    terminal = Terminal(io.StringIO(), {})
    said = f"The number of nines was never agreed with anybody. Go on with: {command}"
    assert any(line.endswith(command) for line in terminal.wrap(said, "  "))
    finding = Finding("question-unanswered", Gravity.ERROR, LONG, 3, 1, "Not answered.", f"{command} asks it.", "", "review", "")
    report = Report("1", (Checked(LONG, "review", 1),), (finding,), ())
    assert any(command in line for line, _ in reporter.lines(report))
    assert shlex.split(command)[2] == LONG
