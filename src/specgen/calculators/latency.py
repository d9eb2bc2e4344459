"""C27 latency budget and C19 fan-out: rows that add up, percentiles that do not.

Times are seconds, percentiles exact shares (p99 is 99/100). Powers with a fractional exponent are in double
precision.
"""

from __future__ import annotations

import math
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, flipped
from specgen.calculators._dependencies import LIST
from specgen.calculators._ranges import share, whole
from specgen.calculators._rows import (
    CALLS,
    COMPUTED,
    HOPS,
    P99,
    PAYLOAD,
    TRIP,
    Rows,
    hits,
    listed,
    rows_for_users,
    rows_of,
    waited_for,
)
from specgen.calculators._working import duration, plain, ratio, span, spans
from specgen.calculators.distance import SHARE
from specgen.calculators.handshake import EDGE
from specgen.calculators.slow_start import OBJECTS
from specgen.model import Dimension

UNION = "Union bound (Boole's inequality)"
TAIL = "Dean and Barroso, The Tail at Scale, CACM 2013"
TARGET = "latency.p99"
_EXACT_UP_TO = 1_000  # larger powers of a fraction cost time and gain nothing a reader could see


def guaranteed(rows: Fraction, percentile: Fraction = P99) -> Fraction:
    """Percentile that a sum of k rows at their own percentile keeps at least.

    Formula: 1 - k x (1 - q), never below zero. Source: union bound, P(sum > sum t_i) <= sum P(X_i > t_i).
    Raises ValueError for less than one row.
    """
    return max(Fraction(0), 1 - whole(rows, "rows of the budget") * (1 - share(percentile, "a percentile")))


def row_percentile(rows: Fraction, percentile: Fraction = P99) -> Fraction:
    """Percentile each of k rows needs so that their sum keeps `percentile`: 1 - (1 - q) / k.

    Source: union bound.
    """
    return 1 - (1 - share(percentile, "a percentile")) / whole(rows, "rows of the budget")


def fanout_parent(leaf: Fraction, fanout: Fraction) -> Fraction:
    """Share of requests whose n parallel calls are all within the leaf's percentile: leaf ^ n.

    Source: Dean and Barroso 2013. Raises ValueError for a share outside 0 to 100% or less than one call.
    """
    calls = whole(fanout, "fan-out")
    if share(leaf, "a percentile") in (0, 1) or calls <= _EXACT_UP_TO:
        return leaf ** min(calls, _EXACT_UP_TO)
    return Fraction(math.exp(calls * math.log1p(-float(1 - leaf))))


def leaf_needed(parent: Fraction, fanout: Fraction) -> Fraction:
    """Percentile each of n parallel calls needs so that all are within it: parent ^ (1/n).

    Source: Dean and Barroso 2013. Raises ValueError for a share outside 0 to 100% or less than one call.
    """
    return Fraction(float(share(parent, "a percentile")) ** (1 / whole(fanout, "fan-out")))


# --- figures ------------------------------------------------------------------------------------------------


def parts(given: Given) -> Outcome:
    rows = rows_of(given)
    return Outcome(
        duration(rows.total),
        " + ".join(spans(a for _, a in rows.known)) or "0 s, no row",
        rows.bound,
        rows.caveats,
    )


def dependency_row(given: Given) -> Outcome:
    waited = waited_for(given)
    if waited is None:
        raise ValueError("No answer waits for this call.")
    notes = ("At least 99 of 100 calls find an entry: the p99 is that of the cache.",) if hits(given) >= P99 else ()
    return Outcome(duration(waited), span(waited), "", notes)


def longest_row(given: Given) -> Outcome:
    """The longest p99 that every answer waits for. A dependency with a cache is left out: its p99 may be that of misses."""
    known, missing = listed(given, uncached=True)
    if not known:
        if missing:
            raise Missing(*missing)
        raise ValueError("No row of the budget is an observed percentile of every answer.")
    name, longest = max(known, key=lambda row: row[1])
    notes = (f"Not counted, because unknown: {', '.join(missing)}.",) if missing else ()
    return Outcome(duration(longest), f"{span(longest)} ({name})", AT_LEAST if missing else "", notes)


def total(given: Given) -> Outcome:
    connection, rows = given.amount("figures.latency.connection"), rows_for_users(given)
    working = " + ".join(spans((connection, *(a for _, a in rows.known))))
    return Outcome(duration(connection + rows.total), working, rows.bound, rows.caveats)


def _left(given: Given) -> tuple[Fraction, list[str], Rows]:
    """Seconds left; the promise, the connection and the rows as written; and the rows."""
    target, connection, rows = given.amount(TARGET), given.amount("figures.latency.connection"), rows_for_users(given)
    terms = spans((target, connection, *(amount for _, amount in rows.known)))
    return target - connection - rows.total, terms, rows


def left(given: Given) -> Outcome:
    """Rounded down and without a bound: that rows are missing is said in the caveats."""
    value, terms, rows = _left(given)
    notes = ("The known rows alone are longer than the promise.",) if value < 0 else ()
    return Outcome(duration(value), " - ".join(terms), "", (*notes, *rows.caveats))


