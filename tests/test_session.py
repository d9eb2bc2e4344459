"""One interview as a command runs it: when a draft is saved, what is said of it, and what stays when one leaves."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from scripted import Reply, ScriptedPrompter
from specgen import packs
from specgen.cli import drafts, session
from specgen.cli.ask import Terminated, keyboard
from specgen.cli.world import World
from specgen.commandline import PLAIN
from specgen.model import Answer, Identity, Library

BEGUN = datetime(2026, 11, 20, 10, 0, 0, tzinfo=UTC)
GO_ON = "Go on with: specgen new --resume"
LEAVING = [KeyboardInterrupt(), EOFError(), Terminated()]


@cache
def library() -> Library:
    return packs.built_in()


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Run:
    """One session in a folder; each look at the clock is a minute later than the one before."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, *replies: Reply, resume: bool = False, width: int = 96
    ) -> None:
        scripted = ScriptedPrompter(*replies)

        class Person(ScriptedPrompter):
            def __init__(self, color: bool, editor: object, width: int) -> None:
                super().__init__()
                self.replies = scripted.replies

            @contextmanager
            def listening(self) -> Iterator[None]:
                yield

        monkeypatch.setattr(keyboard, "KeyboardPrompter", Person)
        minutes = iter(range(1, 100))
        stream = Screen()
        world = World(
            io.StringIO(), io.StringIO(), stream, {"XDG_STATE_HOME": str(folder), "COLUMNS": str(width), "NO_COLOR": "1"},
            str(folder), BEGUN.timestamp(), lambda: BEGUN + timedelta(minutes=next(minutes)),
        )  # fmt: skip
        options = argparse.Namespace(resume=resume, output=None, folder=Path(), commands=PLAIN)
        answers = {} if resume else {"spec.title": Answer("Instant transfers", "Instant transfers")}
        identity = Identity("instant-transfers", "Instant transfers")
        self.stopped: BaseException | None = None
        try:
            session.interview(options, world, library(), answers, "2026-11-20", lambda found: identity)
        except (KeyboardInterrupt, EOFError, Terminated) as stopped:
            self.stopped = stopped
        assert not scripted.replies, f"never asked for: {scripted.replies}"
        self.screen = stream.getvalue()


def test_a_draft_says_when_it_was_saved_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Run(tmp_path, monkeypatch, ("database",), "other", "1", KeyboardInterrupt())
    assert first.screen.endswith(f"\nThe draft is saved. {GO_ON}\n")
    again = Run(tmp_path, monkeypatch, KeyboardInterrupt(), resume=True)
    assert "Going on with the draft of 'Instant transfers', saved 2026-11-20 10:03 UTC." in again.screen


@pytest.mark.parametrize("stop", LEAVING, ids=["ctrl-c", "ctrl-d", "sigterm"])
@pytest.mark.parametrize("resume", [True, False])
def test_leaving_at_once_leaves_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException, resume: bool
) -> None:
    Run(tmp_path, monkeypatch, ("database",), KeyboardInterrupt())
    again = Run(tmp_path, monkeypatch, stop, resume=resume)
    assert again.stopped is stop
    assert again.screen.endswith(f"\nThe draft remains as it was. {GO_ON}\n")


@pytest.mark.parametrize("stop", LEAVING, ids=["ctrl-c", "ctrl-d", "sigterm"])
def test_without_an_answer_there_is_no_draft_to_speak_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    assert GO_ON not in Run(tmp_path, monkeypatch, stop).screen


def test_an_older_draft_is_offered_and_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Run(tmp_path, monkeypatch, ("database",), KeyboardInterrupt())
    taken = Run(tmp_path, monkeypatch, "what?", "", "other", KeyboardInterrupt())
    assert "Type y or n." in taken.screen
    assert "Which domain is this?" in taken.screen
    assert f"The draft is saved. {GO_ON}" in taken.screen


def test_a_narrow_screen_wraps_at_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Run(tmp_path, monkeypatch, KeyboardInterrupt(), width=60).screen
    assert screen.splitlines()[:2] == [
        "Writes instant-transfers.md. Nothing is written before the",
        "review at the end.",
    ]


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        (BEGUN.isoformat(), "2026-11-20 10:00 UTC"),
        (BEGUN.astimezone(timezone(timedelta(hours=1))).isoformat(), "2026-11-20 10:00 UTC"),
        ("yesterday", "yesterday"),
        ("", ""),
    ],
)
def test_the_time_is_shown_for_people(saved: str, shown: str) -> None:
    assert drafts.Draft(Path("x"), "id", "Title", "/", (), saved, "").saved_at == shown
