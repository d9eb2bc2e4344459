"""A checklist item stands where it does not count: in a code block, a quote, a comment.

Such an item looks ticked to its author and is not there for anybody else. An item that stands at its place as well is not
named.

To mend it: move the line out, to the other items; a code fence above it may be left open.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._text import Subjects, indent


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    if not document.hidden:
        return
    counted, known = {one.id for one in document.items}, subject.known.phases
    for one in document.hidden:
        if one.id in counted or one.id not in known:
            continue
        column = indent(document.lines[one.line - 1])
        said = f"{one.id} stands in {one.where} and does not count."
        fix = f"Move the line to the other items of its phase, {known[one.id]}."
        yield Found(one.line, said, fix, subjects(one.id), column, known[one.id])


RULE = Rule(
    name="item-hidden",
    title="A checklist item stands where it does not count",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(
        "### Document\n- [x] **SPEC-01** `should` State the problem.\n\nTicked, an item looks like this:\n\n"
        "```markdown\n- [x] **SPEC-01** `should` State the problem.\n```\n",
    ),
    bad=(
        "### Document\n\n```markdown\n- [x] **SPEC-01** `should` State the problem.\n```\n",
        "### Document\n\n<!--\n- [x] **SPEC-01** `should` State the problem.\n-->\n",
        "### Document\n\n> - [x] **SPEC-01** `should` State the problem.\n",
    ),
    find=_find,
)
