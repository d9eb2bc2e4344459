"""C12 for each group of users: how long an answer of that size takes from there, and what loss allows.

Times are seconds, throughputs bytes a second. The formulas stand in `slow_start`.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST
from specgen.calculators._working import duration, plain, spans
from specgen.calculators.handshake import RFCS
from specgen.calculators.slow_start import (
    BANDWIDTH,
    MATHIS,
    MSS,
    OBJECTS,
    PAGE,
    SIZES,
    SLOW_START,
    delivery,
    loss_limit,
)
from specgen.model import Dimension, Quantity

LOSS = "network.loss"
TRIP, JOURNEYS = "figures.distance.round_trip", "latency.journeys"


def _sent(given: Given) -> tuple[Fraction, Fraction, str, tuple[str, ...]]:
    """Round trip, seconds from request to last byte, bound and caveats."""
    sent, once = delivery(given), given.amount(TRIP)
    if once <= 0:
        raise ValueError("Users and servers stand in one city: the distance is no guide, measure the round trip.")
    bandwidth = given.amount_or_none(BANDWIDTH)
    notes = (*sent.notes, *(("Bandwidth is unknown and not counted.",) if bandwidth is None else ()), *_edge(given))
    return once, sent.seconds(once, bandwidth), AT_LEAST if bandwidth is None else sent.bound, notes


def until_last_byte(given: Given) -> Outcome:
    once, value, bound, notes = _sent(given)
    sent, bandwidth = delivery(given), given.amount_or_none(BANDWIDTH)
    if bandwidth is None or value == sent.requests * once:
        return Outcome(duration(value), f"{sent.rounds} x {spans([once])[0]}", bound, notes)
    bytes_alone = sent.segments * sent.mss / bandwidth
    trip, line, pauses = spans((once, bytes_alone, value - once - bytes_alone))
    return Outcome(duration(value), f"{trip} + {line} on the line + {pauses} of pauses", bound, notes)


def page(given: Given) -> Outcome:
    once, value, bound, notes = _sent(given)
    trips = given.amount("figures.latency.cold_trips")
    first, rest = spans((trips * once, value - once))
    return Outcome(
        duration(trips * once + value - once),
        f"{first} + {rest}",
        bound,
        ("The network alone: no time of servers, databases or the browser.", *notes),
    )


def _edge(given: Given) -> tuple[str, ...]:
    try:
        edge = given.word("distance.edge")
    except Missing:
        return ()
    return () if edge == "none" else ("Reckoned to the origin: what is served from nearer comes sooner.",)


def loss_limit_of(given: Given) -> Outcome:
    mss, once, loss = given.amount(MSS), given.amount(TRIP), given.amount(LOSS)
    value = loss_limit(mss, once, loss)
    working = f"{plain(mss)} B / {spans([once])[0]} x sqrt(1.5 / {plain(loss)})"
    note = "For Reno-like congestion control; CUBIC and BBR may carry more."
    return Outcome(Quantity(value, Dimension.THROUGHPUT), working, AT_MOST, (note,))


def promise(given: Given) -> Outcome:
    """The main journey's p99; without one the longest target of a journey, so that nobody is accused by the shortest."""
    p99 = given.amount_or_none("latency.p99")
    if p99 is not None:
        return Outcome(duration(p99), spans([p99])[0])
    try:
        views = [given.of(JOURNEYS, record) for record in given.records(JOURNEYS)]
    except Missing as error:
        raise Missing("latency.p99", *error.names) from error
    targets = [one for view in views if (one := view.amount_or_none(f"{JOURNEYS}[].target")) is not None]
    if not targets:
        raise Missing("latency.p99")
    notes = ("No p99 is promised: the longest target of a journey stands in for it.",)
    return Outcome(duration(max(targets)), spans([max(targets)])[0], "", notes)


def _left(given: Given) -> tuple[Fraction, list[str], tuple[str, ...]]:
    """Seconds left, promise and visit as written, and what was not counted."""
    promised, taken = given.amount("figures.transfer.promise"), given.amount("figures.transfer.page")
    notes = ("Bandwidth is unknown and not counted.",) if given.amount_or_none(BANDWIDTH) is None else ()
    if (given.amount_or_none(OBJECTS) or 1) > 1:
        notes = (*notes, "Round trips for objects that are found late are not counted.")
    return promised - taken, spans((promised, taken)), notes


def left(given: Given) -> Outcome:
    """Rounded down and without a bound: what is not counted is said in the caveats."""
    value, terms, notes = _left(given)
    gone = ("The network alone is longer than the promise.",) if value < 0 else ()
    return Outcome(duration(value), " - ".join(terms), "", (*gone, *notes))


def over(given: Given) -> Outcome:
    """By how much the network alone exceeds the promise. Raises ValueError where it does not."""
    value, (promised, taken), notes = _left(given)
    if value >= 0:
        raise ValueError("The network alone is within the promise.")
    return Outcome(duration(-value), f"{taken} - {promised}", AT_LEAST if notes else "", notes)


_WAY = (*PAGE, BANDWIDTH, "distance.edge")

FIGURES = (
    FigureSpec(
        "transfer.time",
        "From the request to the last byte",
        Dimension.DURATION,
        "rounds x round trip; with bandwidth RTT + bytes / bandwidth + the pauses of slow start",
        until_last_byte,
        needs=(TRIP, *SIZES),
        reads=_WAY,
        each="users",
        source=SLOW_START,
        help="What the size of the answer costs these users on a connection whose window is fresh.",
    ),
    FigureSpec(
        "transfer.page",
        "First visit until the last byte, network alone",
        Dimension.DURATION,
        "handshake + transfer",
        page,
        needs=(TRIP, "figures.latency.cold_trips", *SIZES),
        reads=_WAY,
        each="users",
        source=f"{SLOW_START}; {RFCS}",
        help="What these users wait for before servers, databases and the browser have taken anything.",
    ),
    FigureSpec(
        "transfer.promise",
        "Promise the largest answer is held to",
        Dimension.DURATION,
        "p99 target, else the longest target of a journey",
        promise,
        needs=(),
        reads=("latency.p99", JOURNEYS, f"{JOURNEYS}[].target"),
        source="SRE Book ch. 4",
        help="The largest answer belongs to the main journey, so it is held to the main promise.",
    ),
    FigureSpec(
        "transfer.left",
        "Left of the promise on a first visit",
        Dimension.DURATION,
        "promise - first visit until the last byte",
        left,
        needs=("figures.transfer.promise", "figures.transfer.page"),
        reads=(BANDWIDTH, OBJECTS),
        each="users",
        source=SLOW_START,
        help="Servers, databases and the browser have to be done within this.",
        toward="down",
    ),
    FigureSpec(
        "transfer.over",
        "First visit beyond the promise",
        Dimension.DURATION,
        "first visit until the last byte - promise",
        over,
        needs=("figures.transfer.promise", "figures.transfer.page"),
        reads=(BANDWIDTH, OBJECTS),
        each="users",
        source=SLOW_START,
        help="By so much the network alone is too slow for these users.",
    ),
    FigureSpec(
        "network.loss_limit",
        "Most that one connection carries at that loss",
        Dimension.THROUGHPUT,
        "MSS / round trip x sqrt(1.5 / loss)",
        loss_limit_of,
        needs=(MSS, TRIP, LOSS),
        each="users",
        source=MATHIS,
        help="With loss on the way, distance limits the throughput whatever the line could carry.",
    ),
)
