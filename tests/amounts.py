"""Exact numbers for properties. Hypothesis' own `fractions` makes and checks a new strategy for each numerator, which takes
four times as long as drawing the number."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

WIDEST = 10**24  # more numerators than any range here has


def fractions(low: Fraction | int, high: Fraction | int, max_denominator: int = 10**6) -> st.SearchStrategy[Fraction]:
    """Fractions from `low` to `high`, both included: any denominator up to the largest, any numerator that stays inside."""

    def made(denominator: int, number: int) -> Fraction:
        first, last = ceil(low * denominator), floor(high * denominator)
        if first > last:  # no number of this denominator lies between the two
            return Fraction(high if number < 0 else low)
        return Fraction(first + number % (last - first + 1), denominator)  # 0 is the lowest, -1 the highest

    return st.builds(made, st.integers(1, max_denominator), st.integers(-WIDEST, WIDEST))
