"""The failover paragraphs: each sentence must be true of the answers that made it."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity
from specgen.renderers.markdown.blocks.failover import BLOCK

# What the brief of the instant transfers says of failover, and nothing more.
BRIEF = (
    "{component: PostgreSQL, pattern: active_passive, heartbeat: 10 s, misses: 3, switch_time: {value: 60 s, basis: assumed},"
    " drills: 0}"
)
FULL = (
    "{component: PostgreSQL, pattern: active_passive, heartbeat: 10 s, misses: 3, probe_timeout: 5 s, switch_time: 55 s,"
    " dns_ttl: 0 s, success: 95%, standby_availability: 99.9%, mttf: 720 h, mttr: 4 h, standby: warm, writable: yes,"
    " fencing: lease, fence_time: 20 s, drills: 4, drills_worked: 4}"
)
CENTRES = (
    "{component: Data centres, pattern: active_active, nodes: 2, tolerated: 1, domains: 2, stateful: yes,"
    " session: sticky_local}"
)


def block(*records: str, target: str = "99.95%", tier: int = 0, components: str = "database") -> str:
    library = packs.built_in()
    listed = "".join(f"\n  - {one}" for one in records) or " none"
    text = f'spec.components: [{components}]\nspec.tier: "{tier}"\navailability.target: {target}\nfailover:{listed}'
    answers = answersfile.read(text, "answers.yaml", library)
    return BLOCK.make(compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",))))


def test_the_brief_of_the_instant_transfers() -> None:
    """By hand: 3 x 10 s + 60 s; 21.6 min / 90 s = 14.4. On average 2.5 x 10 s + 60 s, and 0.95 x 85 s + 0.05 x 1 h =
    260.75 s, a fifth of 21.6 min."""
    text = block(BRIEF)
    assert (
        "**Failover of PostgreSQL** (active-passive: heartbeat 10 s, 3 misses; never drilled in the last year)" in text
    )
    assert (
        "**at least 90 s a failover** in the worst case (`assumed`); at most 14 fit into the budget of 21.6 min" in text
    )
    assert "| 100% | 85 s | 85 s | 0.065 |" in text
    assert "| **95%** (`default`) | **4.3 min** | **13 min** | **0.2 to 0.61** |" in text
    assert "A failover that works counts here with its mean, at least 85 s, not with the worst case above." in text
    assert "a guess until drills are counted" in text
    assert "illustrations" in text
    assert text.endswith(
        "Unknown: availability with failover, what stops the old active from writing; needs `failover.postgresql.mttr`, "
        "`failover.postgresql.mttf`, `failover.postgresql.fencing`. Unknown and not counted: "
        "`failover.postgresql.probe_timeout`, `failover.postgresql.dns_ttl`, `failover.postgresql.standby_availability`."
    )
    assert text.count("nknown") == 4  # probe, names, one line of what is unknown and what is not counted


def test_everything_known_stands_beside_the_naive_figure() -> None:
    text = block(FULL)
    assert (
        "Availability with failover: **99.968%** (`assumed`); one node alone: 99.44%; two nodes naively: 99.9969%."
        in text
    )
    assert "**90 s a failover** in the worst case" in text
    assert "counts here with its mean, 85 s," in text
    assert "there is 10 times as much downtime" in text
    assert "nknown" not in text
    assert "illustrations" not in text
    assert "One failover that does not work costs 11 budgets of 30 d." in text
    assert "4 of 4 drills worked without help: that shows a success of 47% at least" in text
    assert "its right to write runs out unless renewed, within 20 s" in text
    assert "a guess until drills are counted" not in text


def test_a_repair_quicker_than_the_failover_is_told() -> None:
    text = block(FULL.replace("mttr: 4 h", "mttr: 30 s"))
    assert "(30 s) is quicker than a failover (85 s on average): as typed, the standby buys nothing." in text
    assert "Failovers that work" not in text


def test_not_one_failover_fits_a_small_budget() -> None:
    assert "not one fits into the budget of 25.9 s in 30 d" in block(FULL, target="99.999%")


def test_nothing_stops_the_old_active() -> None:
    assert "Nothing stops the old active from writing" in block(FULL.replace("fencing: lease", "fencing: none"))
    assert "from writing" not in block(FULL.replace("writable: yes", "writable: no"))


def test_sessions_in_memory_and_the_room_of_two_centres() -> None:
    text = block(CENTRES, tier=2)
    assert "**Data centres** (active-active: 2 nodes, 1 loss to survive, 2 failure domains)" in text
    assert "every node has to stay below 50% at the peak" in text
    assert "kept in the node's memory, and the user is sent back to it" in text
    assert text.count("Unknown") == 1


def test_a_component_of_which_little_is_known_takes_two_lines() -> None:
    heading, _, said = block(
        "{component: API, pattern: active_active, stateful: yes, session: shared_store}"
    ).partition("\n\n")
    assert heading == "**API** (active-active)"
    assert said == (
        "What a user's next request needs is kept in a store that all nodes reach. Unknown: load after a loss, time to "
        "notice a lost node, availability; needs `failover.api.nodes`, `failover.api.tolerated`, "
        "`failover.api.utilisation` and 4 more."
    )


def test_no_loss_to_survive_is_no_room_to_keep() -> None:
    text = block("{component: API, pattern: active_active, nodes: 4, tolerated: 0, utilisation: 60%, stateful: no}")
    assert "It is to survive no loss" in text
    assert "0 losses, every" not in text


@pytest.mark.parametrize(
    ("busy", "said"), [("70%", "140% (`assumed`), **which they cannot carry**"), ("40%", "80% (`assumed`).")]
)
def test_survivors_are_shown_after_the_loss(busy: str, said: str) -> None:
    assert said in block(CENTRES.replace("stateful: yes", f"stateful: no, utilisation: {busy}"))


def test_a_domain_may_hold_more_nodes_than_may_be_lost() -> None:
    spread = "{component: API, pattern: active_active, nodes: 4, tolerated: %d, domains: 2}"
    assert "One of the 2 domains holds at least 2 nodes, so losing it takes more than the 1 loss" in block(spread % 1)
    assert "domains holds" not in block(spread % 2)


def test_both_forms_of_independence_stand_side_by_side() -> None:
    text = block(
        "{component: API, pattern: active_active, nodes: 2, tolerated: 1, heartbeat: 2 s, misses: 4, probe_timeout: 2 s,"
        " mttf: 720 h, mttr: 4 h, utilisation: 40%, stateful: no}"
    )
    assert (
        "at most 99.997% of the time if failures are independent (`assumed`), 99.942% if a tenth is shared (`default`)"
        in text
    )
    assert "Until a lost node is noticed, at most 10 s, one request in 2 fails." in text
    assert "nknown" not in text


def test_senseless_answers_get_a_sentence_and_no_list_of_needs() -> None:
    text = block("{component: API, pattern: active_active, nodes: 2, tolerated: 2}")
    assert "No node is left" in text
    assert "nknown" not in text


def test_a_single_node_and_what_one_repair_costs() -> None:
    text = block("{component: Server, pattern: single, provider_managed: no, mttf: 2000 h, mttr: 1 h}")
    assert "down for 1 h `assumed` each time: **99.95% `assumed`**" in text
    assert "One repair of 1 h is 2.8 times the budget of 21.6 min in 30 d." in text
    assert "contract" in block("{component: S3, pattern: single, provider_managed: yes}")


def test_a_pattern_nobody_knows_is_one_line() -> None:
    assert block("{component: Redis, pattern: unknown}", "{component: Queue, pattern: unknown}") == (
        "How Redis and Queue survive the loss of a node is unknown: it needs `failover.redis.pattern`, `failover.queue.pattern`."
    )


def test_the_operations_report_has_one_line() -> None:
    text = block("{component: Server, pattern: single}", "{component: Database, pattern: single}", target="99%", tier=3)
    assert "\n" not in text
    assert text.startswith(
        "Server and Database: one node each, nothing takes over. Whether one repair fits 7.2 h in 30 d"
    )
    assert block(tier=3) == ""


def test_nothing_to_say_without_components() -> None:
    assert block() == ""
    library = packs.built_in()
    answers = answersfile.read("spec.components: [database]", "answers.yaml", library)
    text = BLOCK.make(compose(library, answers, Identity("x", "X", owners=("@a",))))
    assert text == "What takes over when a node is lost is unknown: it needs `failover`."
