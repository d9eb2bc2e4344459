"""Calculators: numbers of an independent program, figures from answers, senseless input, missing input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from specgen.calculators import FigureSpec, Given, Known, Missing, Outcome, figures
from specgen.calculators.availability import (
    OTHER_PERIODS,
    PERIODS,
    deploy_spend,
    downtime,
    error_budget,
    event_budget,
    nines,
)
from specgen.calculators.burn import (
    alerts,
    burn,
    exhaustion,
    largest_burn,
    least_target,
    single_failure,
    time_to_fire,
)
from specgen.calculators.chain import equal_share, second_provider, series, share_of_budget, with_fallback
from specgen.calculators.distance import FIBRE_KM_S, floor_rtt, great_circle_km, planned, reach_km
from specgen.calculators.failover import (
    coverage,
    detection,
    expected_downtime,
    failovers_in_budget,
    mean_detection,
    naive_pair,
    steady_state,
    success_lower_bound,
)
from specgen.calculators.handshake import HANDSHAKES, cold, trips_for_p99
from specgen.calculators.idempotency import bytes_held, duplicates, keys_held
from specgen.calculators.latency import fanout_parent, guaranteed, leaf_needed, row_percentile
from specgen.calculators.layers import amplification
from specgen.calculators.process import hours_a_month, mistakes_a_month, payback_months
from specgen.calculators.redundancy import common_cause, parallel
from specgen.calculators.retries import cut_off, expected_tries, in_flight, success, worst_wait
from specgen.calculators.survivors import k_of_n, room, shared_load
from specgen.model import Answer, Basis, Dimension, Place, Quantity, Record, Unknown
from specgen.quantities import DAY, HOUR, parse

F = Fraction

# --- the oracle ---------------------------------------------------------------------------------------------

ORACLE: dict[str, float] = json.loads((Path(__file__).parent / "oracles" / "calculators.json").read_text("utf-8"))

# Keys by what they start with, and the file that holds them against its formulas.
ELSEWHERE = {
    "cache.": "caching", "email.": "mail", "kingman.": "queueing", "mm1.": "queueing", "mmc.": "queueing", "q.": "queries",
    "little.": "pools", "mathis.": "slow_start", "ss.": "slow_start", "media.": "media", "nat.": "nat",
    "nines.value": "worth", "rpo.": "replication", "sync.": "replication",
}  # fmt: skip

# A random simulation of C07, not a closed form: it agrees to its own accuracy.
SIMULATED = {"ap.sim.A": 2e-2}

COORDINATES = {
    "lagos": ("6.5244", "3.3792"), "dublin": ("53.3498", "-6.2603"), "frankfurt": ("50.1109", "8.6821"),
    "ashburn": ("39.0438", "-77.4874"), "capetown": ("-33.9249", "18.4241"), "london": ("51.5074", "-0.1278"),
    "newyork": ("40.7128", "-74.0060"), "sydney": ("-33.8688", "151.2093"),
    "singapore": ("1.3521", "103.8198"),
    "nairobi": ("-1.2921", "36.8219"),
}  # fmt: skip


def place(name: str) -> Place:
    latitude, longitude = COORDINATES[name]
    return Place(name.capitalize(), F(latitude), F(longitude))


def a(percent: str) -> F:
    return F(percent) / 100


def _periods() -> dict[str, F]:
    periods = {**PERIODS, **OTHER_PERIODS}
    return {
        "day": periods["a day"], "week": periods["a week"], "window28": periods["28 days"],
        "month30": periods["30 days"], "month_avg365": periods["an average month (365/12 days)"],
        "quarter": periods["a quarter (365/4 days)"], "year365": periods["a year of 365 days"],
        "year365.2425": periods["a year of 365.2425 days"], "year365.25": periods["a year of 365.25 days"],
    }  # fmt: skip


MTTF, MTTR, WINDOW = F(720 * HOUR), F(4 * HOUR), F(30 * DAY)


def _pair(success_rate: str) -> F:
    covered = coverage(F(success_rate), F("0.999"))
    return steady_state(MTTF, expected_downtime(covered, F(30) + F(60), MTTR))


def _fire(target: str, long: F, share: str, errors: str = "1") -> F | None:
    return time_to_fire(burn(F(share), WINDOW, long) * (1 - a(target)), long, F(errors))


def computed() -> dict[str, F | None]:
    found: dict[str, F | None] = {}
    for target in ("99", "99.9", "99.95", "99.99", "99.999", "99.9999"):
        for name, length in _periods().items():
            found[f"down.{target}.{name}.s"] = downtime(a(target), length)
    for share, long in (("2", 1), ("5", 6), ("10", 24), ("10", 72)):
        for window in (168, 672, 720):
            found[f"burn.{share}%.{long}h.{window}h"] = burn(a(share), F(window * HOUR), F(long * HOUR))
    del found["burn.10%.72h.168h"]  # three of seven days: the independent program leaves it out
    for name, shake in HANDSHAKES.items():
        found[f"hs.{name}.rtts"], found[f"hs.{name}.ms@100"] = F(shake.trips), F(shake.trips * 100)
    del found["hs.websocket_cold.rtts"], found["hs.websocket_cold.ms@100"]
    for key in ORACLE:
        if key.startswith("gc."):
            pair = key.split(".")[1]
            km = great_circle_km(*map(place, pair.split("-")))
            found[key] = km
            for factor in ("1.0", "1.5", "2.0"):
                found[f"rtt.{pair}.f{factor}.ms"] = planned(floor_rtt(km), F(factor)) * 1000
    found |= {f"ap.A.p{p}": _pair(p) for p in ("0.5", "0.9", "0.99", "1.0")}
    return found | {
        "aa.A": shared_load(MTTF, F(10)),
        "aa.U": 1 - shared_load(MTTF, F(10)),
        "aa.rho.2,1": room(F(2), F(1)),
        "aa.rho.3,1": room(F(3), F(1)),
        "aa.rho.4,1": room(F(4), F(1)),
        "ap.A": _pair("0.95"),
        "ap.sim.A": _pair("0.95"),
        "ap.c": coverage(F("0.95"), F("0.999")),
        "ap.Edown_s": expected_downtime(coverage(F("0.95"), F("0.999")), F(90), MTTR),
        "ap.detect.worst_s": detection(F(10), F(3), F(5)),
        "ap.detect.mean_s": mean_detection(F(10), F(3), F(5)),
        "ap.single": steady_state(MTTF, MTTR),
        "ap.naive_parallel": naive_pair(steady_state(MTTF, MTTR)),
        "ap.budget.99.99.30d.failovers@120s": failovers_in_budget(error_budget(a("99.99"), WINDOW), F(120)),
        "ap.budget.frac.2x120s": 2 / failovers_in_budget(error_budget(a("99.99"), WINDOW), F(120)),
        "burn.detect.total.99.9.5m_s": _fire("99.9", F(300), "1/600"),  # 14.4 over five minutes
        "burn.detect.total.99.9.1h_s": _fire("99.9", F(HOUR), "0.02"),
        "burn.detect.total.99.9.6h_s": _fire("99.9", F(6 * HOUR), "0.05"),
        "burn.detect.total.99.99.1h_s": _fire("99.99", F(HOUR), "0.02"),
        "burn.detect.10%err.99.9.1h_s": _fire("99.9", F(HOUR), "0.02", "0.1"),
        "burn.exhaust.10.h": exhaustion(F(10), WINDOW) / HOUR,
        "burn.exhaust.14.4.h": exhaustion(F("14.4"), WINDOW) / HOUR,
        "burn.lowtraffic.n_per_h.99.9": single_failure(F("14.4") * F("0.001"), F(HOUR)) * HOUR,
        "burn.max.90": largest_burn(a("90")),
        "burn.min_slo_for_14.4": least_target(F("14.4")),
        "fallback.A": with_fallback(a("99.9"), a("95")),
        "fan.10.1%": 1 - fanout_parent(a("99"), F(10)),
        "fan.100.1%": 1 - fanout_parent(a("99"), F(100)),
        "fan.leaf.n10": leaf_needed(a("99"), F(10)),
        "fan.leaf.n100": leaf_needed(a("99"), F(100)),
        "fibre.v_km_s": FIBRE_KM_S,
        "fibre.us_per_km": 10**6 / FIBRE_KM_S,
        "fibre.rtt_ms_per_1000km": floor_rtt(F(1000)) * 1000,
        "idem.dup_per_day": duplicates(F(100_000), F("0.001"), F("0.8")),
        "idem.storage_GB": bytes_held(keys_held(F(50), F(24 * HOUR)), F(1000)) / 10**9,
        "kofn.1of2.0.999": k_of_n(F(1), F(2), F("0.999")),
        "kofn.2of2.0.999": k_of_n(F(2), F(2), F("0.999")),
        "kofn.2of3.0.99": k_of_n(F(2), F(3), F("0.99")),
        "kofn.3of5.0.99": k_of_n(F(3), F(5), F("0.99")),
        "maxkm.for.50ms.1rtt.f1": reach_km(F("0.05"), F(1)),
        "maxkm.for.50ms.3rtt.f1": reach_km(F("0.05"), F(3)),
        "mix.lb*(2x app)*db": series([a("99.99"), parallel([a("99"), a("99")]), a("99.95")]),
        "nines.0.99": nines(F("0.99")),
        "nines.0.999": nines(F("0.999")),
        "nines.0.9995": nines(F("0.9995")),
        "par.2x99.9": parallel([a("99.9")] * 2),
        "par.99.9|99.5": parallel([a("99.9"), a("99.5")]),
        "par.beta0.1.2x99.9": common_cause(a("99.9"), F("0.1"), F(2)),
        "retry.3^5": amplification([F(3)] * 5),
        "retry.4^3": amplification([F(4)] * 3),
        "retry.E.f.5.a3": expected_tries(F("0.5"), F(3)),
        "retry.E.f1.a3": expected_tries(F(1), F(3)),
        "retry.succ.3x.0.99": success(F("0.99"), F(3)),
        "rtt.12000km.f1.ms": floor_rtt(F(12_000)) * 1000,
        "rtt.12000km.f1.5.ms": planned(floor_rtt(F(12_000)), F("1.5")) * 1000,
        "series.5x99.9": series([a("99.9")] * 5),
        "series.99.95*99.9*99.99": series([a("99.95"), a("99.9"), a("99.99")]),
        "series.acm.exact": series([a("99.999")] * 5),
        "series.acm.5deps99.999+own": 1 - 2 * 5 * (1 - a("99.999")),  # five and own share, each half of the budget
        "series.downtime_h_year.5x99.9": downtime(series([a("99.9")] * 5), PERIODS["a year of 365 days"]) / HOUR,
        "series.req_dep.99.99.n5": equal_share(a("99.99"), F(5)),
        "to.worst_s": worst_wait(F(3), F(2), [F("0.1"), F("0.2")]),
        "union.5xp99": guaranteed(F(5)),
    }


COMPUTED = computed()


def test_every_key_of_the_oracle_is_covered() -> None:
    """Here, or by name or by what it starts with in the file of its family."""
    elsewhere = {key for key in ORACLE if key.startswith(tuple(ELSEWHERE))}
    assert ORACLE.keys() - elsewhere == COMPUTED.keys()
    for start, family in ELSEWHERE.items():
        tests = (Path(__file__).parent / "calculators" / f"test_{family}.py").read_text(encoding="utf-8")
        assert start in tests, f"{family} does not speak of {start}"


@pytest.mark.parametrize("key", sorted(COMPUTED))
def test_number_of_the_independent_program(key: str) -> None:
    value = COMPUTED[key]
    assert value is not None
    assert float(value) == pytest.approx(ORACLE[key], rel=SIMULATED.get(key, 1e-9))


@pytest.mark.parametrize(
    ("availability", "period", "seconds"),
    [
        ("99.9", "a year of 365 days", "31536"), ("99.95", "30 days", "1296"), ("99.99", "a day", "8.64"),
        ("99.9", "an average month (365/12 days)", "2628"), ("99.9999", "a week", "0.6048"),
    ],
)  # fmt: skip
def test_downtime_is_exact(availability: str, period: str, seconds: str) -> None:
    assert downtime(a(availability), PERIODS[period]) == F(seconds)


def test_numbers_of_the_design_that_the_oracle_does_not_hold() -> None:
    assert event_budget(a("99.9"), F(10_000_000)) == 10_000
    assert deploy_spend(F(40), a("5"), F(600), F(1)) == 1_200
    assert row_percentile(F(5)) == F("0.998")
    assert amplification([F(3)] * 3) == 27
    assert hours_a_month(F(360), F(1_900)) == 190
    assert mistakes_a_month(F(1_900), a("2")) == 38
    assert cut_off(F(2)) == F("0.0001")
    assert float(success_lower_bound(F(30))) == pytest.approx(0.05 ** (1 / 30), rel=1e-12)
    assert share_of_budget(a("99.95"), a("99.9")) == F(1, 2)
    assert [cold(p).trips for p in ("http", "h2_tls12", "h2_tls13", "h3", "grpc", "websocket")] == [
        2,
        4,
        3,
        2,
        3,
        4,
    ]
    assert second_provider(a("99.95"), a("99.5"), F(1)) == F("0.9")


def test_alert_table_of_the_exemplar() -> None:
    table = alerts(a("99.95"), WINDOW)
    assert [(one.action, one.long_window, one.short_window) for one in table] == [
        ("page", F(HOUR), F(300)),
        ("page", F(6 * HOUR), F(1_800)),
        ("ticket", F(DAY), F(2 * HOUR)),
        ("ticket", F(3 * DAY), F(6 * HOUR)),
    ]
    assert [one.burn for one in table] == [F("14.4"), 6, 3, 1]
    assert [one.threshold for one in table] == [F("0.0072"), F("0.003"), F("0.0015"), F("0.0005")]
    assert [one.exhaustion for one in table] == [50 * HOUR, 5 * DAY, 10 * DAY, 30 * DAY]
    assert [one.fires_in_outage for one in table] == [F("25.92"), F("64.8"), F("129.6"), F("129.6")]
    assert all(one.long_window == 12 * one.short_window for one in table)


def test_alert_cannot_fire_sooner_than_the_evaluation_interval() -> None:
    assert alerts(a("99.99"), WINDOW, interval=F(60))[0].fires_in_outage == 60
    assert alerts(a("99.9"), WINDOW, interval=F(30))[0].fires_in_outage == F("51.84")


def test_alert_that_a_total_outage_only_reaches_never_fires() -> None:
    assert alerts(least_target(F("14.4")), WINDOW)[0].fires_in_outage is None  # equality: not above the threshold
    assert [one.fires_in_outage is None for one in alerts(a("90"), WINDOW)] == [True, False, False, False]


def test_reuse_of_99_percent_is_warm() -> None:
    assert trips_for_p99(F(3), F(1), a("99")) == 1
    assert trips_for_p99(F(3), F(1), a("98.999")) == 3
    assert trips_for_p99(F(3), F(1), F(1)) == 1


def test_payback_is_never_without_savings() -> None:
    assert payback_months(F(100), F(0)) is None
    assert payback_months(F(100), F(-3)) is None
    assert payback_months(F(100), F(50)) == 2
    assert in_flight(F(40), F("15.4")) == 616


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: error_budget(F(1), WINDOW), "error budget of zero"),
        (lambda: downtime(F(2), WINDOW), "between 0% and 100%"),
        (lambda: downtime(F("0.9"), F(0)), "more than zero"),
        (lambda: nines(F(1)), "error budget of zero"),
        (lambda: event_budget(F("0.9"), F(-1)), "negative"),
        (lambda: largest_burn(F(1)), "error budget of zero"),
        (lambda: burn(F("0.02"), WINDOW, F(0)), "more than zero"),
        (lambda: series([]), "at least one part"),
        (lambda: parallel([]), "at least one part"),
        (lambda: series([F("1.1")]), "between 0% and 100%"),
        (lambda: with_fallback(F("0.9"), F("1.01")), "hit ratio"),
        (lambda: common_cause(F("0.9"), F("0.1"), F(0)), "at least 1"),
        (lambda: common_cause(F("0.4"), F("0.1"), F(2)), "at least half of the time"),
        (lambda: worst_wait(F(0), F(5)), "attempts"),
        (lambda: worst_wait(F("1.5"), F(5)), "whole number"),
        (lambda: worst_wait(F(10**30), F(5)), "more than 1,000"),
        (lambda: worst_wait(F(2), F(5), [F(1), F(1)]), "1 waits"),
        (lambda: worst_wait(F(2), F(-5)), "timeout"),
        (lambda: amplification([F(3), F(0)]), "attempts"),
        (lambda: cut_off(F(10**30)), "more than 1,000"),
        (lambda: floor_rtt(F(-1)), "negative"),
        (lambda: planned(F(1), F("0.9")), "route factor"),
        (lambda: great_circle_km(Place("Nowhere", F(91), F(0)), place("lagos")), "Nowhere"),
        (lambda: cold("carrier_pigeon"), "not a known protocol"),
        (lambda: guaranteed(F(0)), "rows"),
        (lambda: leaf_needed(F("0.99"), F(0)), "fan-out"),
        (lambda: keys_held(F(-1), F(1)), "negative"),
        (lambda: duplicates(F(1), F(2), F(1)), "lost replies"),
        (lambda: hours_a_month(F(-1), F(1)), "negative"),
        (lambda: steady_state(F(0), F(1)), "more than zero"),
        (lambda: failovers_in_budget(F(1), F(0)), "more than zero"),
        (lambda: single_failure(F(0), F(1)), "more than zero"),
    ],
)
def test_senseless_input_is_refused_in_words(senseless: object, said: str) -> None:
    assert callable(senseless)
    with pytest.raises(ValueError, match=said):
        senseless()


def test_huge_fan_out_stays_quick_and_right() -> None:
    assert float(fanout_parent(F("0.999999"), F(10**6))) == pytest.approx(0.36787925722, rel=1e-9)
    assert fanout_parent(F(1), F(10**30)) == 1
    assert fanout_parent(F(0), F(10**30)) == 0


# --- figures ------------------------------------------------------------------------------------------------

BY_DIMENSION = {
    Dimension.RATIO: """
        availability.target availability.own availability.deploy_failures availability.deploy_impact
        dependencies[].availability dependencies[].hit_ratio users[].share network.reuse latency.leaf_percentile
        failover[].success failover[].standby_availability failover[].utilisation idempotency.lost_replies idempotency.repeats
        process.steps[].errors
    """,
    Dimension.DURATION: """
        availability.window availability.maintenance availability.deploy_recovery dependencies[].p99
        dependencies[].timeout dependencies[].backoff users[].rtt latency.p99 latency.client_timeout
        process.incident
        latency.hops[].p99 failover[].heartbeat failover[].probe_timeout failover[].switch_time failover[].dns_ttl
        failover[].mttf failover[].mttr idempotency.retention process.steps[].minutes
        process.build_hours process.upkeep dependencies[].cache_ttl
    """,
    Dimension.NUMBER: """
        availability.requests availability.deploys dependencies[].attempts distance.route_factor
        latency.layers[].attempts latency.fanout failover[].misses failover[].drills failover[].drills_worked
        failover[].nodes failover[].tolerated process.steps[].per_month
    """,
    Dimension.RATE: "load.peak load.peak_next_year",
    Dimension.SIZE: "idempotency.record_size",
}
KINDS = {name: dimension for dimension, names in BY_DIMENSION.items() for name in names.split()}

Typed = str | bool | None | list[dict[str, "str | bool | None"]]


def answer(name: str, typed: Typed) -> Answer:
    """`typed` as a person types it; "60%; measured" has a basis, None is "unknown", a city is a place."""
    if typed is None:
        return Answer(Unknown(), "unknown")
    if isinstance(typed, bool):
        return Answer(typed, "yes" if typed else "no")
    if isinstance(typed, list):
        records = tuple(record(name, fields) for fields in typed)
        return Answer(records)
    text, _, basis = typed.partition("; ")
    if name in KINDS:
        return Answer(parse(text, KINDS[name]), text, Basis[basis.upper()] if basis else Basis.DECIDED)
    if text.lower() in COORDINATES:
        return Answer(place(text.lower()), text)
    return Answer(text, text)


def record(name: str, fields: Mapping[str, str | bool | None]) -> Record:
    key = str(next(iter(fields.values()))).lower().replace(" ", "-")
    return Record(key, {field: answer(f"{name}[].{field}", typed) for field, typed in fields.items()})


def evaluate(answers: Mapping[str, Typed], id: str, key: str = "") -> tuple[Outcome, Given]:
    """A figure with everything it reads, in order of need. Raises Missing with every missing input."""
    return _evaluate({name: answer(name, typed) for name, typed in answers.items()}, figures(), id, key)


def _evaluate(
    answers: Mapping[str, Answer], specs: Mapping[str, FigureSpec], id: str, key: str
) -> tuple[Outcome, Given]:
    spec = specs[id]
    seen, at = dict(answers), None
    if spec.each:
        listed = answers[spec.each].value
        assert isinstance(listed, tuple)
        at = next(one for one in listed if isinstance(one, Record) and one.key == key)
        seen |= {f"{spec.each}[].{name}": value for name, value in at.fields.items()}
    known: dict[str, Known] = {}
    missing: list[str] = []
    for name in (*spec.needs, *spec.reads):
        if not name.startswith("figures."):
            unknown = name not in seen or seen[name].is_unknown
            if unknown and name in spec.needs:
                missing.append(name.replace("[]", f".{key}"))
            continue
        read = name.removeprefix("figures.")
        try:
            made, used = _evaluate(answers, specs, read, key)
        except Missing as gap:
            missing += gap.names if name in spec.needs else ()
        else:
            known[read] = Known(made.value, basis(made, used), made.working)
    if missing:
        raise Missing(*missing)
    given = Given(seen, known, at)
    return spec.compute(given), given


def basis(outcome: Outcome, given: Given) -> Basis:
    return max([outcome.basis or Basis.DECIDED, *(one.basis for one in given.used.values())])


def amount(outcome: Outcome) -> F:
    assert isinstance(outcome.value, Quantity)
    return outcome.value.amount


EXEMPLAR: dict[str, Typed] = {
    "availability.target": "99.95%",
    "availability.window": "30 d; default",
    "availability.own": "99.95%; assumed",
    "availability.requests": "1900; assumed",
    "dependencies": [
        {"name": "Interbank switch", "hard": True, "availability": "99.5%; contract", "p99": "1.8 s; assumed",
         "timeout": "5 s", "attempts": "3", "backoff": "200 ms"},
        {"name": "Name enquiry", "hard": False, "availability": "99.9%; assumed",
         "hit_ratio": "85%; assumed"},
    ],
    "distance.origin": "Dublin",
    "distance.route_factor": "1.5; default",
    "users": [{"place": "Lagos"}, {"place": "London"}],
    "network.protocol": "h2_tls13",
    "network.reuse": "60%; assumed",
    "latency.p99": "3 s",
    "latency.hops": [],
    "load.peak": "40/s; assumed",
    "load.peak_next_year": "120/s; assumed",
    "idempotency.key_source": "client",
    "idempotency.retention": "24 h",
    "idempotency.record_size": "1 kB; default",
    "failover": [{"component": "PostgreSQL", "pattern": "active_passive", "heartbeat": "10 s", "misses": "3",
                  "switch_time": "60 s; assumed", "success": "95%; default", "mttr": "1 h; assumed"}],
    "process.steps": [{"step": "Copy the form", "manual": True, "minutes": "6 min; assumed",
                       "per_month": "1900; assumed",
                       "errors": "2%; assumed"}],
}  # fmt: skip

SWITCH, ENQUIRY, FORM, DATABASE = "interbank-switch", "name-enquiry", "copy-the-form", "postgresql"


@pytest.mark.parametrize(
    ("id", "key", "value", "working", "bound", "rests_on"),
    [
        ("availability.budget", "", "1296", "(1 - 0.9995) x 2,592,000 s", "", Basis.DEFAULT),
        ("availability.budget_day", "", "43.2", "(1 - 0.9995) x 86,400 s", "", Basis.DECIDED),
        ("availability.budget_week", "", "302.4", "(1 - 0.9995) x 604,800 s", "", Basis.DECIDED),
        ("availability.budget_30d", "", "1296", "(1 - 0.9995) x 2,592,000 s", "", Basis.DECIDED),
        ("availability.budget_month", "", "1314", "(1 - 0.9995) x 2,628,000 s", "", Basis.DECIDED),
        ("availability.budget_year", "", "15768", "(1 - 0.9995) x 31,536,000 s", "", Basis.DECIDED),
        ("availability.budget_events", "", "0.95", "(1 - 0.9995) x 1,900", "", Basis.ASSUMED),
        ("availability.chain", "", "0.995", "0.995", "", Basis.CONTRACT),
        ("availability.chain_down", "", "12960", "(1 - 0.995) x 2,592,000 s", "", Basis.DEFAULT),
        ("availability.chain_own", "", "0.9945025", "0.995 x 0.9995", "", Basis.ASSUMED),
        ("availability.second", "", "0.9", "1 - 0.0005 / 0.005", "", Basis.CONTRACT),
        ("availability.fallback", ENQUIRY, "0.99985", "0.999 + 0.001 x 0.85", "", Basis.ASSUMED),
        ("availability.budget_share", SWITCH, "10", "0.005 / 0.0005", "", Basis.CONTRACT),
        ("failover.detect", DATABASE, "30", "3 x 10 s + unknown", "at least", Basis.DECIDED),
        ("failover.outage", DATABASE, "90", "3 x 10 s + unknown + 60 s", "at least", Basis.ASSUMED),
        ("failover.in_budget", DATABASE, "14", "1,296 s / 90 s", "at most", Basis.DEFAULT),
        ("failover.coverage", DATABASE, "0.95", "0.95", "at most", Basis.DEFAULT),
        ("failover.outage_mean", DATABASE, "85", "(3 - 0.5) x 10 s + unknown + 60 s", "at least", Basis.ASSUMED),
        ("failover.expected", DATABASE, "260.75", "0.95 x 85 s + 0.05 x 3,600 s", "at least", Basis.DEFAULT),
        ("latency.cold_trips", "", "3", "1 TCP + 1 TLS + 1 request", "", Basis.DECIDED),
        ("latency.warm_trips", "", "1", "1 request", "", Basis.DECIDED),
        ("retries.worst", SWITCH, "15.4", "3 x 5 s + 2 x 0.2 s", "", Basis.DECIDED),
        ("retries.limit", SWITCH, "3", "3 s", "", Basis.DECIDED),
        ("retries.load", SWITCH, "120", "40/s x 3", "", Basis.ASSUMED),
        ("retries.load_next_year", SWITCH, "360", "120/s x 3", "", Basis.ASSUMED),
        ("retries.in_flight", SWITCH, "616", "40/s x 15.4 s", "", Basis.ASSUMED),
        ("retries.in_flight_next_year", SWITCH, "1848", "120/s x 15.4 s", "", Basis.ASSUMED),
        ("idempotency.keys", "", "3456000", "40/s x 86,400 s", "at most", Basis.ASSUMED),
        ("idempotency.keys_next_year", "", "10368000", "120/s x 86,400 s", "at most", Basis.ASSUMED),
        ("idempotency.storage", "", "3456000000", "40/s x 24 h x 1,000 B", "at most", Basis.DEFAULT),
        ("process.hours", FORM, "190", "6 x 1,900 / 60", "", Basis.ASSUMED),
        ("process.mistakes", FORM, "38", "1,900 x 0.02", "", Basis.ASSUMED),
        ("process.toil", "", "190", "6 x 1,900 / 60", "", Basis.ASSUMED),
        ("process.saved", "", "190", "190", "at most", Basis.ASSUMED),
        ("process.at_peak", "", "47.5", "1,900 / 40/s", "", Basis.ASSUMED),
        ("alerts.fast_burn", "", "14.4", "0.02 x 2,592,000 s / 3,600 s", "", Basis.DEFAULT),
        ("alerts.least_target", "", str(1 - 1 / F("14.4")), "1 - 1 / 14.4", "", Basis.DEFAULT),
        ("alerts.fast_threshold", "", "0.0072", "14.4 x 0.0005", "", Basis.DEFAULT),
        ("alerts.fast_fires", "", "25.92", "14.4 x 0.0005 x 3,600 s / 1", "at least", Basis.DEFAULT),
        ("alerts.largest_burn", "", "2000", "1 / 0.0005", "", Basis.DECIDED),
        ("latency.parts", "", "1.8", "1.8 s", "", Basis.ASSUMED),
        ("latency.guarantee", "", "0.99", "1 - 1 x 0.01", "", Basis.ASSUMED),
    ],
)  # fmt: skip
def test_figure_of_the_exemplar(id: str, key: str, value: str, working: str, bound: str, rests_on: Basis) -> None:
    outcome, given = evaluate(EXEMPLAR, id, key)
    assert amount(outcome) == F(value)
    assert (outcome.working, outcome.bound, basis(outcome, given)) == (working, bound, rests_on)


@pytest.mark.parametrize(
    ("id", "key", "value"),
    [
        ("distance.km", "lagos", 5279.5181291387335), ("distance.floor", "lagos", 0.051704653714641886),
        ("distance.planned", "lagos", 0.07755698057196282),
        ("distance.round_trip", "lagos", 0.07755698057196282),
        ("latency.physics", "lagos", 3 * 0.051704653714641886),
        ("latency.connection", "lagos", 0.23267094171588846),
        ("latency.sum", "lagos", 2.0326709417158885), ("latency.left", "lagos", 0.9673290582841115),
        ("availability.nines", "", 3.3010299956639813),
        ("alerts.single_failure", "", 138.88888888888889 / 3600),
        ("alerts.requests_rate", "", 1900 / 2_592_000),
    ],
)  # fmt: skip
def test_irrational_figure_of_the_exemplar(id: str, key: str, value: float) -> None:
    assert float(amount(evaluate(EXEMPLAR, id, key)[0])) == pytest.approx(value, rel=1e-9)


def test_every_declared_figure_is_well_formed() -> None:
    specs = figures()
    for spec in specs.values():
        assert all((spec.title, spec.formula, spec.source)), spec.id
        assert spec.help.endswith("."), spec.id
        assert not spec.title.endswith("."), spec.id
        for name in (*spec.needs, *spec.reads):
            if name.startswith("figures."):
                read = specs[name.removeprefix("figures.")]
                assert read.each in ("", spec.each), spec.id
            elif "[]." in name and name in spec.needs:
                assert name.startswith(f"{spec.each}[]."), (
                    f"{spec.id}: a field is needed of each {spec.each}, or only read"
                )
            if name in KINDS and "[]." not in name:
                assert name in (*spec.needs, *spec.reads)


def switch(**fields: str | bool | None) -> dict[str, str | bool | None]:
    return {"name": "Switch", "hard": True, **fields}


def test_chain_counts_a_dependency_once_whatever_its_case() -> None:
    # A list of records refuses the second one; should one slip through, the first listed counts.
    twice: list[dict[str, str | bool | None]] = [
        {"name": "Switch", "hard": True, "availability": "99%"},
        {"name": "SWITCH", "hard": True, "availability": "98%"}
    ]  # fmt: skip
    assert amount(evaluate({"dependencies": twice}, "availability.chain")[0]) == F("0.99")


def test_chain_leaves_out_soft_and_redundant_dependencies() -> None:
    listed: Typed = [
        switch(availability="99.9%"), {"name": "Pair", "hard": True, "redundant": True,
        "availability": "99%"},
        {"name": "Mail", "hard": False, "availability": "90%"},
    ]  # fmt: skip
    outcome, _ = evaluate({"dependencies": listed}, "availability.chain")
    assert (amount(outcome), outcome.bound) == (F("0.999"), "at most")
    assert "Pair" in outcome.caveats[0]
    assert "Mail" not in outcome.caveats[0]


def test_chain_with_an_unrated_hard_dependency_is_an_upper_bound_that_names_it() -> None:
    answers: dict[str, Typed] = {
        "dependencies": [switch(availability="99.9%"), {"name": "Ledger", "hard": True}, {"name": "Cache"}],
        "availability.window": "30 d", "availability.target": "99.95%", "availability.own": "99.99%",
    }  # fmt: skip
    outcome, _ = evaluate(answers, "availability.chain")
    assert (amount(outcome), outcome.bound) == (F("0.999"), "at most")
    assert any("Ledger" in note for note in outcome.caveats)
    assert any("Cache" in note and "nobody said" in note for note in outcome.caveats)
    assert evaluate(answers, "availability.chain_down")[0].bound == "at least"
    assert evaluate(answers, "availability.chain_own")[0].bound == "at most"
    assert evaluate(answers, "availability.second")[0].bound == "at least"


def test_chain_counts_the_calls_that_a_cache_answers() -> None:
    """By hand: 0.999 + 0.001 x 0.85. A cache whose hits nobody knows leaves its dependency unrated, not uncached."""
    cached = switch(availability="99.9%", cache_ttl="24 h", hit_ratio="85%; assumed")
    outcome, given = evaluate({"dependencies": [cached]}, "availability.chain")
    assert (amount(outcome), outcome.bound, basis(outcome, given)) == (F("0.99985"), "", Basis.ASSUMED)
    assert outcome.caveats == ("Hits in the cache count as good while cached entries live: Switch.",)
    both = [cached, {"name": "Ledger", "hard": True, "availability": "99.99%"}]
    assert amount(evaluate({"dependencies": both}, "availability.chain")[0]) == F("0.99985") * F("0.9999")
    open_ = switch(availability="99.9%", cache_ttl="24 h")
    with pytest.raises(Missing) as gap:
        evaluate({"dependencies": [open_]}, "availability.chain")
    assert gap.value.names == ("dependencies.switch.hit_ratio",)
    some, _ = evaluate({"dependencies": [open_, both[1]]}, "availability.chain")
    assert (amount(some), some.bound) == (F("0.9999"), "at most")
    always, _ = evaluate({"dependencies": [{**cached, "hit_ratio": "100%"}]}, "availability.chain")
    assert (amount(always), always.bound) == (1, "at most")
    share, _ = evaluate(
        {"availability.target": "99.95%", "dependencies": [cached]}, "availability.budget_share", "switch"
    )
    assert (amount(share), share.working) == (F("0.3"), "0.00015 / 0.0005")


def test_chain_is_missing_when_no_hard_dependency_is_rated() -> None:
    with pytest.raises(Missing) as gap:
        evaluate({"dependencies": [switch(availability=None), {"name": "Ledger"}]}, "availability.chain")
    assert gap.value.names == ("dependencies.switch.availability", "dependencies.ledger.hard")


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ([], "No hard dependency: there is no chain"),
        ([{"name": "Mail", "hard": False}], "No hard dependency: there is no chain"),
        ([{"name": "Pair", "hard": True, "redundant": True}], "without a second provider"),
    ],
)
def test_without_a_hard_dependency_there_is_no_chain_to_compare_with(listed: Typed, said: str) -> None:
    answers: dict[str, Typed] = {
        "dependencies": listed, "availability.window": "30 d", "availability.own": "99.9%",
        "availability.target": "99.9%",
    }  # fmt: skip
    for id in ("chain", "chain_down", "chain_own", "second"):
        with pytest.raises(ValueError, match=said):
            evaluate(answers, f"availability.{id}")


def test_chain_says_when_redundancy_is_unknown() -> None:
    outcome, _ = evaluate({"dependencies": [switch(availability="99%", redundant=None)]}, "availability.chain")
    assert (amount(outcome), outcome.bound) == (F("0.99"), "")
    assert "redundancy is unknown" in outcome.caveats[0]


def test_second_provider_none_needed_possible_and_not_enough() -> None:
    def second(*rated: str, target: str = "99.9%") -> Outcome:
        listed: Typed = [{"name": f"d{n}", "hard": True, "availability": one} for n, one in enumerate(rated)]
        return evaluate({"dependencies": listed, "availability.target": target}, "availability.second")[0]

    assert amount(second("99.99%")) == 0
    assert amount(second("99%")) == F("0.9")
    two = second("99%", "99.95%")
    pair = parallel([F("0.99"), amount(two)])
    assert series([pair, F("0.9995")]) == F("0.999")
    enough = second("99%", "99.9%")  # exactly: the second one may never fail
    assert (amount(enough), enough.bound) == (F(1), "")
    with pytest.raises(ValueError, match=r"A second d0 is not enough alone: d1 caps it at 99\.5%"):
        second("99%", "99.5%")
    with pytest.raises(ValueError, match=r"d1 and d2 cap it at 99\.7002%"):
        second("99%", "99.8%", "99.9%")
    assert amount(second("0%", target="99%")) == F("0.99")


def test_needs_and_record_fields_are_all_named_when_missing() -> None:
    with pytest.raises(Missing) as gap:
        evaluate({"dependencies": [switch(attempts=None)]}, "retries.worst", "switch")
    assert gap.value.names == ("dependencies.switch.attempts", "dependencies.switch.timeout")
    with pytest.raises(Missing) as gap:
        evaluate({}, "availability.planned")
    assert set(gap.value.names) == {
        "availability.deploys", "availability.deploy_failures", "availability.deploy_recovery",
        "availability.deploy_impact", "availability.maintenance", "availability.maintenance_counts",
    }  # fmt: skip
    with pytest.raises(Missing) as gap:
        evaluate({"dependencies": [switch()]}, "latency.parts")
    assert gap.value.names == ("dependencies.switch.p99", "latency.hops")
    with pytest.raises(Missing) as gap:
        evaluate({"dependencies": [switch()]}, "retries.limit", "switch")
    assert gap.value.names == ("latency.client_timeout", "latency.p99")


def test_planned_work_counts_only_what_counts() -> None:
    deploys: dict[str, Typed] = {
        "availability.target": "99.99%", "availability.window": "30 d",
        "availability.deploys": "40; measured",
        "availability.deploy_failures": "5%; measured", "availability.deploy_recovery": "10 min; measured",
        "availability.deploy_impact": "100%; default",
    }  # fmt: skip
    alone, given = evaluate(deploys, "availability.planned")
    assert (amount(alone), alone.bound, alone.working) == (F(1200), "at least", "40 x 0.05 x 600 s")
    assert basis(alone, given) is Basis.DEFAULT
    kept: dict[str, Typed] = {"availability.maintenance": "30 min", "availability.maintenance_counts": False}
    outcome, _ = evaluate(deploys | kept, "availability.planned")
    assert (amount(outcome), outcome.bound) == (F(1200), "")
    counted = deploys | kept | {"availability.maintenance_counts": True}
    assert amount(evaluate(counted, "availability.planned")[0]) == 3000
    share, _ = evaluate(counted, "availability.planned_share")
    assert amount(share) == F(3000) / F("259.2")
    none: dict[str, Typed] = {"availability.deploys": "0", "availability.maintenance": "0 s"}
    idle, _ = evaluate(none, "availability.planned")
    assert (amount(idle), idle.bound) == (F(0), "")
    assert evaluate(deploys, "availability.planned_share")[0].bound == "at least"


def test_measured_round_trip_replaces_the_plan_and_is_held_against_the_floor() -> None:
    answers = EXEMPLAR | {"users": [{"place": "Lagos", "rtt": "90 ms; measured"}]}
    outcome, given = evaluate(answers, "distance.round_trip", "lagos")
    assert (amount(outcome), outcome.caveats, basis(outcome, given)) == (F("0.09"), (), Basis.MEASURED)
    answers = EXEMPLAR | {"users": [{"place": "Lagos", "rtt": "20 ms; measured"}]}
    assert "Shorter than light" in evaluate(answers, "distance.round_trip", "lagos")[0].caveats[0]


def test_connection_is_warm_from_99_percent_reuse_and_needs_to_know_it() -> None:
    warm, _ = evaluate(EXEMPLAR | {"network.reuse": "99%"}, "latency.physics", "lagos")
    cold_start, _ = evaluate(EXEMPLAR, "latency.physics", "lagos")
    assert 3 * amount(warm) == amount(cold_start)
    with pytest.raises(Missing) as gap:
        evaluate({**EXEMPLAR, "network.reuse": None}, "latency.connection", "lagos")
    assert gap.value.names == ("network.reuse",)
    edge, _ = evaluate(EXEMPLAR | {"distance.edge": "edge_compute"}, "latency.connection", "lagos")
    assert any("nearer" in note for note in edge.caveats)


def test_budget_rows_unknown_make_bounds_that_point_the_right_way() -> None:
    answers = EXEMPLAR | {
        "dependencies": [switch(p99="1.8 s"), {"name": "Ledger", "hard": True}],
        "latency.hops": [{"name": "app", "p99": "200 ms"}],
    }
    outcome, _ = evaluate(answers, "latency.parts")
    assert (amount(outcome), outcome.bound, outcome.working) == (F(2), "at least", "1.8 s + 0.2 s")
    assert any("dependencies.ledger.p99" in note for note in outcome.caveats)
    rest, _ = evaluate(answers, "latency.left", "lagos")  # rounded down and shown bare: caveats say what is not counted
    assert rest.bound == ""
    assert any("dependencies.ledger.p99" in note for note in rest.caveats)
    assert evaluate(answers, "latency.guarantee")[0].bound == "at most"
    over, _ = evaluate(answers | {"latency.p99": "1 s"}, "latency.left", "lagos")
    assert amount(over) < 0
    assert "longer than the promise" in over.caveats[0]
    empty: dict[str, Typed] = {"dependencies": [], "latency.hops": []}
    assert amount(evaluate(empty, "latency.parts")[0]) == 0
    assert amount(evaluate(empty, "latency.guarantee")[0]) == 1


def test_one_attempt_needs_no_wait_and_more_without_one_are_a_lower_bound() -> None:
    once, _ = evaluate({"dependencies": [switch(attempts="1", timeout="5 s")]}, "retries.worst", "switch")
    assert (amount(once), once.bound, once.working) == (F(5), "", "1 x 5 s")
    unsaid, _ = evaluate({"dependencies": [switch(attempts="3", timeout="5 s")]}, "retries.worst", "switch")
    assert (amount(unsaid), unsaid.bound) == (F(15), "at least")
    answers: dict[str, Typed] = {"dependencies": [switch(attempts="3", timeout="5 s")], "load.peak": "2/s"}
    assert evaluate(answers, "retries.in_flight", "switch")[0].bound == "at least"


def test_callers_timeout_comes_before_the_target() -> None:
    outcome, given = evaluate(EXEMPLAR | {"latency.client_timeout": "10 s; measured"}, "retries.limit", SWITCH)
    assert (amount(outcome), outcome.caveats, basis(outcome, given)) == (F(10), (), Basis.MEASURED)


def test_layers_multiply_and_unknown_ones_make_a_lower_bound() -> None:
    layers: Typed = [
        {"name": "app", "attempts": "3"},
        {"name": "gateway", "attempts": "3"},
        {"name": "client", "attempts": "1"},
    ]
    none: dict[str, Typed] = {"latency.layers": layers, "dependencies": []}
    outcome, _ = evaluate(none, "retries.layers")
    assert (amount(outcome), outcome.bound, outcome.working) == (F(9), "", "3 x 3 x 1")
    assert amount(evaluate(none, "retries.layer_count")[0]) == 2
    own: Typed = [{"name": "enquiry", "attempts": "1"}, {"name": "switch", "attempts": "3"}]
    outcome, _ = evaluate({"latency.layers": layers, "dependencies": own}, "retries.layers")
    assert (amount(outcome), outcome.bound, outcome.working) == (F(27), "", "3 x 3 x 1 x 3")
    assert amount(evaluate({"latency.layers": layers, "dependencies": own}, "retries.layer_count")[0]) == 3
    unsaid, _ = evaluate({"latency.layers": layers, "dependencies": [switch()]}, "retries.layers")
    assert (amount(unsaid), unsaid.bound) == (F(9), "at least")
    assert "dependencies.switch.attempts" in unsaid.caveats[0]
    partly: Typed = [{"name": "app", "attempts": "3"}, {"name": "gateway"}]
    assert evaluate({"latency.layers": partly}, "retries.layers")[0].bound == "at least"
    assert amount(evaluate({"latency.layers": []}, "retries.layers")[0]) == 1
    with pytest.raises(Missing) as gap:
        evaluate({"latency.layers": [{"name": "gateway"}]}, "retries.layer_count")
    assert gap.value.names == ("latency.layers.gateway.attempts",)


def test_fan_out_figures() -> None:
    answers: dict[str, Typed] = {"latency.leaf_percentile": "99%", "latency.fanout": "100"}
    parent, _ = evaluate(answers, "latency.fanout_parent")
    assert float(amount(parent)) == pytest.approx(1 - ORACLE["fan.100.1%"], rel=1e-9)
    assert parent.working == "0.99 ^ 100"
    assert float(amount(evaluate(answers, "latency.leaf_needed")[0])) == pytest.approx(
        ORACLE["fan.leaf.n100"], rel=1e-9
    )


def test_fast_page_that_never_fires_is_false_with_a_reason() -> None:
    outcome, _ = evaluate({"availability.target": "90%", "availability.window": "30 d"}, "alerts.fast_fires")
    assert outcome.value is False
    assert outcome.caveats[0] == "Never: even a total outage burns the budget only 10 times as fast as allowed."
    short, _ = evaluate({"availability.window": "7 d"}, "alerts.fast_burn")
    assert float(amount(short)) == pytest.approx(ORACLE["burn.2%.1h.168h"], rel=1e-9)
    assert "28 or 30 days" in short.caveats[0]


def test_duplicates_a_day_of_requests_in_the_window() -> None:
    answers: dict[str, Typed] = {
        "availability.requests": "3000000; measured", "availability.window": "30 d",
        "idempotency.lost_replies": "0.1%", "idempotency.repeats": "80%",
    }  # fmt: skip
    outcome, _ = evaluate(answers, "idempotency.duplicates")
    assert (amount(outcome), outcome.working) == (F(80), "100,000 x 0.001 x 0.8")


def step(name: str, **fields: str | bool | None) -> dict[str, str | bool | None]:
    return {"step": name, **fields}


def test_toil_of_manual_steps_only_and_what_is_left_out() -> None:
    typing = step("Type", manual=True, minutes="6 min", per_month="100")
    robot = step("Send", manual=False, minutes="1 min", per_month="10000")
    outcome, _ = evaluate({"process.steps": [typing, robot]}, "process.toil")
    assert (amount(outcome), outcome.bound) == (F(10), "")
    outcome, _ = evaluate({"process.steps": [typing, step("Call", manual=True)]}, "process.toil")
    assert (amount(outcome), outcome.bound) == (F(10), "at least")
    assert "process.steps.call.minutes" in outcome.caveats[0]
    assert amount(evaluate({"process.steps": [robot]}, "process.toil")[0]) == 0
    with pytest.raises(Missing) as gap:
        evaluate({"process.steps": [step("Call")]}, "process.toil")
    assert gap.value.names == ("process.steps.call.manual",)


def test_payback_with_upkeep_without_and_never() -> None:
    typing = step("Type", manual=True, minutes="6 min", per_month="100")
    answers: dict[str, Typed] = {
        "process.steps": [typing],
        "process.build_hours": "40 h",
        "process.upkeep": "2 h",
    }
    outcome, _ = evaluate(answers, "process.payback")
    assert (amount(outcome), outcome.bound, outcome.working) == (F(5), "", "40 / (10 - 2)")
    del answers["process.upkeep"]
    unsaid, _ = evaluate(answers, "process.payback")
    assert (amount(unsaid), unsaid.bound) == (F(4), "at least")
    never, _ = evaluate(answers | {"process.upkeep": "10 h"}, "process.payback")
    assert never.value is False
    assert never.caveats[0].startswith("Never")
    partly: Typed = [typing, step("Call", manual=True)]
    with pytest.raises(Missing) as gap:  # more work unknown, upkeep unknown: neither a lower nor an upper bound
        evaluate(answers | {"process.steps": partly}, "process.payback")
    assert "process.upkeep" in gap.value.names
    with pytest.raises(Missing):  # the unknown step could still make it pay
        evaluate(answers | {"process.steps": partly, "process.upkeep": "10 h"}, "process.payback")


def test_volume_at_peak_needs_every_step_because_rules_ask_whether_it_is_small() -> None:
    typing = step("Type", manual=True, per_month="1900")
    steps: Typed = [typing, step("Check", manual=True, per_month=None), step("Call", per_month="5")]
    with pytest.raises(Missing) as gap:
        evaluate({"process.steps": steps, "load.peak": "40/s"}, "process.at_peak")
    assert gap.value.names == ("process.steps.check.per_month", "process.steps.call.manual")
    robot = step("Send", manual=False, per_month="30")  # runs for itself: no request asks for it
    outcome, _ = evaluate({"process.steps": [typing, robot], "load.peak": "40/s"}, "process.at_peak")
    assert amount(outcome) == F("47.5")
    with pytest.raises(ValueError, match="No step is done by hand"):
        evaluate({"process.steps": [robot], "load.peak": "40/s"}, "process.at_peak")


def test_hours_are_of_work_by_hand_and_mistakes_of_every_step() -> None:
    robot = step("Send", manual=False, minutes="12 s", per_month="27000", errors="1%")
    with pytest.raises(ValueError, match="Not done by hand"):
        evaluate({"process.steps": [robot]}, "process.hours", "send")
    assert amount(evaluate({"process.steps": [robot]}, "process.mistakes", "send")[0]) == 270


def test_a_failure_unseen_is_counted_in_budgets() -> None:
    answers: dict[str, Typed] = {
        "availability.target": "99%", "availability.window": "30 d", "process.incident": "96 h; assumed",
    }  # fmt: skip
    outcome, given = evaluate(answers, "process.incident_budgets")
    assert (amount(outcome), basis(outcome, given)) == (F(96) / F("7.2"), Basis.ASSUMED)
    assert outcome.working == "345,600 s / 25,920 s"


def test_a_time_out_cuts_off_only_below_the_p99() -> None:
    def cut(**fields: str) -> Outcome:
        return evaluate({"dependencies": [switch(attempts="2", **fields)]}, "retries.cut", "switch")[0]

    assert amount(cut(timeout="300 ms", p99="800 ms")) == F("0.0001")
    with pytest.raises(ValueError, match="not below the p99"):
        cut(timeout="800 ms", p99="800 ms")
    with pytest.raises(Missing) as gap:
        cut(timeout="800 ms")
    assert gap.value.names == ("dependencies.switch.p99",)


def test_share_of_the_budget_is_that_of_hard_dependencies() -> None:
    answers: dict[str, Typed] = {"availability.target": "99.9%"}
    soft: Typed = [{"name": "Mail", "hard": False, "availability": "99%"}]
    with pytest.raises(ValueError, match="Not hard"):
        evaluate({**answers, "dependencies": soft}, "availability.budget_share", "mail")
    with pytest.raises(Missing) as gap:
        evaluate(
            {**answers, "dependencies": [{"name": "Mail", "availability": "99%"}]}, "availability.budget_share", "mail"
        )
    assert gap.value.names == ("dependencies.mail.hard",)


def test_a_cache_that_always_hits_is_a_limit() -> None:
    listed: Typed = [switch(availability="99%", hit_ratio="100%")]
    outcome, _ = evaluate({"dependencies": listed}, "availability.fallback", "switch")
    assert (amount(outcome), outcome.bound) == (F(1), "at most")
    assert "not a promise" in outcome.caveats[0]


def test_keys_are_not_counted_where_none_is_used() -> None:
    answers: dict[str, Typed] = {"idempotency.key_source": "none", "load.peak": "40/s"}
    for id in ("keys", "keys_next_year", "storage"):
        with pytest.raises(ValueError, match="No key is used"):
            evaluate(answers, f"idempotency.{id}")
    with pytest.raises(Missing) as gap:
        evaluate({"idempotency.key_source": "client"}, "idempotency.storage")
    assert gap.value.names == ("load.peak", "idempotency.retention", "idempotency.record_size")


def test_a_weekend_without_anybody() -> None:
    def made(id: str, oncall: str, window: str = "30 d") -> tuple[Outcome, Basis]:
        answers: dict[str, Typed] = {
            "process.oncall": oncall, "availability.target": "99.95%", "availability.window": window,
        }  # fmt: skip
        outcome, given = evaluate(answers, f"availability.{id}")
        return outcome, basis(outcome, given)

    outcome, rests_on = made("unattended", "business_hours")
    assert (amount(outcome), rests_on) == (1 - F(62, 720), Basis.DEFAULT)
    assert (outcome.working, outcome.bound) == ("1 - 223,200 s / 2,592,000 s", "at most")  # repair comes on top
    assert amount(made("unattended", "none", "48 h")[0]) == 0  # no promise outlasts a weekend that fills the window
    assert amount(made("unattended_budgets", "none")[0]) == F(223_200, 1_296)
    assert made("unattended_budgets", "none")[0].bound == "at least"
    with pytest.raises(ValueError, match="before Monday"):
        made("unattended_budgets", "24x7")


def test_less_than_one_request_of_budget_says_so() -> None:
    outcome, _ = evaluate(EXEMPLAR, "availability.budget_events")
    assert "first failure breaks" in outcome.caveats[0]


def test_shares_of_all_places() -> None:
    def together(*shares: str | None) -> Outcome:
        listed: Typed = [{"place": f"p{n}", "share": share} for n, share in enumerate(shares)]
        return evaluate({"users": listed}, "users.total_share")[0]

    assert (amount(together("60%", "40%")), together("60%", "40%").bound) == (F(1), "")
    assert (amount(together("70%", "40%", None)), together("70%", None).bound) == (F("1.1"), "at least")
    with pytest.raises(Missing):
        together(None)


def test_short_windows_keep_only_alerts_faster_than_the_promise() -> None:
    assert [float(one.burn) for one in alerts(a("99.9"), F(7 * DAY))] == [3.36, 1.4]
    assert len(alerts(a("99.9"), F(28 * DAY))) == 4  # published for four weeks
    assert alerts(a("99.9"), F(2 * DAY)) == ()
    with pytest.raises(ValueError, match="no published alert"):
        evaluate({"availability.target": "99.9%", "availability.window": "2 d"}, "alerts.fast_fires")


def test_failover_with_everything_known_is_the_design_example() -> None:
    fields: dict[str, str | bool | None] = {
        "component": "PostgreSQL", "pattern": "active_passive", "heartbeat": "10 s", "misses": "3",
        "probe_timeout": "5 s", "switch_time": "60 s", "dns_ttl": "0 s", "success": "95%; assumed",
        "standby_availability": "99.9%; measured", "mttf": "720 h; assumed", "mttr": "4 h; assumed",
    }  # fmt: skip

    def of(id: str, **changed: str | None) -> tuple[Outcome, Given]:
        return evaluate({"failover": [{**fields, **changed}]}, id, DATABASE)

    value, given = of("failover.availability")
    assert float(amount(value)) == pytest.approx(ORACLE["ap.A"], rel=1e-9)  # 30 s on average and 60 s
    assert (value.bound, basis(value, given)) == ("", Basis.ASSUMED)
    assert float(amount(of("failover.naive")[0])) == pytest.approx(ORACLE["ap.naive_parallel"], rel=1e-9)
    assert amount(of("failover.detect_mean")[0]) == 30
    with pytest.raises(ValueError, match="fails again before it is back"):
        of("failover.availability", mttf="90 s")
    assert of("failover.availability", standby_availability=None)[0].bound == "at most"
