"""C14b content behind a CDN: how long a replaced file is still seen, and what its misses ask of the origin.

Times are seconds, rates per second, hit ratios exact shares. stale-if-error prolongs staleness as stale-while-revalidate does.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._dependencies import flag_or_none
from specgen.calculators._hits import NEVER_ALL, empty_factor, origin_rate
from specgen.calculators._ranges import not_negative, positive
from specgen.calculators._working import count, duration, events, plain, rate, spans
from specgen.frozen import Frozen, replace
from specgen.model import Basis, Dimension

LAYERS = "RFC 9111 s.4.2 (freshness and Age); RFC 5861 (stale-while-revalidate, stale-if-error)"
HITS = "Definition of a hit ratio"
MODE, AGE = "cdn.mode", "cdn.age_honoured"
EDGE, SHIELD, BROWSER = "cdn.edge_ttl", "cdn.shield_ttl", "cdn.browser_ttl"
REVALIDATE, ERROR = "cdn.stale_while_revalidate", "cdn.stale_if_error"
PURGE, PURGE_TIME = "cdn.purge", "cdn.purge_time"
REQUESTS, HIT = "cdn.requests", "cdn.hit_ratio"


def added(lifetimes: Sequence[Fraction], stale: Fraction = Fraction(0)) -> Fraction:
    """Seconds a replaced file is seen when each cache starts the clock anew: sum of lifetimes + stale time.

    Source: RFC 9111 s.4.2, RFC 5861. Raises ValueError without a cache or for negative times.
    """
    return sum(_lifetimes(lifetimes), Fraction(0)) + not_negative(stale, "a time of serving old copies")


def counted(lifetimes: Sequence[Fraction], stale: Fraction = Fraction(0)) -> Fraction:
    """The same when each cache counts the Age it is told: the longest lifetime + stale time. Raises as `added` does."""
    return max(_lifetimes(lifetimes)) + not_negative(stale, "a time of serving old copies")


def _lifetimes(lifetimes: Sequence[Fraction]) -> list[Fraction]:
    if not lifetimes:
        raise ValueError("copies grow old only in a cache: name at least one lifetime")
    return [not_negative(one, "a lifetime") for one in lifetimes]


def after_purge(purge: Fraction, browser: Fraction) -> Fraction:
    """Seconds until the last reader sees the new file: time of the purge + browser lifetime.

    A browser may fetch the old file just before the purge takes effect, and no purge reaches it. Source: RFC 9111 s.4.4
    (invalidation does not reach every cache). Raises ValueError for negative times.
    """
    return not_negative(purge, "a purge") + not_negative(browser, "a lifetime")


# --- figures ---------------------------------------------------------------------------------------------------------

_NO_CDN = "There is no CDN: files come from the origin."
_NOT_KEPT = "Every lifetime is 0 s: no cache keeps a file, so none is old."
_ADDED = "Lifetimes are added up, because nobody said whether each cache counts the age it is told."


class _Copies(Frozen):
    """The known lifetimes of the caches on the way, how much longer old copies are served, and what is not known."""

    lifetimes: tuple[Fraction, ...]
    stale: tuple[Fraction, ...]
    missing: tuple[str, ...]

    @property
    def bound(self) -> str:
        return AT_LEAST if self.missing else ""

    @property
    def caveats(self) -> tuple[str, ...]:
        notes = [f"Not counted, because unknown: {', '.join(self.missing)}."] if self.missing else []
        if any(self.stale):
            notes.append("The time of serving old copies is counted once, whichever caches make use of it.")
        return tuple(notes)


def _copies(given: Given) -> _Copies:
    """What is known of the caches. An upload replaces the edge's copy, so with push only browsers keep an old one.

    Raises Missing when no lifetime is known, and ValueError when there is nothing to keep a copy.
    """
    mode = given.word(MODE)
    if mode == "none":
        raise ValueError(_NO_CDN)
    lifetimes, unknown = _known(given, (EDGE, SHIELD, BROWSER) if mode == "pull" else (BROWSER,))
    stale, unsaid = _known(given, (REVALIDATE, ERROR))
    missing = (*unknown, *unsaid)
    if not lifetimes:
        raise Missing(*unknown)
    if not any((*lifetimes, *stale)):
        if missing:
            raise Missing(*missing)
        raise ValueError(_NOT_KEPT)
    return _Copies(lifetimes, stale, missing)


def _known(given: Given, names: Sequence[str]) -> tuple[tuple[Fraction, ...], tuple[str, ...]]:
    amounts = [(name, given.amount_or_none(name)) for name in names]
    known = tuple(amount for _, amount in amounts if amount is not None)
    return known, tuple(name for name, amount in amounts if amount is None)


def _written(copies: _Copies, longest: bool) -> str:
    texts = spans((*copies.lifetimes, *copies.stale))
    kept, served = texts[: len(copies.lifetimes)], texts[len(copies.lifetimes) :]
    first = f"max({', '.join(kept)})" if longest else " + ".join(kept)
    return " + ".join((first, *served))


def _shown(copies: _Copies, longest: bool) -> Outcome:
    value = (counted if longest else added)(copies.lifetimes, sum(copies.stale, Fraction(0)))
    return Outcome(duration(value), _written(copies, longest), copies.bound, copies.caveats)


def staleness(given: Given) -> Outcome:
    """The sum where nobody said that Age is honoured: then no bound, for the truth may lie on either side of it."""
    copies, honoured = _copies(given), flag_or_none(given, AGE)
    found = _shown(copies, honoured is True)
    if honoured is None and len(copies.lifetimes) > 1:
        return replace(found, bound="", caveats=(_ADDED, *found.caveats), basis=Basis.ASSUMED)
    return found


def staleness_least(given: Given) -> Outcome:
    """The part of the staleness that needs no assumption on Age: what an error may rest on."""
    return _shown(_copies(given), flag_or_none(given, AGE) is not False)


def purged(given: Given) -> Outcome:
    mode = given.word(MODE)
    if mode == "none":
        raise ValueError(_NO_CDN)
    if mode == "push":
        raise ValueError("With push an upload replaces the edge's copy: there is nothing to purge.")
    how = given.word(PURGE)
    if how == "none":
        raise ValueError("Nothing is purged: old copies stay until their lifetime ends.")
    known, missing = _known(given, (PURGE_TIME, BROWSER))
    if not any(known) and missing:
        raise Missing(*missing)
    purge, browser = given.amount_or_none(PURGE_TIME), given.amount_or_none(BROWSER)
    value = after_purge(purge or Fraction(0), browser or Fraction(0))
    notes = [f"Not counted, because unknown: {', '.join(missing)}."] if missing else []
    if how == "manual":
        notes.append("Counted from the purge on: the time until somebody thinks of it comes before.")
    if given.amount_or_none(REVALIDATE):
        notes.append("A browser that honours stale-while-revalidate may show its copy that much longer.")
    return Outcome(duration(value), " + ".join(spans(known)), AT_LEAST if missing else "", tuple(notes))


def _pulled(given: Given) -> None:
    mode = given.word(MODE)
    if mode == "none":
        raise ValueError(_NO_CDN)
    if mode == "push":
        raise ValueError("With push the edge holds what was uploaded: it does not ask the origin.")


def origin_load(given: Given) -> Outcome:
    _pulled(given)
    known, missing = _known(given, (HIT, REQUESTS))
    if missing:
        raise Missing(*missing)
    hit, requests = known
    bound, notes = (AT_LEAST, (NEVER_ALL,)) if hit == 1 else ("", ())
    return Outcome(events(origin_rate(hit, requests)), f"{plain(1 - hit)} x {rate(requests)}", bound, notes)


def cold_load(given: Given) -> Outcome:
    _pulled(given)
    requests = positive(given.amount(REQUESTS), "the rate of requests")
    notes = ("Until the edge has filled, and if misses for one file are not collapsed.",)
    return Outcome(events(requests), f"{rate(requests)}, no hits", "", notes)


def multiplier(given: Given) -> Outcome:
    _pulled(given)
    hit = given.amount(HIT)
    return Outcome(count(empty_factor(hit)), f"1 / (1 - {plain(hit)})")


_KEPT = (EDGE, SHIELD, BROWSER, REVALIDATE, ERROR, AGE)

FIGURES = (
    FigureSpec(
        "cdn.staleness",
        "Longest time a replaced file is still seen",
        Dimension.DURATION,
        "edge + shield + browser + stale-while-revalidate + stale-if-error; the longest lifetime when Age is honoured",
        staleness,
        needs=(MODE,),
        reads=_KEPT,
        source=LAYERS,
        help="How long after a replacement somebody may still get the old file, without a purge.",
    ),
    FigureSpec(
        "cdn.staleness_least",
        "The same if every cache counts its age",
        Dimension.DURATION,
        "max(edge, shield, browser) + stale-while-revalidate + stale-if-error, unless Age is not honoured",
        staleness_least,
        needs=(MODE,),
        reads=_KEPT,
        source=LAYERS,
        help="What is left of the staleness without an assumption on how the caches count.",
    ),
    FigureSpec(
        "cdn.after_purge",
        "Time until everybody sees a purged file anew",
        Dimension.DURATION,
        "time of the purge + browser lifetime",
        purged,
        needs=(MODE,),
        reads=(PURGE, PURGE_TIME, BROWSER, REVALIDATE),
        source="RFC 9111 s.4.4 (no purge reaches a browser's own cache)",
        help="How soon a withdrawn file is gone when somebody, or the publishing itself, purges it.",
    ),
    FigureSpec(
        "cdn.origin_load",
        "Requests that reach the origin at peak",
        Dimension.RATE,
        "(1 - hit ratio) x requests",
        origin_load,
        needs=(MODE,),
        reads=(REQUESTS, HIT),
        source=HITS,
        help="What the origin serves while the edge is full.",
    ),
    FigureSpec(
        "cdn.cold_load",
        "Requests that reach the origin from an empty edge",
        Dimension.RATE,
        "requests",
        cold_load,
        needs=(MODE,),
        reads=(REQUESTS,),
        source=HITS,
        help="What the origin gets after everything was purged, until the edge has filled.",
    ),
    FigureSpec(
        "cdn.multiplier",
        "Load from an empty edge, as a multiple of the usual",
        Dimension.NUMBER,
        "1 / (1 - hit ratio)",
        multiplier,
        needs=(MODE,),
        reads=(HIT,),
        source=HITS,
        help="The better the hit ratio, the harder the fall when everything is purged.",
    ),
)
