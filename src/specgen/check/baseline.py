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
    """One finding a line, sorted: a diff shows what was mended. The id of each file stands once, before them."""
    import json

    def said(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    known = sorted({file for file, _, _ in baseline.counts if file in baseline.ids})
    ids = [f"{said(file)}: {said(baseline.ids[file])}" for file in known]
    findings = [
        said({"file": file, "rule": rule, "subject": subject, "count": count})
        for (file, rule, subject), count in sorted(baseline.counts.items())
    ]
    head = f'  "specgen_baseline": {FORMAT},\n  "ids": {_lines("{", ids, "}")}'
    return f'{{\n{head},\n  "findings": {_lines("[", findings, "]")}\n}}\n'


def _lines(begin: str, rows: list[str], end: str) -> str:
    return "{}\n{}\n  {}".format(begin, ",\n".join(f"    {row}" for row in rows), end) if rows else begin + end


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
    kind, ids, listed = (
        data.get(name) if isinstance(data, dict) else None for name in ("specgen_baseline", "ids", "findings")
    )
    is_ours = not isinstance(kind, bool) and kind == FORMAT
    if not is_ours or not isinstance(listed, list) or not isinstance(ids, dict):
        message = f'is no baseline: "specgen_baseline": {FORMAT}, ids and a list of findings are missing'
        raise InputError(Problem(message, file, fix=_FIX))
    wrong = [one for one, id in ids.items() if not isinstance(id, str)]
    if wrong:
        raise InputError(Problem(f"the id of {wrong[0]!r} is no text", file, fix=_FIX))
    counts: Counter[Key] = Counter()
    for number, row in enumerate(listed, 1):
        match row:
            case {"file": str(where), "rule": str(rule), "subject": str(subject), "count": int(count)} if (
                count > 0 and count is not True
            ):
                counts[where, rule, subject] += count
            case _:
                message = f"entry {number} has not file, rule, subject and count"
                raise InputError(Problem(message, file, fix=_FIX))
    return Baseline(counts, ids)
