"""Markdown of any number of lines: what a person writes into a section."""

from __future__ import annotations

from specgen.questions import QuestionType
from specgen.questions.text import parse, show

QUESTION_TYPE = QuestionType(
    name="prose",
    kind="prose",
    dimension=None,
    parse=parse,
    show=show,
    hint="Text in Markdown, of any number of lines, such as: Two operators copy 1,900 forms a month.",
    multiline=True,
)
