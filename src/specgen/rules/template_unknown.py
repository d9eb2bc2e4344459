"""The template that the front matter names does not exist, or cannot be filled.

Sections and blocks are compared with what the template makes of the answers. Without it nothing computed can be checked.

To mend it: write the name of a template that exists, `template: spec 1.0.0` for the one that comes with specgen; or name the
folder of your team's templates in specgen.toml.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._problems import in_answers
from specgen.rules._text import Subjects, sentence


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    for problem in subject.problems:
        if in_answers(problem, document):
            continue
        place = f" ({problem.file}, line {problem.line})" if problem.file not in ("", document.file) else ""
        fix = sentence(problem.fix) if problem.fix else "Mend the template; nothing computed can be checked before."
        said = sentence(problem.message.rstrip(".") + place)
        yield Found(max(document.field_line("template"), 1), said, fix, subjects(problem.message))


RULE = Rule(
    name="template-unknown",
    title="The template does not exist, or cannot be filled",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=("---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\ntemplate: spec 1.0.0\n---\n",),
    bad=("---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\ntemplate: letter 1.0.0\n---\n",),
    find=_find,
    needs=Needs.COMPARED,
)
