"""Rows of the latency budget: what an answer waits for, and what it proves."""

from __future__ import annotations

from fractions import Fraction

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Figure, Identity, Quantity, Spec
from specgen.quantities import show_figure

F = Fraction


def spec(*lines: str) -> Spec:
    library = packs.built_in()
    text = "\n".join(["spec.components: [external_calls, user_facing]", "latency.p99: 300 ms", *lines])
    return compose(library, answersfile.read(text, "x", library), Identity("x", "X"))


def amount(figure: Figure) -> Fraction:
    assert isinstance(figure.value, Quantity)
    return figure.value.amount


def switch(fields: str) -> str:
    return f"dependencies: [{{name: switch, {fields}}}]"


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ("hard: yes, p99: 2 s", F(2)),
        ("hard: no, in_response: yes, p99: 2 s", F(2)),  # a fallback keeps requests alive, but only after the wait
        ("in_response: yes, p99: 2 s", F(2)),
        ("hard: yes, p99: 2 s, cache_ttl: 1 h, hit_ratio: 98.9%", F(2)),
        ("hard: yes, p99: 2 s, cache_ttl: 1 h, hit_ratio: 99%", F(2, 1000)),
        ("hard: yes, p99: 2 s, cache_ttl: 1 h, hit_ratio: 99%, cache_time: 5 ms", F(5, 1000)),
        ("hard: yes, cache_ttl: 1 h, hit_ratio: 99.5%", F(2, 1000)),  # nobody needs the p99 of its misses
        ("hard: yes, p99: 2 s, cache_ttl: 0 s, hit_ratio: 99.5%", F(2)),
    ],
)
def test_what_an_answer_waits_for(fields: str, seconds: Fraction) -> None:
    found = spec(switch(fields), "latency.hops: none")
    assert amount(found.figure("latency.row", "switch")) == seconds
    assert amount(found.figure("latency.parts")) == seconds


@pytest.mark.parametrize("fields", ["hard: yes, in_response: no, p99: 2 s", "hard: no, p99: 2 s"])
def test_what_nobody_waits_for_is_no_row(fields: str) -> None:
    found = spec(switch(fields), "latency.hops: [{name: database, p99: 40 ms}]")
    assert found.figure("latency.row", "switch").caveats == ("No answer waits for this call.",)
    assert amount(found.figure("latency.parts")) == F("0.04")
    assert found.figure("latency.parts").bound == ""
    assert amount(found.figure("latency.guarantee")) == F("0.99")


def test_a_row_that_is_not_known_names_what_would_tell() -> None:
    found = spec(switch("p99: 2 s"), "latency.hops: none")
    assert found.figure("latency.row", "switch").missing == ("dependencies.switch.hard",)
    assert spec(switch("hard: yes")).figure("latency.row", "switch").missing == ("dependencies.switch.p99",)


def test_the_longest_row_is_proof_only_where_its_p99_is_that_of_every_answer() -> None:
    two = spec(switch("hard: yes, p99: 2 s"), "latency.hops: [{name: database, p99: 40 ms}]")
    assert (amount(two.figure("latency.longest_row")), two.figure("latency.longest_row").bound) == (F(2), "")
    assert two.figure("latency.longest_row").working == "2 s (switch)"
    cached = spec(
        switch("hard: yes, p99: 2 s, cache_ttl: 1 h, hit_ratio: 98%"), "latency.hops: [{name: database, p99: 40 ms}]"
    )
    assert amount(cached.figure("latency.longest_row")) == F("0.04")
    partly = spec(switch("hard: yes"), "latency.hops: [{name: database, p99: 40 ms}]")
    assert partly.figure("latency.longest_row").bound == "at least"
    assert spec(switch("hard: yes")).figure("latency.longest_row").missing == (
        "dependencies.switch.p99",
        "latency.hops",
    )
    alone = spec(switch("hard: yes, p99: 2 s, cache_ttl: 1 h"), "latency.hops: none").figure("latency.longest_row")
    assert alone.caveats == ("No row of the budget is an observed percentile of every answer.",)


USERS = (
    "distance.origin: eu-west-1", "distance.edge: none", "network.protocol: h2_tls13", "network.reuse: 99%",
    "latency.hops: [{name: database, p99: 250 ms}]", "dependencies: none",
)  # fmt: skip


def test_the_excess_is_that_of_places_that_can_break_a_p99() -> None:
    over = spec(*USERS, "users: [{place: Lagos, share: 1%, rtt: 100 ms}]").figure("latency.over", "lagos")
    assert (amount(over), over.bound, over.working) == (F("0.05"), "", "100 ms + 250 ms - 300 ms")
    few = spec(*USERS, "users: [{place: Lagos, share: 0.9%, rtt: 100 ms}]").figure("latency.over", "lagos")
    assert "Less than 1%" in few.caveats[0]
    within = spec(*USERS, "users: [{place: Lagos, share: 1%, rtt: 50 ms}]").figure("latency.over", "lagos")
    assert within.caveats == ("The known rows are within the promise.",)


def test_the_only_place_stands_for_all_users_and_one_of_several_does_not() -> None:
    alone = spec(*USERS, "users: [{place: Lagos, rtt: 100 ms}]").figure("latency.over", "lagos")
    assert show_figure(alone) == "50 ms"
    several = spec(*USERS, "users: [{place: Lagos, rtt: 100 ms}, {place: London, rtt: 9 ms}]")
    assert several.figure("latency.over", "lagos").missing == ("users.lagos.share",)


@pytest.mark.parametrize(
    ("edge", "objects", "counted"), [("none", 60, True), ("cdn_static", 60, False), ("cdn_static", 1, True)]
)
def test_a_page_that_a_cdn_holds_is_no_row(edge: str, objects: int, counted: bool) -> None:
    found = spec(
        *USERS[:1], f"distance.edge: {edge}", *USERS[2:], f"network.objects: {objects}", "network.response: 100 kB",
        "users: [{place: Lagos, rtt: 100 ms}]",
    )  # fmt: skip
    assert (amount(found.figure("latency.sum", "lagos")) > F("0.35")) is counted
