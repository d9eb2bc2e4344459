"""Answers to questions that have left the packs: they stay, line for line, below a line that says so."""

from __future__ import annotations

from collections.abc import Iterator

from specgen import answersfile
from specgen.leftanswers import LEFT, margin
from specgen.model import Document, Library
from specgen.update.changes import Change, Kind, What
from specgen.update.splices import Splices


def merge(document: Document, library: Library, splices: Splices) -> Iterator[Change]:
    """Marks those that are not marked yet, since once the front matter names the packs of today nobody could tell them from
    slips of the pen; takes the mark off where a pack asks again."""
    block = answersfile.left_in(document, library)
    lines = {one.line for one in block.left}
    for line in block.marked.keys() - lines:
        for mark in block.marked[line]:
            splices.drop(mark, mark)
    for line in sorted(lines - block.marked.keys()):
        splices.insert(line - 1, [margin(document.lines[line - 1]) + LEFT], tight=True)
        for one in block.left:
            if one.line == line:
                meant = f"; or did you mean {one.close}?" if one.close else ""
                said = f"no pack asks for it any more{meant}"
                yield Change(Kind.KEPT, What.ANSWER, one.name, one.problem.line, said)


def unmarked(text: str) -> str:
    """Answers without what is said of them here."""
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() != LEFT)
