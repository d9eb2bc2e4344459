"""Keys to hold and the space they take: by hand, senseless and missing input."""

from __future__ import annotations

from fractions import Fraction

import pytest

from specgen.compose.figures import compute
from specgen.model import Answer, Answers, Basis, Dimension, Figure, Quantity
from specgen.quantities import parse

KINDS = {
    "load.peak": Dimension.RATE, "load.peak_next_year": Dimension.RATE, "idempotency.retention": Dimension.DURATION,
    "idempotency.record_size": Dimension.SIZE,
}  # fmt: skip
TYPED = {
    "idempotency.key_source": "client", "load.peak": "40/s", "load.peak_next_year": "120/s",
    "idempotency.retention": "24 h", "idempotency.record_size": "1 kB",
}  # fmt: skip
FIGURES = ("keys", "keys_next_year", "storage", "storage_next_year")


def figure(id: str, **more: str) -> Figure:
    typed = {**TYPED, **{f"idempotency.{name}": text for name, text in more.items()}}
    answers: Answers = {
        name: Answer(parse(text, KINDS[name]), text, Basis.ASSUMED) if name in KINDS else Answer(text, text)
        for name, text in typed.items()
    }
    return compute(answers)[f"idempotency.{id}"][0]


@pytest.mark.parametrize("store", ["database", "redis", ""])
def test_at_most_the_peak_for_as_long_as_keys_are_kept(store: str) -> None:
    """By hand: 40/s x 86,400 s; a store that nobody named has to hold them all the same."""
    found = {id: figure(id, **({"store": store} if store else {})) for id in FIGURES}
    amounts = [one.value.amount if isinstance(one.value, Quantity) else None for one in found.values()]
    assert amounts == [Fraction(n) for n in (3_456_000, 10_368_000, 3_456_000_000, 10_368_000_000)]
    assert {one.bound for one in found.values()} == {"at most"}


@pytest.mark.parametrize("id", FIGURES)
def test_keys_that_nobody_keeps_take_no_space(id: str) -> None:
    found = figure(id, store="none")
    assert found.value is None
    assert found.caveats[0] == "Keys are kept nowhere: nothing is stored, and no repeat is recognised."
    assert figure(id, key_source="none").caveats[0] == "No key is used: nothing is stored."
