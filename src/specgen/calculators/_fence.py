"""How long an old primary goes on accepting writes: the answer stands with the components that fail over."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import Given, Missing
from specgen.calculators._dependencies import flag_or_none
from specgen.calculators._failover import FENCE, FENCING, LIST, PATTERN, WRITABLE, paths, pattern, word

# Everything `stopped_after` reads, for the declarations of figures.
FENCES = (LIST, PATTERN, WRITABLE, FENCING, FENCE)
UNFENCED = "Nothing stops the old primary: it accepts writes until somebody does."


def stopped_after(given: Given) -> Fraction:
    """Seconds from the decision until no component that was replaced accepts writes: the longest of those that do.

    Raises Missing with what nobody said, and ValueError where nothing stops one of them.
    """
    fences: list[Fraction] = []
    missing: list[str] = []
    for record in given.records(LIST):
        view = given.of(LIST, record)
        writable = flag_or_none(view, WRITABLE)
        if writable is False or pattern(view) not in ("active_passive", ""):
            continue
        if writable is None:
            missing += paths(view, (WRITABLE,))
        elif word(view, FENCING) == "none":
            raise ValueError(UNFENCED)
        elif (fence := view.amount_or_none(FENCE)) is None:
            missing += paths(view, (FENCE,))
        else:
            fences.append(fence)
    if missing or not fences:
        raise Missing(*(missing or (LIST,)))
    return max(fences)
