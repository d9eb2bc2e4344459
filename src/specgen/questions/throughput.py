"""How much data passes, held in bytes a second."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    return _numbers.read(text, question, Dimension.THROUGHPUT)


QUESTION_TYPE = QuestionType(
    name="throughput",
    kind="number",
    dimension=Dimension.THROUGHPUT,
    parse=_parse,
    show=_numbers.show,
    hint="An amount and its second, such as 90 MB/s or 10 Mbit/s (a byte is 8 bits).",
)
