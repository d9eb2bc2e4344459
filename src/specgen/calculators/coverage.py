"""C07, the figures of chance: how many failures a failover covers, and what the pair can promise with that.

The formulas are in `failover`. Nothing here is better than the share of failovers that work, which only drills show.
Failovers that work are counted at their mean: over many of them, detection and name caching are not at their worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST, flipped, joined
from specgen.calculators._failover import (
    ALONE,
    COVERAGE,
    DNS,
    DRILLS,
    HEARTBEAT,
    LIST,
    MISSES,
    MTTF,
    MTTR,
    NOBODY,
    PATTERN,
    PROBE,
    STANDBY,
    STEADY,
    SUCCESS,
    SWITCH,
    WORKED,
    only_with_standby,
    paths,
    pattern,
)
from specgen.calculators._ranges import share, whole
from specgen.calculators._working import duration, near, plain, ratio
from specgen.calculators.failover import (
    coverage,
    expected_downtime,
    mean_outage,
    naive_pair,
    steady_state,
    success_lower_bound,
    whole_outage,
)
from specgen.model import Dimension

EXACT = "Exact binomial bound: Clopper and Pearson, Biometrika 1934"


def drill_table(
    successes: Sequence[Fraction], standby: Fraction, outage: Fraction, repairs: Sequence[Fraction]
) -> tuple[tuple[Fraction, ...], ...]:
    """Seconds down per failure on average: one row for each share of failovers that work, one column for each time to
    repair by hand. Source and ValueError cases as `expected_downtime`."""
    return tuple(
        tuple(expected_downtime(coverage(success, standby), outage, repair) for repair in repairs)
        for success in successes
    )


# --- figures ------------------------------------------------------------------------------------------------


def _coverage(given: Given) -> tuple[Fraction, Outcome]:
    only_with_standby(given)
    success, standby = given.amount(SUCCESS), given.amount_or_none(STANDBY)
    if standby is None:
        notes = ("An upper bound: the standby may be down too, and how often is unknown.",)
        value = share(success, "the success of failovers")
        return value, Outcome(ratio(value), plain(success), AT_MOST, notes)
    value = coverage(success, standby)
    return value, Outcome(ratio(value), f"{plain(success)} x {plain(standby)}")


def covered(given: Given) -> Outcome:
    return _coverage(given)[1]


def _expected(given: Given) -> tuple[Fraction, Outcome]:
    lasts, failing = mean_outage(given)
    ratio_covered, cover = _coverage(given)
    mttr = given.amount(MTTR)
    value = expected_downtime(ratio_covered, lasts, mttr)
    if mttr < lasts and cover.bound:  # then less coverage is less downtime, and no honest bound is left
        raise Missing(*paths(given, (STANDBY,)))
    bound = joined(failing.bound, flipped(cover.bound))
    working = f"{near(ratio_covered)} x {near(lasts)} s + {near(1 - ratio_covered)} x {near(mttr)} s"
    notes = ("Detection and name caching are taken at their mean.", *failing.caveats, *cover.caveats)
    return value, Outcome(duration(value), working, bound, notes)


def expected(given: Given) -> Outcome:
    return _expected(given)[1]


def availability(given: Given) -> Outcome:
    mttf = given.amount(MTTF)
    if mttf <= whole_outage(given)[0]:
        raise ValueError("It fails again before it is back: the time between failures is not above one failover.")
    down, failing = _expected(given)
    working = f"{near(mttf)} s / ({near(mttf)} s + {near(down)} s)"
    return Outcome(ratio(steady_state(mttf, down)), working, flipped(failing.bound), failing.caveats)


def single(given: Given) -> Outcome:
    mttf, mttr = given.amount(MTTF), given.amount(MTTR)
    return Outcome(ratio(steady_state(mttf, mttr)), f"{near(mttf)} s / ({near(mttf)} s + {near(mttr)} s)")


def naive(given: Given) -> Outcome:
    only_with_standby(given)
    alone = given.amount("figures.failover.single")
    notes = ("Only to compare with: it leaves out detection, switching and failovers that do not work.",)
    return Outcome(ratio(naive_pair(alone)), f"1 - {near(1 - alone)} ^ 2", "", notes)


def drilled(given: Given) -> Outcome:
    held, worked = _drills(given)
    return Outcome(ratio(Fraction(worked, held)), f"{worked} / {held}")


def success_shown(given: Given) -> Outcome:
    held, worked = _drills(given)
    if worked < held:
        raise ValueError(f"{held - worked} of {held} drills failed: this bound speaks of drills that all worked.")
    notes = ("With 95% confidence, if drills resemble real failures.",)
    return Outcome(ratio(success_lower_bound(Fraction(held))), f"0.05 ^ (1 / {held})", AT_LEAST, notes)


def _drills(given: Given) -> tuple[int, int]:
    """Drills held and drills that worked. Raises ValueError where there is nothing to count."""
    if pattern(given) == ALONE:
        raise ValueError(NOBODY)
    held, worked = given.amount(DRILLS), given.amount(WORKED)
    if held == 0:
        raise ValueError("Never drilled: no drill shows how many failovers work.")
    if worked > held:
        raise ValueError("More drills worked than were held.")
    return whole(held, "drills"), whole(worked, "drills that worked", least=0)


_CHANCE = (PATTERN, HEARTBEAT, MISSES, SWITCH, SUCCESS, MTTR)

FIGURES = (
    FigureSpec(
        "failover.coverage",
        "Failures that failover covers",
        Dimension.RATIO,
        "success x standby availability",
        covered,
        needs=(PATTERN, SUCCESS),
        reads=(STANDBY,),
        each=LIST,
        source=COVERAGE,
        help="The share of failures that end without a repair by hand; until drills are counted it is a guess.",
    ),
    FigureSpec(
        "failover.expected",
        "Downtime per failure, on average",
        Dimension.DURATION,
        "c x mean outage + (1 - c) x repair",
        expected,
        needs=_CHANCE,
        reads=(PROBE, DNS, STANDBY),
        each=LIST,
        source=COVERAGE,
        help="The failovers that do not work usually cost more than all those that do.",
    ),
    FigureSpec(
        "failover.availability",
        "Availability with failover",
        Dimension.RATIO,
        "MTTF / (MTTF + expected downtime)",
        availability,
        needs=(*_CHANCE, MTTF),
        reads=(PROBE, DNS, STANDBY),
        each=LIST,
        source=COVERAGE,
        help="What the pair can promise, with the failovers that fail counted in.",
        toward="down",
    ),
    FigureSpec(
        "failover.single",
        "Availability of one node",
        Dimension.RATIO,
        "MTTF / (MTTF + MTTR)",
        single,
        needs=(MTTF, MTTR),
        each=LIST,
        source=STEADY,
        help="What one such node gives by itself, with nothing to take over.",
        toward="down",
    ),
    FigureSpec(
        "failover.naive",
        "Availability of two nodes, naively",
        Dimension.RATIO,
        "1 - (1 - single)^2",
        naive,
        needs=(PATTERN, "figures.failover.single"),
        each=LIST,
        source="Parallel parts, independent failures",
        help="The figure of brochures: compare it with the one above to see what coverage costs.",
    ),
    FigureSpec(
        "failover.drilled",
        "Drills that worked",
        Dimension.RATIO,
        "worked / held",
        drilled,
        needs=(PATTERN, DRILLS, WORKED),
        each=LIST,
        source="Counting",
        help="What was seen. A handful of drills says little about the next one.",
        toward="down",
    ),
    FigureSpec(
        "failover.success_shown",
        "Success that the drills have shown",
        Dimension.RATIO,
        "0.05 ^ (1 / drills)",
        success_shown,
        needs=(PATTERN, DRILLS, WORKED),
        each=LIST,
        source=EXACT,
        help="Four drills that all worked show 47%, sixty show 95%.",
        toward="down",
    ),
)
