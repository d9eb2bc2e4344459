"""Keys, pastes and packs that mean harm: what is typed stays text, what is shown stays harmless."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import Application
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from specgen import answersfile, packs
from specgen.cli import drafts
from specgen.cli.ask import Terminated, typed
from specgen.cli.ask import keyboard as keyboards
from specgen.cli.ask.keyboard import KeyboardPrompter
from specgen.cli.ask.ticks import Grid
from specgen.cli.interview import editor, interview
from specgen.cli.terminal import Terminal
from specgen.errors import OutputError
from specgen.frozen import replace
from specgen.model import Answer, Identity, Library

CHOICES = {"a": "one", "b": "two", "c": "three"}
PASTE, PASTED = "\x1b[200~", "\x1b[201~"


@contextmanager
def keyboard(keys: str) -> Iterator[KeyboardPrompter]:
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        yield KeyboardPrompter(color=False, ends=(pipe, DummyOutput()))


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("99.9%\r", "99.9%"),
        ("  wide  \r", "wide"),
        (f"{PASTE}one\ntwo{PASTED}\r", "one two"),
        (f"{PASTE}a\x1b[31mred\x1b[0m\x07{PASTED}\r", "ared"),
        (f"{PASTE}\x1b]0;title\x07x{PASTED}\r", "x"),
        ("<\r", "<"),
        ("?\r", "?"),
        ("\r", ""),
    ],
)
def test_a_line(keys: str, line: str) -> None:
    with keyboard(keys) as prompter:
        assert prompter.line("› ") == line


def test_a_paste_into_prose_keeps_its_lines() -> None:
    with keyboard(f"{PASTE}one\r\ntwo\n\n\x1b[2Jthree{PASTED}\r") as prompter:
        assert prompter.line("› ", multiline=True) == "one\ntwo\n\nthree"


@given(st.text())
def test_typed_text_holds_nothing_a_terminal_obeys(text: str) -> None:
    for multiline in (False, True):
        left = typed(text, multiline=multiline)
        assert not [c for c in left if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]
        assert typed(left, multiline=multiline) == left
    assert "\n" not in typed(text)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (" \r", ("a", "b")),
        ("\x1b[C \r", ()),
        (" \x1b[C\x1b[C \r", ("a", "b", "c")),
        ("\t\t \x1b[D\x1b[D \r", ("a", "b", "c")),
        ("\r", ("b",)),
        ("<\r", "<"),
        ("?\r", "?"),
        ("unknown\r", "unknown"),
        ("later\r", "later"),
        ("LATER \r", "later"),
        ("lat\t\r", "later"),
        (">\r", ">"),
        ("none\r", "none"),
        ("one\r\r", ("a", "b")),
        ("a\r\r", ("a", "b")),
        ("tw\t\r", ("b",)),  # a word ticks; only Space takes a tick away
        ("T\r\r", ("b",)),  # two or three: neither is ticked
        ("xyz\x7f\x7f\x7f\r", ("b",)),
        ("xyz\x15xyz\rthree\r \r", ("b",)),  # not a choice; then c ticked by its label, and unticked where the cursor went
        ("\x1bOP\x1b[15~\r", ("b",)),  # keys without a meaning
        (f"{PASTE}th\x1b[31mree\n{PASTED}\r\r", ("b", "c")),
    ],
)
def test_boxes(keys: str, chosen: tuple[str, ...] | str) -> None:
    with keyboard(keys) as prompter:
        assert prompter.many_of(CHOICES, ("b",)) == chosen


def test_what_is_typed_at_boxes_is_one_answer() -> None:
    with keyboard("later\rnext\r") as prompter:
        assert prompter.many_of(CHOICES, ()) == "later"
        assert prompter.line("› ") == "next"


def shown(grid: Grid, done: bool = False) -> str:
    return "".join(piece[1] for piece in grid.fragments(done))


def test_the_word_stands_under_the_boxes() -> None:
    grid = Grid(CHOICES, (), 60)
    for letter in "lat":
        grid.type(letter)
    assert shown(grid).endswith("\n› lat")
    assert shown(grid, done=True).endswith("\n› lat")
    grid.rub_out()
    assert shown(grid).endswith("\n› la")
    grid.rub_out(all_of_it=True)
    assert "› l" not in shown(grid)


@pytest.mark.parametrize(
    ("word", "note"), [("lat", "No choice begins with lat."), ("T", "t could be: two / three."), ("x" * 9999, "xxx….")]
)
def test_a_word_that_ticks_nothing_is_said_and_taken_away(word: str, note: str) -> None:
    grid = Grid(CHOICES, (), 60)
    grid.type(word)
    assert max(map(len, shown(grid).splitlines())) <= 60
    assert grid.enter() is None
    assert shown(grid).endswith(note)
    assert note not in shown(grid, done=True)
    assert (grid.chosen(), grid.word) == ((), "")
    grid.type("two")
    assert note not in shown(grid)
    assert grid.enter() is None
    assert (grid.chosen(), grid.at) == (("b",), 1)


def test_every_box_has_a_place_on_any_screen() -> None:
    for width in (10, 40, 96):
        grid = Grid({str(n): f"choice \x1b[2J {n}" for n in range(7)}, ("3",), width)
        text = "".join(piece[1] for piece in grid.fragments(done=False))
        assert text.count("[ ]") == 6
        assert text.count("[x]") == text.count("›") == 1
        assert "\x1b" not in text


@pytest.mark.parametrize("many", [False, True], ids=["line", "boxes"])
@pytest.mark.parametrize(("keys", "error"), [("\x03", KeyboardInterrupt), ("\x04", EOFError)])
def test_leaving_a_prompt(keys: str, error: type[BaseException], many: bool) -> None:
    with keyboard(keys) as prompter, pytest.raises(error):
        prompter.many_of(CHOICES, ()) if many else prompter.line("› ")


SIGNALS = pytest.mark.parametrize(
    ("number", "error"), [(signal.SIGTERM, Terminated), (signal.SIGINT, KeyboardInterrupt)], ids=["sigterm", "sigint"]
)
HAVE_KILL = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to oneself")


@HAVE_KILL
@SIGNALS
@pytest.mark.parametrize("many", [False, True], ids=["line", "boxes"])
def test_a_signal_in_a_prompt(
    many: bool, number: int, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signal.getsignal(number)
    leave = keyboards._leave
    left: list[type[BaseException]] = []

    def twice(app: Application[Any], why: type[BaseException]) -> None:
        for _ in range(2):  # people press Ctrl-C until something happens
            leave(app, why)
            left.append(why)

    monkeypatch.setattr(keyboards, "_leave", twice)
    with keyboard("") as prompter, prompter.listening():
        # From another process: the end of a thread of ours may run clean-up here, in which an exception is lost.
        kill = f"import os, time; time.sleep(0.3); os.kill({os.getpid()}, {int(number)})"
        sender = subprocess.Popen([sys.executable, "-c", kill])
        with pytest.raises(error):
            prompter.many_of(CHOICES, ()) if many else prompter.line("› ")
        assert sender.wait() == 0
    assert left == [error, error]
    assert signal.getsignal(number) is before


@HAVE_KILL
@SIGNALS
def test_a_signal_between_two_prompts(number: int, error: type[BaseException]) -> None:
    with keyboard("x\r") as prompter, prompter.listening(), pytest.raises(error):
        os.kill(os.getpid(), number)


class Dropping:
    """Its end gets a signal: Python prints what that raises and goes on, as it does while it imports modules."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        os.kill(os.getpid(), self.number)
        for _ in range(100):  # the handler runs between two steps
            pass


