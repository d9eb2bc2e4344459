"""What must hold for every input: the invariants of the calculators' design."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from specgen.calculators import FigureSpec, Given, Known, Missing, figures
from specgen.calculators.alerts import alerts, burn_rates, largest_burn
from specgen.calculators.availability import downtime, error_budget
from specgen.calculators.chain import second_provider, series, share_of_budget, with_fallback
from specgen.calculators.distance import floor_rtt, great_circle_km, planned
from specgen.calculators.failover import coverage, detection, expected_downtime, mean_detection, steady_state
from specgen.calculators.handshake import COLD, HANDSHAKES, cold
from specgen.calculators.idempotency import duplicates
from specgen.calculators.latency import fanout_parent, guaranteed, leaf_needed
from specgen.calculators.layers import amplification
from specgen.calculators.redundancy import common_cause, parallel
from specgen.calculators.retries import cut_off, expected_tries, success, worst_wait
from specgen.model import Answer, Basis, Dimension, Place, Quantity, Record
from specgen.quantities import DAY

F = Fraction

shares = st.fractions(0, 1, max_denominator=10**6)
below_one = st.fractions(0, F(999_999, 10**6), max_denominator=10**6)
spans = st.fractions(F(1, 1000), 10**7, max_denominator=1000)
attempts = st.integers(1, 12).map(F)
places = st.builds(
    Place,
    st.just("somewhere"),
    st.fractions(-90, 90, max_denominator=10**4),
    st.fractions(-180, 180, max_denominator=10**4),
)


@given(st.lists(shares, min_size=1, max_size=8))
def test_series_is_no_better_than_its_worst_part_and_parallel_no_worse_than_its_best(parts: list[F]) -> None:
    assert series(parts) <= min(parts)
    assert parallel(parts) >= max(parts)
    assert 0 <= series(parts) <= 1
    assert 0 <= parallel(parts) <= 1


@given(st.lists(shares, min_size=1, max_size=8), shares)
def test_another_hard_dependency_never_raises_availability(parts: list[F], another: F) -> None:
    assert series([*parts, another]) <= series(parts)


@given(shares.filter(lambda a: a >= F(1, 2)), shares, st.integers(1, 6).map(F))
def test_common_cause_lies_between_one_part_and_independent_parts(a: F, beta: F, n: F) -> None:
    assert a <= common_cause(a, beta, n) <= parallel([a] * int(n))
    assert common_cause(a, F(0), n) == parallel([a] * int(n))
    assert common_cause(a, F(1), n) == a


@given(below_one, spans, spans)
def test_budget_is_linear_in_time_and_exact(a: F, first: F, then: F) -> None:
    assert downtime(a, first) + downtime(a, then) == downtime(a, first + then)
    assert error_budget(a, first) == first - a * first


@given(shares, shares)
def test_fallback_never_lowers_availability(a: F, h: F) -> None:
    assert a <= with_fallback(a, h) <= 1


@given(below_one, below_one, shares)
def test_second_provider_reaches_the_target_exactly(target: F, worst: F, rest: F) -> None:
    assume(rest > 0)
    needed = second_provider(target, worst, rest)
    assert rest * (1 - (1 - worst) * (1 - needed)) == target
    assert (needed > 1) == (rest < target)
    assert share_of_budget(worst, target) * (1 - target) == 1 - worst


@given(places, places)
def test_floor_is_symmetric_and_at_most_half_the_circumference(here: Place, there: Place) -> None:
    km = great_circle_km(here, there)
    assert km == great_circle_km(there, here)
    assert great_circle_km(here, here) == 0
    assert 0 <= floor_rtt(km) <= F("0.1961")


@given(spans, st.fractions(1, 10, max_denominator=100))
def test_plan_is_never_below_the_floor(km: F, factor: F) -> None:
    assert planned(floor_rtt(km), factor) >= floor_rtt(km)


def test_no_cold_start_is_shorter_than_a_warm_request() -> None:
    assert all(cold(protocol).trips > HANDSHAKES["warm"].trips for protocol in COLD)
    assert set(COLD.values()) <= HANDSHAKES.keys()


@given(below_one, st.integers(1, 90).map(lambda days: F(days * DAY)))
def test_shares_of_the_budget_match_the_windows(target: F, window: F) -> None:
    found = alerts(target, window)
    assert len(found) == 4 or (window < 28 * DAY and all(one.burn > 1 for one in found))
    for rate, alert in zip(burn_rates(), found, strict=False):  # the slowest are left out first
        assert alert.burn * rate.long / window == rate.share  # spent in the long window at that speed
        assert alert.exhaustion * alert.burn == window
        assert (alert.fires_in_outage is None) == (alert.burn >= largest_burn(target))
        if alert.fires_in_outage is not None:
            assert alert.fires_in_outage <= alert.long_window


@given(below_one, spans, spans)
def test_alert_fires_no_sooner_than_its_interval(target: F, window: F, interval: F) -> None:
    for alert in alerts(target, window, interval):
        assert alert.fires_in_outage is None or alert.fires_in_outage >= interval


@given(st.lists(attempts, max_size=6), attempts)
def test_amplification_is_at_least_one_and_grows_with_layers(tries: list[F], another: F) -> None:
    assert amplification(tries) >= 1
    assert amplification([*tries, another]) == amplification(tries) * another


@given(shares, attempts, attempts)
def test_tries(failure: F, tries: F, more: F) -> None:
    assert 1 <= expected_tries(failure, tries) <= tries
    assert success(1 - failure, tries) <= success(1 - failure, tries + more)
    assert cut_off(tries + more) < cut_off(tries)


@given(attempts, spans, spans)
def test_worst_wait_is_attempts_and_the_waits_between(tries: F, timeout: F, wait: F) -> None:
    waits = [wait] * (int(tries) - 1)
    assert worst_wait(tries, timeout, waits) == tries * timeout + (tries - 1) * wait
    assert worst_wait(tries, timeout, waits) >= worst_wait(tries, timeout)


@given(shares, st.integers(1, 3000).map(F))
def test_fan_out(leaf: F, calls: F) -> None:
    parent = fanout_parent(leaf, calls)
    assert 0 <= parent <= leaf
    assert abs(float(fanout_parent(leaf_needed(F("0.99"), calls), calls)) - 0.99) < 1e-9


@given(st.integers(1, 200).map(F))
def test_guarantee_falls_with_rows_and_stays_a_share(rows: F) -> None:
    assert 0 <= guaranteed(rows + 1) <= guaranteed(rows) <= F("0.99")


@given(shares, shares, spans, spans, spans)
def test_failover(p: F, standby: F, outage: F, mttr: F, mttf: F) -> None:
    down = expected_downtime(coverage(p, standby), outage, mttr)
    assert min(outage, mttr) <= down <= max(outage, mttr)
    assert 0 < steady_state(mttf, down) < 1
    assert mean_detection(outage, F(3), mttr) < detection(outage, F(3), mttr)


@given(spans, shares, shares)
def test_duplicates_are_never_more_than_requests(requests: F, lost: F, repeated: F) -> None:
    assert duplicates(requests, lost, repeated) <= requests


# --- every figure -------------------------------------------------------------------------------------------

SPECS = sorted(figures().values(), key=lambda spec: spec.id)
LISTS = ("dependencies", "users", "latency.hops", "latency.layers", "process.steps")
FLAGS = {"dependencies[].hard": True, "availability.maintenance_counts": True, "process.steps[].manual": True}
WORDS = {"network.protocol": "h2_tls13", "distance.edge": "none", "idempotency.key_source": "client",
         "process.oncall": "none"}  # fmt: skip
PLACES = {
    "distance.origin": Place("Dublin", F("53.3498"), F("-6.2603")),
    "users[].place": Place("Lagos", F("6.5"), F("3.4")),
}
WHOLE = ("attempts", "fanout", "misses", "route_factor", "hours", "trips")
REDUNDANT = "dependencies[].redundant"
PAIRS = ("availability.pair", "availability.pair_shared")  # the only figures that speak of redundant dependencies
NOT_NUMBERS = {*FLAGS, *WORDS, *PLACES, *LISTS, REDUNDANT}


def _value(name: str) -> F:
    """A number that makes sense in any dimension: whole where that is asked for, else a share below one."""
    if name.endswith("[].timeout"):
        return F(1, 4)  # below the p99: otherwise it cuts nothing off
    if name == "availability.window":
        return F(30 * DAY)  # of half a second no alert is faster than the promise allows
    return F(2) if name.endswith(WHOLE) else F(1, 2)


def _answers(bases: dict[str, Basis]) -> dict[str, Answer]:
    names = {n for spec in SPECS for n in (*spec.needs, *spec.reads) if not n.startswith("figures.")}
    plain: dict[str, Answer] = {}
    for name in names - set(LISTS):
        if name in FLAGS:
            plain[name] = Answer(FLAGS[name], "yes")
        elif name in WORDS:
            plain[name] = Answer(WORDS[name], WORDS[name])
        elif name in PLACES:
            plain[name] = Answer(PLACES[name], PLACES[name].name)
        elif name != REDUNDANT:
            plain[name] = Answer(Quantity(_value(name)), "typed", bases.get(name, Basis.DECIDED))
    for list_id in LISTS:
        fields = {n.partition("[].")[2]: one for n, one in plain.items() if n.startswith(f"{list_id}[].")}
        plain[list_id] = Answer((Record("one", fields),))
    return plain


def _run(spec: FigureSpec, answers: dict[str, Answer], known: dict[str, Known]) -> Given:
    record = Record("one", {}) if spec.each else None
    if spec.id in PAIRS:
        answers = {**answers, REDUNDANT: Answer(True, "yes")}
    given_ = Given(answers, known, record)
    outcome = spec.compute(given_)
    if isinstance(outcome.value, Quantity):
        assert outcome.value.dimension is spec.dimension, spec.id
    assert outcome.working, spec.id
    assert outcome.bound in ("", "at least", "at most"), spec.id
    return given_


@given(st.sampled_from(SPECS), st.sampled_from([b for b in Basis if b is not Basis.DECIDED]))
def test_no_result_has_a_stronger_basis_than_an_input_it_needs(spec: FigureSpec, weak: Basis) -> None:
    """Whatever number a figure needs is noted as used with its basis, so composition can take the weakest."""
    numbers = [name for name in spec.needs if name not in NOT_NUMBERS]
    answers = _answers(dict.fromkeys(numbers, weak))
    known = {
        s.id: Known(Quantity(F(1, 2) if s.dimension is Dimension.RATIO else F(2), s.dimension), weak)
        for s in SPECS
    }
    used = _run(spec, answers, known).used
    for name in numbers:
        path = name.replace("[].", ".one.")
        assert path in used, f"{spec.id} does not note {path}"
        assert used[path].basis is weak


@given(st.sampled_from(SPECS), st.data())
def test_a_figure_reads_only_what_it_declares(spec: FigureSpec, data: st.DataObject) -> None:
    """Taking away everything else changes nothing: what a figure reads is in `needs` or `reads`."""
    declared = {*spec.needs, *spec.reads}
    everything = _answers({})
    known = {s.id: Known(Quantity(F(1, 2), s.dimension), Basis.DECIDED) for s in SPECS}
    kept = {n: one for n, one in everything.items() if n in declared}
    for list_id in declared & set(LISTS):
        record = everything[list_id].value
        assert isinstance(record, tuple)
        first = record[0]
        assert isinstance(first, Record)
        fields = {f: one for f, one in first.fields.items() if f"{list_id}[].{f}" in declared}
        kept[list_id] = Answer((Record("one", fields),))
    read = {n: one for n, one in known.items() if f"figures.{n}" in declared}
    assert _run(spec, kept, read).used.keys() == _run(spec, everything, known).used.keys()


@given(st.sampled_from([spec for spec in SPECS if spec.needs]))
def test_a_figure_without_answers_is_missing_never_zero(spec: FigureSpec) -> None:
    with pytest.raises(Missing) as gap:
        spec.compute(Given({}, {}, Record("one", {}) if spec.each else None))
    assert gap.value.names
