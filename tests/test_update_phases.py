"""Items whose phase newer packs have changed: `update` puts them below the heading of that phase, and leaves those at which
somebody wrote."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen import packs
from specgen.model import Library
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.renderers.markdown import fill
from specgen.update import Kind, Updated, update
from test_update import BEFORE, LAYER, TEMPLATE, kinds, updated, written

IDS = ("SPEC-01", "SPEC-02", "SPEC-03", "SPEC-04", "SPEC-05")
PHASES = ("document", "automate", "monitor")


@cache
def library(changed: tuple[tuple[str, str], ...], version: str) -> Library:
    text = BEFORE
    for id, phase in changed:
        text = re.sub(rf"(id: {id}, phase: )\w+", rf"\g<1>{phase}", text)
    return packs.load({"LAYER.yaml": LAYER.format(version), "spec.yaml": text})


def forward(text: str, version: str = "2.0.0", **changed: str) -> Updated:
    """The text updated to packs in which the phase of these items is another one."""
    named = tuple((id.replace("_", "-"), phase) for id, phase in changed.items())
    made = Composer(library(named, version), {"spec.md.j2": TEMPLATE}, lambda *given: fill(given[0], given[1], dict(given[2])))
    document = read(text, "receipts.md")
    composed, problems = made.composed(document)
    assert composed is not None, problems
    return update(document, composed, made)


def under(text: str) -> dict[str, str]:
    """The heading above each item, by its id, in the order of the items."""
    document = read(text, "x.md")
    above = {one.id: [head.text for head in document.headings if head.line < one.line][-1] for one in document.items}
    assert len(above) == len(document.items)
    return above


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_item_goes_below_the_heading_of_its_phase(done: bool, end: str) -> None:
    text = written()
    text = text.replace("- [ ] **SPEC-02**", "- [x] **SPEC-02**") if done else text
    made = forward(text.replace("\n", end), SPEC_02="monitor")
    assert list(under(made.text).items()) == [
        ("SPEC-01", "Document"), ("SPEC-03", "Automate"), ("SPEC-02", "Monitor"), ("SPEC-04", "Monitor"), ("SPEC-05", "Monitor"),
    ]  # fmt: skip
    assert ("item", "SPEC-02") in kinds(made, Kind.CHANGED)
    assert read(made.text, "x.md").items[2].done is done
    assert [line for line in text.split("\n") if line.startswith("- [") and line not in made.text.split(end)] == []
    again = forward(made.text, SPEC_02="monitor")
    assert (again.text, again.changes) == (made.text, ())


@pytest.mark.parametrize(
    "below",
    ["  - Evidence: a link @ada, 2026-11-02", "  - a note", "\n  A paragraph of it.", "and so on", "<!-- ours -->"],
)
def test_an_item_at_which_somebody_wrote_stays_and_is_told_once(below: str) -> None:
    text = re.sub(r"(- \[ \] \*\*SPEC-02.*\n)", rf"\1{below}\n", written())
    made = forward(text, SPEC_02="monitor")
    assert under(made.text)["SPEC-02"] == "Document"
    assert below in made.text
    (told,) = made.of(Kind.KEPT)
    assert (told.name, told.note) == ("SPEC-02", 'belongs under "Monitor" now; move it there with what stands at it')
    again = forward(made.text, SPEC_02="monitor")
    assert (again.text, again.changes) == (made.text, ())


def test_an_edited_wording_stays_where_it_is_when_the_packs_have_another() -> None:
    text = written().replace("List the goals.", "List our goals.")
    made = forward(text, SPEC_02="monitor")
    assert under(made.text)["SPEC-02"] == "Document"
    assert {one.name for one in made.of(Kind.KEPT)} == {"SPEC-02"}
    assert "  - Note: `should` List our goals." in made.text


@pytest.mark.parametrize("heading", ["Document", "Monitor", "Ours"])
def test_where_a_person_has_put_an_item_it_stays(heading: str) -> None:
    text = written().replace("### Document\n", "### Ours\n\n### Document\n")
    line = next(one for one in text.split("\n") if "**SPEC-03**" in one)
    text = text.replace(line + "\n", "").replace(f"### {heading}\n", f"### {heading}\n{line}\n")
    same = updated(text, newer=False)
    assert (same.text, same.changes) == (text, ())
    if heading == "Ours":
        assert under(forward(text, SPEC_02="monitor").text)["SPEC-03"] == "Ours"


def test_new_items_do_not_follow_one_that_stands_astray() -> None:
    text = re.sub(r"(- \[ \] \*\*SPEC-02.*\n)", r"\1  - a note\n", written())
    text = "\n".join(line for line in text.split("\n") if "**SPEC-04**" not in line)
    assert under(forward(text, SPEC_02="monitor").text)["SPEC-04"] == "Monitor"


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PHASES), min_size=5, max_size=5), st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_any_change_of_phases_comes_to_rest_and_loses_nothing(now: list[str], ticked: set[str], noted: set[str]) -> None:
    text = written()
    for id in ticked:
        text = text.replace(f"- [ ] **{id}**", f"- [x] **{id}**")
    for id in noted:
        text = re.sub(rf"(- \[.\] \*\*{id}.*\n)", rf"\1  - Evidence: of {id}\n", text)
    changed = {id.replace("-", "_"): phase for id, phase in zip(IDS, now, strict=True)}
    made = forward(text, **changed)
    again = forward(made.text, **changed)
    assert (again.text, [one for one in again.changes if one.kind is not Kind.KEPT]) == (made.text, [])
    items = {one.id: one for one in read(made.text, "x.md").items}
    assert {one.id for one in items.values() if one.done} == ticked
    assert {one.id for one in items.values() if one.notes} == noted
    if set(now) == set(PHASES):
        for id, heading in under(made.text).items():
            assert id in noted or heading.lower() == changed[id.replace("-", "_")]
    if set(now) == set(PHASES) and not ticked and not noted:
        fresh = [line for line in made.text.split("\n") if line.startswith(("- [", "### "))]
        expected = [(id, phase) for phase in PHASES for id, one in zip(IDS, now, strict=True) if one == phase]
        assert [line.split("**")[1] for line in fresh if "**" in line] == [id for id, _ in expected]
