"""C24: ports of a NAT gateway. Numbers of the independent program, the limit from both sides, senseless and missing input."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators.nat import (
    PER_GATEWAY,
    PORTS,
    addresses_needed,
    open_connections,
    port_share,
    share_without_zone,
)
from specgen.compose.figures import compute
from specgen.model import Answer, Answers, Basis, Dimension, Figure, Quantity, Unknown
from specgen.quantities import parse, show_figure

F = Fraction
ORACLE: dict[str, float] = json.loads((Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8"))

rates = fractions(0, 10**5, max_denominator=1000)
counts = st.integers(1, 100).map(F)
zones_out = st.integers(1, 20).map(F)


def test_number_of_the_independent_program() -> None:
    assert {key for key in ORACLE if key.startswith("nat.")} == {"nat.conc"}
    assert open_connections(F(900), F(60)) == ORACLE["nat.conc"] == 54_000


def test_the_limit_is_55_000_for_each_address() -> None:
    assert port_share(F(54_000), F(1)) == F(54, 55)
    assert port_share(F(55_000), F(1)) == 1
    assert port_share(F(55_001), F(1)) > 1
    assert PORTS * PER_GATEWAY == 440_000  # what a zonal gateway with eight addresses reaches


@pytest.mark.parametrize(
    ("connections", "addresses"), [("0", 1), ("0.5", 1), ("55000", 1), ("55000.001", 2), ("54000", 1), ("440001", 9)]
)
def test_addresses_are_rounded_up_and_at_least_one(connections: str, addresses: int) -> None:
    assert addresses_needed(F(connections)) == addresses


def test_what_one_zone_has_left_over_does_not_help_another() -> None:
    """By hand: 200,000 over three zones are 66,667 in each, so each needs two addresses; with four, two zones have one."""
    assert addresses_needed(F(200_000)) == 4
    assert addresses_needed(F(200_000), F(3)) == 6
    assert port_share(F(200_000), F(4)) == F(10, 11)
    assert port_share(F(200_000), F(4), F(3)) == F(200, 165)
    assert port_share(F(200_000), F(6), F(3)) == F(100, 165)


def test_a_lost_zone_leaves_its_share_to_the_others() -> None:
    assert share_without_zone(F(55_000), F(2), F(2)) == 1  # by hand: everything on one of two addresses
    assert share_without_zone(F(60_000), F(3), F(3)) == F(60, 110)
    assert share_without_zone(F(60_000), F(4), F(3)) == F(60, 110)  # the zone that failed may be the one with two


@given(rates, rates, zones_out)
def test_the_addresses_needed_carry_it_and_one_less_does_not(per_second: F, held: F, zones: F) -> None:
    connections = open_connections(per_second, held)
    needed = addresses_needed(connections, zones)
    assert port_share(connections, needed, zones) <= 1
    assert needed == zones or port_share(connections, needed - 1, zones) > 1
    assert needed >= addresses_needed(connections)


@given(rates, counts, st.integers(2, 20).map(F))
def test_losing_a_zone_never_helps(connections: F, addresses: F, zones: F) -> None:
    addresses += zones
    together = port_share(connections, addresses, zones)
    assert share_without_zone(connections, addresses, zones) >= together >= port_share(connections, addresses)
    assert port_share(connections, addresses + 1, zones) <= together


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: open_connections(F(-1), F(1)), "a rate of connections cannot be negative"),
        (lambda: open_connections(F(1), F(-1)), "the time a connection is held cannot be negative"),
        (lambda: port_share(F(1), F(0)), "number of addresses must be a whole number of at least 1"),
        (lambda: port_share(F(1), F("1.5")), "whole number"),
        (lambda: port_share(F(-1), F(1)), "negative"),
        (lambda: port_share(F(1), F(2), F(3)), "fewer listed addresses than zones"),
        (lambda: port_share(F(1), F(2), F(0)), "number of zones must be a whole number"),
        (lambda: share_without_zone(F(1), F(1), F(1)), "nothing is left"),
        (lambda: share_without_zone(F(1), F(1), F(0)), "number of zones"),
        (lambda: addresses_needed(F(-1)), "negative"),
        (lambda: addresses_needed(F(1), F("1.5")), "number of zones must be a whole number"),
    ],
)
def test_senseless_input_is_refused_in_words(senseless: object, said: str) -> None:
    assert callable(senseless)
    with pytest.raises(ValueError, match=said):
        senseless()


# --- figures ---------------------------------------------------------------------------------------------------------

MEASURED = Basis.MEASURED


def typed(
    rate: str = "900/s", held: str = "60 s", addresses: tuple[str, ...] = ("203.0.113.10",), **words: str
) -> dict[str, Answer]:
    found = {
        "egress.new_connections": Answer(parse(rate, Dimension.RATE), rate, MEASURED),
        "egress.held": Answer(parse(held, Dimension.DURATION), held, MEASURED),
        "egress.addresses": Answer(addresses, ", ".join(addresses) or "none"),
        "egress.method": Answer("nat_zonal", "nat_zonal"),
    }
    for name, text in words.items():
        value = Quantity(F(text)) if text.isdigit() else text
        found[f"egress.{name}"] = Answer(value, text, Basis.DECIDED if text.isdigit() else None)
    return found


def figure(id: str, answers: Answers) -> Figure:
    (found,) = compute(answers)[id]
    return found


def test_figures_of_the_design() -> None:
    answers = typed(zones="2", nat_zones="2", addresses=("203.0.113.10", "203.0.113.11"))
    shown = {id: show_figure(figure(f"egress.{id}", answers)) for id in (
        "open_connections", "addresses_listed", "port_share", "port_share_zone_lost", "addresses_needed",
    )}  # fmt: skip
    assert shown == {
        "open_connections": "54,000", "addresses_listed": "2", "port_share": "49.1%", "port_share_zone_lost": "98.19%",
        "addresses_needed": "2",
    }  # fmt: skip


def test_a_regional_gateway_loses_one_of_the_zones_with_tasks() -> None:
    answers = typed(method="nat_regional_manual", zones="3", addresses=("203.0.113.10", "203.0.113.11", "203.0.113.12"))
    assert figure("egress.port_share_zone_lost", answers).value == Quantity(F(54, 110), Dimension.RATIO)
    assert figure("egress.port_share_zone_lost", typed(zones="3")).missing == ("egress.nat_zones",)


def test_a_guess_stays_a_guess() -> None:
    answers = typed() | {"egress.held": Answer(parse("60 s", Dimension.DURATION), "60 s", Basis.ASSUMED)}
    assert figure("egress.port_share", typed()).basis is MEASURED
    assert figure("egress.port_share", answers).basis is Basis.ASSUMED
    assert show_figure(figure("egress.port_share", answers)) == "98.2%"  # two digits of what is left


@pytest.mark.parametrize("method", ["nat_instance", "proxy", "public_ip_task", "none"])
def test_another_way_out_has_another_limit(method: str) -> None:
    share = figure("egress.port_share", typed(method=method))
    assert share.value is None
    assert share.missing == ()
    assert "limit of its own" in share.caveats[0]
    planned = figure("egress.addresses_needed", typed(method=method)).value
    assert (planned is None) == (method in ("nat_instance", "proxy"))  # the others will need a gateway


@pytest.mark.parametrize("address", ["203.0.113.0/28", "2001:db8::1", "nat-a", "203.0.113", "0203.0.113.1"])
def test_what_is_not_one_address_is_not_counted(address: str) -> None:
    for id in ("egress.addresses_listed", "egress.port_share"):
        found = figure(id, typed(addresses=(address,)))
        assert found.value is None
        assert found.caveats[0].startswith(f"{address} is not one IPv4 address")


def test_senseless_answers_are_told_not_computed() -> None:
    assert "more than zero" in figure("egress.open_connections", typed(rate="0/s")).caveats[0]
    nowhere = typed(addresses=())
    assert show_figure(figure("egress.addresses_listed", nowhere)) == "0"
    assert figure("egress.port_share", nowhere).caveats == ("No address is listed: name those that the gateways use.",)
    alone = figure("egress.port_share_zone_lost", typed(nat_zones="1"))
    assert "nothing is left" in alone.caveats[0]


@pytest.mark.parametrize(
    ("absent", "id", "missing"),
    [
        ("egress.held", "open_connections", ("egress.held",)),
        ("egress.held", "port_share", ("egress.held",)),
        ("egress.new_connections", "addresses_needed", ("egress.new_connections",)),
        ("egress.addresses", "port_share", ("egress.addresses",)),
        ("egress.addresses", "addresses_listed", ("egress.addresses",)),
        ("egress.method", "port_share", ("egress.method",)),
    ],
)
def test_missing_input_is_named(absent: str, id: str, missing: tuple[str, ...]) -> None:
    answers = typed()
    for gone in ({k: v for k, v in answers.items() if k != absent}, {**answers, absent: Answer(Unknown(), "unknown")}):
        assert figure(f"egress.{id}", gone).missing == missing


@pytest.mark.parametrize(
    ("zones", "needed", "said"),
    [("6", "12", 0), ("3", "12", 1), ("1", "11", 2)],  # 600,000: 100,000, 200,000 or all of it in a zone
)
def test_more_than_one_gateway_takes_or_holds_is_said(zones: str, needed: str, said: int) -> None:
    several = figure("egress.addresses_needed", typed(rate="10000/s", nat_zones=zones))
    assert show_figure(several) == needed
    assert [part for part in ("takes 2 Elastic IP", "at most 8") if part in " ".join(several.caveats)] == [
        "takes 2 Elastic IP", "at most 8",
    ][:said]  # fmt: skip
    regional = figure("egress.addresses_needed", typed(rate="10000/s", method="nat_regional_manual", zones=zones))
    assert (regional.value, len(regional.caveats)) == (several.value, 1)  # its addresses have another quota


def test_without_the_zones_both_are_lower_bounds() -> None:
    """Spread over zones the same connections never need fewer addresses, and never take a smaller share."""
    answers = typed(rate="4000/s", held="50 s", addresses=("203.0.113.10", "203.0.113.11"))
    for id in ("egress.addresses_needed", "egress.port_share"):
        found = figure(id, answers)
        assert found.bound == "at least"
        assert any("zones" in caveat for caveat in found.caveats)
        assert figure(id, {**answers, "egress.nat_zones": Answer(Quantity(F(2)), "2", Basis.DECIDED)}).bound == ""


def test_an_automatic_gateway_takes_more_addresses_by_itself() -> None:
    answers = typed(method="nat_regional_auto", zones="2")
    assert figure("egress.port_share", answers).caveats == (
        "In automatic mode a regional NAT gateway takes more addresses when ports run short.",
    )
    assert show_figure(figure("egress.addresses_needed", answers)) == "2"