@HAVE_KILL
@SIGNALS
@pytest.mark.parametrize("many", [False, True], ids=["line", "boxes"])
def test_a_signal_where_python_drops_it(
    many: bool, number: int, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[type[BaseException] | None] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: dropped.append(what.exc_type))
    with keyboard("\r") as prompter, prompter.listening():
        Dropping(number)
        assert dropped == [error]
        with pytest.raises(error):
            prompter.many_of(CHOICES, ()) if many else prompter.line("› ")


# --- a hostile pack and what it may do to the screen -----------------------------------------------------------------

EVIL = "\x1b[2J\u202eevil\u2028::stop-commands::x"
LAYER = "name: core\nversion: 1.0.0\ntitle: Test\nchanges: [{version: 1.0.0, text: first}]\n"


def library(evil: str = "") -> Library:
    """`evil` stands in every text of a trait; it is put there behind the loader's back, which would refuse it."""
    text = """
pack: spec
prefix: SPEC
version: 1.0.0
title: Spec
summary: Few questions.
questions:
  - {id: spec.title, ask: What is it called?, type: text, home: front_matter.title}
  - {id: spec.tier, ask: Which tier?, type: choice, trait: true, essential: true, help: Think.,
     choices: {"1": one, "3": three}}
  - {id: spec.owners, ask: Who?, type: texts, essential: true, home: front_matter.owners}
  - {id: spec.reviewers, ask: Who agrees?, type: texts, essential: true, home: front_matter.reviewers}
  - {id: spec.problem, ask: What hurts?, type: prose, essential: true, home: section.problem}
  - {id: steps, ask: Which steps?, type: records, key: step, essential: true}
  - {id: "steps[].step", ask: What is done?, type: text}
  - {id: "steps[].minutes", ask: How long?, type: duration}
"""
    loaded = packs.load({"LAYER.yaml": LAYER, "spec.yaml": text})
    questions = tuple(
        replace(
            one,
            ask=one.ask + evil,
            help=one.help + evil,
            choices={key: label + evil for key, label in one.choices.items()},
        )
        for one in loaded.questions()
    )
    return replace(loaded, packs=(replace(loaded.packs[0], questions=questions),))


