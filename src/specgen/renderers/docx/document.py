"""The order of a document: title, what it is, the verdict, contents, sections."""

from __future__ import annotations

from specgen.renderers.docx import contents
from specgen.renderers.docx.blocks import Blocks
from specgen.renderers.docx.body import Body, Place
from specgen.renderers.docx.front import Front
from specgen.renderers.docx.inline import runs
from specgen.renderers.docx.runs import is_rtl, paragraph, run
from specgen.renderers.docx.source import Heading
from specgen.renderers.docx.tables import cell, gap, start, tr

_SHOWN = (
    ("status", "Status"),
    ("tier", "Tier"),
    ("owners", "Owners"),
    ("reviewers", "Reviewers"),
    ("created", "Created"),
    ("reviewed", "Reviewed"),
    ("review_by", "Review by"),
    ("packs", "Packs"),
    ("id", "Spec"),
)
_LABEL_WIDTH = 1500  # twips


def title(front: Front, headings: list[Heading]) -> str:
    """The document's title: front matter, else its first heading when that is of the first level."""
    if front["title"]:
        return front["title"]
    return headings[0].text if headings and headings[0].level == 1 else ""


def write(body: Body, front: Front, *, own_title: bool, numbered: bool) -> str:
    """XML of all blocks. `own_title` is False when the reference document's cover shows the title already;
    `numbered` says whether its headings carry numbers."""
    headings = list(body.source.headings.values())
    firsts = [h for h in headings if h.level == 1]
    shift = 1 if len(firsts) == 1 and headings[0] is firsts[0] else 0
    out: list[str] = []
    place = Place(out, body.area.width)
    blocks = Blocks(body, shift)
    tokens = body.source.tokens
    begin = 0
    if own_title:
        _title(body, title(front, headings), headings[0] if shift else None, place)
    _properties(body, front, place)
    if shift:  # what stands before the title heading is kept, though a spec has nothing there
        blocks.write(0, headings[0].index, place)
        begin = headings[0].index + 3
    listed = headings[shift:]
    first = listed[0].index if listed else len(tokens)
    blocks.write(begin, first, place)
    entries = [h for h in listed if h.level - shift <= contents.LEVELS]
    body.pages.add(contents.height(len(entries)))
    position = len(out)
    blocks.write(first, len(tokens), place)
    out.insert(position, contents.contents(body, _entries(body, entries, shift, numbered)))
    return "".join(out)


def _title(body: Body, text: str, heading: Heading | None, place: Place) -> None:
    content = runs(body, body.source.tokens[heading.index + 1].children) if heading else run(text)
    if content:
        place.out.append(paragraph(body.styles["Title"], content, rtl=is_rtl(text)))
        body.pages.add(40)


def _properties(body: Body, front: Front, place: Place) -> None:
    shown = [(label, front[key]) for key, label in _SHOWN if front[key]]
    if not shown:
        return
    widths = [_LABEL_WIDTH, place.width - _LABEL_WIDTH]
    label_style, text_style = body.styles["Table Heading"], body.styles["Table Text"]
    place.out.append(start(body.styles["Spec Properties"], widths, first_row=False))
    for label, value in shown:
        left = cell(widths[0], paragraph(label_style, run(label)))
        place.out.append(tr(left + cell(widths[1], paragraph(text_style, run(value), rtl=is_rtl(value)))))
        body.pages.add(15)
    place.out.append("</w:tbl>")
    gap(body, place)


def _entries(body: Body, headings: list[Heading], shift: int, numbered: bool) -> list[contents.Entry]:
    counters = [0] * contents.LEVELS
    entries = []
    for heading in headings:
        level = max(1, heading.level - shift)
        counters[level - 1] += 1
        counters[level:] = [0] * (contents.LEVELS - level)
        number = ".".join(map(str, counters[:level])) if numbered else ""
        entries.append(
            contents.Entry(level, number, heading.text, body.anchors[heading.slug], body.starts[heading.index])
        )
    return entries
