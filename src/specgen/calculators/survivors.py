"""C06 and C08: nodes that share the load, and what is left when some of them are lost. Times are seconds, shares exact."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._bounds import AT_LEAST, flipped
from specgen.calculators._failover import (
    HEARTBEAT,
    LIST,
    MISSES,
    MTTF,
    NODES,
    PATTERN,
    PROBE,
    TOLERATED,
    UTILISATION,
    left_out,
    only_shared,
)
from specgen.calculators._ranges import not_negative, share, whole
from specgen.calculators._working import near, plain, ratio
from specgen.calculators.failover import noticed, steady_state
from specgen.calculators.redundancy import SHARED
from specgen.model import Basis, Dimension

MOST_NODES = 1_000  # keeps sums over nodes small; beyond it nodes are counted by the zone
SURVIVAL = "AWS Well-Architected REL11-BP05; SRE Book ch. 22"
PART = "figures.failover.single"


def k_of_n(needed: Fraction, nodes: Fraction, availability: Fraction) -> Fraction:
    """Share of time in which at least k of n equal nodes are up: sum over i from k to n of C(n, i) A^i (1 - A)^(n - i).

    Assumes independent failures. Source: k-out-of-n systems, IEC 61078. Raises ValueError for a share outside 0 to
    100%, or a k that is not a whole number from 1 to n.
    """
    of = whole(nodes, "the number of nodes", most=MOST_NODES)
    least = whole(needed, "the nodes needed", most=of)
    up, whole_ = share(availability, "an availability").numerator, availability.denominator
    ways = sum(comb(of, some) * up**some * (whole_ - up) ** (of - some) for some in range(least, of + 1))
    return Fraction(ways, whole_**of)  # whole numbers until the end: a thousand nodes take no time


def room(nodes: Fraction, lost: Fraction) -> Fraction:
    """Largest utilisation per node at which the survivors of k losses can carry the load: (n - k) / n.

    At exactly that much the survivors are full, and a full queue grows: plan below it. Source: AWS Well-Architected
    REL11-BP05. Raises ValueError for one node, a negative k, or a k that leaves no node.
    """
    of, gone = _counts(nodes, lost)
    return Fraction(of - gone, of)


def after_loss(utilisation: Fraction, nodes: Fraction, lost: Fraction) -> Fraction:
    """Utilisation of the survivors after k of n nodes are lost: u x n / (n - k). Raises ValueError like `room`."""
    return not_negative(utilisation, "utilisation") / room(nodes, lost)


def shared_load(mttf: Fraction, noticing: Fraction) -> Fraction:
    """Availability over requests while one of n equal nodes is not yet removed: MTTF / (MTTF + detection).

    Each of n nodes fails every MTTF and takes 1/n of the requests with it, so n falls out. Assumes room in the
    survivors and no failure that hits several nodes. Source: SRE Book ch. 20. Raises ValueError for an MTTF that is not
    positive or a negative detection.
    """
    return steady_state(mttf, noticing)


def _counts(nodes: Fraction, lost: Fraction) -> tuple[int, int]:
    of = whole(nodes, "the number of nodes", most=MOST_NODES)
    gone = whole(lost, "the losses to survive", least=0)
    if of == 1:
        raise ValueError("One node shares its load with nobody: there is nothing to take over.")
    if gone >= of:
        raise ValueError("No node is left: every node is counted among the losses to survive.")
    return of, gone


# --- figures ------------------------------------------------------------------------------------------------


def room_left(given: Given) -> Outcome:
    only_shared(given)
    nodes, lost = given.amount(NODES), given.amount(TOLERATED)
    notes = ("At that much the survivors are full: plan below it by the headroom that queues need.",)
    return Outcome(ratio(room(nodes, lost)), f"({plain(nodes)} - {plain(lost)}) / {plain(nodes)}", "", notes)


def loaded(given: Given) -> Outcome:
    only_shared(given)
    busy, nodes, lost = given.amount(UTILISATION), given.amount(NODES), given.amount(TOLERATED)
    working = f"{plain(busy)} x {plain(nodes)} / ({plain(nodes)} - {plain(lost)})"
    notes = ("If the load spreads evenly over the survivors.",)
    return Outcome(ratio(after_loss(busy, nodes, lost)), working, "", notes)


def active_active(given: Given) -> Outcome:
    only_shared(given)
    nodes, lost = given.amount_or_none(NODES), given.amount_or_none(TOLERATED)
    if nodes is not None:
        _counts(nodes, lost or Fraction(0))  # refuses one node, and losses that leave none
    mttf, (noticing, _, unknown) = given.amount(MTTF), noticed(given)
    if mttf <= noticing:
        raise ValueError("It fails again before it is noticed: the time between failures is not above detection.")
    load = given.amount_or_none("figures.failover.after_loss")
    if load is not None and load >= 1:
        raise ValueError("The survivors cannot carry the load, so a lost node takes the others with it.")
    notes = ("Failures that hit several nodes at once are not counted.", *left_out(given, unknown))
    if load is None:
        notes = ("If the survivors can carry the load, which is unknown.", *notes)
    bound = flipped(AT_LEAST) if unknown or load is None else ""
    working = f"{near(mttf)} s / ({near(mttf)} s + {near(noticing)} s)"
    return Outcome(ratio(shared_load(mttf, noticing)), working, bound, notes)


def pool(given: Given) -> Outcome:
    needed, nodes = _pool(given)
    up = given.amount(PART)
    notes = ("If nodes fail independently of each other.",)
    return Outcome(ratio(k_of_n(needed, nodes, up)), _binomial(needed, nodes, up), "at most", notes)


def pool_shared(given: Given) -> Outcome:
    needed, nodes = _pool(given)
    up = given.amount(PART)
    own = 1 - (1 - SHARED) * (1 - up)  # a node that fails by itself only
    value = k_of_n(needed, nodes, own) - SHARED * (1 - up)
    if value > k_of_n(needed, nodes, up):  # a model of rare failures: frequent ones it would seem to mend
        raise ValueError(
            "Nodes fail too often for a model of shared failures: it would promise more than independence."
        )
    working = f"{_binomial(needed, nodes, own)} - 0.1 x {near(1 - up)}"
    return Outcome(ratio(max(value, Fraction(0))), working, basis=Basis.DEFAULT)


def _pool(given: Given) -> tuple[Fraction, Fraction]:
    only_shared(given)
    nodes, lost = given.amount(NODES), given.amount(TOLERATED)
    of, gone = _counts(nodes, lost)
    return Fraction(of - gone), Fraction(of)


def _binomial(needed: Fraction, nodes: Fraction, up: Fraction) -> str:
    return f"P(at least {plain(needed)} of {plain(nodes)} up, each {near(up)})"


_POOL = (PATTERN, NODES, TOLERATED)

FIGURES = (
    FigureSpec(
        "failover.room",
        "Largest utilisation that survives the losses",
        Dimension.RATIO,
        "(n - k) / n",
        room_left,
        needs=_POOL,
        each=LIST,
        source=SURVIVAL,
        help="With two nodes and one loss each may be half full: 50%. With three it is 66.6%, with four 75%.",
        toward="down",
    ),
    FigureSpec(
        "failover.after_loss",
        "Utilisation of the survivors after the losses",
        Dimension.RATIO,
        "utilisation x n / (n - k)",
        loaded,
        needs=(*_POOL, UTILISATION),
        each=LIST,
        source=SURVIVAL,
        help="At 100% and above queues grow without limit, and the survivors fail in turn.",
    ),
    FigureSpec(
        "failover.active_active",
        "Availability over requests, one node lost at a time",
        Dimension.RATIO,
        "MTTF / (MTTF + detection)",
        active_active,
        needs=(PATTERN, MTTF, HEARTBEAT, MISSES),
        reads=(PROBE, NODES, TOLERATED, "figures.failover.after_loss"),
        each=LIST,
        source="SRE Book ch. 20; steady state of a repairable part",
        help="Until the lost node is removed, its share of the requests fails.",
        toward="down",
    ),
    FigureSpec(
        "failover.pool",
        "Enough nodes are up, failing independently",
        Dimension.RATIO,
        "sum over i from n - k to n of C(n, i) A^i (1 - A)^(n - i)",
        pool,
        needs=(*_POOL, PART),
        each=LIST,
        source="k-out-of-n systems, IEC 61078",
        help="What the nodes give together when nothing ever hits two of them.",
        toward="down",
    ),
    FigureSpec(
        "failover.pool_shared",
        "Enough nodes are up, a tenth of failures shared",
        Dimension.RATIO,
        "the same with (1 - beta) q, less beta x q; beta 0.1",
        pool_shared,
        needs=(*_POOL, PART),
        each=LIST,
        source="beta-factor model, IEC 61508-6:2010 annex D",
        help="The same when a tenth of failures (network, configuration, a bad release) hits all nodes at once.",
        toward="down",
    ),
)
