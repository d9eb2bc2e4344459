"""C14 caches: the independent program's numbers, worked examples, senseless and missing input, and what always holds."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from amounts import fractions
from specgen.calculators._hits import (
    empty_factor,
    expected_hit_ratio,
    exponential_quantile,
    exponential_tail,
    mean_time,
    oldest,
    origin_rate,
    tail_quantile,
)
from specgen.calculators.caching import FIGURES
from specgen.compose.figures import compute
from specgen.model import Answer, Basis, Dimension, Figure, Quantity, Record, Unknown
from specgen.quantities import parse

F = Fraction
ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8"))
ORACLE: dict[str, float] = {key: value for key, value in ORACLES.items() if key.startswith("cache.")}
SIMULATED = {"cache.sim.p99.h.95.exp300", "cache.ttlhit.sim"}
H95, P99 = F("0.95"), F("0.99")


def tail(hit: str) -> Fraction:
    found = tail_quantile(F(hit))
    assert found is not None
    return found


COMPUTED = {
    "cache.coldload.h.95": empty_factor(H95),
    "cache.exact.p99.h.95.exp300": exponential_tail(H95, F("0.002"), F("0.3")) * 1000,
    "cache.sim.p99.h.95.exp300": exponential_tail(H95, F("0.002"), F("0.3")) * 1000,
    "cache.mean.h.95": mean_time(H95, F("0.002"), F("0.3")) * 1000,
    "cache.q'.h.90.q.99": tail("0.90"),
    "cache.q'.h.95.q.99": tail("0.95"),
    "cache.q'.h.98.q.99": tail("0.98"),
    "cache.q99.h.95": tail("0.95") * (1 - H95),  # the same share, of all calls
    "cache.ttlhit.l0.1.T60": expected_hit_ratio(F("0.1"), F(60)),
    "cache.ttlhit.sim": expected_hit_ratio(F("0.1"), F(60)),
}


def test_every_number_of_the_independent_program_is_computed() -> None:
    assert COMPUTED.keys() == ORACLE.keys()


@pytest.mark.parametrize("key", sorted(COMPUTED))
def test_number_of_the_independent_program(key: str) -> None:
    assert float(COMPUTED[key]) == pytest.approx(ORACLE[key], rel=2e-2 if key in SIMULATED else 1e-9)


def test_worked_examples_are_exact() -> None:
    assert mean_time(H95, F("0.002"), F("0.3")) == F("0.017")
    assert (tail("0.95"), tail("0.90"), tail("0.98"), tail("0")) == (F("0.8"), F("0.9"), F("0.5"), P99)
    assert tail_quantile(P99) is None, "at 99% hits the percentile lies at a hit"
    assert expected_hit_ratio(F("0.1"), F(60)) == F(6, 7)
    assert oldest(F(3600), F(60)) == 3660


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: mean_time(F("1.01"), F(1), F(1)), "between 0% and 100%"),
        (lambda: mean_time(H95, F(-1), F(1)), "time of a hit cannot be negative"),
        (lambda: tail_quantile(F("1.01")), "between 0% and 100%"),
        (lambda: tail_quantile(H95, F(1)), "a percentile of 100%"),
        (lambda: exponential_quantile(F(0), P99), "more than zero"),
        (lambda: origin_rate(H95, F(0)), "rate of calls must be more than zero"),
        (lambda: empty_factor(F(1)), "the first call for each entry is a miss"),
        (lambda: expected_hit_ratio(F(0), F(60)), "Nobody asks for this entry"),
        (lambda: expected_hit_ratio(F(1), F(0)), "lifetime must be more than zero"),
        (lambda: oldest(F(-1)), "negative"),
    ],
)
def test_senseless_input_is_refused_in_words(senseless: object, said: str) -> None:
    assert callable(senseless)
    with pytest.raises(ValueError, match=said):
        senseless()


# --- what always holds -----------------------------------------------------------------------------------------------

shares = fractions(0, 1, max_denominator=10**6)
below_one = fractions(0, F(999_999, 10**6), max_denominator=10**6)
amounts = fractions(F(1, 1000), 10**7, max_denominator=1000)


@given(shares, below_one)
def test_the_tail_lies_in_the_misses_or_among_the_hits(hit: Fraction, percentile: Fraction) -> None:
    found = tail_quantile(hit, percentile)
    assert (found is None) == (hit >= percentile)
    if found is not None:
        assert 0 < found <= percentile
        assert hit + (1 - hit) * found == percentile  # the mixture's own distribution function


@given(shares, amounts, amounts)
def test_the_mean_lies_between_a_hit_and_a_miss(hit: Fraction, cached: Fraction, origin: Fraction) -> None:
    assert cached <= mean_time(hit, cached, origin) <= cached + origin


@given(below_one, amounts)
def test_an_empty_cache_sends_everything(hit: Fraction, calls: Fraction) -> None:
    assert origin_rate(hit, calls) * empty_factor(hit) == calls
    assert empty_factor(hit) >= 1


@given(amounts, amounts, amounts)
def test_a_longer_lifetime_never_lowers_the_hit_ratio(rate: Fraction, lifetime: Fraction, more: Fraction) -> None:
    assert 0 < expected_hit_ratio(rate, lifetime) < expected_hit_ratio(rate, lifetime + more) < 1


@given(amounts, fractions(0, F(999, 1000), max_denominator=1000))
def test_the_exponential_quantile_is_that_of_the_standard_library(mean: Fraction, percentile: Fraction) -> None:
    expected = -float(mean) * math.log1p(-float(percentile))
    assert float(exponential_quantile(mean, percentile)) == pytest.approx(expected, rel=1e-12)


# --- figures ---------------------------------------------------------------------------------------------------------

KINDS = {
    "cache_ttl": Dimension.DURATION, "stale_if_error": Dimension.DURATION, "mean": Dimension.DURATION,
    "cache_time": Dimension.DURATION, "hit_ratio": Dimension.RATIO, "key_rate": Dimension.RATE, "calls": Dimension.RATE,
    "load.peak": Dimension.RATE, "load.peak_next_year": Dimension.RATE,
}  # fmt: skip


def answer(name: str, typed: str | bool | None) -> Answer:
    """As a person types it: "85%; measured" has a basis, None is "unknown"."""
    if typed is None:
        return Answer(Unknown(), "unknown")
    if isinstance(typed, bool):
        return Answer(typed, "yes" if typed else "no")
    text, _, basis = typed.partition("; ")
    if name not in KINDS:
        return Answer(text, text)
    return Answer(parse(text, KINDS[name]), text, Basis[basis.upper()] if basis else Basis.DECIDED)


def figure(id: str, fields: dict[str, str | bool | None], **loads: str) -> Figure:
    record = Record("rates", {name: answer(name, typed) for name, typed in fields.items()})
    answers = {f"load.{name}": answer(f"load.{name}", typed) for name, typed in loads.items()}
    (found,) = compute({"dependencies": Answer((record,)), **answers})[id]
    return found


def amount(found: Figure) -> Fraction:
    assert isinstance(found.value, Quantity)
    return found.value.amount


FULL: dict[str, str | bool | None] = {
    "cache_ttl": "1 h", "hit_ratio": "95%; measured", "mean": "300 ms; assumed", "cache_time": "2 ms; default",
    "stale_if_error": "1 min", "key_rate": "0.1/s; assumed",
}  # fmt: skip


@pytest.mark.parametrize(
    ("id", "value", "working", "basis"),
    [
        ("cache.mean", "0.017", "2 ms + 0.05 x 300 ms", Basis.DEFAULT),
        ("cache.tail", "0.8", "(0.99 - 0.95) / (1 - 0.95)", Basis.MEASURED),
        ("cache.origin_load", "50", "0.05 x 1,000/s", Basis.ASSUMED),
        ("cache.origin_load_next_year", "100", "0.05 x 2,000/s", Basis.ASSUMED),
        ("cache.cold_load", "1000", "1,000/s, no hits", Basis.ASSUMED),
        ("cache.cold_load_next_year", "2000", "2,000/s, no hits", Basis.ASSUMED),
        ("cache.multiplier", "20", "1 / (1 - 0.95)", Basis.MEASURED),
        ("cache.expected_hits", str(F(360, 361)), "360 / (1 + 360), from 360/h x 1 h", Basis.ASSUMED),
        ("cache.age", "3660", "3,600 s + 60 s", Basis.DECIDED),
    ],
)
def test_figure(id: str, value: str, working: str, basis: Basis) -> None:
    found = figure(id, FULL, peak="1000/s; assumed", peak_next_year="2000/s; contract")
    assert (amount(found), found.basis, found.bound) == (F(value), basis, "")
    assert found.working == working


def test_every_figure_has_an_example_here() -> None:
    names = "mean tail origin_load origin_load_next_year cold_load cold_load_next_year multiplier expected_hits age"
    assert [spec.id for spec in FIGURES] == [f"cache.{name}" for name in names.split()]


@pytest.mark.parametrize(
    ("id", "fields", "missing"),
    [
        ("cache.mean", {"cache_ttl": "1 h", "cache_time": "2 ms"}, ["hit_ratio", "mean"]),
        ("cache.tail", {"cache_ttl": "1 h"}, ["hit_ratio"]),
        ("cache.tail", {}, ["cache_ttl"]),
        ("cache.multiplier", {"cache_ttl": None}, ["cache_ttl"]),
        ("cache.expected_hits", {"cache_ttl": "1 h"}, ["key_rate"]),
        ("cache.age", {"stale_if_error": "1 h"}, ["cache_ttl"]),
        ("cache.age", {"cache_ttl": "0 s", "fallback": "stale_cache"}, ["stale_if_error"]),
    ],
)
def test_what_is_missing_is_named(id: str, fields: dict[str, str | bool | None], missing: list[str]) -> None:
    found = figure(id, fields)
    assert found.value is None
    assert found.missing == tuple(f"dependencies.rates.{name}" for name in missing)


def test_loads_need_the_peak() -> None:
    assert figure("cache.origin_load", FULL).missing == ("load.peak",)
    assert figure("cache.cold_load_next_year", FULL, peak="1/s").missing == ("load.peak_next_year",)


@pytest.mark.parametrize(
    ("id", "changed", "said"),
    [
        ("cache.mean", {"cache_ttl": "0 s"}, "Nothing is cached"),
        ("cache.cold_load", {"cache_ttl": "0 s"}, "Nothing is cached"),
        ("cache.expected_hits", {"cache_ttl": "0 s"}, "Nothing is cached"),
        ("cache.age", {"cache_ttl": "0 s", "stale_if_error": "0 s"}, "no answer is old"),
        ("cache.tail", {"hit_ratio": "99%"}, "falls among the hits"),
        ("cache.tail", {"hit_ratio": "100%"}, "falls among the hits"),
        ("cache.multiplier", {"hit_ratio": "100%"}, "the first call for each entry is a miss"),
        ("cache.expected_hits", {"key_rate": "0/s"}, "Nobody asks for this entry"),
        ("cache.origin_load", {"in_response": False}, "a queue can spread it"),
        ("cache.cold_load", {"in_response": False}, "a queue can spread it"),
    ],
)
def test_senseless_answers_become_a_sentence_and_no_number(
    id: str, changed: dict[str, str | bool | None], said: str
) -> None:
    found = figure(id, {**FULL, **changed}, peak="40/s")
    assert (found.value, found.missing) == (None, ())
    assert said in found.caveats[0]


def test_a_peak_of_zero_is_no_load() -> None:
    for id in ("cache.origin_load", "cache.cold_load"):
        found = figure(id, FULL, peak="0/s")
        assert (found.value, found.caveats) == (None, ("the rate of calls must be more than zero",))


def test_without_a_cache_the_peak_itself_reaches_the_partner() -> None:
    found = figure("cache.origin_load", {"cache_ttl": "0 s"}, peak="40/s; measured")
    assert (amount(found), found.basis) == (F(40), Basis.ASSUMED), "one call a request is a guess"
    assert found.caveats == ("One call a request.",)
    assert [(one.name, one.text) for one in found.inputs if one.basis is Basis.ASSUMED] == [
        ("dependencies.rates.calls", "one a request")
    ]


def test_counted_calls_take_the_place_of_the_peak() -> None:
    counted: dict[str, str | bool | None] = {**FULL, "calls": "10/s; measured"}
    found = figure("cache.origin_load", counted)
    assert (amount(found), found.basis, found.caveats) == (F("0.5"), Basis.MEASURED, ())
    assert figure("cache.cold_load", counted, peak="500/s; assumed").basis is Basis.MEASURED
    kept_none = figure("cache.origin_load", {"cache_ttl": "0 s", "calls": "10/s; measured"}, peak="500/s")
    assert (amount(kept_none), kept_none.working) == (F(10), "10/s, nothing is cached")


def test_counted_calls_grow_with_the_peak_of_requests() -> None:
    counted: dict[str, str | bool | None] = {**FULL, "calls": "10/s; measured"}
    found = figure("cache.cold_load_next_year", counted, peak="500/s; measured", peak_next_year="1500/s; assumed")
    assert (amount(found), found.basis, found.working) == (F(30), Basis.ASSUMED, "10/s x 1,500/s / 500/s, no hits")
    assert "Calls grow as the peak of requests does." in found.caveats
    assert figure("cache.cold_load_next_year", counted).missing == ("load.peak", "load.peak_next_year")
    stood_still = figure("cache.cold_load_next_year", counted, peak="0/s", peak_next_year="1/s")
    assert stood_still.caveats == ("the peak of requests must be more than zero",)


def test_a_hit_ratio_of_all_calls_is_a_limit() -> None:
    found = figure("cache.origin_load", {**FULL, "hit_ratio": "100%"}, peak="40/s")
    assert (amount(found), found.bound) == (F(0), "at least")
    assert any("is a miss" in note for note in found.caveats)


def test_age_is_a_lower_bound_while_nobody_said_what_happens_on_errors() -> None:
    kept: dict[str, str | bool | None] = {"cache_ttl": "1 h"}
    assert figure("cache.age", kept).bound == "at least"
    assert figure("cache.age", {**kept, "fallback": "stale_cache"}).bound == "at least"
    assert figure("cache.age", {**kept, "fallback": "none"}).bound == ""
    assert figure("cache.age", {**kept, "stale_if_error": "0 s"}).bound == ""
