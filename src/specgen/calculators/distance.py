"""C10 distance: what physics takes before any code runs.

Three tiers: the floor of fibre (may convict), the plan with a route factor (may warn), a measurement
(replaces both). Kilometres and seconds; the great circle is computed in double precision, the rest exactly.
"""

from __future__ import annotations

import math
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative, positive, whole
from specgen.calculators._working import duration, near, plain, ratio, spans
from specgen.calculators.handshake import EDGE
from specgen.model import Dimension, Place, Quantity

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
LIGHT_KM_S = Fraction("299792.458")  # exact by definition of the metre
FIBRE_INDEX = Fraction("1.468")  # group index of common single-mode glass fibre at 1550 nm; hollow cores are faster
FIBRE_KM_S = LIGHT_KM_S / FIBRE_INDEX

HAVERSINE = "Haversine formula, mean earth radius 6371.0088 km (IUGG)"
FIBRE = (
    "Speed of light over the group index of glass fibre, 299,792.458 km/s / 1.468 (Corning SMF-28: 1.4682 at 1550 nm)"
)
PLAN = "Route factor of specgen; PAM 2017, Why Is the Internet so Slow?!, finds longer detours on short paths"
SHARE = "users[].share"
ORIGIN, PLACE, FACTOR, MEASURED = "distance.origin", "users[].place", "distance.route_factor", "users[].rtt"


def great_circle_km(here: Place, there: Place) -> Fraction:
    """Kilometres along the surface by the haversine formula. At most half the circumference.

    Source: haversine, R = 6371.0088 km. Raises ValueError for a latitude beyond 90 or a longitude beyond 180
    degrees.
    """
    for place in (here, there):
        if abs(place.latitude) > 90 or abs(place.longitude) > 180:
            raise ValueError(f"{place.name} is not on earth: latitude is at most 90, longitude at most 180 degrees")
    north, south = math.radians(here.latitude), math.radians(there.latitude)
    apart = math.radians(there.longitude - here.longitude)
    chord = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(apart / 2) ** 2
    return Fraction(2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord))))


def floor_rtt(km: Fraction) -> Fraction:
    """Seconds of one round trip through straight glass fibre: 2 x km / (c / n). No glass fibre is faster.

    Source: group index 1.468, Corning SMF-28 data sheet (1.4682 at 1550 nm). Raises ValueError for a negative distance.
    """
    return 2 * not_negative(km, "a distance") / FIBRE_KM_S


def planned(floor: Fraction, route_factor: Fraction) -> Fraction:
    """Seconds of one round trip to plan with: floor x factor. Raises ValueError for a factor below 1."""
    if route_factor < 1:
        raise ValueError("a route factor cannot be less than 1: no cable is shorter than the straight line")
    return not_negative(floor, "a round trip") * route_factor


def reach_km(target: Fraction, trips: Fraction, route_factor: Fraction = Fraction(1)) -> Fraction:
    """Kilometres beyond which an answer within `target` seconds is impossible.

    Formula: target x speed / (2 x trips x factor). Raises ValueError for a target or factor that is not
    positive or less than one trip.
    """
    round_trips = whole(trips, "round trips")
    return positive(target, "a target") * FIBRE_KM_S / (2 * round_trips * positive(route_factor, "a route factor"))


# --- figures ------------------------------------------------------------------------------------------------

_APPROXIMATE = ("From city centre to city centre; the place of a cloud region is approximate.",)


def kilometres(given: Given) -> Outcome:
    here, there = given.place(ORIGIN), given.place(PLACE)
    km = great_circle_km(here, there)
    return Outcome(Quantity(km, Dimension.DISTANCE), f"{there.name} to {here.name}", "", _APPROXIMATE)


def floor(given: Given) -> Outcome:
    km = given.amount("figures.distance.km")
    return Outcome(duration(floor_rtt(km)), f"2 x {near(km)} km / {near(FIBRE_KM_S)} km/s")


def plan(given: Given) -> Outcome:
    least, factor = given.amount("figures.distance.floor"), given.amount(FACTOR)
    return Outcome(duration(planned(least, factor)), f"{spans([least])[0]} x {plain(factor)}")


def round_trip(given: Given) -> Outcome:
    measured = given.amount_or_none(MEASURED)
    if measured is None:
        try:
            value = given.amount("figures.distance.planned")
        except Missing as error:
            key = given.record.key if given.record else ""
            raise Missing(f"users.{key}.rtt", *error.names) from error
        return Outcome(duration(value), spans([value])[0])
    least = given.figures.get("distance.floor")
    notes: tuple[str, ...] = ()
    if (
        not _answered_near(given)
        and least is not None
        and isinstance(least.value, Quantity)
        and measured < least.value.amount
    ):
        notes = (
            (
                "Shorter than light in fibre allows over that distance: the place is wrong, or something "
                "nearer answered."
            ),
        )
    return Outcome(duration(not_negative(measured, "a round trip")), spans([measured])[0], "", notes)


def _answered_near(given: Given) -> bool:
    """Whether something near the users answers for the origin, so that a short round trip is right."""
    try:
        return given.word(EDGE) not in ("none", "cdn_static")
    except Missing:
        return False


def total_share(given: Given) -> Outcome:
    """Shares of all places together; a lower bound when some are unknown. Raises Missing when none is known."""
    known: list[Fraction] = []
    missing: list[str] = []
    if not given.records("users"):
        raise ValueError("No users are named, so there is no distance to judge.")
    for record in given.records("users"):
        try:
            known.append(not_negative(given.of("users", record).amount(SHARE), "a share of requests"))
        except Missing as error:
            missing += error.names
    if missing and not known:
        raise Missing(*missing)
    notes = (f"Not counted, because unknown: {', '.join(missing)}.",) if missing else ()
    working = " + ".join(map(plain, known)) or "nobody"
    return Outcome(ratio(sum(known, Fraction(0))), working, AT_LEAST if missing else "", notes)


FIGURES = (
    FigureSpec(
        "distance.km",
        "Distance to the origin",
        Dimension.DISTANCE,
        "great circle",
        kilometres,
        needs=(ORIGIN, PLACE),
        each="users",
        source=HAVERSINE,
        help="The straight line over the surface between these users and the servers.",
    ),
    FigureSpec(
        "distance.floor",
        "Round trip, floor of fibre",
        Dimension.DURATION,
        "2 x km / 204,218.3 km/s (glass fibre, group index 1.468)",
        floor,
        needs=("figures.distance.km",),
        each="users",
        source=FIBRE,
        help="No glass fibre answers sooner, whatever is tuned; hollow-core fibre and radio links would.",
    ),
    FigureSpec(
        "distance.planned",
        "Round trip, planned",
        Dimension.DURATION,
        "floor x route factor",
        plan,
        needs=("figures.distance.floor", FACTOR),
        each="users",
        source=PLAN,
        help="What to reckon with until it is measured: cables do not run straight.",
    ),
    FigureSpec(
        "distance.round_trip",
        "Round trip",
        Dimension.DURATION,
        "measured, else planned",
        round_trip,
        needs=(),
        reads=(MEASURED, EDGE, "figures.distance.planned", "figures.distance.floor"),
        each="users",
        source="Measurement, else the plan",
        help="The round trip the latency budget works with.",
    ),
    FigureSpec(
        "users.total_share",
        "Shares of all places together",
        Dimension.RATIO,
        "sum of shares",
        total_share,
        needs=("users",),
        reads=(SHARE,),
        source="Definition of a share",
        help="Above 100% the same requests are counted in two places.",
        toward="up",
    ),
)
