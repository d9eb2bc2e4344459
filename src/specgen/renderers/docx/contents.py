"""The contents list: a field that Word can update, filled in advance so that it is never empty."""

from __future__ import annotations

from typing import NamedTuple

from specgen.renderers.docx.body import Body
from specgen.renderers.docx.runs import FIELD_END, field, field_start, paragraph, run

LEVELS = 3
_INSTRUCTION = f'TOC \\o "1-{LEVELS}" \\h \\z \\u'
LINE = 15.0  # points an entry takes


class Entry(NamedTuple):
    level: int  # 1 to 3
    number: str  # "2.1", or "" where headings are not numbered
    text: str
    anchor: str
    page: int


def contents(body: Body, entries: list[Entry]) -> str:
    """The block to place before the first heading; "" for a document with fewer than two headings."""
    if len(entries) < 2:
        return ""
    tabs = {level: _tabs(level, body.area.width) for level in range(1, LEVELS + 1)}
    lines = []
    for n, entry in enumerate(entries):
        page = field(f"PAGEREF {entry.anchor} \\h", str(entry.page))
        number = run(entry.number + "\t") if entry.number else ""
        link = (
            f'<w:hyperlink w:anchor="{entry.anchor}" w:history="1">'
            f"{number}{run(entry.text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>"
        )
        before = field_start(_INSTRUCTION) if n == 0 else ""
        lines.append(paragraph(body.styles[f"toc {entry.level}"], before + link, tabs=tabs[entry.level]))
    heading = paragraph(body.styles["TOC Heading"], run("Contents"))
    end = paragraph(body.styles["Table Gap"], FIELD_END)
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{body.controls.number("contents")}"/><w:docPartObj>'
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{heading}{''.join(lines)}{end}</w:sdtContent></w:sdt>"
    )


def height(count: int) -> float:
    """Room in points that a list of so many entries takes, its heading included."""
    return 45 + LINE * count if count > 1 else 0.0


def _tabs(level: int, width: int) -> str:
    left = {1: 440, 2: 1000, 3: 1700}[level]
    return f'<w:tab w:val="left" w:pos="{left}"/><w:tab w:val="right" w:leader="dot" w:pos="{width}"/>'
