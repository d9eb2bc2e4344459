"""Class 8 of the threat list, the streams: output that nobody can take is no success, and nobody sees a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from processes import POSIX, environment, run

FULL = Path("/dev/full")

PRINTING = [
    ["list", "items"],
    ["list", "questions", "--format", "json"],
    ["explain", "IDEM-03"],
    ["completion", "bash"],
    ["--help"],
    ["new", "--help"],
    ["new", "--example", "instant-transfers", "-o", "-"],
]


@POSIX
@pytest.mark.skipif(not FULL.exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_standard_output_is_not_success(arguments: list[str], tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = run(arguments, tmp_path, stdout=full)
    assert done.returncode == 5
    assert done.stderr == "error: standard output: No space left on device\n"


@POSIX
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_goes_away_is_no_fault_worth_a_word(arguments: list[str], tmp_path: Path) -> None:
    """`| head -1`, without the luck of a pipe that holds all of it."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(arguments, tmp_path, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (5, "")


@POSIX
def test_and_neither_is_one_of_messages(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(["list", "nothing"], tmp_path, stderr=writing)
        assert done.returncode == 2
        done = run(["new", "--answers", "nowhere.yaml"], tmp_path, stdout=writing, stderr=writing)
        assert done.returncode == 3
        with FULL.open("w") as full:
            assert run(["new", "--answers", "nowhere.yaml"], tmp_path, stderr=full).returncode == 3
    finally:
        os.close(writing)


@POSIX
@pytest.mark.parametrize("descriptor", [0, 1, 2])
def test_a_stream_that_was_closed(descriptor: int, tmp_path: Path) -> None:
    """As cron jobs and services start programs: `specgen … >&-`."""
    line = " ".join(["exec", f"'{sys.executable}'", "-c", "'from specgen.cli import main; raise SystemExit(main())'"])
    for arguments, expected in (
        ("list items", (0, 5, 0)),
        ("new X --allow-missing -o x.md", (0, 0, 0)),
        ("new", (2, 2, 2)),
    ):
        done = subprocess.run(
            ["sh", "-c", f"{line} {arguments} {descriptor}>&-"],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected[descriptor], done.stderr
        assert "Traceback" not in done.stderr
        assert "bug" not in done.stderr
    assert (tmp_path / "x.md").read_text(encoding="utf-8").startswith("---\nspecgen: 1\n")


@POSIX
def test_interrupted_while_composing(tmp_path: Path) -> None:
    code = (
        "import os, signal\nfrom specgen.cli import main, new\n"
        "new.compose = lambda *_: os.kill(os.getpid(), signal.SIGINT)\nraise SystemExit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "new", "X", "--allow-missing"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "error: interrupted\n")
    assert list(tmp_path.iterdir()) == []
