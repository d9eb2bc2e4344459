"""From a question to its type, and to what conditions may do with its answer."""

from __future__ import annotations

from functools import cache

from specgen import registry
from specgen.conditions import Name
from specgen.model import Question
from specgen.questions._type import QuestionType


@cache
def find(name: str) -> QuestionType:
    """The type of that name, importing its module alone. Raises KeyError when there is none."""
    return registry.part("specgen.questions", name, "QUESTION_TYPE", QuestionType)


def name_of(question: Question) -> Name:
    """What the question's answer is to a condition."""
    kind = find(question.type)
    return Name(kind.kind, kind.dimension, tuple(question.choices))
