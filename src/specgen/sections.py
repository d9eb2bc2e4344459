"""What a person has written in a part of a document: text outside comments, markers, headings and generated blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from specgen.errors import InputError
from specgen.frontmatter import slug
from specgen.model import Document, Heading

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PLACEHOLDER = re.compile(
    r"[\s*_`>|.:;()\[\]-]*(?:TB[ACD]|T\.B\.D\.|TODO|FIXME|\?\?\?)[\s*_`>|.:;()\[\]?!-]*", re.IGNORECASE
)

# What other templates call these sections: those of Kubernetes' enhancement proposals, MADR, RFCs and design documents.
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "summary": ("Abstract", "Overview", "TL;DR", "Executive summary"),
    "problem": ("Motivation", "Background", "Problem statement", "Context and problem statement", "Why"),
    "goals": ("Objectives", "Requirements"),
    "non_goals": ("Out of scope",),
    "design": ("Proposal", "Design details", "Proposed design", "Detailed design", "Architecture", "Solution"),
    "alternatives": ("Alternatives considered", "Considered options", "Rejected alternatives"),
    "rollout": ("Rollout", "Rollout plan", "Rollout, upgrade and rollback planning", "Upgrade / downgrade strategy"),
    "tests": ("Test plan", "Testing"),
    "risks": ("Risks and mitigations", "Drawbacks", "Risks and trade-offs"),
    "monitoring": ("Monitoring requirements", "Monitoring", "Observability", "Metrics"),
    "security": ("Security considerations",),
}


def own_lines(document: Document, first: int, last: int) -> Iterator[int]:
    """Numbers of the lines from `first` to `last` that a person wrote: no blank line, comment, heading or block."""
    for found in _OWN.finditer(_written(document), first - 1, last):
        yield found.start() + 1


_OWN = re.compile("[^.chum]")


def _written(document: Document) -> str:
    """The letters of its lines, with those of generated blocks as comments."""
    kinds, at, parts = document.kinds, 0, list[str]()
    for _, begin, end in sorted(document.blocks, key=lambda one: one.begin):
        parts += (kinds[at : begin - 1], "c" * (end - begin + 1))
        at = end
    return "".join([*parts, kinds[at:]])


def last_written(document: Document, first: int, last: int) -> int:
    """The last line after `first`, up to `last`, that is not blank; `first` where there is none."""
    while last > first and document.kinds[last - 1] == ".":
        last -= 1
    return last


def own_text(document: Document, heading: Heading) -> str:
    """What a person wrote under a heading, under headings of their own below it too; comments are taken out."""
    last = _last(heading, _marked(document))
    lines = [document.lines[number - 1] for number in own_lines(document, heading.last + 1, last)]
    return _COMMENT.sub("", "\n".join(lines)).strip()


def _marked(document: Document) -> list[int]:
    """The lines of headings with a marker, in order."""
    return sorted({one.heading.line for one in document.sections if one.heading is not None})


def _last(heading: Heading, marked: Sequence[int]) -> int:
    """The last line of a section: other sections below it are their own."""
    at = bisect_right(marked, heading.line)
    return marked[at] - 1 if at < len(marked) and marked[at] <= heading.whole else heading.whole


def is_placeholder(text: str) -> bool:
    """Nothing but TBD, TODO, ??? and the like."""
    return bool(_PLACEHOLDER.fullmatch(text))


class SectionNames:
    """What headings are called that stand for sections without their markers, as slugs: the section's id, one of the `titles`
    that templates put above it, or what others call it."""

    def __init__(self, ids: Iterable[str], titles: Mapping[str, Iterable[str]] = MappingProxyType({})) -> None:
        self.ids = tuple(dict.fromkeys(ids))
        self.called = {id: (*titles.get(id, ()), *OTHER_NAMES.get(id, ())) for id in self.ids}
        self.of: dict[str, list[str]] = {}  # name -> ids
        for id, called in self.called.items():
            for name in {id.replace("_", "-"), *map(_slug, called)}:
                self.of.setdefault(name, []).append(id)


def recognised(
    document: Document, names: SectionNames, titled: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Heading | None]:
    """The heading of each section: the one its marker stands under, else the first one with one of its names. `titled` are
    further sections, or further names of these."""
    found = {one.id: one.heading for one in document.sections}
    taken = {one.heading.line for one in document.sections if one.heading}
    also: dict[str, list[str]] = {}
    for id, title in titled.items():
        also.setdefault(_slug(title), []).append(id)
    for one in document.headings:
        if one.line not in taken:
            name = _slug(one.text)
            for id in (*names.of.get(name, ()), *also.get(name, ())):
                found.setdefault(id, one)
    return {id: found.get(id) for id in (*names.ids, *titled)}


@cache
def _slug(text: str) -> str:
    try:
        return slug(text)
    except InputError:  # no letter of it is Latin
        return " ".join(text.split()).casefold()


def answered(document: Document, names: SectionNames) -> list[str]:
    """The sections in which somebody wrote: guidance, blanks and a lone TBD are no answer."""
    marked, kinds = _marked(document), _written(document)
    headings = recognised(document, names)
    return [id for id, one in headings.items() if one and _is_answered(document, one, _last(one, marked), kinds)]


def _is_answered(document: Document, heading: Heading, last: int, kinds: str) -> bool:
    first = _OWN.search(kinds, heading.last, last)
    if first is None:
        return False
    line = document.lines[first.start()]
    if "<!--" not in line and any(map(str.isalnum, line)) and not is_placeholder(line):
        return True  # most often; nothing that follows can take that back
    text = own_text(document, heading)
    return bool(text) and not is_placeholder(text)


_PLACED = re.compile(r"^#{1,6}[ \t]+([^\n{]+?)[ \t]*\n\{\{-?[ \t]*sections\.(\w+)", re.MULTILINE)
_LISTED = re.compile(r'\("(\w+)", "([^"\n]+)"\)')


def titles(templates: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The headings that templates put above each section, by the section's id."""
    found: dict[str, dict[str, None]] = {}
    for text in templates.values():
        pairs = [(id, title) for title, id in _PLACED.findall(text)] + _LISTED.findall(text)
        for id, title in pairs:
            found.setdefault(id, {})[title] = None
    return {id: tuple(names) for id, names in found.items()}


_WRITTEN = re.compile(r"^#{1,6}[ \t]+([^\n{]+?)[ \t]*$", re.MULTILINE)


def headings(templates: Mapping[str, str]) -> frozenset[str]:
    """Every heading that templates write out: one of a person's own words is not among them."""
    found = {title for text in templates.values() for title in _WRITTEN.findall(text)}
    return frozenset(found | {title for text in templates.values() for _, title in _LISTED.findall(text)})
