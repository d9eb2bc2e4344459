"""The examples: golden files to the byte, and what a careful reader finds in each situation, as far as six packs carry it."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen import packs, resources
from specgen.cli import given
from specgen.cli.new import TEMPLATE_VERSION
from specgen.compose import compose
from specgen.frozen import replace
from specgen.model import Answer, Asked, Identity, Level, Quantity, Spec
from specgen.renderers.markdown import render

NAMES = resources.folders("examples")
DATE, REVIEW = "2026-11-20", "2027-02-18"


@pytest.fixture(scope="module", params=NAMES)
def example(request: pytest.FixtureRequest) -> tuple[str, Spec]:
    return request.param, spec_of(request.param)


def answers_of(name: str) -> dict[str, Answer]:
    text = resources.text(f"examples/{name}", "answers.yaml")
    return given.read(text, f"examples/{name}/answers.yaml", packs.built_in())


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
    return replace(spec, identity=replace(spec.identity, template=f"spec {TEMPLATE_VERSION}"))


def words(answers: dict[str, Answer], id: str) -> tuple[str, ...]:
    value = answers[id].value
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def fired(spec: Spec) -> dict[str, Level]:
    return {one.rule.id: one.severity for one in spec.contradictions}


def test_golden(example: tuple[str, Spec]) -> None:
    """`tools/make_golden.py` writes them anew; the diff is then read like any other change."""
    name, spec = example
    assert render(spec, resources.texts("templates", ".j2")) == resources.text(f"examples/{name}", f"{name}.md")


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
    """The brief's list, as far as the six packs carry it: the rest waits for the packs that ask for it."""
    found = fired(spec_of("instant-transfers"))
    assert found["target-above-chain"] is Level.ERROR
    assert found["key-outside-transaction"] is Level.ERROR
    assert found["retries-outlast-promise"] is Level.ERROR
    assert found["peak-against-volume"] is Level.WARNING


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
    assert 8 <= len(spec.items) <= 12
    assert "DAM-07" in {one.item.id for one in spec.items if one.severity == "must"}
    assert text.count("\n") <= 140
    assert set(fired(spec)) == {"silent-job", "target-without-responder"}
    assert any(one.path == "process.noticed_by" and one.state is Asked.UNKNOWN for one in spec.questions)


def test_ops_report_is_silent_once_somebody_looks() -> None:
    spec = spec_of("ops-report", process__noticed_by="The ops desk at 9:00, the date of the data on the page")
    assert set(fired(spec)) == {"target-without-responder"}


def test_clip_service_does_not_pretend() -> None:
    """Most of its traps belong to packs that come later; what six packs can say is that its key is none, and what is unknown."""
    spec = spec_of("clip-service")
    assert fired(spec) == {"key-recognises-nothing": Level.WARNING}
    assert {one.path for one in spec.questions if one.state is Asked.UNKNOWN} >= {
        "latency.p99",
        "load.peak",
        "network.reuse",
        "idempotency.atomic",
    }


def test_every_example_has_its_files() -> None:
    root = Path(__file__).parents[1] / "examples"
    for name in NAMES:
        assert {path.name for path in (root / name).iterdir()} == {"answers.yaml", f"{name}.md", "README.md"}
