"""C13 many queries or one: what one request waits for, for each way to reach the data.

Times are seconds. A round trip is paid once for each time the program waits for the server; statements run one at a
time on a connection.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._ranges import not_negative, whole
from specgen.calculators._working import duration, plain, spans
from specgen.model import Dimension

MODEL = (
    "Round trips and execution times added up; PostgreSQL manual, Pipeline Mode (round trips dominate over distance)"
)
PATTERN, QUERIES, AT_ONCE = "database.pattern", "database.queries", "database.at_once"
TRIP, EACH, WHOLE = "database.rtt", "database.query_time", "database.aggregate_time"
BY_PATTERN = {
    "sequential_small": "figures.database.sequential",
    "batched": "figures.database.batched",
    "parallel_small": "figures.database.side_by_side",
    "single_aggregate": "figures.database.aggregate",
}
UNORDERED = ("batched", "parallel_small")  # possible only where no statement needs the result of one before it
MEAN = "Mean times: queues for connections, locks and slow plans come on top."
ORDERED = "Only where no statement needs the result of one before it."


def sequential(queries: Fraction, trip: Fraction, each: Fraction) -> Fraction:
    """Seconds for N statements one after another: N x (round trip + s).

    Raises ValueError for less than one statement or negative times.
    """
    return _several(queries) * (_trip(trip) + _time(each))


def batched(queries: Fraction, trip: Fraction, each: Fraction) -> Fraction:
    """Seconds for N statements sent as one batch: round trip + N x s.

    Raises ValueError for less than one statement or negative times.
    """
    return _trip(trip) + _several(queries) * _time(each)


def side_by_side(queries: Fraction, at_once: Fraction, trip: Fraction, each: Fraction) -> Fraction:
    """Seconds for N statements over k connections: ceil(N / k) x (round trip + s).

    Raises ValueError for less than one statement or connection, or negative times.
    """
    rounds = ceil(Fraction(_several(queries), whole(at_once, "the statements at once")))
    return rounds * (_trip(trip) + _time(each))


def one(trip: Fraction, whole_time: Fraction) -> Fraction:
    """Seconds for one statement that does it all: round trip + s. Raises ValueError for negative times."""
    return _trip(trip) + _time(whole_time)


def break_even(queries: Fraction, trip: Fraction, each: Fraction) -> Fraction:
    """The execution time below which one statement beats N in a row: N x s + (N - 1) x round trip, in seconds.

    Source: `one` = `sequential`, solved for its execution time. Raises ValueError for less than one statement or
    negative times.
    """
    return _several(queries) * _time(each) + (_several(queries) - 1) * _trip(trip)


def _several(queries: Fraction) -> int:
    return whole(queries, "the number of statements")


def _trip(seconds: Fraction) -> Fraction:
    return not_negative(seconds, "a round trip")


def _time(seconds: Fraction) -> Fraction:
    return not_negative(seconds, "an execution time")


# --- figures ---------------------------------------------------------------------------------------------------------


def _in_a_row(given: Given) -> Outcome:
    queries, trip, each = given.amount(QUERIES), given.amount(TRIP), given.amount(EACH)
    wait, run = spans((trip, each))
    working = f"{plain(queries)} x ({wait} + {run})"
    return Outcome(duration(sequential(queries, trip, each)), working, caveats=(MEAN,))


def _as_a_batch(given: Given) -> Outcome:
    queries, trip, each = given.amount(QUERIES), given.amount(TRIP), given.amount(EACH)
    wait, run = spans((trip, each))
    working = f"{wait} + {plain(queries)} x {run}"
    return Outcome(duration(batched(queries, trip, each)), working, caveats=(ORDERED,))


def _side_by_side(given: Given) -> Outcome:
    queries, trip, each = given.amount(QUERIES), given.amount(TRIP), given.amount(EACH)
    at_once = given.amount(AT_ONCE)
    value = side_by_side(queries, at_once, trip, each)
    wait, run = spans((trip, each))
    notes = (ORDERED, "Each connection is a transaction of its own: together they read no single state of the data.")
    return Outcome(duration(value), f"ceil({plain(queries)} / {plain(at_once)}) x ({wait} + {run})", caveats=notes)


def _as_one(given: Given) -> Outcome:
    trip, run = given.amount(TRIP), given.amount(WHOLE)
    return Outcome(duration(one(trip, run)), " + ".join(spans((trip, run))))


def _break_even(given: Given) -> Outcome:
    queries, trip, each = given.amount(QUERIES), given.amount(TRIP), given.amount(EACH)
    wait, run = spans((trip, each))
    working = f"{plain(queries)} x {run} + {plain(queries - 1)} x {wait}"
    return Outcome(duration(break_even(queries, trip, each)), working)


def _now(given: Given) -> Outcome:
    """The time of the pattern in use, as that pattern's own figure has it."""
    name = BY_PATTERN[given.word(PATTERN)]
    chosen = given.quantity(name)
    return Outcome(chosen, given.figures[name.removeprefix("figures.")].text)


