"""How a calculation is written out: the formula with its numbers, as an engineer would jot it down."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from specgen.model import Dimension, Quantity
from specgen.quantities import number, show_duration, show_rate

_TYPED = 15  # digits that keep what a person typed as it was typed
_COMPUTED = 6  # digits of an intermediate result


def plain(amount: Fraction) -> str:
    """A typed number, share or count in full: 0.9995 or 2,592,000."""
    return number(amount, _TYPED)


def near(amount: Fraction) -> str:
    """An intermediate result, to six digits."""
    return number(amount, _COMPUTED)


def seconds(amount: Fraction) -> str:
    """A duration in seconds whatever its size: 2,592,000 s."""
    return f"{plain(amount)} s"


def span(amount: Fraction) -> str:
    """A duration in its natural unit: 24 h, 77.557 ms."""
    return show_duration(amount, _COMPUTED)


def spans(amounts: Iterable[Fraction]) -> list[str]:
    """Durations that are added or compared, in one unit: seconds, or milliseconds when all are below 1 s."""
    several = list(amounts)
    if any(abs(one) >= 1 for one in several):
        return [f"{near(one)} s" for one in several]
    return [f"{near(one * 1000)} ms" for one in several]


def rate(per_second: Fraction) -> str:
    return show_rate(per_second, _COMPUTED)


def count(amount: Fraction) -> Quantity:
    return Quantity(amount)


def ratio(amount: Fraction) -> Quantity:
    return Quantity(amount, Dimension.RATIO)


def duration(amount: Fraction) -> Quantity:
    return Quantity(amount, Dimension.DURATION)


def events(per_second: Fraction) -> Quantity:
    return Quantity(per_second, Dimension.RATE)
