"""The database section: what each sentence says must follow from the answers, and what is unknown is said once."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity, Spec
from specgen.renderers.markdown.blocks._engine import ENGINES
from specgen.renderers.markdown.blocks.database import BLOCK

# What the briefs say of their databases, and nothing more.
OPS_REPORT = """\
spec.components: [database, scheduled_job]
spec.domain: internal
spec.data_classes: [internal]
database.pattern: sequential_small
database.queries: 11
database.query_time: 30 ms
"""
TRANSFERS = """\
spec.components: [database, external_calls, mutating_api, user_facing]
spec.domain: payments
spec.data_classes: [personal]
latency.p99: 3 s
database.engine: postgresql
"""
CLIPS = """\
spec.components: [database, queue_consumer, user_facing]
spec.domain: media
spec.data_classes: [internal]
database.engine: mysql
model.shape: eav
model.joins: 6
"""
MEASURED = "basis: measured, source: us"
SERVICE = f"""\
spec.components: [database, user_facing]
spec.domain: saas
spec.data_classes: [internal]
database.pattern: sequential_small
database.queries: {{value: 50, {MEASURED}}}
database.query_time: {{value: 0.4 ms, {MEASURED}}}
database.rtt: {{value: 0.5 ms, {MEASURED}}}
"""
POOLS = """\
database.pool_size: 20
database.instances: 30
database.reserved: 10
database.connections: 500
"""


def spec(text: str, tier: int) -> Spec:
    library = packs.built_in()
    answers = answersfile.read(text, "answers.yaml", library)
    return compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",)))


def block(text: str, tier: int = 1) -> str:
    return BLOCK.make(spec(f'{text}spec.tier: "{tier}"\n', tier))


def test_the_operations_report_in_one_paragraph() -> None:
    assert block(OPS_REPORT, 3) == (
        "11 queries in a row (`assumed`), 30 ms `assumed` each, 0.5 ms `default` round trip: **340 ms** `default`. "
        "One batch would take 330 ms; one query wins only if it runs in less than 330 ms. Leave it as it is. "
        "If the round trip were 70 ms, 11 in a row would take 1.1 s."
    )


def test_without_a_database_there_is_nothing_to_say() -> None:
    assert block("spec.components: [user_facing]\n") == ""


def test_the_brief_of_the_instant_transfers_asks_in_one_line() -> None:
    text = block(TRANSFERS)
    assert "| PostgreSQL | As delivered | Source |" in text
    assert "read committed: two transactions can read one row and both overwrite it" in text
    (line,) = [line for line in text.splitlines() if "nknown" in line]
    assert line.startswith("Unknown: time in the database needs `database.queries`, `database.query_time`")
    for path in ("database.pattern", "database.pool_size", "model.shape", "database.size", "races.isolation"):
        assert line.count(f"`{path}`") == 1


def test_the_brief_of_the_clip_service() -> None:
    text = block(CLIPS, 2)
    assert "The widest report reads the attribute table 7 times in one statement." in text
    assert "A migration that fails half-way stays half done: script its way back (RDBMS-06)." in text
    found = [one.rule.id for one in spec(CLIPS, 2).contradictions]
    assert "relational-questions-on-eav" in found


# --- queries ---------------------------------------------------------------------------------------------------------


def test_the_faster_way_is_named_with_what_it_saves() -> None:
    """By hand: 50 x 0.9 ms = 45 ms, 0.5 + 20 = 20.5 ms: 24.5 ms less, which two digits round to 25."""
    text = block(SERVICE)
    assert "| 50 in a row | 45 ms | `measured` | **yes** |" in text
    assert "| 50 as one batch | 20.5 ms | `measured` |  |" in text
    assert (
        "Worth changing: 50 as one batch would save 25 ms a request, if no query needs the result of one before" in text
    )
    assert "One query wins only if it runs in less than 44.5 ms." in text
    assert "If the round trip were" not in text, "it is measured"


def test_of_ways_about_as_fast_the_simplest_is_advised() -> None:
    """Side by side takes 4.5 ms, one query 12.5 ms: 8 ms are not worth ten connections."""
    more = f"{SERVICE}database.at_once: 10\ndatabase.aggregate_time: {{value: 12 ms, {MEASURED}}}\n"
    text = block(more)
    assert "| 50 side by side, 10 at once | 4.5 ms |" in text
    assert "Worth changing: one query of 12 ms would save 33 ms a request." in text
    assert "wins only if" not in text, "it is measured, so the table says it"
    slow = more.replace("value: 12 ms", "value: 30 ms")
    assert "Worth changing: 50 side by side, 10 at once would save 41 ms a request" in block(slow)


def test_statements_in_a_fixed_order_are_neither_batched_nor_run_at_once() -> None:
    ordered = f"{SERVICE}database.at_once: 1\n"
    text = block(ordered)
    assert "batch" not in text
    assert "side by side" not in text
    assert "Leave it as it is." in text
    more = block(f"{ordered}database.aggregate_time: {{value: 12 ms, {MEASURED}}}\n")
    assert "Worth changing: one query of 12 ms would save 33 ms a request." in more
    assert "| 50 as one batch | 20.5 ms | `measured` | **yes** |" in block(
        ordered.replace("sequential_small", "batched")
    ), "what the code does is possible"


def test_one_large_query_can_be_the_wrong_one() -> None:
    text = block(
        f"{SERVICE}database.aggregate_time: {{value: 900 ms, {MEASURED}}}\n".replace("sequential_small", "single_aggregate")
        .replace("value: 50", "value: 4").replace("value: 0.4 ms", "value: 40 ms")
    )  # fmt: skip
    assert "One query of 900 ms `measured`, 0.5 ms `measured` round trip: **901 ms**" in text
    assert "Worth changing: 4 as one batch would save 740 ms a request" in text


@pytest.mark.parametrize(
    ("each", "advice"),
    [
        # 50 x 0.9 ms: twice 20.5 ms and more than 10 ms above it. 50 x 0.6 ms: 30 ms, less than twice 20.5 ms.
        ("0.4 ms", "Worth changing"),
        ("0.6 ms", "Leave it as it is."),
    ],
)
def test_the_advice_and_the_rule_agree(each: str, advice: str) -> None:
    text = SERVICE.replace("0.4 ms", each)
    assert advice in block(text)
    fires = "slower-pattern-chosen" in {one.rule.id for one in spec(text, 1).contradictions}
    assert fires is (advice == "Worth changing")


def test_what_fills_the_promise_is_not_left_as_it_is() -> None:
    text = SERVICE.replace("0.4 ms", "2 ms") + "latency.p99: 200 ms\n"  # 125 ms in a row, 100.5 ms as a batch
    assert "**125 ms** `measured`, 63% of the promised 200 ms." in block(text)
    assert "no other way computed here helps: one query for all (measure it: `database.aggregate_time`)" in block(text)
    assert "Leave it as it is." not in block(text)
    assert "Leave it as it is." in block(text.replace("200 ms\n", "250 ms\n"))  # exactly half


def test_a_way_in_use_that_nobody_named_is_asked_for_once() -> None:
    text = block(SERVICE.replace("database.pattern: sequential_small\n", ""))
    assert "Which way is in use is unknown: it needs `database.pattern`." in text
    assert text.count("`database.pattern`") == 1
    assert "**yes**" not in text


def test_the_time_of_the_way_in_use_may_be_the_unknown_one() -> None:
    text = block(SERVICE.replace("sequential_small", "single_aggregate"))
    assert "(one statement that does it all) is unknown: it needs `database.aggregate_time`." in text
    alone = "\n".join(line for line in SERVICE.splitlines() if "queries" not in line and "query_time" not in line)
    more = f"{alone}\ndatabase.aggregate_time: {{value: 9 ms, {MEASURED}}}\n".replace(
        "sequential_small", "single_aggregate"
    )
    assert (
        "Whether small queries would do better is unknown: it needs `database.queries`, `database.query_time`."
        in block(more)
    )


def test_one_query_is_neither_batched_nor_put_in_a_row() -> None:
    text = block(SERVICE.replace("value: 50", "value: 1"))
    assert (
        "One query of 0.4 ms `measured`, 0.5 ms `measured` round trip: **900 µs** `measured`. Leave it as it is."
        in text
    )
    assert "batch" not in text


# --- connections -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("connections", "said"),
    [
        ("500", "**The pools ask for 110 connections more than the server allows:**"),
        ("610", "The pools fit exactly: a deployment that runs old and new instances at once has no room."),
        ("700", "The pools fit, with 90 to spare. A deployment"),
    ],
)
def test_the_pools_against_the_servers_limit(connections: str, said: str) -> None:
    text = block(TRANSFERS + POOLS.replace("500", connections))
    assert said in text
    assert "| Pools of 20 in 30 instances | 600 | `decided` |" in text
    fires = "pool-exceeds-connections" in {
        one.rule.id for one in spec(TRANSFERS + POOLS.replace("500", connections), 1).contradictions
    }
    assert fires is (connections == "500")


def test_one_instance_is_no_plural() -> None:
    assert "| Pools of 20 in 1 instance | 20 | `decided` |" in block(TRANSFERS + POOLS.replace("30", "1"))


def test_the_message_on_pools_reads_well_without_a_reserve() -> None:
    """20 x 30 without a reserve, against 15 allowed: not even one pool of 20 fits."""
    for more in (POOLS, POOLS.replace("reserved: 10", "reserved: unknown"), POOLS.replace("500", "15")):
        (found,) = [
            one for one in spec(TRANSFERS + more, 1).contradictions if one.rule.id == "pool-exceeds-connections"
        ]
        assert "unknown" not in found.message + found.fix
        assert " 0 instances" not in found.fix


def test_an_unknown_reserve_is_said() -> None:
    without = POOLS.replace("database.reserved: 10\n", "")
    assert "with 100 to spare before any reserve, which is unknown" in block(TRANSFERS + without.replace("500", "700"))
    assert "ask for at least 100 connections more" in block(TRANSFERS + without)
    assert "| Instances that fit | at most 25 | `decided` |" in block(TRANSFERS + without)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        # 0.9 ms each: 600 connections carry 666,667/s.
        ("100,000/s", "At peak 15% of the pooled connections are at work"),
        ("700,000/s", "**At peak more work than the pools hold:**"),
    ],
)
def test_connections_at_work(statements: str, said: str) -> None:
    more = f"{SERVICE}{POOLS}database.statements: {{value: '{statements}', {MEASURED}}}\n"
    assert said in block(more)
    fires = "pool-too-small" in {one.rule.id for one in spec(more, 1).contradictions}
    assert fires is ("more work" in said)


# --- model and engine ------------------------------------------------------------------------------------------------


def test_attribute_rows_are_counted() -> None:
    text = block(CLIPS + "model.entities: 3,000,000\nmodel.attributes: 20\nmodel.integrity: application\n")
    assert "| Rows in three years | 60 million rows `assumed` |" in text
    assert "To show all attributes as columns takes 19 self-joins" in text
    assert "drift shows only where something scans for it (MODEL-08)" in text
    assert "scans for it" not in block(CLIPS + "model.integrity: database\n")


def test_rows_of_typed_tables_are_a_lower_bound() -> None:
    text = block(CLIPS.replace("eav", "normalised") + "model.entities: 3,000,000\n")
    assert "| Rows in three years | at least 3 million rows `assumed` |" in text
    assert "self-join" not in text


@pytest.mark.parametrize("name", list(ENGINES))
def test_every_engine_of_the_question_has_its_defaults_with_a_source(name: str) -> None:
    text = block(CLIPS.replace("mysql", name))
    found = ENGINES[name]
    assert f"| {found.name} | As delivered | Source |" in text
    assert found.isolation_source in text
    assert found.schema_source in text
    assert ("stays half done" in text) is not found.rolls_back


def test_engines_are_those_that_can_be_answered() -> None:
    (question,) = [one for one in packs.built_in().questions() if one.id == "database.engine"]
    assert set(question.choices) == {*ENGINES, "other"}


def test_another_engine_is_told_nothing_of() -> None:
    assert "As delivered" not in block(CLIPS.replace("mysql", "other"))


def test_the_isolation_in_force_is_told() -> None:
    assert "In force: that default, read committed." in block(f"{TRANSFERS}races.isolation: engine_default\n")
    assert "In force: serializable" in block(f"{TRANSFERS}races.isolation: serializable\n")
