"""The block at the top of the file is missing, or something in it cannot be read.

A spec begins with its front matter: file format, id, title, status, owners, dates. Status and tier decide what is demanded,
so a field that is misspelt or holds nonsense would switch demands off in silence.

To mend it: write what the message says. A document that is no spec yet becomes one with `specgen adopt FILE`, which adds
front matter, answers and checklist and leaves the rest as it is. A newer file format needs a newer specgen.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.frontmatter import NO_FORMAT
from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._problems import found
from specgen.rules._text import Subjects, sentence


def _find(subject: Subject) -> Iterator[Found]:
    document = subject.document
    adopt = f"{subject.command('adopt')} adds what it needs and leaves the rest as it is."
    if document.unreadable is not None:
        return
    if not document.has_front_matter and document.marked:
        gone = "specgen wrote this file, and its front matter is gone or does not begin in the first line."
        yield Found(1, gone, "Put it back as it was; it begins with --- in the very first line.")
    elif not document.has_front_matter:
        yield Found(1, "The file has no front matter, so it is no spec yet.", f"If it shall be one: {adopt}")
    subjects = Subjects()
    for problem in document.problems:
        said = found(problem, subjects(problem.message))
        if problem.message == NO_FORMAT and not document.marked:  # of another tool: a line of ours would be half a spec
            said = said._replace(fix=f"If it shall be one: {adopt}", subject="specgen")
        yield said._replace(message=sentence(said.message))


RULE = Rule(
    name="front-matter",
    title="The front matter is missing or cannot be read",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=(
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nstatus: draft\ntier: 0\n---\n\n"
        "# Instant transfers\n",
    ),
    bad=(
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nstatus: aproved\n---\n\n# Instant transfers\n",
        "---\nlayout: post\ntitle: Instant transfers\n---\n\n# Instant transfers\n",
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\n\n# Instant transfers\n",
    ),
    find=_find,
    anywhere=True,
)
