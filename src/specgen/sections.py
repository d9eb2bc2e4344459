"""What a person has written in a part of a document: text outside comments, markers, headings and generated blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from specgen.errors import InputError
from specgen.frontmatter import slug
from specgen.model import Document, Heading

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PLACEHOLDER = re.compile(
    r"[\s*_`>|.:;()\[\]-]*(?:TBD|TBA|TODO|FIXME|XXX|\?\?\?|N/?A yet)[\s*_`>|.:;()\[\]?!-]*", re.IGNORECASE
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
    spans = iter(sorted((one.begin, one.end) for one in document.blocks if one.end >= first and one.begin <= last))
    begin, end = next(spans, (0, 0))
    for number in range(first, last + 1):
        while end and number > end:
            begin, end = next(spans, (0, 0))
        if document.kinds[number - 1] not in ".chum" and not begin <= number <= end:
            yield number


def last_written(document: Document, first: int, last: int) -> int:
    """The last line after `first`, up to `last`, that is not blank; `first` where there is none."""
    while last > first and document.kinds[last - 1] == ".":
        last -= 1
    return last


def own_text(document: Document, heading: Heading) -> str:
    """What a person wrote under a heading, under headings of their own below it too; comments are taken out."""
    marked = {one.heading.line for one in document.sections if one.heading is not None}
    below = [one.line for one in document.headings if heading.line < one.line <= heading.whole and one.line in marked]
    last = below[0] - 1 if below else heading.whole
    lines = [document.lines[number - 1] for number in own_lines(document, heading.last + 1, last)]
    return _COMMENT.sub("", "\n".join(lines)).strip()


def is_placeholder(text: str) -> bool:
    """Nothing but TBD, TODO, ??? and the like."""
    return bool(_PLACEHOLDER.fullmatch(text))


def section_heading(document: Document, id: str, titles: tuple[str, ...] = ()) -> Heading | None:
    """The heading of a section: the one its marker stands under; without a marker the one whose words are the section's id,
    one of `titles`, or what others call it."""
    marked = document.section(id)
    if marked is not None:
        return marked.heading
    wanted = {id.replace("_", "-"), *map(_slug, (*titles, *OTHER_NAMES.get(id, ())))} - {""}
    taken = {one.heading for one in document.sections}
    return next((one for one in document.headings if _slug(one.text) in wanted and one not in taken), None)


@cache
def _slug(text: str) -> str:
    try:
        return slug(text)
    except InputError:
        return ""


def answered(document: Document, id: str, titles: tuple[str, ...] = ()) -> bool:
    """Whether somebody wrote into that section: guidance, blanks and a lone TBD are no answer."""
    heading = section_heading(document, id, titles)
    if heading is None:
        return False
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
