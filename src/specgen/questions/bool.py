"""Yes or no."""

from __future__ import annotations

from specgen.model import Question, Value
from specgen.questions import AnswerError, QuestionType, quoted, wrong_kind

_WORDS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def _parse(text: str, question: Question) -> Value:
    if text.lower() not in _WORDS:
        raise AnswerError(f"{quoted(text)} is neither yes nor no. Type yes, no, or unknown.")
    return _WORDS[text.lower()]


def _show(value: Value) -> str:
    if not isinstance(value, bool):
        raise wrong_kind(value, "bool")
    return "yes" if value else "no"


QUESTION_TYPE = QuestionType(
    name="bool",
    kind="bool",
    dimension=None,
    parse=_parse,
    show=_show,
    hint="yes or no (y, n, true and false are read too).",
)
