"""A span of time, held in seconds."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    return _numbers.read(text, question, Dimension.DURATION)


QUESTION_TYPE = QuestionType(
    name="duration",
    kind="number",
    dimension=Dimension.DURATION,
    parse=_parse,
    show=_numbers.show,
    hint="A number with a unit, such as 300 ms, 1.5 s, 5 min, 2 h or 30 d.",
)
