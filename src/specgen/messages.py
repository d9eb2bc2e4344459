"""Texts of packs with values in them: `{figures.retries.attempts} attempts by {each.name}`.

A name stands in braces in full and alone; `{{` and `}}` are braces. There is no formatting: a value is shown
with its unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_BRACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+")
_DOUBLED = ("{", "}")


class BraceError(ValueError):
    """A brace that cannot be read. `offset` counts characters of the text from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} (character {offset + 1})")
        self.offset = offset


def names(text: str) -> tuple[tuple[str, int], ...]:
    """Every name in braces, with the offset of its first character. Raises BraceError (a ValueError)."""
    return tuple((name, start + 1) for start, _, name in _braces(text) if name not in _DOUBLED)


def fill(text: str, show: Callable[[str], str]) -> str:
    """`text` with each name replaced by `show(name)`, which is not read again. Raises BraceError."""
    pieces: list[str] = []
    done = 0
    for start, end, name in _braces(text):
        pieces += (text[done:start], name if name in _DOUBLED else show(name))
        done = end
    return "".join((*pieces, text[done:]))


def _braces(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and content of each brace; the content is a name, or "{" or "}" for a doubled one."""
    for found in _BRACE.finditer(text):
        what, name = found[0], found[1]
        if what in ("{{", "}}"):
            yield found.start(), found.end(), what[0]
        elif name is None:
            other = "} that closes it" if what == "{" else "{ that opens it"
            raise BraceError(f"{what} has no {other}; write {what * 2} for a brace", found.start())
        elif _NAME.fullmatch(name):
            yield found.start(), found.end(), name
        else:
            fault = f"{what} does not hold a full name such as {{each.name}}; write {{{{ for a brace"
            raise BraceError(fault, found.start())
