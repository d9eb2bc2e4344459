"""A baseline in which git left the two sides of a merge. It only shrinks, so what both sides hold stays, and nothing else."""

from __future__ import annotations

from specgen.check.baseline import BOTH, Baseline, conflict, read
from specgen.check.renamed import moved
from specgen.conflictlines import paired
from specgen.errors import InputError, Problem


def settled(text: str, file: str) -> Baseline:
    """What both sides hold; one that was renamed on one side is known by its id. Raises InputError where they are no
    baselines."""
    try:
        ours, theirs = (read(side, file) for side in _sides(text))
    except InputError as error:
        said = "a merge conflict stands in it, and one side is no baseline"
        raise InputError(Problem(said, file, conflict(text), fix=f"{BOTH}.")) from error
    named = {id: one for one, id in sorted(ours.ids.items(), reverse=True)}
    theirs = moved(theirs, {one: named[id] for one, id in theirs.ids.items() if one not in ours.ids and id in named})
    both = {key: min(count, theirs.counts[key]) for key, count in ours.counts.items() if key in theirs.counts}
    return Baseline(both, {**theirs.ids, **ours.ids})


def _sides(text: str) -> tuple[str, str]:
    """The text as each side has it; the common base that may stand between them is left out."""
    lines = text.split("\n")
    ours: list[str] = []
    theirs: list[str] = []
    at = 0
    for one in paired(lines):
        if one.is_whole:
            ours_only, theirs_only = one.sides(lines)
            ours += [*lines[at : one.first - 1], *ours_only]
            theirs += [*lines[at : one.first - 1], *theirs_only]
            at = one.last
    return "\n".join([*ours, *lines[at:]]), "\n".join([*theirs, *lines[at:]])
