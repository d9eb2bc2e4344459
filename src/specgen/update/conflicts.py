"""What git leaves where two branches met, as far as nobody's words are in it: a block that is computed anew has no two sides,
and of the hidden lines below the answers both may stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from specgen.readers.markdown import read

_MARKER = re.compile(r" {0,3}<!--[ \t]*specgen:(begin|end)[ \t]+(\S+)[ \t]*-->[ \t\r]*")
_HIDDEN = re.compile(r" {0,3}<!--[ \t]*specgen:(?:wording|seal)[ \t][^\n]*-->[ \t\r]*")
OURS, BASE, MIDDLE, THEIRS = "<<<<<<< ", "||||||| ", "=======", ">>>>>>> "


class Conflict(NamedTuple):
    """Indices of lines: `first` opens it and `last` closes it; `ours` and `theirs` are the lines of the two sides."""

    first: int
    last: int
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


def settled(text: str) -> str:
    """The text without the conflicts that concern only what specgen computes, and with one seal. Others stay as they are."""
    for _ in range(_DEEPEST):
        if OURS not in text or (without := _once(text, read(text, "").kinds)) == text:
            break
        text = without
    if text.count("specgen:seal") < 2:
        return text
    further = read(text, "").seal_lines[1:]
    return "\n".join([line for number, line in enumerate(text.split("\n"), 1) if number not in further])


_DEEPEST = 10  # conflicts around one another, the innermost of which is settled first


def _once(text: str, kinds: str) -> str:
    lines = text.split("\n")
    computed = _blocks(lines, kinds)
    made: list[str] = []
    at = 0
    for one in conflicts(lines):
        made += lines[at : one.first]
        both = (*one.ours, *one.theirs)
        if any(begin < one.first and one.last < end for begin, end in computed):
            made += one.ours
        elif kinds[one.first] not in "fic" and all(_HIDDEN.fullmatch(line) or not line.strip() for line in both):
            made += dict.fromkeys(both)
        else:
            made += lines[one.first : one.last + 1]
        at = one.last + 1
    return "\n".join([*made, *lines[at:]])


def _blocks(lines: Sequence[str], kinds: str) -> list[tuple[int, int]]:
    """Indices of markers that are each the other half of one another, with no other between them, and no heading."""
    found: list[tuple[int, int]] = []
    opened, name = -1, ""
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        marker = _MARKER.fullmatch(line) if kind == "c" else None
        if marker and marker[1] == "end" and opened >= 0 and marker[2] == name:
            found.append((opened, number))
        if marker or line.startswith("#"):
            opened, name = (number, marker[2]) if marker and marker[1] == "begin" else (-1, "")
    return found


def conflicts(lines: Sequence[str]) -> Iterator[Conflict]:
    """Every whole conflict, in order; also one with the common base in the middle."""
    first = base = middle = -1
    for number, line in enumerate(lines):
        if line.startswith(OURS):
            first, base, middle = number, -1, -1
        elif first >= 0 and line.startswith(BASE):
            base = number
        elif first >= 0 and line.rstrip("\r") == MIDDLE:
            middle = number
        elif middle >= 0 and line.startswith(THEIRS):
            ours = lines[first + 1 : base if base >= 0 else middle]
            yield Conflict(first, number, tuple(ours), tuple(lines[middle + 1 : number]))
            first = base = middle = -1
