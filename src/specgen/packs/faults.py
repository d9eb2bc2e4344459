"""Faults of pack files, collected until all are known, each at its line and column.

A condition or a message is one text to those who judge it, but may stand quoted or folded over several lines of its
file: `locate` walks the file beside the text, so that the column said is the column seen in an editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from specgen.errors import Problem, nearest
from specgen.model import Mark

_LINE_END = re.compile(r"\r\n|\r|\n")


class Faults:
    """What is wrong with a set of files. `blind` says that declarations were lost, so that names cannot be judged."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.sources: dict[str, str] = {}
        self.blind = False

    def add(self, message: str, mark: Mark, fix: str = "") -> None:
        self.found.append(Problem(message, mark.file, mark.line, mark.column, fix))

    def place(self, mark: Mark, text: str, offset: int) -> Mark:
        """Where the character at `offset` of a scalar's `text` stands in its file."""
        return locate(self.sources.get(mark.file, ""), mark, text, offset)

    def relocate(self, problems: Iterable[Problem], mark: Mark, text: str) -> list[Problem]:
        """Problems of a text that was judged as if it stood on one plain line from `mark`, at their true places."""
        moved = []
        for problem in problems:
            if (problem.file, problem.line) == (mark.file, mark.line) and problem.column > mark.column:
                place = self.place(mark, text, problem.column - mark.column)
                problem = problem._replace(line=place.line, column=place.column)
            elif problem.line == mark.line and problem.column == mark.column:
                place = self.place(mark, text, 0)
                problem = problem._replace(line=place.line, column=place.column)
            moved.append(problem)
        return moved

    def sorted(self) -> list[Problem]:
        """Without doubles, by file, line and column."""
        return sorted(dict.fromkeys(self.found), key=lambda one: (one.file, one.line, one.column, one.message))


def locate(source: str, mark: Mark, text: str, offset: int) -> Mark:
    """The place of `text[offset]` in `source`, where the scalar with that text begins at `mark`.

    Quotes, escapes, block headers and folded lines are stepped over by matching the visible characters one by one;
    where the two do not match (an escape such as \\u0041), the scalar's own place is the answer.
    """
    at = _index(source, mark)
    if at is None or at >= len(source):
        return mark
    if source[at] in "|>":
        header_end = _LINE_END.search(source, at)
        if header_end is None:
            return mark
        at = header_end.end()
    elif source[at] in "\"'":
        at += 1
    for position, wanted in enumerate(text[: offset + 1]):
        if wanted.isspace():
            continue
        while at < len(source) and source[at].isspace():
            at += 1
        while at < len(source) and source[at] != wanted and source[at] in "\\'":
            at += 1  # what escapes a quote: \" or ''
        if at >= len(source) or source[at] != wanted:
            return mark
        if position < offset:
            at += 1
    lines = _LINE_END.split(source[:at])
    return Mark(mark.file, len(lines), len(lines[-1]) + 1)


def _index(source: str, mark: Mark) -> int | None:
    """Offset of a mark in the text."""
    at = 0
    for _ in range(mark.line - 1):
        found = _LINE_END.search(source, at)
        if found is None:
            return None
        at = found.end()
    return at + mark.column - 1


def meant(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The advice beside an unknown name: the nearest known one, else `otherwise`."""
    near = nearest(word, set(known))
    return f'Did you mean "{near}"?' if near else otherwise
