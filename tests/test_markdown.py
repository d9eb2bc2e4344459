"""Markdown made from a spec: nothing that a person gave may be lost on the way."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs, resources
from specgen.compose import compose
from specgen.frozen import replace
from specgen.model import Identity, Spec
from specgen.renderers.markdown import placement, render

TEMPLATES = resources.texts("templates", ".j2")
TIERS = ("0", "1", "2", "3")


def spec(text: str, tier: int) -> Spec:
    library = packs.built_in()
    return compose(library, answersfile.read(text, "answers.yaml", library), Identity("x", "X", tier=tier))


@pytest.mark.parametrize("tier", TIERS)
def test_every_prose_answer_is_kept_at_every_tier(tier: str) -> None:
    """Where its section does not exist at that tier, it stays in the answers."""
    prose = [question.id for question in packs.built_in().questions() if question.home.startswith("section.")]
    answers = "\n".join(f"{id}: A text about {number}." for number, id in enumerate(prose))
    text = render(spec(f"spec.tier: '{tier}'\nspec.components: [mutating_api, user_facing]\n{answers}", int(tier)), TEMPLATES)
    for number in range(len(prose)):
        assert f"A text about {number}." in text


@pytest.mark.parametrize("tier", TIERS)
def test_the_built_in_template_loses_nothing(tier: str) -> None:
    made = spec(f"spec.tier: '{tier}'\nspec.components: [mutating_api, external_calls, user_facing, scheduled_job]", int(tier))
    assert placement.lost(made, render(made, TEMPLATES)) == []


def test_a_template_that_leaves_out_what_matters_is_told_so() -> None:
    made = spec("spec.components: [database]\nspec.design: A design.", 0)
    text = render(made, {"spec.md.j2": "{{ front_matter }}\n# {{ spec.title }}\n{{ items.document }}\n"})
    said = placement.lost(made, text)
    assert "the template does not place {{ answers }}" in said
    assert any("sections.design" in one for one in said)
    assert any("items.automate" in one for one in said)
    assert not any("items.document" in one for one in said)
    assert "verdict" in placement.unplaced(made, text)


def test_titles_and_owners_stay_in_their_place() -> None:
    made = spec("spec.components: [database]", 0)
    hostile = replace(made, identity=replace(made.identity, title="# A | *b* <x> `c` {{7*7}}", owners=("@a: b # c",)))
    text = render(hostile, TEMPLATES)
    assert text.count("\n# ") == 1
    assert "{{7*7}}" in text
