"""Looks at files: each one's bytes, what is kept of them, else the check itself, here or in worker processes."""

from __future__ import annotations

import os

from specgen.cli import digests, sources
from specgen.cli.checking.kept import Kept, remembered
from specgen.commandline import PLAIN, Commands
from specgen.errors import InputError, Problem
from specgen.frozen import Frozen
from specgen.model import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from specgen.check.checker import Checker
    from specgen.check.outcome import Outcome

    Looked = tuple[str, Outcome | None, list[Failure]]  # digest of the bytes, and what came of them
    Tell = Callable[[int, int], None]  # files done, files in all

EACH = 100  # files that make a process worth its start
USUAL = 10_000  # bytes of a spec
PATIENCE = 2.0  # seconds of work left for which help is worth its start


class Plan(Frozen):
    """How files are checked: what a process needs to know besides their names."""

    packs: tuple[str, ...]
    templates: tuple[str, ...]
    today: str
    names: tuple[str, ...]
    status: str
    folder: str  # links that lead out of it are refused
    recompute: bool = False  # no seal counts
    keep: bool = True  # outcomes are kept by the digest of the bytes
    commands: Commands = PLAIN  # how messages name these packs and templates

    def to_data(self) -> list[Any]:
        """As JSON values."""
        *own, commands = _fields(self)
        return [*own, _fields(commands)]

    @classmethod
    def from_data(cls, data: list[Any]) -> Plan:
        *own, commands = data
        return cls(*_tuples([*own, Commands(*_tuples(commands))]))

    def checker(self) -> Checker:
        """Raises InputError with every fault of packs and templates."""
        from pathlib import Path

        from specgen.check.checker import Checker
        from specgen.cli import composing

        composer = composing.composer([*map(Path, self.templates)], [*map(Path, self.packs)], self.commands)
        return Checker(composer, self.today, self.names, self.status, recompute=self.recompute)


def _fields(value: Frozen) -> list[Any]:
    return [getattr(value, name) for name in type(value)._fields]


def _tuples(data: list[Any]) -> list[Any]:
    return [tuple(one) if isinstance(one, list) else one for one in data]


def look(path: str, checker: Checker, plan: Plan) -> Looked:
    """One file, checked."""
    try:
        data = read(path, plan.folder)
    except InputError as error:
        return "", None, failures(error.problems)
    return digests.digest(data) if plan.keep else "", checker.outcome(data, path), []


def failures(problems: Sequence[Problem]) -> list[Failure]:
    """What could not be looked at, as a report says it."""
    return [Failure(one.file, one.message, one.fix, one.line, one.column) for one in problems]


def outcomes(
    paths: Sequence[str], plan: Plan, kept: Kept, workers: int, tell: Tell
) -> tuple[list[Outcome], list[Failure]]:
    """Each file's outcome, in the order of `paths`; what cannot be read is a failure, and the others are checked all the
    same. `workers` is how many processes to use, 0 for as many as help."""
    found: list[Outcome | None] = [None] * len(paths)
    failed: dict[int, list[Failure]] = {}
    left = _remembered(paths, plan, kept, found, failed)
    broken: list[Failure] = []
    done = len(paths) - len(left)
    try:
        for number, (mark, outcome, wrong) in _checked([paths[one] for one in left], plan, workers, broken):
            if outcome is None:
                failed[left[number]] = wrong
            else:
                found[left[number]] = outcome
                kept.keep(mark, outcome)
            done += 1
            tell(done, len(paths))
    finally:  # a run that was interrupted has not worked for nothing
        kept.save()
    return [one for one in found if one is not None], [one for at in sorted(failed) for one in failed[at]] + broken


def _remembered(
    paths: Sequence[str], plan: Plan, kept: Kept, found: list[Outcome | None], failed: dict[int, list[Failure]]
) -> list[int]:
    """Fills in what is known of files as they are, and what cannot be read; the indices of the others."""
    if not kept.any:
        return [*range(len(paths))]
    left, known, texts = [], [], []
    digest = digests.maker(len(paths) * USUAL)
    for number, path in enumerate(paths):
        try:
            text = kept.find(digest(read(path, plan.folder)).hexdigest(), path)
        except InputError as error:
            failed[number] = failures(error.problems)
            continue
        if text is None:
            left.append(number)
        else:
            known.append(number)
            texts.append(text)
    made = remembered(texts, [paths[number] for number in known])
    if not made:
        return sorted(left + known)
    for number, outcome in zip(known, made, strict=True):
        found[number] = outcome
    return left


def _checked(paths: Sequence[str], plan: Plan, workers: int, broken: list[Failure]) -> Iterator[tuple[int, Looked]]:
    """Index and outcome of each path, in any order."""
    if not paths:
        return
    import time

    count = workers or min(_processors(), len(paths) // EACH)
    begin = 0
    if count < 2 or len(paths) < 2:
        checker, started = plan.checker(), time.monotonic()
        for number, path in enumerate(paths):
            yield number, look(path, checker, plan)
            begin, took = number + 1, time.monotonic() - started
            more = len(paths) - begin
            if not workers and more > 1 and took / begin * more > PATIENCE and _processors() > 1:
                break
        count = _processors()
    if begin < len(paths):
        from specgen.cli.checking.workers import together

        for number, looked in together(paths[begin:], plan, count, broken):
            yield begin + number, looked


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read(path: str, folder: str) -> bytes:
    """A spec's bytes, one more than are read of it where it is too large. Links that lead out of `folder` are refused: a
    message quotes what a file says. Raises InputError when it cannot be read."""
    try:
        descriptor = _open(path, _FLAGS)
    except OSError:
        _refuse_link(path, folder)
        return sources.read(path, _LIMIT)
    try:
        data = _read(descriptor, _FIRST)
        more = _read(descriptor, _FIRST)  # nearly always the end
        while more:
            data += more
            more = _read(descriptor, min(_CHUNK - len(data), len(data)))
    except IsADirectoryError as error:
        raise InputError(Problem("this is a folder, not a file", path)) from error
    except OSError as error:
        raise InputError(Problem(f"cannot be read: {error.strerror}", path)) from error
    finally:
        _close(descriptor)
    return data


_open, _read, _close = os.open, os.read, os.close  # for many files
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
)  # fmt: skip
_LIMIT = sources.MAX_SPEC * 16
_CHUNK = sources.MAX_SPEC + 1
_FIRST = 32 * 1024  # more than nearly every spec has; for twice as much fresh memory would be fetched each time


def _refuse_link(path: str, folder: str) -> None:
    if os.path.islink(path):
        target = os.path.realpath(path)
        if not target.startswith(os.path.join(os.path.realpath(folder), "")):
            fix = "Put the file itself here."
            raise InputError(Problem(f"is a symbolic link out of the project, to {target}", path, fix=fix))
        if not os.path.lexists(target):
            fix = "Take the link away, or let it lead to the spec."
            raise InputError(Problem(f"is a symbolic link to {os.readlink(path)}, and nothing is there", path, fix=fix))
