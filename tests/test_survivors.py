"""Faults that were made on purpose and that no other test saw."""

from __future__ import annotations

import math

import pytest

from specgen.calculators import figures
from specgen.model import Basis
from specgen.quantities import show_figure
from specgen.renderers.markdown.blocks.database import BLOCK as DATABASE
from test_calc import seen
from test_traps import made

SAFE = {
    "down": "failover.in_budget failover.availability failover.single failover.drilled failover.success_shown failover.room "
    "failover.active_active failover.pool failover.pool_shared replication.hot_row database.break_even database.pool_limit "
    "database.instances_limit network.one_less transfer.left queue.capacity latency.journey_floor",
    "up": "model.size_later queue.offered queue.utilisation queue.busy_next_year media.scratch_needed media.host_network "
    "egress.open_connections egress.port_share egress.port_share_zone_lost egress.addresses_needed mail.late",
}


@pytest.mark.parametrize(("id", "toward"), [(id, way) for way, ids in SAFE.items() for id in ids.split()])
def test_what_somebody_relies_on_is_rounded_to_the_safe_side(id: str, toward: str) -> None:
    assert figures()[id].toward == toward


SHARED = (
    "spec.components: [database]\nfailover: [{{component: A, pattern: active_active, nodes: 2, tolerated: 1, mttf: 720 h,"
    " mttr: 4 h, heartbeat: 10 s, misses: 3, probe_timeout: 5 s{}}}]"
)


def test_survivors_that_are_exactly_full_promise_nothing() -> None:
    full = made(SHARED.format(", utilisation: 50%")).figure("failover.active_active", "a")
    assert full.value is None
    assert "cannot carry the load" in full.caveats[0]


def test_survivors_of_unknown_load_leave_an_upper_bound() -> None:
    assert made(SHARED.format("")).figure("failover.active_active", "a").bound == "at most"
    assert made(SHARED.format(", utilisation: 40%")).figure("failover.active_active", "a").bound == ""


REPLICA = (
    "spec.components: [database]\nspec.domain: payments\nspec.tier: 0\nreplication.topology: primary_replica\n"
    "replication.mode: semi_sync\nreplication.lag_p99: 400 ms\n"
    "failover: [{component: DB, pattern: active_passive, writable: yes, fencing: lease, fence_time: 30 s}]\n"
    "replication.writes: 40/s\n"
    "replication.average_amount: 100 NGN"
)


@pytest.mark.parametrize("id", ["lost", "exposed", "diverged"])
def test_semi_synchronous_loses_only_once_its_wait_has_timed_out(id: str) -> None:
    assert "its wait for the replica has timed out" in " ".join(made(REPLICA).figure(f"replication.{id}").caveats)


def test_money_lost_is_at_that_lag_too() -> None:
    text = REPLICA.replace("[database]", "[database, mutating_api]") + (
        "\nidempotency.operations: [{operation: pay, method: POST, moves_money: yes}]"
    )
    assert "At that lag" in " ".join(made(text).figure("replication.lost_amount").caveats)


PAGE = (
    "spec.components: [user_facing]\nspec.tier: 0\ndistance.origin: London\nusers: [{{place: Lagos, share: 100%}}]\n"
    "network.protocol: {}\nnetwork.objects: {}\nnetwork.response: 14600 B\nnetwork.bandwidth: 1 GB/s\nlatency.p99: 3 s\n"
    "network.reuse: 0%"
)


def test_the_last_object_costs_a_round_of_its_own() -> None:
    """13 objects on 6 connections: 6 + 6 + 1."""
    assert show_figure(made(PAGE.format("h1_tls13", 13)).figure("network.rounds")) == "3"


def test_a_decided_field_of_a_record_weakens_nothing() -> None:
    text = (
        "spec.components: [database]\nfailover: [{component: A, pattern: active_passive, probe_timeout: 0 s,"
        " heartbeat: {value: 10 s, basis: assumed}, misses: 3}]"
    )
    assert made(text).figure("failover.detect", "a").basis is Basis.DECIDED


def test_calc_says_that_a_constant_of_the_model_is_the_guess() -> None:
    words = ["pattern=active_active", "nodes=2", "tolerated=1", "mttf=720h", "mttr=4h"]
    assert "a constant of the formula (default)" in seen("failover.pool_shared", *words)


def test_pools_that_are_exactly_full_queue_without_end() -> None:
    text = (
        "spec.components: [database]\nspec.tier: 0\ndatabase.pattern: sequential_small\ndatabase.queries: 1\n"
        "database.query_time: 9 ms\ndatabase.rtt: 1 ms\ndatabase.statements: 1000/s\ndatabase.pool_size: 5\n"
        "database.instances: 2"
    )
    assert "more work than the pools hold" in DATABASE.make(made(text))


