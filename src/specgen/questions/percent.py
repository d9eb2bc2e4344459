"""A share of something: availability, hit ratio, errors. Held as a ratio, 99.95% is 9995/10000."""

from __future__ import annotations

from specgen.model import Dimension, Question, Value
from specgen.questions import AnswerError, QuestionType, _numbers


def _parse(text: str, question: Question) -> Value:
    share = _numbers.read(text, question, Dimension.RATIO)
    if share.amount > 1 and not question.maximum:  # a pack that means growth by 150% says how far it may go
        raise AnswerError(f"{text} is more than all of it; a share is at most 100%.")
    return share


QUESTION_TYPE = QuestionType(
    name="percent",
    kind="number",
    dimension=Dimension.RATIO,
    parse=_parse,
    show=_numbers.show,
    hint="A percentage, such as 99.9% (with the % sign: 0.999 is asked back).",
)