def test_no_text_of_a_pack_or_person_reaches_the_screen_as_a_command() -> None:
    stream = io.StringIO()
    screen = Terminal(stream, {"GITHUB_ACTIONS": "1"}, "always")
    keys = "?\r3\r@ada\rit hurts\r::add-mask::x\r\r\r\rw\r"
    with keyboard(keys) as prompter:
        done = interview(
            library(EVIL), {"spec.title": Answer("T", "T")}, Identity("t", "T"), prompter, screen,
            lambda answers, later: None, "2026-11-20",
        )  # fmt: skip
    assert done.write
    text = stream.getvalue()
    left = text.replace("\x1b[0m", "")
    for style in ("1", "2", "33", "1;31"):
        left = left.replace(f"\x1b[{style}m", "")
    assert "\x1b" not in left
    assert "\u202e" not in text
    assert "\u2028" not in text
    assert "\\x1b[2J\\u202eevil" in text
    assert not [line for line in left.splitlines() if line.strip().startswith("::")]


# --- drafts ----------------------------------------------------------------------------------------------------------


def saved(state: Path, folder: Path, id: str = "transfers", now: str = "2026-11-20T10:00:00") -> Path:
    known = library()
    answers = answersfile.read(ANSWERS, "answers.yaml", known)
    return drafts.save(state, folder, id, f"Title {id}\n# x: y", answers, ("steps[]",), known, now)


ANSWERS = """
spec.title: "Transfers: fast"
spec.tier: "1"
spec.owners: ["@ada"]
spec.problem: |
  ```yaml
  spec.tier: "3"
  ```
  --- and # more
steps:
  - {step: "Copy, paste: it", minutes: {value: 6 min, basis: measured, source: "watch; twice", as_of: 2026-11-01}}
  - {step: Send, minutes: unknown}
"""


