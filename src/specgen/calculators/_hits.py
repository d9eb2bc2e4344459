"""C14 caches as pure functions, for those of partners' answers and for the CDN: time, tail, load, hit ratio, age.

Times are seconds, rates per second, hit ratios and percentiles exact shares. A cache is looked at first and the origin asked
on a miss (look-aside), so that a miss costs both.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

from specgen.calculators._ranges import below_one, not_negative, positive, share

P99 = Fraction(99, 100)
NEVER_ALL = "No cache answers every call: the first call for each entry is a miss."
_DIGITS = 40  # of the logarithm: far beyond what any figure shows


def mean_time(hit: Fraction, cached: Fraction, origin: Fraction) -> Fraction:
    """Mean seconds of a call: L_c + (1 - h) x L_o.

    Source: total expectation. Raises ValueError for a hit ratio outside 0 to 100% or negative times.
    """
    miss = not_negative(origin, "the time of a miss")
    return not_negative(cached, "the time of a hit") + (1 - share(hit, "a hit ratio")) * miss


def tail_quantile(hit: Fraction, percentile: Fraction = P99) -> Fraction | None:
    """Quantile of the misses at which the percentile of all calls falls: (q - h) / (1 - h). None: it falls among the hits.

    Takes every hit to be faster than every miss. Source: quantile of a mixture. Raises ValueError for a hit ratio outside 0
    to 100%, or a percentile of 100%.
    """
    if share(hit, "a hit ratio") >= below_one(percentile, "a percentile"):
        return None
    return (percentile - hit) / (1 - hit)


def exponential_quantile(mean: Fraction, percentile: Fraction) -> Fraction:
    """Seconds below which a share q of exponentially spread times lies: -mean x ln(1 - q), to 40 digits.

    Source: inverse of the exponential distribution. Raises ValueError for a mean that is not positive or a percentile of
    100%.
    """
    above = 1 - below_one(percentile, "a percentile")
    with localcontext() as context:
        context.prec = _DIGITS
        log = (Decimal(above.numerator) / Decimal(above.denominator)).ln()
    return positive(mean, "a mean time") * -Fraction(log)


def exponential_tail(hit: Fraction, cached: Fraction, mean: Fraction, percentile: Fraction = P99) -> Fraction:
    """Seconds at that percentile of all calls when misses are spread exponentially: L_c, plus theirs when it is a miss.

    Source: `tail_quantile` with `exponential_quantile`. Raises ValueError where one of these does.
    """
    at = tail_quantile(hit, percentile)
    lookup = not_negative(cached, "the time of a hit")
    return lookup if at is None else lookup + exponential_quantile(mean, at)


def origin_rate(hit: Fraction, calls: Fraction) -> Fraction:
    """Calls a second that reach the origin: (1 - h) x lambda. Source: definition of a hit ratio.

    Raises ValueError for a hit ratio outside 0 to 100% or calls that are not positive.
    """
    return (1 - share(hit, "a hit ratio")) * positive(calls, "the rate of calls")


def empty_factor(hit: Fraction) -> Fraction:
    """How many times the usual load the origin gets from an empty cache: 1 / (1 - h).

    Source: no hits over (1 - h) misses. Raises ValueError at 100%, where nothing is left to compare with.
    """
    if share(hit, "a hit ratio") == 1:
        raise ValueError(NEVER_ALL)
    return 1 / (1 - hit)


def expected_hit_ratio(per_key: Fraction, lifetime: Fraction) -> Fraction:
    """Hit ratio of one entry: lambda x T / (1 + lambda x T), calls coming at random (Poisson), lifetime from the fetch on.

    Source: renewal theory. Raises ValueError for an entry that nobody asks for or a lifetime of zero.
    """
    if per_key == 0:
        raise ValueError("Nobody asks for this entry: it is never found in a cache.")
    hits = positive(per_key, "the rate of calls for an entry") * positive(lifetime, "a lifetime")
    return hits / (1 + hits)


def oldest(lifetime: Fraction, stale_if_error: Fraction = Fraction(0)) -> Fraction:
    """Seconds of age an answer may reach: lifetime + stale-if-error.

    Source: RFC 9111 s.4.2, RFC 5861 s.4. Raises ValueError for negative times.
    """
    return not_negative(lifetime, "a lifetime") + not_negative(stale_if_error, "a time of serving old answers")
