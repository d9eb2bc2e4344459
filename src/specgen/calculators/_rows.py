"""The rows of the latency budget: what an answer waits for, and the answers that would complete the list.

Times are seconds, shares exact. What a row is made of decides where its p99 comes from: a dependency, its cache, a part of
one's own, or another figure.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import Given, Missing
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._dependencies import LIST, distinct, flag_or_none, named
from specgen.calculators._ranges import not_negative, share
from specgen.calculators.handshake import EDGE
from specgen.calculators.slow_start import OBJECTS
from specgen.frozen import Frozen

P99 = Fraction(99, 100)
HOPS = "latency.hops"
# Rows that other figures give where nobody lists own rows: name and figure.
COMPUTED = {"statements": "figures.database.now", "waiting for a worker, p99": "figures.queue.wait_p99"}
PAYLOAD, TRIP = "figures.transfer.time", "figures.distance.round_trip"
HARD, TAIL, WAITED = f"{LIST}[].hard", f"{LIST}[].p99", f"{LIST}[].in_response"
TTL, HIT, CACHE_TIME = f"{LIST}[].cache_ttl", f"{LIST}[].hit_ratio", f"{LIST}[].cache_time"
CALLS = (HARD, TAIL, WAITED, TTL, HIT, CACHE_TIME)
Row = tuple[str, Fraction]


class Rows(Frozen):
    """The known rows of the budget (name, seconds), and the answers that would complete it."""

    known: tuple[Row, ...]
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


def waited_for(given: Given) -> Fraction | None:
    """Seconds of p99 that an answer waits for this dependency: its cache's where at least 99 of 100 calls find an entry.

    None where no answer waits: what it returns is not needed, or the request goes on without it. Raises Missing.
    """
    needed = flag_or_none(given, WAITED)
    if needed is False or not (needed or given.flag(HARD)):
        return None
    if hits(given) >= P99:
        return not_negative(given.amount(CACHE_TIME), "the time of a hit")
    return not_negative(given.amount(TAIL), "a p99")


def hits(given: Given) -> Fraction:
    """Share of calls that a cache answers as far as anybody has said; 0 without a cache."""
    if given.amount_or_none(TTL) == 0:
        return Fraction(0)
    return share(given.amount_or_none(HIT) or Fraction(0), "a hit ratio")


def _cached(given: Given) -> bool:
    return hits(given) > 0 or (given.amount_or_none(TTL) or 0) > 0


def listed(given: Given, uncached: bool = False) -> tuple[list[Row], list[str]]:
    """Name and seconds of each dependency that an answer waits for and of each own row, and the answers that are missing.

    With `uncached` dependencies that have a cache are left out: nobody knows whether their p99 is that of all calls.
    """
    known: list[Row] = []
    missing: list[str] = []
    try:
        for one in distinct(given):
            if not (uncached and _cached(one.view)):
                _add(one.name, one.view, known, missing)
    except Missing as error:
        missing += error.names
    try:
        for record in given.records(HOPS):
            try:
                p99 = given.of(HOPS, record).amount(f"{HOPS}[].p99")
                known.append((named(record), not_negative(p99, f"the p99 of {named(record)}")))
            except Missing as error:
                missing += error.names
    except Missing as error:
        missing += error.names
    return known, missing


def _add(name: str, view: Given, known: list[Row], missing: list[str]) -> None:
    try:
        waited = waited_for(view)
    except Missing as error:
        missing += error.names
        return
    if waited is not None:
        known.append((name, waited))


def rows_of(given: Given, computed: bool = True) -> Rows:
    """Dependencies that an answer waits for and own rows at their p99; without own rows those that other figures give.

    Raises Missing when rows exist but none is known.
    """
    known, missing = listed(given)
    if computed and HOPS in missing:
        for name, figure in COMPUTED.items():
            amount = given.amount_or_none(figure)
            if amount:
                known.append((name, amount))
    if missing and not known:
        raise Missing(*missing)
    return Rows(tuple(known), tuple(missing))


def rows_for_users(given: Given) -> Rows:
    """The same with what the size of the answer costs these users, beyond the first round trip.

    A page of several objects comes from what serves near the users where there is something.
    """
    rows = rows_of(given)
    time, trip = given.amount_or_none(PAYLOAD), given.amount_or_none(TRIP)
    if time is None or trip is None or time <= trip or _from_edge(given):
        return rows
    return Rows((*rows.known, ("payload", time - trip)), rows.missing)


def _from_edge(given: Given) -> bool:
    try:
        edge = given.word(EDGE)
    except Missing:
        return False
    return edge != "none" and given.amount_or_none(OBJECTS) != 1
