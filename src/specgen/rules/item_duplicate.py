"""The same checklist item stands in the file twice.

Ticks, evidence and waivers belong to an item by its id. With two of one id it cannot be said which one counts; here the
first one does.

To mend it: move what is written under the second one to the first, and delete the second. After a merge this is usual.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._text import Subjects, indent


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    first: dict[str, int] = {}
    for item in document.items:
        line = first.setdefault(item.id, item.line)
        if line == item.line:
            continue
        said = f'"{item.id}" stands here a second time, first in line {line}; only the first one counts.'
        fix = f"Move what is written under it to line {line}, and delete this one."
        column, phase = indent(document.lines[item.line - 1]), subject.known.phases.get(item.id, "")
        yield Found(item.line, said, fix, subjects(item.id), column, phase)


RULE = Rule(
    name="item-duplicate",
    title="A checklist item stands in the file twice",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=("### Document\n- [ ] **SPEC-01** `must` State the problem.\n- [ ] **SPEC-02** `must` List goals.\n",),
    bad=(
        "### Document\n- [x] **SPEC-01** `must` State the problem.\n- [ ] **SPEC-02** `must` List goals.\n"
        "- [ ] **SPEC-01** `must` State the problem.\n",
    ),
    find=_find,
)
