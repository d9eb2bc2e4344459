"""C13 many queries or one: numbers of the independent program, the break-even from both sides, senseless and missing input."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators.queries import batched, break_even, one, sequential, side_by_side
from specgen.compose.figures import compute
from specgen.model import Answer, Answers, Basis, Dimension, Figure, Quantity, Unknown
from specgen.quantities import parse, show_figure

F = Fraction
ORACLE: dict[str, float] = json.loads((Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8"))
MS = F(1, 1000)

counts = st.integers(1, 10**6).map(F)
times = fractions(0, 100, max_denominator=1000)


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("q.seq.50x(0.5+0.4)", sequential(F(50), F("0.5"), F("0.4"))),
        ("q.seq.50x(70+0.4)", sequential(F(50), F(70), F("0.4"))),
        ("q.batch.0.5+50*0.4", batched(F(50), F("0.5"), F("0.4"))),
        ("q.par.k10", side_by_side(F(50), F(10), F("0.5"), F("0.4"))),
        ("q.one.0.5+12", one(F("0.5"), F(12))),
        ("q.breakeven_agg_ms", break_even(F(50), F("0.5"), F("0.4"))),
    ],
)
def test_number_of_the_independent_program(key: str, made: F) -> None:
    assert float(made) == pytest.approx(ORACLE[key], rel=1e-9)  # all in milliseconds


def test_every_number_of_the_independent_program_is_tried() -> None:
    assert len([key for key in ORACLE if key.startswith("q.")]) == 6


def test_one_large_query_can_lose_to_several_in_a_row() -> None:
    assert sequential(F(4), F("0.5"), F(40)) == 162 < one(F("0.5"), F(900))


@given(counts, times, times)
def test_at_the_break_even_one_query_takes_as_long_as_all_in_a_row(queries: F, trip: F, each: F) -> None:
    assert one(trip, break_even(queries, trip, each)) == sequential(queries, trip, each)


@given(counts, st.integers(1, 100).map(F), times, times)
def test_no_way_beats_a_single_round_and_none_loses_to_a_row(queries: F, at_once: F, trip: F, each: F) -> None:
    row = sequential(queries, trip, each)
    assert trip + each <= batched(queries, trip, each) <= row
    assert trip + each <= side_by_side(queries, at_once, trip, each) <= row
    assert side_by_side(queries, F(1), trip, each) == row
    assert side_by_side(queries, queries, trip, each) == trip + each


@given(counts, times, times)
def test_another_query_never_saves_time(queries: F, trip: F, each: F) -> None:
    for way in (sequential, batched, break_even):
        assert way(queries + 1, trip, each) >= way(queries, trip, each)


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: sequential(F(0), F(1), F(1)), "the number of statements must be a whole number of at least 1"),
        (lambda: batched(F("1.5"), F(1), F(1)), "the number of statements must be a whole number"),
        (lambda: break_even(F(0), F(1), F(1)), "the number of statements"),
        (lambda: side_by_side(F(5), F(0), F(1), F(1)), "the statements at once must be a whole number of at least 1"),
        (lambda: sequential(F(1), F(-1), F(1)), "a round trip cannot be negative"),
        (lambda: one(F(1), F(-1)), "an execution time cannot be negative"),
    ],
)
def test_senseless_input_is_refused_in_the_readers_words(senseless: Callable[[], F], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        senseless()


# --- figures ---------------------------------------------------------------------------------------------------------

KINDS = {
    "queries": Dimension.NUMBER, "at_once": Dimension.NUMBER, "rtt": Dimension.DURATION,
    "query_time": Dimension.DURATION, "aggregate_time": Dimension.DURATION,
}  # fmt: skip


def answers(**typed: str) -> Answers:
    """Numbers as typed, measured unless another basis follows: "30 ms; assumed"."""
    made: dict[str, Answer] = {}
    for name, text in typed.items():
        value, _, basis = text.partition("; ")
        if value == "unknown":
            made[f"database.{name}"] = Answer(Unknown(), value)
        elif name in KINDS:
            rests_on = Basis[basis.upper()] if basis else Basis.MEASURED
            made[f"database.{name}"] = Answer(parse(value, KINDS[name]), value, rests_on)
        else:
            made[f"database.{name}"] = Answer(value, value)
    return made


def figure(id: str, **typed: str) -> Figure:
    return compute(answers(**typed))[f"database.{id}"][0]


SMALL = {"queries": "50", "query_time": "0.4 ms", "rtt": "0.5 ms"}
OPS = {"queries": "11; assumed", "query_time": "30 ms; assumed", "rtt": "0.5 ms; default"}


@pytest.mark.parametrize(
    ("id", "typed", "value", "working"),
    [
        ("sequential", SMALL, 45 * MS, "50 x (0.5 ms + 0.4 ms)"),
        ("batched", SMALL, F("20.5") * MS, "0.5 ms + 50 x 0.4 ms"),
        ("side_by_side", SMALL | {"at_once": "10"}, F("4.5") * MS, "ceil(50 / 10) x (0.5 ms + 0.4 ms)"),
        ("side_by_side", SMALL | {"at_once": "49"}, F("1.8") * MS, "ceil(50 / 49) x (0.5 ms + 0.4 ms)"),
        ("aggregate", {"aggregate_time": "12 ms", "rtt": "0.5 ms"}, F("12.5") * MS, "0.5 ms + 12 ms"),
        ("break_even", SMALL, F("44.5") * MS, "50 x 0.4 ms + 49 x 0.5 ms"),
        ("now", SMALL | {"pattern": "batched"}, F("20.5") * MS, "0.5 ms + 50 x 0.4 ms"),
        ("fastest", SMALL, F("20.5") * MS, "0.5 ms + 50 x 0.4 ms"),
        ("fastest", SMALL | {"aggregate_time": "12 ms"}, F("12.5") * MS, "0.5 ms + 12 ms"),
        # Each needs the result of the one before: no batch. But a batch in use is one that is possible.
        ("fastest", SMALL | {"at_once": "1"}, 45 * MS, "50 x (0.5 ms + 0.4 ms)"),
        ("fastest", SMALL | {"at_once": "1", "pattern": "batched"}, F("20.5") * MS, "0.5 ms + 50 x 0.4 ms"),
        ("fastest", SMALL | {"at_once": "2"}, F("20.5") * MS, "0.5 ms + 50 x 0.4 ms"),
    ],
)
def test_figure(id: str, typed: dict[str, str], value: F, working: str) -> None:
    made = figure(id, **typed)
    assert made.value == Quantity(value, Dimension.DURATION)
    assert (made.working, made.basis) == (working, Basis.MEASURED)


@pytest.mark.parametrize(
    ("pattern", "id"),
    [
        ("sequential_small", "sequential"), ("batched", "batched"), ("parallel_small", "side_by_side"),
        ("single_aggregate", "aggregate"),
    ],
)  # fmt: skip
def test_the_time_now_is_that_of_the_way_in_use(pattern: str, id: str) -> None:
    typed = SMALL | {"at_once": "10", "aggregate_time": "12 ms", "pattern": pattern}
    assert figure("now", **typed).value == figure(id, **typed).value is not None


def test_the_operations_report() -> None:
    """335.5 ms in a row and 330.5 ms as a batch, as the exemplar shows them; the break-even never promises too much."""
    shown = [show_figure(figure(id, **OPS)) for id in ("sequential", "batched", "break_even")]
    assert shown == ["340 ms", "330 ms", "330 ms"]
    assert figure("break_even", **OPS).value == Quantity(335 * MS, Dimension.DURATION)
    assert figure("sequential", **OPS).basis is Basis.DEFAULT


@pytest.mark.parametrize(
    ("id", "typed", "missing"),
    [
        ("sequential", {}, {"queries", "query_time", "rtt"}),
        ("now", {}, {"pattern"}),
        ("now", {"pattern": "sequential_small", "rtt": "1 ms"}, {"queries", "query_time"}),
        ("now", SMALL | {"pattern": "single_aggregate"}, {"aggregate_time"}),
        ("now", SMALL | {"pattern": "unknown"}, {"pattern"}),
        ("now", SMALL | {"pattern": "parallel_small"}, {"at_once"}),
        ("fastest", {"rtt": "1 ms"}, {"queries", "query_time"}),
    ],
)
def test_what_is_missing_is_named(id: str, typed: dict[str, str], missing: set[str]) -> None:
    made = figure(id, **typed)
    assert (made.value, set(made.missing)) == (None, {f"database.{name}" for name in missing})


def test_a_time_is_no_better_known_than_the_worst_of_its_inputs() -> None:
    assert figure("now", pattern="batched", **SMALL | {"rtt": "0.5 ms; assumed"}).basis is Basis.ASSUMED
    guessed = SMALL | {"aggregate_time": "12 ms; assumed"}
    assert figure("sequential", **guessed).basis is Basis.MEASURED
    assert figure("fastest", **guessed).basis is Basis.ASSUMED


def test_no_statement_at_all_has_no_time() -> None:
    made = figure("sequential", **SMALL | {"queries": "0"})
    assert made.value is None
    assert made.caveats == ("the number of statements must be a whole number of at least 1",)
