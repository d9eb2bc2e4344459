"""A whole number: attempts, hops, requests."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import AnswerError, QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    number = _numbers.read(text, question, Dimension.NUMBER)
    if number.amount.denominator != 1:
        raise AnswerError(f"{text} is not a whole number. Type one such as 3 or 1,900.")
    return number


QUESTION_TYPE = QuestionType(
    name="integer",
    kind="number",
    dimension=Dimension.NUMBER,
    parse=_parse,
    show=_numbers.show,
    hint="A whole number, such as 3 or 1,900.",
)
