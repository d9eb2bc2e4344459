"""The process as it is, and what to automate first: true of the answers, and short where it can be."""

from __future__ import annotations

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity, Spec
from specgen.renderers.markdown.blocks import blocks

FORM = "{step: Copy the form, actor: two operators, manual: yes, minutes: 6 min, per_month: 1900, errors: 2%}"
CLEAN = "{step: Clean up, manual: yes}"
CALL = "{step: Call back, manual: yes, minutes: 30 min, per_month: 20}"
ABUJA = "process.variants: [{name: Abuja, differs: a phone call}, {name: Kano, differs: paper, decision: keep}]\n"


def spec(text: str, tier: int = 0) -> Spec:
    library = packs.built_in()
    answers = answersfile.read(f"{text}\nspec.tier: '{tier}'", "answers.yaml", library)
    return compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",)))


def block(name: str, text: str, tier: int = 0) -> str:
    return blocks()[f"figures.{name}"].make(spec(text, tier))


def steps(*records: str, components: str = "database") -> str:
    return f"spec.components: [{components}]\nprocess.steps: [{', '.join(records)}]\n"


def test_columns_that_an_item_is_ticked_by_are_there_while_they_are_unknown() -> None:
    text = block("process", steps("{step: Nightly job, actor: cron}"), tier=3)
    assert "| Step | Who | Takes | Goes wrong | Seen how |" in text
    assert "| Nightly job | cron | unknown | unknown | unknown |" in text
    skipped = "packs.skip: [{pack: dam, reason: x}]\nspec.components: [database]\n"
    assert "Goes wrong" not in block("process", skipped)


def test_one_step_is_a_sentence_and_several_are_a_table() -> None:
    """By hand: 1,900 x 6 min are 190 h, 2% of them 38; 20 x 30 min are 10 h."""
    said = block("automation", steps(FORM))
    assert said == "Ranked by hours: Copy the form, 190 h a month, mistakes: 38 (`assumed`)."
    text = block("automation", steps(CALL, FORM))
    assert text.index("| 1 | Copy the form | 190 h `assumed` | 38 `assumed` |") < text.index("| 2 | Call back | 10 h")
    assert "All together 200 h a month (`assumed`)." in text


def test_what_has_no_hours_yet_is_named() -> None:
    text = block("automation", steps(FORM, CLEAN) + ABUJA)
    assert "Without hours yet: Clean up; Abuja (a phone call). To rank the steps: " in text
    assert "`process.steps.clean-up.minutes`, `process.steps.clean-up.per_month`." in text
    assert "Kano" not in text
    assert "All together at least 190 h a month" in text
    job = steps(components="scheduled_job") + "process.incident: 96 h"
    assert block("automation", job) == ("Without hours yet: noticing that a run failed (once 96 h `assumed` unseen).")
    assert block("automation", steps(components="scheduled_job") + "process.incident: 0 s") == ""
    assert block("automation", "spec.components: [database]") == ""


def test_a_success_time_is_asked_of_what_runs_by_itself() -> None:
    def asked(text: str) -> bool:
        return "DAM-07" in {one.item.id for one in spec(text).items}

    assert asked(steps(components="scheduled_job"))
    assert asked(steps(FORM, "{step: Send, manual: no}"))
    assert not asked(steps(FORM))
    assert not asked(steps())
