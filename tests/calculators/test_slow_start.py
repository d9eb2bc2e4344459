"""C12: slow start against the independent program, invariants, and the figures of a page far from its servers."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen import packs
from specgen.calculators.slow_start import largest, loss_limit, on_the_line, rounds, segments, transfer_time
from specgen.cli import given as typed
from specgen.compose import compose
from specgen.model import Basis, Figure, Identity, Library, Quantity, Spec

F = Fraction
ORACLE: dict[str, float] = {
    key: value
    for key, value in json.loads(
        (Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8")
    ).items()
    if key.startswith(("ss.", "mathis."))
}
MSS, RTT = F(1460), F("0.1")
MEGABIT = F(10**6, 8)


def computed() -> dict[str, F]:
    found: dict[str, F] = {}
    for size in (1, 14_600, 14_601, 50_000, 100_000, 500_000, 1_000_000, 2_000_000):
        count = segments(F(size), MSS)
        found[f"ss.{size}.segments"] = F(count)
        found[f"ss.{size}.rounds"] = F(rounds(count))
        found[f"ss.{size}.ms@100"] = transfer_time(count, MSS, RTT) * 1000
    million = segments(F(10**6), MSS)
    found["ss.bw.1MB.rtt100.10Mbit.s"] = transfer_time(million, MSS, RTT, 10 * MEGABIT)
    found["ss.bw.1MB.rtt100.1Gbit.s"] = transfer_time(million, MSS, RTT, 1000 * MEGABIT)
    found["ss.ser.1MB.10Mbit.s"] = on_the_line(F(10**6), 10 * MEGABIT)
    found["mathis.1460.100ms.1e-4.Mbps"] = loss_limit(MSS, RTT, F(1, 10_000)) / MEGABIT
    return found


COMPUTED = computed()


def test_every_number_of_the_independent_program_is_computed() -> None:
    assert COMPUTED.keys() == ORACLE.keys()


@pytest.mark.parametrize("key", sorted(ORACLE))
def test_number_of_the_independent_program(key: str) -> None:
    assert float(COMPUTED[key]) == pytest.approx(ORACLE[key], rel=1e-9)


# --- invariants ------------------------------------------------------------------------------------------------------

sizes = st.integers(0, 10**9).map(F)
trips = fractions(F(1, 1000), 2, max_denominator=1000)
lines = fractions(10_000, 10**9, max_denominator=10)


@given(sizes, sizes)
def test_rounds_never_fall_with_the_size(one: F, more: F) -> None:
    assert 1 <= rounds(segments(one, MSS)) <= rounds(segments(one + more, MSS))


@given(sizes)
def test_rounds_are_the_fewest_whose_windows_hold_it(size: F) -> None:
    found = rounds(segments(size, MSS))
    assert size <= largest(found, MSS)
    assert found == 1 or size > largest(found - 1, MSS)
    assert largest(found, MSS) == sum(10 * 2**i for i in range(found)) * MSS


@given(sizes, trips, lines)
def test_a_line_never_makes_it_faster_than_distance_or_bytes_allow(size: F, once: F, line: F) -> None:
    count = segments(size, MSS)
    sent = transfer_time(count, MSS, once, line)
    assert sent >= once + on_the_line(size, line)
    assert sent >= transfer_time(count, MSS, once)
    assert sent <= transfer_time(count, MSS, once) + on_the_line(count * MSS, line)
    assert transfer_time(count, MSS, once, 2 * line) <= sent


@given(trips, fractions(F(1, 10**6), F(1, 2)))
def test_loss_limit_by_its_square(once: F, loss: F) -> None:
    limit = loss_limit(MSS, once, loss)
    assert float((limit * once / MSS) ** 2 * loss) == pytest.approx(1.5, rel=1e-12)


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: segments(F(-1), MSS), "size cannot be negative"),
        (lambda: segments(F(1), F(0)), "segment size must be more than zero"),
        (lambda: rounds(1, 0), "first window"),
        (lambda: transfer_time(1, MSS, RTT, F(0)), "bandwidth must be more than zero"),
        (lambda: transfer_time(1, MSS, F(-1)), "round trip cannot be negative"),
        (lambda: on_the_line(F(1), F(0)), "bandwidth must be more than zero"),
        (lambda: loss_limit(MSS, RTT, F(0)), "Without loss there is no such limit"),
        (lambda: loss_limit(MSS, RTT, F(1)), "between 0% and 100%"),
        (lambda: loss_limit(MSS, F(0), F("0.01")), "round trip must be more than zero"),
    ],
)
def test_senseless_input_is_refused_in_words(senseless: object, said: str) -> None:
    assert callable(senseless)
    with pytest.raises(ValueError, match=said):
        senseless()


def test_an_absurd_size_is_quick() -> None:
    assert rounds(segments(F(10**40), F(1))) == 130


# --- figures ---------------------------------------------------------------------------------------------------------


@cache
def library() -> Library:
    return packs.built_in()


PAGE = """
spec.components: [user_facing]
distance.origin: Frankfurt
distance.edge: none
network.protocol: h2_tls13
network.response: {value: 1.9 MB, basis: measured, source: us}
users:
  - {place: Lagos, rtt: {value: 100 ms, basis: measured, source: us}}
