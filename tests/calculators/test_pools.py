"""C18 Little's law and pools: numbers of the independent program, the limit from both sides, senseless and missing input."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators.pools import busy, carried, fleet, instances_that_fit
from specgen.compose.figures import compute
from specgen.model import Answer, Answers, Basis, Dimension, Figure, Quantity, Unknown
from specgen.quantities import parse, show_figure

F = Fraction
ORACLE: dict[str, float] = json.loads((Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8"))

rates = fractions(0, 10**5, max_denominator=1000)
times = fractions(F(1, 1000), 100, max_denominator=1000)
counts = st.integers(1, 1000).map(F)


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("little.inflight", busy(F(200), F("0.25"))),
        ("little.pool", busy(F(500), F("0.02"))),
        ("little.maxrps", carried(F(20), F("0.02"))),
    ],
)
def test_number_of_the_independent_program(key: str, made: F) -> None:
    assert made == ORACLE[key]


def test_every_number_of_the_independent_program_is_tried() -> None:
    assert len([key for key in ORACLE if key.startswith("little.")]) == 3


def test_the_reserve_is_counted_once() -> None:
    assert fleet(F(20), F(30), F(10)) == 610
    assert instances_that_fit(F(500), F(20), F(10)) == 24
    assert instances_that_fit(F(490), F(49), F(0)) == 10
    assert instances_that_fit(F(489), F(49), F(0)) == 9
    assert instances_that_fit(F(10), F(20), F(0)) == 0


@given(counts, times)
def test_a_pool_at_its_limit_has_every_connection_at_work(pool: F, held: F) -> None:
    assert busy(carried(pool, held), held) == pool


@given(counts, counts, counts, st.integers(0, 1000).map(F))
def test_what_fits_fits_and_one_more_does_not(pool: F, free: F, extra: F, reserved: F) -> None:
    allowed = free + extra + reserved
    fit = instances_that_fit(allowed, pool, reserved)
    assert fit.denominator == 1
    assert fit == 0 or fleet(pool, fit, reserved) <= allowed
    assert fleet(pool, fit + 1, reserved) > allowed


@given(rates, times, times)
def test_holding_connections_for_longer_never_frees_any(per_second: F, held: F, more: F) -> None:
    assert busy(per_second, held + more) >= busy(per_second, held)


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: busy(F(-1), F(1)), "a rate cannot be negative"),
        (lambda: busy(F(1), F(-1)), "a time cannot be negative"),
        (lambda: carried(F(0), F(1)), "a pool must be a whole number of at least 1"),
        (lambda: carried(F(1), F(0)), "the time of a statement must be more than zero"),
        (lambda: fleet(F(1), F(0)), "the number of instances must be a whole number of at least 1"),
        (lambda: fleet(F(1), F(1), F(-1)), "the reserve must be a whole number of at least 0"),
        (lambda: instances_that_fit(F(100), F(0)), "a pool"),
        (lambda: instances_that_fit(F(5), F(1), F(6)), "6 connections are reserved, but the server allows 5 in all"),
    ],
)
def test_senseless_input_is_refused_in_the_readers_words(senseless: Callable[[], F], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        senseless()


# --- figures ---------------------------------------------------------------------------------------------------------

TIMES = ("database.rtt", "database.query_time", "database.aggregate_time")
RATES = ("database.statements", "load.peak")
DECIDED = ("database.pool_size", "database.instances", "database.connections", "database.reserved")


def answer(id: str, text: str) -> Answer:
    value, _, basis = text.partition("; ")
    if value == "unknown":
        return Answer(Unknown(), value)
    if id == "database.pattern":
        return Answer(value, value)
    kind = Dimension.DURATION if id in TIMES else Dimension.RATE if id in RATES else Dimension.NUMBER
    rests_on = Basis[basis.upper()] if basis else Basis.DECIDED if id in DECIDED else Basis.MEASURED
    return Answer(parse(value, kind), value, rests_on)


def figure(id: str, **typed: str) -> Figure:
    """`peak` is load.peak, everything else a question of the database."""
    names = {name: "load.peak" if name == "peak" else f"database.{name}" for name in typed}
    answers: Answers = {names[name]: answer(names[name], text) for name, text in typed.items()}
    return compute(answers)[f"database.{id}"][0]


ROW = {"pattern": "sequential_small", "rtt": "1 ms", "query_time": "19 ms"}


@pytest.mark.parametrize(
    ("typed", "value", "working"),
    [
        (ROW | {"statements": "500/s"}, F(10), "500/s x (1 ms + 19 ms)"),
        (ROW | {"pattern": "parallel_small", "statements": "500/s"}, F(10), "500/s x (1 ms + 19 ms)"),
        # Four statements share a round trip of 1 ms.
        (ROW | {"pattern": "batched", "queries": "4", "statements": "400/s"}, F("7.7"), "400/s x (19 ms + 1 ms / 4)"),
        (
            {"pattern": "single_aggregate", "rtt": "1 ms", "aggregate_time": "99 ms", "statements": "30/s"}, F(3),
            "30/s x (1 ms + 99 ms)",
        ),
        # Nobody counted the statements: the peak of requests times what one needs.
        (ROW | {"queries": "5", "peak": "40/s"}, F(4), "40/s x 5 x (1 ms + 19 ms)"),
        (
            {"pattern": "single_aggregate", "queries": "5", "rtt": "1 ms", "aggregate_time": "99 ms", "peak": "40/s"},
            F(4), "40/s x (1 ms + 99 ms)",
        ),
    ],
)  # fmt: skip
def test_connections_at_work(typed: dict[str, str], value: F, working: str) -> None:
    made = figure("busy", **typed)
    assert (made.value, made.working, made.bound) == (Quantity(value), working, "at least")
    assert made.basis is (Basis.MEASURED if "statements" in typed else Basis.ASSUMED), "nobody counted the statements"
    assert any("between the statements of a transaction" in note for note in made.caveats)


def test_what_one_pool_carries_is_a_limit_and_never_rounded_up() -> None:
    made = figure("pool_limit", **ROW, pool_size="20")
    assert made.value == Quantity(F(1000), Dimension.RATE)
    assert (made.bound, made.working) == ("at most", "20 / (1 ms + 19 ms)")
    assert show_figure(figure("pool_limit", **ROW | {"query_time": "18.999 ms"}, pool_size="20")) == "1,000/s"


FLEET = {"pool_size": "20", "instances": "30", "connections": "500"}


def test_the_fleet_against_the_servers_limit() -> None:
    known, open_ = figure("fleet", **FLEET, reserved="10"), figure("fleet", **FLEET)
    assert (known.value, known.bound, known.working) == (Quantity(F(610)), "", "20 x 30 + 10")
    assert (open_.value, open_.bound, open_.working) == (Quantity(F(600)), "at least", "20 x 30")
    assert known.basis is Basis.DECIDED
    fits, at_most = figure("instances_limit", **FLEET, reserved="10"), figure("instances_limit", **FLEET)
    assert (fits.value, fits.bound, fits.working) == (Quantity(F(24)), "", "(500 - 10) / 20")
    assert (at_most.value, at_most.bound) == (Quantity(F(25)), "at most")


def test_a_reserve_above_the_limit_is_told_and_no_number() -> None:
    made = figure("instances_limit", **FLEET, reserved="501")
    assert made.value is None
    assert made.caveats == ("501 connections are reserved, but the server allows 500 in all.",)


@pytest.mark.parametrize(
    ("id", "typed", "missing"),
    [
        ("busy", {}, {"database.pattern"}),
        ("busy", {"pattern": "batched"}, {"database.query_time", "database.rtt", "database.queries"}),
        ("busy", ROW, {"database.statements"}),
        ("busy", ROW | {"peak": "40/s"}, {"database.queries"}),
        ("busy", {"pattern": "single_aggregate", "rtt": "1 ms", "statements": "1/s"}, {"database.aggregate_time"}),
        ("pool_limit", ROW, {"database.pool_size"}),
        ("fleet", {"pool_size": "20", "instances": "unknown"}, {"database.instances"}),
        ("instances_limit", {}, {"database.connections", "database.pool_size"}),
    ],
)
def test_what_is_missing_is_named(id: str, typed: dict[str, str], missing: set[str]) -> None:
    made = figure(id, **typed)
    assert (made.value, set(made.missing)) == (None, missing)


def test_a_guessed_peak_makes_a_guess_of_the_connections() -> None:
    assert figure("busy", **ROW | {"queries": "5", "peak": "40/s; assumed"}).basis is Basis.ASSUMED
    assert figure("busy", **ROW | {"rtt": "0.5 ms; default", "statements": "1/s"}).basis is Basis.DEFAULT
