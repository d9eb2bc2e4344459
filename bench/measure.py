"""Paired, interleaved timing of whole programs: every round runs every command once, so that a busy minute hits all."""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Runs:
    """Of one command: milliseconds from start to exit, and the most memory it held, in MiB."""

    name: str
    command: Sequence[str]
    milliseconds: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)

    @property
    def time(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def memory(self) -> float:
        return statistics.median(self.mebibytes)


def environment() -> dict[str, str]:
    """Without what would make Python compile at each start, or tools ask for colour, updates or a person."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "CI": "1", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def run(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Milliseconds and MiB of one run. Raises SystemExit with the command's own words when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    took = (time.perf_counter() - started) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        again = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
        raise SystemExit(f"{' '.join(command)}\n{again.stdout}{again.stderr}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes there, KiB elsewhere
    return took, used.ru_maxrss / unit


def until(command: Sequence[str], folder: Path, shown: bytes) -> tuple[float, float]:
    """Milliseconds until the program has put `shown` on its terminal; then it is ended. Memory is not taken."""
    env = environment() | {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}  # no terminal answers its question here
    del env["CI"]
    ours, theirs = pty.openpty()
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    seen = b""
    try:
        while shown not in seen:
            try:
                seen += os.read(ours, 65536)
            except OSError:  # Linux says so when the program has ended
                raise SystemExit(f"{' '.join(command)} never showed {shown!r}:\n{seen.decode()}") from None
        return (time.perf_counter() - started) * 1000, 0.0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def paired(
    commands: Mapping[str, Sequence[str]], folder: Path, rounds: int, shown: Mapping[str, bytes] | None = None
) -> dict[str, Runs]:
    """Runs each command `rounds` times after one warm-up, in an order that turns by one each round.

    With `shown` (name -> text), until that text is on the terminal; else until the program ends.
    """
    runs = {name: Runs(name, command) for name, command in commands.items()}
    order = list(runs.values())

    def once(one: Runs) -> tuple[float, float]:
        return until(one.command, folder, shown[one.name]) if shown else run(one.command, folder)

    for one in order:
        once(one)
    for number in range(rounds):
        turn = number % len(order)
        for one in order[turn:] + order[:turn]:
            took, held = once(one)
            one.milliseconds.append(took)
            one.mebibytes.append(held)
    return runs
