"""Block Markdown -> paragraphs, lists, quotes, code and tables."""

from __future__ import annotations

from markdown_it.token import Token

from specgen.renderers.docx import checklist, mermaid, tables
from specgen.renderers.docx.body import Body, Place
from specgen.renderers.docx.controls import checkbox
from specgen.renderers.docx.inline import runs
from specgen.renderers.docx.metrics import lines
from specgen.renderers.docx.numbering import LEVELS, STEP, reference
from specgen.renderers.docx.runs import bookmark, is_rtl, paragraph, run
from specgen.renderers.docx.source import Heading, pieces, plain

_LINE = 1.27  # height of a line of body text, in font sizes
_QUOTE_STEP = 240
_TASK = {"[ ] ": False, "[x] ": True, "[X] ": True}
NOT_ANSWERED = "Not answered yet."
NO_ITEMS = "No items in this phase."


class Blocks:
    """Writes token ranges of one document."""

    def __init__(self, body: Body, shift: int) -> None:
        """`shift` turns a Markdown heading level into Word's: 1 where the one heading of level 1 is the title."""
        self._body = body
        self._tokens = body.source.tokens
        self._close = body.source.close
        self._shift = shift
        section = body.source.section("checklist")
        self._checklist = range(section.index, section.end) if section else range(0)
        self._answers = body.source.section("answers")

    def write(self, start: int, end: int, place: Place) -> None:
        """Write the blocks of tokens[start:end], which are siblings."""
        index = start
        rows: list[checklist.Entry] = []  # items wait for more of their phase: `-` and `*` are two lists but one table
        while index < end:
            token = self._tokens[index]
            last = self._close[index] if token.nesting == 1 else index
            if not token.type.endswith("_list_open") and not self._is_silent(token):
                self._flush(rows, place)
            match token.type:
                case "heading_open":
                    self._heading(index, place)
                case "paragraph_open":
                    self._paragraph(index, place)
                case "bullet_list_open" | "ordered_list_open":
                    self._list(index, last, place, rows)
                case "blockquote_open":
                    self._quote(index, last, place)
                case "table_open":
                    tables.table(self._body, self._tokens[index + 1 : last], place)
                case "fence" | "code_block":
                    self._code(token.content, token.info.split(maxsplit=1)[:1], place)
                case "html_block":
                    self._html(token.content, place)
                case "hr":
                    self._rule(place)
            index = last + 1
        self._flush(rows, place)

    def _is_silent(self, token: Token) -> bool:
        return token.type == "html_block" and not pieces(token.content)

    # --- one kind of block each ----------------------------------------------------------------------------------

    def _heading(self, index: int, place: Place) -> None:
        inline = self._tokens[index + 1]
        heading = self._body.source.headings.get(index)
        if heading is None:  # inside a quote or a list: no section of its own
            self._text(runs(self._body, inline.children, bold=True), plain(inline.children), place)
            return
        level = max(1, min(heading.level - self._shift, 6))
        pages = self._body.pages
        new_page = heading is self._answers
        if new_page:
            pages.new_page()
        else:
            pages.keep(70)
        self._body.starts[index] = pages.number
        content = bookmark(self._body.number(), self._body.anchors[heading.slug], runs(self._body, inline.children))
        style = self._body.styles[f"heading {level}"]
        place.out.append(paragraph(style, content, rtl=is_rtl(heading.text), page_break=new_page))
        pages.add(48 - 5 * level + 14 * (lines(heading.text, place.width / 20, 15) - 1))
        if heading.unanswered:
            self._not_answered(heading, place)

    def _not_answered(self, heading: Heading, place: Place) -> None:
        in_checklist = heading.index in self._checklist and heading.index != self._checklist.start
        place.out.append(paragraph(self._body.styles["Not Answered"], run(NO_ITEMS if in_checklist else NOT_ANSWERED)))
        self._body.pages.add(20)

    def _paragraph(self, index: int, place: Place) -> None:
        inline = self._tokens[index + 1]
        self._text(runs(self._body, inline.children), plain(inline.children), place)

    def _text(self, content: str, text: str, place: Place, numbering: str = "") -> None:
        indent = self._indent(place)
        place.out.append(paragraph(self._style(place), content, numbering=numbering, rtl=is_rtl(text), indent=indent))
        room = (place.width - place.indent) / 20
        self._body.pages.add(lines(text, room, place.size) * place.size * _LINE + 6)

    def _style(self, place: Place) -> str:
        return "" if place.style == "Normal" else self._body.styles[place.style]

    def _indent(self, place: Place) -> str:
        left = place.indent + (_QUOTE_STEP * place.quote - 40 if place.quote else 0)
        return f'<w:ind w:left="{left}"/>' if place.indent or place.quote > 1 else ""

    def _quote(self, index: int, last: int, place: Place) -> None:
        self.write(index + 1, last, place.deeper(quote=1))

    def _code(self, code: str, language: list[str], place: Place) -> None:
        if language == ["mermaid"] and (edges := mermaid.lines(code)):
            style = self._body.styles["Diagram Text"]
            place.out.append(paragraph(style, run("\n".join(edges)), indent=self._indent(place)))
            self._body.pages.add(13 * len(edges) + 10)
            return
        text = code.removesuffix("\n")
        place.out.append(paragraph(self._body.styles["Source Code"], run(text), indent=self._indent(place)))
        self._body.pages.add(11 * (text.count("\n") + 1) + 18)

    def _html(self, html: str, place: Place) -> None:
        for piece in pieces(html):
            if piece.kind == "summary":
                place.out.append(paragraph(self._body.styles["caption"], run(piece.text), indent=self._indent(place)))
                self._body.pages.add(22)
            else:
                self._text(run(piece.text), piece.text, place)

    def _rule(self, place: Place) -> None:
        border = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
        place.out.append(paragraph("", "", numbering=border))  # pBdr stands right after numPr's place in the schema
        self._body.pages.add(20)

    # --- lists ---------------------------------------------------------------------------------------------------

    def _list(self, index: int, last: int, place: Place, rows: list[checklist.Entry]) -> None:
        token = self._tokens[index]
        level = min(place.level, LEVELS - 1)
        ordered = token.type == "ordered_list_open"
        style = "List Number" if ordered else "List Bullet"
        number = 0
        item = index + 1
        while item < last:
            end = self._close[item]
            row = self._row(item + 1, end, place)
            if row is not None:
                rows.append(row)
            else:
                self._flush(rows, place)
                if not number:
                    number = self._number(ordered, level, token.attrs.get("start", 1))
                self._list_item(item + 1, end, place, style, reference(number, level))
            item = end + 1

    def _number(self, ordered: bool, level: int, start: object) -> int:
        lists = self._body.lists
        return lists.ordered(level, int(str(start))) if ordered else lists.bullet()

    def _row(self, start: int, end: int, place: Place) -> checklist.Entry | None:
        if start not in self._checklist or place.level or place.cell or place.quote or start >= end:
            return None
        return checklist.entry(self._body, start, end)

    def _flush(self, rows: list[checklist.Entry], place: Place) -> None:
        if rows:
            checklist.table(self._body, rows, place, self.write)
            rows.clear()

    def _list_item(self, start: int, end: int, place: Place, style: str, numbering: str) -> None:
        """The first paragraph carries the number or box; what follows is indented to stand below it."""
        inside = place.deeper(level=1, indent=STEP)
        styles = self._body.styles
        if start >= end or self._tokens[start].type != "paragraph_open":
            place.out.append(paragraph(styles[style], "", numbering=numbering))
            self.write(start, end, inside)
            return
        inline = self._tokens[start + 1]
        children = inline.children or []
        box = ""
        # The source decides: `\\[x]` and `&#91;x]` read the same once parsed, and are no boxes.
        mark = inline.content[:4]
        if children and children[0].type == "text" and mark in _TASK and children[0].content.startswith(mark):
            ticked = _TASK[mark]
            box = checkbox(self._body.controls.number(f"task {self._body.number()}"), ticked, "") + run("\u00a0")
            first = children[0].copy(content=children[0].content[4:])
            children = [first, *children[1:]]
            style, numbering = "Task List", ""
        text = plain(children)
        left = inside.indent + _QUOTE_STEP * place.quote
        indent = f'<w:ind w:left="{left}" w:hanging="{STEP - 60}"/>' if box or left != STEP * (place.level + 1) else ""
        content = box + runs(self._body, children)
        place.out.append(paragraph(styles[style], content, numbering=numbering, rtl=is_rtl(text), indent=indent))
        self._body.pages.add(lines(text, (place.width - left) / 20, place.size) * place.size * _LINE + 3)
        self.write(start + 3, end, inside)
