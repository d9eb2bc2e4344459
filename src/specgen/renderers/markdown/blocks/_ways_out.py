"""When the target is above the chain: what each way to bring them together would give."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators.availability import PERIODS, downtime
from specgen.model import Basis, Record
from specgen.quantities import digits_for, show_availability, show_duration
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import View, table

MONTH = "30 days"


def ways_out(view: View, target: Fraction) -> str:
    """A table of ways; "" when the target does not exceed the chain, or the chain is unknown."""
    chain, lowest = view.known("availability.chain"), weakest(view)
    if chain is None or lowest is None or target <= chain:
        return ""
    others = chain / (reaching(view, lowest) or Fraction(1))
    name = view.text("name", lowest)
    rows = [_promise(view, chain, target), _second(view, name), _queue(view, name, others, target)]
    return table(("To bring target and chain together", "Gives"), rows)


def _promise(view: View, chain: Fraction, target: Fraction) -> tuple[str, str]:
    """What could be promised today: the chain times the own parts, as good as the target where nobody rated them."""
    own = view.amount("availability.own")
    figure = view.figure("availability.chain")
    share = chain * (target if own is None else own)
    digits = digits_for(figure.basis)
    reach = show_availability(share, digits, "down")
    down = show_duration(downtime(share, PERIODS[MONTH]), digits)
    what = f"Own parts at {view.text('availability.target' if own is None else 'availability.own')}, chain unchanged"
    bound = "at most " if figure.bound else ""
    honest = "the most that could be promised if they reach that" if own is None else "the honest promise today"
    return what, f"{bound}{reach}, or {down} down in {MONTH}: {honest}"


def _second(view: View, name: str) -> tuple[str, str]:
    what = f"A second {name}, failing independently, instant choice"
    figure = view.figure("availability.second")
    if figure.value is None:
        return what, cell(" ".join(figure.caveats)) or "unknown"
    goal = view.text("availability.target")
    return (
        what,
        f"{goal} needs {view.value('availability.second')} from the second one, and nothing lost in your own parts",
    )


def _queue(view: View, name: str, others: Fraction, target: Fraction) -> tuple[str, str]:
    gives = f'{name} leaves the chain; a good answer then means "accepted, and the final result is sent"'
    if others < target:
        gives += f"; the other dependencies still leave {show_availability(others, 3, 'down')} only"
    return f"Queue while {name} is down", gives


def weakest(view: View) -> Record | None:
    """The hard dependency in series with the lowest known availability, its cache counted."""
    rated = [
        record
        for record in view.records("dependencies")
        if view.flag("hard", record) and not view.flag("redundant", record) and reaching(view, record) is not None
    ]
    return min(rated, key=lambda record: reaching(view, record) or Fraction(1), default=None)


def reaching(view: View, record: Record) -> Fraction | None:
    """How often its calls are answered, by itself or by its cache; None where either is unknown."""
    cached = view.known("availability.fallback", record.key)
    if cached is not None or view.amount("cache_ttl", record):
        return cached
    return view.amount("availability", record)


def basis_of(record: Record) -> Basis:
    """What a dependency's availability rests on."""
    answer = record.fields.get("availability")
    return (answer.basis if answer else None) or Basis.ASSUMED
