"""An amount of data, held in bytes."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    return _numbers.read(text, question, Dimension.SIZE)


QUESTION_TYPE = QuestionType(
    name="size",
    kind="number",
    dimension=Dimension.SIZE,
    parse=_parse,
    show=_numbers.show,
    hint="A number with a unit, such as 500 kB or 2 MB (MB is 1,000,000 bytes, MiB 1,048,576).",
)
