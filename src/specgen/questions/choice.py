"""One of the choices a pack offers, by its key."""

from __future__ import annotations

from specgen.errors import nearest
from specgen.model import Question, Value
from specgen.questions import AnswerError, QuestionType, quoted, wrong_kind


def parse(text: str, question: Question) -> Value:
    """The key `text`. Raises AnswerError naming the choices and the nearest one."""
    if text in question.choices:
        return text
    raise AnswerError(f"{quoted(text)} is not one of: {', '.join(question.choices)}.", _meant(text, question))


def complete(text: str, question: Question) -> str:
    """The key that `text` stands for: a key or label in any case, or a beginning that only one of them has.

    Anything else comes back unchanged, for `parse` to refuse; an ambiguous beginning raises AnswerError.
    """
    typed = text.casefold()
    if text in question.choices or not typed:
        return text
    names = [(key, (key.casefold(), label.casefold())) for key, label in question.choices.items()]
    whole = {key for key, both in names if typed in both}
    begun = whole or {key for key, both in names if any(name.startswith(typed) for name in both)}
    if len(begun) > 1:
        fitting = ", ".join(key for key in question.choices if key in begun)
        raise AnswerError(f"{quoted(text)} could be any of: {fitting}.")
    return next(iter(begun), text)


def _meant(text: str, question: Question) -> str:
    try:
        completed = complete(text, question)
    except AnswerError:
        return ""
    if completed in question.choices:
        return completed
    return nearest(text.lower()[:100], tuple(question.choices))


def _show(value: Value) -> str:
    if not isinstance(value, str):
        raise wrong_kind(value, "str")
    return value


QUESTION_TYPE = QuestionType(
    name="choice",
    kind="choice",
    dimension=None,
    parse=parse,
    show=_show,
    hint="One of the choices by its name, such as payments; at the prompt a beginning that only one has is enough.",
    complete=complete,
)
