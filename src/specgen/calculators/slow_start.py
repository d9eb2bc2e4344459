"""C12 slow start: how many round trips an answer of that size takes, and what loss allows.

Sizes are bytes, times seconds, throughputs bytes a second. A connection begins with ten segments and doubles them each
round trip. No loss, the receiver's window is not the limit, the window is fresh or was reset after a pause.
"""

from __future__ import annotations

import math
from decimal import Context, Decimal
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative, positive, whole
from specgen.calculators._working import count, duration, plain
from specgen.frozen import Frozen
from specgen.model import Dimension, Quantity

INITIAL_WINDOW = 10  # segments, RFC 6928
BROWSER_CONNECTIONS = 6  # a browser opens at most so many to one host over HTTP/1.1
SLOW_START = "RFC 5681 (slow start), RFC 6928 (ten segments to begin with)"
MATHIS = "Mathis, Semke, Mahdavi and Ott 1997 (Reno-like congestion control)"
_DIGITS = Context(prec=40)

SIZE, OBJECTS, MSS = "network.response", "network.objects", "network.mss"
PROTOCOL = "network.protocol"
BANDWIDTH = "network.bandwidth"
SIZES, PAGE = (SIZE, MSS), (OBJECTS, PROTOCOL)
ONE_AT_A_TIME = ("http", "h1_tls12", "h1_tls13")
ONE_STREAM = "The page is taken as one stream: an object that is found late in it costs a round trip more."


def segments(size: Fraction, mss: Fraction) -> int:
    """Segments of an answer: ceil(bytes / MSS). Raises ValueError for a negative size or an MSS that is not positive."""
    return math.ceil(not_negative(size, "a size") / positive(mss, "a segment size"))


def rounds(count: int, window: int = INITIAL_WINDOW) -> int:
    """Round trips until the last segment, the request included: ceil(log2(S / IW + 1)), at least one.

    Source: RFC 5681, RFC 6928. Raises ValueError for a window of less than one segment.
    """
    sent, flight, trips = whole(Fraction(window), "the first window"), window, 1
    while sent < count:
        flight *= 2
        sent += flight
        trips += 1
    return trips


def largest(trips: int, mss: Fraction, window: int = INITIAL_WINDOW) -> Fraction:
    """Bytes that arrive within so many round trips: IW x (2^r - 1) x MSS. Source: as `rounds`."""
    return window * ((1 << whole(Fraction(trips), "round trips", least=0)) - 1) * positive(mss, "a segment size")


def transfer_time(
    count: int,
    mss: Fraction,
    round_trip: Fraction,
    bandwidth: Fraction | None = None,
    window: int = INITIAL_WINDOW,
) -> Fraction:
    """Seconds from the request to the last byte.

    Without bandwidth r x RTT. With it RTT + S x MSS / b + the sum over the first r - 1 rounds of max(0, RTT - flight / b):
    the line rests until acknowledgements come back, as long as a window does not fill it. The last segment counts as
    full. Source: RFC 5681. Raises ValueError for a bandwidth that is not positive or a negative round trip.
    """
    trips, once = rounds(count, window), not_negative(round_trip, "a round trip")
    if bandwidth is None:
        return trips * once
    segment = positive(mss, "a segment size") / positive(bandwidth, "a bandwidth")
    rests = (max(Fraction(0), once - window * 2**i * segment) for i in range(trips - 1))
    return once + count * segment + sum(rests, Fraction(0))


def on_the_line(size: Fraction, bandwidth: Fraction) -> Fraction:
    """Seconds that the bytes alone take: bytes / bandwidth. Source: definition of a throughput.

    Raises ValueError for a negative size or a bandwidth that is not positive.
    """
    return not_negative(size, "a size") / positive(bandwidth, "a bandwidth")


def loss_limit(mss: Fraction, round_trip: Fraction, loss: Fraction) -> Fraction:
    """Bytes a second that one connection carries at most: MSS / RTT x sqrt(3/2) / sqrt(p).

    Source: Mathis et al. 1997, for Reno-like congestion control; CUBIC and BBR may carry more. Raises ValueError for a
    loss of 0% (no limit) or of 100%, and for a round trip that is not positive.
    """
    if not 0 < loss < 1:
        raise ValueError("Without loss there is no such limit." if loss == 0 else "a loss must lie between 0% and 100%")
    inside = Decimal(3 * loss.denominator) / Decimal(2 * loss.numerator)
    root = Fraction(_DIGITS.sqrt(inside))
    return positive(mss, "a segment size") / positive(round_trip, "a round trip") * root


