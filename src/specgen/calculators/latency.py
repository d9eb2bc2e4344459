"""C27 latency budget and C19 fan-out: rows that add up, percentiles that do not.

Times are seconds, percentiles exact shares (p99 is 99/100). Powers with a fractional exponent are in double
precision.
"""

from __future__ import annotations

import math
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, flipped
from specgen.calculators._dependencies import LIST, distinct, named
from specgen.calculators._ranges import not_negative, share, whole
from specgen.calculators._working import duration, plain, ratio, spans
from specgen.frozen import Frozen
from specgen.model import Dimension

UNION = "Union bound (Boole's inequality)"
TAIL = "Dean and Barroso, The Tail at Scale, CACM 2013"
P99 = Fraction(99, 100)
HOPS, TARGET = "latency.hops", "latency.p99"
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


class Rows(Frozen):
    """The known rows of the budget (name, seconds), and the answers that would complete it."""

    known: tuple[tuple[str, Fraction], ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> Fraction:
        return sum((amount for _, amount in self.known), Fraction(0))

    @property
    def bound(self) -> str:
        return AT_LEAST if self.missing else ""

    @property
    def caveats(self) -> tuple[str, ...]:
        notes = (
            ["Rows at their own p99 do not add up to a p99: read the sum as a planning figure."]
            if len(self.known) > 1
            else []
        )
        if self.missing:
            notes.append(f"Not counted, because unknown: {', '.join(self.missing)}.")
        return tuple(notes)


# Rows that other figures give where nobody lists own rows: name and figure.
COMPUTED = {"statements": "figures.database.now", "waiting for a worker, p99": "figures.queue.wait_p99"}
PAYLOAD, TRIP = "figures.transfer.time", "figures.distance.round_trip"


def rows_of(given: Given, computed: bool = True) -> Rows:
    """Hard dependencies and own rows at their p99, and where no own rows are listed those that other figures give.

    Raises Missing when rows exist but none is known.
    """
    known: list[tuple[str, Fraction]] = []
    missing: list[str] = []
    try:
        for one in distinct(given):
            if one.hard is None:
                missing.append(f"{LIST}.{one.key}.hard")
            elif one.hard:
                _add(one.name, one.view, f"{LIST}[].p99", known, missing)
    except Missing as error:
        missing += error.names
    try:
        for record in given.records(HOPS):
            _add(named(record), given.of(HOPS, record), f"{HOPS}[].p99", known, missing)
    except Missing as error:
        missing += error.names
    if computed and HOPS in missing:
        for name, figure in COMPUTED.items():
            amount = given.amount_or_none(figure)
            if amount:
                known.append((name, amount))
    if missing and not known:
        raise Missing(*missing)
    return Rows(tuple(known), tuple(missing))


def rows_for_users(given: Given) -> Rows:
    """The same with what the size of the answer costs these users, beyond the first round trip."""
    rows = rows_of(given)
    time, trip = given.amount_or_none(PAYLOAD), given.amount_or_none(TRIP)
    if time is None or trip is None or time <= trip:
        return rows
    return Rows((*rows.known, ("payload", time - trip)), rows.missing)


def _add(name: str, view: Given, field: str, known: list[tuple[str, Fraction]], missing: list[str]) -> None:
    try:
        known.append((name, not_negative(view.amount(field), f"the p99 of {name}")))
    except Missing as error:
        missing += error.names


def parts(given: Given) -> Outcome:
    rows = rows_of(given)
    return Outcome(
        duration(rows.total),
        " + ".join(spans(a for _, a in rows.known)) or "0 s, no row",
        rows.bound,
        rows.caveats,
    )


def total(given: Given) -> Outcome:
    connection, rows = given.amount("figures.latency.connection"), rows_for_users(given)
    working = " + ".join(spans((connection, *(a for _, a in rows.known))))
    return Outcome(duration(connection + rows.total), working, rows.bound, rows.caveats)


def left(given: Given) -> Outcome:
    target, connection, rows = (
        given.amount(TARGET),
        given.amount("figures.latency.connection"),
        rows_for_users(given),
    )
    value = target - connection - rows.total
    over = ("The known rows alone are longer than the promise.",) if value < 0 else ()
    working = " - ".join(spans((target, connection, *(a for _, a in rows.known))))
    return Outcome(duration(value), working, flipped(rows.bound), (*over, *rows.caveats))


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
_PERCENTILES = (LIST, f"{LIST}[].hard", f"{LIST}[].p99", HOPS, f"{HOPS}[].p99")
_ROWS = (*_PERCENTILES, *COMPUTED.values())
_USERS = (*_ROWS, PAYLOAD, TRIP)

FIGURES = (
    FigureSpec(
        "latency.parts",
        "Known rows of the latency budget",
        Dimension.DURATION,
        "sum of p99 of hard dependencies and own rows",
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
