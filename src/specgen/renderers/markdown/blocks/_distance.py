"""Where users are, and what light in fibre leaves of the promise."""

from __future__ import annotations

from specgen.model import Quantity, Record
from specgen.quantities import digits_for, show_duration, show_figure
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table

EVENLY, CERTAIN = "latency.floor", "latency.floor_certain"
SAME_CITY = "same city: measure it"


def distance(view: View) -> str:
    """The table of user groups and one sentence on physics; "" without users or origin."""
    users, origin = view.records("users"), view.answer("distance.origin")
    if not users or origin is None:
        return ""
    factor = view.sourced("distance.route_factor")
    factor = "1.5, `default`" if factor == UNKNOWN else factor
    header = (
        "Users", "Share", f"To {cell(origin.text)}", "Round trip: fibre floor", f"planned (route factor {factor})",
        "Before the first byte", "Measured",
    )  # fmt: skip
    return paragraphs(table(header, [_row(view, record) for record in users]), _physics(view, users))


def _row(view: View, record: Record) -> tuple[str, ...]:
    here = view.known("distance.km", record.key) == 0
    connection = view.figure("latency.connection", record.key)
    first = (
        f"{show_figure(connection)} {badge(connection.basis)}"
        if connection.value is not None
        else _either(view, record)
    )
    if here and view.amount("rtt", record) is None:
        first = UNKNOWN
    return (
        view.text("place", record),
        view.text("share", record),
        view.value("distance.km", record.key),
        view.value("distance.floor", record.key),
        SAME_CITY if here else view.value("distance.planned", record.key),
        first,
        view.sourced("rtt", record),
    )


def _either(view: View, record: Record) -> str:
    """Without knowing how many connections are reused: both ends, from the round trip and the protocol."""
    trip = view.figure("distance.round_trip", record.key)
    warm, cold = view.known("latency.warm_trips"), view.known("latency.cold_trips")
    if not isinstance(trip.value, Quantity) or warm is None or cold is None:
        return UNKNOWN
    digits = digits_for(trip.basis)
    ends = (show_duration(trip.value.amount * trips, digits) for trips in (warm, cold))
    return f"{' warm, '.join(ends)} cold {badge(trip.basis)}"


def _physics(view: View, users: tuple[Record, ...]) -> str:
    """What light in fibre leaves of the promise: of that of all users together, not of each place by itself."""
    target = view.amount("latency.p99")
    alone = [(floor, one) for one in users if (floor := view.known("latency.physics", one.key)) is not None]
    edge = view.answer("distance.edge")
    cached = edge is not None and edge.value != "none" and view.fact("dynamic") is False
    if target is None or not alone or cached:  # what a cache near the users holds does not travel
        return ""
    promised = view.text("latency.p99")
    longest, farthest = max(alone, key=lambda pair: pair[0])
    if longest <= target:
        least = view.badged("latency.physics", farthest.key)
        place = view.text("place", farthest)
        said = f"from {place} the round trips alone take at least {least}, and {promised} is promised"
        return f"Physics forbids nothing here: {said}."
    far = ", ".join(view.text("place", one) for floor, one in alone if floor > target)
    certain, evenly = view.known(CERTAIN), view.known(EVENLY)
    if certain is not None and certain > target:
        return (
            f"Physics forbids the promise: more than one request in a hundred takes at least {view.badged(CERTAIN)}, and "
            f"{promised} is promised. Too far away: {far}."
        )
    if evenly is not None and evenly > target:
        return (
            f"If all places reuse connections alike, physics forbids the promise: more than one request in a hundred takes at "
            f"least {view.badged(EVENLY)}, and {promised} is promised. Too far away for new connections: {far}."
        )
    unknown = [f"users.{one.key}.share" for floor, one in alone if floor > target and view.amount("share", one) is None]
    if unknown:
        return f"Whether physics forbids the promise needs {names(unknown)}: {promised} cannot be kept from {far}."
    return f"Physics forbids nothing here: {promised} is out of reach for at most one request in a hundred ({far})."
