"""What a result is when an operand is only bounded: "at least", "at most", or nothing at all.

`""` is an exact result. A result pulled both ways is no bound, so it must not be shown as a number.
"""

from __future__ import annotations

from specgen.calculators import Missing

AT_LEAST, AT_MOST = "at least", "at most"


def flipped(bound: str) -> str:
    """The bound of a result that falls when its operand rises."""
    return {AT_LEAST: AT_MOST, AT_MOST: AT_LEAST}.get(bound, "")


def joined(first: str, second: str, *missing: str) -> str:
    """The bound of a result that rises with both operands. Raises Missing(*missing) when they pull apart."""
    if first and second and first != second:
        raise Missing(*missing)
    return first or second
