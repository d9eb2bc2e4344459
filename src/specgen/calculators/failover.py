"""C07 active-passive with coverage: what a failover costs, and how much hangs on its working.

Times are seconds, shares exact. The naive two-node figure is there to be compared with, not to be believed. The figures
made here are those of time: noticing, switching, and how often a budget pays for both. `coverage` has those of chance.
One failover is held against a promise at its worst; what many of them cost together is counted at their mean.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from math import floor

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._bounds import AT_LEAST, flipped
from specgen.calculators._failover import (
    ALONE,
    COVERAGE,
    DNS,
    HEARTBEAT,
    LIST,
    MISSES,
    NOBODY,
    PATTERN,
    PROBE,
    SWITCH,
    left_out,
    only_with_standby,
    pattern,
)
from specgen.calculators._ranges import not_negative, positive, share, whole
from specgen.calculators._working import count, duration, near, plain, seconds
from specgen.calculators.redundancy import parallel
from specgen.model import Dimension

BUDGET = "figures.availability.budget"
_STEP = Decimal("1e-15")  # of a share of failovers: far finer than any number of drills can tell


def detection(interval: Fraction, misses: Fraction, timeout: Fraction = Fraction(0)) -> Fraction:
    """Seconds until a dead node is noticed at worst: misses x interval + probe timeout.

    Raises ValueError for a negative time or less than one miss.
    """
    return whole(misses, "misses") * not_negative(interval, "a heartbeat") + not_negative(timeout, "a probe timeout")


def mean_detection(interval: Fraction, misses: Fraction, timeout: Fraction = Fraction(0)) -> Fraction:
    """Seconds until a dead node is noticed on average: (misses - 1/2) x interval + probe timeout.

    Raises like `detection`.
    """
    return detection(interval, misses, timeout) - interval / 2


def coverage(success: Fraction, standby: Fraction) -> Fraction:
    """Share of failures that a failover really covers: success x availability of the standby.

    Raises ValueError for shares outside 0 to 100%.
    """
    return share(success, "the success of failovers") * share(standby, "the availability of the standby")


def expected_downtime(covered: Fraction, outage: Fraction, mttr: Fraction) -> Fraction:
    """Seconds down per failure on average: c x outage + (1 - c) x MTTR. `outage` is detection + switch + name caching.

    Raises ValueError for a share outside 0 to 100% or negative times.
    """
    lost = share(covered, "coverage") * not_negative(outage, "an outage")
    return lost + (1 - covered) * not_negative(mttr, "the time to repair")


def steady_state(mttf: Fraction, down: Fraction) -> Fraction:
    """Availability of a part that runs MTTF and is then down: MTTF / (MTTF + down).

    With MTTR for `down`: a single node. Raises ValueError for an MTTF that is not positive or a negative downtime.
    """
    return positive(mttf, "the time between failures") / (mttf + not_negative(down, "a downtime"))


def naive_pair(single: Fraction) -> Fraction:
    """What two nodes would give if failover were instant and always worked: 1 - (1 - A)^2."""
    return parallel([single, single])


def failovers_in_budget(budget: Fraction, outage: Fraction) -> Fraction:
    """Failovers that fit into a budget: budget / outage. Raises ValueError when an outage takes no time."""
    return not_negative(budget, "a budget") / positive(outage, "an outage")


def success_lower_bound(drills: Fraction) -> Fraction:
    """Success rate that n drills without a failure show with 95% confidence.

    Formula: 0.05 ^ (1 / n), rounded down: with a lower rate, fewer than one series of n in twenty would all work. The
    rule of three, 1 - 3/n, comes near it for large n only. Source: Clopper and Pearson, Biometrika 1934, one-sided.
    To 15 decimals. Raises ValueError for less than one drill.
    """
    with localcontext(prec=40):
        shown = (Decimal("0.05") ** (1 / Decimal(whole(drills, "drills")))).quantize(_STEP, ROUND_FLOOR)
    return Fraction(min(shown, 1 - _STEP))


# --- figures ------------------------------------------------------------------------------------------------


def noticed(given: Given) -> tuple[Fraction, str, tuple[str, ...]]:
    """Seconds to notice a dead node at worst, its working, and the answers left out because they are unknown."""
    if pattern(given) == ALONE:
        raise ValueError(NOBODY)
    interval, misses = given.amount(HEARTBEAT), given.amount(MISSES)
    timeout = given.amount_or_none(PROBE)
    working = f"{plain(misses)} x {seconds(interval)} + {'unknown' if timeout is None else seconds(timeout)}"
    value = detection(interval, misses, timeout or Fraction(0))
    return value, working, () if timeout is not None else (PROBE,)


def noticed_on_average(given: Given) -> tuple[Fraction, str, tuple[str, ...]]:
    """The same on average: a node dies half an interval after a heartbeat."""
    _, _, unknown = noticed(given)
    interval, misses, timeout = given.amount(HEARTBEAT), given.amount(MISSES), given.amount_or_none(PROBE)
    working = f"({plain(misses)} - 0.5) x {seconds(interval)} + {'unknown' if timeout is None else seconds(timeout)}"
    return mean_detection(interval, misses, timeout or Fraction(0)), working, unknown


def whole_outage(given: Given) -> tuple[Fraction, Outcome]:
    """Seconds from the last good answer to the first from the standby, at worst."""
    return _outage(given, noticed, Fraction(1))


def mean_outage(given: Given) -> tuple[Fraction, Outcome]:
    """The same on average: half an interval less, and half the lifetime of a name has passed."""
    return _outage(given, noticed_on_average, Fraction(1, 2))


def _outage(
    given: Given, noticing: Callable[[Given], tuple[Fraction, str, tuple[str, ...]]], left: Fraction
) -> tuple[Fraction, Outcome]:
    """`left` is the share of a name's lifetime for which clients keep the old address."""
    only_with_standby(given)
    value, working, unknown = noticing(given)
    switch, names = given.amount(SWITCH), given.amount_or_none(DNS)
    value += not_negative(switch, "a switch") + not_negative(names or Fraction(0), "the lifetime of a name") * left
    half = "" if left == 1 else " / 2"
    working += f" + {seconds(switch)}" + (f" + {seconds(names)}{half}" if names else "")
    notes = ("Clients are taken to honour the lifetime of the name.",) if names else ()
    unknown = unknown if names is not None else (*unknown, DNS)
    bound = AT_LEAST if unknown else ""
    return value, Outcome(duration(value), working, bound, (*left_out(given, unknown), *notes))


