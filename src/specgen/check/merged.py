"""A baseline in which git left the two sides of a merge. It only shrinks, so what both sides hold stays, and nothing else."""

from __future__ import annotations

from specgen.check.baseline import BOTH, OURS, Baseline, conflict, read
from specgen.check.renamed import moved
from specgen.errors import InputError, Problem

BASE, MIDDLE, THEIRS = "||||||| ", "=======", ">>>>>>> "


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
    ours: list[str] = []
    theirs: list[str] = []
    to: tuple[list[str], ...] = (ours, theirs)
    for line in text.split("\n"):
        if line.startswith(OURS):
            to = (ours,)
        elif line.startswith(BASE):
            to = ()
        elif line.rstrip("\r") == MIDDLE:
            to = (theirs,)
        elif line.startswith(THEIRS):
            to = (ours, theirs)
        else:
            for side in to:
                side.append(line)
    return "\n".join(ours), "\n".join(theirs)
