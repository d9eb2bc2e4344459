"""Whether something is said in a part of a document, or whether it holds blanks to fill in only.

Nothing said are blank lines, comments, rules, link definitions, empty code, and empty fields: `- Feature gate name:`,
`**Owner:**`, an empty bullet, a table without values; and texts that only fill the place, `...` or `[describe the design]`, also
as all that a block of code holds. Whether `None` or `WIP` says something depends on what is asked. A list of boxes without a
tick says nothing where it is a choice: under a question, or with empty fields among the boxes. Other boxes are things to do, and
count.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from types import MappingProxyType

from specgen.blocktext import BAR, DELIMITER
from specgen.markerline import is_begun
from specgen.model import Document
from specgen.rules import _fillers
from specgen.rules._text import short

_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_BOX = re.compile(r"\[([ \txX])\](?:[ \t]+|$)")
_LABEL = re.compile(r"(\*\*|__)[^*_]+(?::\1|\1[ \t]*:)")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S+")
_TAG = re.compile(r"<[^<>]*>")
_SHOWS = re.compile(r"<(?:img|svg|video|picture|iframe|object|embed)\b", re.IGNORECASE)

NO_BLOCKS: Mapping[int, int] = MappingProxyType({})


class Seen:
    """What was seen in a part: `text` that says something, `boxes` without a tick, the first empty `field`, a `comment` that is
    no marker, the first `filler` that says nothing; and whether something `bare` like "None" is there."""

    __slots__ = ("bare", "boxes", "comment", "field", "filler", "text")

    def __init__(self) -> None:
        self.text = self.boxes = self.comment = self.bare = False
        self.field = self.filler = ""

    def add(self, other: Seen) -> None:
        self.text |= other.text
        self.boxes |= other.boxes
        self.comment |= other.comment
        self.bare |= other.bare
        self.field = self.field or other.field
        self.filler = self.filler or other.filler

    def says(self, *, choice: bool, why: bool) -> bool:
        """Whether it says something; `choice` where boxes are there to be chosen from, `why` where a bare word is no answer."""
        return self.text or (self.bare and not why) or (self.boxes and not choice and not self.field)


def look(
    document: Document, begin: int, end: int, items: Container[int] = (), blocks: Mapping[int, int] = NO_BLOCKS
) -> Seen:
    """What stands in the lines `begin` to `end`. Those of `items` count as text, those of `blocks`, first line to last, for
    nothing. Once there is text, nothing else counts, and the rest is not looked at."""
    reader, number = _Reader(), begin
    while number <= end and not reader.seen.text:
        if number in blocks:
            reader.ends()
            number = blocks[number]
        elif number in items:
            reader.seen.text = True
        else:
            reader.line(document.kinds[number - 1], document.lines[number - 1])
        number += 1
    if not reader.seen.text:
        reader.ends()
    return reader.seen


class _Reader:
    """Gathers the lines of one paragraph or list item, and judges it when it ends."""

    def __init__(self) -> None:
        self.seen = Seen()
        self._part: list[str] = []
        self._bullet = -1  # indent of the item at hand, -1 for a paragraph
        self._box = -1  # indent of the unticked box that we are under, -1 for none

    def line(self, kind: str, line: str) -> None:
        if kind == "t" and self._part:
            self._part.append(line)
            return
        if self._part:
            self.ends()
        if kind == "t":
            if line[0].isalpha() and "|" not in line and "<!--" not in line and not _fillers.is_bare(line):
                self.seen.text = True  # a sentence: no need to see its end
            self._part, self._bullet = [line], -1
        elif kind == "l":
            bullet = _BULLET.match(line)
            self._part = [line[bullet.end() :] if bullet else line]
            self._bullet = len(line) - len(line.lstrip())
        elif kind in "fi":
            if line.strip():
                self._judge("" if _fillers.is_coded(line) else line, line)
        elif kind == "q":
            if quoted := line.strip("> \t"):
                self._judge(_fillers.said(quoted), quoted)
        elif kind == "x":
            self.seen.text |= bool(_SHOWS.search(line)) or bool(_TAG.sub("", without_comments(line)).strip())
        elif kind == "c":
            self.seen.comment |= not is_begun(line)
            if "-->" in line and line[-3:] != "-->":
                self.seen.text |= bool(line.rpartition("-->")[2].strip())

    def ends(self) -> None:
        if not self._part:
            return
        lines, self._part = self._part, []
        whole = "\n".join(lines)
        text = without_comments(whole).strip()
        self.seen.comment |= len(text) < len(whole) and "<!--" in whole
        if not text:
            return
        if self._bullet < 0:
            self._paragraph(text)
        else:
            self._item(text)

    def _judge(self, said: str, text: str) -> None:
        """`said` is what of the text says something."""
        if said and not _fillers.is_bare(said):
            self.seen.text = True
            return
        self.seen.bare |= bool(said)
        self.seen.filler = self.seen.filler or short(text, 60)

    def _paragraph(self, text: str) -> None:
        lines = text.split("\n")
        if len(lines) > 1 and "|" in lines[0] and DELIMITER.fullmatch(lines[1].strip()):
            if any(_filled(row) for row in lines[2:]):
                self.seen.text = True
            else:
                self.seen.field = self.seen.field or short(lines[0].strip(" \t|"), 60)
        elif all(_DEFINITION.match(line) for line in lines):
            return
        elif len(lines) == 1 and _LABEL.fullmatch(text):
            self.seen.field = self.seen.field or short(text, 60)
        else:
            self._judge(_fillers.said(text), text)

    def _item(self, text: str) -> None:
        if self._bullet <= self._box:
            self._box = -1
        box = _BOX.match(text)
        if box and box[1] in " \t":
            self.seen.boxes, self._box = True, self._bullet
            return
        if box:
            self.seen.text = True
            return
        said = _fillers.said(text)
        last = said.rstrip(" \t*_.…")[-1:]
        if last == ":" or (last == "?" and self._box >= 0):  # a question below a box belongs to the form
            self.seen.field = self.seen.field or short(text, 60)
        else:
            self._judge(said, text)


def _filled(row: str) -> bool:
    """Whether a row holds a value: in a table of several columns the first one names the row."""
    cells = [cell.strip() for cell in BAR.split(row.strip().strip("|"))]
    return any(cell and not _fillers.is_dots(cell) for cell in (cells[1:] if len(cells) > 1 else cells))


def without_comments(text: str) -> str:
    """The text without `<!-- … -->`; what follows a comment that never ends belongs to it."""
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0:
        parts.append(text[at:begin])
        end = text.find("-->", begin + 4)
        at = end + 3 if end >= 0 else len(text)
    return "".join([*parts, text[at:]])
