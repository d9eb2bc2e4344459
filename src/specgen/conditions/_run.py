"""Decides a condition: Kleene's three-valued logic over exact amounts.

Evaluation is total. What cannot be decided (a missing value, a division by zero, two currencies, kinds that
do not meet) is None, and `check` has refused before whatever an author could have written better.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from specgen.conditions._kinds import result_of
from specgen.model import Condition, Dimension, Place, Quantity, Record, Truth

Operand = bool | str | Quantity | date | Place | tuple[str, ...] | tuple[Record, ...]
Lookup = Callable[[str], Operand | None]

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def evaluate(condition: Condition, lookup: Lookup) -> Truth:
    """Whether the condition holds. `lookup` gives the value of a full dotted name, None where it is missing.

    It is called at most once for each occurrence of a name; parts that no longer matter are not looked up.
    `needs` names, in the order written, what was missing and could still decide the result; it is empty when
    that is decided.
    """
    needs: list[str] = []
    value = _holds(_run(condition.tree, lookup, needs))
    return Truth(value, () if value is not None else tuple(dict.fromkeys(needs)))


def _run(node: Any, lookup: Lookup, needs: list[str]) -> Operand | None:
    """Value of a node; a node that stays None adds to `needs` what it missed, any other adds nothing."""
    what = node[0]
    if what == "name":
        value = lookup(node[2])
        if value is None:
            needs.append(node[2])
        return value
    if what == "compare":
        return _compare(node, lookup, needs)
    if what in ("and", "or"):
        return _join(node, what == "or", lookup, needs)
    if what == "not":
        held = _holds(_run(node[2], lookup, needs))
        return None if held is None else not held
    if what in ("text", "bool"):
        return node[2]  # type: ignore[no-any-return]  # trees are untyped: JSON gives them back as lists
    if what == "quantity":
        return _quantity(node[2], node[3], node[4])
    if what == "number":
        return _quantity(node[2], "number", "")
    if what == "date":
        return date.fromisoformat(node[2])
    if what == "list":
        return tuple(part[2] for part in node[2:])
    if what == "neg":
        value = _run(node[2], lookup, needs)
        return (
            Quantity(-value.amount, value.dimension, value.currency) if isinstance(value, Quantity) else None
        )
    return _compute(node, lookup, needs)


def _holds(value: Operand | None) -> bool | None:
    """A value as a condition: a list holds when it is not empty; amounts and texts neither hold nor fail."""
    if isinstance(value, bool):
        return value
    return len(value) > 0 if isinstance(value, tuple) else None


def _join(node: Any, decisive: bool, lookup: Lookup, needs: list[str]) -> bool | None:
    missed: list[str] = []
    undecided = False
    for part in node[2:]:
        held = _holds(_run(part, lookup, missed))
        if held is decisive:
            return decisive
        undecided = undecided or held is None
    if not undecided:
        return not decisive
    needs += missed
    return None


def _compare(node: Any, lookup: Lookup, needs: list[str]) -> bool | None:
    """A chain `a < b < c` is `a < b and b < c`, with each operand looked up once."""
    values: list[tuple[Operand | None, list[str]]] = []
    for part in node[2::2]:
        missed: list[str] = []
        values.append((_run(part, lookup, missed), missed))
    undecided: list[str] | None = None
    for (left, before), sign, (right, after) in zip(values, node[3::2], values[1:], strict=False):
        held = None if left is None or right is None else _pair(left, sign, right)
        if held is False:
            return False
        if held is None:
            undecided = [*(undecided or ()), *before, *after]
    if undecided is None:
        return True
    needs += undecided
    return None


def _pair(left: Operand, sign: str, right: Operand) -> bool | None:
    if sign in ("in", "not in"):
        if not isinstance(left, str) or not isinstance(right, tuple):
            return None
        return (left in right) is (sign == "in")
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _ORDER[sign](left.amount, right.amount) if _comparable(left, right) else None
    if type(left) is not type(right) or not isinstance(left, bool | str | date):
        return None
    ordered = isinstance(left, date)
    return _ORDER[sign](left, right) if ordered or sign in ("==", "!=") else None


def _comparable(left: Quantity, right: Quantity) -> bool:
    """Amounts of one dimension; of money in one currency too, where nothing at all (`0`) has none."""
    if left.dimension is not right.dimension:
        return False
    bare = any(one.currency == "" and one.amount == 0 for one in (left, right))
    return left.currency == right.currency or bare


def _compute(node: Any, lookup: Lookup, needs: list[str]) -> Quantity | None:
    sign = node[0]
    missed: list[str] = []
    left, right = _run(node[2], lookup, missed), _run(node[3], lookup, missed)
    if sign == "/" and isinstance(right, Quantity) and right.amount == 0:
        return None  # no dividend could help, so none is asked for
    if not isinstance(left, Quantity) or not isinstance(right, Quantity):
        needs += missed
        return None
    if sign in ("+", "-"):
        if (left.dimension, left.currency) != (right.dimension, right.currency):
            return None
        total = left.amount + right.amount if sign == "+" else left.amount - right.amount
        return Quantity(total, left.dimension, left.currency)
    amount = left.amount * right.amount if sign == "*" else left.amount / right.amount
    dimension = result_of(sign, left.dimension, right.dimension)
    if dimension is not Dimension.MONEY:
        return None if dimension is None or left.currency != right.currency else Quantity(amount, dimension)
    return Quantity(amount, dimension, left.currency or right.currency)


@lru_cache(maxsize=1024)
def _quantity(amount: str, dimension: str, currency: str) -> Quantity:
    return Quantity(Fraction(amount), Dimension(dimension), currency)
