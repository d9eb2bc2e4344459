"""C09 replication: what a failover loses, what two primaries write apart, what waiting for a replica costs.

Times are seconds, rates writes a second. The p99 of the lag is not its largest value: every loss is "at that lag".
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST
from specgen.calculators._failover import word
from specgen.calculators._fence import FENCES, stopped_after
from specgen.calculators._ranges import not_negative, positive
from specgen.calculators._working import count, duration, events, near, plain, rate, seconds, span, spans
from specgen.model import Basis, Dimension, Quantity

LOSS = "AWS Well-Architected REL13-BP01 (recovery objectives); writes on their way, rate x lag"
SPLIT = "SRE Book ch. 23 (split brain)"
COMMIT = "PostgreSQL manual, synchronous_commit; one row is locked for the length of a commit"
MODE, LAG, MEAN_LAG = "replication.mode", "replication.lag_p99", "replication.lag_mean"
WRITES, PEAK, NEXT_YEAR = "replication.writes", "load.peak", "load.peak_next_year"
FAILOVERS, AMOUNT = "replication.failovers", "replication.average_amount"
TOPOLOGY, SEVERAL = "replication.topology", "multi_primary"
ROUND_TRIP, INTERVAL = "replication.round_trip", "replication.backup_interval"
BACKUP = "replication.backup_duration"

STOP = "the time to stop the old primary"
ONE_WRITE = "One write a request is taken: replication.writes is unknown."


def lost_writes(per_second: Fraction, lag: Fraction) -> Fraction:
    """Acknowledged writes that a failover loses: rate x lag.

    Source: AWS Well-Architected REL13. Raises ValueError for negative input.
    """
    return not_negative(per_second, "a rate of writes") * not_negative(lag, "a lag")


def diverged_writes(per_second: Fraction, lag: Fraction, fence: Fraction) -> Fraction:
    """Writes that stand on one side only: rate x (lag + seconds until the old primary stops accepting writes).

    Source: SRE Book ch. 23. Raises ValueError for negative input.
    """
    return lost_writes(per_second, not_negative(lag, "a lag") + not_negative(fence, STOP))


def lost_in_a_year(failovers: Fraction, per_second: Fraction, mean_lag: Fraction) -> Fraction:
    """Expected writes lost a year: failovers x rate x mean lag. Raises ValueError for negative input."""
    return not_negative(failovers, "a number of failovers") * lost_writes(per_second, mean_lag)


def hot_row_rate(round_trip: Fraction) -> Fraction:
    """Commits a second on one row, when each waits a round trip with the row locked: 1 / round trip.

    Source: a lock serialises. Raises ValueError for a round trip that takes no time.
    """
    return 1 / positive(round_trip, "a round trip")


def backup_loss(interval: Fraction, length: Fraction = Fraction(0)) -> Fraction:
    """Seconds of writes lost when the disk dies just before a backup is complete: interval + duration.

    Source: SRE Book ch. 26. Raises ValueError for an interval that is not positive or a negative duration.
    """
    return positive(interval, "the time between two backups") + not_negative(length, "the length of a backup")


# --- figures ---------------------------------------------------------------------------------------------------------

AT_LAG = "At that lag: in one moment of a hundred it is longer, and the loss larger."
UNNOTICED = "If only the network failed, what the old primary accepts until that is noticed comes on top."
FALLEN_BACK = "Only while the primary acknowledges alone, because its wait for the replica has timed out."


def _early(given: Given) -> tuple[str, ...]:
    """Caveats of a loss. Raises ValueError where no write is acknowledged before a replica has it."""
    mode = given.word(MODE)
    if mode not in ("async", "semi_sync"):
        raise ValueError("A write is acknowledged when a replica has it: a failover to that replica loses none.")
    return (FALLEN_BACK,) if mode == "semi_sync" else ()


def _known(given: Given, *names: str, also: tuple[str, ...] = ()) -> tuple[Fraction, ...]:
    """The amounts of `names`, one write a request for WRITES. Missing names all that are not there, and `also`."""
    found = {name: given.amount_or_none(name) for name in names}
    if WRITES in found and found[WRITES] is None:
        found[WRITES] = given.amount_or_none(PEAK)
    missing = [name for name, amount in found.items() if amount is None]
    if missing:
        raise Missing(*missing, *also)
    return tuple(amount for amount in found.values() if amount is not None)


def _outcome(given: Given, value: Fraction, working: str, *notes: str) -> Outcome:
    """A number of writes; a guess where the peak of requests stands in for the writes."""
    if given.amount_or_none(WRITES) is None:
        return Outcome(count(value), working, "", (*notes, ONE_WRITE), Basis.ASSUMED)
    return Outcome(count(value), working, "", notes)


def lost(given: Given) -> Outcome:
    when = _early(given)
    lag, per_second = _known(given, LAG, WRITES)
    return _outcome(given, lost_writes(per_second, lag), f"{rate(per_second)} x {seconds(lag)}", AT_LAG, *when)


def lost_next_year(given: Given) -> Outcome:
    notes = (AT_LAG, "The lag is taken to stay as it is.", *_early(given))
    if given.amount_or_none(WRITES) is None:
        lag, later = _known(given, LAG, NEXT_YEAR)
        return _outcome(given, lost_writes(later, lag), f"{rate(later)} x {seconds(lag)}", *notes)
    lag, per_second, now, later = _known(given, LAG, WRITES, PEAK, NEXT_YEAR)
    value = lost_writes(per_second * later / positive(now, "the peak"), lag)
    working = f"{rate(per_second)} x {rate(later)} / {rate(now)} x {seconds(lag)}"
    return Outcome(count(value), working, "", (*notes, "Writes are taken to grow like requests."), Basis.ASSUMED)


def exposed(given: Given) -> Outcome:
    when = (AT_LAG, *_early(given))
    (lag,) = _known(given, LAG)
    if word(given, TOPOLOGY) == SEVERAL:  # no other takes over from a primary that is lost
        return Outcome(duration(not_negative(lag, "a lag")), span(lag), "", when)
    try:
        fence = stopped_after(given)
    except Missing as gap:
        notes = (*when, f"Not counted, because unknown: {', '.join(gap.names)}.")
        return Outcome(duration(lag), f"{seconds(lag)} + unknown", AT_LEAST, notes)
    except ValueError as unfenced:
        return Outcome(duration(lag), f"{seconds(lag)} + no end", AT_LEAST, (*when, str(unfenced)))
    value = not_negative(lag, "a lag") + not_negative(fence, STOP)
    return Outcome(duration(value), " + ".join(spans((lag, fence))), "", (*when, UNNOTICED))


def diverged(given: Given) -> Outcome:
    when = _early(given)
    if word(given, TOPOLOGY) == SEVERAL:
        raise ValueError("Several primaries accept writes all the time: no failover has an old one to stop.")
    try:
        fence = stopped_after(given)
    except Missing as gap:
        _known(given, LAG, WRITES, also=gap.names)
        raise
    lag, per_second = _known(given, LAG, WRITES)
    working = f"{rate(per_second)} x ({' + '.join(spans((lag, fence)))})"
    return _outcome(given, diverged_writes(per_second, lag, fence), working, AT_LAG, *when, UNNOTICED)


def lost_year(given: Given) -> Outcome:
    when = _early(given)
    failovers, lag, per_second = _known(given, FAILOVERS, MEAN_LAG, WRITES)
    working = f"{plain(failovers)} x {rate(per_second)} x {seconds(lag)}"
    peak = "Every failover is taken to come at peak. Lag that rises just before a failure is not in the mean."
    return _outcome(given, lost_in_a_year(failovers, per_second, lag), working, peak, *when)


def lost_amount(given: Given) -> Outcome:
    writes, each = given.amount("figures.replication.lost"), given.quantity(AMOUNT)
    value = Quantity(writes * not_negative(each.amount, "an amount"), Dimension.MONEY, each.currency)
    return Outcome(value, f"{near(writes)} x {plain(each.amount)} {each.currency}", "", (AT_LAG,))


def _waits(given: Given) -> Fraction:
    if given.word(MODE) == "async":
        raise ValueError("No commit waits for a replica: an asynchronous one costs no round trip.")
    return given.amount(ROUND_TRIP)


def commit_cost(given: Given) -> Outcome:
    trip = _waits(given)
    notes = ("The network alone: writing on the replica comes on top.",)
    return Outcome(duration(not_negative(trip, "a round trip")), span(trip), AT_LEAST, notes)


def hot_row(given: Given) -> Outcome:
    trip = _waits(given)
    notes = ("For writers of one and the same row; different rows commit side by side.",)
    return Outcome(events(hot_row_rate(trip)), f"1 / {seconds(trip)}", AT_MOST, notes)


def only_backups(given: Given) -> Outcome:
    interval, length = given.amount(INTERVAL), given.amount_or_none(BACKUP)
    if length is None:
        notes = (f"Not counted, because unknown: {BACKUP}.",)
        return Outcome(duration(backup_loss(interval)), f"{span(interval)} + unknown", AT_LEAST, notes)
    return Outcome(duration(backup_loss(interval, length)), f"{span(interval)} + {span(length)}")


_WRITES = (WRITES, PEAK)

FIGURES = (
    FigureSpec(
        "replication.lost",
        "Acknowledged writes a failover loses",
        Dimension.NUMBER,
        "writes x lag p99",
        lost,
        needs=(MODE,),
        reads=(LAG, *_WRITES),
        source=LOSS,
        help="What users were told is safe, and is not, when the primary dies at peak.",
        unit="writes",
    ),
    FigureSpec(
        "replication.lost_next_year",
        "Acknowledged writes a failover loses, in a year",
        Dimension.NUMBER,
        "writes in a year x lag p99",
        lost_next_year,
        needs=(MODE,),
        reads=(LAG, NEXT_YEAR, *_WRITES),
        source=LOSS,
        help="The same with next year's peak.",
        unit="writes",
    ),
    FigureSpec(
        "replication.exposed",
        "Time whose writes a failover loses",
        Dimension.DURATION,
        "lag p99 + time until the old primary is stopped",
        exposed,
        needs=(MODE,),
        reads=(LAG, TOPOLOGY, *FENCES),
        source=LOSS,
        help="Compare it with the RPO: it is what the RPO would have to be.",
    ),
    FigureSpec(
        "replication.diverged",
        "Writes on one side only after a failover",
        Dimension.NUMBER,
        "writes x (lag p99 + time until the old primary is stopped)",
        diverged,
        needs=(MODE,),
        reads=(LAG, TOPOLOGY, *FENCES, *_WRITES),
        source=SPLIT,
        help="Two primaries accept writes until the old one is stopped; somebody has to merge them or throw them away.",
        unit="writes",
    ),
    FigureSpec(
        "replication.lost_year",
        "Writes lost in a year",
        Dimension.NUMBER,
        "failovers x writes x mean lag",
        lost_year,
        needs=(MODE,),
        reads=(FAILOVERS, MEAN_LAG, *_WRITES),
        source=LOSS,
        help="What to expect over a year, for whoever has to accept it.",
        unit="writes",
    ),
    FigureSpec(
        "replication.lost_amount",
        "Money in the writes a failover loses",
        Dimension.MONEY,
        "writes lost x average amount",
        lost_amount,
        needs=("figures.replication.lost", AMOUNT),
        source=LOSS,
        help="The loss in the words of whoever has to accept it.",
    ),
    FigureSpec(
        "replication.commit_cost",
        "Time a commit waits for a replica",
        Dimension.DURATION,
        "round trip to the slowest replica waited for",
        commit_cost,
        needs=(MODE,),
        reads=(ROUND_TRIP,),
        source=COMMIT,
        help="Added to every write, on top of what the primary needs itself.",
    ),
    FigureSpec(
        "replication.hot_row",
        "Commits a second on one row",
        Dimension.RATE,
        "1 / round trip",
        hot_row,
        needs=(MODE,),
        reads=(ROUND_TRIP,),
        source=COMMIT,
        help="A counter, a balance or a stock that everybody changes goes no faster.",
        toward="down",
    ),
    FigureSpec(
        "replication.backup_loss",
        "Time whose writes are lost with only a backup",
        Dimension.DURATION,
        "interval + duration of a backup",
        only_backups,
        needs=(INTERVAL,),
        reads=(BACKUP,),
        source="SRE Book ch. 26 (data integrity)",
        help="What a restore cannot bring back, at worst; also after a mistake that the replicas have copied.",
    ),
)
