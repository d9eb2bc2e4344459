"""Generated blocks in situations that no example holds: each sentence must be true of the answers that made it."""

from __future__ import annotations

import re

import pytest

from specgen import answersfile, packs, resources
from specgen.compose import compose
from specgen.model import Identity, Spec
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.renderers.markdown import context, fill
from specgen.renderers.markdown.blocks import blocks
from specgen.update import update

MEASURED = "basis: measured, source: us"


def spec(text: str, tier: int = 0) -> Spec:
    library = packs.built_in()
    return compose(library, answersfile.read(text, "answers.yaml", library), Identity("x", "X", tier=tier, owners=("@a",)))


def block(name: str, text: str, tier: int = 0) -> str:
    return blocks()[name].make(spec(text, tier))


def test_what_a_pack_that_is_left_out_would_ask_is_not_said_to_be_unknown() -> None:
    left_out = "packs.skip: [{pack: availability, reason: a batch job}, {pack: dam, reason: no process}]"
    said = "spec.components: [database]\navailability.target: 99.9%\n"
    for tier in (1, 3):
        assert "Target: 99.9%" in block("figures.availability", said, tier)
        assert block("figures.availability", f"{said}{left_out}", tier) == ""
        assert "On call" in block("figures.monitoring", said, tier)
        assert "On call" not in block("figures.monitoring", f"{said}{left_out}", tier)


@pytest.mark.parametrize(("template", "tier"), [("spec", 1), ("spec", 3), ("adopted", 1)])
def test_without_availability_there_is_no_heading_for_it(template: str, tier: int) -> None:
    said = "spec.components: [scheduled_job]\n"
    skip = "packs.skip: [{pack: availability, reason: a batch job}, {pack: failover, reason: one node}]"
    templates = resources.texts("templates", ".j2")
    with_it, without = (fill(templates, f"{template}.md.j2", context(spec(one, tier))) for one in (said, said + skip))
    assert re.search("^##+ Availability", with_it, re.MULTILINE)
    assert not re.search("^##+ Availability", without, re.MULTILINE)


def test_leaving_availability_out_later_keeps_failover_and_doubles_no_heading() -> None:
    composer = Composer(packs.built_in(), resources.texts("templates", ".j2"), fill)
    text = fill(composer.templates, "spec.md.j2", context(spec("spec.components: [database]\n", 1)))
    skip = "```yaml\npacks.skip: [{pack: availability, reason: a batch job}]\nspec.components"
    document = read(text.replace("```yaml\nspec.components", skip), "x.md")
    composed, _ = composer.composed(document)
    assert composed is not None
    made = update(document, composed, composer).text
    assert made.count("## Availability") == 1, "it holds guidance of its section, above a block that stays"
    assert made.count("## Failover") == made.count("<!-- specgen:begin figures.failover -->") == 1
    fresh = fill(composer.templates, "spec.md.j2", context(composed.spec))
    assert "\n## Failover\n" in fresh
    assert "## Availability" not in fresh


def test_a_redundant_pair_is_rated_with_and_without_shared_failures() -> None:
    """By hand, q = 0.001: 1 - q ^ 2, and 1 - (0.1 q + (0.9 q) ^ 2) = 0.99989919, whose missing part shows two digits."""
    text = block(
        "figures.availability",
        "spec.components: [external_calls]\navailability.target: 99.9%\n"
        f"dependencies: [{{name: S, hard: yes, redundant: yes, availability: {{value: 99.9%, {MEASURED}}}}}]",
    )
    assert "as a pair 99.9999% if failures are independent, 99.989% if a tenth is shared `default`" in text


def test_a_hard_dependency_counts_with_what_its_cache_answers() -> None:
    """By hand: 0.999 + 0.001 x 0.85 = 99.985%, which leaves less than a target of 99.99%."""
    text = (
        "spec.components: [external_calls]\navailability.target: 99.99%%\ndependencies:\n"
        "  - {name: Rates, hard: yes, availability: 99.9%%, cache_ttl: 24 h, hit_ratio: %s}"
    )
    cached = block("figures.availability", text % "85%")
    assert "| Rates | yes | 99.9% `assumed`; 99.985% with its cache | 99.985% |" in cached
    assert "The chain can do 99.985% (`assumed`)" in cached
    open_ = block("figures.availability", text % "unknown")
    assert "| unknown: how often does its cache hit? |" in open_
    assert "The chain: unknown, needs `dependencies.rates.hit_ratio`." in open_


def test_parts_named_elsewhere_stand_in_the_chain_once() -> None:
    text = (
        "spec.components: [external_calls, mutating_api, has_login]\navailability.target: 99.9%%\n"
        "dependencies: [{name: %s, hard: yes, availability: 99.5%%}]\n"
        "failover: [{component: PostgreSQL, pattern: single}, {component: API, pattern: single}]\n"
        "idempotency.store: redis\nmfa.factors: [sms]\n"
    )
    both = block("figures.availability", text % "Switch")
    assert "| PostgreSQL, API, Redis (keys) | yes | unknown | part of your own |" in both
    assert "| SMS sender | yes, for the codes | unknown | not counted |" in both
    assert "SMS sender" not in block("figures.availability", text % "Acme SMS")
    assert "99.4%, or 4.3 h down in 30 days: the most that could be promised if they reach that" in both
    rated = block("figures.availability", f"{text % 'Switch'}availability.own: 99.95%")
    assert "the honest promise today" in rated
    assert "Redis" not in rated


