"""What git leaves where two branches met, as far as nobody's words are in it: a block that is computed anew has no two sides,
and of the hidden lines below the answers both may stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_BEGIN = re.compile(r" {0,3}<!--[ \t]*specgen:begin ")
_END = re.compile(r" {0,3}<!--[ \t]*specgen:end ")
_HIDDEN = re.compile(r" {0,3}<!--[ \t]*specgen:(?:wording|seal) ")
OURS, BASE, MIDDLE, THEIRS = "<<<<<<< ", "||||||| ", "=======", ">>>>>>> "


class Conflict(NamedTuple):
    """Indices of lines: `first` opens it and `last` closes it; `ours` and `theirs` are the lines of the two sides."""

    first: int
    last: int
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


def settled(text: str) -> str:
    """The text without the conflicts that concern only what specgen computes. Others stay as they are."""
    for _ in range(_DEEPEST):
        if OURS not in text or (without := _once(text)) == text:
            return text
        text = without
    return text


_DEEPEST = 10  # conflicts around one another, the innermost of which is settled first


def _once(text: str) -> str:
    lines = text.split("\n")
    made: list[str] = []
    at = 0
    for one in conflicts(lines):
        made += lines[at : one.first]
        both = (*one.ours, *one.theirs)
        if _inside_a_block(made) and not any(_BEGIN.match(line) or _END.match(line) for line in both):
            made += one.ours
        elif all(_HIDDEN.match(line) or not line.strip() for line in both):
            made += dict.fromkeys(both)
        else:
            made += lines[one.first : one.last + 1]
        at = one.last + 1
    return "\n".join([*made, *lines[at:]])


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


def _inside_a_block(above: Sequence[str]) -> bool:
    for line in reversed(above):
        if _BEGIN.match(line):
            return True
        if _END.match(line) or line.startswith("#"):
            return False
    return False
