"""Generated blocks: what they say is the tool's. One that reads the same is left alone, so that a formatter and `update` do
not undo each other for ever."""

from __future__ import annotations

from collections.abc import Mapping

from specgen import markerline
from specgen.blocktext import same
from specgen.model import Block, Document, Heading
from specgen.sections import last_written
from specgen.update.changes import Change, Kind, What
from specgen.update.headings import Matches
from specgen.update.splices import Splices


def merge(
    document: Document, fresh: Document, bodies: Mapping[str, str], known: frozenset[str], matches: Matches,
    splices: Splices,
) -> list[Change]:  # fmt: skip
    """Replaces, inserts and removes blocks. `bodies` is what each says now by name, `known` the names that specgen makes."""
    changes: list[Change] = []
    for block in document.blocks:
        if block.name in bodies:
            body = bodies[block.name]
            if not same(document.inside(block), body):
                if block.end == block.begin + 1:  # there is no line between the markers to put it in the place of
                    splices.insert(block.begin, body.split("\n"), tight=True)
                else:
                    splices.replace(block.begin + 1, block.end - 1, body.split("\n"))
                changes.append(Change(Kind.CHANGED, What.BLOCK, block.name, block.begin))
        elif block.name in known:
            splices.remove(block.begin, block.end)
            changes.append(Change(Kind.REMOVED, What.BLOCK, block.name, block.begin))
        else:
            note = "specgen makes no block of that name"
            changes.append(Change(Kind.FAULT, What.BLOCK, block.name, block.begin, note))
    present = {one.name for one in document.blocks} | document.broken
    for block in fresh.blocks:
        if block.name in present or block.name not in bodies:
            continue
        heading = _above(fresh, block)
        place = matches.get(heading) if heading else None
        if heading is not None and place is not None:
            lines = markerline.block(block.name, bodies[block.name]).split("\n")
            splices.insert(_where(document, fresh, block, heading, place), lines)
            changes.append(Change(Kind.NEW, What.BLOCK, block.name))
    return changes


def _above(document: Document, block: Block) -> Heading | None:
    return next((one for one in reversed(document.headings) if one.line < block.begin), None)


def _where(document: Document, fresh: Document, block: Block, heading: Heading, place: Heading) -> int:
    """The line below which a missing block belongs: after the block before it, before the one after it, else at the end of
    the section's own text; where the section has none, directly below its heading."""
    beside = [one for one in fresh.blocks if heading.line < one.begin <= heading.end]
    at = beside.index(block)
    there = {one.name: one for one in document.blocks if place.line < one.begin <= place.end}
    for one in reversed(beside[:at]):
        if one.name in there:
            return there[one.name].end
    for one in beside[at + 1 :]:
        if one.name in there:
            return there[one.name].begin - 1
    if not any(one.heading == heading for one in fresh.sections) and beside[0].begin <= heading.last + 2:
        return place.last
    return last_written(document, place.last, place.end)
