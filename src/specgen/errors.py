"""What can go wrong: errors carry data, the front door prints them.

Every error has an exit code (`product.md`'s table lives here, in one place) and a tuple of `Problem`, so that all faults
of a file are reported at once, each with its place and what to do.
"""

from __future__ import annotations

from specgen.frozen import NamedTuple


class Problem(NamedTuple):
    """One fault in something a person wrote. Lines and columns count from 1; 0 means "no place known"."""

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    fix: str = ""

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line or ""), str(self.column or "")) if part)
        text = f"{place}: {self.message}" if place else self.message
        if not self.fix:
            return text
        return f"{text}{'' if text.endswith(('.', '?', '!', ':')) else '.'} {self.fix}"


class SpecgenError(Exception):
    """Parent of every error specgen raises on purpose. `exit_code` is what the process ends with."""

    exit_code = 70

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem(p) for p in problems)
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(SpecgenError):
    """The command line asks for something that cannot be done: exit 2."""

    exit_code = 2


class TargetError(UsageError):
    """What is to be written would go over something else, so not even a report of that is written: exit 2."""


class InputError(SpecgenError):
    """A pack, template, configuration, answers file or spec is bad: exit 3."""

    exit_code = 3


class ConflictError(SpecgenError):
    """Something would be overwritten, or changed under our hands: exit 4."""

    exit_code = 4


class OutputError(SpecgenError):
    """Reading or writing failed (disk full, no permission, closed pipe): exit 5."""

    exit_code = 5


class Terminated(Exception):
    """SIGTERM came while questions were asked."""


def nearest(word: str, known: list[str] | tuple[str, ...] | set[str] | dict[str, object]) -> str:
    """The known name closest to `word`, or "" when none is close (difflib ratio under 0.6)."""
    import difflib  # only on the way to an error message: 4 ms that a good run never pays

    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""
