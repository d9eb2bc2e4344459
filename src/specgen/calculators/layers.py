"""C20 retry amplification: layers that each retry multiply each other's calls.

`attempts` counts all tries, the first included (never "retries"); all amounts here are pure numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._dependencies import LIST
from specgen.calculators._ranges import MOST_TRIES, whole
from specgen.calculators._working import count, plain
from specgen.model import Dimension

OVERLOAD = "SRE Book ch. 22 (retry amplification)"
LAYERS = "latency.layers"
_READS = (f"{LAYERS}[].attempts", LIST, f"{LIST}[].attempts")


def amplification(attempts: Sequence[Fraction]) -> Fraction:
    """Calls at the bottom for one at the top when every try fails: the product of attempts.

    Never below 1; without layers it is 1. Source: SRE Book ch. 22. Raises ValueError for a layer with less
    than one attempt.
    """
    return Fraction(prod(whole(one, "attempts", most=MOST_TRIES) for one in attempts))


# --- figures ------------------------------------------------------------------------------------------------


def _attempts(given: Given) -> tuple[list[Fraction], tuple[str, ...]]:
    """Attempts of the layers, and of this service at the dependency it tries most often: it is a layer like any other.

    Raises Missing when nothing is known of the layers.
    """
    known, missing = _known(given, LAYERS)
    if missing and not known:
        raise Missing(*missing)
    try:
        own, unsaid = _known(given, LIST)
    except Missing as error:
        own, unsaid = [], list(error.names)
    return [*known, *([max(own)] if own else [])], (*missing, *unsaid)


def _known(given: Given, list_id: str) -> tuple[list[Fraction], list[str]]:
    known: list[Fraction] = []
    missing: list[str] = []
    for record in given.records(list_id):
        try:
            known.append(given.of(list_id, record).amount(f"{list_id}[].attempts"))
        except Missing as error:
            missing += error.names
    return known, missing


def _partial(missing: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return (AT_LEAST, (f"Not counted, because unknown: {', '.join(missing)}.",)) if missing else ("", ())


def layers(given: Given) -> Outcome:
    known, missing = _attempts(given)
    return Outcome(
        count(amplification(known)), " x ".join(map(plain, known)) or "1, no layer", *_partial(missing)
    )


def layer_count(given: Given) -> Outcome:
    known, missing = _attempts(given)
    several = sum(1 for one in known if whole(one, "attempts") > 1)
    return Outcome(count(Fraction(several)), f"{several} of {len(known)}", *_partial(missing))


FIGURES = (
    FigureSpec(
        "retries.layers",
        "Calls at the bottom for one at the top",
        Dimension.NUMBER,
        "product of attempts over layers, with the most at any dependency",
        layers,
        needs=(LAYERS,),
        reads=_READS,
        source=OVERLOAD,
        help="Layers that each retry multiply: two layers of three above a service that tries three times make 27.",
    ),
    FigureSpec(
        "retries.layer_count",
        "Layers that retry",
        Dimension.NUMBER,
        "layers with more than one attempt, this service counted",
        layer_count,
        needs=(LAYERS,),
        reads=_READS,
        source=OVERLOAD,
        help="One layer should retry; more than one multiplies.",
    ),
)
