"""What a command may touch, as one argument: streams, environment, working folder, clock. Tests pass their own."""

from __future__ import annotations

import os
import sys
import time

from specgen import __version__
from specgen.cli.terminal import Terminal, clean
from specgen.errors import SpecgenError, UsageError
from specgen.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO, Literal, TextIO

BUG, IO_FAILED = 70, 5


class World(Frozen):
    """Data goes to `stdout`; prompts, progress and messages go to `stderr`.

    `here` is the working folder. `began` is when the command did, in seconds since 1970; `clock` says what time it is, for
    what is saved while questions are asked.
    """

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    env: Mapping[str, str]
    here: str
    began: float
    clock: Callable[[], datetime]

    @classmethod
    def real(cls) -> World:
        # A stream that the caller closed is None. No messages are wanted then, but data that goes nowhere is a failure.
        stdin, stdout = sys.stdin or _nowhere(os.O_RDONLY, "r"), sys.stdout or _nowhere(os.O_RDONLY, "w")
        stderr = sys.stderr or _nowhere(os.O_WRONLY, "w")
        for stream in (stdout, stderr):
            if hasattr(stream, "reconfigure"):  # the spec holds signs that a legacy code page lacks
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        return cls(stdin, stdout, stderr, os.environ, os.getcwd(), time.time(), _clock)

    @property
    def folder(self) -> Path:
        from pathlib import Path

        return Path(self.here)

    # --- talking ---

    def out(self, text: str) -> None:
        """Data for the person or the next program, cleaned of control characters; ends with one line end."""
        self.stdout.write(clean(text, multiline=True, env=self.env).rstrip("\n") + "\n")

    def out_bytes(self, data: bytes) -> None:
        """Data exactly as it is."""
        self.flush()
        raw: BinaryIO = self.stdout.buffer
        raw.write(data)
        raw.flush()

    def terminal(self) -> Terminal:
        return Terminal(self.stderr, self.env)

    def say(self, text: str, style: str = "") -> None:
        self.terminal().say(text, style=style)

    def flush(self) -> None:
        """Fails here, with an exit code, rather than at interpreter shutdown, with none."""
        self.stdout.flush()
        self._close()  # messages that nobody can read change nothing

    @property
    def interactive(self) -> bool:
        """Questions can be asked: both ends are a terminal and this is no CI run."""
        return self.stdin.isatty() and self.stderr.isatty() and not self.env.get("CI")

    def tell(self, text: str, style: str = "", indent: str = "") -> None:
        """What `say` does, wrapped to the width of the terminal, every line after `indent`."""
        terminal = self.terminal()
        for line in terminal.wrap(text, indent, indent):
            terminal.say(line, style)

    def next(self, steps: Sequence[str]) -> None:
        """What is to do now, numbered and wrapped; nothing where there is nothing."""
        if steps:
            self.say("")
            self.say("Next")
        terminal = self.terminal()
        for number, step in enumerate(steps, 1):
            for line in terminal.wrap(step, "     ", f"  {number}  "):
                terminal.say(line)

    # --- time ---

    def today(self, given: str | None) -> str:
        """The ISO date of today: `--date`, else `SOURCE_DATE_EPOCH`, else the clock. Raises UsageError on a bad one."""
        if given:
            from datetime import date

            try:
                return date.fromisoformat(given).isoformat()
            except ValueError as error:
                raise UsageError(f"--date {given} is not a date. Type it as 2026-11-20.") from error
        epoch = self.env.get("SOURCE_DATE_EPOCH")
        if epoch:
            from datetime import UTC, datetime

            try:
                return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
            except (ValueError, OverflowError, OSError) as error:
                raise UsageError(f"SOURCE_DATE_EPOCH={epoch} is not a number of seconds since 1970.") from error
        return time.strftime("%Y-%m-%d", time.gmtime(self.began))

    # --- failing ---

    def complain(self, text: str) -> None:
        """An error message. Lines after the first are meant only where they are indented, as lists are."""
        first, *more = text.split("\n  ")
        try:
            self.say(f"error: {first}", "red")
            for line in more:
                self.say(f"  {line}")
        except OSError:  # nobody is there to be told; the exit code says it
            _silence(self.stderr)

    def report(self, error: SpecgenError) -> None:
        """Every problem on a line of its own, with its place and what to do."""
        for problem in error.problems:
            self.complain(str(problem))
        self._close()

    def broken(self, error: OSError) -> int:
        """Reading or writing failed: say what, unless it is that the reader has gone away, as `head` does."""
        if not isinstance(error, BrokenPipeError):
            self.complain(f"{error.filename or 'standard output'}: {error.strerror or error}")
        self._close()
        return IO_FAILED

    def _close(self) -> None:
        """What could not be written must not be tried again, with a traceback, when the interpreter shuts down."""
        for stream in (self.stdout, self.stderr):
            try:
                stream.flush()
            except OSError:
                _silence(stream)

    def bug(self, error: BaseException) -> int:
        """Something specgen never meant to happen: a report file for the issue tracker, no traceback in the face."""
        import tempfile
        import traceback

        text = "".join(traceback.format_exception(error))
        self.complain(f"this is a bug in specgen: {type(error).__name__}: {error}")
        try:
            with tempfile.NamedTemporaryFile(
                "w", prefix="specgen-report-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
            ) as file:
                file.write(f"specgen {__version__}, Python {sys.version}\n{sys.platform}\n\n{text}")
            self.say(f"A report is in {file.name}. Please send it with what you did.")
        except OSError:  # the disk may be what is wrong
            self.complain("no report could be written")
        self._close()
        return BUG


def _clock() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _nowhere(flags: int, mode: Literal["r", "w"]) -> TextIO:
    """The null device; writing to one that is open for reading fails, as on a closed file."""
    return open(os.open(os.devnull, flags), mode, encoding="utf-8")


def _silence(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
