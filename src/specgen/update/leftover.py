"""Answers to questions that have left the packs: they stay, line for line, below a line that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specgen import answersfile
from specgen.model import Document, Library
from specgen.update.changes import Change, Kind, What
from specgen.update.splices import Splices


def merge(document: Document, library: Library, splices: Splices) -> Iterator[Change]:
    """Marks those that are not marked yet, since once the front matter names the packs of today nobody could tell them from
    slips of the pen; takes the mark off where a pack asks again."""
    left = {problem.line: key for key, problem in answersfile.of_document(document, library).left}
    answers = document.answers
    if answers is None or not (left or answersfile.LEFT in answers.text):
        return
    known, margin = answersfile.top_level(library), _margin(document.lines[answers.opening : answers.closing - 1])
    for number in range(answers.opening + 1, answers.closing):
        line = document.lines[number - 1]
        marked = document.lines[number - 2].strip() == answersfile.LEFT
        if number in left and not marked:
            splices.insert(number - 1, [margin + answersfile.LEFT], tight=True)
            yield Change(Kind.KEPT, What.ANSWER, left[number], number, "no pack asks for it any more")
        elif marked and line.startswith(margin) and line.removeprefix(margin).partition(":")[0] in known:
            splices.drop(number - 1, number - 1)


def _margin(lines: Sequence[str]) -> str:
    """What stands before each key; a text of several lines stands further in."""
    first = next((one for one in lines if one.strip() and not one.lstrip().startswith("#")), "")
    return first[: len(first) - len(first.lstrip())]


def unmarked(text: str) -> str:
    """Answers without what is said of them here."""
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() != answersfile.LEFT)
