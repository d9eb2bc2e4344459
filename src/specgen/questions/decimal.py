"""A number that may have decimals."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    return _numbers.read(text, question, Dimension.NUMBER)


QUESTION_TYPE = QuestionType(
    name="decimal",
    kind="number",
    dimension=Dimension.NUMBER,
    parse=_parse,
    show=_numbers.show,
    hint="A number such as 1.5.",
)
