"""Lines of prose with everything blanked out that is not prose: code, comments, targets of links, addresses.

What is blanked out becomes spaces, so that columns stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from specgen.model import Document

_RUN = re.compile(r"`+")
_APART = re.compile(
    r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # target of a link
    r"|<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[^<>\s@]+@[^<>\s@]+)>"  # address in angle brackets
    r"|\bhttps?://(?:[^\s<>|)]|<[^<>\s]*>)+"
)
_PROSE = "thluqm"


class Prose(NamedTuple):
    """One line: its number, what it is, and its text without what is no prose."""

    number: int
    kind: str
    text: str


def spotted(text: str, signs: Iterable[re.Pattern[str]]) -> list[int]:
    """The numbers of the lines that hold one of the signs, rising. No sign may hold a line end.

    Each sign is looked for in the whole text. One whose pattern begins with a letter that is rare costs next to nothing:
    Python jumps from one such letter to the next.
    """
    found: set[int] = set()
    for sign in signs:
        number, at = 1, 0
        while hit := sign.search(text, at):
            number += text.count("\n", at, hit.start())
            found.add(number)
            at = text.find("\n", hit.end())  # one in a line is enough
            if at < 0:
                break
    return sorted(found)


def prose(document: Document, wanted: Sequence[int]) -> Iterator[Prose]:
    """Those lines of paragraphs, lists, headings, quotes and front matter that are `wanted`; their numbers rise.

    What is prose in a line is decided by all lines of its paragraph or list item.
    """
    kinds, last, texts, begin = document.kinds, 0, list[str](), 0
    for number in wanted:
        if kinds[number - 1] not in _PROSE:
            continue
        if number > last:
            begin, last = _part(kinds, number)
            texts = blanked("\n".join(document.lines[begin - 1 : last])).split("\n")
        yield Prose(number, kinds[number - 1], texts[number - begin])


def _part(kinds: str, number: int) -> tuple[int, int]:
    """First and last line of the paragraph or list item that holds the line: what goes on in a line of text."""
    begin = last = number
    while begin > 1 and kinds[begin - 1] == "t" and kinds[begin - 2] in _PROSE:
        begin -= 1
    while last < len(kinds) and kinds[last] == "t":
        last += 1
    return begin, last


def blanked(text: str) -> str:
    """Code spans, comments, link targets and addresses as spaces; line ends stay."""
    if "`" in text:
        text = _without_code(text)
    if "<!--" in text:
        text = _without_comments(text)
    return _APART.sub(lambda found: _blank(found[0]), text)


def _blank(text: str) -> str:
    return "".join(["\n" if sign == "\n" else " " for sign in text])


def _without_code(text: str) -> str:
    """Each run of backticks closes at the next run of its length (CommonMark 6.1). Linear: lengths are looked up once."""
    runs = [(found.start(), found.end()) for found in _RUN.finditer(text)]
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    parts: list[str] = []
    at = number = 0
    while number < len(runs):
        begin, end = runs[number]
        same = later[end - begin]
        while same and same[-1] <= number:
            same.pop()
        if same:
            closing = same[-1]
            parts += [text[at:begin], _blank(text[begin : runs[closing][1]])]
            at, number = runs[closing][1], closing
        number += 1
    return "".join([*parts, text[at:]])


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin + 4)
        stop = end + 3 if end >= 0 else len(text)
        parts += [text[at:begin], _blank(text[begin:stop])]
        at = stop
    return "".join([*parts, text[at:]])
