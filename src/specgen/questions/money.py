"""An amount of money with its ISO 4217 code."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    return _numbers.read(text, question, Dimension.MONEY)


QUESTION_TYPE = QuestionType(
    name="money",
    kind="number",
    dimension=Dimension.MONEY,
    parse=_parse,
    show=_numbers.show,
    hint="An amount and its currency code, such as 1,000,000 NGN.",
)
