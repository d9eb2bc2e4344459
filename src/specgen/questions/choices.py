"""Any number of the choices a pack offers."""

from __future__ import annotations

from collections.abc import Sequence

from specgen.model import Question, Value
from specgen.questions import QuestionType, _entries
from specgen.questions.choice import complete, parse
from specgen.questions.texts import QUESTION_TYPE as TEXTS


def _collect(values: Sequence[str], question: Question) -> Value:
    keys = _entries.checked(values)
    for key in keys:
        parse(key, question)
    return keys


def _parse(text: str, question: Question) -> Value:
    return _collect(_entries.split(text), question)


def _complete(text: str, question: Question) -> str:
    values = _entries.split(text)
    if values == (_entries.NONE,):
        return text
    return _entries.join([complete(value, question) for value in values])


QUESTION_TYPE = QuestionType(
    name="choices",
    kind="set",
    dimension=None,
    parse=_parse,
    show=TEXTS.show,
    hint="Choices with commas between them, such as database, user_facing; none for none of them.",
    many=True,
    collect=_collect,
    complete=_complete,
)
