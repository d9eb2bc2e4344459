"""Figures as plain data for programs: always the same keys, numbers in base units and exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from specgen.cli.calculations.page import value
from specgen.cli.calculations.results import Result
from specgen.model import Dimension, Quantity

Data = dict[str, Any]

BASE = {
    Dimension.NUMBER: "", Dimension.RATIO: "", Dimension.DURATION: "s", Dimension.SIZE: "B", Dimension.RATE: "/s",
    Dimension.THROUGHPUT: "B/s", Dimension.DISTANCE: "km", Dimension.MONEY: "",
}  # fmt: skip


def figures(name: str, found: Sequence[Result]) -> Data:
    """`value` is in the base unit that `base` names, `exact` the same as a fraction; both null without a value."""
    return {"name": name, "figures": [_figure(one) for one in found]}


def _figure(result: Result) -> Data:
    figure, amount = result.figure, result.figure.value
    number = amount if isinstance(amount, Quantity) else None
    return {
        "id": figure.id, "title": figure.title, "record": result.record or None,
        "value": float(number.amount) if number else None, "exact": str(number.amount) if number else None,
        "base": (number.currency or BASE[number.dimension] or figure.unit or None) if number else None,
        "never": amount is False, "text": None if amount is None else value(result),
        "dimension": result.spec.dimension.value, "bound": figure.bound or None, "formula": figure.formula,
        "working": figure.working or None,
        "rests_on": [{"id": g.operand.id, "key": g.operand.key, "text": g.text, "basis": g.basis} for g in result.grounds],
        "missing": [one.id for one in result.missing], "why_not": list(result.why_not),
        "caveats": list(result.notes), "source": result.spec.source or None,
    }  # fmt: skip
