"""GFM tables: header row that repeats, rows that stay whole, columns that fit the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from specgen.renderers.docx.body import Body, Place
from specgen.renderers.docx.inline import runs
from specgen.renderers.docx.metrics import columns, lines
from specgen.renderers.docx.runs import is_rtl, paragraph
from specgen.renderers.docx.source import plain

_NORMAL, _SMALL = 9.0, 8.0  # points
_MANY = 7  # columns from which on the small size is used
_WHOLE = 8  # rows up to which a table is not split over pages
_ALIGN = {"text-align:center": "center", "text-align:right": "right", "text-align:left": "left"}


class Cell(NamedTuple):
    children: Sequence[Token]
    text: str
    align: str


def table(body: Body, tokens: Sequence[Token], place: Place) -> None:
    """Write the table whose tokens (without the enclosing pair) are given."""
    rows, heads = _rows(tokens)
    if not rows:
        return
    small = len(rows[0]) >= _MANY
    size = _SMALL if small else _NORMAL
    suffix = " Small" if small else ""
    total = place.width - place.indent
    widths = columns([[c.text for c in row] for row in rows], total, size)
    text_style, head_style = body.styles["Table Text" + suffix], body.styles["Table Heading" + suffix]
    heights = [_height(row, widths, size) for row in rows]
    whole = len(rows) <= _WHOLE
    body.pages.keep(sum(heights) if whole else sum(heights[:2]))
    place.out.append(start(body.styles["Spec Table"], widths, place.indent))
    for n, row in enumerate(rows):
        keep = (whole and n < len(rows) - 1) or n in (0, len(rows) - 2)  # no row is left alone on a page
        place.out.append(_row(body, row, widths, head_style if n < heads else text_style, n < heads, keep))
        body.pages.add(heights[n])
    place.out.append("</w:tbl>")
    gap(body, place)


def _row(body: Body, row: Sequence[Cell], widths: Sequence[int], style: str, header: bool, keep: bool) -> str:
    cells = []
    for one, width in zip(row, widths, strict=True):
        content = runs(body, one.children, small=True)
        cells.append(cell(width, paragraph(style, content, keep_next=keep, rtl=is_rtl(one.text), align=one.align)))
    return tr("".join(cells), header=header)


def _height(row: Sequence[Cell], widths: Sequence[int], size: float) -> float:
    """In points, with 9 points of the width and 4 of the height for the cell's margins."""
    most = max(lines(one.text, width / 20 - 9, size) for one, width in zip(row, widths, strict=True))
    return most * size * 1.25 + 4


def gap(body: Body, place: Place) -> None:
    """A thin empty paragraph: Word joins tables that touch, and a cell has to end with a paragraph."""
    place.out.append(paragraph(body.styles["Table Gap"], ""))
    body.pages.add(8)


def start(style_id: str, widths: Sequence[int], indent: int = 0, first_row: bool = True) -> str:
    """Everything of a table before its first row. Widths are twips, in the grid and (by `cell`) in each cell."""
    look = (
        f'<w:tblLook w:val="{"0620" if first_row else "0600"}" w:firstRow="{int(first_row)}" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def tr(cells: str, header: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def cell(width: int, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _rows(tokens: Sequence[Token]) -> tuple[list[list[Cell]], int]:
    """All rows, and how many of them (one, in GFM) are header rows."""
    rows: list[list[Cell]] = []
    heads = 0
    for n, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            children = tokens[n + 1].children or []
            rows[-1].append(Cell(children, plain(children), _ALIGN.get(str(token.attrs.get("style", "")), "")))
        elif token.type == "thead_close":
            heads = len(rows)
    return rows, heads
