"""Several short texts: owners, reviewers, regions where data must stay."""

from __future__ import annotations

from collections.abc import Sequence

from specgen.model import Question, Value
from specgen.questions import QuestionType, _entries, wrong_kind


def _collect(values: Sequence[str], question: Question) -> Value:
    return _entries.checked(values)


def _parse(text: str, question: Question) -> Value:
    return _collect(_entries.split(text), question)


def _show(value: Value) -> str:
    if not isinstance(value, tuple):
        raise wrong_kind(value, "tuple of str")
    return _entries.join([text for text in value if isinstance(text, str)])


QUESTION_TYPE = QuestionType(
    name="texts",
    kind="set",
    dimension=None,
    parse=_parse,
    show=_show,
    hint='Texts with commas between them, such as @ada, @grace; none for an empty list. In YAML quote the @: ["@ada"].',
    many=True,
    collect=_collect,
)
