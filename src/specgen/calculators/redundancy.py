"""C05: redundant parts, with and without failures they share. Shares are exact.

Both forms belong side by side wherever one is shown: independence is an assumption, and a tenth of failures
shared takes two nines away. No question feeds these yet, so there are no figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from specgen.calculators import FigureSpec
from specgen.calculators._ranges import share, whole


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


FIGURES: tuple[FigureSpec, ...] = ()
