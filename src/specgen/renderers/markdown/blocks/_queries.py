"""One query or many: each way to the data with its time, the one in use, and whether another is worth the work."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators.queries import batched, one, possible, sequential, side_by_side
from specgen.model import Basis, Dimension, Quantity
from specgen.quantities import number, parse, show
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table

ROW, BATCH, SIDE, ONE = "sequential_small", "batched", "parallel_small", "single_aggregate"
FIGURES = {
    ROW: "database.sequential",
    BATCH: "database.batched",
    SIDE: "database.side_by_side",
    ONE: "database.aggregate",
}
# What makes another way worth the work; slower-pattern-chosen has the same numbers.
TIMES, GAIN = 2, Fraction(10, 1000)
MUCH = Fraction(1, 2)  # of the promise: more than that is not left as it is


def queries(view: View) -> str:
    answer = view.answer("database.pattern")
    chosen = str(answer.value) if answer else ""
    ways = possible(chosen, view.amount("database.at_once"))
    known = {way: seconds for way, id in FIGURES.items() if way in ways and (seconds := view.known(id)) is not None}
    if view.amount("database.queries") == 1:  # nothing to batch
        known = {pattern: seconds for pattern, seconds in known.items() if pattern in (ROW, ONE, chosen)}
    if not known:
        return ""
    told = _in_use(view, chosen, known) if chosen in known else _undecided(view, chosen, known)
    if view.spec.identity.tier == 3 or len(known) == 1:
        return told
    rows = [
        (_way(view, pattern), view.value(id), badge(view.figure(id).basis), "**yes**" if pattern == chosen else "")
        for pattern, id in FIGURES.items()
        if pattern in known
    ]
    return paragraphs(table(("One query or many", "A request waits", "Basis", "In use"), rows), told)


def _way(view: View, pattern: str) -> str:
    """A way to the data by the numbers that make it: "11 in a row"."""
    count = view.text("database.queries")
    return {
        ROW: "the query alone" if count == "1" else f"{count} in a row",
        BATCH: f"{count} as one batch",
        SIDE: f"{count} side by side, {view.text('database.at_once')} at once",
        ONE: f"one query of {view.text('database.aggregate_time')}",
    }[pattern]


def _in_use(view: View, chosen: str, known: dict[str, Fraction]) -> str:
    """What the way in use costs, what the others would, and what to do about it."""
    took = f"{_inputs(view, chosen)}: **{view.value(FIGURES[chosen])}** {badge(view.figure(FIGURES[chosen]).basis)}"
    promise = view.amount("latency.p99")
    part = (
        f", {number(known[chosen] / promise * 100, 2)}% of the promised {view.text('latency.p99')}" if promise else ""
    )
    others = "; ".join(said for said in (_batch(view, chosen, known), _break_even(view, chosen)) if said)
    compared = f"{others[:1].upper()}{others[1:]}." if others else ""
    said = (f"{took}{part}.", compared, _advice(view, chosen, known, promise), _far(view, chosen))
    return " ".join(one for one in said if one)


def _undecided(view: View, chosen: str, known: dict[str, Fraction]) -> str:
    """The way in use is not known, or its time is not: what can be said of the others."""
    first = f"{_inputs(view, ROW)}." if ROW in known else ""
    even = _break_even(view, ROW) if ROW in known else ""
    what = f"How long the way in use takes ({view.label('database.pattern')})" if chosen else "Which way is in use"
    needs = view.needs(FIGURES[chosen]) if chosen else names(["database.pattern"])
    said = (first, f"{even[:1].upper()}{even[1:]}." if even else "", f"{what} is unknown: it needs {needs}.")
    return " ".join(one for one in said if one)


def _inputs(view: View, pattern: str) -> str:
    trip = f"{_sourced(view, 'database.rtt')} round trip"
    if pattern == ONE:
        return f"One query of {_sourced(view, 'database.aggregate_time')}, {trip}"
    count, each = view.text("database.queries"), _sourced(view, "database.query_time")
    if count == "1":
        return f"One query of {each}, {trip}"
    how = {ROW: "in a row", BATCH: "as one batch", SIDE: f"side by side, {view.text('database.at_once')} at once"}
    answer = view.answer("database.queries")
    basis = f" ({badge(answer.basis)})" if answer and answer.basis else ""
    return f"{count} queries {how[pattern]}{basis}, {each} each, {trip}"


def _sourced(view: View, id: str) -> str:
    """A time with its badge. The round trip that nobody answered is not among the answers, but the figures read it."""
    if view.answer(id) is not None:
        return view.sourced(id)
    read = next((one for name in FIGURES.values() for one in view.figure(name).inputs if one.name == id), None)
    return f"{read.text} {badge(read.basis)}" if read else UNKNOWN


def _batch(view: View, chosen: str, known: dict[str, Fraction]) -> str:
    """Where a table stands beside it, the batch is in there."""
    if view.spec.identity.tier != 3 or chosen == BATCH or BATCH not in known:
        return ""
    return f"one batch would take {view.value(FIGURES[BATCH])}"


def _break_even(view: View, pattern: str) -> str:
    """Only as long as nobody has measured the one query: then the comparison itself is better."""
    several = view.amount("database.queries")
    if pattern != ROW or several is None or several == 1 or view.amount("database.aggregate_time") is not None:
        return ""
    return f"one query wins only if it runs in less than {view.value('database.break_even')}"


def _advice(view: View, chosen: str, known: dict[str, Fraction], promise: Fraction | None) -> str:
    if len(known) == 1 and chosen == ONE:
        return f"Whether small queries would do better is unknown: it needs {view.needs(FIGURES[ROW])}."
    fast = [pattern for pattern, seconds in known.items() if not _slower(seconds, min(known.values()))]
    if chosen not in fast:
        best = next(pattern for pattern in _SIMPLEST_FIRST if pattern in fast)
        saved = show(Quantity(known[chosen] - known[best], Dimension.DURATION), 2)
        return f"Worth changing: {_way(view, best)} would save {saved} a request{_CONDITIONS.get(best, '')}."
    if promise and known[chosen] > MUCH * promise:
        measure = "" if ONE in known else "one query for all (measure it: `database.aggregate_time`), or "
        return f"That leaves little for everything else, and no other way computed here helps: {measure}fewer, faster queries."
    return "Leave it as it is."


def _slower(seconds: Fraction, fastest: Fraction) -> bool:
    """So much that it is worth a rewrite."""
    return seconds > TIMES * fastest and seconds - fastest > GAIN


_SIMPLEST_FIRST = (ONE, BATCH, ROW, SIDE)  # of ways that are about as fast: fewer connections, one state of the data
_ORDER = "if no query needs the result of one before it"
_CONDITIONS = {
    BATCH: f", {_ORDER}",
    SIDE: f", {_ORDER}; each holds a connection, and together they read no single state of the data",
}


def _far(view: View, chosen: str) -> str:
    """What hangs on a guessed round trip: the same request at the far end of its plausible range."""
    trip = next((read for read in view.figure(FIGURES[chosen]).inputs if read.name == "database.rtt"), None)
    ends = next((one.plausible for one in view.spec.library.questions() if one.id == "database.rtt"), ())
    if trip is None or trip.basis < Basis.ASSUMED or not ends:
        return ""
    far = parse(ends[-1], Dimension.DURATION)
    if parse(trip.text, Dimension.DURATION).amount >= far.amount:
        return ""
    waits = show(Quantity(_at(view, chosen, far.amount), Dimension.DURATION), 2)
    return f"If the round trip were {show(far)}, {_way(view, chosen)} would take {waits}."


def _at(view: View, chosen: str, trip: Fraction) -> Fraction:
    """Seconds the way in use would take at another round trip; its other inputs are known, or it had no figure."""
    count, each, whole, at_once = (
        view.amount(f"database.{name}") or Fraction(1)
        for name in ("queries", "query_time", "aggregate_time", "at_once")
    )
    if chosen == ONE:
        return one(trip, whole)
    if chosen == SIDE:
        return side_by_side(count, at_once, trip, each)
    return (batched if chosen == BATCH else sequential)(count, trip, each)
