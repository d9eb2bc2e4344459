"""How many calls a dependency gets at peak: as answered, else one for each request, which is a guess until somebody counts.

Rates are calls a second, before a cache answers any of them.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import Given, Missing
from specgen.calculators._dependencies import LIST, flag_or_none
from specgen.calculators._ranges import not_negative, positive
from specgen.calculators._working import rate
from specgen.frozen import Frozen
from specgen.model import Basis, Input

CALLS, WAITED = f"{LIST}[].calls", f"{LIST}[].in_response"
PEAK, NEXT_YEAR = "load.peak", "load.peak_next_year"
READS = (CALLS, PEAK, WAITED)
READS_NEXT_YEAR = (*READS, NEXT_YEAR)
_ONE = "One call a request."
_GROWS = "Calls grow as the peak of requests does."


class Calls(Frozen):
    """Calls a second, how they are written in a working, and what was taken for granted."""

    amount: Fraction
    working: str
    notes: tuple[str, ...] = ()


def in_answer(given: Given) -> None:
    """Raises ValueError where no answer needs the call: then the peak of requests says nothing of its calls."""
    if flag_or_none(given, WAITED) is False:
        raise ValueError("No answer waits for this call: a queue can spread it, so the peak need not reach it.")


def needed(given: Given, peak: str = PEAK) -> tuple[str, ...]:
    """The answers that `at_peak` cannot do without."""
    if given.amount_or_none(CALLS) is None:
        return (peak,)
    return () if peak == PEAK else (PEAK, peak)


def amounts(given: Given, *names: str) -> list[Fraction]:
    """The amounts of `names`. Raises Missing with all that are not known."""
    found: list[Fraction] = []
    missing: list[str] = []
    for name in names:
        try:
            found.append(given.amount(name))
        except Missing as gap:
            missing += gap.names
    if missing:
        raise Missing(*missing)
    return found


def at_peak(given: Given, peak: str = PEAK) -> Calls:
    """Calls to this dependency at the peak now or, with NEXT_YEAR, at next year's.

    A request may make no call or several, so one a request enters as an assumed input: no error may rest on it alone.
    Raises Missing for the answers of `needed`, and ValueError for negative rates or growth from a peak of zero.
    """
    requests = amounts(given, *needed(given, peak))
    own = given.amount_or_none(CALLS)
    if own is None:
        (calls,) = requests
        path = CALLS.replace("[]", f".{given.record.key}") if given.record else CALLS
        given.used[path] = Input(path, "one a request", Basis.ASSUMED)
        return Calls(not_negative(calls, "a rate"), rate(calls), (_ONE,))
    not_negative(own, "a rate")
    if peak == PEAK:
        return Calls(own, rate(own))
    now, then = requests
    grown = own * not_negative(then, "a rate") / positive(now, "the peak of requests")
    return Calls(grown, f"{rate(own)} x {rate(then)} / {rate(now)}", (_GROWS,))
