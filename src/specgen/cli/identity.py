"""The identity that a new spec begins with: what of it the answers say, and its days."""

from __future__ import annotations

from datetime import date, timedelta

from specgen import frontmatter
from specgen.compose.aging import PERIOD
from specgen.errors import InputError, Problem, UsageError
from specgen.frozen import NamedTuple
from specgen.model import Answers, Identity, Quantity
from specgen.quantities import DAY, plural


class Days(NamedTuple):
    """ISO dates: of creation, and until which the spec is to be reviewed."""

    created: str
    review_by: str


def days(answers: Answers, today: str, usual: int) -> Days:
    """Reviewed after the period that was answered, else after the `usual` days. Raises UsageError on a day, InputError on a
    period too late for a calendar."""
    said = answers.get(PERIOD)
    period = said.value.amount if said and isinstance(said.value, Quantity) else None
    after = usual if period is None else max(1, int(period / DAY))
    try:
        return Days(today, (date.fromisoformat(today) + timedelta(days=after)).isoformat())
    except OverflowError as error:
        past = "would be past the year 9999"
        if said is None or period is None:
            late = f"{today} is too late for a new spec: its first review, {plural(after, 'day')} later, {past}"
            raise UsageError(f"{late}. Give an earlier day with --date.") from error
        message = f"{PERIOD} is {said.text}: the first review, that long after {today}, {past}"
        raise InputError(Problem(message, *said.mark, "Give a shorter period or an earlier day.")) from error


def begun(id: str, title: str, answers: Answers, days: Days, *, template: str = "", file: str = "") -> Identity:
    """Raises InputError on a bad id; `file` is the document that it is for."""
    problem = frontmatter.check_id(id)
    if problem:
        raise InputError(problem._replace(file=file))
    tier = word(answers, "spec.tier")
    return Identity(
        id, title, tier=int(tier) if tier.isdecimal() else None, owners=_words(answers, "spec.owners"),
        reviewers=_words(answers, "spec.reviewers"), created=days.created, review_by=days.review_by, template=template,
    )  # fmt: skip


def word(answers: Answers, id: str) -> str:
    """An answer that is text; "" where there is none, or nobody knows it."""
    answer = answers.get(id)
    return answer.value if answer and isinstance(answer.value, str) else ""


def _words(answers: Answers, id: str) -> tuple[str, ...]:
    answer = answers.get(id)
    value = answer.value if answer else ()
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()
