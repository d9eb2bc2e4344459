"""`specgen new` in a real terminal: keys, signals, what is left behind, and going on from there."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals for pexpect", allow_module_level=True)

import pexpect

import kept
import specgen

COMMAND = [sys.executable, "-c", "import sys; from specgen.cli import main; sys.exit(main())", "new"]
SOURCE = str(Path(specgen.__file__).resolve().parents[1])  # the specgen that is tested here
INHERITED = ("PATH", "HOME", "SYSTEMROOT", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
PATIENCE = 20  # seconds, for a busy machine; a prompt comes within one
HEADING = re.compile(r"[A-Z][a-z ]*  \d+ of \d+")
# The blank after the mark is drawn by moving the cursor, so it is not in the stream.
TICKS, LINE, BOX = "Space ticks", "›", "] "


class Person:
    """Somebody at a terminal of 100 columns, in an empty folder."""

    def __init__(self, folder: Path, *arguments: str, command: list[str] = COMMAND) -> None:
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        env = {**kept.environment(inherited), "TERM": "xterm", "NO_COLOR": "1", "LANG": "C.UTF-8", "PYTHONPATH": SOURCE}
        env |= {"XDG_STATE_HOME": str(folder / "state")}
        work = folder / "work"
        work.mkdir(exist_ok=True)
        self.work = work
        self.seen = ""
        self.child = pexpect.spawn(
            command[0], [*command[1:], *arguments], cwd=str(work), env=env, dimensions=(60, 100), encoding="utf-8",
            timeout=PATIENCE,
        )  # fmt: skip
        self.child.delaybeforesend = None  # what is typed waits for a prompt, so for no time

    def sees(self, *texts: str) -> str:
        """Waits for one of the texts and returns it."""
        found = self.child.expect_exact(list(texts))
        self.seen += self.child.before + self.child.after
        return texts[found]

    def question(self) -> tuple[str, bool]:
        """The next heading, once there is a prompt under it, and whether that has boxes to tick."""
        self.child.expect(HEADING)
        self.seen += self.child.before + self.child.after
        heading = self.child.after
        ticks = self.sees(TICKS, LINE) == TICKS
        if ticks:
            self.sees(BOX)
        return heading, ticks

    def answers(self, reply: str, ticks: str = "\r") -> None:
        _, boxes = self.question()
        self.child.send(ticks if boxes else f"{reply}\r")

    def fills_in_traits(self) -> None:
        self.answers("", " \r")  # the first component, a database
        for reply in ("other", "1", "@ada"):
            self.answers(reply)

    def ends(self) -> int:
        self.child.expect(pexpect.EOF)
        self.seen += self.child.before
        self.child.wait()
        self.child.ptyproc.delayafterclose = 0  # it has ended
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.work.iterdir())


def stop(person: Person, how: str) -> int:
    if how == "ctrl-c":
        person.child.send("\x03")
    elif how == "ctrl-d":
        person.child.send("\x04")
    else:
        person.child.kill(signal.SIGTERM)
    return person.ends()


CODES = {"ctrl-c": 130, "ctrl-d": 3, "sigterm": 143}


@pytest.mark.parametrize("how", CODES)
@pytest.mark.parametrize("k", [1, 2, 4, 5, 6, 7])
def test_stopping_at_a_question_and_going_on(tmp_path: Path, k: int, how: str) -> None:
    person = Person(tmp_path, "Instant transfers")
    replies = ["", "other", "1", "@ada", "", "It is slow", "unknown"]
    for reply in replies[:k]:
        person.answers(reply, " \r")
    stopped_at, _ = person.question()
    assert stop(person, how) == CODES[how]
    assert "The draft is saved" in person.seen
    assert "Traceback" not in person.seen
    assert person.files() == []
    again = Person(tmp_path, "--resume")
    assert again.question()[0] == stopped_at
    assert stop(again, how) == CODES[how]
    assert "The draft remains as it was. Go on with: specgen new --resume" in again.seen
    assert again.files() == []


@pytest.mark.parametrize("how", CODES)
def test_stopping_before_anything_is_answered(tmp_path: Path, how: str) -> None:
    person = Person(tmp_path, "Instant transfers")
    person.question()
    assert stop(person, how) == CODES[how]
    assert "raft" not in person.seen.partition("Ctrl-C saves a draft.")[2]
    assert person.files() == []


def test_stopping_where_an_older_draft_is_offered(tmp_path: Path) -> None:
    person = Person(tmp_path, "Instant transfers")
    person.answers("", " \r")
    person.question()
    stop(person, "ctrl-c")
    again = Person(tmp_path, "Instant transfers")
    again.sees("Go on with it? [Y/n]")
    assert re.search(r"There is a draft of 'Instant transfers', saved \d{4}-\d\d-\d\d \d\d:\d\d UTC\.", again.seen)
    assert stop(again, "ctrl-c") == CODES["ctrl-c"]
    assert "The draft remains as it was." in again.seen


def answers_until_the_review(person: Person) -> None:
    """Says unknown to everything, and that the rest can wait."""
    while True:
        text = person.sees("to leave ›", "go on with them ›", " of ")
        if text == "to leave ›":
            return
        if text == "go on with them ›":
            person.child.send("\r")
        elif person.sees(TICKS, LINE) == TICKS:
            person.sees(BOX)
            person.child.send("unknown\r")
        else:
            person.child.send("unknown\r")


def test_from_the_title_to_the_file(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.sees(LINE)
    person.child.send("Instant transfers\r")
    person.fills_in_traits()
    answers_until_the_review(person)
    person.child.send("w\r")
    assert person.ends() == 0
    assert person.files() == ["instant-transfers.md"]
    text = (person.work / "instant-transfers.md").read_text(encoding="utf-8")
    assert text.startswith("---\nspecgen: 1\nid: instant-transfers\n")
    assert not list((tmp_path / "state").rglob("*.yaml"))


def test_data_goes_to_stdout_and_prompts_to_stderr(tmp_path: Path) -> None:
    """With `-o - > file` the questions still stand on the screen, and the file holds nothing but the spec."""
    answers = tmp_path / "answers.yaml"
    answers.write_text('spec.components: [database]\nspec.domain: other\nspec.tier: "3"\nspec.owners: ["@ada"]\n')
    script = f"exec {shlex.join([*COMMAND, 'Report', '--answers', str(answers), '-o', '-'])} > {tmp_path / 'out.md'}"
    person = Person(tmp_path, command=["/bin/sh", "-c", script])
    answers_until_the_review(person)
    person.child.send("w\r")
    assert person.ends() == 0
    written = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert written.startswith("---\nspecgen: 1\n")
    assert "\x1b" not in written
    assert "to leave" not in written
