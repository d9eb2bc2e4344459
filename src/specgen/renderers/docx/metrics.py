"""How wide and how high text is, roughly: enough for column widths and for the page numbers of a contents list.

No font is measured. Word corrects the page numbers when the person updates the field; until then they are plausible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

_EM = 0.5  # mean advance of body text, in em
_WORD_EM = 0.53  # of one word, on the safe side, so that it is not broken
_CAPITAL = 0.13  # what a capital letter adds
_TWIPS = 20
_UNBROKEN = re.compile(r"[^\s-]+-?")


def width(text: str, size: float) -> float:
    """Width of a line of text in points at a font size in points."""
    if text.isascii():
        return len(text) * _EM * size
    wide = sum(1 for c in text if "\u1100" <= c <= "\uffdc" or c > "\U0001f000")
    return (len(text) * _EM + wide * _EM) * size


def word_width(text: str, size: float) -> float:
    """Width in points of the longest part that a line is not broken in."""
    longest = max(_UNBROKEN.findall(text), key=len, default="")
    capitals = sum(1 for c in longest if c.isupper())
    return width(longest, size) * _WORD_EM / _EM + capitals * _CAPITAL * size


def columns(cells: Sequence[Sequence[str]], total: int, size: float, padding: int = 190) -> list[int]:
    """Column widths in twips that add up to `total`, for rows of plain texts at a font size in points.

    Like a browser: every column gets its longest word, what is left goes where the text is. Where not even the words
    fit, the widest columns shrink to one width and their words break; short words elsewhere stay whole.
    """
    count = max((len(row) for row in cells), default=0)
    least, wanted = [0.0] * count, [0.0] * count
    for row in cells:
        for n, text in enumerate(row):
            least[n] = max(least[n], min(word_width(text, size), 40 * size))
            wanted[n] = max(wanted[n], width(text, size) * 1.06)
    room = total / _TWIPS
    pad = padding / _TWIPS
    least = [value + pad for value in least]
    wanted = [max(low, _calmed(value) + pad) for low, value in zip(least, wanted, strict=True)]
    if sum(wanted) <= room:
        widths = [value * room / sum(wanted) for value in wanted]
    elif sum(least) < room:
        spare = (room - sum(least)) / (sum(wanted) - sum(least))
        widths = [low + (high - low) * spare for low, high in zip(least, wanted, strict=True)]
    else:
        widths = _capped(least, room)
    result = [max(int(value * _TWIPS), 200) for value in widths]
    result[-1] = max(result[-1] + total - sum(result), 200)
    return result


def _capped(least: Sequence[float], room: float) -> list[float]:
    """The widths with the largest cut to one width, so that all of them fill the room."""
    left, rest = room, len(least)
    for value in sorted(least):
        if value * rest >= left:
            break
        left, rest = left - value, rest - 1
    return [min(value, left / max(rest, 1)) for value in least]


def _calmed(value: float) -> float:
    """A cell of 400 characters needs more room than one of 40, but not ten times more."""
    return value if value <= 120 else min(value, 120 + ((value - 120) * 30) ** 0.5)


def lines(text: str, room: float, size: float) -> int:
    """Lines that text takes in `room` points."""
    return max(1, ceil(width(text, size) / max(room, size)))


class Pages:
    """Counts the height of what was written, to guess on which page a heading falls."""

    def __init__(self, height: float) -> None:
        """`height` of the text area in points."""
        self._height = max(height, 72.0)
        self._used = 0.0

    def add(self, points: float) -> None:
        self._used += points

    def keep(self, points: float) -> None:
        """Move to the next page unless that much room is left."""
        if self._used % self._height + points > self._height:
            self.new_page()

    def new_page(self) -> None:
        self._used = (self._used // self._height + 1) * self._height

    @property
    def number(self) -> int:
        return int(self._used // self._height) + 1
