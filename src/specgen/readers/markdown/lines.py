"""One pass over the lines of a Markdown file: what each line is, so that nothing inside code, comments or quotes counts.

Follows CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) for what decides that: containers, fences, HTML blocks,
headings. Tests hold it to markdown-it-py, which takes 40 times as long.

    m front matter    h heading        u underline of a heading   t text           l list item
    F fence           f inside one     i indented code            q quote          r rule across the page
    c comment         x other HTML     . blank
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from specgen.blocktext import DELIMITER

_AFTER_HASHES = (" ", "", "\t")
_FENCE = re.compile(r"(`{3,})[^`]*|(~{3,}).*")
_BULLET = re.compile(r"(?:[-*+]|(\d{1,9})[.)])(?=[ \t]|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_RAW = re.compile(r"<(script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_RAW_END = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)
_ENDS = (("<!--", re.compile("-->")), ("<?", re.compile(r"\?>")), ("<![CDATA[", re.compile(r"\]\]>")))
_DECLARATION = re.compile(r"<![A-Za-z]")
_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    r"|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    r"|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr"
    r"|track|ul)(?=[\s>]|/>|$)",
    re.IGNORECASE,
)
_ATTRIBUTE = r"[ \t]+[A-Za-z_:][A-Za-z0-9_.:-]*(?:[ \t]*=[ \t]*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_LONE_TAG = re.compile(rf"(?:<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*[ \t]*/?>|</[A-Za-z][A-Za-z0-9-]*[ \t]*>)[ \t]*")
_BLANKS = " \t"
_DEEPEST = 50  # lists in lists; nobody writes more, and each costs a look at the rest of its line
_CODE = 4  # columns of indent from which on a line is code, or goes on with the paragraph above
_NEVER = re.compile(r"(?!)")

NONE, OPEN, LAZY, TABLE = 0, 1, 2, 3  # a paragraph: none, one that can be underlined, one of a container that has ended


Title = tuple[int, int, int, str]  # of a heading at the top level: its first and last line, level and text


class Scanned(NamedTuple):
    """`unclosed` is the line in which code, a comment or HTML begins that never ends and hides the rest; 0 for none."""

    kinds: str
    titles: list[Title]
    unclosed: int = 0


def scan(lines: Sequence[str], start: int = 0) -> Scanned:
    """What each line is; the lines before index `start` are front matter. Never raises. Linear in the text.

    Nine of ten lines of a spec can be told at a glance, by their first letters. They are told here, since a call for each
    would take longer than the look; `_Scan.line` would say the same of them.
    """
    state = _Scan(start)
    kinds = state.kinds
    told = kinds.append
    fence, calm = "", True  # the sign of the fence that is open; whether no HTML and no half bullet is
    for line in lines[start:]:
        if fence:
            if fence not in line:
                told("f")
                continue
        elif not calm:
            pass
        elif not line:
            state.paragraph = NONE
            told(".")
            continue
        elif (sign := line[0]).isalpha():
            if not state.offsets:
                if state.paragraph == NONE:
                    state.paragraph, state.begun = OPEN, len(kinds)
                told("t")
                continue
        elif sign == "<":
            if line[:4] == "<!--" and line[-3:] == "-->" and not state.offsets:
                state.paragraph, state.letter = NONE, "c"
                told("c")
                continue
        elif sign == "-":
            if line[:3] == "- [":  # a bullet with text, which ends whatever stood above
                state.offsets, state.paragraph, state.begun = [2], OPEN, len(kinds)
                told("l")
                continue
        elif sign == "#":
            if state.heading(len(kinds), line):
                state.offsets = []
                told("h")
                continue
        elif sign == "|":
            if not state.offsets:  # a row of a table, or its first line
                if state.paragraph == NONE:
                    state.paragraph, state.begun = OPEN, len(kinds)
                elif state.paragraph == OPEN and "|" in lines[len(kinds) - 1] and DELIMITER.fullmatch(line):
                    state.paragraph = TABLE  # which no line below makes a heading of
                told("t")
                continue
        elif line[:4] == "  - " and line[4:5].isalpha() and state.offsets[:1] == [2]:  # a bullet below such a bullet
            state.offsets, state.paragraph, state.begun = [2, 4], OPEN, len(kinds)
            told("l")
            continue
        state.line(len(kinds), line, lines)
        fence = "" if state.depth else state.fence[:1]
        calm = not state.fence and state.html is None and not state.hollow
    open_ = state.fence or (state.html is not None and state.html is not _NEVER)
    return Scanned("".join(state.kinds), state.titles, state.opened if open_ else 0)


class _Scan:
    """The state between two lines. `offsets` are the content columns of the list items that are open."""

    def __init__(self, start: int) -> None:
        self.kinds: list[str] = ["m"] * start
        self.titles: list[Title] = []
        self.offsets: list[int] = []
        self.paragraph = NONE
        self.begun = 0  # index of the paragraph's first line
        self.fence = ""
        self.html: re.Pattern[str] | None = None  # what ends the block of HTML; _NEVER for a blank line
        self.letter = "x"
        self.depth = 0  # of list items around the fence or the HTML
        self.opened = 0  # the line in which it began
        self.hollow = False  # the line above is a bullet with nothing after it

    def line(self, number: int, line: str, lines: Sequence[str]) -> None:
        bare = line.strip(_BLANKS)
        if not bare:
            self.kinds.append(self._blank())
            return
        column = _columns(line)
        kept = self.offsets
        if kept and column < kept[-1]:
            self.offsets = [one for one in kept if one <= column]
        if self.fence or self.html is not None:
            if len(self.offsets) >= self.depth:
                self.kinds.append(self._inside(bare, column))
                return
            self.fence, self.html = "", None  # the list item ended, and with it what stood open in it
        self.hollow = False
        lazy = self.paragraph != NONE and len(self.offsets) < len(kept)
        self.opened = number + 1
        kind = self._begin(number, bare, column, lines, lazy)
        if kind == "t" and lazy:
            self.offsets, self.paragraph = kept, LAZY
        self.kinds.append(kind)

    def _blank(self) -> str:
        if self.fence:
            return "f"
        if self.html is _NEVER:
            self.html = None
        if self.html is not None:
            return self.letter
        self.paragraph = NONE
        if self.hollow:  # an item may begin with one empty line, and this is the second
            self.offsets, self.hollow = self.offsets[:-1], False
        return "."

    def _inside(self, bare: str, column: int) -> str:
        if self.fence:
            base = self.offsets[-1] if self.offsets else 0
            if bare.startswith(self.fence) and not bare.strip(self.fence[0]) and column - base < _CODE:
                self.fence = ""
                return "F"
            return "f"
        if self.html is _NEVER:  # nobody sees a comment in there either
            return "c" if bare.startswith("<!--") and bare.endswith("-->") else self.letter
        if self.html is not None and self.html.search(bare):
            self.html = None
        return self.letter

    def _begin(self, number: int, bare: str, column: int, lines: Sequence[str], lazy: bool) -> str:
        """The kind of a line outside fences and HTML; opens what it opens."""
        base = self.offsets[-1] if self.offsets else 0
        first = True
        while True:
            if column - base >= _CODE:
                if self.paragraph in (OPEN, LAZY) and first:  # code ends a table
                    return "t"
                self.paragraph = NONE
                return "i" if first else "l"
            kind = self._leaf(number, bare, lines, lazy, first)
            if kind != "l":
                return kind if first else "l"
            bullet = _BULLET.match(bare)
            rest = bare[bullet.end() :] if bullet else ""
            content = rest.lstrip(_BLANKS)
            width = bullet.end() if bullet else 0
            gap = _columns(rest, column + width) - (column + width) if content else 1
            base = column + width + (gap if gap <= _CODE else 1)
            column += width + gap
            self.offsets = [*self.offsets, base]
            self.paragraph, first, lazy = NONE, False, False
            if not content:
                self.hollow = True
                return "l"
            if len(self.offsets) >= _DEEPEST:
                return "l"
            bare = content

    def _leaf(self, number: int, bare: str, lines: Sequence[str], lazy: bool, first: bool) -> str:
        """What begins here; "l" for a bullet, whose content is looked at next."""
        sign = bare[0]
        if sign == "#" and self.heading(number, bare, counts=first and not self.offsets):
            return "h"
        if sign in "`~" and (fence := _FENCE.fullmatch(bare)):
            self.fence, self.depth, self.paragraph = fence[1] or fence[2], len(self.offsets), NONE
            return "F"
        if sign == ">":
            self.paragraph = LAZY if bare.lstrip("> \t") else NONE
            return "q"
        if sign == "<" and self._html(bare):
            self.paragraph = NONE
            return self.letter
        if sign in "=-" and self.paragraph == OPEN and not lazy and first and _UNDERLINE.fullmatch(bare):
            return self._underlined(number, 1 if sign == "=" else 2, lines)
        if sign in "*-_" and _RULE.fullmatch(bare):
            self.paragraph = NONE
            return "r"
        if (bullet := _BULLET.match(bare)) and (lazy or self._interrupts(bullet, bare)):
            return "l"
        if self.paragraph == NONE:
            self.paragraph, self.begun = OPEN, number
        elif "|" in bare and number and "|" in lines[number - 1] and DELIMITER.fullmatch(bare):
            self.paragraph = TABLE  # which no line below makes a heading of
        return "t"

    def heading(self, number: int, line: str, *, counts: bool = True) -> bool:
        """Whether the line is a heading; one in a list, or behind a bullet, does not count as one of the document."""
        rest = line.lstrip("#")
        level = len(line) - len(rest)
        if level > 6 or rest[:1] not in _AFTER_HASHES:
            return False
        if counts:
            text = rest.strip(_BLANKS)
            if text[-1:] == "#":  # hashes may close it, with a blank in front
                words = text.rstrip("#")
                text = words.rstrip(_BLANKS) if words[-1:] in _AFTER_HASHES else text
            self.titles.append((number + 1, number + 1, level, text))
        self.paragraph = NONE
        return True

    def _interrupts(self, bullet: re.Match[str], bare: str) -> bool:
        """A paragraph goes on where a list that begins later than 1, or with nothing, would interrupt it."""
        if self.paragraph != OPEN:
            return True
        return bool(bare[bullet.end() :].strip(_BLANKS)) and bullet[1] in (None, "1")

    def _underlined(self, number: int, level: int, lines: Sequence[str]) -> str:
        text = " ".join(line.strip(_BLANKS) for line in lines[self.begun : number])
        self.paragraph = NONE
        if not self.offsets:
            self.titles.append((self.begun + 1, number + 1, level, text))
            for one in range(self.begun, number):
                self.kinds[one] = "h"
        return "u"

    def _html(self, bare: str) -> bool:
        """Whether a block of HTML begins here; where it does not end in this line, `html` says what ends it."""
        end: re.Pattern[str] | None = None
        for opening, closing in _ENDS:
            if bare.startswith(opening):
                end = closing
        if end is None and _DECLARATION.match(bare):
            end = re.compile(">")
        if end is None and _RAW.match(bare):
            end = _RAW_END
        self.letter = "c" if bare.startswith("<!--") else "x"
        if end is None:
            if not _TAG.match(bare) and (self.paragraph != NONE or not _LONE_TAG.fullmatch(bare)):
                return False
            self.html = _NEVER
        else:
            # `<!-->` and `<!--->` are whole comments, so the end may share the opening's dashes
            self.html = None if end.search(bare, 2) else end
        self.depth = len(self.offsets)
        return True


def _columns(text: str, at: int = 0) -> int:
    """The column after the white space in front; a tab goes to the next multiple of four."""
    for sign in text:
        if sign == " ":
            at += 1
        elif sign == "\t":
            at += 4 - at % 4
        else:
            break
    return at