def test_own_parts_are_told_without_dependencies_and_the_window_nobody_chose_is_no_guess() -> None:
    text = block("figures.availability", "availability.target: 99.9%\navailability.own: 99.95%")
    assert "Your own parts reach 99.95% `assumed`, before anything they call fails." in text
    assert "over a rolling 30 d (specgen's choice)." in text
    assert "`default`" not in text


def test_queueing_for_one_dependency_does_not_hide_the_other() -> None:
    text = (
        "spec.components: [external_calls]\navailability.target: 99.9%\ndependencies:\n"
        f"  - {{name: A, hard: yes, availability: {{value: 99%, {MEASURED}}}}}\n"
        f"  - {{name: B, hard: yes, availability: {{value: 99.5%, {MEASURED}}}}}"
    )
    assert "Queue while A is down | A leaves the chain" in block("figures.availability", text)
    assert "the other dependencies still leave 99.5% only" in block("figures.availability", text)
    alone = text.partition("\n  - {name: B")[0]
    assert "the other dependencies" not in block("figures.availability", alone)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("95%", "Physics forbids the promise: more than one request in a hundred takes at least 500 ms `assumed`"),
        ("40%", "If all places reuse connections alike, physics forbids the promise"),
        ("2%", "Physics forbids nothing here: 300 ms is out of reach for at most one request in a hundred (Sydney)."),
        ("unknown", "Whether physics forbids the promise needs `users.sydney.share`: 300 ms cannot be kept from Sydney."),
    ],
)
def test_a_group_too_small_for_a_p99_is_not_what_physics_is_asked_about(share: str, said: str) -> None:
    text = (
        "spec.components: [user_facing]\nlatency.p99: 300 ms\ndistance.origin: eu-west-1\nnetwork.protocol: h2_tls13\n"
        f"network.reuse: 50%\nusers:\n  - {{place: Sydney, share: {share}}}\n  - {{place: London, share: 5%}}"
    )
    assert said in block("figures.latency", text)


def test_without_reuse_both_ends_are_shown() -> None:
    text = "spec.components: [user_facing]\ndistance.origin: eu-west-1\nnetwork.protocol: h2_tls13\nusers: [Lagos]"
    assert "78 ms warm, 230 ms cold `default`" in block("figures.latency", text)


def test_guesses_that_were_not_tried_say_so() -> None:
    lines = "\n".join(f"  - {{name: D{n}, hard: yes, availability: 99.9%}}" for n in range(45))
    text = block("assumptions", f"spec.components: [external_calls]\navailability.target: 99%\ndependencies:\n{lines}")
    assert text.count("not tried: only the first 40 are") == 5


def test_the_margin_to_a_contract_is_told() -> None:
    """By hand: 0.5% of 30 days is 3.6 h, 0.1% is 43.2 min, the difference 2.88 h."""
    text = "spec.components: [database]\navailability.contracted: yes\navailability.contract: 99.5%\navailability.target: {}"
    assert "99.5%, 3.6 h down in 30 days; the margin to the target is 2.88 h" in block(
        "figures.availability", text.format("99.9%")
    )
    assert "no margin" in block("figures.availability", text.format("99.5%"))


def test_a_short_window_has_no_burn_rate_alerts() -> None:
    text = "spec.components: [database]\navailability.target: 99.9%\navailability.window: 1 d"
    assert "too short for burn-rate alerts" in block("figures.monitoring", text)


def test_a_cache_cannot_share_a_transaction_whatever_is_claimed() -> None:
    text = "spec.components: [mutating_api]\nidempotency.key_source: client\nidempotency.store: {}\nidempotency.atomic: yes"
    assert "claimed, but a second store cannot commit with the ledger" in block(
        "figures.correctness", text.format("redis")
    )
    assert "claimed" not in block("figures.correctness", text.format("database"))


def test_what_was_left_out_on_purpose_is_told_with_its_reason() -> None:
    text = block("verdict", "spec.components: [mutating_api]\npacks.skip: [{pack: idempotency, reason: another team}]")
    assert "Left out on purpose: idempotency (another team)." in text


def test_an_accepted_error_is_counted_as_accepted() -> None:
    text = (
        "spec.components: [external_calls]\navailability.target: 99.95%\n"
        f"dependencies: [{{name: S, hard: yes, availability: {{value: 99.5%, {MEASURED}}}}}]\n"
        "accepted: [{contradiction: target-above-chain, reason: second switch, person: '@risk', until: 2027-01-31}]"
    )
    assert "1 contradiction (1 accepted)" in block("verdict", text)
    assert "(Accepted: second switch, @risk, until 2027-01-31.)" in block("verdict", text)
