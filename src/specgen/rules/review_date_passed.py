"""The day on which the spec was to be looked at again has passed, or there is none.

`review_by` in the front matter is a promise to its readers: until then the text holds. A day that has passed is a warning in
draft and review, one that is missing a warning in review. From status approved on both are errors, because others rely on the
spec by then. A retired one needs no day.

To mend it: read the spec again with its reviewers, set `reviewed` to that day and `review_by` to the next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.frontmatter.days import day
from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject

_RELIED_ON = ("approved", "implemented")


def _find(subject: Subject) -> Iterator[Found]:
    identity, today = subject.document.identity, day(subject.today)
    if identity is None or today is None or subject.status == "retired":
        return
    until, document = day(identity.review_by), subject.document
    if until is not None and until >= today:
        return
    field, line = identity.spelled("review_by"), document.field_line("review_by")
    if until is not None:
        said = f'"{field}: {identity.review_by}" has passed.'
        fix = f"Read it again with its reviewers, then write that day as reviewed, and the next {field}."
    elif subject.status == "draft" or any(problem.line == line for problem in document.problems):
        return  # what cannot be read is named by `front-matter`
    else:
        said = f'The front matter gives no day for "{field}", so nobody knows until when the text holds.'
        fix = f'Write "{field}: DATE", the day by which its reviewers read it again; a date is written 2027-01-31.'
    relied = subject.status in _RELIED_ON
    yield Found(
        line or document.field_line("status") or 1, said, fix, "review_by",
        gravity=Gravity.ERROR if relied else Gravity.WARNING, since="draft" if until else "review",
    )  # fmt: skip


RULE = Rule(
    name="review-date-passed",
    title="The review date has passed, or there is none",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=("---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nreview_by: 2999-02-18\n---\n",),
    bad=(
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nreview_by: 2001-02-18\n---\n",
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nstatus: approved\n"
        "review_by: 2001-02-18\n---\n",
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\nstatus: review\n---\n",
    ),
    find=_find,
)
