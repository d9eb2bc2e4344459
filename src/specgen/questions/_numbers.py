"""Numbers as answers: exact, never below zero, inside the bounds of their question."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from specgen import quantities
from specgen.model import Dimension, Quantity, Question, Value
from specgen.questions._type import AnswerError, printable, quoted, wrong_kind

_LONGEST = 100  # characters; no number needs more, and messages repeat what was typed

# Units a number is written back in, the natural one first among equals.
_UNITS: dict[Dimension, tuple[tuple[str, Fraction], ...]] = {
    Dimension.DURATION: tuple((f" {u}", quantities.DURATIONS[u]) for u in ("s", "ms", "min", "h", "d", "us", "ns")),
    Dimension.SIZE: tuple(
        (f" {u}", Fraction(size)) for u, size in quantities.SIZES.items() if u not in ("byte", "bytes", "KB")
    ),
    Dimension.RATE: tuple(
        (f"/{u}", Fraction(1, quantities.PERIODS[u])) for u in ("s", "min", "h", "d", "week", "month")
    ),
    Dimension.THROUGHPUT: (
        *((f" {u}/s", Fraction(quantities.SIZES[u])) for u in ("B", "kB", "MB", "GB", "TB")),
        *((f" {u}/s", Fraction(bits, 8)) for u, bits in quantities.BITS.items()),
    ),
    Dimension.RATIO: (("%", Fraction(1, 100)),),
    Dimension.NUMBER: (("", Fraction(1)),),
}


def read(text: str, question: Question, dimension: Dimension) -> Quantity:
    """The quantity `text` names. Raises AnswerError when it is none, is below zero or breaks a bound."""
    if len(text) > _LONGEST:
        raise AnswerError(f"{quoted(text)} is too long for a number. {quantities.UNITS_HINT[dimension]}")
    try:
        quantity = quantities.parse(text, dimension)
    except quantities.QuantityError as error:
        raise AnswerError(printable(str(error)), error.suggestion) from error
    if quantity.amount < 0:
        raise AnswerError(f"{text} is below zero; this can be zero or more.", text.lstrip("- "))
    _check_bounds(quantity, text, question)
    return quantity


def _check_bounds(quantity: Quantity, text: str, question: Question) -> None:
    """Bounds come from a pack, which is checked when it is loaded; QuantityError here would mean it was not."""
    bounds: tuple[tuple[str, str, Callable[[Fraction, Fraction], Any]], ...] = (
        (question.above, "above", operator.gt),
        (question.below, "below", operator.lt),
        (question.minimum, "at least", operator.ge),
        (question.maximum, "at most", operator.le),
    )
    for bound, words, holds in bounds:
        if not bound:
            continue
        limit = quantities.parse(bound, quantity.dimension)
        if limit.currency != quantity.currency:
            raise AnswerError(f"{text}: give it in {limit.currency}; it must be {words} {bound}.")
        if not holds(quantity.amount, limit.amount):
            raise AnswerError(f"{text}: it must be {words} {bound}.")


def show(value: Value) -> str:
    """The quantity exactly, in the unit that needs the fewest digits: 90 s, 36 h, 300 ms, 1900/month, 99.95%."""
    if not isinstance(value, Quantity):
        raise wrong_kind(value, "Quantity")
    if value.dimension is Dimension.MONEY:
        return f"{_written_out(value.amount)} {value.currency}"
    exact: list[tuple[bool, int, int, str]] = []
    for order, (unit, size) in enumerate(_UNITS[value.dimension]):
        amount = value.amount / size
        if _places(amount) is not None:
            digits = _written_out(amount)
            exact.append((0 < amount < 1, len(digits), order, digits + unit))
    if not exact:  # a third of a second: no typed text means it, so rounding is all that is left
        unit, size = _UNITS[value.dimension][0]
        return quantities.decimal(value.amount / size) + unit
    return min(exact)[3]


def _places(amount: Fraction) -> int | None:
    """Decimals that write `amount` exactly; None when it never ends, as 1/3 does."""
    rest, twos, fives = amount.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _written_out(amount: Fraction) -> str:
    places = _places(amount)
    return quantities.decimal(amount) if places is None else quantities.decimal(amount, places)
