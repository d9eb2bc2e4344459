"""Which users decide a percentile, against a brute-force sample of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from specgen import packs
from specgen.calculators.journeys import deciding
from specgen.cli import given
from specgen.compose import compose
from specgen.model import Figure, Identity
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


ANSWERS = """
spec.components: [user_facing]
distance.origin: London
network.protocol: h2_tls13
network.reuse: 95%; measured; log
latency.journeys: [{name: search, percentile: PERCENT, target: 1 s}]
users: [{place: Sydney, share: SHARE}, {place: London, share: 90%}]
"""


def figure(percent: str, share: str) -> Figure:
    library = packs.built_in()
    text = ANSWERS.replace("PERCENT", percent).replace("SHARE", share)
    return compose(library, given.read(text, "x", library), Identity("x", "X")).figure("latency.journey_floor", "search")


def test_a_journey_counts_on_warm_connections_up_to_its_percentile() -> None:
    assert show_figure(figure("95%", "10%")) == "160 ms"  # shares are assumed: two digits, rounded down
    assert show_figure(figure("99%", "10%")) == "490 ms"  # three round trips


def test_what_is_missing_is_named_and_too_few_users_decide_nothing() -> None:
    assert figure("95%", "unknown").value is not None  # London alone holds 90%
    assert figure("95%", "unknown").bound == "at least"
    assert figure("5%", "unknown").missing == ("users.sydney.share",)
    assert figure("5%", "1%").caveats == ("The places named hold too few of the requests to decide this percentile.",)
