"""The data section: each sentence must be true of the answers that made it."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity
from specgen.renderers.markdown.blocks import blocks

ASYNC = """
replication.topology: primary_replica
replication.mode: async
replication.lag_p99: {value: 0.4 s, basis: measured, source: us}
"""
PEAK = "load.peak: 40/s\nload.peak_next_year: 120/s\n"


def data(*answers: str, tier: int = 0, components: str = "database, mutating_api", domain: str = "payments") -> str:
    library = packs.built_in()
    text = "\n".join([f"spec.components: [{components}]", f"spec.domain: {domain}", f'spec.tier: "{tier}"', *answers])
    spec = compose(library, answersfile.read(text, "x", library), Identity("x", "X", tier=tier, owners=("@a",)))
    return blocks()["figures.data"].make(spec)


def test_the_brief() -> None:
    text = data(
        ASYNC, PEAK, "replication.rpo: 0 s",
        "consistency.items: [{entity: Balances, level: strong}, {entity: Receipts, level: eventual, staleness: unknown}]",
    )  # fmt: skip
    assert "| Balances | strong | nothing | 0 s `decided`; contradiction 1 `rpo-below-async-lag` | unknown |" in text
    assert "| Receipts | eventual | unknown | 0 s `decided` | unknown |" in text  # the contradiction stands once
    assert "at the lag's p99 of 0.4 s `measured`, loses **16 writes** `assumed`" in text
    assert "more in the worst 1% of moments" in text
    assert "With next year's peak: 48 writes `assumed`. One write a request is taken." in text
    assert "the loss grows at 40/s until it is stopped" in text
    assert "How long that takes is unknown: it needs `failover`." in text
    assert "none exists while RPO is 0" in text
    assert text.count("Unknown: ") == 1
    assert "up to 16" not in text


def test_without_a_database_there_is_no_section() -> None:
    assert data(components="user_facing") == ""


def test_nothing_answered_is_one_row_and_one_line() -> None:
    text = data()
    assert "| Everything in the database | unknown | unknown | unknown | unknown |" in text
    assert "whether the database is copied needs `replication.topology`" in text
    assert len(text.splitlines()) == 5
    assert "failover" not in text


def test_the_short_spec_speaks_of_backups_only() -> None:
    assert data(tier=3) == ""
    text = data("replication.backup_interval: 24 h", "replication.restored: 2026-10-12", tier=3)
    assert text == (
        "A backup is taken every 24 h. Where only a backup helps, the worst moment costs at least 24 h of writes "
        "`decided`. Last restored and checked: 2026-10-12."
    )


@pytest.mark.parametrize(
    ("fence", "said"),
    [
        ("0 s", "so no write is accepted on two sides"),
        ("30 s", "**1,200 writes** `assumed` stand on one side only"),  # 40/s x 30.4 s = 1,216, a guess: two digits
        ("unknown", "the loss grows at 40/s"),
    ],
)
def test_the_old_primary_with_and_without_fencing(fence: str, said: str) -> None:
    record = f"{{component: DB, pattern: active_passive, writable: yes, fencing: lease, fence_time: {fence}}}"
    assert said in data(ASYNC, PEAK, f"failover: [{record}]")


def test_an_old_primary_that_nothing_stops() -> None:
    record = "{component: DB, pattern: active_passive, writable: yes, fencing: %s}"
    assert "and the loss grows at 40/s until somebody does." in data(ASYNC, PEAK, f"failover: [{record % 'none'}]")
    assert "it needs `failover.db.fence_time`" in data(ASYNC, PEAK, f"failover: [{record % 'lease'}]")


@pytest.mark.parametrize(
    ("peak", "said"),
    [
        ("2/min", "loses **less than one write** `assumed` that was acknowledged"),
        ("2.5/s", "loses **1 write** `assumed` that was acknowledged"),
        ("5/s", "loses **2 writes** `assumed` that were acknowledged"),
    ],
)
def test_few_writes_are_counted_as_people_count_them(peak: str, said: str) -> None:
    assert said in data(ASYNC, f"load.peak: {peak}")


def test_the_outage_accepted_is_that_of_the_component_that_keeps_the_data() -> None:
    def outage(*records: str) -> str:
        return data("failover:", *(f"  - {one}" for one in records)).splitlines()[2].split(" | ")[-1]

    slow = "pattern: active_passive, heartbeat: 10 s, misses: 3, switch_time: 60 s"
    kept = f"{{component: DB, {slow}, writable: yes, rto: 60 s}}"
    page = "{component: Pages, pattern: single, rto: 1 h}"
    assert outage(page, kept) == "DB 60 s `decided`; warning 1 `failover-slower-than-rto` |"
    assert outage(kept.replace("writable: yes", "writable: no")) == "unknown |"
    assert outage(page) == "Pages 1 h `decided` |"
    repaired = "{component: DB, pattern: single, provider_managed: no, mttr: 4 h, rto: 1 h}"
    assert outage(repaired) == "DB 1 h `decided`; warning 1 `repair-slower-than-rto` |"


def test_nobody_says_what_two_primaries_write_when_commits_wait() -> None:
    text = data(
        "replication.topology: primary_replica\nreplication.mode: sync\nreplication.reads: replica_any",
        "replication.round_trip: {value: 70 ms, basis: measured, source: us}\nreplication.candidates: 1",
    )
    assert "a failover to one of those loses none" in text
    assert "PostgreSQL `remote_apply`" in text
    assert (
        "A commit waits at least 70 ms `measured` for its replicas, and all writers of one row share at most 14.3/s"
        in text
    )
    assert "when that one is lost, no write commits (REPL-07)" in text
    assert "old primary" not in text


@pytest.mark.parametrize(("candidates", "said"), [("0", "no write can commit"), ("2", "the loss of one stops nothing")])
def test_candidates(candidates: str, said: str) -> None:
    answers = "replication.topology: primary_replica\nreplication.mode: sync\nreplication.candidates: "
    assert said in data(answers + candidates)


def test_semi_synchronous_has_words_of_its_own() -> None:
    text = data(ASYNC.replace("async", "semi_sync"), PEAK, "replication.rpo: 0 s")
    assert "Once that wait has timed out, a failover at peak" in text
    assert "`rpo-zero-with-semi-sync`" in text


def test_several_primaries_have_no_failover() -> None:
    text = data(ASYNC.replace("primary_replica", "multi_primary"), PEAK, "replication.conflict: last_write_wins")
    assert "The loss of one primary at peak" in text
    assert "Conflicting writes: the later clock wins." in text
    assert "old primary" not in text


def test_without_a_replica_the_backup_is_all_there_is() -> None:
    text = data("replication.topology: none", "replication.rpo: 1 h", "replication.backup_interval: 24 h")
    assert "only a backup brings the data back" in text
    assert "1 h `decided`; warning 1 `backup-older-than-rpo`" in text
    assert "Alert on lag" not in text
    assert "Failover" not in text


def test_the_lag_alert_is_half_the_rpo_and_says_when_it_will_fire() -> None:
    quiet = data(ASYNC, "replication.rpo: 5 s")
    assert "Alert on lag above 2.5 s, half the RPO (REPL-09)." in quiet
    assert "Expect it to fire" not in quiet
    assert "Expect it to fire at peak, where the lag is 0.4 s `measured` at p99." in data(
        ASYNC, "replication.rpo: 0.5 s"
    )
    assert "Expect it to fire" not in data(ASYNC, "replication.rpo: 0.8 s")
    assert "alert on a lost replica" in data(
        "replication.topology: primary_replica\nreplication.mode: quorum\nreplication.rpo: 0 s"
    )


def test_each_row_has_its_own_contradiction() -> None:
    text = data(
        ASYNC, "replication.reads: replica_any", "consistency.items:", "  - {entity: Stock, level: strong}",
        "  - {entity: Likes, level: weak}", "  - {entity: Receipts, level: eventual, staleness: 0.1 s}",
    )  # fmt: skip
    stock, likes, receipts = (line for line in text.splitlines() if line.startswith(("| S", "| L", "| R")))
    assert "strong; contradiction 1 `strong-reads-from-replica`" in stock
    assert "| weak | no limit |" in likes
    assert "`" not in likes
    assert "0.1 s `decided`; warning 2 `replica-staler-than-promised`" in receipts


def test_where_reads_go_and_what_follows() -> None:
    answers = "consistency.read_your_writes: yes\nconsistency.partition: refuse_writes\nreplication.reads: "
    text = data(ASYNC, answers + "replica_any")
    assert "Reads go to any replica." in text
    assert "Writes while sites cannot reach each other: one side refuses them until they can." in text
    assert "pin them to the primary (CONS-05); contradiction 1 `own-write-missing`." in text
    assert "CONS-05" not in data(ASYNC, answers + "primary")


def test_money_is_told_where_money_moves() -> None:
    amount = "replication.average_amount: {value: 25000 NGN, basis: measured, source: ledger}"
    assert "In money: 400,000 NGN `assumed`." in data(ASYNC, PEAK, amount)
    assert "the loss in money needs `replication.average_amount`" in data(ASYNC, PEAK)
    assert "money" not in data(ASYNC, PEAK, "spec.data_classes: [internal]", domain="content", components="database")


def test_what_people_type_cannot_break_the_table() -> None:
    text = data("consistency.items: [{entity: 'a | b', level: weak}]")
    assert "| a \\| b | weak |" in text
