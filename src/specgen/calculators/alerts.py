"""C21 burn rates: when to wake somebody, computed from the target."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative, positive
from specgen.calculators._working import count, duration, events, near, plain, ratio, seconds
from specgen.calculators.availability import TARGET, WINDOW
from specgen.calculators.burn import (
    SHORTEST_WINDOW,
    WORKBOOK,
    Alert,
    alerts,
    burn,
    burn_rates,
    largest_burn,
    least_target,
    single_failure,
)
from specgen.model import Dimension
from specgen.quantities import show_duration

INTERVAL = "availability.evaluation"


def _shares_note(window: Fraction) -> tuple[str, ...]:
    if window >= SHORTEST_WINDOW:
        return ()
    return (f"Budget shares are published for 28 or 30 days; at {show_duration(window)} choose your own.",)


def _fastest(window: Fraction) -> Fraction:
    """Burn rate of the fastest page. Raises ValueError for a window so short that it would fire on a promise kept."""
    fast = burn_rates()[0]
    rate = burn(fast.share, window, fast.long)
    if rate <= 1:
        raise ValueError(
            f"In a window of {show_duration(window)} no published alert is faster than the promise allows."
        )
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
    fast = alerts(target, window, given.amount_or_none(INTERVAL) or Fraction(0))[0]
    return fast, f"{near(fast.burn)} x {plain(1 - target)}", _shares_note(window)


def fast_threshold(given: Given) -> Outcome:
    fast, working, notes = _possible(given)
    return Outcome(ratio(fast.threshold), working, "", notes)


def _possible(given: Given) -> tuple[Alert, str, tuple[str, ...]]:
    """The fastest page. Raises ValueError when even a total outage stays below its threshold."""
    fast, working, notes = _fast(given)
    if fast.threshold >= 1:
        raise ValueError("Never: even a total outage stays below the threshold of the fastest page.")
    return fast, working, notes


def fast_fires(given: Given) -> Outcome:
    """False, with a caveat, when even a total outage never fires it."""
    fast, working, notes = _fast(given)
    if fast.fires_in_outage is None:
        fastest = near(fast.burn / fast.threshold)
        never = f"Never: even a total outage burns the budget only {fastest} times as fast as allowed."
        return Outcome(False, f"{working} >= 1", "", (never, *notes))
    interval = given.amount_or_none(INTERVAL)
    formula = f"{working} x {seconds(fast.long_window)} / 1"
    if interval is not None:
        return Outcome(duration(fast.fires_in_outage), f"the longer of {formula} and {seconds(interval)}", "", notes)
    unseen = "Not sooner than the scrape and evaluation intervals allow, whichever is longer."
    return Outcome(duration(fast.fires_in_outage), formula, AT_LEAST, (unseen, *notes))


def _largest_burn(given: Given) -> Outcome:
    target = given.amount(TARGET)
    return Outcome(count(largest_burn(target)), f"1 / {plain(1 - target)}")


def _single_failure(given: Given) -> Outcome:
    fast, working, notes = _possible(given)
    return Outcome(events(single_failure(fast.threshold, fast.long_window)), f"1 / ({working}) an hour", "", notes)


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
        reads=(INTERVAL,),
        source=WORKBOOK,
        help="Above this share of errors in both windows of the fastest alert somebody is woken.",
    ),
    FigureSpec(
        "alerts.fast_fires",
        "Time to page in a total outage",
        Dimension.DURATION,
        "burn x (1 - A) x long window / error ratio, and not before it is evaluated",
        fast_fires,
        needs=(TARGET, WINDOW),
        reads=(INTERVAL,),
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
        reads=(INTERVAL,),
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
        help=("The average traffic that alerts see; compare it with the traffic below which one failure pages."),
    ),
)
