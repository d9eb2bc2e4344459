"""C11 handshakes: round trips until the first byte of the answer, after DNS.

Counts are whole round trips; what they cost is round trips x the round trip of `distance`.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative, share
from specgen.calculators._working import count, duration, plain, spans
from specgen.frozen import Frozen
from specgen.model import Dimension

RFCS = "RFC 9293 (TCP), 5246 (TLS 1.2), 8446 (TLS 1.3), 9000 and 9001 (QUIC), 6455 (WebSocket)"
PROTOCOL, REUSE, EDGE = "network.protocol", "network.reuse", "distance.edge"
WARM_FROM = Fraction(99, 100)  # a p99 may count on a warm connection from this reuse on


class Handshake(Frozen):
    """Round trips for the transport, for TLS, for the request itself."""

    transport: int
    tls: int
    request: int = 1

    @property
    def trips(self) -> int:
        return self.transport + self.tls + self.request


HANDSHAKES = {
    "http_plain_cold": Handshake(1, 0),
    "tls12_cold": Handshake(1, 2),
    "tls12_resume": Handshake(1, 1),
    "tls13_cold": Handshake(1, 1),
    "tls13_0rtt": Handshake(1, 0),
    "quic_1rtt": Handshake(0, 1),
    "quic_0rtt": Handshake(0, 0),
    "websocket_cold": Handshake(1, 1, request=2),  # the upgrade, then the first message
    "warm": Handshake(0, 0),
}

COLD = {
    "http": "http_plain_cold", "h1_tls12": "tls12_cold", "h2_tls12": "tls12_cold", "h1_tls13": "tls13_cold",
    "h2_tls13": "tls13_cold", "h3": "quic_1rtt", "grpc": "tls13_cold", "websocket": "websocket_cold",
}  # fmt: skip


def cold(protocol: str) -> Handshake:
    """The full handshake of a protocol as answered. Raises ValueError for one that is not known."""
    if protocol not in COLD:
        raise ValueError(f"{protocol} is not a known protocol: {', '.join(COLD)}")
    return HANDSHAKES[COLD[protocol]]


def trips_for_p99(cold_trips: Fraction, warm_trips: Fraction, reuse: Fraction) -> Fraction:
    """Round trips that a p99 has to carry: warm only when at least 99% of calls reuse a connection.

    Raises ValueError for a reuse outside 0 to 100%.
    """
    return warm_trips if share(reuse, "reuse of connections") >= WARM_FROM else cold_trips


# --- figures ------------------------------------------------------------------------------------------------


def cold_trips(given: Given) -> Outcome:
    protocol = given.word(PROTOCOL)
    shake = cold(protocol)
    parts = [
        f"{trips} {name}"
        for trips, name in ((shake.transport, "TCP"), (shake.tls, "TLS"), (shake.request, "request"))
        if trips
    ]
    if protocol == "h3":
        parts[0] = f"{shake.tls} QUIC"
    notes = ["After DNS; a HelloRetryRequest adds one."]
    if protocol == "h3":
        notes.append("One more when the certificates exceed three times the bytes received (RFC 9000 section 8.1).")
    if protocol in ("grpc", "websocket"):
        notes.append("TLS 1.3 is taken for granted; TLS 1.2 adds one.")
    return Outcome(count(Fraction(shake.trips)), " + ".join(parts), "", tuple(notes))


def warm_trips(given: Given) -> Outcome:
    given.word(PROTOCOL)
    return Outcome(count(Fraction(HANDSHAKES["warm"].trips)), "1 request")


def connection(given: Given) -> Outcome:
    one, trips = not_negative(given.amount("figures.distance.round_trip"), "a round trip"), _trips(given)
    return Outcome(duration(trips * one), f"{plain(trips)} x {spans([one])[0]}", "", _edge_note(given))


def physics(given: Given) -> Outcome:
    """A floor must not overstate: where the connection ends near the users, one warm round trip of the distance is left."""
    one = not_negative(given.amount("figures.distance.floor"), "a round trip")
    near = ends_near(given)
    trips = given.amount("figures.latency.warm_trips") if near else _trips(given)
    notes = ("The connection ends near the users: one round trip to the origin is left.",) if near else ()
    return Outcome(duration(trips * one), f"{plain(trips)} x {spans([one])[0]}", AT_LEAST, notes)


def ends_near(given: Given) -> bool:
    """Whether something near the users holds the connection while answers still come from the origin.

    Raises ValueError where answers are made near the users: the distance then decides nothing.
    """
    edge = _edge(given)
    if edge in ("edge_compute", "regional_stack"):
        raise ValueError("Answers are made near the users: the distance to the origin decides nothing.")
    return edge == "cdn_dynamic"


def _trips(given: Given) -> Fraction:
    return trips_for_p99(
        given.amount("figures.latency.cold_trips"), given.amount("figures.latency.warm_trips"), given.amount(REUSE)
    )


def _edge(given: Given) -> str:
    try:
        return given.word(EDGE)
    except Missing:
        return ""


def _edge_note(given: Given) -> tuple[str, ...]:
    if _edge(given) in ("", "none", "cdn_static"):
        return ()
    return ("Reckoned to the origin: users whose connection ends nearer wait less.",)


_TRIPS = ("figures.latency.cold_trips", "figures.latency.warm_trips", REUSE)

FIGURES = (
    FigureSpec(
        "latency.cold_trips",
        "Round trips of a cold start",
        Dimension.NUMBER,
        "TCP + TLS + request",
        cold_trips,
        needs=(PROTOCOL,),
        source=RFCS,
        help="How often the distance is travelled before the first byte when no connection is open.",
    ),
    FigureSpec(
        "latency.warm_trips",
        "Round trips on an open connection",
        Dimension.NUMBER,
        "request",
        warm_trips,
        needs=(PROTOCOL,),
        source=RFCS,
        help="With an open connection only the request itself travels.",
    ),
    FigureSpec(
        "latency.physics",
        "Least time for the connection",
        Dimension.DURATION,
        "floor x round trips",
        physics,
        needs=("figures.distance.floor", *_TRIPS),
        reads=(EDGE,),
        each="users",
        source=f"C10 and C11; {RFCS}",
        help="The p99 of these users alone cannot be below this; cold unless 99% of calls reuse a connection.",
        toward="down",
    ),
    FigureSpec(
        "latency.connection",
        "Connection row of the latency budget",
        Dimension.DURATION,
        "round trip x round trips",
        connection,
        needs=("figures.distance.round_trip", *_TRIPS),
        reads=(EDGE,),
        each="users",
        source=f"C10 and C11; {RFCS}",
        help=(
            "What these users wait for the network before any code of yours has run; cold unless 99% of "
            "calls reuse a connection."
        ),
    ),
)
