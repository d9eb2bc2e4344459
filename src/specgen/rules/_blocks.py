"""Generated blocks beside what they would be today: `blocktext` knows whether two are the same, and here is said where not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from specgen.blocktext import BAR, normal
from specgen.quantities import plural
from specgen.rules._contrast import contrast, look_alike
from specgen.rules._text import short


class Line(NamedTuple):
    number: int  # of the line in its document
    text: str


def lines(text: str, begin: int) -> list[Line]:
    """The lines of a block that hold something, each in the form that is compared; the first has the number `begin`."""
    return [Line(number, one) for number, line in enumerate(text.split("\n"), begin) for one in normal(line)]


class Drift(NamedTuple):
    """The first line that differs, and how many more do. `number` is 0 where only the end is missing."""

    number: int
    said: str
    more: int


def drift(here: Sequence[Line], fresh: Sequence[Line]) -> Drift | None:
    """What differs between a block and its fresh text; None where they are the same."""
    ours, theirs = [one.text for one in here], [one.text for one in fresh]
    if ours == theirs:
        return None
    at = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    others = Counter(theirs[at:])
    others.subtract(Counter(ours[at:]))
    more = max(
        sum(count for count in others.values() if count > 0), sum(-count for count in others.values() if count < 0)
    )
    old, new = ours[at] if at < len(ours) else "", theirs[at] if at < len(theirs) else ""
    number = here[at].number if at < len(here) else 0
    return Drift(number, _says(old, new, ours, theirs, at), max(more - 1, 0))


def _says(old: str, new: str, ours: Sequence[str], theirs: Sequence[str], at: int) -> str:
    if not old:
        return f'lacks "{_bare(new)}"'
    if not new or (old not in theirs and new in ours[at:]):
        return f'says "{_bare(old)}", which it does not say today'
    if new not in ours and old in theirs[at:]:
        return f'lacks "{_bare(new)}"'
    cell = _cell(old, new, ours, at)
    if cell:
        return cell
    was, now = _plain(old), _plain(new)
    return _apart(*((_spaced(old), _spaced(new)) if was == now else (was, now)))


def _apart(old: str, new: str, where: str = "") -> str:
    was, now = contrast(old, new)
    if look_alike(was, now):
        return f'holds characters that only look like those of today: "{was}"{where}'
    said, today = (f'"{one}"' if one else "nothing" for one in (was, now))
    return f"says {said}{where}; today it is {today}"


def _cell(old: str, new: str, ours: Sequence[str], at: int) -> str:
    """Of two rows of a table that differ in one cell: that cell, with its row and its column."""
    a, b = BAR.split(old), BAR.split(new)
    if not old.startswith("|") or len(a) != len(b) or a[1] != b[1]:
        return ""
    differ = [n for n in range(len(a)) if a[n] != b[n]]
    if len(differ) != 1:
        return ""
    top = at
    while top > 0 and ours[top - 1].startswith("|"):
        top -= 1
    if at < top + 2:  # the head, or the line below it
        return ""
    head = BAR.split(ours[top])
    column = f", {head[differ[0]]}" if len(head) == len(a) and head[differ[0]] else ""
    was, now = (row[differ[0]].strip() for row in (a, b))
    return _apart(was, now, f" for {short(a[1], 60)}{column}")


def _plain(line: str) -> str:
    """A line as it is quoted: of a row the cells."""
    return _spaced(line).removeprefix("| ").removesuffix(" |").strip()


def _spaced(line: str) -> str:
    return " | ".join(cell.strip() for cell in BAR.split(line)).strip() if line.startswith("|") else line


def _bare(line: str) -> str:
    return short(" | ".join(cell for cell in BAR.split(line) if cell) if line.startswith("|") else line, 90)


def more(count: int) -> str:
    return f" {plural(count, 'more line differs', 'more lines differ')}." if count else ""
