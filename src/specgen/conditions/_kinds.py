"""What names stand for, and what amounts make of each other."""

from __future__ import annotations

from typing import Any

from specgen.frozen import Frozen
from specgen.model import Dimension

Node = tuple[Any, ...]  # `conditions/__init__.py` has the grammar

NUMBER = Dimension.NUMBER


class Name(Frozen):
    """What a name stands for. `kind` is bool, choice, set, number, text, date, place, prose or records.

    `dimension` is for numbers (none means a plain one); `choices` for choice and set, where empty admits any
    text.
    """

    kind: str
    dimension: Dimension | None = None
    choices: tuple[str, ...] = ()


BOOL = Name("bool")
QUOTED = Name("quoted")  # a text in quotes: the other side of its comparison decides what it is
Typed = tuple[Node, Name | None]  # None: a fault was reported, and nothing more can be said of this part

_WORDS = {
    "bool": "yes or no",
    "set": "a list of choices",
    "records": "a list",
    "quoted": "a text",
    "prose": "prose",
}


def dimension_of(kind: Name) -> Dimension | None:
    """The dimension of a number, None of anything else."""
    return (kind.dimension or NUMBER) if kind.kind == "number" else None


def result_of(sign: str, left: Dimension, right: Dimension) -> Dimension | None:
    """The dimension that two amounts make together, or None where they make nothing."""
    if sign in ("+", "-"):
        return left if left is right else None
    if right is NUMBER:
        return left
    if sign == "/":
        return NUMBER if left is right else None
    if left is NUMBER:
        return right
    # So many a second, for so many seconds: a count.
    return NUMBER if {left, right} == {Dimension.DURATION, Dimension.RATE} else None


def words(kind: Name) -> str:
    """The kind in a sentence: "a duration", "yes or no"."""
    if kind.dimension is Dimension.MONEY:
        return "an amount of money"
    return _WORDS.get(kind.kind, f"a {dimension_of(kind) or kind.kind}")


def show(node: Node) -> str:
    """The node in a sentence, as far as it can be quoted."""
    if node[0] in ("name", "number", "date"):
        return str(node[2])
    return f'"{node[2]}"' if node[0] == "text" else "This"
