"""A name or a short statement of one line."""

from __future__ import annotations

from specgen.model import Question, Value
from specgen.questions import AnswerError, QuestionType, quoted, wrong_kind

_PLACEHOLDERS = {"tba", "tbc", "tbd", "todo", "fixme", "?", "???"}


def parse(text: str, question: Question) -> Value:
    """The text itself. Raises AnswerError for a placeholder: that is `unknown`, which is counted and followed up."""
    if text.strip().lower() in _PLACEHOLDERS:
        raise AnswerError(f"{quoted(text)} is no answer yet. Type unknown: that is listed and followed up.", "unknown")
    return text


def show(value: Value) -> str:
    """The text itself."""
    if not isinstance(value, str):
        raise wrong_kind(value, "str")
    return value


QUESTION_TYPE = QuestionType(
    name="text",
    kind="text",
    dimension=None,
    parse=parse,
    show=show,
    hint="One line of text, such as: Interbank switch.",
)
