"""Before anything is written: the new text is read back, and must hold every line a person wrote, and say what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from specgen.errors import ConflictError, Problem
from specgen.model import Document
from specgen.update.leftover import unmarked

FAULT = "Nothing was written. This is a fault of specgen: please report it with the file."


def prove(document: Document, after: Document, dropped: Collection[int]) -> None:
    """Raises ConflictError when a tick, a note, a line of the person's or the structure would be lost.

    `after` is the new text, read back. `dropped` are the lines that were taken out because they hold nothing but what
    specgen put there.
    """
    lost = next(_lost(document, after, dropped), "")
    if lost:
        raise ConflictError(Problem(f"the update would lose {lost}", document.file, fix=FAULT))


def _lost(document: Document, after: Document, dropped: Collection[int]) -> Iterator[str]:
    if after.identity is None or document.identity is None or after.identity.id != document.identity.id:
        yield "the front matter"
    if after.unclosed:
        yield "the end of something that was closed"
    said = document.answers and unmarked(document.answers.text)
    if said is not None and (after.answers is None or unmarked(after.answers.text) != said):
        yield "the answers"
    states = {(one.id, one.state) for one in after.items}
    for item in document.items:
        if (item.state != "open" or item.notes) and (item.id, item.state) not in states:
            yield f"the state of {item.id}"
    notes = {(note.kind, note.text, note.person, note.date) for one in after.items for note in one.notes}
    wrapped = {after.lines[n - 1].strip() for one in after.items for n in range(one.line + 1, one.worded + 1)}
    for item in document.items:
        for note in item.notes:
            if not note.text or note.kind == "Retired" or note.text in wrapped:
                continue
            if (note.kind, note.text, note.person, note.date) not in notes:
                yield f'the note "{note.text[:60]}" of {item.id}'
    remaining = iter([line for _, line in _persons(after, wrapped=True)])
    for number, line in _persons(document):
        if number not in dropped and not any(line == other for other in remaining):
            yield f'the line "{line[:60]}"'
            return


def _persons(document: Document, *, wrapped: bool = False) -> Iterator[tuple[int, str]]:
    """The lines outside front matter, blocks, items' wordings and markers, white space at their ends left out; with
    `wrapped` also those on which a wording goes on, which was not recorded before and then counted as a person's."""
    inside: set[int] = {*document.wording_lines, *document.seal_lines}
    for block in document.blocks:
        inside.update(range(block.begin, block.end + 1))
    for item in document.items:
        inside.update(range(item.line, item.line + 1 if wrapped else item.worded + 1))
    for number in range(document.body, len(document.lines) + 1):
        line = document.lines[number - 1].strip()
        if line and number not in inside:
            yield number, line
