"""Prose that a person wrote in Markdown, kept as Markdown but unable to add structure of its own to the document.

Emphasis, links, lists, quotes, tables, code and closed fences stay. Headings, task boxes, HTML and comments, link
definitions, open fences and links of other schemes than http, https and mailto become text.

No Markdown parser is asked (importing one costs as much as the rest of `new`). The text is read line by line, and what
a line may be is judged on the safe side: one backslash too many shows inside code at worst, one too few would be a hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# Any mix of indents, quotes and list bullets can stand before what is structure.
_BULLETS = r"(?:\s|>|[-*+](?=\s|$)|\d{1,9}[.)](?=\s|$))*"
_PREFIX = re.compile(_BULLETS)
_UNDERLINE = re.compile(rf"({_BULLETS})((?:-+|=+)\s*)")  # makes a heading of the paragraph above
_STRUCTURE = re.compile(
    r"#{1,6}(?:\s|$)"  # heading
    r"|\[[\sxX]?\](?:\s|$)"  # task box
    r"|~{3,}|`{3,}[^`]*$"  # fence
    r"|::"  # a command in a CI log
)
_LABEL = re.compile(r"(?:[^\[\]\\]|\\.|\\$)*")

_TOKEN = re.compile(
    r"\\."  # the sign after a backslash is text already
    r"|(?P<ticks>`+)"
    r"|<https?://[^\s<>`\\]*>"  # the one thing in angle brackets that stays
    r"|(?P<html><)(?=[A-Za-z/!?])"
    r"|(?P<link>\]\()"
    r"|(?P<command>(?<=#)#(?=\[))",  # the old form of a command in a CI log, found anywhere in a line
    re.IGNORECASE,
)
_TARGET = re.compile(  # http, https, mailto, or relative: no colon (nor what may stand for one) before the first / ? #
    r"[ \t]*+(?:<?(?:https?|mailto):|<[^\s:&\\/?#<>]*[/?#>]|[^\s:&\\/?#()<>]*[/?#() \t])", re.IGNORECASE
)

_FENCE = re.compile(r"( *)(`{3,}|~{3,})[^`]*")
_CONTINUED = 4  # from this indent on a line may be part of the paragraph above rather than a fence


def prose(text: str) -> str:
    """`text` made harmless, without empty lines around it."""
    return "\n".join(_lines(text.split("\n"))).strip("\n")


def _lines(lines: Sequence[str]) -> Iterator[str]:
    fences = _Fences(lines)
    paired = True  # no backtick of the paragraph so far waits for its partner
    number = 0
    while number < len(lines):
        line = lines[number]
        if end := fences.end(number):
            yield from lines[number:end]
            paired = _indent(line) < _CONTINUED
            number = end
            continue
        paired = paired or not line.strip(" \t")
        above = lines[number - 1] if number else ""
        made, paired = _inline(_start(lines, number, above), paired)
        yield made
        number += 1


def _start(lines: Sequence[str], number: int, above: str) -> str:
    """The line with a backslash before what would be structure."""
    line = lines[number]
    if underline := _UNDERLINE.fullmatch(line):
        if line.startswith("---") and not above.strip(" \t"):
            return line  # a rule across the page
        return f"{underline[1]}\\{underline[2]}"
    at = _end(_PREFIX.match(line))
    if _STRUCTURE.match(line, at) or (line.startswith("[", at) and _defines(lines, number, at + 1)):
        return f"{line[:at]}\\{line[at:]}"
    return line


def _defines(lines: Sequence[str], number: int, at: int) -> bool:
    """Whether a bracket opened before `at` is the label of a definition, `[label]: target`; it may go over lines."""
    for below in range(number, len(lines)):  # a second opening bracket ends it, so this costs little
        line = lines[below]
        end = _end(_LABEL.match(line, at))
        if end < len(line):
            return line.startswith("]:", end)
        at = 0
    return False


def _inline(line: str, paired: bool) -> tuple[str, bool]:
    """The line without HTML and foreign links outside its code; and whether all backticks up to its end are paired.

    Code is trusted only where every backtick before it has its partner on its own line: then no other line, and no
    border of a block, can pair them differently. A pipe may be the border of a table's cell.
    """
    made: list[str] = []
    at = 0
    while token := _TOKEN.search(line, at):
        made.append(line[at : token.start()])
        at = token.end()
        if token["ticks"] and paired:
            closing = re.compile(rf"(?<!`){token['ticks']}(?!`)").search(line, at)
            span = line[token.start() : closing.end()] if closing else ""
            paired = bool(span) and "|" not in span and "##[" not in span
            made.append(span if paired else token[0])
            at = token.start() + len(made[-1])
        elif token["html"] or (token["link"] and not _TARGET.match(line, at)):
            made.append("\\" + token[0])
        else:
            made.append("\\#" if token["command"] else token[0])
    return "".join(made) + line[at:], paired


class _Fences:
    """Finds fences that every reader of Markdown sees the same way.

    Opening and closing line have the same indent, nothing between is indented less (it would leave the list item, and
    with it the fence), and nothing between could close it too.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._failed: dict[tuple[str, int], int] = {}  # fence and indent -> up to which line there is none

    def end(self, number: int) -> int:
        """The number of the line after the fence that begins at `number`; 0 when none does."""
        found = _FENCE.fullmatch(self._lines[number])
        if not found:
            return 0
        kind = (found[2], len(found[1]))
        if number < self._failed.get(kind, -1):  # every line is looked at once for each kind, not once for each opening
            return 0
        last, whole = self._search(number, *kind)
        if not whole:
            self._failed[kind] = last
        return last + 1 if whole else 0

    def _search(self, number: int, mark: str, indent: int) -> tuple[int, bool]:
        """The line at which the search ends, and whether it is the end of a fence."""
        for last in range(number + 1, len(self._lines)):
            line = self._lines[last]
            bare = line.strip(" \t")
            closes = bare.startswith(mark) and not bare.strip(mark[0])
            if closes and _indent(line) == indent:
                return last, indent < _CONTINUED or self._harmless(number, last)
            if closes or (bare and _indent(line) < indent):
                return last, False
        return len(self._lines), False

    def _harmless(self, first: int, last: int) -> bool:
        """A fence that may be a paragraph's text: it stays where its lines are harmless as that too."""
        return all(_inline(line, paired=False)[0] == line for line in self._lines[first : last + 1])


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip(" "))


def _end(found: re.Match[str] | None) -> int:
    """Where a pattern that matches the empty text too has ended."""
    return found.end() if found else 0
