"""C18 Little's law and pools: how many connections work, how many a pool can carry, how many the server allows.

Rates are statements per second over all instances, times are seconds, connections are counts.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST
from specgen.calculators._ranges import not_negative, positive, whole
from specgen.calculators._working import count, events, plain, rate, span
from specgen.calculators.queries import EACH, PATTERN, QUERIES, TRIP, WHOLE
from specgen.model import Basis, Dimension, Input

LITTLE = "Little's law, L = lambda x W"
LIMIT = "PostgreSQL manual, max_connections; MySQL manual, max_connections"
POOL, INSTANCES = "database.pool_size", "database.instances"
ALLOWED, RESERVED = "database.connections", "database.reserved"
STATEMENTS, PEAK = "database.statements", "load.peak"
IDLE = (
    "A connection is also taken while the program works between the statements of a transaction; that is not counted."
)


def busy(per_second: Fraction, held: Fraction) -> Fraction:
    """Connections at work on average: rate x time held (also: requests in flight).

    Source: Little's law; needs no assumption on the distribution. Raises ValueError for negative input.
    """
    return not_negative(per_second, "a rate") * not_negative(held, "a time")


def carried(pool: Fraction, held: Fraction) -> Fraction:
    """Statements per second that a pool carries when all its connections work: pool / time held.

    Source: Little's law, solved for the rate. Raises ValueError for an empty pool or a time that is not above zero.
    """
    return whole(pool, "a pool") / positive(held, "the time of a statement")


def fleet(pool: Fraction, instances: Fraction, reserved: Fraction = Fraction(0)) -> Fraction:
    """Connections that all instances and the reserve take from the server: pool x instances + reserved.

    The reserve is counted here, so the server's limit has to be its whole limit. Source: sum. Raises ValueError for
    less than one connection or instance, or a negative reserve.
    """
    taken = whole(pool, "a pool") * whole(instances, "the number of instances")
    return Fraction(taken) + whole(reserved, "the reserve", 0)


def instances_that_fit(allowed: Fraction, pool: Fraction, reserved: Fraction = Fraction(0)) -> Fraction:
    """Whole instances whose pools fit beside the reserve: floor((allowed - reserved) / pool).

    Source: `fleet`, solved for its instances. Raises ValueError for an empty pool, or when more connections are
    reserved than the server allows.
    """
    free = whole(allowed, "the server's limit", 0) - whole(reserved, "the reserve", 0)
    if free < 0:
        raise ValueError(f"{plain(reserved)} connections are reserved, but the server allows {plain(allowed)} in all.")
    return Fraction(floor(Fraction(free, whole(pool, "a pool"))))


# --- figures ---------------------------------------------------------------------------------------------------------


def _held(given: Given) -> tuple[Fraction, str]:
    """Seconds for which one statement holds its connection, and the working. Raises Missing with all that lacks."""
    pattern = given.word(PATTERN)
    wanted: tuple[str, ...] = (WHOLE, TRIP) if pattern == "single_aggregate" else (EACH, TRIP)
    if pattern == "batched":  # the round trip of the batch is shared by its statements
        wanted = (*wanted, QUERIES)
    lacking = [name for name in wanted if given.amount_or_none(name) is None]
    if lacking:
        raise Missing(*lacking)
    run, trip = given.amount(wanted[0]), given.amount(TRIP)
    if pattern == "batched":
        shared = whole(given.amount(QUERIES), "the number of statements")
        return run + trip / shared, f"({span(run)} + {span(trip)} / {shared})"
    return trip + run, f"({span(trip)} + {span(run)})"


def _statements(given: Given) -> tuple[Fraction, str, tuple[str, ...]]:
    """Statements a second at peak: as answered, else the peak of requests times the statements of one."""
    seen = given.amount_or_none(STATEMENTS)
    if seen is not None:
        return seen, rate(seen), ()
    peak = given.amount_or_none(PEAK)
    if peak is None:
        raise Missing(STATEMENTS)
    if given.word(PATTERN) == "single_aggregate":
        given.used[STATEMENTS] = Input(STATEMENTS, "one a request", Basis.ASSUMED)
        return peak, rate(peak), ("One statement for each request at peak.",)
    queries = given.amount(QUERIES)
    given.used[STATEMENTS] = Input(STATEMENTS, "all of each request", Basis.ASSUMED)  # nobody counted them
    note = "Counted as if each request at peak made all its statements."
    return peak * queries, f"{rate(peak)} x {plain(queries)}", (note,)


def _busy(given: Given) -> Outcome:
    held, held_as = _held(given)
    per_second, made_of, notes = _statements(given)
    return Outcome(count(busy(per_second, held)), f"{made_of} x {held_as}", AT_LEAST, (*notes, IDLE))


def _pool_limit(given: Given) -> Outcome:
    pool = given.amount(POOL)
    held, held_as = _held(given)
    notes = ("With every connection at work: statements wait long before that.", IDLE)
    return Outcome(events(carried(pool, held)), f"{plain(pool)} / {held_as}", AT_MOST, notes)


def _fleet(given: Given) -> Outcome:
    pool, instances, reserved = given.amount(POOL), given.amount(INSTANCES), given.amount_or_none(RESERVED)
    working = f"{plain(pool)} x {plain(instances)}" + ("" if reserved is None else f" + {plain(reserved)}")
    notes = () if reserved is not None else ("The reserve for administration is unknown and not counted.",)
    value = fleet(pool, instances, reserved or Fraction(0))
    return Outcome(count(value), working, "" if reserved is not None else AT_LEAST, notes)


def _instances_limit(given: Given) -> Outcome:
    allowed, pool, reserved = given.amount(ALLOWED), given.amount(POOL), given.amount_or_none(RESERVED)
    value = instances_that_fit(allowed, pool, reserved or Fraction(0))
    free = plain(allowed) if reserved is None else f"({plain(allowed)} - {plain(reserved)})"
    notes = ("Old instances count too while a deployment runs beside them.",)
    return Outcome(count(value), f"{free} / {plain(pool)}", "" if reserved is not None else AT_MOST, notes)


TIMES = (EACH, TRIP, WHOLE, QUERIES)
FIGURES = (
    FigureSpec(
        "database.busy",
        "Connections at work at peak",
        Dimension.NUMBER,
        "statements x time held (Little)",
        _busy,
        needs=(PATTERN,),
        reads=(*TIMES, STATEMENTS, PEAK),
        source=LITTLE,
        help="How many connections of all pools together run a statement at any moment of the peak.",
    ),
    FigureSpec(
        "database.pool_limit",
        "Statements a second that one pool can carry",
        Dimension.RATE,
        "pool / time held (Little)",
        _pool_limit,
        needs=(POOL, PATTERN),
        reads=TIMES,
        source=LITTLE,
        help="Beyond this rate the statements of one instance queue without limit.",
        toward="down",
    ),
    FigureSpec(
        "database.fleet",
        "Connections of all instances",
        Dimension.NUMBER,
        "pool x instances + reserved",
        _fleet,
        needs=(POOL, INSTANCES),
        reads=(RESERVED,),
        source=LIMIT,
        help="What the pools take from the server when every instance has filled its own; the reserve counts once.",
    ),
    FigureSpec(
        "database.instances_limit",
        "Most instances whose pools fit",
        Dimension.NUMBER,
        "(server limit - reserved) / pool, whole instances",
        _instances_limit,
        needs=(ALLOWED, POOL),
        reads=(RESERVED,),
        source=LIMIT,
        help="Scaling out beyond this makes the server refuse connections.",
        toward="down",
    ),
)
