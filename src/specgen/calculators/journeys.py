"""What light alone takes from a promise at a percentile: the distance of the users who decide it, all places together.

Every request finds a warm connection (one round trip) or opens a cold one. How many do is known for all requests, not for
each place: the floor takes all places to reuse connections alike, the certain floor takes the split that suits the promise
best. Times are seconds, shares and percentiles exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._dependencies import named
from specgen.calculators._ranges import below_one, not_negative, share
from specgen.calculators._working import duration, plain, ratio, spans
from specgen.calculators.distance import FIBRE, HAVERSINE, ORIGIN, PLACE, SHARE, floor_rtt, great_circle_km
from specgen.calculators.handshake import EDGE, REUSE, RFCS, ends_near
from specgen.frozen import Frozen
from specgen.model import Dimension

PERCENTILE = "latency.journeys[].percentile"
COLD, WARM = "figures.latency.cold_trips", "figures.latency.warm_trips"
P99 = Fraction(99, 100)


def deciding(groups: Sequence[tuple[Fraction, Fraction]], percentile: Fraction) -> Fraction | None:
    """The time that the given percentile of requests cannot get below, from (time, share) of groups.

    Sorted from the slowest, it is the time of the group with which the shares exceed 1 - percentile; None when all of them
    together do not. Source: definition of a quantile of a weighted sample. Raises ValueError for a percentile of 100% or a
    share outside 0 to 100%.
    """
    left_out, passed = 1 - below_one(percentile, "a percentile"), Fraction(0)
    for time, of_all in sorted(groups, reverse=True):
        passed += share(of_all, "a share of requests")
        if passed > left_out:
            return not_negative(time, "a time")
    return None


class Trips(Frozen):
    """Round trips of a cold and of a warm request, and the share of requests that find a warm connection."""

    cold: Fraction
    warm: Fraction
    reuse: Fraction


def evenly(groups: Sequence[tuple[Fraction, Fraction]], trips: Trips) -> list[tuple[Fraction, Fraction]]:
    """(time, share) of the warm and of the cold requests of each (round trip, share), all places reusing alike.

    Raises ValueError for a reuse outside 0 to 100%.
    """
    warm = share(trips.reuse, "reuse of connections")
    return [
        part
        for trip, of_all in groups
        for part in ((trips.warm * trip, of_all * warm), (trips.cold * trip, of_all * (1 - warm)))
    ]


def certain(groups: Sequence[tuple[Fraction, Fraction]], trips: Trips, percentile: Fraction) -> Fraction | None:
    """The time that the percentile of requests cannot get below in any split of the warm connections.

    Later than t are all requests of places whose warm time exceeds t, and of places that only a warm connection brings below
    t what is left when all warm connections are theirs: max(0, their shares - reuse). The least t at which no more than
    1 - percentile are later; None when all places named are no more than that. Raises ValueError as `deciding`.
    """
    left_out = 1 - below_one(percentile, "a percentile")
    if sum((share(of_all, "a share of requests") for _, of_all in groups), Fraction(0)) <= left_out:
        return None
    times = {not_negative(trip, "a time") * count for trip, _ in groups for count in (trips.warm, trips.cold)}
    return min(time for time in times if _later(groups, trips, time) <= left_out)


def _later(groups: Sequence[tuple[Fraction, Fraction]], trips: Trips, time: Fraction) -> Fraction:
    """Least share of requests that take longer than `time`."""
    far = sum((of_all for trip, of_all in groups if trips.warm * trip > time), Fraction(0))
    warm_only = sum((of_all for trip, of_all in groups if trips.warm * trip <= time < trips.cold * trip), Fraction(0))
    return far + max(Fraction(0), warm_only - share(trips.reuse, "reuse of connections"))


# --- figures ------------------------------------------------------------------------------------------------

EVENLY = "Takes every place to reuse connections alike."
BEST = "Takes the split of warm connections that suits the promise best."
TOO_FEW = "The places named hold too few of the requests to decide this percentile."


class Places(Frozen):
    """(round trip through straight fibre, share) of each place, their names, and the answers that are missing."""

    groups: tuple[tuple[Fraction, Fraction], ...]
    names: tuple[str, ...]
    missing: tuple[str, ...]


def _places(given: Given) -> Places:
    groups: list[tuple[Fraction, Fraction]] = []
    names: list[str] = []
    missing: list[str] = []
    origin = given.place(ORIGIN)
    for record in given.records("users"):
        there = given.of("users", record)
        try:
            km = great_circle_km(origin, there.place(PLACE))
            groups.append((floor_rtt(km), there.amount(SHARE)))
            names.append(named(record, "place"))
        except Missing as error:
            missing += error.names
    return Places(tuple(groups), tuple(names), tuple(missing))


def _trips(given: Given, best: bool) -> tuple[Trips, tuple[str, ...]]:
    """With an edge that carries requests only the warm round trip is left of the distance; so it is in the best case of an
    unknown reuse. Raises Missing for a reuse that is needed.
    """
    cold, warm = given.amount(COLD), given.amount(WARM)
    if ends_near(given):
        return Trips(cold, warm, Fraction(1)), (
            "The connection ends near the users: one round trip to the origin is left.",
        )
    reuse = given.amount_or_none(REUSE) if best else given.amount(REUSE)
    if reuse is None:
        return Trips(cold, warm, Fraction(1)), ("Reuse of connections is unknown: all are taken to be warm.",)
    return Trips(cold, warm, reuse), (BEST if best else EVENLY,)


def _floor(percentile: Callable[[Given], Fraction], best: bool) -> Callable[[Given], Outcome]:
    def compute(given: Given) -> Outcome:
        wanted, places = percentile(given), _places(given)
        trips, notes = _trips(given, best)
        found = certain(places.groups, trips, wanted) if best else deciding(evenly(places.groups, trips), wanted)
        if found is None:
            if places.missing:
                raise Missing(*places.missing)
            raise ValueError(TOO_FEW)
        if places.missing:
            notes = (*notes, f"Not counted, because unknown: {', '.join(places.missing)}.")
        return Outcome(duration(found), _working(places, trips, found), AT_LEAST, notes)

    return compute


def _working(places: Places, trips: Trips, found: Fraction) -> str:
    """The round trips and the place whose time was found."""
    return next(
        f"{plain(count)} x {spans([trip])[0]} ({name})"
        for count in (trips.warm, trips.cold)
        for (trip, _), name in zip(places.groups, places.names, strict=True)
        if count * trip == found
    )


def cold_share(given: Given) -> Outcome:
    of_all = share(given.amount(SHARE), "a share of requests")
    reuse = share(given.amount(REUSE), "reuse of connections")
    return Outcome(ratio(of_all * (1 - reuse)), f"{plain(of_all)} x (1 - {plain(reuse)})", "", (EVENLY,))


def _of_journey(given: Given) -> Fraction:
    return given.amount(PERCENTILE)


_EVEN = (ORIGIN, "users", COLD, WARM)
_READS = (REUSE, EDGE, PLACE, SHARE)
_SOURCE = f"{HAVERSINE}; {FIBRE}; {RFCS}"
_ALIKE = "quantile of round trips x floor over all places, warm and cold requests in the same proportion everywhere"
_BEST = "the same quantile with warm connections where they help most"

FIGURES = (
    FigureSpec(
        "latency.floor",
        "Least time for the connection, at p99 of all requests",
        Dimension.DURATION,
        _ALIKE,
        _floor(lambda given: P99, best=False),
        needs=_EVEN,
        reads=_READS,
        source=_SOURCE,
        help="More than one request in a hundred takes at least this on straight fibre, if all places reuse alike.",
        toward="down",
    ),
    FigureSpec(
        "latency.floor_certain",
        "The same in any split of warm connections",
        Dimension.DURATION,
        _BEST,
        _floor(lambda given: P99, best=True),
        needs=_EVEN,
        reads=_READS,
        source=_SOURCE,
        help="A p99 below this is forbidden by the speed of light, not by the software.",
        toward="down",
    ),
    FigureSpec(
        "latency.cold_share",
        "Requests that open a connection from there",
        Dimension.RATIO,
        "share x (1 - reuse)",
        cold_share,
        needs=(SHARE, REUSE),
        each="users",
        source="Definition of a share",
        help="Of all requests; below 1% the handshake of these users cannot break a p99 of all.",
    ),
    FigureSpec(
        "latency.journey_floor",
        "Least time for the connection of this journey",
        Dimension.DURATION,
        _ALIKE,
        _floor(_of_journey, best=False),
        needs=(PERCENTILE, *_EVEN),
        reads=_READS,
        each="latency.journeys",
        source=_SOURCE,
        help="What the users who decide its percentile wait at least, if all places reuse connections alike.",
        toward="down",
    ),
    FigureSpec(
        "latency.journey_floor_certain",
        "The same for this journey, in any split of warm connections",
        Dimension.DURATION,
        _BEST,
        _floor(_of_journey, best=True),
        needs=(PERCENTILE, *_EVEN),
        reads=_READS,
        each="latency.journeys",
        source=_SOURCE,
        help="A promise below this is forbidden by the speed of light for the users who decide it.",
        toward="down",
    ),
)
