"""Refuses numbers that make no sense before a formula turns them into a plausible result.

Messages are written for the person who typed the number: they name it and say what is allowed.
"""

from __future__ import annotations

from fractions import Fraction

MOST_TRIES = 1_000  # beyond any real policy; keeps powers and sums of hostile input small


def share(value: Fraction, what: str) -> Fraction:
    """`value` when it lies in 0 to 100%. Raises ValueError otherwise."""
    if not 0 <= value <= 1:
        raise ValueError(f"{what} must lie between 0% and 100%")
    return value


def below_one(value: Fraction, what: str) -> Fraction:
    """A share below 100%.

    Raises ValueError: at 100% nothing may fail, and what divides by the budget is undefined.
    """
    if share(value, what) == 1:
        raise ValueError(f"{what} of 100% leaves an error budget of zero")
    return value


def positive(value: Fraction, what: str) -> Fraction:
    if value <= 0:
        raise ValueError(f"{what} must be more than zero")
    return value


def not_negative(value: Fraction, what: str) -> Fraction:
    if value < 0:
        raise ValueError(f"{what} cannot be negative")
    return value


def whole(value: Fraction, what: str, least: int = 1, most: int | None = None) -> int:
    """A whole number of at least `least`, for instance tries. Raises ValueError otherwise."""
    if value.denominator != 1 or value < least:
        raise ValueError(f"{what} must be a whole number of at least {least}")
    if most is not None and value > most:
        raise ValueError(f"{what} cannot be more than {most:,}")
    return int(value)
