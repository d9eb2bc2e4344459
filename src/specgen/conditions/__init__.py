"""The `when:` language: a subset of Python's expressions and of Jinja2's, with three-valued logic.

`parse` reads text, `check` types it against the names that exist, `evaluate` decides it. YAML compares,
Python computes: what this language cannot say is a figure.

A tree is made of tuples `(what, offset, …)` of plain values only, so that JSON can hold it (as lists):

    ("and" | "or", at, part, part, …)           ("not" | "neg", at, part)
    ("+" | "-" | "*" | "/", at, left, right)    ("compare", at, first, operator, second, operator, third, …)
    ("name", at, "answers.latency.p99")         ("list", at, constant, …)
    ("text", at, "redis")                       ("number", at, "99.9")             ("bool", at, True)
    ("quantity", at, "3/10", "duration", currency) and ("date", at, "2026-11-20") come from `check`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specgen.conditions._kinds import Name
from specgen.conditions._run import Operand, evaluate
from specgen.model import Condition, Mark
from specgen.model.mark import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specgen.errors import Problem

__all__ = ["Name", "Operand", "check", "evaluate", "parse"]

# The parser and the checks are imported when they are used: conditions of packs that are kept have passed both.


def parse(text: str, mark: Mark = NOWHERE) -> Condition:
    """Reads a condition that starts at `mark`. Raises InputError for its first fault, at its column."""
    from specgen.conditions import _parse

    return _parse.parse(text, mark)


def check(condition: Condition, names: Mapping[str, Name]) -> tuple[Condition, tuple[Problem, ...]]:
    """The condition with its constants resolved, and everything that is wrong with it; see `_check`."""
    from specgen.conditions import _check

    return _check.check(condition, names)