def detect(given: Given) -> Outcome:
    value, working, unknown = noticed(given)
    return Outcome(duration(value), working, AT_LEAST if unknown else "", left_out(given, unknown))


def detect_mean(given: Given) -> Outcome:
    value, working, unknown = noticed_on_average(given)
    return Outcome(duration(value), working, AT_LEAST if unknown else "", left_out(given, unknown))


def outage(given: Given) -> Outcome:
    return whole_outage(given)[1]


def outage_mean(given: Given) -> Outcome:
    return mean_outage(given)[1]


def in_budget(given: Given) -> Outcome:
    allowed = given.amount(BUDGET)
    lasts, failing = whole_outage(given)
    whole_ones = Fraction(floor(failovers_in_budget(allowed, lasts)))  # a part of a failover does not fit
    return Outcome(count(whole_ones), f"{near(allowed)} s / {near(lasts)} s", flipped(failing.bound), failing.caveats)


_TIMES = (PATTERN, HEARTBEAT, MISSES, SWITCH)

FIGURES = (
    FigureSpec(
        "failover.detect",
        "Time to notice a dead node, at worst",
        Dimension.DURATION,
        "misses x interval + probe timeout",
        detect,
        needs=(PATTERN, HEARTBEAT, MISSES),
        reads=(PROBE,),
        each=LIST,
        source=COVERAGE,
        help="Users wait this long before anything is done about it.",
    ),
    FigureSpec(
        "failover.detect_mean",
        "Time to notice a dead node, on average",
        Dimension.DURATION,
        "(misses - 0.5) x interval + probe timeout",
        detect_mean,
        needs=(PATTERN, HEARTBEAT, MISSES),
        reads=(PROBE,),
        each=LIST,
        source=COVERAGE,
        help="A node dies half an interval after a heartbeat, on average.",
    ),
    FigureSpec(
        "failover.outage",
        "Outage of a failover that works, at worst",
        Dimension.DURATION,
        "misses x interval + probe timeout + switch + name caching",
        outage,
        needs=_TIMES,
        reads=(PROBE, DNS),
        each=LIST,
        source=COVERAGE,
        help="What a failover costs when everything goes as planned.",
    ),
    FigureSpec(
        "failover.outage_mean",
        "Outage of a failover that works, on average",
        Dimension.DURATION,
        "(misses - 0.5) x interval + probe timeout + switch + name caching / 2",
        outage_mean,
        needs=_TIMES,
        reads=(PROBE, DNS),
        each=LIST,
        source=COVERAGE,
        help="What many failovers cost together: the worst case is for a promise about each one.",
    ),
    FigureSpec(
        "failover.in_budget",
        "Failovers that fit into the error budget",
        Dimension.NUMBER,
        "whole part of budget / outage",
        in_budget,
        needs=(*_TIMES, BUDGET),
        reads=(PROBE, DNS),
        each=LIST,
        source="SRE Book ch.3 (error budgets)",
        help="How many may happen in one window if nothing else goes wrong and each of them works.",
        toward="down",
    ),
)
