"""What git leaves where two branches met, as far as nobody's words are in it: a block that is computed anew has no two sides,
and of the hidden lines below the answers both may stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from specgen.conflictlines import may_hold, paired
from specgen.markerline import OPENING
from specgen.readers.markdown import read

_MARKER = re.compile(OPENING + r"(begin|end)[ \t]+(\S+)[ \t]*-->[ \t\r]*")
_HIDDEN = re.compile(OPENING + r"(?:wording|seal)[ \t][^\n]*-->[ \t\r]*")


def settled(text: str) -> str:
    """The text without the conflicts that concern only what specgen computes, and with one seal. Others stay as they are."""
    for _ in range(_DEEPEST):
        if not may_hold(text) or (without := _once(text, read(text, "").kinds)) == text:
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
    for one in paired(lines):
        if not one.is_whole:
            continue
        made += lines[at : one.first - 1]
        ours, theirs = one.sides(lines)
        both = [*ours, *theirs]
        hidden = all(_HIDDEN.fullmatch(line) or not line.strip() for line in both)
        if any(begin < one.first and one.last < end for begin, end in computed):
            made += ours
        elif hidden and kinds[one.first - 1] not in "fic":
            made += dict.fromkeys(both)
        else:
            made += lines[one.first - 1 : one.last]
        at = one.last
    return "\n".join([*made, *lines[at:]])


def _blocks(lines: Sequence[str], kinds: str) -> list[tuple[int, int]]:
    """Lines of markers that are each the other half of one another, with no other between them, and no heading."""
    found: list[tuple[int, int]] = []
    opened, name = 0, ""
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True), 1):
        marker = _MARKER.fullmatch(line) if kind == "c" else None
        if marker and marker[1] == "end" and opened and marker[2] == name:
            found.append((opened, number))
        if marker or line.startswith("#"):
            opened, name = (number, marker[2]) if marker and marker[1] == "begin" else (0, "")
    return found
