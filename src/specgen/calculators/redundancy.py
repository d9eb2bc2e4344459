"""C05: redundant parts, with and without failures they share. Shares are exact.

Both forms belong side by side wherever one is shown: independence is an assumption, and a tenth of failures
shared takes two nines away.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._dependencies import LIST, flag_or_none
from specgen.calculators._ranges import share, whole
from specgen.calculators._working import plain
from specgen.model import Basis, Dimension, Quantity


def parallel(parts: Sequence[Fraction]) -> Fraction:
    """Availability of parts of which one suffices: 1 - product of (1 - A). Assumes independent failures.

    Source: reliability block diagrams, IEC 61078. Raises ValueError without parts or for one outside 0 to
    100%.
    """
    if not parts:
        raise ValueError("redundancy needs at least one part")
    return 1 - prod((1 - share(one, "an availability") for one in parts), start=Fraction(1))


def common_cause(availability: Fraction, beta: Fraction, parts: Fraction) -> Fraction:
    """Availability of n equal parts of which one suffices, when a share beta of failures hits all at once.

    1 - (beta x q + ((1 - beta) x q) ^ n) with q = 1 - A. Source: beta-factor model, IEC 61508-6:2010 annex D.
    A model for rare failures: where q is above one half it would promise more than independence, so that is
    refused. A single part has no common cause: its own A comes back. Raises ValueError for shares outside 0
    to 100%, a part below 50%, or no parts.
    """
    if availability < Fraction(1, 2):
        raise ValueError("common failures are modelled for parts up at least half of the time")
    fails, shared = 1 - share(availability, "an availability"), share(beta, "the share of common failures")
    return 1 - (shared * fails + ((1 - shared) * fails) ** whole(parts, "the number of parts", most=1_000))


SHARED = Fraction(1, 10)  # the usual planning value of the beta factor where nobody has measured it: a default


def pair(given: Given) -> Outcome:
    up = _of_pair(given)
    gone = plain(1 - up)
    return Outcome(Quantity(parallel((up, up)), Dimension.RATIO), f"1 - {gone} ^ 2", "at most", (INDEPENDENT,))


def pair_shared(given: Given) -> Outcome:
    up = _of_pair(given)
    value = common_cause(up, SHARED, Fraction(2))
    gone = plain(1 - up)
    working = f"1 - (0.1 x {gone} + (0.9 x {gone}) ^ 2)"
    return Outcome(Quantity(value, Dimension.RATIO), working, basis=Basis.DEFAULT)


def _of_pair(given: Given) -> Fraction:
    """The availability of one half. Raises ValueError when the dependency is no pair."""
    up = given.amount(f"{LIST}[].availability")
    if not flag_or_none(given, f"{LIST}[].redundant"):
        raise ValueError("Not redundant: there is no second provider.")
    return up


INDEPENDENT = "Taken as failing independently, with an equal second provider that takes over at once."

FIGURES = (
    FigureSpec(
        "availability.pair",
        "Availability of the redundant pair, failing independently",
        Dimension.RATIO,
        "1 - (1 - A) ^ 2",
        pair,
        needs=(f"{LIST}[].availability",),
        reads=(f"{LIST}[].redundant",),
        each=LIST,
        source="reliability block diagrams, IEC 61078",
        help="What two equal providers give when nothing ever hits both.",
        toward="down",
    ),
    FigureSpec(
        "availability.pair_shared",
        "Availability of the redundant pair, a tenth of failures shared",
        Dimension.RATIO,
        "1 - (beta x q + ((1 - beta) x q) ^ 2), beta 0.1",
        pair_shared,
        needs=(f"{LIST}[].availability",),
        reads=(f"{LIST}[].redundant",),
        each=LIST,
        source="beta-factor model, IEC 61508-6:2010 annex D",
        help="The same when a tenth of failures (network, configuration, a bad release) hits both.",
        toward="down",
    ),
)
