"""C21 burn rates: when to wake somebody, computed from the target.

An alert fires while the error ratio stays above `threshold` in both its windows. Windows and budget shares
are data (`data/burn_rates.json`, with source). Times are seconds, ratios exact shares.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache

from specgen import resources
from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._ranges import below_one, not_negative, positive, share
from specgen.calculators._working import count, duration, events, near, plain, ratio, seconds
from specgen.calculators.availability import TARGET, WINDOW
from specgen.frozen import Frozen
from specgen.model import Dimension
from specgen.quantities import DAY, parse, show_duration

WORKBOOK = "SRE Workbook ch. 5 (alerting on SLOs)"
_SHORTEST_WINDOW = Fraction(28 * DAY)  # the published shares are meant for four weeks or a month


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
        if rate <= 1 and window < _SHORTEST_WINDOW:
            continue
        threshold = rate * allowed
        fires = time_to_fire(threshold, one.long, Fraction(1), interval)
        found.append(
            Alert(
                one.action, one.long, one.short, one.share, rate, threshold, exhaustion(rate, window), fires
            )
        )
    return tuple(found)


# --- figures ------------------------------------------------------------------------------------------------


def _shares_note(window: Fraction) -> tuple[str, ...]:
    if window >= _SHORTEST_WINDOW:
        return ()
    return (f"Budget shares are published for 28 or 30 days; at {show_duration(window)} choose your own.",)


def _fastest(window: Fraction) -> Fraction:
    """Burn rate of the fastest page. Raises ValueError for a window so short that it would fire on a promise kept."""
    fast = burn_rates()[0]
    rate = burn(fast.share, window, fast.long)
    if rate <= 1:
        raise ValueError(f"In a window of {show_duration(window)} no published alert is faster than the promise allows.")
    return rate


def fast_burn(given: Given) -> Outcome:
    window = given.amount(WINDOW)
    fast = burn_rates()[0]
    working = f"{plain(fast.share)} x {seconds(window)} / {seconds(fast.long)}"
    return Outcome(count(_fastest(window)), working, "", _shares_note(window))


def _least_target(given: Given) -> Outcome:
    rate = given.amount("figures.alerts.fast_burn")
    return Outcome(ratio(least_target(rate)), f"1 - 1 / {near(rate)}")


def _fast(given: Given) -> tuple[Alert, str, tuple[str, ...]]:
    target, window = given.amount(TARGET), given.amount(WINDOW)
    _fastest(window)
    fast = alerts(target, window)[0]
    return fast, f"{near(fast.burn)} x {plain(1 - target)}", _shares_note(window)


def fast_threshold(given: Given) -> Outcome:
    fast, working, notes = _fast(given)
    return Outcome(ratio(fast.threshold), working, "", notes)


def fast_fires(given: Given) -> Outcome:
    """False, with a caveat, when even a total outage never fires it."""
    fast, working, notes = _fast(given)
    if fast.fires_in_outage is None:
        fastest = near(fast.burn / fast.threshold)
        never = f"Never: even a total outage burns the budget only {fastest} times as fast as allowed."
        return Outcome(False, f"{working} >= 1", "", (never, *notes))
    intervals = "Not sooner than the scrape and evaluation intervals allow, whichever is longer."
    return Outcome(
        duration(fast.fires_in_outage),
        f"{working} x {seconds(fast.long_window)} / 1",
        "",
        (intervals, *notes),
    )


def _largest_burn(given: Given) -> Outcome:
    target = given.amount(TARGET)
    return Outcome(count(largest_burn(target)), f"1 / {plain(1 - target)}")


def _single_failure(given: Given) -> Outcome:
    fast, working, notes = _fast(given)
    return Outcome(
        events(single_failure(fast.threshold, fast.long_window)), f"1 / ({working}) an hour", "", notes
    )


def requests_rate(given: Given) -> Outcome:
    requests, window = given.amount("availability.requests"), given.amount(WINDOW)
    value = not_negative(requests, "the number of requests") / positive(window, "the window")
    return Outcome(events(value), f"{plain(requests)} / {seconds(window)}")


FIGURES = (
    FigureSpec(
        "alerts.fast_burn",
        "Burn rate of the fastest page",
        Dimension.NUMBER,
        "share of the budget x window / long window",
        fast_burn,
        needs=(WINDOW,),
        source=WORKBOOK,
        help="How many times faster than allowed the budget is being spent when somebody is woken.",
    ),
    FigureSpec(
        "alerts.least_target",
        "Target above which the fastest page can fire",
        Dimension.RATIO,
        "1 - 1 / burn",
        _least_target,
        needs=("figures.alerts.fast_burn",),
        source=WORKBOOK,
        help="At a target of this or less even a total outage does not reach the fastest page.",
        toward="up",
    ),
    FigureSpec(
        "alerts.fast_threshold",
        "Error ratio that pages",
        Dimension.RATIO,
        "burn x (1 - A)",
        fast_threshold,
        needs=(TARGET, WINDOW),
        source=WORKBOOK,
        help="Above this share of errors in both windows of the fastest alert somebody is woken.",
    ),
    FigureSpec(
        "alerts.fast_fires",
        "Time to page in a total outage",
        Dimension.DURATION,
        "burn x (1 - A) x long window / error ratio",
        fast_fires,
        needs=(TARGET, WINDOW),
        source=WORKBOOK,
        help="How long everything is down, from a clean start, before the fastest alert fires.",
    ),
    FigureSpec(
        "alerts.largest_burn",
        "Burn rate of a total outage",
        Dimension.NUMBER,
        "1 / (1 - A)",
        _largest_burn,
        needs=(TARGET,),
        source=WORKBOOK,
        help="An alert whose burn rate is not below this can never fire.",
    ),
    FigureSpec(
        "alerts.single_failure",
        "Traffic below which one failure pages",
        Dimension.RATE,
        "1 / (burn x (1 - A)) an hour",
        _single_failure,
        needs=(TARGET, WINDOW),
        source=WORKBOOK,
        help="With less traffic a single failed request wakes somebody: add probes or a minimum count.",
    ),
    FigureSpec(
        "alerts.requests_rate",
        "Requests, on average",
        Dimension.RATE,
        "requests / window",
        requests_rate,
        needs=("availability.requests", WINDOW),
        source="Definition of a rate",
        help=(
            "The average traffic that alerts see; compare it with the traffic below which one failure pages."
        ),
    ),
)
