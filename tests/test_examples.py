"""The examples: golden files to the byte, and what a careful reader finds in each situation."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen import answersfile, packs, resources
from specgen.cli import given
from specgen.compose import compose
from specgen.frozen import replace
from specgen.model import Answer, Asked, Basis, Identity, Level, Quantity, Spec
from specgen.recompose import labelled, sealed
from specgen.renderers.markdown import render

NAMES = resources.folders("examples")
DATE, REVIEW = "2026-11-20", "2027-02-18"


@pytest.fixture(scope="module", params=NAMES)
def example(request: pytest.FixtureRequest) -> tuple[str, Spec]:
    return request.param, spec_of(request.param)


def answers_of(name: str) -> dict[str, Answer]:
    text = resources.text(f"examples/{name}", "answers.yaml")
    return answersfile.read(text, f"examples/{name}/answers.yaml", packs.built_in())


def spec_of(name: str, **changed: str) -> Spec:
    library = packs.built_in()
    answers = answers_of(name)
    for key, value in changed.items():
        given.apply_set(f"{key.replace('__', '.')}={value}", answers, library)
    title, tier = answers["spec.title"].value, answers["spec.tier"].value
    assert isinstance(title, str)
    assert isinstance(tier, str)
    owners, reviewers = (words(answers, f"spec.{who}") for who in ("owners", "reviewers"))
    identity = Identity(name, title, tier=int(tier), owners=owners, reviewers=reviewers, created=DATE, review_by=REVIEW)
    spec = compose(library, answers, identity)
    return replace(spec, identity=replace(spec.identity, template=labelled("spec", own=False)))


def words(answers: dict[str, Answer], id: str) -> tuple[str, ...]:
    value = answers[id].value
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def fired(spec: Spec) -> dict[str, Level]:
    return {one.rule.id: one.severity for one in spec.contradictions}


def test_golden(example: tuple[str, Spec]) -> None:
    """`tools/make_golden.py` writes them anew; the diff is then read like any other change."""
    name, spec = example
    templates = resources.texts("templates", ".j2")
    assert sealed(spec, render(spec, templates), templates) == resources.text(f"examples/{name}", f"{name}.md")


def test_same_input_same_bytes(example: tuple[str, Spec]) -> None:
    name, spec = example
    templates = resources.texts("templates", ".j2")
    assert render(spec_of(name), templates) == render(spec, templates)


def test_no_block_depends_on_the_date() -> None:
    spec = spec_of("instant-transfers")
    other = replace(spec, identity=replace(spec.identity, created="2031-01-01", review_by="2031-04-01"))
    templates = resources.texts("templates", ".j2")
    body, moved = (render(one, templates).partition("\n---\n")[2] for one in (spec, other))
    assert body == moved


def test_careful_reader_of_instant_transfers() -> None:
    """The list at the end of the brief, point by point."""
    spec = spec_of("instant-transfers")
    found = fired(spec)
    errors = {
        "target-above-chain",  # the target is above the hard dependency's 99.5%
        "rpo-below-async-lag",  # RPO 0 with an asynchronous replica
        "key-outside-transaction",  # the key and its effect are torn apart by a crash; a key kept in a cache
        "retries-outlast-promise",  # 3 attempts of 5 s exceed the 3 s promise
        "secret-in-image",  # secrets in an image
    }
    warnings = {
        "failover-never-drilled",  # failover success is an assumption
        "dmarc-none",  # DMARC none
        "stored-cloud-key",  # a stored cloud key
        "peak-against-volume", "only-sms",
    }  # fmt: skip
    assert {id for id, level in found.items() if level is Level.ERROR} == errors
    assert {id for id, level in found.items() if level is Level.WARNING} == warnings
    torn = next(one for one in spec.contradictions if one.rule.id == "key-outside-transaction")
    assert "Redis or another cache" in torn.message
    (guess,) = [one for one in spec.assumptions if one.path == "failover.postgresql.success"]
    assert (guess.text, guess.basis) == ("95%", Basis.DEFAULT)


def test_instant_transfers_is_in_proportion() -> None:
    spec = spec_of("instant-transfers")
    assert len([one for one in spec.questions if one.question.essential and not one.record]) <= 45
    assert len(spec.items) <= 150


def test_numbers_of_instant_transfers() -> None:
    """Against the hand-made spec of the same situation."""
    spec = spec_of("instant-transfers")

    def amount(id: str, record: str = "") -> float:
        value = spec.figure(id, record).value
        assert isinstance(value, Quantity)
        return float(value.amount)

    assert amount("availability.budget_30d") == 1296
    assert amount("availability.chain") == 0.995
    assert amount("availability.second") == pytest.approx(0.9)
    assert amount("availability.fallback", "name-enquiry") == pytest.approx(0.99985)
    assert amount("retries.worst", "interbank-switch") == pytest.approx(15.4)
    assert amount("retries.in_flight", "interbank-switch") == pytest.approx(616)
    assert amount("distance.km", "lagos") == pytest.approx(5279.5, abs=0.5)
    assert amount("distance.km", "houston") == pytest.approx(7342.0, abs=0.5)
    assert amount("latency.left", "houston") == pytest.approx(0.876, abs=0.001)
    assert amount("process.toil") == 190
    assert amount("replication.lost") == pytest.approx(16)
    assert amount("replication.lost_next_year") == pytest.approx(48)
    assert amount("failover.outage", "postgresql") == 90
    assert int(amount("failover.in_budget", "postgresql")) == 14
    assert amount("cache.origin_load", "name-enquiry") == pytest.approx(6)
    assert amount("idempotency.keys") == pytest.approx(3_456_000)


def test_unknown_never_becomes_zero() -> None:
    spec = spec_of("instant-transfers")
    assert set(spec.figure("retries.worst", "name-enquiry").missing) == {
        "dependencies.name-enquiry.timeout",
        "dependencies.name-enquiry.attempts",
    }
    assert spec.figure("availability.planned").value is None


def test_ops_report_is_short_and_asks_who_notices() -> None:
    spec = spec_of("ops-report")
    text = render(spec, resources.texts("templates", ".j2"))
    essential = [one for one in spec.questions if one.question.essential and not one.record]
    assert len(essential) <= 20
    assert len(spec.items) == 12
    assert 2 <= sum(one.severity == "must" for one in spec.items) <= 4
    assert "DAM-07" in {one.item.id for one in spec.items if one.severity == "must"}
    before_answers = text.partition("<details>")[0].partition("\n---\n")[2]
    assert before_answers.count("\n") <= 115
    assert set(fired(spec)) == {"silent-job", "target-without-responder"}
    assert any(one.path == "process.noticed_by" and one.state is Asked.UNKNOWN for one in spec.questions)


def test_ops_report_is_silent_once_somebody_looks() -> None:
    spec = spec_of("ops-report", process__noticed_by="The ops desk at 9:00, the date of the data on the page")
    assert set(fired(spec)) == {"target-without-responder"}


def test_ops_report_says_to_leave_the_queries_as_they_are() -> None:
    spec = spec_of("ops-report")
    value = spec.figure("database.now").value
    assert isinstance(value, Quantity)
    assert float(value.amount) == pytest.approx(0.3355)
    assert "Leave it as it is." in render(spec, resources.texts("templates", ".j2"))


def test_careful_reader_of_clip_service() -> None:
    """The list at the end of the brief, point by point."""
    spec = spec_of("clip-service")
    found = fired(spec)
    assert found["cdn-older-than-tolerated"] is Level.ERROR  # staleness of 25 h against 5 minutes
    stale = spec.figure("cdn.staleness").value
    assert isinstance(stale, Quantity)
    assert stale.amount == 25 * 3600
    assert found["sessions-in-memory"] is Level.ERROR  # active-active with sessions in memory
    assert found["layer-retries-at-once"] is Level.WARNING  # retries without back-off
    assert found["whole-file-for-a-part"] is Level.WARNING  # whole-file copies
    assert found["relational-questions-on-eav"] is Level.WARNING  # attribute queries on an entity-attribute table
    rounds, left = spec.figure("network.rounds").value, spec.figure("transfer.left", "sao-paulo").value
    assert isinstance(rounds, Quantity)
    assert isinstance(left, Quantity)
    assert rounds.amount == 8  # slow-start rounds of a 1.9 MB page at that distance
    assert 0 < left.amount < 0.1
    text = render(spec, resources.texts("templates", ".j2"))
    assert "If all of it came from Frankfurt: 1.4 s" in text
    assert "25 h" in text


def test_clip_service_does_not_pretend() -> None:
    spec = spec_of("clip-service")
    assert {one.path for one in spec.questions if one.state is Asked.UNKNOWN} >= {
        "latency.p99",
        "load.peak",
        "network.reuse",
        "idempotency.atomic",
        "media.scratch",
    }


def test_every_example_has_its_files() -> None:
    root = Path(__file__).parents[1] / "examples"
    for name in NAMES:
        assert {path.name for path in (root / name).iterdir()} == {"answers.yaml", f"{name}.md", "README.md"}