# An item, answers with which it stands in the checklist, and answers one step away with which it does not.
FULL = "spec.tier: 0\navailability.target: 99.95%\n"
DB = f"{FULL}spec.components: [database]\nreplication.topology: primary_replica\n"
CALLS = f"{FULL}spec.components: [external_calls, aws]\n"
CALL = f"{CALLS}dependencies: [{{{{name: s, {{}}}}}}]"
RACES = f"{FULL}spec.components: [shared_state]\nraces.resources: [{{{{resource: r, operation: o, guard: {{}}}}}}]"
MAIL = f"{FULL}spec.components: [sends_mail]\n"
LOGIN = f"{FULL}spec.components: [has_login]\n"
FILES = f"{FULL}spec.components: [serves_files]\ncdn.mode: pull\ncdn.versioned_urls: yes\n"
SECRETS = f"{FULL}spec.components: [docker]\n"


@pytest.mark.parametrize(
    ("item", "there", "gone"),
    [
        (
            "HA-01",
            "spec.components: [database]\nfailover: [{component: A, pattern: active_passive}]\navailability.target: 99.9%",
            "spec.components: [database]\nfailover: [{component: A, pattern: active_passive}]\navailability.target: 99.89%",
        ),
        *(("REPL-07", f"{DB}replication.mode: {mode}", f"{DB}replication.mode: async") for mode in ("sync", "quorum")),
        *(("CONS-06", f"{DB}replication.mode: {mode}", f"{DB}replication.mode: async") for mode in ("sync", "quorum")),
        (
            "EGRESS-04",
            f"{CALLS}egress.allowlist: yes\negress.zones: 2",
            f"{CALLS}egress.allowlist: yes\negress.zones: 1",
        ),
        ("MAIL-07", f"{MAIL}mail.types: [marketing]", f"{MAIL}mail.types: [transactional]"),
        *(
            ("MAIL-08", f"{MAIL}mail.path: {path}", f"{MAIL}mail.path: provider_api")
            for path in ("smtp_submission", "own_mta")
        ),
        *(("RACE-04", RACES.format(guard), RACES.format("row_lock")) for guard in ("serializable", "version_column")),
        ("RACE-05", RACES.format("distributed_lock"), RACES.format("serializable")),
        ("MFA-09", f"{LOGIN}mfa.factors: [push]", f"{LOGIN}mfa.factors: [sms]"),
        ("LAT3-04", CALL.format("attempts: 2"), CALL.format("attempts: 1")),
        ("LAT3-02", CALL.format("cache_ttl: 1 s"), CALL.format("cache_ttl: 0 s")),
        *(("MODEL-03", f"{DB}model.shape: {shape}", f"{DB}model.shape: hybrid") for shape in ("eav", "json_document")),
        ("CDN-06", f"{FILES}cdn.personalised: yes", f"{FILES}cdn.personalised: no"),
        *(
            ("SECRETS-08", f"{SECRETS}secrets.store: {store}", f"{SECRETS}secrets.store: ci_variables")
            for store in ("doppler", "cloud_manager", "vault")
        ),
    ],
)
def test_an_item_stands_where_its_condition_says(item: str, there: str, gone: str) -> None:
    assert item in {one.item.id for one in made(there).items}
    spec = made(gone)
    assert item not in {one.item.id for one in spec.items} | {one.id for one in spec.may_apply}


def test_nobody_is_asked_how_long_nothing_takes_to_fence() -> None:
    text = "failover: [{{component: A, pattern: active_passive, fencing: {}}}]"
    paths = {word: {one.path for one in made(text.format(word)).questions} for word in ("none", "lease")}
    assert "failover.a.fence_time" in paths["lease"]
    assert "failover.a.fence_time" not in paths["none"]


# --- what is wrong today -------------------------------------------------------------------------------------------


def test_a_pool_that_almost_never_fails_can_be_written() -> None:
    made(
        "spec.components: [database]\nfailover: [{component: A, pattern: n_plus_k, nodes: 300, tolerated: 200, mttf: 720 h,"
        " mttr: 1 h}]"
    )


def test_a_queue_that_is_almost_full_has_a_p99() -> None:
    text = "spec.components: [user_facing]\nspec.tier: 0\nload.peak: {}/s\nload.service_time: {} s\nload.workers: {}"
    assert made(text.format(50, "0.05999999", 3)).figure("queue.p99").value is not None
    near = made(text.format("0." + "9" * 31, "1." + "0" * 30 + "1", 2)).figure("queue.p99").value
    exact = made(text.format(1, 1, 2)).figure("queue.p99").value
    assert math.isclose(near.amount, exact.amount, rel_tol=1e-9)