# --- figures ---------------------------------------------------------------------------------------------------------


class Delivery(Frozen):
    """What is sent: segments, their size, the first window of all connections, and the least round trips of requests."""

    segments: int
    mss: Fraction
    window: int = INITIAL_WINDOW
    requests: int = 1
    bound: str = ""
    notes: tuple[str, ...] = ()

    @property
    def rounds(self) -> int:
        return max(rounds(self.segments, self.window), self.requests)

    def seconds(self, round_trip: Fraction, bandwidth: Fraction | None) -> Fraction:
        sent = transfer_time(self.segments, self.mss, round_trip, bandwidth, self.window)
        return max(sent, self.requests * round_trip)


def delivery(given: Given) -> Delivery:
    """One stream for protocols that share a connection; over HTTP/1.1 six connections with an object at a time each."""
    mss = given.amount(MSS)
    count_ = segments(given.amount(SIZE), mss)
    objects = given.amount_or_none(OBJECTS)
    if objects is None or whole(objects, "objects") == 1:
        return Delivery(count_, mss)
    if given.word(PROTOCOL) not in ONE_AT_A_TIME:
        return Delivery(count_, mss, bound=AT_LEAST, notes=(ONE_STREAM,))
    open_ = min(BROWSER_CONNECTIONS, int(objects))
    note = f"{open_} connections share the {plain(objects)} objects, each fetching one at a time."
    return Delivery(count_, mss, INITIAL_WINDOW * open_, math.ceil(objects / open_), AT_LEAST, (note,))


def segments_of(given: Given) -> Outcome:
    size, mss = given.amount(SIZE), given.amount(MSS)
    return Outcome(count(Fraction(segments(size, mss))), f"{plain(size)} B / {plain(mss)} B, rounded up")


def rounds_of(given: Given) -> Outcome:
    sent = delivery(given)
    working = f"log2({sent.segments:,} / {sent.window} + 1), rounded up"
    if sent.requests > rounds(sent.segments, sent.window):
        working = f"{plain(given.amount(OBJECTS))} / {BROWSER_CONNECTIONS} requests, rounded up"
    return Outcome(count(Fraction(sent.rounds)), working, sent.bound, sent.notes)


def one_less(given: Given) -> Outcome:
    sent = delivery(given)
    fewer = rounds(sent.segments, sent.window) - 1
    if not fewer:
        raise ValueError("It already fits into the first window: one round trip is the least.")
    if sent.requests > fewer:
        raise ValueError("The number of objects decides, not their size: HTTP/2 or fewer objects save round trips.")
    value = largest(fewer, sent.mss, sent.window)
    return Outcome(
        Quantity(value, Dimension.SIZE), f"{sent.window} x (2 ^ {fewer} - 1) x {plain(sent.mss)} B", "", sent.notes
    )


def line(given: Given) -> Outcome:
    size, bandwidth = given.amount(SIZE), given.amount(BANDWIDTH)
    return Outcome(duration(on_the_line(size, bandwidth)), f"{plain(size)} B / {plain(bandwidth)} B/s")


FIGURES = (
    FigureSpec(
        "network.segments",
        "Segments of the largest answer",
        Dimension.NUMBER,
        "size / MSS, rounded up",
        segments_of,
        needs=SIZES,
        source=SLOW_START,
        help="The parcels the answer travels in.",
    ),
    FigureSpec(
        "network.rounds",
        "Round trips of slow start",
        Dimension.NUMBER,
        "log2(segments / 10 + 1), rounded up",
        rounds_of,
        needs=SIZES,
        reads=PAGE,
        source=SLOW_START,
        help="How often the distance is crossed until the last byte, with any bandwidth, on a connection that is new.",
    ),
    FigureSpec(
        "network.one_less",
        "Largest answer with one round trip less",
        Dimension.SIZE,
        "10 x (2 ^ (rounds - 1) - 1) x MSS",
        one_less,
        needs=SIZES,
        reads=PAGE,
        source=SLOW_START,
        help="Getting below this size saves every user a round trip; shrinking less saves none.",
        toward="down",
    ),
    FigureSpec(
        "network.line",
        "Time the line alone takes",
        Dimension.DURATION,
        "size / bandwidth",
        line,
        needs=(SIZE, BANDWIDTH),
        source="Definition of a throughput",
        help="No server and no distance changes it: only fewer bytes do.",
    ),
)
