"""C14 caches: what hits save of time and load, what they leave in the tail, how old an answer gets.

The formulas are in `_hits`, which the CDN shares.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._calls import NEXT_YEAR, PEAK, READS, READS_NEXT_YEAR, amounts, at_peak, in_answer, needed
from specgen.calculators._dependencies import LIST
from specgen.calculators._hits import (
    NEVER_ALL,
    P99,
    empty_factor,
    expected_hit_ratio,
    mean_time,
    oldest,
    origin_rate,
    tail_quantile,
)
from specgen.calculators._ranges import positive
from specgen.calculators._working import count, duration, events, near, plain, rate, ratio, span, spans
from specgen.model import Dimension

MIXTURE = "Law of total expectation over hits and misses"
QUANTILE = "Quantile of a mixture whose hits are all faster than its misses"
FRESHNESS = "RFC 9111 s.4.2 (freshness); RFC 5861 s.4 (stale-if-error)"
RENEWAL = "Renewal theory: one miss starts a lifetime T, and the hits in it are lambda x T"
TTL, HIT, MEAN = f"{LIST}[].cache_ttl", f"{LIST}[].hit_ratio", f"{LIST}[].mean"
CACHE_TIME, STALE = f"{LIST}[].cache_time", f"{LIST}[].stale_if_error"
KEY_RATE, FALLBACK = f"{LIST}[].key_rate", f"{LIST}[].fallback"

# --- figures ---------------------------------------------------------------------------------------------------------

_NO_CACHE = "Nothing is cached: every call is made."


def _cached(given: Given, *names: str) -> list[Fraction]:
    """The hit ratio and the amounts of `names`. Raises ValueError where nothing is cached.

    While nobody has said whether answers are cached at all, the lifetime is what is missing, not the hit ratio.
    """
    kept, hits = given.amount_or_none(TTL), given.amount_or_none(HIT)
    if kept == 0:
        raise ValueError(_NO_CACHE)
    return amounts(given, TTL if kept is None and hits is None else HIT, *names)


def mean(given: Given) -> Outcome:
    hit, cached, origin = _cached(given, CACHE_TIME, MEAN)
    hits, misses = spans((cached, origin))
    working = f"{hits} + {plain(1 - hit)} x {misses}"
    return Outcome(duration(mean_time(hit, cached, origin)), working, *_whole(hit))


def _whole(hit: Fraction) -> tuple[str, tuple[str, ...]]:
    """Bound and caveat of what is left over by a hit ratio that was typed as 100%."""
    return (AT_LEAST, (NEVER_ALL,)) if hit == 1 else ("", ())


def tail(given: Given) -> Outcome:
    (hit,) = _cached(given)
    found = tail_quantile(hit)
    if found is None:
        raise ValueError("The p99 falls among the hits: at least 99 of 100 calls find an entry.")
    notes = ("Takes every hit to be faster than every miss.",)
    return Outcome(ratio(found), f"({plain(P99)} - {plain(hit)}) / (1 - {plain(hit)})", "", notes)


def origin_load(given: Given, peak: str = PEAK) -> Outcome:
    in_answer(given)
    if given.amount_or_none(TTL) == 0:
        calls = at_peak(given, peak)
        value = positive(calls.amount, "the rate of calls")
        return Outcome(events(value), f"{calls.working}, nothing is cached", "", calls.notes)
    hit, *_ = _cached(given, *needed(given, peak))
    calls = at_peak(given, peak)
    bound, notes = _whole(hit)
    working = f"{plain(1 - hit)} x {calls.working}"
    return Outcome(events(origin_rate(hit, calls.amount)), working, bound, (*calls.notes, *notes))


def origin_load_next_year(given: Given) -> Outcome:
    return origin_load(given, NEXT_YEAR)


def cold_load(given: Given, peak: str = PEAK) -> Outcome:
    in_answer(given)
    if given.amount_or_none(TTL) == 0:
        raise ValueError(_NO_CACHE)
    kept = TTL if given.amount_or_none(HIT) is None else HIT  # either says that there is a cache
    amounts(given, kept, *needed(given, peak))
    calls = at_peak(given, peak)
    notes = (*calls.notes, "Until the cache has filled, and if misses for one entry are not collapsed.")
    return Outcome(events(positive(calls.amount, "the rate of calls")), f"{calls.working}, no hits", "", notes)


def cold_load_next_year(given: Given) -> Outcome:
    return cold_load(given, NEXT_YEAR)


def multiplier(given: Given) -> Outcome:
    (hit,) = _cached(given)
    return Outcome(count(empty_factor(hit)), f"1 / (1 - {plain(hit)})")


def expected_hits(given: Given) -> Outcome:
    if given.amount_or_none(TTL) == 0:
        raise ValueError(_NO_CACHE)
    per_key, lifetime = amounts(given, KEY_RATE, TTL)
    value = expected_hit_ratio(per_key, lifetime)
    asked = near(per_key * lifetime)
    notes = ("If calls for an entry come at random (Poisson) and no entry is dropped before its time.",)
    return Outcome(ratio(value), f"{asked} / (1 + {asked}), from {rate(per_key)} x {span(lifetime)}", "", notes)


def age(given: Given) -> Outcome:
    lifetime, longer = given.amount(TTL), given.amount_or_none(STALE)
    try:
        falls_back: str | None = given.word(FALLBACK)
    except Missing:
        falls_back = None
    if lifetime == 0 and not longer:
        if longer is None and falls_back == "stale_cache":
            amounts(given, STALE)
        raise ValueError("Nothing is cached: no answer is old.")
    unsaid = longer is None and falls_back in (None, "stale_cache")
    notes = ("How much longer old answers are served while it is down is not counted: nobody said.",) if unsaid else ()
    working = " + ".join(spans((lifetime, *(() if longer is None else (longer,)))))
    return Outcome(duration(oldest(lifetime, longer or Fraction(0))), working, AT_LEAST if unsaid else "", notes)


FIGURES = (
    FigureSpec(
        "cache.mean",
        "Mean time of a call with its cache",
        Dimension.DURATION,
        "time of a hit + (1 - hit ratio) x time of a miss",
        mean,
        needs=(),
        reads=(TTL, HIT, CACHE_TIME, MEAN),
        each=LIST,
        source=MIXTURE,
        help="What the cache makes of the average. It says nothing about the slowest calls.",
    ),
    FigureSpec(
        "cache.tail",
        "Percentile of the misses that is the p99 of all calls",
        Dimension.RATIO,
        "(0.99 - hit ratio) / (1 - hit ratio)",
        tail,
        needs=(),
        reads=(TTL, HIT),
        each=LIST,
        source=QUANTILE,
        help="Below 99% hits the slowest call in a hundred is a miss: this says how slow a miss it is.",
    ),
    FigureSpec(
        "cache.origin_load",
        "Calls that reach it at peak",
        Dimension.RATE,
        "(1 - hit ratio) x calls at peak; all of them when nothing is cached",
        origin_load,
        needs=(),
        reads=(TTL, HIT, *READS),
        each=LIST,
        source="Definition of a hit ratio",
        help="What the partner receives while the cache is full.",
    ),
    FigureSpec(
        "cache.origin_load_next_year",
        "Calls that reach it at next year's peak",
        Dimension.RATE,
        "(1 - hit ratio) x calls at next year's peak",
        origin_load_next_year,
        needs=(),
        reads=(TTL, HIT, *READS_NEXT_YEAR),
        each=LIST,
        source="Definition of a hit ratio",
        help="The same with next year's peak.",
    ),
    FigureSpec(
        "cache.cold_load",
        "Calls that reach it at peak from an empty cache",
        Dimension.RATE,
        "calls at peak",
        cold_load,
        needs=(),
        reads=(TTL, HIT, *READS),
        each=LIST,
        source="Definition of a hit ratio",
        help="What the partner receives after a restart or a flush, until the cache has filled.",
    ),
    FigureSpec(
        "cache.cold_load_next_year",
        "Calls that reach it at next year's peak from an empty cache",
        Dimension.RATE,
        "calls at next year's peak",
        cold_load_next_year,
        needs=(),
        reads=(TTL, HIT, *READS_NEXT_YEAR),
        each=LIST,
        source="Definition of a hit ratio",
        help="The same with next year's peak.",
    ),
    FigureSpec(
        "cache.multiplier",
        "Load from an empty cache, as a multiple of the usual",
        Dimension.NUMBER,
        "1 / (1 - hit ratio)",
        multiplier,
        needs=(),
        reads=(TTL, HIT),
        each=LIST,
        source="Ratio of all calls to misses",
        help="The better the cache, the harder the fall when it is empty.",
    ),
    FigureSpec(
        "cache.expected_hits",
        "Hit ratio to expect of one entry",
        Dimension.RATIO,
        "rate x lifetime / (1 + rate x lifetime)",
        expected_hits,
        needs=(),
        reads=(TTL, KEY_RATE),
        each=LIST,
        source=RENEWAL,
        help="What a lifetime can give for an entry that is asked for this often.",
    ),
    FigureSpec(
        "cache.age",
        "Oldest answer the cache gives",
        Dimension.DURATION,
        "lifetime + stale-if-error",
        age,
        needs=(TTL,),
        reads=(STALE, FALLBACK),
        each=LIST,
        source=FRESHNESS,
        help="How old an answer of the partner may be when somebody acts on it.",
    ),
)
