"""Colour, width and the sanitiser: what reaches a terminal or a log."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.cli import terminal
from specgen.cli.terminal import Line, Terminal, clean
from specgen.cli.world import World
from specgen.reporters import _plain


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(*texts: str | Line, env: dict[str, str] | None = None, color: str = "never", style: str = "") -> str:
    stream = io.StringIO()
    terminal = Terminal(stream, env or {}, color)
    for text in texts:
        terminal.say(text, style)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünïcode 東京 ✓", "plain ünïcode 東京 ✓"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\x00b\x7fc\x9bd", "a\\x00b\\x7fc\\x9bd"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("one\ntwo\tthree\r", "one\\ntwo\\tthree\\r"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_a_terminal_obeys_is_written_out(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_line_breaks_and_tabs_stay_where_they_are_meant() -> None:
    assert clean("a\n\tb\r\x1b", multiline=True) == "a\n\tb\\r\\x1b"


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    kept = clean(text)
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [
        c
        for c in kept
        if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]
    assert clean(kept) == kept


@pytest.mark.parametrize("text", ["::stop-commands::x", "  ::warning::x", "\t::x", "a\n::error::x", "\u00a0::x"])
def test_no_line_of_an_actions_log_is_a_command(text: str) -> None:
    env = {"GITHUB_ACTIONS": "true"}
    lines = clean(text, multiline=True, env=env).splitlines()
    # The runner trims a line before it looks: see ActionCommand.cs of actions/runner.
    assert not [line for line in lines if line.strip().startswith("::")]
    assert "x" in lines[-1]
    assert clean(text, multiline=True, env={}) == text


def test_the_older_command_form_is_broken_anywhere_in_a_line() -> None:
    assert "##[" not in clean("see ##[group]x", env={"GITHUB_ACTIONS": "1"})


def test_two_pieces_do_not_make_a_command_together() -> None:
    env = {"GITHUB_ACTIONS": "1"}
    stream = io.StringIO()
    terminal = Terminal(stream, env, "always")
    terminal.say(terminal.styled(":", "red") + ":stop-commands::x")
    assert stream.getvalue() == "\\u003a:stop-commands::x\n"


def test_styles_are_added_after_cleaning() -> None:
    assert printed("a\x1b[2Jb", color="always", style="error") == "\x1b[1;31ma\\x1b[2Jb\x1b[0m\n"
    assert printed("a", style="error") == "a\n"


def test_pieces_of_a_line_have_their_own_style() -> None:
    terminal = Terminal(io.StringIO(), {})
    line = "a" + terminal.styled("b", "bold") + "c"
    assert printed(line, color="always") == "a\x1b[1mb\x1b[0mc\n"
    assert str(line) == "abc"


def test_an_unknown_style_fails_with_and_without_colour() -> None:
    for color in ("always", "never"):
        with pytest.raises(KeyError):
            printed("a", color=color, style="blink")


@pytest.mark.parametrize(
    ("env", "color", "tty", "wanted"),
    [
        ({"TERM": "xterm"}, "auto", True, True),
        ({"TERM": "xterm"}, "auto", False, False),
        ({"TERM": "dumb"}, "auto", True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "auto", True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, "auto", True, True),
        ({"FORCE_COLOR": "1"}, "auto", False, True),
        ({"FORCE_COLOR": "0"}, "auto", False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False, False),
        ({"NO_COLOR": "1"}, "always", False, True),
        ({"FORCE_COLOR": "1", "TERM": "xterm"}, "never", True, False),
    ],
)
def test_when_there_is_colour(env: dict[str, str], color: str, tty: bool, wanted: bool) -> None:
    stream = Screen() if tty else io.StringIO()
    assert Terminal(stream, env, color).color is wanted


def test_lines_are_at_most_96_columns() -> None:
    terminal = Terminal(Screen(), {"COLUMNS": "200"})
    assert terminal.width == 96
    lines = terminal.wrap("word " * 60, "    ")
    assert len(lines) > 1
    assert all(line.startswith("    word") and len(line) <= 96 for line in lines)
    assert Terminal(Screen(), {"COLUMNS": "60"}).width == 60


def test_wrapping_keeps_lines_apart_and_ids_whole() -> None:
    terminal = Terminal(Screen(), {"COLUMNS": "20"})
    assert terminal.wrap("one\ntwo") == ["one", "two"]
    assert "retries-outlast-promise" in terminal.wrap("see retries-outlast-promise there")


def test_what_is_to_do_next_is_numbered_and_wrapped_alike() -> None:
    stream = Screen()
    env = {"COLUMNS": "30", "NO_COLOR": "1"}
    world = World(io.StringIO(), io.StringIO(), stream, env, ".", 0.0, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    world.next([])
    assert stream.getvalue() == ""
    world.next(["Say where pip gets specgen from.", "Check what there is."])
    assert stream.getvalue() == "\nNext\n  1  Say where pip gets\n     specgen from.\n  2  Check what there is.\n"


def test_an_old_code_page_gets_plain_signs_not_a_traceback() -> None:
    raw = io.BytesIO()
    terminal = Terminal(io.TextIOWrapper(raw, encoding="ascii"), {})
    terminal.say("› 3 × 5 µs … 東")
    assert raw.getvalue() == b"> 3 x 5 us ... \\u6771\n"


def test_a_closed_pipe_is_left_to_the_caller() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        Terminal(Closed(), {}).say("x")


@pytest.mark.parametrize("hidden", [terminal._HIDDEN, _plain.HIDDEN])
def test_nothing_hidden_is_printable(hidden: str) -> None:
    """A text of printable characters is passed on without being looked at."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert not [one for one in re.findall(hidden, every) if one.isprintable()]
    assert [one for one in every if one.isspace() and one.isprintable()] == [" "]
