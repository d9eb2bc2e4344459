"""The day on which the spec was to be looked at again has passed.

`review_by` in the front matter is a promise to its readers: until then the text holds. A warning in draft and review; from
status approved on it is an error, because others rely on it by then.

To mend it: read the spec again with its reviewers, set `reviewed` to that day and `review_by` to the next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.frontmatter.days import day
from specgen.model import Document, Gravity
from specgen.rules import Found, Rule, Subject

_RELIED_ON = ("approved", "implemented")


def _find(subject: Subject) -> Iterator[Found]:
    identity, today = subject.document.identity, day(subject.today)
    if identity is None or today is None or subject.status == "retired":
        return
    until = day(identity.review_by)
    if until is None or until >= today:
        return
    relied = subject.status in _RELIED_ON
    said = f'"review_by: {identity.review_by}" has passed.'
    fix = "Read it again with its reviewers, then write that day as reviewed, and the next review_by."
    yield Found(
        _line(subject.document), said, fix, "review_by",
        gravity=Gravity.ERROR if relied else Gravity.WARNING, since="approved" if relied else "draft",
    )  # fmt: skip


def _line(document: Document) -> int:
    top = document.lines[: document.body - 1]
    return next((number for number, line in enumerate(top, 1) if line.startswith("review_by:")), 1)


RULE = Rule(
    name="review-date-passed",
    title="The review date has passed",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=("---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nreview_by: 2999-02-18\n---\n",),
    bad=(
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nreview_by: 2001-02-18\n---\n",
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nstatus: approved\n"
        "review_by: 2001-02-18\n---\n",
    ),
    find=_find,
)
