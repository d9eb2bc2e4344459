"""The order of a merge: front matter, headings, blocks, items, sections; then the proof that nothing was lost."""

from __future__ import annotations

from specgen import blocktext, markerline
from specgen.errors import ConflictError, Problem
from specgen.itemline import wording_line
from specgen.model import Document
from specgen.readers.markdown import read
from specgen.renderers.markdown.blocks import blocks as all_blocks
from specgen.renderers.markdown.blocks.progress import progress
from specgen.rules import Composed
from specgen.update import blocks, front, items, leftover, markers, phases, sections
from specgen.update.changes import Change, Kind, Updated
from specgen.update.headings import match
from specgen.update.proof import FAULT, prove
from specgen.update.splices import Splices


def merge(document: Document, composed: Composed, *, adopting: bool = False) -> Updated:
    """See `specgen.update.update`. When `adopting`, no heading of the file is taken for one of specgen's own sections."""
    splices, changes = _merged(document, composed, adopting=adopting)
    if not splices.any:
        return Updated(document.text, changes)
    text = splices.text()
    after = read(text, document.file)
    prove(document, after, splices.dropped)
    again, told = _merged(after, composed, adopting=False)
    if again.any:
        raise ConflictError(Problem("the update would not come to rest", document.file, fix=FAULT))
    faults = [one for one in told if one.kind is Kind.FAULT]  # with the lines that they have now
    return Updated(text, (*(one for one in changes if one.kind is not Kind.FAULT), *faults))


def _merged(document: Document, composed: Composed, *, adopting: bool) -> tuple[Splices, tuple[Change, ...]]:
    spec, fresh, known = composed.spec, composed.fresh, frozenset(all_blocks())
    splices = Splices(document.text)
    matches = {} if adopting else match(document, fresh)
    bodies = {one.name: fresh.inside(one) for one in fresh.blocks}
    if blocktext.PROGRESS in bodies:
        bodies[blocktext.PROGRESS] = progress(spec, closed(document))
    changes: list[Change] = [*front.merge(document, spec.identity, splices)]
    changes += blocks.merge(document, fresh, bodies, known, matches, splices)
    newer = phases.are_newer(document, spec.identity)
    packed = [one.id for one in spec.library.items()]
    worded, recorded = items.merge(document, fresh, packed, matches, splices, newer=newer)
    changes += worded
    changes += sections.merge(document, composed, bodies, known, matches, splices)
    changes += leftover.merge(document, spec.library, splices)
    changes += markers.faults(document)
    _record(document, recorded, splices)
    return splices, tuple(changes)


def closed(document: Document) -> set[str]:
    """Ids of the items that are done, waived or not applicable."""
    return {one.id for one in document.items if one.state != "open"}


def _record(document: Document, recorded: dict[str, str], splices: Splices) -> None:
    """The hidden line: rewritten where it says something else, put below the answers where it is gone."""
    if not recorded or (document.wording == recorded and len(document.wording_lines) == 1):
        return
    line = wording_line(recorded)
    if document.wording_lines:
        first, *more = document.wording_lines
        if document.lines[first - 1].strip() != line:
            splices.replace(first, first, [line])
        for other in () if document.broken else more:  # one in a block is what keeps it from being taken for whole
            splices.remove(other, other)
    elif document.answers is not None:
        at = markerline.below_answers(document.lines, document.answers.closing)
        # a blank line would end the HTML that `</details>` belongs to, and let what stands below count
        crowded = at < len(document.lines) and bool(document.lines[at].strip())
        splices.insert(at, [line], tight=crowded)
