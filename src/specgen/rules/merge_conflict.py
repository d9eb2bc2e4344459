"""The file holds the lines that git leaves where two changes met.

Between `<<<<<<<` and `>>>>>>>` stand two versions of the same lines. Items and answers stand twice there, and what the other
rules say of the file is not to be trusted before one version is chosen.

To mend it: keep one version, or write a third, and delete the marker lines. Then `specgen update FILE` computes all blocks
again. Such lines in a code block are taken for an example, unless they stand in the answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Document, Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._text import Subjects, short

_MARKS = ("<<<<<<< ", "=======", ">>>>>>> ")


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    if "<<<<<<<" not in document.text and ">>>>>>>" not in document.text:
        return
    opened, halved = 0, False
    for number, mark, line in _marks(document):
        if mark == _MARKS[0]:
            if opened:
                yield _conflict(opened, 0, document, subjects)
            opened, halved = number, False
        elif mark == _MARKS[1]:
            halved = True
        else:
            if opened:
                yield _conflict(opened, number, document, subjects)
            elif halved:  # seven quote signs alone may be a quote
                fix = "Choose what is to stay above it, and delete this line and the line of equals signs."
                yield Found(number, f'"{short(line)}" ends a merge conflict.', fix, subjects(line))
            opened, halved = 0, False
    if opened:
        yield _conflict(opened, 0, document, subjects)


def _marks(document: Document) -> Iterator[tuple[int, str, str]]:
    answers = document.answers
    for number, line in enumerate(document.lines, 1):
        if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>"):
            continue
        if document.kinds[number - 1] in "fi" and not (answers and answers.opening < number < answers.closing):
            continue
        mark = next((one for one in _MARKS if line.startswith(one)), "")
        if mark and (mark != _MARKS[1] or line.rstrip() == mark):
            yield number, mark, line


def _conflict(begin: int, end: int, document: Document, subjects: Subjects) -> Found:
    line = document.lines[begin - 1]
    until = f"it ends in line {end}" if end else "and its end is missing"
    fix = "Keep one of the two versions and delete the marker lines."
    return Found(begin, f'A merge conflict begins here, "{short(line)}"; {until}.', fix, subjects(line))


RULE = Rule(
    name="merge-conflict",
    title="A merge conflict was not resolved",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=(
        "## Goals\n\nTickets fall from 41 to 0.\n",
        "## How conflicts look\n\n```text\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n```\n",
    ),
    bad=(
        "## Goals\n\n<<<<<<< HEAD\nTickets fall from 41 to 0.\n=======\nTickets fall by half.\n>>>>>>> goals\n",
        "## Answers\n\n```yaml\n<<<<<<< HEAD\navailability.target: 99.9%\n=======\navailability.target: 99.95%\n"
        ">>>>>>> targets\n```\n",
    ),
    find=_find,
)
