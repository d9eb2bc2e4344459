"""C21 burn rates: how fast a budget may be spent before somebody is told, and what each alert then means.

Shares exact, windows and times in seconds.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache

from specgen import resources
from specgen.calculators import FigureSpec
from specgen.calculators._ranges import below_one, not_negative, positive, share
from specgen.frozen import Frozen
from specgen.model import Dimension
from specgen.quantities import DAY, parse

WORKBOOK = "SRE Workbook ch. 5 (alerting on SLOs)"
SHORTEST_WINDOW = Fraction(28 * DAY)  # the published shares are meant for four weeks or a month


class BurnRate(Frozen):
    """One published pair of windows.

    `share` of the budget is gone within `long`; `short` ends the alert quickly.
    """

    action: str
    share: Fraction
    long: Fraction
    short: Fraction


class Alert(Frozen):
    """One alert for a target and a window.

    `burn` is the speed of spending it fires above, `threshold` the error ratio that means; `exhaustion` is
    when the whole budget is gone at that speed. `fires_in_outage` is the time to fire from a clean start in a
    total outage, None when it never can.
    """

    action: str
    long_window: Fraction
    short_window: Fraction
    share: Fraction
    burn: Fraction
    threshold: Fraction
    exhaustion: Fraction
    fires_in_outage: Fraction | None


@cache
def burn_rates() -> tuple[BurnRate, ...]:
    """The published pairs, fastest first."""
    return tuple(
        BurnRate(
            one["action"],
            parse(one["share"], Dimension.RATIO).amount,
            parse(one["long"], Dimension.DURATION).amount,
            parse(one["short"], Dimension.DURATION).amount,
        )
        for one in json.loads(resources.text("data", "burn_rates.json"))["alerts"]
    )


def burn(budget_share: Fraction, window: Fraction, long: Fraction) -> Fraction:
    """Burn rate that spends a share of the budget within the long window: share x window / long.

    Source: SRE Workbook ch. 5. Raises ValueError for a share outside 0 to 100% or windows that are not
    positive.
    """
    return (
        share(budget_share, "a share of the budget")
        * positive(window, "the window")
        / positive(long, "an alert's window")
    )


def largest_burn(target: Fraction) -> Fraction:
    """Burn rate of a total outage: 1 / (1 - A).

    Raises ValueError for a target of 100%, whose burn is undefined.
    """
    return 1 / (1 - below_one(target, "a target"))


def least_target(rate: Fraction) -> Fraction:
    """Target above which an alert at this burn rate can fire at all: 1 - 1 / burn."""
    return 1 - 1 / positive(rate, "a burn rate")


def exhaustion(rate: Fraction, window: Fraction) -> Fraction:
    """Seconds until the budget is gone at a burn rate: window / burn. Source: SRE Workbook ch. 5."""
    return positive(window, "the window") / positive(rate, "a burn rate")


def time_to_fire(
    threshold: Fraction, long: Fraction, errors: Fraction, interval: Fraction = Fraction(0)
) -> Fraction | None:
    """Seconds from a clean start until the long window's error ratio reaches the threshold.

    Formula: threshold x long / errors. `interval` is the larger of the scrape and the evaluation interval: no
    alert fires sooner. None when the error ratio never gets above the threshold. Source: SRE Workbook ch. 5
    (detection time). Raises ValueError for negative input.
    """
    share(errors, "an error ratio")
    if errors <= not_negative(threshold, "a threshold"):
        return None
    return max(threshold * long / errors, not_negative(interval, "an interval"))


def single_failure(threshold: Fraction, long: Fraction) -> Fraction:
    """Requests a second below which one failure alone is above the threshold in the long window.

    Formula: 1 / (threshold x long). Source: SRE Workbook ch. 5 (low-traffic services). Raises ValueError for
    input that is not positive.
    """
    return 1 / (positive(threshold, "a threshold") * positive(long, "an alert's window"))


def alerts(target: Fraction, window: Fraction, interval: Fraction = Fraction(0)) -> tuple[Alert, ...]:
    """Every alert for a target and a window in seconds; `interval` as in `time_to_fire`.

    In windows shorter than the published shares are meant for, rows that would fire at or below the allowed rate of
    errors are left out: burn 1 is the promise kept. There may be none left.

    Raises ValueError for a target of 100% or a window that is not positive.
    """
    allowed = 1 - below_one(target, "a target")
    found = []
    for one in burn_rates():
        rate = burn(one.share, window, one.long)
        if rate <= 1 and window < SHORTEST_WINDOW:
            continue
        threshold = rate * allowed
        fires = time_to_fire(threshold, one.long, Fraction(1), interval)
        found.append(
            Alert(one.action, one.long, one.short, one.share, rate, threshold, exhaustion(rate, window), fires)
        )
    return tuple(found)


FIGURES: tuple[FigureSpec, ...] = ()  # they stand in alerts.py
