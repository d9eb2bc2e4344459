"""Which heading of the fresh document is which one of the file. People rename sections, move them and lose their markers."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.errors import InputError
from specgen.frontmatter import slug
from specgen.model import Document, Heading

Matches = Mapping[Heading, Heading]  # fresh -> the file's


def match(document: Document, fresh: Document) -> dict[Heading, Heading]:
    """By marker; else by the generated block or the items that stand under it; else by the words of the heading. Items under
    the heading of other items say nothing: newer packs may have moved them."""
    found: dict[Heading, Heading] = {}
    by_words: dict[str, list[Heading]] = {}
    for one in document.headings:
        by_words.setdefault(words(one), []).append(one)
    marked = {one.heading: one.id for one in document.sections}
    ids = {one.heading: one.id for one in fresh.sections}
    above, fresh_above = _parents(document), _parents(fresh)
    holds, wanted = _Holding(document), _Holding(fresh)
    listing = {words(one) for one in fresh.headings if wanted.names(one)}
    for heading in fresh.headings:
        id = ids.get(heading, "")
        if id:
            same = holds.section(id) or next(
                (one for one in by_words.get(words(heading), []) + by_words.get(id.replace("_", "-"), [])
                 if marked.get(one, id) == id), None,
            )  # fmt: skip
        else:
            parent = fresh_above.get(heading)
            place = found.get(parent) if parent else None
            likely = [one for one in by_words.get(words(heading), []) if one not in marked]
            likely.sort(key=lambda one: (above.get(one) != place, one.level != heading.level))
            same = holds.heading_of(wanted.names(heading))
            if same is not None and words(same) != words(heading) and words(same) in listing:
                same = next((one for one in likely if place is not None and above.get(one) == place), same)
            same = same or next((one for one in likely if above.get(one) == place or one.level == heading.level), None)
            if same is None and heading.level == 1:
                same = next((one for one in document.headings if one.level == 1), None)
        if same is not None:
            found[heading] = same
    return found


def words(heading: Heading | None) -> str:
    """A heading as an id, however it is emphasised; its text where no letter is Latin."""
    if heading is None:
        return ""
    try:
        return slug(heading.text)
    except InputError:
        return heading.text.strip()


def _parents(document: Document) -> dict[Heading, Heading]:
    """The heading above each, one level or more up."""
    found: dict[Heading, Heading] = {}
    open_: list[Heading] = []
    for heading in document.headings:
        while open_ and open_[-1].level >= heading.level:
            open_.pop()
        if open_:
            found[heading] = open_[-1]
        open_.append(heading)
    return found


class _Holding:
    """What stands under which heading: sections by id, blocks and items by name."""

    def __init__(self, document: Document) -> None:
        self._sections = {one.id: one.heading for one in document.sections}
        self._of: dict[str, Heading] = {}
        self._names: dict[Heading, list[str]] = {}
        lines = [(one.begin, one.name) for one in document.blocks] + [(one.line, one.id) for one in document.items]
        passed = 0
        for line, name in sorted(lines):
            while passed < len(document.headings) and document.headings[passed].line < line:
                passed += 1
            if passed:
                heading = document.headings[passed - 1]
                self._of.setdefault(name, heading)
                self._names.setdefault(heading, []).append(name)

    def section(self, id: str) -> Heading | None:
        return self._sections.get(id)

    def names(self, heading: Heading) -> list[str]:
        return self._names.get(heading, [])

    def heading_of(self, names: list[str]) -> Heading | None:
        """The heading under which the first of these stands."""
        return next((self._of[name] for name in names if name in self._of), None)


def siblings(fresh: Document) -> dict[Heading, tuple[Heading | None, tuple[Heading, ...]]]:
    """Of each heading its parent, and the headings of that parent above it, the nearest first."""
    parents = _parents(fresh)
    found: dict[Heading, tuple[Heading | None, tuple[Heading, ...]]] = {}
    children: dict[Heading | None, list[Heading]] = {}
    for heading in fresh.headings:
        parent = parents.get(heading)
        before = children.setdefault(parent, [])
        found[heading] = (parent, tuple(reversed(before)))
        before.append(heading)
    return found
