"""What light alone takes from each journey with a target of its own: the distance of the users who decide its percentile.

A group too small to decide cannot break the promise: the floor is that of the nearest group for which the users at least as
far away are more than the percentile leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._dependencies import named
from specgen.calculators._ranges import below_one, not_negative, share
from specgen.calculators._working import duration, plain, spans
from specgen.calculators.distance import FIBRE, HAVERSINE, ORIGIN, PLACE, SHARE, floor_rtt, great_circle_km
from specgen.calculators.handshake import REUSE, RFCS
from specgen.model import Dimension

PERCENTILE = "latency.journeys[].percentile"
COLD, WARM = "figures.latency.cold_trips", "figures.latency.warm_trips"


def deciding(groups: Sequence[tuple[Fraction, Fraction]], percentile: Fraction) -> Fraction | None:
    """The time that the given percentile of users cannot get below, from (time, share) of groups.

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


# --- figures ------------------------------------------------------------------------------------------------


def floor(given: Given) -> Outcome:
    percentile, origin = given.amount(PERCENTILE), given.place(ORIGIN)
    groups: list[tuple[Fraction, Fraction, str]] = []
    missing: list[str] = []
    for record in given.records("users"):
        there = given.of("users", record)
        try:
            km = great_circle_km(origin, there.place(PLACE))
            groups.append((floor_rtt(km), there.amount(SHARE), named(record, "place")))
        except Missing as error:
            missing += error.names
    found = deciding([(time, of_all) for time, of_all, _ in groups], percentile)
    if found is None:
        if missing:
            raise Missing(*missing)
        raise ValueError("The places named hold too few of the requests to decide this percentile.")
    trips = given.amount(WARM if given.amount(REUSE) >= percentile else COLD)
    where = next(name for time, _, name in sorted(groups, reverse=True) if time == found)
    notes = (f"Not counted, because unknown: {', '.join(missing)}.",) if missing else ()
    working = f"{plain(trips)} x {spans([found])[0]} ({where})"
    return Outcome(duration(trips * found), working, AT_LEAST if missing else "", notes)


FIGURES = (
    FigureSpec(
        "latency.journey_floor",
        "Least time for the connection of this journey",
        Dimension.DURATION,
        "round trips x floor of the group that decides the percentile",
        floor,
        needs=(PERCENTILE, ORIGIN, "users", COLD, REUSE),
        reads=(WARM, PLACE, SHARE),
        each="latency.journeys",
        source=f"{HAVERSINE}; {FIBRE}; {RFCS}",
        help="A promise below this is forbidden by the speed of light for the users who decide it.",
        toward="down",
    ),
)
