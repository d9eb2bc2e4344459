"""C16, C17 and Little: queues against the independent program, a second formula, and what no reader may be told."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amounts import fractions
from specgen import packs
from specgen.calculators import erlang
from specgen.calculators.erlang import (
    MOST_WORKERS,
    mean_wait,
    time_quantile,
    utilisation,
    varied_wait,
    wait_chance,
    wait_quantile,
)
from specgen.cli import given as typed
from specgen.compose import compose
from specgen.model import Basis, Identity, Library, Quantity, Spec

F = Fraction
ORACLE: dict[str, float] = {
    key: value
    for key, value in json.loads(
        (Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8")
    ).items()
    if key.startswith(("mm1.", "mmc.", "kingman."))
}
MS = 1000

loads = fractions(F(1, 1000), F(999, 1000), max_denominator=1000)  # of one worker
crews = st.integers(1, 60).map(F)
times = fractions(F(1, 1000), 100, max_denominator=1000)


def expected(c: int, arrivals: int, served: int) -> dict[str, F]:
    """What the oracle holds of M/M/c, without its first part: workers, arrivals and services a second."""
    load, crew, service = F(arrivals, served), F(c), F(1, served)
    wait = mean_wait(load, crew, service)
    found = {"C": wait_chance(load, crew), "Wq_ms": wait * MS, "W_ms": (wait + service) * MS}
    for percent, name in ((50, "0.5"), (95, "0.95"), (99, "0.99")):
        found[f"T.p{name}"] = time_quantile(load, crew, service, F(percent, 100)) * MS
        found[f"Wq.p{name}"] = wait_quantile(load, crew, service, F(percent, 100)) * MS
    return found


def computed() -> dict[str, F]:
    one = {f"mm1.{key}": value for key, value in expected(1, 80, 100).items() if key != "C"}
    found = {**one, "mm1.rho": utilisation(F(80, 100), F(1))}
    for rho in ("0.5", "0.7", "0.8", "0.9", "0.95"):
        found[f"mm1.factor.rho{rho}"] = mean_wait(F(rho), F(1), F(1)) + 1
    for c, arrivals, served in ((1, 80, 100), (2, 15, 10), (4, 80, 25), (10, 80, 10)):
        row = expected(c, arrivals, served)
        found |= {f"mmc.{c}.{arrivals}.{served}.{key}": value for key, value in row.items() if not key.endswith("p0.5")}
    simulated = expected(4, 80, 25)
    found["mmc.sim.4.80.25.T.p95_ms"] = simulated["T.p0.95"]
    found["mmc.sim.4.80.25.T.p99_ms"] = simulated["T.p0.99"]
    found["mmc.sim.4.80.25.Wq_mean_ms"] = simulated["Wq_ms"]
    found["kingman.rho.8.ca1.cs2"] = varied_wait(mean_wait(F("0.8"), F(1), F(10)), F(1), F(2))
    return found


COMPUTED = computed()


def test_every_number_of_the_independent_program_is_computed() -> None:
    assert COMPUTED.keys() == ORACLE.keys()


@pytest.mark.parametrize("key", sorted(ORACLE))
def test_number_of_the_independent_program(key: str) -> None:
    assert float(COMPUTED[key]) == pytest.approx(ORACLE[key], rel=2e-2 if ".sim." in key else 1e-9)


def test_the_chance_to_wait_is_exact() -> None:
    assert wait_chance(F(15, 10), F(2)) == F(9, 14)
    assert mean_wait(F(15, 10), F(2), F(1, 10)) == F(9, 70)


# --- invariants ------------------------------------------------------------------------------------------------------


@given(loads, times)
def test_one_worker_of_erlang_is_the_simple_queue(rho: F, service: F) -> None:
    assert wait_chance(rho, F(1)) == rho
    assert mean_wait(rho, F(1), service) == rho / (1 - rho) * service
    tail = -math.log(0.01) * float(service / (1 - rho))
    assert float(time_quantile(rho, F(1), service, F(99, 100))) == pytest.approx(tail, rel=1e-12)


@given(loads, crews)
def test_the_chance_is_a_share_and_more_workers_lower_it(rho: F, crew: F) -> None:
    chance = wait_chance(rho * crew, crew)
    assert 0 <= chance <= 1
    assert wait_chance(rho * crew, crew + 1) <= chance


@given(loads, crews)
def test_recursion_agrees_with_the_sum_of_the_textbook(rho: F, crew: F) -> None:
    load, count = rho * crew, int(crew)
    top = load**count / math.factorial(count) / (1 - rho)
    assert wait_chance(load, crew) == top / (sum(load**k / math.factorial(k) for k in range(count)) + top)


@settings(max_examples=40, deadline=None)
@given(loads, crews, times, st.sampled_from([F(1, 2), F(95, 100), F(99, 100)]))
def test_the_quantile_of_the_time_is_where_the_tail_has_that_share(rho: F, crew: F, service: F, q: F) -> None:
    """The tail computed anew in double precision: waiting time and service time folded by hand."""
    x = float(time_quantile(rho * crew, crew, service, q) / service)
    chance, left = float(wait_chance(rho * crew, crew)), float(crew - rho * crew)
    if abs(left - 1) < 1e-4:
        return  # the difference below loses its digits in double precision
    tail = (1 - chance) * math.exp(-x) + chance * (left * math.exp(-x) - math.exp(-left * x)) / (left - 1)
    assert tail == pytest.approx(float(1 - q), rel=1e-6)


@given(loads, crews, times)
def test_mean_time_is_wait_and_service_and_quantiles_grow(rho: F, crew: F, service: F) -> None:
    load = rho * crew
    assert mean_wait(load, crew, service) >= 0
    assert wait_quantile(load, crew, service, F(95, 100)) <= wait_quantile(load, crew, service, F(99, 100))
    assert varied_wait(mean_wait(load, crew, service), F(1), F(1)) == mean_wait(load, crew, service)


def test_nearly_one_spare_worker_is_no_special_case() -> None:
    """k = c - 1 - a = 0 has a formula of its own; beside it the general one has to agree."""
    exact = time_quantile(F(1), F(2), F(1), F(99, 100))
    for near in (F(1) - F(1, 10**15), F(1) + F(1, 10**15)):
        assert float(time_quantile(near, F(2), F(1), F(99, 100))) == pytest.approx(float(exact), rel=1e-12)


def test_a_thousand_workers_and_numbers_of_forty_digits_stay_quick() -> None:
    crew, long = F(MOST_WORKERS), F(10**39 + 7, 10**40)
    assert 0 < wait_chance(crew * F(99, 100) + long, crew) < 1
    assert wait_chance(long, crew) < F(1, 10**1000)


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: wait_chance(F(20), F(20)), "The queue grows without limit"),
        (lambda: mean_wait(F(25), F(20), F(1)), "The queue grows without limit"),
        (lambda: time_quantile(F(2), F(1), F(1), F(99, 100)), "The queue grows without limit"),
        (lambda: wait_quantile(F(1), F(1), F(1), F(99, 100)), "The queue grows without limit"),
        (lambda: utilisation(F(-1), F(1)), "offered load cannot be negative"),
        (lambda: utilisation(F(1), F(0)), "workers must be a whole number of at least 1"),
        (lambda: utilisation(F(1), F("1.5")), "whole number"),
        (lambda: utilisation(F(1), F(10**9)), "more than 10,000"),
        (lambda: mean_wait(F("0.5"), F(1), F(0)), "service time must be more than zero"),
        (lambda: varied_wait(F(1), F(-1), F(1)), "variation cannot be negative"),
        (lambda: wait_quantile(F("0.5"), F(1), F(1), F(1)), "between 0 and 1"),
    ],
)
def test_senseless_input_is_refused_in_words(senseless: object, said: str) -> None:
    assert callable(senseless)
    with pytest.raises(ValueError, match=said):
        senseless()


# --- figures ---------------------------------------------------------------------------------------------------------


@cache
def library() -> Library:
    return packs.built_in()


def spec(**answers: str) -> Spec:
    """`__` stands for a dot: load__peak."""
    lines = "\n".join(f"{key.replace('__', '.')}: {value}" for key, value in answers.items())
    text = f"spec.components: [user_facing]\n{lines}"
    return compose(library(), typed.read(text, "answers.yaml", library()), Identity("x", "X"))


MEASURED = {
    "load__peak": "{value: 80/s, basis: measured, source: us}",
    "load__service_time": "{value: 40 ms, basis: measured, source: us}",
    "load__workers": "4",
}


def amount(spec: Spec, id: str) -> float:
    value = spec.figure(id).value
    assert isinstance(value, Quantity)
    return float(value.amount)


def test_figures_of_four_workers() -> None:
    found = spec(**MEASURED, load__peak_next_year="90/s", load__queue_limit="100")
    for id, wanted in {
        "offered": 3.2, "utilisation": 0.8, "capacity": 100, "busy_next_year": 0.9, "wait_chance": 0.59643247178740,
        "wait": 0.029821623589370, "time": 0.069821623589370, "p95": 0.18952077984146, "p99": 0.27572814995532,
        "wait_p99": 0.20441904673690, "stretch": 1.7455405897342, "full_wait": 1,
    }.items():  # fmt: skip
        assert amount(found, f"queue.{id}") == pytest.approx(wanted, rel=1e-9), id
    assert amount(found, "queue.p99_next_year") > amount(found, "queue.p99")


def test_what_rests_on_chance_is_a_default_and_what_does_not_keeps_its_basis() -> None:
    found = spec(**MEASURED)
    assert found.figure("queue.utilisation").basis is Basis.MEASURED
    assert found.figure("queue.wait").basis is Basis.DEFAULT
    assert any("Poisson" in caveat for caveat in found.figure("queue.p99").caveats)
    answered = spec(**MEASURED, load__service_variation="1", load__arrival_variation="1; measured; us")
    assert answered.figure("queue.wait").basis is Basis.ASSUMED


def test_other_variations_leave_only_the_mean() -> None:
    found = spec(**MEASURED, load__service_variation="2")
    assert amount(found, "queue.wait") == pytest.approx(2.5 * 0.029821623589370)
    for id in ("queue.p95", "queue.p99", "queue.wait_p99", "queue.wait_chance"):
        assert found.figure(id).value is None
        assert found.figure(id).missing == ()
        assert "has to be measured" in found.figure(id).caveats[0]


@pytest.mark.parametrize("peak", ["100/s", "500/s"])
@pytest.mark.parametrize("variation", ["1", "2"])
def test_a_queue_without_end_has_no_waiting_time(peak: str, variation: str) -> None:
    found = spec(**{**MEASURED, "load__peak": peak}, load__service_variation=variation)
    assert amount(found, "queue.utilisation") >= 1
    for id in ("wait_chance", "wait", "time", "p95", "p99", "wait_p99", "stretch"):
        figure = found.figure(f"queue.{id}")
        assert figure.value is None
        assert figure.caveats[0].startswith("The queue grows without limit")


def test_missing_answers_are_named() -> None:
    assert spec(load__workers="4").figure("queue.p99").missing == ("load.peak", "load.service_time")
    assert spec(load__peak="4/s").figure("queue.utilisation").missing == ("load.service_time", "load.workers")


def test_no_place_in_the_queue_is_no_wait() -> None:
    assert amount(spec(**MEASURED, load__queue_limit="0"), "queue.full_wait") == 0


def test_a_measured_load_above_capacity_is_an_error_and_silences_what_follows_from_it() -> None:
    found = spec(
        **{**MEASURED, "load__peak": "{value: 100/s, basis: measured, source: us}"}, load__peak_next_year="200/s"
    )
    assert [(one.rule.id, one.severity.value) for one in found.contradictions] == [("load-above-capacity", "error")]
    guessed = spec(**{**MEASURED, "load__peak": "100/s"})
    assert [one.severity.value for one in guessed.contradictions] == ["warning"]


def test_workers_with_no_time_left_that_can_be_told_are_full() -> None:
    for nearly in (Fraction(3), Fraction(3) - Fraction(1, 10**62)):
        with pytest.raises(ValueError, match="without limit"):
            erlang.time_quantile(nearly, Fraction(3), Fraction(1), Fraction(99, 100))
