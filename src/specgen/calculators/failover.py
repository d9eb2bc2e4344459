"""C07 active-passive with coverage: what a failover costs, and how much hangs on its working.

Times are seconds, shares exact. The naive two-node figure is there to be compared with, not to be believed.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST, flipped, joined
from specgen.calculators._ranges import not_negative, positive, share, whole
from specgen.calculators._working import duration, near, plain, ratio, seconds
from specgen.calculators.redundancy import parallel
from specgen.model import Dimension

COVERAGE = "Coverage model: Bouricius et al. 1969; AWS Well-Architected REL11; calculator C07"
STEADY = "Steady state of a repairable part: MTTF / (MTTF + MTTR)"
HEARTBEAT, MISSES, PROBE = "failover.heartbeat", "failover.misses", "failover.probe_timeout"
SWITCH, SUCCESS, STANDBY = "failover.switch_time", "failover.success", "failover.standby"
MTTF, MTTR = "failover.mttf", "failover.mttr"


def detection(interval: Fraction, misses: Fraction, timeout: Fraction = Fraction(0)) -> Fraction:
    """Seconds until a dead node is noticed at worst: misses x interval + probe timeout.

    Raises ValueError for a negative time or less than one miss.
    """
    return whole(misses, "misses") * not_negative(interval, "a heartbeat") + not_negative(
        timeout, "a probe timeout"
    )


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
    """Seconds down per failure on average: c x outage + (1 - c) x MTTR. `outage` is detection + switch.

    Raises ValueError for a share outside 0 to 100% or negative times.
    """
    lost = share(covered, "coverage") * not_negative(outage, "an outage")
    return lost + (1 - covered) * not_negative(mttr, "the time to repair")


def steady_state(mttf: Fraction, down: Fraction) -> Fraction:
    """Availability of a part that runs MTTF and is then down: MTTF / (MTTF + down).

    With MTTR for `down`: a single node. Raises ValueError for an MTTF that is not positive or a negative
    downtime.
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

    Formula: 1 - 3/n, never below zero (rule of three). Source: Hanley and Lippman-Hand, JAMA 1983. Raises
    ValueError for less than one drill.
    """
    return max(Fraction(0), 1 - Fraction(3, whole(drills, "drills")))


# --- figures ------------------------------------------------------------------------------------------------


def _probe(given: Given) -> tuple[Fraction, str, str, tuple[str, ...]]:
    timeout = given.amount_or_none(PROBE)
    if timeout is None:
        return Fraction(0), " + unknown", AT_LEAST, (f"Not counted, because unknown: {PROBE}.",)
    return timeout, f" + {seconds(timeout)}", "", ()


def detect(given: Given) -> Outcome:
    interval, misses = given.amount(HEARTBEAT), given.amount(MISSES)
    timeout, text, bound, notes = _probe(given)
    working = f"{plain(misses)} x {seconds(interval)}{text}"
    return Outcome(duration(detection(interval, misses, timeout)), working, bound, notes)


def detect_mean(given: Given) -> Outcome:
    interval, misses = given.amount(HEARTBEAT), given.amount(MISSES)
    timeout, text, bound, notes = _probe(given)
    working = f"({plain(misses)} - 0.5) x {seconds(interval)}{text}"
    return Outcome(duration(mean_detection(interval, misses, timeout)), working, bound, notes)


def _outage(given: Given) -> tuple[Fraction, Outcome]:
    interval, misses, switch = given.amount(HEARTBEAT), given.amount(MISSES), given.amount(SWITCH)
    timeout, text, bound, notes = _probe(given)
    value = detection(interval, misses, timeout) + not_negative(switch, "a switch")
    working = f"{plain(misses)} x {seconds(interval)}{text} + {seconds(switch)}"
    return value, Outcome(duration(value), working, bound, notes)


def outage(given: Given) -> Outcome:
    return _outage(given)[1]


def _coverage(given: Given) -> tuple[Fraction, Outcome]:
    success, standby = given.amount(SUCCESS), given.amount_or_none(STANDBY)
    if standby is None:
        notes = (f"An upper bound: the standby may be down too, and {STANDBY} is unknown.",)
        return share(success, "the success of failovers"), Outcome(
            ratio(success), plain(success), AT_MOST, notes
        )
    value = coverage(success, standby)
    return value, Outcome(ratio(value), f"{plain(success)} x {plain(standby)}")


def covered(given: Given) -> Outcome:
    return _coverage(given)[1]


def _expected(given: Given) -> tuple[Fraction, Outcome]:
    down, failing = _outage(given)
    ratio_covered, cover = _coverage(given)
    mttr = given.amount(MTTR)
    value = expected_downtime(ratio_covered, down, mttr)
    # Coverage saves time only while repair is slower than failover: only then is more of it less downtime.
    by_cover = flipped(cover.bound) if mttr >= down else cover.bound
    bound = joined(failing.bound, by_cover, PROBE, STANDBY)
    working = f"{near(ratio_covered)} x {near(down)} s + {near(1 - ratio_covered)} x {near(mttr)} s"
    notes = ("Detection is taken at its worst.", *failing.caveats, *cover.caveats)
    return value, Outcome(duration(value), working, bound, notes)


def expected(given: Given) -> Outcome:
    return _expected(given)[1]


def availability(given: Given) -> Outcome:
    mttf = given.amount(MTTF)
    down, failing = _expected(given)
    notes = failing.caveats
    if mttf <= down:
        notes = ("It fails again before it is back: check the time between failures.", *notes)
    working = f"{near(mttf)} s / ({near(mttf)} s + {near(down)} s)"
    return Outcome(ratio(steady_state(mttf, down)), working, flipped(failing.bound), notes)


def single(given: Given) -> Outcome:
    mttf, mttr = given.amount(MTTF), given.amount(MTTR)
    return Outcome(ratio(steady_state(mttf, mttr)), f"{near(mttf)} s / ({near(mttf)} s + {near(mttr)} s)")


def naive(given: Given) -> Outcome:
    alone = given.amount("figures.failover.single")
    notes = ("Only to compare with: it leaves out detection, switching and failovers that do not work.",)
    return Outcome(ratio(naive_pair(alone)), f"1 - {near(1 - alone)} ^ 2", "", notes)


_TIMES = (HEARTBEAT, MISSES, SWITCH)

FIGURES = (
    FigureSpec(
        "failover.detect",
        "Time to notice a dead node, at worst",
        Dimension.DURATION,
        "misses x interval + probe timeout",
        detect,
        needs=(HEARTBEAT, MISSES),
        reads=(PROBE,),
        source=COVERAGE,
        help="Users wait this long before the failover even begins.",
    ),
    FigureSpec(
        "failover.detect_mean",
        "Time to notice a dead node, on average",
        Dimension.DURATION,
        "(misses - 0.5) x interval + probe timeout",
        detect_mean,
        needs=(HEARTBEAT, MISSES),
        reads=(PROBE,),
        source=COVERAGE,
        help="A node dies half an interval after a heartbeat, on average.",
    ),
    FigureSpec(
        "failover.outage",
        "Outage of a failover that works",
        Dimension.DURATION,
        "misses x interval + probe timeout + switch",
        outage,
        needs=_TIMES,
        reads=(PROBE,),
        source=COVERAGE,
        help="What a failover costs when everything goes as planned.",
    ),
    FigureSpec(
        "failover.coverage",
        "Failures that failover covers",
        Dimension.RATIO,
        "success x standby availability",
        covered,
        needs=(SUCCESS,),
        reads=(STANDBY,),
        source=COVERAGE,
        help=(
            "The share of failures that end without a repair by hand; until drills are counted it is a guess."
        ),
    ),
    FigureSpec(
        "failover.expected",
        "Downtime per failure, on average",
        Dimension.DURATION,
        "c x outage + (1 - c) x repair",
        expected,
        needs=(*_TIMES, SUCCESS, MTTR),
        reads=(PROBE, STANDBY),
        source=COVERAGE,
        help="The failovers that do not work usually cost more than all those that do.",
    ),
    FigureSpec(
        "failover.availability",
        "Availability with failover",
        Dimension.RATIO,
        "MTTF / (MTTF + expected downtime)",
        availability,
        needs=(*_TIMES, SUCCESS, MTTR, MTTF),
        reads=(PROBE, STANDBY),
        source=COVERAGE,
        help="What the pair can promise, with the failovers that fail counted in.",
    ),
    FigureSpec(
        "failover.single",
        "Availability of one node",
        Dimension.RATIO,
        "MTTF / (MTTF + MTTR)",
        single,
        needs=(MTTF, MTTR),
        source=STEADY,
        help="What the same node gives without a standby.",
    ),
    FigureSpec(
        "failover.naive",
        "Availability of two nodes, naively",
        Dimension.RATIO,
        "1 - (1 - single)^2",
        naive,
        needs=("figures.failover.single",),
        source="Parallel parts, independent failures",
        help="The figure of brochures: compare it with the one above to see what coverage costs.",
    ),
)
