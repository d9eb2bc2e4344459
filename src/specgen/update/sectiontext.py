"""Puts prose that was given as an answer into its section, where nobody has written yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from specgen import markerline
from specgen.errors import Problem
from specgen.model import Answer, Document, Heading, Question
from specgen.renderers.markdown.prose import prose
from specgen.sections import is_placeholder, own_lines, own_text
from specgen.update.splices import Splices

Edit = Callable[[Splices], None]


class Placed(NamedTuple):
    """`given` has no section yet; `kept` says why prose was not put in."""

    edits: tuple[Edit, ...]
    given: Mapping[str, Answer]
    kept: tuple[Problem, ...]


def put(document: Document, wanted: Sequence[tuple[Question, Answer]], places: Mapping[str, Heading | None]) -> Placed:
    """What to do with each prose. Guidance and a lone TBD make room; words stay."""
    edits: list[Edit] = []
    given: dict[str, Answer] = {}
    kept: list[Problem] = []
    for question, answer in wanted:
        heading = places.get(question.section)
        text = prose(str(answer.value))
        if heading is None:
            given[question.id] = answer
            continue
        there = own_text(document, heading)
        if there and not is_placeholder(there):
            if there != text:
                message = f'{question.id}: somebody has written the section "{heading.text}" already'
                kept.append(Problem(message, document.file, heading.line, 1, "Change it there, in your editor."))
            continue
        edits.append(_edit(document, question, heading, text.split("\n")))
    return Placed(tuple(edits), given, tuple(kept))


def _edit(document: Document, question: Question, heading: Heading, lines: Sequence[str]) -> Edit:
    marker = next((one.line for one in document.sections if one.heading == heading and one.id == question.section), 0)
    room = _guidance(document, question, heading) or list(own_lines(document, heading.last + 1, heading.end))

    def edit(splices: Splices) -> None:
        for number in room[1:]:
            splices.replace(number, number, ())
        if room:
            splices.replace(room[0], room[0], lines)
        else:
            splices.insert(marker or heading.last, lines, tight=bool(marker))

    return edit


def _guidance(document: Document, question: Question, heading: Heading) -> list[int]:
    """The lines of the comment that specgen put there for the author; none where somebody has changed it."""
    marks = {one.line for one in document.sections}
    comments = [
        number
        for number in range(heading.last + 1, heading.end + 1)
        if document.kinds[number - 1] == "c" and number not in marks and not markerline.is_in(document.lines[number - 1])
    ]
    said = " ".join(" ".join(document.lines[number - 1] for number in comments).split())
    return comments if said == " ".join(question.comment.split()) else []
