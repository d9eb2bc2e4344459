"""`update` keeps what people wrote: moved and renamed sections, edited wording, broken markers, any line ends; and with
nothing to change it changes nothing."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from specgen import answersfile, packs, resources
from specgen.compose import compose
from specgen.errors import InputError
from specgen.model import Identity, Library
from specgen.readers.markdown import read
from specgen.recompose import Composer, labelled, sealed
from specgen.renderers.markdown import context, fill
from specgen.update import Kind, Updated, update
from specgen.update.conflicts import settled

BEFORE = """\
pack: spec
prefix: SPEC
version: 1.0.0
title: The spec
summary: What every spec has.
order: 1
questions:
  - {id: spec.title, ask: "Title?", type: text, home: front_matter.title, essential: true}
  - {id: spec.owners, ask: "Who owns it?", type: texts, home: front_matter.owners, essential: true}
  - {id: spec.parts, ask: "Parts?", type: choices, choices: {database: database, mail: mail}, trait: true}
  - {id: spec.problem, ask: "What hurts?", type: prose, home: section.problem, guidance: "Say what hurts."}
  - {id: spec.risks, ask: "Risks?", type: prose, home: section.risks, guidance: "Say what may go wrong."}
  - {id: availability.target, ask: "Target?", type: percent, kind: decided, below: "100%", example: "99.9%"}
items:
  - {id: SPEC-01, phase: document, severity: must, text: State the problem., evidence: a number, why: w, reference: r}
  - {id: SPEC-02, phase: document, severity: should, text: List the goals., evidence: goals, why: w, reference: r}
  - {id: SPEC-03, phase: automate, severity: must, text: Script the steps., evidence: script, why: w, reference: r}
  - {id: SPEC-04, phase: monitor, severity: must, text: Alert on silence., evidence: alert, why: w, reference: r}
  - {id: SPEC-05, phase: monitor, severity: may, text: Chart it., evidence: chart, why: w, reference: r}
"""
AFTER = (
    BEFORE.replace("List the goals.", "List the goals with dates.")
    .replace(
        "  - {id: SPEC-05, phase: monitor, severity: may, text: Chart it., evidence: chart, why: w, reference: r}\n",
        "  - {id: SPEC-06, phase: monitor, severity: should, text: Drill it., evidence: drill, why: w, reference: r}\n"
        "  - {id: SPEC-07, phase: document, severity: must, text: Name a person., evidence: name, why: w, reference: r}\n",
    )
    .replace(
        "  - {id: spec.risks,",
        '  - {id: spec.tests, ask: "Tests?", type: prose, home: section.tests, guidance: "Say how it is tested."}\n'
        "  - {id: spec.risks,",
    )
)
LAYER = "name: team\nversion: {}\ntitle: T\n"
TEMPLATE = """\
{{ front_matter }}

# {{ spec.title }}

{{ blocks.verdict }}

## Problem
{{ sections.problem }}

{% if sections.tests is defined and sections.tests %}
## Tests
{{ sections.tests }}

{% endif %}
## Availability
{{ blocks.figures.availability }}

## Risks
{{ sections.risks }}

{{ blocks.open_questions }}

## Checklist
{{ sections.checklist }}

{{ blocks.progress }}

{% for phase, title in (("document", "Document"), ("automate", "Automate"), ("monitor", "Monitor")) %}
{% if items[phase] %}
### {{ title }}
{{ items[phase] }}

{% endif %}
{% endfor %}
## Answers
{{ sections.answers }}

