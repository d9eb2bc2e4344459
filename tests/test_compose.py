"""Composition: what applies, what is unknown, what rests on what. The rules' own examples run in `test_pack_content`."""

from __future__ import annotations

import pytest

from specgen import answersfile, calculators, packs
from specgen.cli import given
from specgen.compose import compose
from specgen.compose.figures import compute, order, recompute
from specgen.model import Asked, Basis, Identity, Level, Library, Severity, Spec

LIBRARY = packs.built_in()


def spec(text: str, tier: int | None = None, library: Library = LIBRARY) -> Spec:
    return compose(library, answersfile.read(text, "answers.yaml", library), Identity("x", "X", tier=tier))


def test_trait_switches_packs_and_questions_on() -> None:
    assert "IDEM" not in {pack.prefix for pack in spec("spec.components: [database]").packs}
    found = spec("spec.components: [mutating_api]")
    assert "IDEM" in {pack.prefix for pack in found.packs}
    assert "idempotency.key_source" in {one.path for one in found.questions}


def test_answers_whose_question_does_not_apply_are_kept_but_not_used() -> None:
    found = spec("spec.components: [database]\nidempotency.key_source: none\nspec.domain: payments")
    assert set(found.unused) == {"idempotency.key_source"}
    assert "money-without-key" not in {one.rule.id for one in found.contradictions}


def test_packs_can_be_skipped_and_added() -> None:
    skipped = spec("spec.components: [mutating_api]\npacks.skip: [{pack: idempotency, reason: another team}]")
    assert "idempotency" not in {pack.name for pack in skipped.packs}
    added = spec("spec.components: [database]\npacks.add: [idempotency]")
    assert "idempotency" in {pack.name for pack in added.packs}


def test_unknown_neither_fires_nor_satisfies() -> None:
    found = spec(
        "spec.components: [external_calls]\navailability.target: unknown\n"
        "dependencies: [{name: switch, hard: true, availability: 90%}]"
    )
    assert found.contradictions == ()
    waiting = {one.id: one.needs for one in found.waiting}
    assert waiting["target-above-chain"] == ("availability.target",)
    assert found.figure("availability.budget").missing == ("availability.target",)


def test_a_question_is_asked_when_what_it_waits_for_was_answered_unknown() -> None:
    def paths(text: str) -> set[str]:
        return {one.path for one in spec(text).questions}

    assert "availability.contract" not in paths("spec.components: [database]")
    assert "availability.contract" in paths("spec.components: [database]\navailability.contracted: unknown")
    assert "availability.contract" not in paths("spec.components: [database]\navailability.contracted: no")


def test_items_that_cannot_be_decided_may_apply() -> None:
    found = spec("spec.components: [database]\nspec.tier: '0'", tier=0)
    assert {one.id: one.needs for one in found.may_apply}["AVAIL-04"] == ("availability.contracted",)
    assert "AVAIL-04" not in {one.item.id for one in found.items}


@pytest.mark.parametrize(("tier", "severity"), [(0, "must"), (1, "must"), (2, "should"), (3, "should")])
def test_tiers_soften_what_is_not_kept(tier: int, severity: str) -> None:
    found = spec(f"spec.components: [mutating_api, scheduled_job]\nspec.domain: payments\nspec.tier: '{tier}'", tier=tier)
    severities = {one.item.id: one.severity for one in found.items}
    assert severities["SPEC-01"] == severity
    assert severities["DAM-07"] is Severity.MUST
    if tier < 3:
        assert severities["IDEM-03"] is Severity.MUST


def test_an_error_that_rests_on_a_guess_is_a_warning_and_says_on_which() -> None:
    text = (
        "spec.components: [external_calls]\navailability.target: 99.95%\n"
        "dependencies:\n  - {{name: s, hard: yes, availability: {}}}"
    )
    guessed = spec(text.format("99.5%")).contradictions[0]
    assert guessed.severity is Level.WARNING
    assert guessed.capped == "dependencies.s.availability"
    sure = spec(text.format("{value: 99.5%, basis: contract, source: s.4}")).contradictions[0]
    assert sure.severity is Level.ERROR
    assert "dependencies.s.availability" in sure.answers
    assert "availability.target" in sure.answers


