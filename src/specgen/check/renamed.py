"""Files that were renamed after a baseline was written: what is accepted of them follows.

A spec is known again by its id. In a baseline that was written before it held ids, exactly the same findings in exactly one
spec tell it. A file without an id is not known again, since many such files are alike and nothing new may enter; nor is one
taken for another that the baseline knows by its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from specgen.check.baseline import Baseline, key
from specgen.frozen import replace
from specgen.model import Finding, Gravity

ABSENT = "spec-missing"  # its file is one that is not there

T = TypeVar("T")
Kinds = frozenset[tuple[tuple[str, str], int]]  # rule and subject, and how often


def renamed(
    held: Baseline, findings: Iterable[Finding], ids: Mapping[str, str], lost: Collection[str]
) -> dict[str, str]:
    """New names by old ones. `lost` are files of the baseline that are not there; `ids` those of specs by file."""
    own = {file for file, rule, _ in held.counts if rule != ABSENT}
    before, now = _by_value({one: held.ids[one] for one in lost if one in held.ids}), _by_value(ids, own)
    made = {old[0]: now[id][0] for id, old in before.items() if len(old) == 1 and len(now.get(id, ())) == 1}
    left = set(lost) - {*held.ids}
    if not left:
        return made
    sure = own.union(made.values())
    grave = [one for one in findings if one.gravity is not Gravity.INFO and one.file in ids and one.file not in sure]
    kinds_before = _by_value(_kinds({at: count for at, count in held.counts.items() if at[0] in left}))
    kinds_now = _by_value(_kinds(Counter(map(key, grave))))
    for kinds, old in kinds_before.items():
        new = kinds_now.get(kinds, [])
        if len(old) == 1 and len(new) == 1:
            made[old[0]] = new[0]
    return made


def moved(held: Baseline, names: Mapping[str, str]) -> Baseline:
    """The baseline under new names."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for (file, rule, subject), count in held.counts.items():
        counts[file if rule == ABSENT else names.get(file, file), rule, subject] += count
    return replace(held, counts=counts, ids={names.get(file, file): id for file, id in held.ids.items()})


def _kinds(counts: Mapping[tuple[str, str, str], int]) -> dict[str, Kinds]:
    """What was found in each file."""
    made: dict[str, set[tuple[tuple[str, str], int]]] = {}
    for (file, rule, subject), count in counts.items():
        if rule != ABSENT:
            made.setdefault(file, set()).add(((rule, subject), count))
    return {file: frozenset(kinds) for file, kinds in made.items()}


def _by_value(values: Mapping[str, T], without: Collection[str] = ()) -> dict[T, list[str]]:
    made: dict[T, list[str]] = {}
    for file, value in sorted(values.items(), key=lambda one: one[0]):
        if file not in without:
            made.setdefault(value, []).append(file)
    return made
