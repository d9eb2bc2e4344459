"""What a reader found wrong, said as a finding."""

from __future__ import annotations

from specgen.errors import Problem
from specgen.model import Document
from specgen.rules import Found
from specgen.rules._text import sentence


def found(problem: Problem, subject: str = "", fix: str = "") -> Found:
    """The problem at its place; `fix` where the problem has none of its own."""
    return Found(
        max(problem.line, 1),
        sentence(problem.message),
        sentence(problem.fix or fix) if problem.fix or fix else "",
        subject or problem.message,
        max(problem.column, 1),
    )


def in_answers(problem: Problem, document: Document) -> bool:
    """Whether it is a fault of the answers; those of the template stand in a file of their own, or in the front matter."""
    return problem.file == document.file and problem.line >= max(document.body, 2)
