"""C16 and C17 queues: the chance to wait for one of c workers, and how long (M/M/1, M/M/c).

Times are seconds, rates per second, shares exact. The offered load a = arrival rate x service time counts busy workers.
Poisson arrivals, exponential service times, one queue in front of all workers, nobody turned away.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from specgen.calculators import FigureSpec
from specgen.calculators._ranges import not_negative, positive, whole

ERLANG = "Erlang C (M/M/c); Kleinrock, Queueing Systems vol. 1"
KINGMAN = "Kingman 1961; Allen and Cunneen for several workers"
ENDLESS = (
    "The queue grows without limit: the requests that arrive keep more workers busy than there are, or exactly as many."
)
MOST_WORKERS = 10_000  # beyond one queue that anybody has; keeps the recursion short on hostile input
_KEPT_BITS = 1024  # of the recursion's operands: what is shorter stays exact, what is longer is cut there
_EXACT = Context(prec=60)  # for logarithms and powers of e; results keep far more than the 1e-12 that is promised
_SMALL = Decimal("1e-20")  # below it 1 - e^-y is y, to all digits that are promised
_FULL = Fraction(1, 10**15)  # of free time: a wait of 10^15 service times is a queue without limit
_CLOSE = Fraction(1, 10**14)  # of a quantile, relative


def utilisation(offered: Fraction, workers: Fraction) -> Fraction:
    """Share of time the workers are busy: a / c. Above 1 the workers would have to be in two places.

    Source: Kleinrock. Raises ValueError for a negative load or less than one worker.
    """
    return not_negative(offered, "the offered load") / whole(workers, "workers", most=MOST_WORKERS)


def stable(offered: Fraction, workers: Fraction) -> int:
    """The number of workers. Raises ValueError when they cannot keep up, also when they are exactly enough, or so nearly
    that no digit of a waiting time would mean anything."""
    if utilisation(offered, workers) > 1 - _FULL:
        raise ValueError(ENDLESS)
    return int(workers)


@lru_cache(maxsize=256)
def wait_chance(offered: Fraction, workers: Fraction) -> Fraction:
    """Chance that a request finds every worker busy: Erlang C = B / (1 - rho x (1 - B)).

    B is Erlang's loss formula, B_0 = 1, B_k = a B / (k + a B). Exact for a few hundred workers, else to 300 digits.
    Source: Erlang 1917. Raises ValueError when the queue has no limit.
    """
    count = stable(offered, workers)
    up, down = 1, 1  # B as a quotient of whole numbers: no common divisor is sought on the way
    for k in range(1, count + 1):
        busy = up * offered.numerator
        up, down = busy, k * down * offered.denominator + busy
        spare = min(up.bit_length(), down.bit_length()) - _KEPT_BITS
        if spare > 0:
            up, down = up >> spare, down >> spare
    lost = Fraction(up, down)
    return lost / (1 - offered / count * (1 - lost))


def mean_wait(offered: Fraction, workers: Fraction, service: Fraction) -> Fraction:
    """Mean seconds a request waits for a worker: C x S / (c - a).

    Source: Erlang C. Raises ValueError when the queue has no limit, or for a service time that is not positive.
    """
    chance = wait_chance(offered, workers)
    return chance * positive(service, "a service time") / (workers - offered)


def varied_wait(plain: Fraction, arrivals: Fraction, service: Fraction) -> Fraction:
    """Mean wait for other than exponential times: the plain wait x (ca^2 + cs^2) / 2. An approximation.

    `arrivals` and `service` are coefficients of variation, standard deviation over mean. Source: Kingman 1961 for one
    worker, Allen and Cunneen for several. Raises ValueError for negative ones.
    """
    spread = not_negative(arrivals, "a variation") ** 2 + not_negative(service, "a variation") ** 2
    return plain * spread / 2


def wait_quantile(offered: Fraction, workers: Fraction, service: Fraction, quantile: Fraction) -> Fraction:
    """Seconds within which a share of requests has begun to be served: max(0, S ln(C / (1 - q)) / (c - a)).

    Source: Erlang C, P(wait > t) = C e^(-(c - a) t / S). Raises ValueError for a quantile outside 0 to 1 or an endless
    queue.
    """
    chance, late = wait_chance(offered, workers), 1 - _inside(quantile)
    if chance <= late:
        return Fraction(0)
    return _ln(chance / late) * positive(service, "a service time") / (workers - offered)


def time_quantile(offered: Fraction, workers: Fraction, service: Fraction, quantile: Fraction) -> Fraction:
    """Seconds within which a share of requests is answered: waiting and service together, by bisection to 1e-14.

    Source: Erlang C with k = c - 1 - a and x = t / S: P(T > t) = e^-x (1 + C (1 - e^(-k x)) / k), for k = 0 the limit
    e^-x (1 + C x). One worker has the closed form -S ln(1 - q) / (1 - a). Raises ValueError as `wait_quantile`.
    """
    late, length = 1 - _inside(quantile), positive(service, "a service time")
    if stable(offered, workers) == 1:
        return -_ln(late) * length / (1 - offered)
    chance, spare = _decimal(wait_chance(offered, workers)), _decimal(workers - 1 - offered)
    wanted = _decimal(late)
    low = -_ln(late)  # service alone: nobody is answered sooner than that
    high = 2 * low
    while _later(_decimal(high), chance, spare) > wanted:
        low, high = high, 2 * high
    while high - low > high * _CLOSE:
        middle = (low + high) / 2
        if _later(_decimal(middle), chance, spare) > wanted:
            low = middle
        else:
            high = middle
    return high * length


def _later(x: Decimal, chance: Decimal, spare: Decimal) -> Decimal:
    """Chance that a request takes more than x service times."""
    served = _EXACT.exp(-x)
    if abs(spare * x) < _SMALL:
        return _EXACT.multiply(served, 1 + chance * x)
    rest = _EXACT.subtract(served, _EXACT.exp(_EXACT.multiply(-spare - 1, x)))
    return _EXACT.add(served, _EXACT.divide(_EXACT.multiply(chance, rest), spare))


def _inside(quantile: Fraction) -> Fraction:
    if not 0 < quantile < 1:
        raise ValueError("a quantile must lie between 0 and 1")
    return quantile


def _ln(value: Fraction) -> Fraction:
    return Fraction(_EXACT.ln(_decimal(value)))


def _decimal(value: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


FIGURES: tuple[FigureSpec, ...] = ()  # the figures made from these stand in `queueing`
