"""C04 series and C15 fallback: what hard dependencies leave of an availability.

All availabilities are exact shares. Redundant pairs are in `redundancy`; here a redundant dependency is left
out, because multiplying its two providers in series would make two worse than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_MOST, flipped
from specgen.calculators._dependencies import LIST, Dependency, distinct, flag_or_none
from specgen.calculators._ranges import below_one, positive, share, whole
from specgen.calculators._working import duration, near, plain, ratio, seconds
from specgen.calculators.availability import TARGET, WINDOW, downtime
from specgen.frozen import Frozen
from specgen.model import Dimension

SERIES = "Treynor et al., The Calculus of Service Availability, ACM Queue 2017 (3096459)"
AVAILABILITY, LIFETIME, HITS = f"{LIST}[].availability", f"{LIST}[].cache_ttl", f"{LIST}[].hit_ratio"
_FIELDS = (f"{LIST}[].hard", f"{LIST}[].redundant", AVAILABILITY, LIFETIME, HITS)


def series(parts: Sequence[Fraction]) -> Fraction:
    """Availability of parts that must all work: their product.

    Source: ACM Queue 2017. Assumes independent failures. Raises ValueError without parts, or for a part
    outside 0 to 100%.
    """
    if not parts:
        raise ValueError("a chain needs at least one part")
    return prod((share(one, "an availability") for one in parts), start=Fraction(1))


def equal_share(target: Fraction, parts: Fraction) -> Fraction:
    """What each of n equal parts in series needs for a target: A ^ (1/n).

    Source: ACM Queue 2017. To double precision. Raises ValueError for a target outside 0 to 100% or no parts.
    """
    return Fraction(float(share(target, "a target")) ** (1 / whole(parts, "the number of parts")))


def with_fallback(availability: Fraction, served: Fraction) -> Fraction:
    """A + (1 - A) x h: calls that fail are answered from elsewhere in a share h of cases (C15).

    Source: total probability. Raises ValueError for shares outside 0 to 100%.
    """
    up = share(availability, "an availability")
    return up + (1 - up) * share(served, "a hit ratio")


def share_of_budget(availability: Fraction, target: Fraction) -> Fraction:
    """What one dependency's failures take of the budget: (1 - a) / (1 - A).

    A tenth is the rule of the extra nine. Source: ACM Queue 2017. Raises ValueError for a target of 100%.
    """
    return (1 - share(availability, "an availability")) / (1 - below_one(target, "a target"))


def second_provider(target: Fraction, worst: Fraction, rest: Fraction) -> Fraction:
    """Availability x that a second, independent provider needs.

    Formula: rest x (1 - (1 - worst)(1 - x)) = A, solved for x. `worst` is the dependency that is doubled,
    `rest` the product of the others; the result is above 1 when even a perfect second one is not enough.
    Source: C04 with C05. Raises ValueError for shares outside 0 to 100%, a worst of 100%, or a rest of zero.
    """
    allowed = 1 - share(target, "a target") / positive(share(rest, "an availability"), "the rest of the chain")
    return 1 - allowed / (1 - below_one(worst, "the availability of the dependency to double"))


# --- figures ------------------------------------------------------------------------------------------------


class Chain(Frozen):
    """The product of what is known, the factors it is made of, and what that leaves out."""

    value: Fraction
    factors: tuple[tuple[str, Fraction], ...]
    bound: str
    caveats: tuple[str, ...]

    @property
    def working(self) -> str:
        return " x ".join(plain(one) for _, one in self.factors)


def reaching_users(view: Given) -> tuple[Fraction, bool]:
    """How often calls of one dependency are answered, and whether its cache is part of that: hits need no call.

    Raises Missing without an availability, or where a cache is kept and nobody knows how often it hits.
    """
    up = view.amount(AVAILABILITY)
    served = view.amount(HITS) if view.amount_or_none(LIFETIME) else view.amount_or_none(HITS)
    return (with_fallback(up, served), True) if served else (up, False)


def chain_of(given: Given) -> Chain:
    """The chain of hard, non-redundant dependencies. One with a cache counts with the calls its cache answers.

    Raises Missing when dependencies may limit it but none of them has an availability, and ValueError when none
    can: a product of nothing would read as a promise of 100%.
    """
    factors: list[tuple[str, Fraction]] = []
    unrated: list[Dependency] = []
    unsorted: list[Dependency] = []
    doubled: list[Dependency] = []
    guessed: list[Dependency] = []
    cached: list[Dependency] = []
    missing: list[str] = []
    for one in distinct(given):
        if one.hard is None:
            unsorted.append(one)
        elif not one.hard:
            continue
        elif one.redundant:
            doubled.append(one)
        else:
            try:
                rated, served = reaching_users(one.view)
            except Missing as gap:
                unrated.append(one)
                missing += gap.names
                continue
            factors.append((one.name, share(rated, f"the availability of {one.name}")))
            cached += [one] if served else []
            guessed += [one] if one.redundancy_open else []
    if not factors and (unrated or unsorted):
        raise Missing(*missing, *(f"{LIST}.{d.key}.hard" for d in unsorted))
    if not factors:
        second = " without a second provider" if doubled else ""
        raise ValueError(f"No hard dependency{second}: there is no chain, your own parts alone decide.")
    caveats = [f"{text}: {', '.join(d.name for d in several)}." for text, several in (
        ("An upper bound, because these are hard and their availability or their cache is unknown", unrated),
        ("An upper bound, because nobody said whether these are hard", unsorted),
        ("An upper bound, because these are redundant and their pair is not counted", doubled),
        ("Counted as one provider, because redundancy is unknown", guessed),
        ("Hits in the cache count as good while cached entries live", cached),
    ) if several]  # fmt: skip
    perfect = any(rated == 1 for _, rated in factors)  # a cache that always hits is a limit, not a promise
    bound = AT_MOST if unrated or unsorted or doubled or perfect else ""
    return Chain(series([rated for _, rated in factors]), tuple(factors), bound, tuple(caveats))


def chain(given: Given) -> Outcome:
    found = chain_of(given)
    return Outcome(ratio(found.value), found.working, found.bound, found.caveats)


def chain_down(given: Given) -> Outcome:
    window, found = given.amount(WINDOW), chain_of(given)
    working = f"(1 - {near(found.value)}) x {seconds(window)}"
    return Outcome(duration(downtime(found.value, window)), working, flipped(found.bound), found.caveats)


def chain_own(given: Given) -> Outcome:
    own, found = given.amount("availability.own"), chain_of(given)
    value = series([found.value, share(own, "the availability of your own parts")])
    return Outcome(ratio(value), f"{found.working} x {plain(own)}", found.bound, found.caveats)


def second(given: Given) -> Outcome:
    """How good a second provider must be; zero when the chain already meets the target.

    Raises ValueError when even a perfect one is not enough.
    """
    target, found = given.amount(TARGET), chain_of(given)
    if found.value >= target:
        note = "No second provider is needed: what is known of the chain meets the target."
        return Outcome(
            ratio(Fraction(0)),
            f"{near(found.value)} >= {plain(target)}",
            flipped(found.bound),
            (note, *found.caveats),
        )
    name, worst = min(found.factors, key=lambda factor: factor[1])
    rest = found.value / worst if worst else series([a for n, a in found.factors if n != name] or [Fraction(1)])
    if rest < target:
        others = " and ".join(other for other, _ in found.factors if other != name)
        caps = "cap" if len(found.factors) > 2 else "caps"
        raise ValueError(f"A second {name} is not enough alone: {others} {caps} it at {near(rest * 100)}%.")
    value = second_provider(target, worst, rest)
    allowed = f"{near(1 - target)}" if rest == 1 else f"(1 - {plain(target)} / {near(rest)})"
    notes = (f"For {name}: failing independently, chosen in an instant, and nothing lost in your own parts.",)
    working = f"1 - {allowed} / {plain(1 - worst)}"
    return Outcome(ratio(value), working, flipped(found.bound), (*notes, *found.caveats))


def fallback(given: Given) -> Outcome:
    up, served = given.amount(AVAILABILITY), given.amount(HITS)
    working = f"{plain(up)} + {plain(1 - up)} x {plain(served)}"
    notes = ["Holds while cached entries live: in an outage longer than their lifetime the hit ratio falls."]
    if served == 1:
        notes.insert(0, "A cache misses at least the first call for each entry: 100% is a limit, not a promise.")
    return Outcome(ratio(with_fallback(up, served)), working, AT_MOST if served == 1 else "", tuple(notes))


def budget_share(given: Given) -> Outcome:
    if not given.flag(f"{LIST}[].hard"):
        raise ValueError("Not hard: it spends none of the budget while its fallback works.")
    if flag_or_none(given, f"{LIST}[].redundant"):
        raise ValueError("Of a redundant pair: one failure alone spends none of the budget.")
    target, (up, cached) = given.amount(TARGET), reaching_users(given)
    notes = ("Hits in its cache count as good while cached entries live.",) if cached else ()
    return Outcome(ratio(share_of_budget(up, target)), f"{plain(1 - up)} / {plain(1 - target)}", "", notes)


FIGURES = (
    FigureSpec(
        "availability.chain",
        "Availability the hard dependencies leave",
        Dimension.RATIO,
        "product of hard parts",
        chain,
        needs=(LIST,),
        reads=_FIELDS,
        source=SERIES,
        help=("The service cannot be up more often than the things it cannot work without, before it fails by itself."),
        toward="down",
    ),
    FigureSpec(
        "availability.chain_down",
        "Downtime of the hard dependencies in the window",
        Dimension.DURATION,
        "(1 - chain) x T",
        chain_down,
        needs=(LIST, WINDOW),
        reads=_FIELDS,
        source=SERIES,
        help="Compare it with the budget: this much is spent by others.",
    ),
    FigureSpec(
        "availability.chain_own",
        "Availability with your own parts",
        Dimension.RATIO,
        "chain x own",
        chain_own,
        needs=(LIST, "availability.own"),
        reads=_FIELDS,
        source=SERIES,
        help="The most that can honestly be promised today.",
        toward="down",
    ),
    FigureSpec(
        "availability.second",
        "Availability a second provider needs",
        Dimension.RATIO,
        "1 - (1 - A / rest) / (1 - worst); with one dependency (1 - A) / (1 - chain) may fail",
        second,
        needs=(LIST, TARGET),
        reads=_FIELDS,
        source=f"{SERIES}; parallel parts",
        help=("How good an independent second provider for the worst hard dependency must be to reach the target."),
        toward="up",
    ),
    FigureSpec(
        "availability.fallback",
        "Availability with its cache",
        Dimension.RATIO,
        "A + (1 - A) x h",
        fallback,
        needs=(AVAILABILITY, HITS),
        each=LIST,
        source="Total probability; SRE Book ch. 22",
        help="How often callers still get an answer when a cache serves its hits during outages.",
    ),
    FigureSpec(
        "availability.budget_share",
        "Share of the budget it may use",
        Dimension.RATIO,
        "(1 - a) / (1 - A)",
        budget_share,
        needs=(TARGET, f"{LIST}[].hard"),
        reads=(f"{LIST}[].redundant", AVAILABILITY, LIFETIME, HITS),
        each=LIST,
        source=f"{SERIES}, rule of the extra nine",
        help="Above 10% this dependency alone takes more than the rule of the extra nine grants it.",
    ),
)
