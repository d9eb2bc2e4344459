"""How to type an answer, in the words of one question: its own choices, its own fields."""

from __future__ import annotations

from specgen.model import Question
from specgen.questions._find import find

_SHOWN = 6  # choices that a line can hold


def hint(question: Question) -> str:
    """The hint of the type, with this question's choices or key field where the type's example would speak of others."""
    if question.choices:
        several = "Some of" if find(question.type).many else "One of"
        named = ", ".join(list(question.choices)[:_SHOWN])
        more = " …" if len(question.choices) > _SHOWN else ""
        return f"{several}: {named}{more}. At the prompt a beginning that only one has is enough."
    if question.type == "records":
        entry = f"- {{{question.key}: {question.example or '…'}, …}}"
        return f"A list in a file, one entry a dash, such as {entry}; none for an empty list."
    return find(question.type).hint
