"""`specgen answer` in a real terminal: stopped half-way, taken up again, written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals for pexpect", allow_module_level=True)

from specgen import resources
from test_interview_tty import CODES, COMMAND, Person, stop

ANSWER = [*COMMAND[:-1], "answer"]
ONLY = ("ops-report.md", "--only", "availability.target,availability.window")


def person(folder: Path) -> Person:
    return Person(folder, *ONLY, command=ANSWER)


@pytest.mark.parametrize("how", CODES)
def test_stopped_and_taken_up(tmp_path: Path, how: str) -> None:
    (tmp_path / "work").mkdir()
    path = tmp_path / "work" / "ops-report.md"
    before = resources.text("examples/ops-report", "ops-report.md")
    path.write_text(before, encoding="utf-8")
    first = person(tmp_path)
    first.answers("98%")
    first.question()
    assert stop(first, how) == CODES[how]
    go_on = f"specgen answer ops-report.md {' '.join(ONLY[ONLY.index('--only') :])}"
    assert f"The draft is saved. Go on with: {go_on}" in " ".join(first.seen.split())
    assert path.read_text(encoding="utf-8") == before
    again = person(tmp_path)
    again.sees("Go on with it? [Y/n]")
    again.child.send("y\r")
    again.answers("28 d")
    again.sees("to leave ›")
    again.child.send("w\r")
    assert again.ends() == 0
    assert "Traceback" not in first.seen + again.seen
    text = path.read_text(encoding="utf-8")
    assert "\navailability.target: 98%\n" in text
    assert "\navailability.window: 28 d\n" in text
    assert not list((tmp_path / "state").rglob("*.yaml"))
    assert again.files() == ["ops-report.md"]
