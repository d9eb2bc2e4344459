"""Runs specgen as a process of its own, with streams and limits of the test's choice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import pytest

import kept
from specgen import cli

SOURCE = Path(cli.__file__).parents[2]
COMMAND = [sys.executable, "-c", "from specgen.cli import main; raise SystemExit(main())"]
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals, modes and devices of POSIX")


def environment(**more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    paths = os.pathsep.join([str(SOURCE), *filter(None, sys.path)])
    return {**kept.environment(inherited), "PYTHONPATH": paths, "CI": "1", **more}


def run(
    arguments: Sequence[str],
    folder: Path,
    stdout: IO[str] | int = subprocess.PIPE,
    stderr: IO[str] | int = subprocess.PIPE,
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
        preexec_fn=before, text=True, timeout=60, check=False,
    )  # fmt: skip
