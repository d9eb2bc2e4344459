"""What must hold for every input: the invariants of the calculators' design."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from amounts import fractions
from specgen import packs
from specgen.calculators import FigureSpec, Given, Known, Missing, figures
from specgen.calculators.availability import downtime, error_budget
from specgen.calculators.burn import alerts, burn_rates, largest_burn
from specgen.calculators.chain import second_provider, series, share_of_budget, with_fallback
from specgen.calculators.distance import floor_rtt, great_circle_km, planned
from specgen.calculators.failover import coverage, detection, expected_downtime, mean_detection, steady_state
from specgen.calculators.handshake import COLD, HANDSHAKES, cold
from specgen.calculators.idempotency import duplicates
from specgen.calculators.latency import fanout_parent, guaranteed, leaf_needed
from specgen.calculators.layers import amplification
from specgen.calculators.redundancy import common_cause, parallel
from specgen.calculators.retries import cut_off, expected_tries, success, worst_wait
from specgen.calculators.survivors import k_of_n
from specgen.cli import worked
from specgen.compose.figures import Figures, compute
from specgen.frozen import replace
from specgen.model import Answer, Basis, Dimension, Place, Quantity, Record

F = Fraction

shares = fractions(0, 1, max_denominator=10**6)
below_one = fractions(0, F(999_999, 10**6), max_denominator=10**6)
spans = fractions(F(1, 1000), 10**7, max_denominator=1000)
attempts = st.integers(1, 12).map(F)
places = st.builds(
    Place,
    st.just("somewhere"),
    fractions(-90, 90, max_denominator=10**4),
    fractions(-180, 180, max_denominator=10**4),
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


@given(spans, fractions(1, 10, max_denominator=100))
def test_plan_is_never_below_the_floor(km: F, factor: F) -> None:
    assert planned(floor_rtt(km), factor) >= floor_rtt(km)


def test_no_cold_start_is_shorter_than_a_warm_request() -> None:
    assert all(cold(protocol).trips > HANDSHAKES["warm"].trips for protocol in COLD)
    assert set(COLD.values()) <= HANDSHAKES.keys()


@given(below_one, st.integers(1, 90).map(lambda days: F(days * 86_400)))
def test_shares_of_the_budget_match_the_windows(target: F, window: F) -> None:
    found = alerts(target, window)
    assert len(found) == 4 or (window < 28 * 86_400 and all(one.burn > 1 for one in found))
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

LIBRARY = packs.built_in()
EXAMPLES = worked.examples(LIBRARY)
SPECS = sorted(figures().values(), key=lambda spec: spec.id)


@cache
def reached(id: str) -> Mapping[str, Answer]:
    """Answers that make the figure known."""
    found = EXAMPLES.reaching(figures()[id])
    assert found, f"no example reaches {id}"
    return found[0]


@cache
def made_of(id: str, weak: Basis | None = None) -> Figures:
    """All figures of those answers, with every number resting on `weak`. Most ids are reached by the same answers."""
    for other in SPECS[: [spec.id for spec in SPECS].index(id)]:
        if reached(other.id) is reached(id):
            return made_of(other.id, weak)
    return compute(reached(id) if weak is None else weakened(reached(id), weak))


def weakened(answers: Mapping[str, Answer], basis: Basis) -> dict[str, Answer]:
    """The same answers with every number resting on that basis."""

    def one(answer: Answer) -> Answer:
        if isinstance(answer.value, Quantity):
            return replace(answer, basis=basis)
        if isinstance(answer.value, tuple) and all(isinstance(each, Record) for each in answer.value):
            records = tuple(each for each in answer.value if isinstance(each, Record))
            return replace(answer, value=tuple(
                replace(each, fields={name: one(value) for name, value in each.fields.items()}) for each in records
            ))  # fmt: skip
        return answer

    return {id: one(answer) for id, answer in answers.items()}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
@pytest.mark.parametrize("weak", [Basis.MEASURED, Basis.CONTRACT, Basis.ASSUMED, Basis.DEFAULT])
def test_no_result_has_a_stronger_basis_than_an_input(spec: FigureSpec, weak: Basis) -> None:
    """Whatever number a figure needs is noted as used with its basis, so composition can take the weakest."""
    (figure, *_) = [one for one in made_of(spec.id, weak)[spec.id] if one.value is not None]
    used = {one.name.replace(f".{worked.RECORD}.", "[].") for one in figure.inputs}
    for name in spec.needs:
        answer = EXAMPLES.answer(name)
        if name.startswith("figures.") or (answer and isinstance(answer.value, Quantity)):
            assert name in used, f"{spec.id} does not note {name}"
    for one in figure.inputs:
        assert figure.basis >= one.basis
        answer = EXAMPLES.answer(one.name.replace(f".{worked.RECORD}.", "[]."))
        if answer and isinstance(answer.value, Quantity):
            assert one.basis is weak
    if isinstance(figure.value, Quantity):
        assert figure.value.dimension is spec.dimension
    assert figure.working
    assert figure.bound in ("", "at least", "at most")


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_a_figure_reads_only_what_it_declares(spec: FigureSpec) -> None:
    """Taking away everything else changes nothing: what a figure reads is in `needs` or `reads`."""
    answers, declared = reached(spec.id), {*spec.needs, *spec.reads}
    made = made_of(spec.id)
    known = {
        id: Known(one.value, one.basis, one.working) for id, many in made.items() for one in many if one.value is not None
    }
    kept: dict[str, Answer] = {}
    everything: dict[str, Answer] = dict(answers)
    for id, answer in answers.items():
        fields = worked.fields_of(answer)
        everything |= {f"{id}[].{name}": value for name, value in fields.items()} if id == spec.each else {}
        if id in declared or any(name.startswith(f"{id}[].") for name in declared):
            said = {name: value for name, value in fields.items() if f"{id}[].{name}" in declared}
            kept[id] = replace(answer, value=(Record(worked.RECORD, said),)) if fields else answer
            kept |= {f"{id}[].{name}": value for name, value in said.items()} if id == spec.each else {}
    read = {id: one for id, one in known.items() if f"figures.{id}" in declared}
    record = Record(worked.RECORD, {}) if spec.each else None
    less, all_ = Given(kept, read, record), Given(everything, known, record)
    assert spec.compute(less).value == spec.compute(all_).value
    assert less.used.keys() == all_.used.keys()


@given(st.sampled_from([spec for spec in SPECS if spec.needs]))
def test_a_figure_without_answers_is_missing_never_zero(spec: FigureSpec) -> None:
    with pytest.raises(Missing) as gap:
        spec.compute(Given({}, {}, Record("one", {}) if spec.each else None))
    assert gap.value.names


@given(st.integers(1, 12), st.integers(1, 12), shares)
def test_more_needed_is_less_likely_and_more_nodes_are_more_likely(needed: int, nodes: int, each: F) -> None:
    k, n = min(needed, nodes), max(needed, nodes)
    if k > 1:
        assert k_of_n(F(k), F(n), each) <= k_of_n(F(k - 1), F(n), each)
    assert k_of_n(F(k), F(n), each) <= k_of_n(F(k), F(n + 1), each)
    assert k_of_n(F(1), F(n), each) == parallel([each] * n)
    assert k_of_n(F(n), F(n), each) == series([each] * n)


@given(st.integers(1, 40), fractions(F(1, 100), F(99, 100), max_denominator=100), st.integers(1, 5_000))
def test_time_in_the_system_is_the_wait_and_one_service(workers: int, busy: F, milliseconds: int) -> None:
    service = F(milliseconds, 1000)
    numbers = {
        "load.peak": Quantity(busy * workers / service, Dimension.RATE), "load.workers": Quantity(F(workers)),
        "load.service_time": Quantity(service, Dimension.DURATION), "load.service_variation": Quantity(F(1)),
        "load.arrival_variation": Quantity(F(1)),
    }  # fmt: skip
    made = compute({id: Answer(value, "typed", Basis.MEASURED) for id, value in numbers.items()})
    (waits,), (all_of_it,) = made["queue.wait"], made["queue.time"]
    assert isinstance(waits.value, Quantity)
    assert isinstance(all_of_it.value, Quantity)
    assert all_of_it.value.amount == waits.value.amount + service
