"""The styles a spec is written with: looked up by name in the reference document, added there when it lacks one.

The look is the reference document's. The definitions here are what `templates/reference.docx` is made from, and the
minimum that a team's own document gets for styles it does not have. Sizes are half-points, spaces twentieths of a
point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

ACCENT, INK, GREY, LINE, TINT = "1F4E6B", "22303A", "66737D", "C9D3DA", "EAF0F4"
TEXT_FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
CODE_FONT = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas" w:eastAsia="DejaVu Sans Mono"/>'


class Style(NamedTuple):
    name: str
    kind: str  # paragraph, character, table
    paragraph: str = ""  # content of w:pPr
    run: str = ""  # content of w:rPr
    based: str = ""  # name of another style; "" for none
    following: str = ""
    more: str = ""  # of tables: tblPr and conditional formats
    quick: bool = True  # shown in the gallery


def _spacing(before: int, after: int, line: int = 0) -> str:
    rule = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{rule}/>'


def _run(size: int = 0, color: str = "", bold: bool = False, italic: bool = False, shade: str = "") -> str:
    return "".join((
        "<w:b/><w:bCs/>" if bold else "",
        "<w:i/><w:iCs/>" if italic else "",
        f'<w:color w:val="{color}"/>' if color else "",
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "",
    ))  # fmt: skip


def _border(side: str, color: str, size: int, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


def _heading(level: int, size: int, before: int, after: int, color: str) -> Style:
    return Style(
        f"heading {level}",
        "paragraph",
        f'<w:keepNext/><w:keepLines/>{_spacing(before, after, 240)}<w:outlineLvl w:val="{level - 1}"/>',
        _run(size, color, bold=True),
        "Normal",
        "Normal",
    )


def _contents(level: int, indent: int, hanging: int, run: str, before: int) -> Style:
    return Style(
        f"toc {level}",
        "paragraph",
        f'{_spacing(before, 20, 240)}<w:ind w:left="{indent + hanging}" w:hanging="{hanging}"/>',
        run,
        "Normal",
        quick=False,
    )


_CODE_BOX = "".join(_border(side, LINE, 4, 4) for side in ("top", "left", "bottom", "right"))
_GRID = _border("top", ACCENT, 8) + _border("bottom", LINE, 8) + _border("insideH", LINE, 4)
_CELL = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85))
)

DEFINITIONS: tuple[Style, ...] = (
    # Fonts stand here and not in the document's defaults: those win over character styles in LibreOffice's tables.
    Style("Normal", "paragraph", _spacing(0, 120, 264), TEXT_FONT + _run(21)),
    Style("Default Paragraph Font", "character", quick=False),
    Style("Title", "paragraph", f"<w:keepNext/>{_spacing(0, 60, 240)}", _run(52, ACCENT, bold=True), "Normal"),
    _heading(1, 32, 400, 120, ACCENT),
    _heading(2, 26, 280, 80, ACCENT),
    _heading(3, 23, 220, 60, INK),
    _heading(4, 21, 180, 40, INK),
    _heading(5, 21, 160, 40, GREY),
    _heading(6, 20, 160, 40, GREY),
    Style("TOC Heading", "paragraph", f"<w:keepNext/>{_spacing(320, 80, 240)}", _run(26, ACCENT, bold=True), "Normal"),
    _contents(1, 0, 440, "", 30),
    _contents(2, 440, 560, _run(19, INK), 0),
    _contents(3, 1000, 700, _run(19, GREY), 0),
    Style("header", "paragraph", _spacing(0, 0, 240), _run(17, GREY), "Normal", quick=False),
    Style("footer", "paragraph", _spacing(0, 0, 240), _run(17, GREY), "Normal", quick=False),
    Style("List Bullet", "paragraph", f"{_spacing(0, 60)}<w:contextualSpacing/>", "", "Normal"),
    Style("List Number", "paragraph", f"{_spacing(0, 60)}<w:contextualSpacing/>", "", "Normal"),
    Style("Task List", "paragraph", f"{_spacing(0, 60)}<w:contextualSpacing/>", "", "Normal"),
    Style(
        "Block Text", "paragraph",
        f'<w:pBdr>{_border("left", ACCENT, 24, 8)}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
        f'{_spacing(80, 160)}<w:ind w:left="200" w:right="80"/>',
        "", "Normal",
    ),
    Style(
        "Source Code", "paragraph",
        f'<w:pBdr>{_CODE_BOX}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F6F8F9"/>'
        f'<w:suppressAutoHyphens/>{_spacing(100, 160, 240)}<w:ind w:left="100" w:right="100"/>',
        CODE_FONT + _run(17), "Normal",
    ),
    Style("Diagram Text", "paragraph", f'{_spacing(60, 140, 276)}<w:ind w:left="200"/>', _run(19), "Normal"),
    Style("Table Text", "paragraph", f"{_spacing(0, 0, 245)}", _run(18), "Normal"),
    Style("Table Heading", "paragraph", "<w:keepNext/>", _run(0, ACCENT, bold=True), "Table Text"),
    Style("Table Text Small", "paragraph", "", _run(16), "Table Text"),
    Style("Table Heading Small", "paragraph", "<w:keepNext/>", _run(16, ACCENT, bold=True), "Table Text"),
    Style("Table Gap", "paragraph", _spacing(0, 0, 160).replace("auto", "exact"), _run(8), "Normal"),
    Style("Small Note", "paragraph", _spacing(20, 0, 240), _run(16, GREY), "Normal"),
    Style("caption", "paragraph", f"<w:keepNext/>{_spacing(120, 60, 240)}", _run(19, GREY, bold=True), "Normal"),
    Style("Not Answered", "paragraph", "", _run(20, "9A5B00", italic=True), "Normal"),
    Style("Verbatim Char", "character", "", CODE_FONT + _run(18, "", shade="EEF2F4"), "Default Paragraph Font"),
    Style("Verbatim Char Small", "character", "", CODE_FONT + _run(16, "", shade="EEF2F4"), "Default Paragraph Font"),
    Style("Hyperlink", "character", "", '<w:color w:val="1A5FA8"/><w:u w:val="single"/>', "Default Paragraph Font"),
    Style("Placeholder Text", "character", "", _run(0, "9AA5AD"), "Default Paragraph Font", quick=False),
    Style("Item Id", "character", "", _run(17, INK, bold=True), "Default Paragraph Font"),
    Style("Severity must", "character", "", _run(16, "9C2B1D", bold=True, shade="FBE6E3"), "Default Paragraph Font"),
    Style("Severity should", "character", "", _run(16, "7A5200", bold=True, shade="FFF2D9"), "Default Paragraph Font"),
    Style("Severity may", "character", "", _run(16, "33613A", bold=True, shade="E7F1E8"), "Default Paragraph Font"),
    Style(
        "Normal Table", "table", quick=False,
        more='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" '
        'w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>',
    ),
    Style(
        "Spec Table", "table", based="Normal Table",
        more=f"<w:tblPr><w:tblBorders>{_GRID}</w:tblBorders><w:tblCellMar>{_CELL}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
        "</w:tblStylePr>",
    ),
    Style(
        "Spec Properties", "table", based="Normal Table",
        more=f'<w:tblPr><w:tblBorders>{_border("top", ACCENT, 12)}{_border("bottom", LINE, 8)}</w:tblBorders>'
        f"<w:tblCellMar>{_CELL}</w:tblCellMar></w:tblPr>",
    ),
)  # fmt: skip
_BY_NAME = {style.name.lower(): style for style in DEFINITIONS}
_DEFAULTS = ("Normal", "Default Paragraph Font", "Normal Table")
_BUILT_IN = {"Title", "TOC Heading", "header", "footer", "List Bullet", "List Number", "Block Text", "caption"}
_BUILT_IN |= {"Hyperlink", "Placeholder Text", *_DEFAULTS}


def default_id(name: str) -> str:
    """`heading 1` becomes Heading1, as Word writes it."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def definition(style: Style, id_of: Callable[[str], str], numbering: str = "") -> str:
    """One `w:style` element. `numbering` is a `w:numPr` for styles that number their paragraphs."""
    paragraph = _with_numbering(style.paragraph, numbering)
    default = ' w:default="1"' if style.name in _DEFAULTS else ""
    known = "" if style.name in _BUILT_IN or style.name.startswith(("heading ", "toc ")) else ' w:customStyle="1"'
    parts = (
        f'<w:name w:val="{style.name}"/>',
        f'<w:basedOn w:val="{id_of(style.based)}"/>' if style.based else "",
        f'<w:next w:val="{id_of(style.following)}"/>' if style.following else "",
        f'<w:uiPriority w:val="{39 if style.name.startswith("toc") else 1}"/>',
        "<w:qFormat/>" if style.quick and style.kind != "table" else "",
        f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
        f"<w:rPr>{style.run}</w:rPr>" if style.run else "",
        style.more,
    )
    return f'<w:style w:type="{style.kind}"{default}{known} w:styleId="{id_of(style.name)}">{"".join(parts)}</w:style>'


_BEFORE_NUMBERING = ("<w:keepNext/>", "<w:keepLines/>")


def _with_numbering(paragraph: str, numbering: str) -> str:
    """The schema wants keepNext, keepLines, then numPr, then the rest."""
    head = ""
    for element in _BEFORE_NUMBERING:
        if paragraph.startswith(element):
            head, paragraph = head + element, paragraph[len(element) :]
    return head + numbering + paragraph


class Styles:
    """Style ids of one reference document by style name (lower case), and the definitions still to be added to it."""

    def __init__(self, existing: Iterable[tuple[str, str]]) -> None:
        """`existing` are (name, id) pairs."""
        self._ids = {name.lower(): id for name, id in existing}
        self._taken = set(self._ids.values())
        self.missing: list[str] = []

    def __getitem__(self, name: str) -> str:
        key = name.lower()
        if key not in self._ids:
            style = _BY_NAME[key]
            id = default_id(style.name)
            while id in self._taken:
                id += "X"
            self._ids[key] = id
            self._taken.add(id)
            self.missing.append(definition(style, self.__getitem__))
        return self._ids[key]
