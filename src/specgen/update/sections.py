"""Sections: what the template has gained comes in at its place; what it has lost leaves if it holds nothing of a person's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from specgen.model import Document, Heading, Hiding, Section
from specgen.rules import Composed
from specgen.sections import last_written, own_lines
from specgen.update.changes import Change, Kind, What
from specgen.update.headings import Matches, siblings
from specgen.update.splices import Splices


def merge(
    document: Document, composed: Composed, bodies: Mapping[str, str], known: Collection[str], matches: Matches,
    splices: Splices,
) -> list[Change]:  # fmt: skip
    """Inserts missing sections after their nearest preceding sibling, and removes those that hold nothing but guidance."""
    changes = [*_insert(document, composed.fresh, bodies, matches, splices)]
    leaving = {one.name for one in document.blocks if one.name in known and one.name not in bodies}
    for heading in () if document.broken else [*_leave(document, composed, leaving, matches)]:
        splices.drop(heading.line, last_written(document, heading.last, heading.end))
        changes.append(Change(Kind.REMOVED, What.SECTION, heading.text, heading.line))
    return changes


def _insert(
    document: Document, fresh: Document, bodies: Mapping[str, str], matches: Matches, splices: Splices
) -> Iterator[Change]:
    there = {one.name for one in document.blocks} | document.broken | {one.id for one in document.items}
    there |= {one.id for one in document.hidden if one.where is Hiding.LIST}
    marked = {one.id for one in document.sections}
    family = siblings(fresh)
    placed: dict[Heading, int] = {}
    for heading in fresh.headings:
        if heading in matches:
            continue
        parent, before = family[heading]
        at = -1
        for one in before:
            if one in placed or one in matches:
                at = placed[one] if one in placed else _end(document, matches[one])
                break
        if at < 0 and parent is not None:
            at = placed[parent] if parent in placed else _own_end(document, matches[parent])
        if at < 0:
            at = document.body - 1 if heading.level == 1 else len(document.lines)
        placed[heading] = at
        lines = _fresh_lines(fresh, heading, bodies, there, marked, worded=bool(document.wording_lines))
        splices.insert(at, lines)
        yield Change(Kind.NEW, What.SECTION, heading.text)


def _end(document: Document, heading: Heading) -> int:
    """The last line of everything under a heading, blank lines left below."""
    return last_written(document, heading.last, heading.whole)


def _own_end(document: Document, heading: Heading) -> int:
    return last_written(document, heading.last, heading.end)


def _fresh_lines(
    fresh: Document, heading: Heading, bodies: Mapping[str, str], there: set[str], marked: set[str], *, worded: bool
) -> list[str]:
    """The fresh section's own lines without blocks, items and markers that stand elsewhere in the file."""
    skip: set[int] = set()
    replaced: dict[int, list[str]] = {}
    for block in fresh.blocks:
        if heading.line < block.begin <= heading.end:
            if block.name in there:
                skip.update(range(block.begin, block.end + 1))
            else:
                skip.update(range(block.begin + 1, block.end))
                replaced[block.begin] = [fresh.lines[block.begin - 1], *bodies[block.name].split("\n")]
    for item in fresh.items:
        if heading.line < item.line <= heading.end and item.id in there:
            skip.update(range(item.line, item.last + 1))
    skip.update(one.line for one in fresh.sections if one.id in marked and heading.line < one.line <= heading.end)
    if worded:  # the file has that line already
        skip.update(fresh.wording_lines)
    lines: list[str] = []
    for number in range(heading.line, last_written(fresh, heading.last, heading.end) + 1):
        if number in replaced:
            lines += replaced[number]
        elif number not in skip and (fresh.lines[number - 1].strip() or (lines and lines[-1].strip())):
            lines.append(fresh.lines[number - 1])
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _leave(document: Document, composed: Composed, leaving: Collection[str], matches: Matches) -> Iterator[Heading]:
    """Headings that templates write, that do not apply any more, and under which nothing is left but guidance that specgen put
    there, blocks that leave too (`leaving`), and headings of that kind."""
    guidance = {one.section: one.comment for one in composed.spec.library.questions() if one.section}
    marks = {one.heading: one for one in document.sections}
    kept = {one.id for one in composed.fresh.sections}
    needed = set(matches.values())
    gone: set[int] = set()  # lines of headings
    for at in range(len(document.headings) - 1, -1, -1):
        heading = document.headings[at]
        if heading in needed or heading.text not in composed.headings:
            continue
        mark = marks.get(heading)
        if mark is not None and mark.id in kept:
            continue
        below = [one.line for one in document.headings[at + 1 :] if one.line <= heading.whole]
        if not gone.issuperset(below):
            continue
        if _holds_nothing(document, heading, mark, guidance.get(mark.id) if mark else None, leaving, bool(below)):
            gone.add(heading.line)
            yield heading


def _holds_nothing(
    document: Document, heading: Heading, mark: Section | None, guidance: str | None, leaving: Collection[str], below: bool
) -> bool:
    """`guidance` is that of the question which the section answers; None where none does."""
    blocks = [one for one in document.blocks if heading.line < one.begin <= heading.end]
    if any(one.name not in leaving for one in blocks) or not (guidance is not None or blocks or below):
        return False
    if any(own_lines(document, heading.last + 1, heading.end)):
        return False
    inside = {number for one in blocks for number in range(one.begin, one.end + 1)} | ({mark.line} if mark else set())
    comments = [
        document.lines[number - 1]
        for number in range(heading.last + 1, heading.end + 1)
        if document.kinds[number - 1] == "c" and number not in inside
    ]
    said = " ".join(" ".join(comments).split())
    return said in ("", " ".join((guidance or "").split()))
