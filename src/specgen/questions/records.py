"""A repeated group: dependencies, hops, user regions. Its entries are read from a file, field by field."""

from __future__ import annotations

from specgen.model import Question, Record, Value
from specgen.questions import AnswerError, QuestionType, _entries, wrong_kind


def _parse(text: str, question: Question) -> Value:
    if text == _entries.NONE:
        return ()
    raise AnswerError(
        f"{question.id} is a list with fields: give it in a file with --answers, or one value with "
        f'--set "{question.id}[{question.key.upper() or "NAME"}].FIELD=VALUE". none means that there are none.'
    )


def _show(value: Value) -> str:
    """The keys of the records; unlike other types the whole does not fit in one line."""
    if not isinstance(value, tuple):
        raise wrong_kind(value, "tuple of Record")
    return _entries.join([record.key for record in value if isinstance(record, Record)])


QUESTION_TYPE = QuestionType(
    name="records",
    kind="records",
    dimension=None,
    parse=_parse,
    show=_show,
    hint="A list in a file, one entry a dash, such as - {name: Interbank switch, hard: yes}; none for an empty list.",
    many=True,
)
