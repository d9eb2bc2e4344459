"""Two specs have the same id.

An id names a spec in lists, links and reports for ever. With two of one name nobody knows which one is meant.

To mend it: give the newer one an id of its own. When one is a copy for a next version, retire the old one and say in it what
replaced it.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Named, Repository, Rule


def _over(repository: Repository) -> Iterator[Found]:
    """One finding in each of them: a run may look at one alone."""
    by_id: dict[str, list[Named]] = {}
    for spec in sorted(repository.specs):
        by_id.setdefault(spec.id, []).append(spec)
    for id, many in by_id.items():
        for spec in many:
            others = [other.file for other in many if other.file != spec.file]
            if others:
                more = f" and {len(others) - _NAMED} others" if len(others) > _NAMED else ""
                said = f'The id "{id}" is that of {", ".join(others[:_NAMED])}{more}, too.'
                yield Found(max(spec.line, 1), said, "Give all but one of them another id.", id, file=spec.file)


_NAMED = 3  # of the other files

RULE = Rule(
    name="id-duplicate",
    title="Two specs have the same id",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=(
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\n---\n",
        "---\nspecgen: 1\nid: instant-refunds\ntitle: Instant refunds\n---\n",
    ),
    bad=(
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\n---\n",
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant refunds\n---\n",
    ),
    over=_over,
)
