"""Items whose phase newer packs have changed: which of them stand below the heading of another phase, and which of these can be
put below their own without a word of a person's leaving its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from specgen.model import Document, Heading, Identity, Ticked
from specgen.update.headings import Matches

Groups = Iterable[tuple[Heading | None, Sequence[Ticked]]]  # of the fresh document: its items by the heading above them


class Astray(NamedTuple):
    """An item of the file, and the heading that it belongs under."""

    item: Ticked
    place: Heading

    @property
    def note(self) -> str:
        return f'belongs under "{self.place.text}" now; move it there with what stands at it'


def are_newer(document: Document, now: Identity) -> bool:
    """Whether the file was written with other packs than today's. Under the same ones a person has put the items where they
    are."""
    written = document.identity.packs if document.identity else ()
    return bool(written) and written != now.packs


def astray(document: Document, groups: Groups, matches: Matches) -> Iterator[Astray]:
    """Items that specgen wrote and that stand under the heading of other items. What stands under a heading of a person's own
    is where they want it."""
    listed = [(matches[heading], group) for heading, group in groups if heading is not None and heading in matches]
    places, starts = {place for place, _ in listed}, [one.line for one in document.headings]
    here = {one.id: one for one in reversed(document.items)}
    for place, group in listed:
        for now in group:
            item = here.get(now.id)
            above = bisect_left(starts, item.line) if item else 0
            if item is None or not above or item.id not in document.wording:
                continue
            under = document.headings[above - 1]
            if under in places and under != place:
                yield Astray(item, place)


def can_move(document: Document, item: Ticked) -> bool:
    """Whether nothing of a person's stands at it: no lines below it, and none that would go on with the item above it."""
    if item.last > item.worded or document.lines[item.line - 1][:1] not in "-*+":
        return False
    below = document.lines[item.last :]
    if below and document.kinds[item.last] not in ".lh":
        return False
    following = next((line for line in below if line.strip()), "")
    return following[:1] not in (" ", "\t")
