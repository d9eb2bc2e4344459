"""Where users are, and what light in fibre leaves of the promise."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Quantity, Record
from specgen.quantities import digits_for, show_duration, show_figure
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, paragraphs, table

FEW = Fraction(1, 100)  # a smaller group cannot decide a p99
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
    """The largest floor among the groups that can decide a p99, beside the promise."""
    target = view.amount("latency.p99")
    deciding = [
        (floor, record)
        for record in users
        if (floor := view.known("latency.physics", record.key)) is not None
        and ((share := view.amount("share", record)) is None or share >= FEW)
    ]
    if target is None or not deciding:
        return ""
    floor, record = max(deciding, key=lambda pair: pair[0])
    basis = view.figure("latency.physics", record.key).basis
    least = f"{show_duration(floor, digits_for(basis), 'down')} {badge(basis)}"
    place, promised = view.text("place", record), view.text("latency.p99")
    said = f"from {place} the round trips alone take at least {least}, and {promised} is promised"
    return f"Physics forbids nothing here: {said}." if floor <= target else f"Physics forbids the promise: {said}."