def possible(chosen: str, at_once: Fraction | None) -> tuple[str, ...]:
    """The patterns a request may use. Statements that run one at a time, each on the result of the one before, can be
    neither batched nor run side by side, unless that is the way in use."""
    ordered = at_once == 1
    return tuple(one for one in BY_PATTERN if one == chosen or not (ordered and one in UNORDERED))


def _fastest(given: Given) -> Outcome:
    """The shortest of the patterns that are possible and can be computed. Raises Missing when none can."""
    try:
        chosen = given.word(PATTERN)
    except Missing:
        chosen = ""
    ways = [BY_PATTERN[one] for one in possible(chosen, given.amount_or_none(AT_ONCE))]
    known = [name for name in ways if name.removeprefix("figures.") in given.figures]
    if not known:
        raise Missing(QUERIES, EACH)
    best = min(known, key=given.amount)
    return Outcome(given.quantity(best), given.figures[best.removeprefix("figures.")].text)


SMALL = (QUERIES, EACH, TRIP)
FIGURES = (
    FigureSpec(
        "database.sequential",
        "Statements one after another",
        Dimension.DURATION,
        "N x (round trip + s)",
        _in_a_row,
        needs=SMALL,
        source=MODEL,
        help="What the statements of one request take when each waits for the one before.",
    ),
    FigureSpec(
        "database.batched",
        "Statements as one batch",
        Dimension.DURATION,
        "round trip + N x s",
        _as_a_batch,
        needs=SMALL,
        source=MODEL,
        help="One round trip for all of them: a pipeline, a multi-row statement or a procedure.",
    ),
    FigureSpec(
        "database.side_by_side",
        "Statements side by side",
        Dimension.DURATION,
        "ceil(N / k) x (round trip + s)",
        _side_by_side,
        needs=(*SMALL, AT_ONCE),
        source=MODEL,
        help="Several connections share the statements of one request; each of them comes out of the pool.",
    ),
    FigureSpec(
        "database.aggregate",
        "One statement for all",
        Dimension.DURATION,
        "round trip + s of the one",
        _as_one,
        needs=(WHOLE, TRIP),
        source=MODEL,
        help="One statement that joins or aggregates on the server.",
    ),
    FigureSpec(
        "database.break_even",
        "Time below which one statement wins",
        Dimension.DURATION,
        "N x s + (N - 1) x round trip",
        _break_even,
        needs=SMALL,
        source=MODEL,
        help="One statement is faster than the small ones in a row only if it runs in less than this.",
        toward="down",
    ),
    FigureSpec(
        "database.now",
        "Time in the database for one request",
        Dimension.DURATION,
        "time of the pattern in use",
        _now,
        needs=(PATTERN,),
        reads=tuple(BY_PATTERN.values()),
        source=MODEL,
        help="What one request waits for the database, the way it reaches the data.",
    ),
    FigureSpec(
        "database.fastest",
        "Time of the fastest pattern that can be computed",
        Dimension.DURATION,
        "least of the possible patterns",
        _fastest,
        needs=(),
        reads=(PATTERN, AT_ONCE, *BY_PATTERN.values()),
        source=MODEL,
        help="What the same request would wait with the best of the possible patterns whose times are known.",
    ),
)
