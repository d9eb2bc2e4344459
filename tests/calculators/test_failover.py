"""C06, C07 and C08: what failover gives, what the survivors carry, and what senseless answers are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from random import Random

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators.coverage import drill_table
from specgen.calculators.failover import coverage, expected_downtime, naive_pair, steady_state, success_lower_bound
from specgen.calculators.redundancy import common_cause, parallel
from specgen.calculators.survivors import after_loss, k_of_n, room, shared_load
from specgen.compose.figures import compute
from specgen.model import Answer, Basis, Dimension, Figure, Quantity, Record, Unknown
from specgen.quantities import HOUR, parse, show_figure

F = Fraction
ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8"))
SHARES = ("success", "standby_availability", "utilisation")
COUNTS = ("misses", "nodes", "tolerated", "drills", "drills_worked")
WORDS = ("component", "pattern")

PAIR = {
    "component": "db", "pattern": "active_passive", "heartbeat": "10 s", "misses": "3", "probe_timeout": "5 s",
    "switch_time": "60 s", "dns_ttl": "0 s", "success": "95%", "standby_availability": "99.9%", "mttf": "720 h",
    "mttr": "4 h",
}  # fmt: skip
MANY = {
    "component": "api", "pattern": "active_active", "heartbeat": "2 s", "misses": "4", "probe_timeout": "2 s",
    "mttf": "720 h", "mttr": "4 h", "nodes": "3", "tolerated": "1", "utilisation": "60%",
}  # fmt: skip


def answer(field: str, typed: str) -> Answer:
    text, _, basis = typed.partition("; ")
    if text == "unknown":
        return Answer(Unknown(), text)
    if field in WORDS:
        return Answer(text, text)
    dimension = Dimension.RATIO if field in SHARES else Dimension.NUMBER if field in COUNTS else Dimension.DURATION
    return Answer(parse(text, dimension), text, Basis[basis.upper()] if basis else Basis.MEASURED)


def figure(id: str, fields: dict[str, str], without: str = "", target: str = "99.9%", **changed: str) -> Figure:
    typed = {name: text for name, text in {**fields, **changed}.items() if name != without}
    record = Record("one", {name: answer(name, text) for name, text in typed.items()})
    answers = {
        "failover": Answer((record,)),
        "availability.target": Answer(parse(target, Dimension.RATIO), target, Basis.DECIDED),
        "availability.window": Answer(parse("30 d", Dimension.DURATION), "30 d", Basis.DECIDED),
    }
    (made,) = compute(answers)[f"failover.{id}"]
    return made


def amount(made: Figure) -> Fraction:
    assert isinstance(made.value, Quantity), (made.id, made.missing, made.caveats)
    return made.value.amount


# --- the oracle, by figures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "id", "changed"),
    [
        ("ap.A", "availability", {}), ("ap.c", "coverage", {}), ("ap.Edown_s", "expected", {}),
        ("ap.single", "single", {}), ("ap.naive_parallel", "naive", {}), ("ap.detect.worst_s", "detect", {}),
        ("ap.detect.mean_s", "detect_mean", {}), ("ap.A.p0.5", "availability", {"success": "50%"}),
        ("ap.A.p0.9", "availability", {"success": "90%"}), ("ap.A.p0.99", "availability", {"success": "99%"}),
        ("ap.A.p1.0", "availability", {"success": "100%"}),
    ],
)  # fmt: skip
def test_pair_of_the_independent_program(key: str, id: str, changed: dict[str, str]) -> None:
    assert float(amount(figure(id, PAIR, **changed))) == pytest.approx(ORACLE[key], rel=1e-9)


def test_failovers_of_two_minutes_in_a_budget_of_four_nines() -> None:
    """Whole ones: 2.16 of them, and a part of a failover does not fit. 21.6 min and 90 s give 14.4, so 14."""
    made = figure("in_budget", PAIR, target="99.99%", switch_time="85 s")  # 35 s and 85 s are 120 s
    assert amount(made) == int(ORACLE["ap.budget.99.99.30d.failovers@120s"])
    assert show_figure(made) == "2"
    assert show_figure(figure("in_budget", PAIR, target="99.95%", switch_time="55 s")) == "14"
    assert amount(figure("in_budget", PAIR, target="99.99%", switch_time="224.2 s")) == 1  # exactly the budget
    assert amount(figure("in_budget", PAIR, target="99.99%", switch_time="224.3 s")) == 0


@pytest.mark.parametrize("key", ["aa.rho.2,1", "aa.rho.3,1", "aa.rho.4,1"])
def test_room_of_the_independent_program(key: str) -> None:
    nodes, lost = key.rpartition(".")[2].split(",")
    assert float(amount(figure("room", MANY, nodes=nodes, tolerated=lost))) == pytest.approx(ORACLE[key], rel=1e-9)


def test_active_active_of_the_independent_program() -> None:
    """Noticed after 10 s, a failure every 720 h, 60% of three nodes: the survivors run at 90%."""
    made = figure("active_active", MANY)
    assert float(amount(made)) == pytest.approx(ORACLE["aa.A"], rel=1e-9)
    assert float(1 - amount(made)) == pytest.approx(ORACLE["aa.U"], rel=1e-9)
    assert made.bound == ""
    assert amount(figure("after_loss", MANY)) == F("0.9")


def test_pair_agrees_with_a_simulation_of_failures() -> None:
    """Exponential times between failures, one draw for whether the failover works: 2% as in the design."""
    chance = Random(7)  # noqa: S311 - a seeded simulation, no secret
    up = down = 0.0
    for _ in range(40_000):
        up += chance.expovariate(1 / (720 * HOUR))
        down += 90 if chance.random() < 0.95 * 0.999 else 4 * HOUR
    assert down / (up + down) == pytest.approx(float(1 - amount(figure("availability", PAIR))), rel=0.03)
    assert up / (up + down) == pytest.approx(ORACLE["ap.sim.A"], rel=0.02)


def test_naive_formula_promises_ten_times_too_little_downtime() -> None:
    """The worked case of HA-01."""
    real, naive = amount(figure("availability", PAIR)), amount(figure("naive", PAIR))
    assert 10 < (1 - real) / (1 - naive) < 11
    assert naive == naive_pair(amount(figure("single", PAIR)))


# --- formulas against others ------------------------------------------------------------------------------------------


@for_all(st.integers(1, 6), st.data(), fractions(0, 1, max_denominator=50))
def test_k_of_n_counts_every_combination(nodes: int, data: st.DataObject, up: Fraction) -> None:
    needed = data.draw(st.integers(1, nodes))
    counted = sum(
        prod((up if one else 1 - up for one in states), start=F(1))
        for states in product((True, False), repeat=nodes)
        if sum(states) >= needed
    )
    assert k_of_n(F(needed), F(nodes), up) == counted


@for_all(st.integers(1, 12).map(F), fractions(0, 1, max_denominator=1000))
def test_k_of_n_ends_in_parallel_and_series(nodes: Fraction, up: Fraction) -> None:
    assert k_of_n(F(1), nodes, up) == parallel([up] * int(nodes))
    assert k_of_n(nodes, nodes, up) == up ** int(nodes)


@for_all(st.integers(2, 30), st.data(), fractions(0, 1, max_denominator=1000))
def test_survivors_are_full_exactly_when_the_room_is_used(nodes: int, data: st.DataObject, busy: Fraction) -> None:
    lost = data.draw(st.integers(0, nodes - 1))
    full = room(F(nodes), F(lost))
    assert after_loss(full, F(nodes), F(lost)) == 1
    assert (after_loss(busy, F(nodes), F(lost)) > 1) == (busy > full)


@for_all(fractions(F(9, 10), F(999, 1000), max_denominator=1000), st.integers(2, 6), st.data())
def test_shared_failures_never_help(up: Fraction, nodes: int, data: st.DataObject) -> None:
    lost = data.draw(st.integers(1, nodes - 1))
    mttr = F(3600)
    mttf = mttr * up / (1 - up)
    typed = {"mttf": f"{float(mttf)} s", "mttr": "3600 s", "nodes": str(nodes), "tolerated": str(lost)}
    alone, shared = figure("pool", MANY, **typed), figure("pool_shared", MANY, **typed)
    if shared.value is None:
        assert "more than independence" in shared.caveats[0]
        assert (1 - up) * nodes > F(1, 10)  # only where failures are no longer rare
    else:
        assert amount(shared) <= amount(alone)
        assert (shared.basis, alone.bound) == (Basis.DEFAULT, "at most")


def test_shared_failures_of_a_pair_are_those_of_the_beta_factor() -> None:
    made = figure("pool_shared", MANY, nodes="2", tolerated="1")
    single = steady_state(F(720 * HOUR), F(4 * HOUR))
    assert amount(made) == common_cause(single, F(1, 10), F(2))


@for_all(fractions(0, 1, max_denominator=100), fractions(0, 1, max_denominator=100))
def test_table_costs_what_one_failure_costs(success: Fraction, standby: Fraction) -> None:
    ((short, long),) = drill_table((success,), standby, F(90), (F(HOUR), F(4 * HOUR)))
    assert short == expected_downtime(coverage(success, standby), F(90), F(HOUR))
    assert 90 <= short <= long <= 4 * HOUR


def test_table_of_the_exemplar() -> None:
    rows = drill_table([F(1), F("0.99"), F("0.95"), F("0.9"), F("0.5")], F(1), F(90), (F(HOUR), F(4 * HOUR)))
    assert [tuple(float(one) for one in row) for row in rows] == [
        (90, 90), (125.1, 233.1), (265.5, 805.5), (441, 1521), (1845, 7245),
    ]  # fmt: skip


def test_what_many_failovers_cost_together_is_counted_at_their_mean() -> None:
    """By hand: 2.5 x 30 s + 10 s, 60 s to switch and half of 300 s are 295 s; 360,000 s of 360,295 s is 99.918%."""
    slow = {"heartbeat": "30 s", "probe_timeout": "10 s", "dns_ttl": "300 s", "success": "100%",
            "standby_availability": "100%", "mttf": "100 h"}  # fmt: skip
    mean = figure("outage_mean", PAIR, **slow)
    assert (amount(mean), mean.working) == (295, "(3 - 0.5) x 30 s + 10 s + 60 s + 300 s / 2")
    assert amount(figure("expected", PAIR, **slow)) == 295
    assert amount(figure("availability", PAIR, **slow)) == F(360_000, 360_295)
    assert amount(figure("outage", PAIR, **slow)) == 460  # one failover is promised at its worst
    assert figure("outage_mean", PAIR, without="dns_ttl").bound == "at least"


@for_all(st.integers(1, 120), st.integers(1, 9), st.integers(0, 600))
def test_the_mean_of_an_outage_stays_below_its_worst(interval: int, misses: int, names: int) -> None:
    typed = {"heartbeat": f"{interval} s", "misses": str(misses), "dns_ttl": f"{names} s"}
    worst, mean = figure("outage", PAIR, **typed), figure("outage_mean", PAIR, **typed)
    assert amount(worst) - amount(mean) == F(interval + names, 2)


@for_all(st.integers(1, 10_000).map(F))
def test_drills_that_all_worked_show_the_rate_that_one_series_in_twenty_would_still_pass(drills: Fraction) -> None:
    shown = success_lower_bound(drills)
    assert float(shown) ** int(drills) == pytest.approx(0.05, rel=1e-9)
    assert shown >= 1 - 3 / drills  # the rule of three is rougher, on the safe side
    assert shown < success_lower_bound(drills + 1) < 1


def test_drills_that_all_worked_show_little() -> None:
    shown = [success_lower_bound(F(n)) for n in (3, 4, 60)]
    assert [round(float(one), 3) for one in shown] == [0.368, 0.473, 0.951]
    assert shown[0] ** 3 <= F(1, 20) < (shown[0] + F(1, 10**15)) ** 3  # rounded down, by less than a step
    assert success_lower_bound(F(10**30)) < 1
    assert show_figure(figure("success_shown", PAIR, drills="4", drills_worked="4")) == "47.2%"
    assert figure("success_shown", PAIR, drills="4", drills_worked="4").bound == "at least"
    assert amount(figure("drilled", PAIR, drills="10", drills_worked="9")) == F("0.9")


# --- bounds, bases, what is missing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("left_out", ["probe_timeout", "dns_ttl"])
def test_an_outage_without_all_its_parts_is_a_lower_bound(left_out: str) -> None:
    made = figure("outage", PAIR, without=left_out)
    assert made.bound == "at least"
    assert made.caveats == (f"Not counted, because unknown: failover.one.{left_out}.",)
    assert figure("in_budget", PAIR, without=left_out).bound == "at most"
    assert figure("availability", PAIR, without=left_out).bound == "at most"
    assert figure("outage", PAIR).bound == ""


def test_name_caching_is_part_of_the_outage() -> None:
    made = figure("outage", PAIR, dns_ttl="60 s")
    assert (amount(made), made.working) == (F(155), "3 x 10 s + 5 s + 60 s + 60 s")
    assert "honour" in made.caveats[0]


def test_a_standby_of_unknown_health_is_an_upper_bound() -> None:
    assert figure("coverage", PAIR, without="standby_availability").bound == "at most"
    assert figure("expected", PAIR, without="standby_availability").bound == "at least"
    quick = figure("expected", PAIR, without="standby_availability", mttr="30 s")
    assert (quick.value, quick.missing) == (None, ("failover.one.standby_availability",))


@pytest.mark.parametrize(
    ("id", "fields", "without"),
    [("detect", PAIR, "heartbeat"), ("outage", PAIR, "switch_time"), ("expected", PAIR, "mttr"),
     ("availability", PAIR, "mttf"), ("naive", PAIR, "mttf"), ("room", MANY, "tolerated"),
     ("after_loss", MANY, "utilisation"), ("active_active", MANY, "misses"), ("pool", MANY, "mttr"),
     ("outage", PAIR, "pattern")],
)  # fmt: skip
def test_what_is_missing_is_named(id: str, fields: dict[str, str], without: str) -> None:
    made = figure(id, fields, without=without)
    assert (made.value, made.missing) == (None, (f"failover.one.{without}",))


@pytest.mark.parametrize(
    ("id", "fields", "weak", "basis"),
    [("availability", PAIR, {"success": "95%; default"}, Basis.DEFAULT),
     ("availability", PAIR, {"mttf": "720 h; contract"}, Basis.CONTRACT),
     ("availability", PAIR, {}, Basis.MEASURED), ("outage", PAIR, {"switch_time": "60 s; assumed"}, Basis.ASSUMED),
     ("after_loss", MANY, {"utilisation": "60%; assumed"}, Basis.ASSUMED),
     ("active_active", MANY, {"utilisation": "60%; assumed"}, Basis.ASSUMED)],
)  # fmt: skip
def test_a_figure_is_as_good_as_its_weakest_input(
    id: str, fields: dict[str, str], weak: dict[str, str], basis: Basis
) -> None:
    assert figure(id, fields, **weak).basis is basis


# --- senseless input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "fields", "changed", "said"),
    [
        ("availability", PAIR, {"mttf": "90 s"}, "fails again before it is back"),
        ("availability", PAIR, {"mttf": "10 s"}, "fails again before it is back"),
        ("active_active", MANY, {"mttf": "10 s"}, "fails again before it is noticed"),
        ("active_active", MANY, {"utilisation": "70%"}, "cannot carry the load"),
        ("active_active", MANY, {"nodes": "1"}, "One node shares"),
        ("active_active", MANY, {"tolerated": "3"}, "No node is left"),
        ("room", MANY, {"nodes": "1", "tolerated": "0"}, "One node shares"),
        ("after_loss", MANY, {"tolerated": "3"}, "No node is left"),
        ("pool", MANY, {"tolerated": "5"}, "No node is left"),
        ("pool_shared", MANY, {"mttf": "1 h", "mttr": "2 h"}, "more than independence"),
        ("outage", PAIR, {"pattern": "single"}, "nobody to fail over to"),
        ("naive", PAIR, {"pattern": "active_active"}, "Nothing is switched"),
        ("room", MANY, {"pattern": "active_passive"}, "Load is not shared"),
        ("detect", PAIR, {"pattern": "single"}, "nobody to fail over to"),
        ("drilled", PAIR, {"drills": "0", "drills_worked": "0"}, "Never drilled"),
        ("drilled", PAIR, {"drills": "2", "drills_worked": "3"}, "More drills worked"),
        ("success_shown", PAIR, {"drills": "4", "drills_worked": "3"}, "1 of 4 drills failed"),
    ],
)
def test_senseless_answers_give_a_sentence_and_no_number(
    id: str, fields: dict[str, str], changed: dict[str, str], said: str
) -> None:
    made = figure(id, fields, **changed)
    assert (made.value, made.missing) == (None, ())
    assert said in made.caveats[0]


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: k_of_n(F(3), F(2), F("0.9")), "more than 2"),
        (lambda: k_of_n(F(1), F(2), F("1.1")), "between 0% and 100%"),
        (lambda: k_of_n(F(1), F(10**9), F("0.9")), "more than 1,000"),
        (lambda: room(F(2), F(2)), "No node is left"),
        (lambda: after_loss(F(-1), F(2), F(1)), "negative"),
        (lambda: shared_load(F(0), F(10)), "more than zero"),
    ],
)
def test_senseless_formulas_are_refused_in_words(senseless: Callable[[], Fraction], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        senseless()


def test_a_pattern_nobody_knows_makes_no_figure() -> None:
    """The default of 95% alone must not look like a result."""
    made = figure("coverage", {"component": "db", "success": "95%; default"})
    assert (made.value, made.missing) == (None, ("failover.one.pattern",))
