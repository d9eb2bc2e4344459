"""Constants as the other side of a comparison reads them: a choice, a text, a date, an exact amount."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Protocol

from specgen import quantities
from specgen.conditions._kinds import NUMBER, QUOTED, Name, Node, Typed, dimension_of, words
from specgen.errors import nearest
from specgen.model import Dimension, Quantity


class Fault(Protocol):
    """Reports a fault at a node."""

    def __call__(self, node: Node, message: str, fix: str = "", /) -> None: ...


def resolve(side: Typed, by: Name, fault: Fault) -> Typed:
    """A constant as `by`, the kind of the other side, reads it; anything else as it is."""
    node, kind = side
    if kind is QUOTED and by is not QUOTED:
        reader = _READERS.get(by.kind)
        return reader(node, by, fault) if reader else side  # of lists the caller says what to write instead
    if node[0] == "number":
        return _bare(node, by, fault)
    return side


def choice(node: Node, of: Name, fault: Fault) -> bool:
    """Whether the constant is a text that this answer can be; reports a fault otherwise."""
    if node[0] != "text":
        fault(node, f"{node[2]} is not a text.", f'Put it in quotes: "{node[2]}".')
        return False
    text: str = node[2]
    if not of.choices or text in of.choices:
        return True
    if text == "unknown":
        fix = "Nothing equals an unknown answer; use not answered.ID."
    else:
        meant = nearest(text, of.choices)
        fix = f'Did you mean "{meant}"?' if meant else f"The choices are {', '.join(of.choices)}."
    fault(node, f'"{text}" is not one of the choices.', fix)
    return False


def amount(node: Node, by: Name, fault: Fault) -> Typed:
    """A quoted amount, exact, in the dimension of `by`."""
    dimension = dimension_of(by) or NUMBER
    if dimension not in quantities.UNITS_HINT:
        fix = "Compare it with another such figure, or with 0."
        fault(node, f'"{node[2]}" cannot be read as {words(by)}: nobody types one.', fix)
        return node, None
    try:
        return _exact(node, quantities.parse(node[2], dimension)), by
    except quantities.QuantityError as error:
        fix = f'Did you mean "{error.suggestion}"?' if error.suggestion else ""
        fault(node, f'"{node[2]}" stands where {words(by)} is needed. {error}', fix)
        return node, None


def _text(node: Node, by: Name, fault: Fault) -> Typed:
    return node, by if choice(node, by, fault) else None


def _date(node: Node, by: Name, fault: Fault) -> Typed:
    try:
        written = date.fromisoformat(node[2]).isoformat()
    except ValueError:
        written = ""
    if written == node[2]:
        return ("date", node[1], written), by
    fault(node, f'"{node[2]}" is not a date.', "Write it as 2026-11-20.")
    return node, None


def _flag(node: Node, by: Name, fault: Fault) -> Typed:
    fault(node, f'"{node[2]}" is a text, compared with yes or no.', "Write True, False, or the name alone.")
    return node, None


def _bare(node: Node, by: Name, fault: Fault) -> Typed:
    """A number without quotes: a plain one, or 0, which is nothing in every unit."""
    if by.kind in ("choice", "text"):
        fault(node, f"{node[2]} is a number, compared with a text.", f'Put it in quotes: "{node[2]}".')
        return node, None
    value, dimension = Fraction(node[2]), dimension_of(by) or NUMBER
    if dimension is NUMBER or value == 0:
        return _exact(node, Quantity(value, dimension)), Name("number", dimension)
    if dimension is Dimension.RATIO:
        percent = quantities.decimal(value * 100 if value <= 1 else value)
        fix = f'Put a percentage in quotes, with its sign: "{percent}%".'
    else:
        fix = f"Put it in quotes with its unit. {quantities.UNITS_HINT.get(dimension, '')}".strip()
    fault(node, f"{node[2]} is a plain number, compared with {words(by)}.", fix)
    return node, None


def _exact(node: Node, value: Quantity) -> Node:
    return ("quantity", node[1], str(value.amount), value.dimension.value, value.currency)


_READERS: dict[str, Callable[[Node, Name, Fault], Typed]] = {
    "choice": _text, "text": _text, "date": _date, "bool": _flag, "number": amount,
}  # fmt: skip
