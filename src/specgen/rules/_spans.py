"""Lines of prose with everything blanked out that is not prose: code, comments, targets of links, addresses.

What is blanked out becomes spaces, so that columns stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def prose(document: Document, wanted: re.Pattern[str]) -> Iterator[Prose]:
    """The lines of paragraphs, lists, headings, quotes and front matter, of those parts that hold what is `wanted`."""
    part: list[int] = []
    for number, kind in enumerate(document.kinds, 1):
        if kind != "t" and part:
            yield from _part(document, part, wanted)
            part = []
        if kind in _PROSE:
            part.append(number)
    if part:
        yield from _part(document, part, wanted)


def _part(document: Document, part: list[int], wanted: re.Pattern[str]) -> Iterator[Prose]:
    whole = "\n".join([document.lines[number - 1] for number in part])
    if wanted.search(whole):
        for number, text in zip(part, blanked(whole).split("\n"), strict=True):
            yield Prose(number, document.kinds[number - 1], text)


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
