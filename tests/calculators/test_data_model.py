"""Rows, self-joins and size of a data model: by hand, senseless and missing input."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators.data_model import attribute_rows, self_joins, size_later
from specgen.compose.figures import compute
from specgen.model import Answer, Answers, Basis, Dimension, Figure, Quantity
from specgen.quantities import parse

F = Fraction
SHAPES = ("normalised", "eav", "json_document", "hybrid", "wide_column")
KINDS = {
    "model.entities": Dimension.NUMBER, "model.attributes": Dimension.NUMBER, "database.size": Dimension.SIZE,
    "database.growth": Dimension.SIZE,
}  # fmt: skip

counts = st.integers(1, 10**6).map(F)
sizes = fractions(0, 10**15, max_denominator=1000)


def figure(id: str, typed: dict[str, str]) -> Figure:
    answers: Answers = {
        name: Answer(parse(text, KINDS[name]), text, Basis.ASSUMED) if name in KINDS else Answer(text, text)
        for name, text in typed.items()
    }
    return compute(answers)[id][0]


@given(counts, counts)
def test_attribute_rows_hold_every_attribute_of_every_entity(entities: F, attributes: F) -> None:
    assert attribute_rows(entities, attributes + 1) == attribute_rows(entities, attributes) + entities
    assert attribute_rows(entities, F(1)) == entities
    assert attribute_rows(F(0), attributes) == 0


@given(counts)
def test_each_further_attribute_is_a_join_more(attributes: F) -> None:
    assert self_joins(F(1)) == 0
    assert self_joins(attributes + 1) == self_joins(attributes) + 1


@given(sizes, sizes)
def test_size_grows_evenly(size: F, growth: F) -> None:
    assert size_later(size, growth, F(0)) == size
    assert size_later(size_later(size, growth, F(1)), growth, F(2)) == size_later(size, growth, F(3))


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: attribute_rows(F(-1), F(1)), "the number of entities must be a whole number of at least 0"),
        (lambda: attribute_rows(F(1), F(0)), "the attributes of an entity must be a whole number of at least 1"),
        (lambda: self_joins(F(0)), "the attributes of an entity"),
        (lambda: size_later(F(-1), F(0), F(3)), "the size cannot be negative"),
        (lambda: size_later(F(1), F(-1), F(3)), "the growth cannot be negative"),
    ],
)
def test_senseless_input_is_refused_in_the_readers_words(senseless: Callable[[], F], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        senseless()


def test_rows_of_attribute_tables() -> None:
    made = figure("model.rows", {"model.shape": "eav", "model.entities": "3,000,000", "model.attributes": "20"})
    assert (made.value, made.bound, made.working) == (Quantity(F(60_000_000)), "", "3,000,000 x 20")
    assert (made.basis, made.unit) == (Basis.ASSUMED, "rows")


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "eav"])
def test_other_shapes_have_at_least_a_row_for_each_entity(shape: str) -> None:
    made = figure("model.rows", {"model.shape": shape, "model.entities": "3,000,000", "model.attributes": "20"})
    assert (made.value, made.bound) == (Quantity(F(3_000_000)), "at least")
    assert figure("model.joins_for", {"model.shape": shape, "model.attributes": "20"}).value is None


def test_self_joins_of_attribute_tables() -> None:
    made = figure("model.joins_for", {"model.shape": "eav", "model.attributes": "20"})
    assert (made.value, made.working) == (Quantity(F(19)), "20 - 1")


def test_size_in_three_years() -> None:
    made = figure("model.size_later", {"database.size": "120 GB", "database.growth": "80 GB"})
    assert (made.value, made.working) == (Quantity(F(360 * 10**9), Dimension.SIZE), "120 GB + 3 x 80 GB")


@pytest.mark.parametrize(
    ("id", "typed", "missing"),
    [
        ("model.rows", {}, {"model.entities", "model.shape"}),
        ("model.rows", {"model.shape": "eav", "model.entities": "5"}, {"model.attributes"}),
        ("model.joins_for", {"model.shape": "eav"}, {"model.attributes"}),
        ("model.size_later", {"database.size": "1 GB"}, {"database.growth"}),
    ],
)
def test_what_is_missing_is_named(id: str, typed: dict[str, str], missing: set[str]) -> None:
    made = figure(id, typed)
    assert (made.value, set(made.missing)) == (None, missing)
