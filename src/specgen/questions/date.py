"""A day of the calendar, written as ISO 8601 does."""

from __future__ import annotations

import datetime

from specgen.model import Question, Value
from specgen.questions import QuestionType, _basis, wrong_kind


def _parse(text: str, question: Question) -> Value:
    return datetime.date.fromisoformat(_basis.read_date(text))


def _show(value: Value) -> str:
    if not isinstance(value, datetime.date):
        raise wrong_kind(value, "date")
    return value.isoformat()


QUESTION_TYPE = QuestionType(
    name="date",
    kind="date",
    dimension=None,
    parse=_parse,
    show=_show,
    hint="A date as year-month-day, such as 2027-01-31.",
)
