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

from specgen.conditions._check import check
from specgen.conditions._kinds import Name
from specgen.conditions._parse import parse
from specgen.conditions._run import Operand, evaluate

__all__ = ["Name", "Operand", "check", "evaluate", "parse"]
