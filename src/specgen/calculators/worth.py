"""C22: what the next nine is worth, to be held against what it costs."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._ranges import below_one, not_negative, share
from specgen.calculators._working import plain
from specgen.frozen import replace
from specgen.model import Dimension

REVENUE, TARGET = "availability.revenue", "availability.target"


def next_nine(target: Fraction) -> Fraction:
    """The target with a tenth of the failures: 1 - (1 - A) / 10, so 99.9% becomes 99.99%.

    Raises ValueError for a target of 100%.
    """
    return 1 - (1 - below_one(target, "a target")) / 10


def value_of_gain(revenue: Fraction, before: Fraction, after: Fraction) -> Fraction:
    """Revenue a year that a better availability saves at most: revenue x (A2 - A1). Source: SRE Book ch. 3.

    Raises ValueError for negative revenue or shares outside 0 to 100%.
    """
    gain = share(after, "an availability") - share(before, "an availability")
    return not_negative(revenue, "revenue") * gain


# --- figures ------------------------------------------------------------------------------------------------


def worth(given: Given) -> Outcome:
    revenue, target = given.quantity(REVENUE), given.amount(TARGET)
    better = next_nine(target)
    value = value_of_gain(revenue.amount, target, better)
    notes = (
        "Counts revenue that passes while the service is up, as if all of it were lost while it is down.",
        "Left out: trust, penalties and what the next nine costs.",
    )
    working = f"{plain(revenue.amount)} {revenue.currency} x ({plain(better)} - {plain(target)})"
    return Outcome(replace(revenue, amount=value), working, "", notes)


FIGURES = (
    FigureSpec(
        "availability.next_nine",
        "Worth of the next nine, a year",
        Dimension.MONEY,
        "revenue x (A2 - A1)",
        worth,
        needs=(REVENUE, TARGET),
        source="SRE Book ch. 3 (cost and revenue of availability)",
        help="What a tenth of the failures would save in a year at most: compare it with what it costs.",
    ),
)
