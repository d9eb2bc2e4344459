"""The file holds the lines that git leaves where two changes met.

Between `<<<<<<<` and `>>>>>>>` stand two versions of the same lines. Items and answers stand twice there, and what the other
rules say of the file is not to be trusted before one version is chosen.

To mend it: keep one version, or write a third, and delete the marker lines. Then `specgen update FILE` computes all blocks
again. Such lines in a code block are taken for an example, unless they stand in the answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.conflictlines import conflicts
from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._text import Subjects, short


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    for one in conflicts(document):
        line = document.lines[(one.first or one.last) - 1]
        if one.first:
            until = f"it ends in line {one.last}" if one.last else "and its end is missing"
            said = f'A merge conflict begins here, "{short(line)}"; {until}.'
            yield Found(one.first, said, "Keep one of the two versions and delete the marker lines.", subjects(line))
        else:
            fix = "Choose what is to stay above it, and delete this line and the line of equals signs."
            yield Found(one.last, f'"{short(line)}" ends a merge conflict.', fix, subjects(line))


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
