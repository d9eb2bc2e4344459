"""Edits of a document's lines: collected while it is compared, applied at once. Lines nobody named stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class _Insertion(NamedTuple):
    tight: bool
    lines: tuple[str, ...]


class Splices:
    """`text` is the document's, without byte order mark; line numbers count from 1 and mean lines of it."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._windows = text.count("\r\n") * 2 > text.count("\n")
        self._replaced: dict[int, tuple[str, ...]] = {}  # line -> what stands there instead
        self._inserted: dict[int, list[_Insertion]] = {}  # after that line
        self._removed: set[int] = set()  # of those, lines that leave no gap
        self.dropped: set[int] = set()  # lines outside blocks and items that were taken out on purpose

    def replace(self, first: int, last: int, lines: Sequence[str]) -> None:
        """Puts `lines` where lines `first` to `last` stood; with none the lines go."""
        self._replaced[first] = tuple(lines)
        for number in range(first + 1, last + 1):
            self._replaced[number] = ()

    def drop(self, first: int, last: int) -> None:
        """Takes out lines that are nobody's words: a section with nothing but guidance in it."""
        self.dropped.update(range(first, last + 1))
        self.remove(first, last)

    def remove(self, first: int, last: int) -> None:
        """Takes lines out, and the blank line below where another stands above."""
        self.replace(first, last, ())
        self._removed.update(range(first, last + 1))

    def insert(self, after: int, lines: Iterable[str], *, tight: bool = False) -> None:
        """Puts lines below line `after` (0 for the top): `tight` directly, else with a blank line on both sides. No lines
        at all: a blank one, where there is none.

        What is put at one place stands in the order of the calls, tight lines first.
        """
        if after >= len(self._lines) and not self._lines[-1]:
            after = len(self._lines) - 1  # what follows the last line end is no line
        self._inserted.setdefault(after, []).append(_Insertion(tight, tuple(lines)))

    @property
    def any(self) -> bool:
        return bool(self._replaced or self._inserted)

    def text(self) -> str:
        """The document with every edit."""
        end = "\r" if self._windows else ""
        made: list[str] = []
        gap = False  # whether the lines above were taken out, with a blank one before them
        self._place(0, made, end)
        for number, line in enumerate(self._lines, 1):
            if number in self._replaced:
                made += [one + end for one in self._replaced[number]]
                gap = number in self._removed and (gap or not made or not made[-1].strip())
                if number == len(self._lines) and made:
                    made[-1] = made[-1].removesuffix("\r")  # nothing ends the last line
            else:
                closes = gap and not line.strip() and not "".join(made[-1:]).strip() and number < len(self._lines)
                made += [] if closes else [line]
                gap = False
            self._place(number, made, end)
        return "\n".join(made)

    def _place(self, number: int, made: list[str], end: str) -> None:
        chunks = sorted(self._inserted.get(number, ()), key=lambda one: not one.tight)
        if not chunks:
            return
        last = number == len(self._lines)
        if last and made:
            made[-1] = made[-1].removesuffix("\r") + end  # it had no line end, and needs one now
        for chunk in chunks:
            if not chunk.tight and made and made[-1].strip():
                made.append(end)
            made += [one + end for one in chunk.lines]
        below = self._below(number)
        if not chunks[-1].tight and below is not None and below.strip() and made[-1].strip():
            made.append(end)
        if last and made:
            made[-1] = made[-1].removesuffix("\r")

    def _below(self, number: int) -> str | None:
        """The first line that stays below."""
        for at in range(number + 1, len(self._lines) + 1):
            if at not in self._replaced:
                return self._lines[at - 1]
            if self._replaced[at]:
                return self._replaced[at][0]
        return None