def test_a_figure_takes_the_weakest_basis_of_its_inputs() -> None:
    text = "spec.components: [external_calls]\ndependencies:\n  - {{name: s, hard: yes, availability: {}}}"
    for typed, basis in (("99.5%", Basis.ASSUMED), ("{value: 99.5%, basis: measured, source: us}", Basis.MEASURED)):
        assert spec(text.format(typed)).figure("availability.chain").basis is basis


def test_a_contradiction_can_be_accepted_by_name() -> None:
    found = spec(
        "spec.components: [external_calls]\navailability.target: 99.95%\n"
        "dependencies: [{name: s, hard: yes, availability: 99.5%}]\n"
        "accepted:\n  - {contradiction: target-above-chain, reason: until the second switch, person: '@risk', until: 2027-01-31}"
    )
    assert found.contradictions[0].accepted == "until the second switch, @risk, until 2027-01-31"


def test_open_unknown_and_answered_are_told_apart() -> None:
    states = {one.path: one.state for one in spec("spec.components: [database]\navailability.target: unknown").questions}
    assert states["spec.components"] is Asked.ANSWERED
    assert states["availability.target"] is Asked.UNKNOWN
    assert states["process.oncall"] is Asked.OPEN


def test_recompute_equals_compute() -> None:
    """What assumptions skip may not change a result."""
    answers = answersfile.read(
        "spec.components: [external_calls, mutating_api]\nlatency.p99: 3 s\nload.peak: 40/s\n"
        "dependencies: [{name: s, hard: yes, timeout: 5 s, attempts: 3, backoff: 200 ms, p99: 1.8 s}]",
        "answers.yaml",
        LIBRARY,
    )
    before = compute(answers)
    for id, value in (("load.peak", "80/s"), ("latency.p99", "1 s")):
        changed = dict(answers)
        given.apply_set(f"{id}={value}", changed, LIBRARY)
        assert recompute(changed, id, before) == compute(changed)
    changed = dict(answers)
    given.apply_set("dependencies[s].timeout=1 s", changed, LIBRARY)
    assert recompute(changed, "dependencies[].timeout", before) == compute(changed)


def test_figures_name_only_what_exists() -> None:
    """A figure may read what a later pack asks for, but never a misspelt figure."""
    specs = calculators.figures()
    for one in specs.values():
        for name in (*one.needs, *one.reads):
            if name.startswith("figures."):
                assert name.removeprefix("figures.") in specs, f"{one.id} reads {name}"
    assert set(order(specs.values())) == set(specs)


def test_an_answer_makes_an_undecided_question_apply() -> None:
    """Whoever counts requests has decided to count them, whatever else is still open."""
    found = spec("spec.components: [database]\navailability.target: 99.9%\navailability.requests: 1,000,000; measured; logs")
    assert found.unused == {}
    assert found.figure("availability.budget_events").missing == ()


def test_one_cause_silences_another_finding_on_the_same_record_only() -> None:
    """London is too far away for light; Lagos only pays for new connections."""
    found = spec(
        "spec.components: [user_facing]\nlatency.p99: 250 ms\ndistance.origin: eu-west-1\ndistance.edge: none\n"
        "network.protocol: h2_tls13\nnetwork.reuse: {value: 20%, basis: measured, source: logs}\n"
        "users:\n"
        "  - {place: Sydney, share: {value: 90%, basis: measured, source: logs}}\n"
        "  - {place: Lagos, share: {value: 10%, basis: measured, source: logs}}"
    )
    assert {(one.rule.id, one.record) for one in found.contradictions} >= {
        ("target-below-light", "sydney"),
        ("cold-connections-eat-budget", "lagos"),
    }
    assert ("cold-connections-eat-budget", "sydney") not in {(one.rule.id, one.record) for one in found.contradictions}
