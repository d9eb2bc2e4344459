"""What a weekend without anybody costs: a failure on Friday evening that waits for Monday morning.

Times are seconds, shares exact. Office hours differ between companies, so every figure here is a default.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST
from specgen.calculators._ranges import positive
from specgen.calculators._working import count, near, ratio, seconds
from specgen.calculators.availability import ERROR_BUDGET, WINDOW
from specgen.model import Basis, Dimension
from specgen.quantities import HOUR

WEEKEND = Fraction(62 * HOUR)  # Friday 18:00 to Monday 8:00
ONCALL = "process.oncall"
_NOTES = (
    "A failure on Friday at 18:00 that somebody sees on Monday at 8:00 lasts at least 62 h.",
    "The repair comes on top, and office hours from 8:00 to 18:00 are taken.",
)


def largest_target(window: Fraction) -> Fraction:
    """Largest target that one weekend leaves: 1 - 62 h / window, never below zero.

    Source: definition of the budget. Raises ValueError for a window that is not positive.
    """
    return max(Fraction(0), 1 - WEEKEND / positive(window, "the window"))


# --- figures ------------------------------------------------------------------------------------------------


def _nobody(given: Given) -> None:
    """Raises ValueError where somebody may react at night, and Missing where nobody said."""
    if given.word(ONCALL) in ("best_effort", "24x7"):
        raise ValueError("Somebody may react before Monday: no weekend is reckoned with.")


def unattended(given: Given) -> Outcome:
    _nobody(given)
    window = given.amount(WINDOW)
    working = f"1 - {seconds(WEEKEND)} / {seconds(window)}"
    return Outcome(ratio(largest_target(window)), working, AT_MOST, _NOTES, Basis.DEFAULT)


def budgets(given: Given) -> Outcome:
    _nobody(given)
    allowed = given.amount("figures.availability.budget")
    working = f"{seconds(WEEKEND)} / {near(allowed)} s"
    return Outcome(count(WEEKEND / allowed), working, AT_LEAST, _NOTES, Basis.DEFAULT)


FIGURES = (
    FigureSpec(
        "availability.unattended",
        "Target that a weekend without anybody leaves",
        Dimension.RATIO,
        "1 - 62 h / T",
        unattended,
        needs=(ONCALL, WINDOW),
        source=ERROR_BUDGET,
        help="The most that can be promised where a failure on Friday evening waits for Monday morning.",
        toward="down",
    ),
    FigureSpec(
        "availability.unattended_budgets",
        "What a weekend without anybody takes of the budget",
        Dimension.NUMBER,
        "62 h / budget",
        budgets,
        needs=(ONCALL, "figures.availability.budget"),
        source=ERROR_BUDGET,
        help="Above 1 a single failure that waits for Monday breaks the target.",
        unit="times the budget",
    ),
)
