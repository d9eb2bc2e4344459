"""The file is no text that specgen can read.

Specs are UTF-8 text of at most 5 MB. UTF-16, Latin-1, a NUL byte or a huge file cannot be checked, so nothing else is said
of such a file.

To mend it: save it as UTF-8. Editors call that the encoding of a file. A byte order mark and Windows line ends are fine.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._problems import found


def _find(subject: Subject) -> Iterator[Found]:
    problem = subject.document.unreadable
    if problem is not None:
        said = problem._replace(message=f"The file {problem.message}")
        yield found(said, fix="Save it as UTF-8 text")._replace(subject="")


RULE = Rule(
    name="unreadable",
    title="The file is no UTF-8 text, or is too large",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=("# Instant transfers\n\nCustomers send naira to any account.\n",),
    bad=("# Instant transfers\n\nA byte that is no text: \0\n",),
    find=_find,
    anywhere=True,
)
