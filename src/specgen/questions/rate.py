"""How often something happens, held per second."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    return _numbers.read(text, question, Dimension.RATE)


QUESTION_TYPE = QuestionType(
    name="rate",
    kind="number",
    dimension=Dimension.RATE,
    parse=_parse,
    show=_numbers.show,
    hint="A number and its period, such as 40/s or 1900/month (a month is 30 days).",
)