"""


def spec(*more: str, text: str = PAGE) -> Spec:
    answers = "\n".join((text, *more))
    return compose(library(), typed.read(answers, "answers.yaml", library()), Identity("x", "X"))


def amount(figure: Figure) -> float:
    assert isinstance(figure.value, Quantity)
    return float(figure.value.amount)


def test_a_page_of_1_9_mb() -> None:
    found = spec("latency.p99: 1.5 s")
    assert amount(found.figure("network.segments")) == 1302
    assert amount(found.figure("network.rounds")) == 8
    assert amount(found.figure("network.one_less")) == 1_854_200
    assert amount(found.figure("transfer.time", "lagos")) == pytest.approx(0.8)
    assert amount(found.figure("transfer.page", "lagos")) == pytest.approx(1.0)  # two more trips for TCP and TLS 1.3
    assert amount(found.figure("transfer.left", "lagos")) == pytest.approx(0.5)
    assert [found.figure(id, "lagos").bound for id in ("transfer.time", "transfer.page", "transfer.left")] == [
        "at least", "at least", "",
    ]  # fmt: skip
    assert "Bandwidth is unknown and not counted." in found.figure("transfer.left", "lagos").caveats
    assert found.figure("transfer.over", "lagos").value is None
    assert found.figure("network.rounds").basis is Basis.DEFAULT  # the segment size is taken for granted


def test_what_the_network_takes_beyond_the_promise() -> None:
    over = spec("latency.p99: 900 ms").figure("transfer.over", "lagos")
    assert amount(over) == pytest.approx(0.1)
    assert over.bound == "at least"  # bandwidth is not counted
    assert amount(spec("latency.p99: 900 ms").figure("transfer.left", "lagos")) == pytest.approx(-0.1)


def test_bandwidth_makes_it_exact_and_longer() -> None:
    found = spec("network.bandwidth: 10 Mbit/s", "network.mss: 1460 B; measured; us")
    figure = found.figure("transfer.time", "lagos")
    pauses = sum(0.1 - 10 * 2**i * 1460 * 8 / 1e7 for i in range(4))  # the fifth window fills the line
    assert amount(figure) == pytest.approx(0.1 + 1302 * 1460 * 8 / 1e7 + pauses)
    assert (figure.bound, figure.basis) == ("", Basis.ASSUMED)
    assert amount(found.figure("network.line")) == pytest.approx(1.52)


def test_objects_over_one_connection_are_a_lower_bound() -> None:
    found = spec("network.objects: 60", "network.bandwidth: 10 Mbit/s")
    assert found.figure("network.rounds").bound == "at least"
    assert amount(found.figure("network.rounds")) == 8
    assert found.figure("transfer.page", "lagos").bound == "at least"


def test_objects_over_http_1_are_fetched_six_at_a_time() -> None:
    old = PAGE.replace("h2_tls13", "h1_tls12")
    found = spec("network.objects: 60", text=old)
    assert amount(found.figure("network.rounds")) == 10
    assert found.figure("network.one_less").value is None
    assert "number of objects decides" in found.figure("network.one_less").caveats[0]
    assert amount(found.figure("transfer.page", "lagos")) == pytest.approx(1.3)
    few = spec("network.objects: 6", text=old)
    assert amount(few.figure("network.rounds")) == 5  # sixty segments to begin with: 60 x 31 are enough, 60 x 15 not
    assert amount(spec("network.objects: 1", text=old).figure("network.rounds")) == 8


def test_objects_without_a_protocol_wait_for_it() -> None:
    found = spec("network.objects: 60", text=PAGE.replace("network.protocol: h2_tls13\n", ""))
    assert found.figure("network.rounds").missing == ("network.protocol",)


def test_a_small_answer_cannot_save_a_round_trip() -> None:
    figure = spec(text=PAGE.replace("1.9 MB", "14.6 kB")).figure("network.one_less")
    assert figure.value is None
    assert "one round trip is the least" in figure.caveats[0]


def test_in_the_same_city_the_distance_is_no_guide() -> None:
    figure = spec(text=PAGE.replace("Lagos, rtt: {value: 100 ms, basis: measured, source: us}", "Frankfurt")).figure(
        "transfer.page", "frankfurt"
    )
    assert figure.value is None
    assert "measure the round trip" in figure.caveats[0]


def test_the_main_promise_comes_before_the_longest_journey() -> None:
    journeys = "latency.journeys: [{name: page, target: 1.5 s}, {name: list, target: 300 ms}, {name: export}]"
    assert amount(spec(journeys).figure("transfer.promise")) == 1.5
    assert amount(spec(journeys, "latency.p99: 800 ms").figure("transfer.promise")) == 0.8
    assert spec("latency.journeys: [{name: page}]").figure("transfer.promise").missing == ("latency.p99",)
    assert spec().figure("transfer.promise").missing == ("latency.p99", "latency.journeys")


def test_loss_limits_what_one_connection_carries() -> None:
    figure = spec("network.loss: 0.01%; measured; us", "network.mss: 1460 B; measured; us").figure(
        "network.loss_limit", "lagos"
    )
    assert amount(figure) == pytest.approx(14.305020097853758e6 / 8)
    assert (figure.bound, figure.basis) == ("at most", Basis.MEASURED)
    assert "Reno-like" in figure.caveats[0]
    assert spec("network.loss: 0%").figure("network.loss_limit", "lagos").value is None


def test_missing_answers_are_named() -> None:
    found = spec(text="spec.components: [user_facing]\nusers: [Lagos]")
    assert found.figure("network.rounds").missing == ("network.response",)
    assert set(found.figure("transfer.page", "lagos").missing) >= {
        "distance.origin", "network.protocol", "network.response",
    }  # fmt: skip