{{ answers }}
"""
ANSWERS = "spec.parts: [database]\navailability.target: 99.9%  # a comment of mine\n"


@cache
def composer(newer: bool) -> Composer:
    version, text = ("1.1.0", AFTER) if newer else ("1.0.0", BEFORE)
    library = packs.load({"LAYER.yaml": LAYER.format(version), "spec.yaml": text})
    return Composer(library, {"spec.md.j2": TEMPLATE}, lambda *given: fill(given[0], given[1], dict(given[2])))


@cache
def written(answers: str = ANSWERS, newer: bool = False) -> str:
    """A new spec, as `specgen new` writes it, with a prose section filled in."""
    library = composer(newer).library
    given = answersfile.read(answers + "spec.title: Receipts\nspec.problem: It hurts.\n", "a.yaml", library)
    identity = Identity(
        "receipts", "Receipts", owners=("@ada",), created="2026-11-20", template=labelled("spec", own=False)
    )
    spec = compose(library, {**given, "spec.owners": owners()}, identity)
    templates = {"spec.md.j2": TEMPLATE}
    return sealed(spec, fill(templates, "spec.md.j2", context(spec)), templates)


def owners() -> Any:
    from specgen.model import Answer

    return Answer(("@ada",), "@ada")


def updated(text: str, newer: bool = True) -> Updated:
    document = read(text, "receipts.md")
    composed, problems = composer(newer).composed(document)
    assert composed is not None, problems
    return update(document, composed, composer(newer))


def kinds(made: Updated, kind: Kind) -> list[tuple[str, str]]:
    return [(one.what, one.name) for one in made.of(kind)]


# --- nothing to change ---------------------------------------------------------------------------------------------------


def test_a_new_spec_is_up_to_date() -> None:
    assert updated(written(), newer=False).changes == ()
    assert updated(written(), newer=False).text == written()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_line_ends_stay(end: str, final: bool) -> None:
    text = written().replace("\n", end)
    text = text if final else text.removesuffix(end)
    assert updated(text, newer=False).text == text
    newer = updated(text).text
    assert newer.count("\n") == (newer.count("\r\n") if end == "\r\n" else newer.count("\n")), "mixed line ends"
    assert newer.endswith(end) is final


def test_a_formatter_does_not_make_a_spec_stale() -> None:
    padded = re.sub(r"\| (\S+) \|", r"|   \1    |", written()).replace(
        "<!-- specgen:begin verdict -->\n", "<!-- specgen:begin verdict -->\n\n"
    )
    padded = padded.replace("- [ ] **SPEC-01**", "* [ ] **SPEC-01**")
    assert padded != written()
    assert updated(padded, newer=False).text == padded


# --- newer packs ---------------------------------------------------------------------------------------------------------


def test_newer_packs_flow_in_by_item_id() -> None:
    made = updated(written())
    assert ("item", "SPEC-06") in kinds(made, Kind.NEW)
    assert ("item", "SPEC-07") in kinds(made, Kind.NEW)
    assert ("section", "Tests") in kinds(made, Kind.NEW)
    assert kinds(made, Kind.REMOVED) == [("item", "SPEC-05")]
    assert ("item", "SPEC-02") in kinds(made, Kind.CHANGED)
    assert (
        "- [ ] **SPEC-02** `should` List the goals with dates. → goals\n- [ ] **SPEC-07** `must` Name a person."
        in made.text
    )
    assert made.text.index("## Problem") < made.text.index("## Tests") < made.text.index("## Availability")
    assert "packs: [team 1.1.0]" in made.text


def test_the_result_is_what_a_new_spec_would_be() -> None:
    assert updated(written()).text == written(newer=True)


def test_an_update_is_idempotent() -> None:
    once = updated(written()).text
    again = updated(once)
    assert again.text == once
    assert again.changes == ()


def test_ticks_evidence_and_notes_stay() -> None:
    text = written().replace(
        "- [ ] **SPEC-02** `should` List the goals. → goals",
        "- [x] **SPEC-02** `should` List the goals. → goals\n  - Evidence: https://x/y @ada, 2026-11-01\n  - my own note",
    )
    made = updated(text).text
    assert (
        "- [x] **SPEC-02** `should` List the goals with dates. → goals\n"
        "  - Evidence: https://x/y @ada, 2026-11-01\n  - my own note\n- [ ] **SPEC-07**"
    ) in made
    assert "| Document | 0 of 2 | 1 of 1 |" in made


@pytest.mark.parametrize(
    "work", ["[x] **SPEC-05** `may` Chart it. → chart", "[ ] **SPEC-05** `may` Chart it. → chart\n  - in Q3"]
)
def test_an_item_that_leaves_is_kept_and_marked_when_somebody_worked_on_it(work: str) -> None:
    text = written().replace("[ ] **SPEC-05** `may` Chart it. → chart", work)
    made = updated(text)
    assert f"- {work}\n  - Retired: the packs no longer ask for this here." in made.text
    assert kinds(made, Kind.KEPT) == [("item", "SPEC-05")]
    assert updated(made.text).text == made.text
    again = updated(made.text, newer=False)
    assert "Retired" not in again.text
    assert f"- {work}\n" in again.text
    assert [one.note for one in again.of(Kind.CHANGED) if one.name == "SPEC-05"] == ["asked for again"]


def test_an_edited_wording_is_kept_as_a_note() -> None:
    made = updated(written().replace("List the goals.", "List our goals, all three."), newer=False)
    assert (
        "- [ ] **SPEC-02** `should` List the goals. → goals\n  - Note: `should` List our goals, all three. → goals\n"
    ) in made.text
    assert kinds(made, Kind.KEPT) == [("item", "SPEC-02")]
    assert made.of(Kind.KEPT)[0].note == "edited by hand; the former wording is kept as a note"
    assert updated(made.text, newer=False).changes == ()


def test_an_item_whose_wording_was_deleted_gets_no_empty_note() -> None:
    made = updated(written().replace(" `should` List the goals. → goals", ""), newer=False)
    assert made.text == written()


def test_a_wording_that_was_not_recorded_may_stand_twice_and_wrapped() -> None:
    line = "- [ ] **SPEC-04** `must` Alert on silence. → alert\n"
    twice = line.replace(" alert", "") + line.replace(" alert", "\n  alert").replace("[ ]", "[x]")
    text = re.sub(r"\n<!-- specgen:wording .* -->", "", written().replace(line, twice))
    made = updated(text)
    assert twice.partition("\n")[2] in made.text
    assert updated(made.text).text == made.text


def test_an_edited_severity_is_kept_as_a_note_too() -> None:
    made = updated(written().replace("**SPEC-04** `must`", "**SPEC-04** `may`"), newer=False)
    assert "- [ ] **SPEC-04** `must` Alert on silence. → alert\n  - Note: `may` Alert on silence. → alert" in made.text


@pytest.mark.parametrize(
    ("below", "gap"), [("  <div>\n  ours\n  </div>\n", "\n"), ("  - ours\n\n    <div>so much\n", "")]
)
def test_a_note_is_put_where_html_above_does_not_swallow_it(below: str, gap: str) -> None:
    line = "- [ ] **SPEC-05** `may` Chart it. → chart\n"
    made = updated(written().replace(line, line + below))
    assert f"{line}{below}{gap}  - Retired: the packs no longer ask for this here.\n" in made.text
    assert updated(made.text).text == made.text


@pytest.mark.parametrize("below", ["  ```\n  ours\n", "  <pre>\n  ours\n"])
@pytest.mark.parametrize("line", ["**SPEC-05** `may` Chart it. → chart", "**SPEC-02** `should` List our goals. → goals"])
def test_an_item_whose_code_never_ends_is_told_and_left(below: str, line: str) -> None:
    text = written().replace("List the goals.", "List our goals.").replace(f"{line}\n", f"{line}\n{below}")
    made = updated(text)
    assert f"- [ ] {line}\n{below}" in made.text
    assert [(one.name, "close it" in one.note) for one in made.of(Kind.FAULT)] == [(line[2:9], True)]
    assert updated(made.text).text == made.text


def test_items_of_ones_own_may_stand_in_a_numbered_list() -> None:
    text = written().replace("It hurts.", "It hurts.\n\n1. [x] **ISO-9001** certified\n")
    assert updated(text, newer=False).changes == ()


def test_items_of_ones_own_stay() -> None:
    own = "- [ ] **OURS-01** Ask the bank.\n"
    text = written().replace("### Automate\n", f"### Automate\n{own}")
    assert own in updated(text).text
    assert own in updated(updated(text).text).text


# --- what people do to a document ------------------------------------------------------------------------------------------


def test_renamed_and_moved_sections_stay_where_they_are() -> None:
    text = written()
    risks = text[text.index("## Risks") : text.index("## Checklist")]
    moved = text.replace(risks, "").replace(
        "## Problem\n", risks.replace("## Risks", "## What may go wrong") + "## Our problem\n"
    )
    assert updated(moved, newer=False).text == moved
    newer = updated(moved).text
    assert newer.index("## What may go wrong") < newer.index("## Our problem") < newer.index("## Tests")
    assert newer.count("## Risks") == 0


def test_a_lost_marker_is_made_up_for_by_the_heading() -> None:
    text = written().replace("<!-- specgen:section risks -->\n", "")
    made = updated(text, newer=False)
    assert made.text == text


def test_broken_markers_lose_nothing_and_are_told() -> None:
    text = written().replace("<!-- specgen:end verdict -->", "My own words.")
    made = updated(text)
    assert "My own words." in made.text
    assert made.text.count("specgen:begin verdict") == 1
    (fault,) = made.of(Kind.FAULT)
    assert (fault.what, fault.line) == ("marker", made.text.split("\n").index("<!-- specgen:begin verdict -->") + 1)
    assert 'The block "verdict" begins here' in fault.note
    assert updated(made.text).text == made.text


BROKEN = {
    "<!-- specgen:section risks -->": 'The section "risks" is marked here a second time',
    "<!-- specgen:begn verdict -->": "Did you mean specgen:begin?",
    "<!-- specgen:section -->": "names no section",
    "<!-- specgen:section Risks and more -->": "names no section",
    "<!-- specgen:begin risks": "is no whole marker",
    "<!-- specgen:begin verdict -->\n<!-- specgen:end verdict -->": 'The block "verdict" stands here a second time',
    "<!-- specgen:begin other -->": 'The block "other" begins here and does not end before',
    "<!-- specgen:end other -->": 'The block "other" ends here and never began.',
}


@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize("marker", BROKEN)
def test_a_marker_that_cannot_be_used_is_told_with_its_line_and_stays(marker: str, newer: bool) -> None:
    more = "-->\n" if "-->" not in marker else ""
    text = written().replace("## Checklist\n", f"## Mine\n\nBefore.\n\n{marker}\n{more}\nMy words.\n\n## Checklist\n")
    made = updated(text, newer=newer)
    assert f"Before.\n\n{marker}\n{more}\nMy words.\n" in made.text
    told = {one.line: one.note for one in made.of(Kind.FAULT) if one.what == "marker"}
    line = made.text[: made.text.index(f"Before.\n\n{marker}")].count("\n") + 3
    assert BROKEN[marker] in told[line]
    assert len(told) == len(read(made.text, "").faults)
    assert newer or made.text == text


def test_every_marker_that_cannot_be_used_is_told() -> None:
    mine = "".join(f"{one}\n\n" for one in [*BROKEN][:4])
    text = written().replace("## Checklist\n", f"## Mine\n\n{mine}## Checklist\n")
    assert [one.what for one in updated(text, newer=False).of(Kind.FAULT)] == ["marker"] * 4


def test_a_second_list_of_wordings_is_no_fault_of_an_update() -> None:
    line = next(line for line in written().splitlines() if "specgen:wording" in line)
    made = updated(written().replace(line, f"{line}\n{line}"), newer=False)
    assert (made.text, made.of(Kind.FAULT)) == (written(), [])


def test_a_deleted_block_comes_back_at_its_place() -> None:
    text = written()
    start, end = text.index("<!-- specgen:begin verdict"), text.index("<!-- specgen:end verdict -->\n") + 29
    assert updated(text[:start] + text[end + 1 :], newer=False).text == text


def test_an_emptied_block_is_filled_again() -> None:
    emptied = re.sub(r"(?s)(specgen:begin figures.availability -->\n).*?(<!-- specgen:end)", r"\1\2", written())
    assert emptied != written()
    assert updated(emptied, newer=False).text == written()


def test_a_deleted_section_comes_back_and_one_with_only_guidance_leaves() -> None:
    text = written(newer=True)
    section = text[text.index("## Tests") : text.index("## Availability")]
    assert updated(text.replace(section, "")).text == text
    older = updated(text, newer=False)
    assert "## Tests" in older.text, "the older packs know no such section, so it is somebody's own"
    filled = text.replace("<!-- Say how it is tested. -->", "We test by night.")
    assert "We test by night." in updated(filled, newer=False).text


@pytest.mark.parametrize(
    "lost", [r"\n\n<!-- specgen:wording .* -->\n<!-- specgen:seal .* -->", r"\n<!-- specgen:seal .* -->"]
)
def test_lost_hidden_lines_are_written_anew(lost: str) -> None:
    text = re.sub(lost, "", written())
    assert text != written()
    assert updated(text, newer=False).text == written()


def test_of_two_seals_a_merge_leaves_one_that_fits() -> None:
    line = next(line for line in written().splitlines() if "specgen:seal" in line)
    other = re.sub("[0-9a-f]{16}", "0123456789abcdef", line)
    for both in (f"{line}\n{other}", f"{other}\n{line}"):
        assert updated(written().replace(line, both), newer=False).text == written()


def test_front_matter_keeps_comments_and_other_fields() -> None:
    text = (
        written()
        .replace("packs: [team 1.0.0]", "packs: [team 1.0.0] # ours")
        .replace("status: draft", "status: draft # for now")
    )
    made = updated(text).text
    assert "packs: [team 1.1.0] # ours\n" in made
    assert "status: draft # for now\n" in made


def test_answers_changed_by_hand_are_computed_anew_and_their_text_stays() -> None:
    text = written().replace("availability.target: 99.9%", "availability.target: 99%")
    made = updated(text, newer=False).text
    assert "**Target: 99%**" in made
    assert "availability.target: 99%" in made


def test_an_item_that_stands_twice_is_told_and_left() -> None:
    line = "- [ ] **SPEC-03** `must` Script the steps. → script\n"
    text = written().replace(line, line + line.replace("[ ]", "[x]"))
    made = updated(text)
    assert ("item", "SPEC-03") in kinds(made, Kind.FAULT)
    assert line + line.replace("[ ]", "[x]") in made.text


def test_a_tick_in_a_fence_a_quote_or_a_comment_is_not_ours() -> None:
    hidden = (
        "\n```text\n- [x] **SPEC-03** in a fence\n```\n\n> - [x] **SPEC-03** in a quote\n\n"
        "<!--\n- [x] **SPEC-03** in a comment\n-->\n"
    )
    text = written().replace("It hurts.", "It hurts." + hidden)
    made = updated(text).text
    assert hidden in made
    assert "- [ ] **SPEC-03** `must` Script the steps." in made


ITEM = "- [ ] **SPEC-02** `should` List the goals. → goals\n"


@pytest.mark.parametrize(
    "below",
    [
        "  Evidence: https://ci/1 @ada, 2026-11-02\n",
        "  | env | scan |\n  |---|---|\n  | prod | ok |\n",
        "  two lines  \n  with a break\n",
        "  text\n  ```sh\n  ls\n  ```\n",
    ],
)
def test_lines_directly_under_an_item_stay_byte_for_byte(below: str) -> None:
    text = written().replace(ITEM, ITEM.replace("[ ]", "[x]") + below)
    made = updated(text)
    assert f"- [x] **SPEC-02** `should` List the goals with dates. → goals\n{below}" in made.text
    assert updated(made.text).text == made.text


@pytest.mark.parametrize(
    ("example", "tiers"),
    [("instant-transfers", "030"), ("ops-report", "313"), ("ops-report", "30123"), ("clip-service", "202")],
)
def test_a_tier_that_changes_and_changes_back_gives_the_same_bytes(example: str, tiers: str) -> None:
    library, templates = packs.built_in(), resources.texts("templates", ".j2")
    by = Composer(library, templates, lambda *given: fill(given[0], given[1], dict(given[2])))
    seen = (Path(__file__).parents[1] / "examples" / example / f"{example}.md").read_text(encoding="utf-8")
    made: list[str] = []
    for tier in tiers:
        seen = re.sub(r"^tier: \d", f"tier: {tier}", seen, count=1, flags=re.MULTILINE)
        document = read(seen, "x.md")
        composed, problems = by.composed(document)
        assert composed is not None, problems
        seen = update(document, composed, by).text
        assert "\n\n\n" not in seen
        made.append(seen)
    assert made[0] == made[-1]


@pytest.mark.parametrize("below", ["blocked by legal, ask Ada first", "  <!-- ask Ada first -->", "> quoted"])
def test_an_item_with_words_directly_below_it_does_not_leave_them_to_the_item_above(below: str) -> None:
    item = "- [ ] **SPEC-05** `may` Chart it. → chart"
    assert item in written()
    made = updated(written().replace(item, f"{item}\n{below}"))
    assert ("item", "SPEC-05") in kinds(made, Kind.KEPT)
    assert f"{item}\n" in made.text
    assert re.search(f"\n  - Retired: .*\n\n{below}\n", made.text)
    assert updated(made.text).text == made.text


@pytest.mark.parametrize("below", ["<x-y>", "2. two", "[ours]: https://example.com/x", "Our words."])
def test_a_new_item_takes_in_nothing_that_stands_below_its_place(below: str) -> None:
    item = "→ goals"
    text = written().replace(item, f"{item}\n  ```\n  ours\n  ```\n{below}", 1)
    made = updated(text).text
    assert f"\n  ```\n- [ ] **SPEC-07** `must` Name a person. → name\n\n{below}\n" in made
    assert [one.last - one.line for one in read(made, "x.md").items if one.id == "SPEC-07"] == [0]
    assert updated(made).text == made


def test_a_wording_that_a_formatter_has_wrapped_is_still_the_wording() -> None:
    wrapped = "- [ ] **SPEC-02** `should` List the\n  goals. →\n  goals\n"
    text = written().replace(ITEM, wrapped)
    assert updated(text, newer=False).text == text
    assert "- [ ] **SPEC-02** `should` List the goals with dates. → goals\n- [ ] **SPEC-07**" in updated(text).text


@pytest.mark.parametrize(
    "loose", ["1. [x] **SPEC-02**", "-     [x] **SPEC-02**", "- group\n    - [x] **SPEC-02**", "- \\[x\\] **SPEC-02**"]
)
def test_an_item_that_is_not_read_is_told_and_not_doubled(loose: str) -> None:
    text = written().replace("- [ ] **SPEC-02**", loose)
    made = updated(text)
    assert ("item", "SPEC-02") in kinds(made, Kind.FAULT)
    assert made.text.count("**SPEC-02**") == 1
    assert updated(made.text).text == made.text


@pytest.mark.parametrize(
    ("packs_field", "now"),
    [
        ('"packs": [team 1.0.0]', '"packs": [team 1.1.0]'),
        ("packs: [\nteam 1.0.0\n]", "packs: [team 1.1.0]"),
        ("packs:\n  - team 1.0.0", "packs: [team 1.1.0]"),
        ("packs:\n  # ours\n  - team 1.0.0 # and mine", "packs: [team 1.1.0]\n# ours\n# and mine"),
        ("packs: [ # ours\n  team 1.0.0\n  ] # mine\ntier: 2", "packs: [team 1.1.0] # mine\n# ours\ntier: 2"),
        ("review_by: 2027-02-18", "review_by: 2027-02-18\npacks: [team 1.1.0]"),
    ],
)
def test_front_matter_is_changed_however_it_is_written(packs_field: str, now: str) -> None:
    text = written().replace("packs: [team 1.0.0]", packs_field)
    made = updated(text)
    assert made.text.partition("\n---\n")[0] == text.partition("\n---\n")[0].replace(packs_field, now)
    assert not made.of(Kind.FAULT)
    assert updated(made.text).text == made.text


def test_front_matter_in_braces_is_told_as_that() -> None:
    body = written().split("---\n", 2)[2]
    with pytest.raises(InputError) as told:
        updated(f"---\n{{specgen: 1, id: receipts, title: Receipts, packs: [team 1.0.0]}}\n---\n{body}")
    (one,) = told.value.problems
    assert str(one).startswith("receipts.md:2:1: the keys do not stand one a line")


def test_a_heading_that_only_held_a_block_leaves_with_it_and_one_of_a_persons_stays() -> None:
    older = written(answers="spec.parts: [database]\n", newer=True)
    text = older.replace("## Tests\n", "## How we test it\n")
    assert "## How we test it" in updated(text, newer=False).text


@pytest.mark.parametrize(
    "line",
    ["- " * 40_000 + "x", "> " * 40_000, "  - Waived: x. @a" + "." * 100_000 + "!", "#" * 100_000, "`" * 100_000],
)
def test_no_line_takes_long_to_read(line: str) -> None:
    begun = time.process_time()
    read(written().replace("It hurts.", line).replace(ITEM, f"{ITEM}{line}\n"), "x")
    assert time.process_time() - begun < 5


# --- where two branches meet ---------------------------------------------------------------------------------------------


def both(ours: str, theirs: str, base: str = "") -> str:
    middle = f"||||||| base\n{base}\n" if base else ""
    return f"<<<<<<< mine\n{ours}\n{middle}=======\n{theirs}\n>>>>>>> theirs"


@pytest.mark.parametrize("base", ["", "| Document | 0 of 1 | 0 of 1 |  |"])
def test_a_conflict_in_what_is_computed_is_settled(base: str) -> None:
    line = "| Document | 0 of 1 | 0 of 1 |  |"
    wording = next(line for line in written().split("\n") if "specgen:wording" in line)
    text = written().replace(line, both(line.replace("0 of 1", "1 of 1"), line, base))
    text = text.replace(wording, both(wording, wording.replace("SPEC-01=", "SPEC-01=0")))
    assert settled(text).count("<<<<<<<") == 0
    assert updated(settled(text), newer=False).text == written()


SIDES = "<<<<<<< mine\nWe ask.\n=======\nThey ask.\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    "around",
    [
        "```text\n<!-- specgen:begin verdict -->\n```\n\n{}\n## Mine\n",
        "<!-- specgen:begin verdict -->\n{}\n## Mine\n",
        "<!-- specgen:begin verdict -->\n{}\n<!-- specgen:end progress -->\n",
        "<!-- specgen:begin verdict -->\n{}\n<!-- specgen:begin progress -->\nx\n<!-- specgen:end progress -->\n",
        "<!-- specgen:begin verdict -->\n## Mine\n{}\n<!-- specgen:end verdict -->\n",
        "<!-- specgen:begin verdict -->\n{}\n```text\n<!-- specgen:end verdict -->\n```\n",
        "```text\n<!-- specgen:begin verdict -->\n{}\n<!-- specgen:end verdict -->\n```\n",
    ],
)
def test_a_conflict_that_may_be_of_peoples_words_stays(around: str) -> None:
    text = f"# Title\n\n{around.format(SIDES)}"
    assert settled(text) == text
    hidden = SIDES.replace("We ask.", "<!-- specgen:seal 1 never -->").replace("They ask.", "<!-- specgen:seal 2 never -->")
    assert settled(f"# Title\n\n```text\n{hidden}```\n") == f"# Title\n\n```text\n{hidden}```\n"


def test_of_two_seals_one_stays() -> None:
    text = "# Title\n\n<!-- specgen:begin verdict -->\n<!-- specgen:seal 1 never -->\n<!-- specgen:end verdict -->\n"
    assert settled(text) == text
    assert settled(f"{text}<!-- specgen:seal 2 never -->\n") == text
    example = "```text\n<!-- specgen:seal 3 never -->\n```\n"
    assert settled(f"{text}{example}") == f"{text}{example}"


def test_conflicts_around_one_another_are_settled_at_once() -> None:
    line = "| Document | 0 of 1 | 0 of 1 |  |"
    text = written().replace(line, both(both(line, ""), both(both(line, line), line)))
    assert settled(text).count("<<<<<<<") == 0
    assert updated(settled(text), newer=False).text == written()


def test_a_conflict_of_peoples_words_stays() -> None:
    text = written().replace("It hurts.", both("It hurts.", "It hurts much."))
    assert settled(text) == text
    item = "- [ ] **SPEC-01** `must` State the problem. → a number"
    ticked = written().replace(item, both(item, item.replace("[ ]", "[x]")))
    assert settled(ticked) == ticked
    markers = written().replace("<!-- specgen:end progress -->", both("<!-- specgen:end progress -->", "x"))
    assert settled(markers) == markers


# --- the built-in packs --------------------------------------------------------------------------------------------------


def test_the_built_in_library_and_template_are_merged_too() -> None:
    text = resources.text("examples/ops-report", "ops-report.md")
    library: Library = packs.built_in()
    whole = Composer(
        library, resources.texts("templates", ".j2"), lambda *given: fill(given[0], given[1], dict(given[2]))
    )
    document = read(text, "ops-report.md")
    composed, _ = whole.composed(document)
    assert composed is not None
    assert update(document, composed, whole).text == text
