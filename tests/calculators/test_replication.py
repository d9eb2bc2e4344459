"""C09: what a failover loses and what waiting costs, against the numbers of an independent program."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from amounts import fractions
from specgen import answersfile, packs
from specgen.calculators.replication import backup_loss, diverged_writes, hot_row_rate, lost_in_a_year, lost_writes
from specgen.compose import compose
from specgen.model import Basis, Figure, Identity
from specgen.quantities import show_figure

F = Fraction
ORACLE: dict[str, float] = json.loads((Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8"))

rates = fractions(0, 10**6, max_denominator=1000)
spans = fractions(0, 10**6, max_denominator=1000)
positive = fractions(F(1, 1000), 10**6, max_denominator=1000)


def test_the_oracle() -> None:
    """Every key of the two prefixes, from the inputs of the design: 200/s, lag 3 s (mean 0.4 s), 30 s to fence, 12 a year."""
    computed = {
        "rpo.lost": lost_writes(F(200), F(3)),
        "rpo.diverged": diverged_writes(F(200), F(3), F(30)),
        "rpo.year": lost_in_a_year(F(12), F(200), F("0.4")),
        "sync.hot_row_tps@70ms": hot_row_rate(F("0.07")),
    }
    assert computed.keys() == {key for key in ORACLE if key.startswith(("rpo.", "sync."))}
    for key, value in computed.items():
        assert float(value) == pytest.approx(ORACLE[key], rel=1e-9), key


def test_a_backup_loses_its_interval_and_its_length() -> None:
    assert backup_loss(F(24 * 3600), F(40 * 60)) == 88_800
    assert backup_loss(F(300)) == 300


@cases(rates, spans, spans)
def test_two_primaries_never_cost_less_than_the_lag_and_stopping_at_once_costs_no_more(w: F, lag: F, fence: F) -> None:
    assert diverged_writes(w, lag, fence) >= lost_writes(w, lag)
    assert diverged_writes(w, lag, F(0)) == lost_writes(w, lag)
    assert diverged_writes(w, lag, fence) - lost_writes(w, lag) == w * fence


@cases(rates, spans, st.integers(0, 100).map(F))
def test_losses_add_up_over_failovers(w: F, lag: F, failovers: F) -> None:
    assert lost_in_a_year(failovers, w, lag) == sum((lost_writes(w, lag) for _ in range(int(failovers))), F(0))


@cases(positive)
def test_a_row_is_busy_all_the_time_at_its_ceiling(trip: F) -> None:
    assert hot_row_rate(trip) * trip == 1


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: lost_writes(F(-1), F(1)), "a rate of writes cannot be negative"),
        (lambda: lost_writes(F(1), F(-1)), "a lag cannot be negative"),
        (lambda: diverged_writes(F(1), F(1), F(-1)), "stop the old primary cannot be negative"),
        (lambda: lost_in_a_year(F(-1), F(1), F(1)), "a number of failovers cannot be negative"),
        (lambda: hot_row_rate(F(0)), "a round trip must be more than zero"),
        (lambda: backup_loss(F(0)), "the time between two backups must be more than zero"),
        (lambda: backup_loss(F(1), F(-1)), "the length of a backup cannot be negative"),
    ],
)
def test_senseless_input_is_refused_in_words(senseless: object, said: str) -> None:
    assert callable(senseless)
    with pytest.raises(ValueError, match=said):
        senseless()


# --- figures ---------------------------------------------------------------------------------------------------------


def figure(id: str, **typed: str) -> Figure:
    """The figure `replication.ID`; keywords are fields of replication, `peak` and `next_year` those of load."""
    answers = {"topology": "primary_replica", "mode": "async", **typed}
    load = {"peak": "load.peak", "next_year": "load.peak_next_year", "failover": "failover"}
    lines = [f"{load.get(name, f'replication.{name}')}: {text}" for name, text in answers.items()]
    text = "\n".join(["spec.components: [database, mutating_api]", "spec.domain: payments", *lines])
    library = packs.built_in()
    return compose(library, answersfile.read(text, "x", library), Identity("x", "X")).figure(f"replication.{id}")


def standby(*more: str) -> str:
    """Components with a standby that writes, each with what is said of its fencing."""
    records = (f"{{component: c{n}, pattern: active_passive, writable: yes, {one}}}" for n, one in enumerate(more))
    return f"[{', '.join(records)}]"


def measured(value: str) -> str:
    return f"{{value: {value}, basis: measured, source: us}}"


def test_the_loss_of_the_brief_by_hand() -> None:
    """40/s x 0.4 s = 16 and 120/s x 0.4 s = 48; a request is taken for a write, which is a guess."""
    given_ = {"lag_p99": measured("0.4 s"), "peak": measured("40/s"), "next_year": measured("120/s")}
    lost, later = figure("lost", **given_), figure("lost_next_year", **given_)
    assert (show_figure(lost), lost.basis, lost.working) == ("16 writes", Basis.ASSUMED, "40/s x 0.4 s")
    assert (show_figure(later), later.basis) == ("48 writes", Basis.ASSUMED)
    assert any("One write a request" in one for one in lost.caveats)
    assert any("in one moment of a hundred it is longer" in one for one in lost.caveats)


def test_writes_that_were_counted_replace_the_requests_and_grow_like_them() -> None:
    given_ = {
        "lag_p99": measured("3 s"),
        "writes": measured("200/s"),
        "peak": measured("40/s"),
        "next_year": measured("120/s"),
    }
    lost, later = figure("lost", **given_), figure("lost_next_year", **given_)
    assert (show_figure(lost), lost.basis) == ("600 writes", Basis.MEASURED)
    assert not any("One write a request" in one for one in lost.caveats)
    assert (show_figure(later), later.working) == ("1,800 writes", "200/s x 120/s / 40/s x 3 s")
    assert later.basis is Basis.ASSUMED


def test_the_year_the_money_and_the_two_primaries() -> None:
    given_ = {
        "lag_p99": measured("3 s"), "lag_mean": measured("0.4 s"), "writes": measured("200/s"),
        "failovers": measured("12"), "average_amount": measured("25000 NGN"),
        "failover": standby(f"fencing: lease, fence_time: {measured('30 s')}"),
    }  # fmt: skip
    assert show_figure(figure("lost_year", **given_)) == "960 writes"
    assert show_figure(figure("diverged", **given_)) == "6,600 writes"
    assert show_figure(figure("lost_amount", **given_)) == "15,000,000 NGN"
    assert show_figure(figure("exposed", **given_)) == "33 s"


def test_without_the_time_to_fence_the_exposure_is_a_lower_bound() -> None:
    exposed = figure("exposed", lag_p99=measured("3 s"))
    assert (show_figure(exposed), exposed.bound, exposed.working) == ("3 s", "at least", "3 s + unknown")
    open_ = figure("diverged", lag_p99=measured("3 s"), writes="200/s", failover=standby("fencing: lease"))
    assert open_.missing == ("failover.c0.fence_time",)
    assert figure("diverged", lag_p99=measured("3 s"), writes="200/s").missing == ("failover",)


def test_the_slowest_component_that_writes_decides() -> None:
    """What cannot be written, or runs once, has nobody to stop; who may write is asked first where nobody said."""
    given_ = {"lag_p99": measured("3 s"), "writes": "200/s"}
    two = standby("fencing: lease, fence_time: 10 s", "fencing: stonith, fence_time: 30 s")
    assert show_figure(figure("exposed", **given_, failover=two)) == "33 s"
    page = "{component: cache, pattern: active_passive, writable: no, fencing: lease, fence_time: 90 s}"
    once = "{component: server, pattern: single}"
    others = two.replace("]", f", {page}, {once}]")
    assert figure("exposed", **given_, failover=others) == figure("exposed", **given_, failover=two)
    unsaid = "[{component: db, pattern: active_passive, fencing: lease, fence_time: 30 s}]"
    assert figure("diverged", **given_, failover=unsaid).missing == ("failover.db.writable",)


def test_without_fencing_there_is_no_end() -> None:
    given_ = {"lag_p99": measured("3 s"), "writes": "200/s", "failover": standby("fencing: none")}
    exposed, diverged = figure("exposed", **given_), figure("diverged", **given_)
    assert (show_figure(exposed), exposed.bound, exposed.working) == ("3 s", "at least", "3 s + no end")
    assert (diverged.value, diverged.missing) == (None, ())
    assert "Nothing stops the old primary" in diverged.caveats[0]


def test_several_primaries_have_no_old_one_to_stop() -> None:
    given_ = {"lag_p99": measured("3 s"), "writes": "200/s", "topology": "multi_primary"}
    assert (show_figure(figure("exposed", **given_)), figure("exposed", **given_).bound) == ("3 s", "")
    assert "no failover has an old one to stop" in figure("diverged", **given_).caveats[0]


@pytest.mark.parametrize("mode", ["sync", "quorum"])
@pytest.mark.parametrize("id", ["lost", "lost_next_year", "exposed", "diverged", "lost_year"])
def test_what_waits_for_a_replica_loses_nothing_in_a_failover(mode: str, id: str) -> None:
    found = figure(id, mode=mode, peak="40/s")
    assert (found.value, found.missing) == (None, ())
    assert "a failover to that replica loses none" in found.caveats[0]


def test_semi_synchronous_loses_only_after_its_timeout() -> None:
    lost = figure("lost", mode="semi_sync", lag_p99="0.4 s", peak="40/s")
    assert show_figure(lost) == "16 writes"
    assert any("wait for the replica has timed out" in one for one in lost.caveats)


def test_waiting_for_a_distant_replica_by_hand() -> None:
    """1 / 0.07 s = 14.2857, which is rounded down: 14.3 would promise too much."""
    trip = measured("70 ms")
    cost, row = figure("commit_cost", mode="sync", round_trip=trip), figure("hot_row", mode="sync", round_trip=trip)
    assert (show_figure(cost), cost.bound, cost.basis) == ("70 ms", "at least", Basis.MEASURED)
    assert (show_figure(row), row.bound) == ("14.2/s", "at most")
    none = figure("hot_row")
    assert (none.value, none.missing) == (None, ())
    assert "an asynchronous one costs no round trip" in none.caveats[0]


def test_backups_without_their_length_lose_at_least_their_interval() -> None:
    known = figure("backup_loss", backup_interval="24 h", backup_duration=measured("40 min"))
    open_ = figure("backup_loss", backup_interval="24 h")
    assert (show_figure(known), known.bound) == ("24.7 h", "")
    assert (show_figure(open_), open_.bound, open_.basis) == ("24 h", "at least", Basis.DECIDED)


@pytest.mark.parametrize(
    ("id", "missing"),
    [
        ("lost", ("replication.lag_p99", "replication.writes")),
        ("lost_next_year", ("replication.lag_p99", "load.peak_next_year")),
        ("diverged", ("replication.lag_p99", "replication.writes", "failover")),
        ("lost_year", ("replication.failovers", "replication.lag_mean", "replication.writes")),
        ("lost_amount", ("replication.lag_p99", "replication.writes", "replication.average_amount")),
        ("exposed", ("replication.lag_p99",)),
        ("backup_loss", ("replication.backup_interval",)),
    ],
)
def test_all_that_is_missing_is_named(id: str, missing: tuple[str, ...]) -> None:
    assert figure(id).missing == missing
    assert figure("hot_row", mode="sync").missing == ("replication.round_trip",)
    assert figure("lost", mode="unknown").missing == ("replication.mode",)