def test_a_draft_gives_back_every_answer(tmp_path: Path) -> None:
    known = library()
    path = saved(tmp_path / "state", tmp_path)
    draft = drafts.load(tmp_path / "state", tmp_path, "transfers")
    assert draft is not None
    assert (draft.path, draft.id, draft.later, draft.saved) == (path, "transfers", ("steps[]",), "2026-11-20T10:00:00")
    assert draft.title == "Title transfers\n# x: y"
    again = answersfile.read(draft.text, str(path), known)
    wanted = answersfile.read(ANSWERS, "answers.yaml", known)
    assert drafts.full_yaml(again, known) == drafts.full_yaml(wanted, known)
    assert [(id, answer.text) for id, answer in again.items()] == [(id, answer.text) for id, answer in wanted.items()]


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps access lists, not modes; its folder is the user's own"
)
def test_a_draft_is_for_its_owner_only(tmp_path: Path) -> None:
    state = tmp_path / "state" / "specgen"
    before = os.umask(0)
    try:
        path = saved(state, tmp_path)
        saved(state, tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert list(state.iterdir()) == [path]


def test_drafts_belong_to_their_folder_and_the_newest_is_offered(tmp_path: Path) -> None:
    state, one, other = tmp_path / "state", tmp_path / "one", tmp_path / "other"
    saved(state, one, "first", "2026-11-20T10:00:00")
    saved(state, one, "second", "2026-11-20T11:00:00")
    saved(state, other, "third", "2026-11-20T12:00:00")
    newest = drafts.newest(state, one)
    assert newest is not None
    assert newest.id == "second"
    drafts.remove(state, one, "second")
    drafts.remove(state, one, "second")
    newest = drafts.newest(state, one)
    assert newest is not None
    assert newest.id == "first"
    assert drafts.newest(tmp_path / "nowhere", one) is None
    assert drafts.load(state, other, "first") is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"spec.tier: 1\n",
        b"# specgen draft {\n",
        b"# specgen draft []\n",
        b'# specgen draft {"later": 1}\n',
        b"\xff\xfe",
        b"\0",
    ],
)
def test_what_is_no_draft_is_passed_over(tmp_path: Path, text: bytes) -> None:
    path = saved(tmp_path, tmp_path)
    path.write_bytes(text)
    assert drafts.load(tmp_path, tmp_path, "transfers") is None
    assert drafts.newest(tmp_path, tmp_path) is None


def test_a_state_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        saved(blocked / "state", tmp_path)


@pytest.mark.parametrize(
    ("platform", "env", "folder"),
    [
        ("linux", {}, "/home/ada/.local/state/specgen/drafts"),
        ("linux", {"XDG_STATE_HOME": "/var/s"}, "/var/s/specgen/drafts"),
        ("linux", {"XDG_STATE_HOME": "relative"}, "/home/ada/.local/state/specgen/drafts"),
        ("darwin", {}, "/home/ada/Library/Application Support/specgen/drafts"),
        ("win32", {"LOCALAPPDATA": "/L"}, "/L/specgen/drafts"),
        ("win32", {}, "/home/ada/AppData/Local/specgen/drafts"),
    ],
)
def test_where_drafts_are(platform: str, env: dict[str, str], folder: str) -> None:
    assert drafts.state_folder(env, platform, Path("/home/ada")) == Path(folder)


# --- the person's editor ---------------------------------------------------------------------------------------------


def test_an_editor_gets_the_text_and_gives_it_back() -> None:
    program = "import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text() + ' more')"
    edit = editor.from_environment({"VISUAL": f'"{sys.executable}" -c "{program}"', "EDITOR": "false"})
    assert edit is not None
    if sys.platform != "win32":
        assert edit("some") == "some more"


@pytest.mark.parametrize("command", ["false", "no-such-editor-anywhere --wait"])
def test_an_editor_that_fails_gives_nothing(command: str) -> None:
    edit = editor.from_environment({"EDITOR": command})
    assert edit is not None
    assert edit("some") == ""


@pytest.mark.parametrize("env", [{}, {"EDITOR": ""}, {"EDITOR": "vi 'open"}])
def test_no_editor(env: dict[str, str]) -> None:
    assert editor.from_environment(env) is None or sys.platform == "win32"
