"""Which users decide a percentile, against a brute-force sample of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from specgen import answersfile, packs
from specgen.calculators.journeys import Trips, certain, deciding, evenly
from specgen.compose import compose
from specgen.model import Figure, Identity, Spec
from specgen.quantities import show_figure

F = Fraction


@cases(
    groups=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), min_size=1, max_size=6),
    percentile=st.sampled_from([50, 75, 90, 95, 99]),
)
def test_the_percentile_of_a_sample_of_users(groups: list[tuple[int, int]], percentile: int) -> None:
    """A hundred requests in a row: the time that exactly (100 - percentile) of them exceed at most."""
    sample = [time for time, percent in groups for _ in range(percent)]
    if len(sample) > 100:
        return
    sample += [-1] * (100 - len(sample))  # requests from places nobody named: as near as can be
    expected = sorted(sample)[percentile - 1]
    while sum(one > expected for one in sample) > 100 - percentile:
        expected += 1
    found = deciding([(F(time), F(percent, 100)) for time, percent in groups], F(percentile, 100))
    assert (-1 if found is None else found) == expected


def test_a_percentile_of_100_has_no_group_that_decides() -> None:
    with pytest.raises(ValueError, match="100%"):
        deciding([(F(1), F(1))], F(1))


GROUPS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), min_size=1, max_size=3)


@cases(groups=GROUPS, reuse=st.integers(0, 10), left_out=st.integers(1, 5))
def test_no_split_of_the_warm_connections_beats_the_certain_floor(
    groups: list[tuple[int, int]], reuse: int, left_out: int
) -> None:
    """Ten requests: every way of handing out the cold ones, the rest of them at places nobody named."""
    elsewhere = 10 - sum(tenths for _, tenths in groups)
    if elsewhere < 0:
        return
    best: list[int | None] = []
    for split in product(*(range(tenths + 1) for _, tenths in groups)):
        if not 0 <= 10 - reuse - sum(split) <= elsewhere:
            continue
        sample = [-1] * elsewhere
        for (trip, tenths), cold in zip(groups, split, strict=True):
            sample += [3 * trip] * cold + [trip] * (tenths - cold)
        decided = sorted(sample)[9 - left_out]
        best.append(None if decided < 0 else decided)
    expected = None if None in best else min(one for one in best if one is not None)
    trips = Trips(cold=F(3), warm=F(1), reuse=F(reuse, 10))
    named = [(F(trip), F(tenths, 10)) for trip, tenths in groups]
    assert certain(named, trips, 1 - F(left_out, 10)) == expected
    even = deciding(evenly(named, trips), 1 - F(left_out, 10))
    assert expected is None or (even is not None and even >= expected)


ANSWERS = """
spec.components: [user_facing]
distance.origin: London
network.protocol: h2_tls13
network.reuse: 95%; measured; log
latency.journeys: [{name: search, percentile: PERCENT, target: 1 s}]
users: [{place: Sydney, share: SHARE}, {place: London, share: 90%}]
"""


def figure(percent: str, share: str, id: str = "latency.journey_floor") -> Figure:
    library = packs.built_in()
    text = ANSWERS.replace("PERCENT", percent).replace("SHARE", share)
    return compose(library, answersfile.read(text, "x", library), Identity("x", "X")).figure(id, "search")


def test_only_the_cold_part_of_a_group_decides() -> None:
    """10% from Sydney with 95% of connections warm: 0.5% of all requests are cold ones from there."""
    assert show_figure(figure("95%", "10%")) == "160 ms"  # shares are assumed: two digits, rounded down
    assert show_figure(figure("99%", "10%")) == "160 ms"
    assert show_figure(figure("99.9%", "10%")) == "490 ms"  # three round trips
    assert figure("99.9%", "10%").bound == "at least"
    assert any("alike" in note for note in figure("99.9%", "10%").caveats)


def test_warm_connections_may_all_be_where_they_help() -> None:
    assert show_figure(figure("99.9%", "10%", "latency.journey_floor_certain")) == "160 ms"
    assert show_figure(figure("95%", "100%", "latency.journey_floor_certain")) == "160 ms"
    assert show_figure(figure("99%", "100%", "latency.journey_floor_certain")) == "490 ms"  # 5% have to be cold


def world(*lines: str) -> Spec:
    library = packs.built_in()
    text = "\n".join([
        "spec.components: [user_facing]", "distance.origin: London", "network.protocol: h2_tls13", *lines,
    ])  # fmt: skip
    return compose(library, answersfile.read(text, "x", library), Identity("x", "X"))


SYDNEY = "users: [{place: London, share: 98%}, {place: Sydney, share: 2%}]"


def test_a_p99_is_weighed_over_all_places() -> None:
    """The reader's case: 2% x 40% cold are 0.8%, so Sydney's one round trip of 166 ms decides."""
    spec = world("network.reuse: 60%", SYDNEY)
    assert show_figure(spec.figure("latency.floor")) == "160 ms"
    assert show_figure(spec.figure("latency.cold_share", "sydney")) == "0.8%"
    small = world("network.reuse: 99%", "users: [{place: Sydney, share: 0.9%}, {place: Auckland, share: 0.9%}]")
    assert show_figure(small.figure("latency.floor_certain")) == "160 ms"  # together 1.8%


def test_without_reuse_the_certain_floor_is_warm_and_the_even_one_waits_for_it() -> None:
    spec = world(SYDNEY)
    assert show_figure(spec.figure("latency.floor_certain")) == "160 ms"
    assert spec.figure("latency.floor").missing == ("network.reuse",)


def test_what_stands_near_the_users_takes_the_handshake_or_the_distance() -> None:
    cdn = world("network.reuse: 0%", "distance.edge: cdn_dynamic", SYDNEY)
    assert show_figure(cdn.figure("latency.floor")) == "160 ms"
    assert show_figure(cdn.figure("latency.physics", "sydney")) == "166 ms"  # nothing assumed is left in it
    assert cdn.figure("latency.physics", "sydney").bound == "at least"
    near = world("network.reuse: 0%", "distance.edge: regional_stack", SYDNEY)
    assert near.figure("latency.floor").caveats == (
        "Answers are made near the users: the distance to the origin decides nothing.",
    )


@pytest.mark.parametrize(("edge", "noted"), [("none", True), ("regional_stack", False)])
def test_a_short_round_trip_is_right_where_something_near_answers(edge: str, noted: bool) -> None:
    spec = world(f"distance.edge: {edge}", "users: [{place: Sydney, rtt: 8 ms}]")
    notes = spec.figure("distance.round_trip", "sydney").caveats
    assert any("Shorter than light" in note for note in notes) is noted


def test_what_is_missing_is_named_and_too_few_users_decide_nothing() -> None:
    assert figure("95%", "unknown").value is not None  # London alone holds 90%
    assert figure("95%", "unknown").bound == "at least"
    assert figure("5%", "unknown").missing == ("users.sydney.share",)
    assert figure("5%", "1%").caveats == ("The places named hold too few of the requests to decide this percentile.",)
