"""The checklist in Word: rows, boxes, states, evidence."""

from __future__ import annotations

import pytest
from lxml import etree

from schemas.reading import SPEC, W, Word, word
from specgen.renderers.docx.identity import bookmark


@pytest.fixture(scope="module")
def spec() -> Word:
    return word(SPEC)


def test_checklist_rows(spec: Word) -> None:
    rows = spec.tables[2]
    assert rows[0] == ["", "Id", "Item", "State", "Evidence or reason"]
    assert [row[1] for row in rows[1:]] == ["IDEM-03", "IDEM-04", "IDEM-05"]
    assert rows[1][2] == "\u00a0must\u00a0 Store the key once.→ what ticks it"
    assert rows[2][2].endswith("Evidence: half of it")
    assert "Waived: also this. @b, until 2027-01-01" in rows[3][2]
    assert "a note with bold" in rows[3][2]
    assert [row[3] for row in rows[1:]] == ["done", "waived", "N/A"]
    assert [row[4] for row in rows[1:]] == [
        "https://example.com/proof [@a, 2026-11-21]", "ledger first. @b, until 2027-01-31", "no cards. @a",
    ]  # fmt: skip
    assert spec.tables[3][1][1] == "IDEM-06"


def test_boxes_carry_identity(spec: Word) -> None:
    tagged = {tag: ticked for tag, ticked in spec.boxes.items() if tag}
    assert tagged == {"sg:i:IDEM-03": True, "sg:i:IDEM-04": False, "sg:i:IDEM-05": True, "sg:i:IDEM-06": False}
    assert spec.controls["sg:s:IDEM-04"] == "waived"
    assert spec.controls["sg:e:IDEM-03"].startswith("https://example.com/proof")
    names = [one.get(f"{W}name") for one in spec.root.iter(f"{W}bookmarkStart")]
    assert bookmark("IDEM-03") in names
    assert len(names) == len(set(names))
    numbers = [one.get(f"{W}val") for one in spec.root.findall(f".//{W}sdtPr/{W}id")]
    assert len(numbers) == len(set(numbers))
    start = next(one for one in spec.root.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == bookmark("IDEM-03"))
    assert start.getparent().tag == f"{W}p", "the box is run-level"
    assert start.getnext().tag == f"{W}sdt"
    assert start.getnext().getnext().tag == f"{W}bookmarkEnd"


def test_an_empty_evidence_field_shows_a_hint_that_is_marked_as_one(spec: Word) -> None:
    field = next(p for p in spec.root.iter(f"{W}sdtPr") if p.find(f"{W}tag") is not None and "sg:e:IDEM-06" in _tag(p))
    assert field.find(f"{W}showingPlcHdr") is not None


def _tag(properties: etree._Element) -> str:
    return str(properties.find(f"{W}tag").get(f"{W}val"))


def test_a_repeated_item_keeps_its_tag_and_has_no_second_bookmark() -> None:
    line = "- [ ] **AB-01** `must` Twice. → x\n"
    twice = word(f"# T\n\n## Checklist\n\n### Document\n{line}{line}")
    assert [row[1] for row in twice.tables[0][1:]] == ["AB-01", "AB-01"]
    names = [one.get(f"{W}name") for one in twice.root.iter(f"{W}bookmarkStart")]
    assert names.count(bookmark("AB-01")) == 1


def test_items_outside_the_checklist_are_tasks() -> None:
    outside = word("# T\n\n## Design\n\n- [x] **AB-01** `must` Not here. → x\n")
    assert outside.tables == []
    assert outside.boxes == {"": True}


def test_plain_tasks_are_boxes(spec: Word) -> None:
    assert spec.paragraphs("TaskList") == ["☐\u00a0a task", "☒\u00a0done"]
