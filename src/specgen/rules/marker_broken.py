"""One of specgen's marker comments cannot be used.

Markers such as `<!-- specgen:begin verdict -->` say what specgen may rewrite. Where one has lost its other half, or stands
twice, nobody can tell which text is a person's; `specgen update` leaves that block alone.

To mend it: put the line back as it was, or delete what is left of the block, its markers and the generated text between
them; `specgen update FILE` writes the block again. With a marker alone deleted, the old text would count as a person's.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._problems import found
from specgen.rules._text import Subjects, short


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    for problem in document.faults:
        line = document.lines[problem.line - 1].strip() if 0 < problem.line <= len(document.lines) else ""
        one = found(problem, subjects(short(line, 60)))
        yield one._replace(gravity=Gravity.WARNING) if problem.line in document.wording_lines else one


RULE = Rule(
    name="marker-broken",
    title="A marker of specgen has lost its other half, or stands twice",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=("## Checklist\n\n<!-- specgen:begin progress -->\nDone: 0 of 2 `must`.\n<!-- specgen:end progress -->\n",),
    bad=(
        "## Checklist\n\n<!-- specgen:begin progress -->\nDone: 0 of 2 `must`.\n",
        "## Goals\n<!-- specgen:section goals -->\nFewer tickets.\n\n## Aims\n<!-- specgen:section goals -->\nFewer calls.\n",
        "## Goals\n<!-- specgen:sectoin goals -->\nFewer tickets.\n",
    ),
    find=_find,
)
