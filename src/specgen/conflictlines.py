"""The lines that git leaves where two changes met: what they look like, which of them belong together, and where they count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from specgen.frozen import NamedTuple
from specgen.model import Document

_OURS, _BASE, _MIDDLE, _THEIRS = "<<<<<<< ", "||||||| ", "=======", ">>>>>>> "  # not every merge writes the base
_SIGNS = frozenset(mark[:7] for mark in (_OURS, _BASE, _MIDDLE, _THEIRS))


class Conflict(NamedTuple):
    """The lines of its marks, 0 for one that is missing. Without `first` it has `middle` and `last`."""

    first: int
    base: int
    middle: int
    last: int

    @property
    def is_whole(self) -> bool:
        return bool(self.first and self.middle and self.last)

    def sides(self, lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        """The lines of ours and of theirs, where it is whole."""
        return lines[self.first : (self.base or self.middle) - 1], lines[self.middle : self.last - 1]


def conflicts(document: Document) -> Iterator[Conflict]:
    """Every conflict of a document, in order, halves too: what somebody has begun to resolve. One that begins in a block of
    code is an example, unless that holds the answers."""
    if may_hold(document.text):
        yield from paired(document.lines, lambda line: _is_live(document, line))


def may_hold(text: str) -> bool:
    """Whether it is worth while to look: false for all but a few files."""
    return _OURS in text or _THEIRS in text


def in_answers(document: Document, line: int) -> bool:
    """Whether the line stands in the answers."""
    answers = document.answers
    return answers is not None and answers.opening < line < answers.closing


def _is_live(document: Document, line: int) -> bool:
    return document.kinds[line - 1] not in "fi" or in_answers(document, line)


def paired(lines: Sequence[str], is_live: Callable[[int], bool] = lambda _: True) -> Iterator[Conflict]:
    """The conflicts in `lines`, which may still have their CR. Of conflicts around one another the innermost is whole. Where
    one has begun in a line that is live, the rest of it counts wherever it stands: its sides may open and close code."""
    first = base = middle = 0
    for number, line in enumerate(lines, 1):
        if line[:7] not in _SIGNS or not (is_live(number) or (first and line[:1] != "<")):
            continue
        if line.startswith(_OURS):
            if first:
                yield Conflict(first, base, middle, 0)
            first, base, middle = number, 0, 0
        elif line.startswith(_BASE):
            base = base if middle else number
        elif line.rstrip() == _MIDDLE:
            middle = number
        elif line.startswith(_THEIRS):
            if first or middle:  # alone it may be a quote in quotes
                yield Conflict(first, base, middle, number)
            first = base = middle = 0
    if first:
        yield Conflict(first, base, middle, 0)
