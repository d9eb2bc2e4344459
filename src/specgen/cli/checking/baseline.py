"""The baseline in a run of `check`: what it accepts, what is gone of it, and how it is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.check import baseline
from specgen.check.baseline import Baseline, Key
from specgen.cli import files
from specgen.cli.checking.report import EXISTS
from specgen.commandline import PLAIN, Commands
from specgen.errors import InputError, Problem, UsageError
from specgen.frozen import replace
from specgen.model import Finding, Gravity, Named, Report
from specgen.quantities import plural

if TYPE_CHECKING:
    from specgen.cli.world import World

OUTDATED = "baseline-outdated"
LIMIT = 100 * 1024 * 1024  # bytes: a row for each finding of many thousand specs


class Gate:
    """A baseline file in one run: `names` are the rules that ran; `status` is what every spec was held to, if anything;
    `required` says whether specs that must exist were looked for. Its entries name files from the folder it stands in, so
    that a run from another folder means the same. `elsewhere` finds specs by id that this run did not look at."""

    def __init__(
        self, report: Report, path: Path, names: Collection[str], status: str = "", *, required: bool,
        elsewhere: Callable[[Collection[str]], Sequence[Named]] = lambda _: (), commands: Commands = PLAIN,
    ) -> None:  # fmt: skip
        self._report, self._path, self._names, self._status, self._required = report, path, names, status, required
        self._elsewhere, self._commands = elsewhere, commands
        self._base = os.path.abspath(path.parent)
        self._called = [replace(one, file=self._kept(one.file)) for one in report.findings]
        self._statuses = {self._kept(one.file): one.status for one in report.files}
        self._lacking = {self._kept(file): lack for file, lack in report.lacking}
        self._failed = {self._kept(one.file) for one in report.failures}
        self._gone: dict[str, bool] = {}  # whether a file is not there any more

    def compared(self, *, named: bool) -> Report:
        """The report without what the baseline holds. What it holds in vain is a finding: a baseline only shrinks.

        Raises UsageError when the file was named and is not there, InputError when it is no baseline.
        """
        if named and not self._path.is_file():
            raise UsageError(f"--baseline {self._path}: there is no such file. Write it with --write-baseline.")
        held, renamed = self._held(self._read())
        found = held.compare(self._called, self._judged)
        left = {id(one) for one in found.left}
        kept = [one for one, called in zip(self._report.findings, self._called, strict=True) if id(called) in left]
        told = OUTDATED in self._names and (found.gone or renamed)
        gone = self._outdated(tuple(found.gone), renamed) if told else ()
        return replace(self._report, findings=(*kept, *gone), accepted=found.accepted)

    def _held(self, held: Baseline) -> tuple[Baseline, Mapping[str, str]]:
        """What the baseline holds, under the names that files have now, and the new names by the old ones."""
        lost = self._lost(held.counts)
        if not lost:
            return held, {}
        from specgen.check.renamed import moved, renamed

        ids = self._ids()
        if sought := {held.ids[one] for one in lost if one in held.ids}.difference(ids.values()):
            ids |= {self._kept(one.file): one.id for one in self._elsewhere(sought)}
        names = renamed(held, ids, lost)
        return moved(held, names), names

    def _lost(self, keys: Iterable[Key]) -> frozenset[str]:
        """Files that are not there any more."""
        files = {file for file, rule, _ in keys if rule != EXISTS and file not in self._statuses}
        return frozenset(file for file in files if self._is_lost(file))

    def _is_lost(self, file: str) -> bool:
        if file not in self._gone:  # asked once for each finding of it
            unread = any(one in self._failed for one in _with_folders(file))
            self._gone[file] = not unread and not os.path.lexists(os.path.join(self._base, *file.split("/")))
        return self._gone[file]

    def _ids(self) -> dict[str, str]:
        return {self._kept(one.file): one.id for one in self._report.specs}

    def _outdated(self, gone: tuple[Key, ...], names: Mapping[str, str]) -> tuple[Finding, ...]:
        from specgen import rules  # most runs have nothing to say here, and need no rule
        from specgen.check.checker import across

        renamed = tuple(names.items())
        known = rules.Repository((), (), gone, str(self._path), self._lost(gone), renamed, self._commands)
        return across(known, {OUTDATED})

    def write(self, world: World) -> bool:
        """Writes the baseline, or takes out of it what is mended. Whether nothing is left that it does not hold.

        Raises InputError, and writes nothing, where a file could not be checked: what is wrong with it could not enter later.
        """
        if self._report.failures:
            why = [(f"{one.message}, so no baseline was written", one) for one in self._report.failures]
            raise InputError(*[Problem(message, one.file, one.line, one.column, one.fix) for message, one in why])
        if not self._path.is_file():
            made = Baseline.of(self._called, self._ids())
            files.write(self._path, baseline.write(made).encode())
            accepted = plural(sum(made.counts.values()), "finding")
            world.tell(f"{self._path} written: {accepted} accepted. Commit it; it only shrinks.")
            return True
        from specgen.rules import baseline_outdated

        before, renamed = self._held(self._settled(world))
        found = before.compare(self._called, self._judged)
        after = before.without(found.gone)
        files.write(self._path, baseline.write(replace(after, ids={**after.ids, **self._ids()})).encode())
        if renamed:
            world.tell(f"{self._path}: {baseline_outdated.listed(renamed.items())}.")
        lost = self._lost(found.gone)
        with_files = sum(count for (file, rule, _), count in found.gone.items() if file in lost and rule != EXISTS)
        gone, left = sum(found.gone.values()) - with_files, sum(after.counts.values())
        also = f" {with_files} of files that are not there any more taken out," if with_files else ""
        said = f"{plural(gone, 'finding')} mended and taken out,{also} {plural(left, 'finding')} left."
        world.tell(f"{self._path}: {said}")
        new = sum(one.gravity is not Gravity.INFO for one in found.left)
        if new:
            said = f"{plural(new, 'new finding')} did not enter it: a baseline only shrinks. To begin anew, delete it."
            world.tell(said)
        return not new

    def _read(self) -> Baseline:
        return baseline.read(files.text(self._path, LIMIT), str(self._path), self._commands)

    def _settled(self, world: World) -> Baseline:
        """The baseline, without what one side of a merge conflict has taken out."""
        text = files.text(self._path, LIMIT)
        if not baseline.conflict(text):
            return baseline.read(text, str(self._path))
        from specgen.check.merged import settled

        held = settled(text, str(self._path))
        world.tell(f"{self._path}: a merge conflict stood in it; what both sides hold stays.")
        return held

    def _kept(self, file: str) -> str:
        return os.path.relpath(os.path.abspath(file), self._base).replace(os.sep, "/")

    def _judged(self, key: Key) -> bool:
        """Whether this run would have found it: its rule ran, and its file is one that it could judge, under a status that
        demands it, or is there no more."""
        file, name, _ = key
        from specgen import rules

        rule = rules.find(name)
        if rule is None:
            return True  # no rule of that name is left
        if name not in self._names:
            return False
        if name == EXISTS:
            return self._required
        if file not in self._statuses:
            return self._is_lost(file)
        if rule.over is not None and self._nameless:
            return False  # one of these may be the other spec of that id
        status = self._statuses[file] or self._status or "review"
        return rule.holds_at(status) and rule.judges(self._lacking.get(file, ""))

    @cached_property
    def _nameless(self) -> bool:
        """Whether there are files that may be specs, whose ids could not be read."""
        from specgen.rules import Lack

        return bool(self._failed) or not {Lack.TEXT, Lack.FRONT_MATTER}.isdisjoint(self._lacking.values())


def _with_folders(file: str) -> Iterator[str]:
    """The file, and the folders that it stands in."""
    while file:
        yield file
        file = file.rpartition("/")[0]
