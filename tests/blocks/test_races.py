"""The table of races: each sentence must be true of the answers that made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity, Library, Spec
from specgen.renderers.markdown.blocks import races

CHECKLISTS = Path(__file__).parents[2] / "checklists"
SHARED = "spec.components: [database, mutating_api]\nspec.domain: {}\nspec.data_classes: [internal]\n"


@pytest.fixture(scope="module")
def library() -> Library:
    return packs.load({path.name: path.read_text(encoding="utf-8") for path in sorted(CHECKLISTS.glob("*.yaml"))})


def composed(library: Library, text: str, tier: int = 0) -> Spec:
    answers = answersfile.read(text, "answers.yaml", library)
    return compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",)))


def block(library: Library, text: str, tier: int = 0) -> str:
    return races.BLOCK.make(composed(library, text, tier))


def resource(fields: str, more: str = "") -> str:
    return f"{SHARED.format('saas')}races.resources: [{{resource: balance, operation: debit, {fields}}}]\n{more}"


def facts(library: Library, text: str) -> dict[str, bool | None]:
    found = composed(library, text).facts
    return {name: found[name].value for name in ("limited_quantity", "money_data")}


def test_nothing_is_said_where_nothing_is_shared(library: Library) -> None:
    assert block(library, "spec.components: [database, scheduled_job]") == ""


def test_an_open_list_asks_and_an_empty_one_says_so(library: Library) -> None:
    text = SHARED.format("saas")
    assert block(library, text) == (
        "Which shared things are checked and then changed is unknown: it needs `races.resources`."
    )
    assert block(library, text + "races.resources: []") == "Nothing that requests share is checked and then changed."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("limited: yes, guard: check_then_act", "**both pass the check: it is given away twice**"),
        ("limited: yes, guard: none", "**both pass the check: it is given away twice**"),
        ("limited: no, guard: none", "both pass the check; the later write overwrites the earlier one"),
        ("limited: unknown, guard: none", "both pass the check; whether it can run out is unknown"),
        (
            "limited: yes, guard: unknown",
            "**both pass the check, if nothing guards it: it needs `races.resources.balance.guard`** |",
        ),
        ("limited: no", "| both pass the check, if nothing guards it: it needs `races.resources.balance.guard` |"),
        ("limited: yes, guard: conditional_write", "one after the other; a refused write changes nothing"),
        ("limited: yes, guard: row_lock", "the second waits for the first"),
        ("guard: version_column, retry_conflicts: yes", "one wins; the other fails with a conflict and is repeated"),
        ("guard: serializable, retry_conflicts: no", "and **is not repeated: its caller sees an error**"),
        ("guard: serializable", "one wins; the other fails with a conflict; whether it is repeated is unknown"),
        (
            "guard: snapshot, retry_conflicts: yes",
            "on one row one wins; the other fails with a conflict and is repeated; who",
        ),
        ("guard: distributed_lock, fencing: yes", "a holder whose lock is gone is refused"),
        ("guard: distributed_lock, fencing: no", "**until a holder pauses beyond its lease"),
        ("guard: distributed_lock", "whether a holder that pauses beyond its lease is refused is unknown"),
    ],
)
def test_what_two_requests_do_to_each_other(library: Library, fields: str, said: str) -> None:
    assert said in block(library, resource(fields))


def test_what_nobody_named_is_asked_for_once(library: Library) -> None:
    text = SHARED.format("saas") + (
        "races.resources: [{resource: seat, limited: yes}, {resource: stock, limited: yes}, "
        "{resource: name, limited: no, guard: row_lock}]"
    )
    said = block(library, text)
    assert said.count("it needs") == said.count(".guard`") == 2
    assert said.count("\n") == 4


@pytest.mark.parametrize(
    ("fields", "more", "in_force"),
    [
        ("isolation: read_committed", "", False),
        ("isolation: serializable", "races.isolation: read_committed", True),  # its own level decides
        ("isolation: engine_default", "races.isolation: read_committed", False),
        ("isolation: engine_default", "races.isolation: serializable", True),
        ("isolation: engine_default", "races.isolation: engine_default\ndatabase.engine: postgresql", False),
        ("isolation: engine_default", "races.isolation: engine_default\ndatabase.engine: other", True),
        ("isolation: engine_default", "races.isolation: engine_default", True),  # unknown accuses nobody
        ("isolation: unknown", "races.isolation: read_committed", True),
    ],
)
def test_a_serializable_guard_counts_only_at_that_level(
    library: Library, fields: str, more: str, in_force: bool
) -> None:
    """The block and the rule must not say different things."""
    text = resource(f"limited: yes, guard: serializable, retry_conflicts: yes, {fields}", more)
    assert ("that level is not in force" not in block(library, text)) is in_force
    fired = {one.rule.id for one in composed(library, text).contradictions}
    assert ("serializable-not-in-force" not in fired) is in_force


def test_an_engine_can_make_less_of_a_guard(library: Library) -> None:
    snapshot, serializable = (
        "limited: yes, guard: snapshot",
        "limited: yes, guard: serializable, isolation: serializable",
    )
    assert "given away twice" in block(library, resource(snapshot, "database.engine: mysql"))
    assert "given away twice" not in block(library, resource(snapshot, "database.engine: postgresql"))
    skewed = "who checks the same rows and writes different ones passes"
    assert skewed in block(library, resource(serializable, "database.engine: oracle"))
    assert skewed not in block(library, resource(serializable, "database.engine: postgresql"))


def test_the_level_is_explained_except_in_the_short_spec(library: Library) -> None:
    text = resource("limited: no, guard: row_lock", "races.isolation: engine_default")
    assert "Isolation level of transactions that set none: the engine's default: read committed on" in block(
        library, text
    )
    assert "Isolation level" not in block(library, text, tier=3)
    assert block(library, text, tier=3).startswith("| Shared |")


def test_text_of_people_cannot_break_the_table(library: Library) -> None:
    text = resource("limited: no, guard: none").replace("balance", '"a | b <i>"')
    assert all(line.replace("\\|", "").count("|") == 6 for line in block(library, text).splitlines() if "|" in line)


# --- facts that other packs read -------------------------------------------------------------------------------------


def test_what_can_run_out_counts_as_money(library: Library) -> None:
    assert facts(library, resource("limited: yes")) == {"limited_quantity": True, "money_data": True}
    quiet = "idempotency.operations: [{operation: rename, moves_money: no}]"
    assert facts(library, resource("limited: no", quiet)) == {"limited_quantity": False, "money_data": False}


def test_facts_are_decided_where_nothing_is_shared(library: Library) -> None:
    alone = "spec.components: [database]\nspec.data_classes: [internal]\nspec.domain: {}\n"
    assert facts(library, alone.format("internal")) == {"limited_quantity": False, "money_data": False}
    assert facts(library, alone.format("banking")) == {"limited_quantity": False, "money_data": True}
    # A leftover answer of a pack that no longer applies decides nothing.
    leftover = alone.format("internal") + "races.resources: [{resource: seat, limited: yes}]"
    assert facts(library, leftover) == {"limited_quantity": False, "money_data": False}


def test_what_nobody_answered_stays_open_unless_the_domain_decides(library: Library) -> None:
    assert facts(library, SHARED.format("saas")) == {"limited_quantity": None, "money_data": None}
    assert facts(library, SHARED.format("payments")) == {"limited_quantity": None, "money_data": True}


def test_the_listed_operations_decide_and_not_the_domain(library: Library) -> None:
    listed = "idempotency.operations: [{{operation: rename, moves_money: {}}}]\nraces.resources: []"
    assert facts(library, SHARED.format("banking") + listed.format("no"))["money_data"] is False
    assert facts(library, SHARED.format("banking") + listed.format("yes"))["money_data"] is True
    assert facts(library, SHARED.format("banking") + listed.format("unknown"))["money_data"] is None
    assert facts(library, SHARED.format("saas") + listed.format("yes"))["money_data"] is True


def test_messages_share_rows_as_requests_do(library: Library) -> None:
    consumer = "spec.components: [database, queue_consumer]\nraces.resources: [{resource: balance, guard: none}]"
    assert "both pass the check" in block(library, consumer)
    assert block(library, consumer.replace("queue_consumer", "scheduled_job")) == ""
