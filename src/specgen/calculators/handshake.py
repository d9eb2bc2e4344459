"""C11 handshakes: round trips until the first byte of the answer, after DNS.

Counts are whole round trips; what they cost is round trips x the round trip of `distance`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._ranges import not_negative, share
from specgen.calculators._working import count, duration, plain, spans
from specgen.frozen import Frozen
from specgen.model import Dimension

RFCS = "RFC 9293 (TCP), 5246 (TLS 1.2), 8446 (TLS 1.3), 9000 and 9001 (QUIC), 6455 (WebSocket)"
PROTOCOL, REUSE = "network.protocol", "network.reuse"
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
        notes.append(
            "One more when the certificates exceed three times the bytes received (RFC 9000 section 8.1)."
        )
    if protocol in ("grpc", "websocket"):
        notes.append("TLS 1.3 is taken for granted; TLS 1.2 adds one.")
    return Outcome(count(Fraction(shake.trips)), " + ".join(parts), "", tuple(notes))


def warm_trips(given: Given) -> Outcome:
    given.word(PROTOCOL)
    return Outcome(count(Fraction(HANDSHAKES["warm"].trips)), "1 request")


def _trips_times(round_trip: str) -> Callable[[Given], Outcome]:
    def compute(given: Given) -> Outcome:
        one = not_negative(given.amount(round_trip), "a round trip")
        trips = trips_for_p99(
            given.amount("figures.latency.cold_trips"),
            given.amount("figures.latency.warm_trips"),
            given.amount(REUSE),
        )
        return Outcome(duration(trips * one), f"{plain(trips)} x {spans([one])[0]}", "", _edge_note(given))

    return compute


def _edge_note(given: Given) -> tuple[str, ...]:
    try:
        edge = given.word("distance.edge")
    except Missing:
        return ()
    if edge in ("none", "cdn_static"):
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
        _trips_times("figures.distance.floor"),
        needs=("figures.distance.floor", *_TRIPS),
        reads=("distance.edge",),
        each="users",
        source=f"C10 and C11; {RFCS}",
        help="A promise below this is forbidden by the speed of light, not by the software.",
        toward="down",
    ),
    FigureSpec(
        "latency.connection",
        "Connection row of the latency budget",
        Dimension.DURATION,
        "round trip x round trips",
        _trips_times("figures.distance.round_trip"),
        needs=("figures.distance.round_trip", *_TRIPS),
        reads=("distance.edge",),
        each="users",
        source=f"C10 and C11; {RFCS}",
        help=(
            "What these users wait for the network before any code of yours has run; cold unless 99% of "
            "calls reuse a connection."
        ),
    ),
)
