"""Findings that were there when the gate was switched on. They do not fail a run; new ones do.

A baseline only shrinks: what is mended must leave it, and what is new never enters it. To begin anew one deletes the file,
in sight of whoever reviews that. Findings are told apart by file, rule and subject, so that lines may move; the ids of specs
stand before them, by which it is known again under another name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from specgen.commandline import PLAIN, Commands
from specgen.errors import InputError, Problem
from specgen.frozen import Frozen, replace
from specgen.model import Finding, Gravity

FORMAT = 1
Key = tuple[str, str, str]  # file, rule, subject
BOTH = "Keep the entries that both sides have, since it only shrinks"
_FIX = "Name another file; if it was a baseline, delete it and write it anew with --write-baseline."


class Compared(NamedTuple):
    """`left` are findings that the baseline does not hold, `accepted` how many it holds, `gone` what it holds in vain."""

    left: tuple[Finding, ...]
    accepted: int
    gone: Mapping[Key, int]


class Baseline(Frozen):
    """How many findings of each kind are accepted, and the ids of specs by file, as far as they are known."""

    counts: Mapping[Key, int]
    ids: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def of(cls, findings: Iterable[Finding], ids: Mapping[str, str] = MappingProxyType({})) -> Baseline:
        """A baseline of everything that would fail."""
        return cls(Counter(key(one) for one in findings if one.gravity is not Gravity.INFO), ids)

    def compare(self, findings: Iterable[Finding], judged: Callable[[Key], bool]) -> Compared:
        """What is new, what is accepted, and what is gone of that which the run has `judged`.

        Information counts as still there: a contradiction of a spec that went back to draft, say.
        """
        room = dict(self.counts)
        left: list[Finding] = []
        accepted = 0
        for one in findings:
            known = room.get(key(one), 0)
            if known:
                room[key(one)] = known - 1
            if known and one.gravity is not Gravity.INFO:
                accepted += 1
            else:
                left.append(one)
        gone = {one: count for one, count in room.items() if count and judged(one)}
        return Compared(tuple(left), accepted, gone)

    def without(self, gone: Mapping[Key, int]) -> Baseline:
        """The baseline after what is gone has left it."""
        left = {one: count - gone.get(one, 0) for one, count in self.counts.items() if count > gone.get(one, 0)}
        return replace(self, counts=left)


def key(finding: Finding) -> Key:
    return finding.file, finding.rule, finding.subject


def write(baseline: Baseline) -> str:
    """One finding a line, sorted: a diff shows what was mended. The first one of a file says its id, so that both sides of a
    merge conflict do."""
    import json

    rows, before = [], None
    for (file, rule, subject), count in sorted(baseline.counts.items()):
        row: dict[str, object] = {"file": file, "rule": rule, "subject": subject, "count": count}
        if file != before and file in baseline.ids:
            row["id"] = baseline.ids[file]
        rows.append(f"    {json.dumps(row, ensure_ascii=False)}")
        before = file
    listed = "[\n{}\n  ]".format(",\n".join(rows)) if rows else "[]"
    return f'{{\n  "specgen_baseline": {FORMAT},\n  "findings": {listed}\n}}\n'


def conflict(text: str) -> int:
    """The line in which a merge conflict begins; 0 without one."""
    from specgen.conflictlines import paired

    return next((one.first for one in paired(text.split("\n"))), 0)


def read(text: str, file: str, commands: Commands = PLAIN) -> Baseline:
    """The baseline in this file. Raises InputError when it is none."""
    import json

    try:
        data = json.loads(text)
    except ValueError as error:
        if line := conflict(text):
            fix = f"{BOTH}: {commands.bare('check --write-baseline')} does."
            raise InputError(Problem("a merge conflict stands in it", file, line, fix=fix)) from error
        line = getattr(error, "lineno", 0)
        raise InputError(Problem(f"is no JSON: {error}", file, line, fix=_FIX)) from error
    except RecursionError as error:
        raise InputError(Problem("is nested too deeply for a baseline", file, fix=_FIX)) from error
    kind, listed = (data.get(name) if isinstance(data, dict) else None for name in ("specgen_baseline", "findings"))
    if isinstance(kind, bool) or kind != FORMAT or not isinstance(listed, list):
        message = f'is no baseline: "specgen_baseline": {FORMAT} and a list of findings are missing'
        raise InputError(Problem(message, file, fix=_FIX))
    counts: Counter[Key] = Counter()
    ids: dict[str, str] = {}
    for number, row in enumerate(listed, 1):
        match row:
            case {"file": str(where), "rule": str(rule), "subject": str(subject), "count": int(count)} if (
                count > 0 and count is not True and isinstance(row.get("id", ""), str)
            ):
                counts[where, rule, subject] += count
                if "id" in row:
                    ids[where] = row["id"]
            case _:
                message = f"entry {number} has not file, rule, subject and count, or an id that is no text"
                raise InputError(Problem(message, file, fix=_FIX))
    return Baseline(counts, ids)