def over(given: Given) -> Outcome:
    """By how much the known rows exceed the promise. Raises ValueError where they do not, or too few users wait for it."""
    value, (target, *terms), rows = _left(given)
    if value >= 0:
        raise ValueError("The known rows are within the promise.")
    if _alone(given) < 1 - P99:
        raise ValueError("Less than 1% of requests come from there: they cannot break a p99 of all.")
    return Outcome(duration(-value), f"{' + '.join(terms)} - {target}", rows.bound, rows.caveats)


def _alone(given: Given) -> Fraction:
    """The share of these users; all requests where no other place is named. Raises Missing for a share that is not known."""
    of_all = given.amount_or_none(SHARE)
    if of_all is None and len(given.records("users")) == 1:
        return Fraction(1)
    return share(given.amount(SHARE) if of_all is None else of_all, "a share of requests")


def guarantee(given: Given) -> Outcome:
    rows = rows_of(given, computed=False)  # only rows that are percentiles themselves
    if not rows.known:
        return Outcome(ratio(Fraction(1)), "no row", "", ("No row of the budget is an observed percentile.",))
    k = Fraction(len(rows.known))
    return Outcome(ratio(guaranteed(k)), f"1 - {k} x 0.01", flipped(rows.bound), rows.caveats)


def _fanout_parent(given: Given) -> Outcome:
    leaf, calls = given.amount("latency.leaf_percentile"), given.amount("latency.fanout")
    return Outcome(ratio(fanout_parent(leaf, calls)), f"{plain(leaf)} ^ {plain(calls)}", "", _INDEPENDENT)


def _leaf_needed(given: Given) -> Outcome:
    calls = given.amount("latency.fanout")
    return Outcome(ratio(leaf_needed(P99, calls)), f"0.99 ^ (1 / {plain(calls)})", "", _INDEPENDENT)


_INDEPENDENT = ("Takes the calls to be slow independently of each other.",)
_PERCENTILES = (LIST, *CALLS, HOPS, f"{HOPS}[].p99")
_ROWS = (*_PERCENTILES, *COMPUTED.values())
_USERS = (*_ROWS, PAYLOAD, TRIP, EDGE, OBJECTS)

FIGURES = (
    FigureSpec(
        "latency.row",
        "Row of a dependency in the latency budget",
        Dimension.DURATION,
        "its p99; that of its cache from 99% hits",
        dependency_row,
        needs=(),
        reads=CALLS,
        each=LIST,
        source="Quantile of a mixture whose hits are all faster than its misses",
        help="What a request waits for it at p99; nothing where no answer needs it.",
    ),
    FigureSpec(
        "latency.longest_row",
        "Longest row of the latency budget",
        Dimension.DURATION,
        "largest p99 of a dependency without a cache or of an own row",
        longest_row,
        needs=(),
        reads=_PERCENTILES,
        source="P(X + Y > t) >= P(X > t)",
        help="The whole answer has no better p99 than any part it waits for.",
        toward="down",
    ),
    FigureSpec(
        "latency.parts",
        "Known rows of the latency budget",
        Dimension.DURATION,
        "sum of p99 of dependencies waited for and own rows",
        parts,
        needs=(),
        reads=_ROWS,
        source=UNION,
        help="What the parts behind the connection take, as far as anybody has said.",
    ),
    FigureSpec(
        "latency.sum",
        "Known rows with the connection",
        Dimension.DURATION,
        "connection + known rows",
        total,
        needs=("figures.latency.connection",),
        reads=_USERS,
        each="users",
        source=UNION,
        help="What these users wait at least by the rows that are known.",
    ),
    FigureSpec(
        "latency.left",
        "Left for the unknown rows",
        Dimension.DURATION,
        "target - known rows",
        left,
        needs=(TARGET, "figures.latency.connection"),
        reads=_USERS,
        each="users",
        source=UNION,
        help=(
            "Everything not in the table yet has to fit into this, for these users; below zero the "
            "promise is already broken."
        ),
        toward="down",
    ),
    FigureSpec(
        "latency.over",
        "Known rows beyond the promise",
        Dimension.DURATION,
        "known rows - target",
        over,
        needs=(TARGET, "figures.latency.connection"),
        reads=(*_USERS, "users", SHARE),
        each="users",
        source=UNION,
        help="By so much the known rows alone are too long for these users.",
    ),
    FigureSpec(
        "latency.guarantee",
        "Percentile the sum of rows guarantees",
        Dimension.RATIO,
        "1 - rows x 1%",
        guarantee,
        needs=(),
        reads=_PERCENTILES,
        source=UNION,
        help="Rows at their own p99 keep only this percentile when they are added.",
        toward="down",
    ),
    FigureSpec(
        "latency.fanout_parent",
        "Requests whose calls are all on time",
        Dimension.RATIO,
        "leaf percentile ^ calls",
        _fanout_parent,
        needs=("latency.leaf_percentile", "latency.fanout"),
        source=TAIL,
        help="A request that waits for many calls meets their slow tail far more often than one call does.",
    ),
    FigureSpec(
        "latency.leaf_needed",
        "Percentile each call needs for a p99",
        Dimension.RATIO,
        "0.99 ^ (1 / calls)",
        _leaf_needed,
        needs=("latency.fanout",),
        source=TAIL,
        help="Each of the parallel calls must be on time this often so that 99% of requests are.",
        toward="up",
    ),
)
