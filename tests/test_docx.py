"""What a Word document made from Markdown holds."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from io import BytesIO

import docx
import pytest
from lxml import etree
from schemas.reading import REFERENCE, W, Word, style_of, word
from specgen.renderers.docx import image_links, render, untouched
from specgen.renderers.docx.identity import bookmark

FRONT = """---
specgen: 1
id: cards
title: "Cards & <limits>"
status: review
tier: 1
owners: ["@a", "@b"]
reviewers: ["@sre"]
created: 2026-11-20
review_by: 2027-02-18
packs: [core 1.0.0]
---

"""
SPEC = (
    FRONT
    + """# Cards & \\<limits\\>

> **Not ready to sign.** Two things are open.

See [goals](#goals), [the site](https://example.com/a?b=1&c=2), [a file](./other.md) and [evil](javascript:alert(1)).

## Goals
<!-- specgen:section goals -->
<!-- Say what you want. -->

## Design

### Parts

Some ~~old~~ *new* `code` text.

| Part | Load | Note |
|:-----|-----:|:----:|
| API | 40/s | a\\|b<br>c |

### Data
<!-- guidance only -->

```text
one
  two

three
```

```mermaid
flowchart LR
  app["App<br>Lagos"] -->|TLS 1.3| api["API"]
  api ==>|"3 x 5 s"| switch["Switch"]
  api -.-> mail
```

- [ ] a task
- [x] done
  1. nested
  2. more

## Checklist
<!-- specgen:section checklist -->

### Document
- [x] **IDEM-03** `must` Store the `key` once. → what *ticks* it
  - Evidence: https://example.com/proof [@a, 2026-11-21]
- [ ] **IDEM-04** `should` Wait. → test
  - Waived: ledger first. @b, until 2027-01-31
  - Evidence: half of it
* [X] **IDEM-05** `may` Never. → note
  - N/A: no cards. @a
  - Waived: also this. @b, until 2027-01-01
  - a note with **bold**

### Automate

### Monitor
- [ ] **IDEM-06** `must` Count. → panel

## Answers
<!-- specgen:section answers -->
<details><summary>What this spec was computed from</summary>

```yaml
spec.domain: payments
```
</details>
"""
)


@pytest.fixture(scope="module")
def spec() -> Word:
    return word(SPEC)


def test_headings_are_styles_one_level_up_with_the_title_on_top(spec: Word) -> None:
    assert spec.paragraphs("Title") == ["Cards & <limits>"]
    assert spec.headings == [
        ("Heading1", "Goals"),
        ("Heading1", "Design"),
        ("Heading2", "Parts"),
        ("Heading2", "Data"),
        ("Heading1", "Checklist"),
        ("Heading2", "Document"),
        ("Heading2", "Automate"),
        ("Heading2", "Monitor"),
        ("Heading1", "Answers"),
    ]


def test_several_first_level_headings_keep_their_levels() -> None:
    assert [style for style, _ in word("# A\n\nx\n\n# B\n\n## C\n\ny\n").headings] == ["Heading1", "Heading1", "Heading2"]


def test_property_table(spec: Word) -> None:
    assert spec.tables[0] == [
        ["Status", "review"], ["Tier", "1"], ["Owners", "@a, @b"], ["Reviewers", "@sre"], ["Created", "2026-11-20"],
        ["Review by", "2027-02-18"], ["Packs", "core 1.0.0"], ["Spec", "cards"],
    ]  # fmt: skip


def test_sections_without_answer_say_so(spec: Word) -> None:
    assert spec.paragraphs("NotAnswered") == ["Not answered yet.", "No items in this phase."]
    assert "guidance" not in spec.text
    assert "specgen:" not in spec.text


def test_a_parent_of_an_answered_section_is_answered() -> None:
    assert word("# T\n\n## A\n\n### B\n\ntext\n").paragraphs("NotAnswered") == []


def test_table(spec: Word) -> None:
    table = next(t for t in spec.root.iter(f"{W}tbl") if "Part" in "".join(t.itertext()))
    assert [[*row] for row in spec.tables[1]] == [["Part", "Load", "Note"], ["API", "40/s", "a|b\nc"]]
    header, row = table.findall(f"{W}tr")
    assert header.find(f"{W}trPr/{W}tblHeader") is not None
    assert row.find(f"{W}trPr/{W}tblHeader") is None
    assert all(one.find(f"{W}trPr/{W}cantSplit") is not None for one in (header, row))
    grid = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
    cells = [int(one.get(f"{W}w")) for one in row.iter(f"{W}tcW")]
    assert grid == cells
    assert sum(grid) == 9638
    assert [one.get(f"{W}val") for one in row.iter(f"{W}jc")] == ["left", "right", "center"]


def test_wide_tables_stay_on_the_page() -> None:
    many = word("|" + " dependencies.interbank-switch.deduplicates |" * 12 + "\n" + "|-" * 12 + "|\n")
    widths = [int(one.get(f"{W}w")) for one in many.root.iter(f"{W}gridCol")]
    assert len(widths) == 12
    assert sum(widths) == 9638


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


def test_ordered_lists_count_apart() -> None:
    two = word("# T\n\n1. a\n2. b\n\ntext\n\n5. c\n6. d\n")
    numbers = [one.get(f"{W}val") for one in two.root.iter(f"{W}numId")]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    definitions = etree.fromstring(two.parts["word/numbering.xml"])
    starts = {one.get(f"{W}numId"): one.find(f".//{W}startOverride") for one in definitions.iter(f"{W}num")}
    assert starts[numbers[0]].get(f"{W}val") == "1"
    assert starts[numbers[2]].get(f"{W}val") == "5"


def test_code_keeps_its_lines(spec: Word) -> None:
    assert spec.paragraphs("SourceCode")[0] == "one\n  two\n\nthree"


def test_mermaid_becomes_text(spec: Word) -> None:
    assert spec.paragraphs("DiagramText") == ["App (Lagos) → API: TLS 1.3\nAPI ⇒ Switch: 3 x 5 s\nAPI ⇢ mail"]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("graph TD\n a --> b & c\n", ["a → b", "a → c"]),
        ("flowchart LR\na[x] -- said --> b(y) --> c{z}\n", ["x → y: said", "y → z"]),
        ('flowchart LR\na["say #quot;x#quot; #35;1"] --- b\nlone[Alone]\n', ['say "x" #1 — b', "Alone"]),
        ("sequenceDiagram\nA->>B: hi\n", []),
        ("flowchart LR\na ~~~ b\n", []),
    ],
)
def test_mermaid_lines(code: str, lines: list[str]) -> None:
    from specgen.renderers.docx.mermaid import lines as of

    assert of(code) == lines


def test_a_diagram_that_is_not_understood_stays_code() -> None:
    assert word("```mermaid\nsequenceDiagram\nA->>B: hi\n```\n").paragraphs("SourceCode") == ["sequenceDiagram\nA->>B: hi"]


def test_links(spec: Word) -> None:
    assert sorted(spec.links) == ["./other.md", "https://example.com/a?b=1&c=2"]
    anchor = next(one.get(f"{W}anchor") for one in spec.root.iter(f"{W}hyperlink") if one.get(f"{W}anchor"))
    assert anchor in [one.get(f"{W}name") for one in spec.root.iter(f"{W}bookmarkStart")]
    assert "evil" in spec.text


def test_contents_are_filled(spec: Word) -> None:
    field = "".join(t.text or "" for t in spec.root.iter(f"{W}instrText"))
    assert 'TOC \\o "1-3" \\h \\z \\u' in field
    lines = [line.split("\t") for line in spec.paragraphs("Toc1")]
    assert [line[:2] for line in lines] == [["1", "Goals"], ["2", "Design"], ["3", "Checklist"], ["4", "Answers"]]
    assert [line[2] for line in lines] == sorted(line[2] for line in lines), "pages do not go back"
    assert spec.paragraphs("Toc2")[0].split("\t")[:2] == ["2.1", "Parts"]
    targets = {one.get(f"{W}name") for one in spec.root.iter(f"{W}bookmarkStart")}
    pages = [t.text.split()[1] for t in spec.root.iter(f"{W}instrText") if "PAGEREF" in (t.text or "")]
    assert len(pages) == 9
    assert set(pages) <= targets
    assert b"updateFields" not in spec.parts["word/settings.xml"]


def test_header_and_footer_are_filled(spec: Word) -> None:
    header, footer = spec.parts["word/header1.xml"].decode(), spec.parts["word/footer1.xml"].decode()
    assert "Cards &amp; &lt;limits&gt;" in header
    assert "review · tier 1 · 2026-11-20" in footer
    assert "NUMPAGES" in footer
    assert "{" not in header + footer


def test_properties(spec: Word) -> None:
    opened = docx.Document(BytesIO(spec.data))
    core = opened.core_properties
    assert (core.title, core.author, core.comments) == ("Cards & <limits>", "@a, @b", "")
    assert core.created is not None
    assert core.created.date().isoformat() == "2026-11-20"
    assert core.modified == core.created
    custom = spec.parts["docProps/custom.xml"].decode()
    for name, value in (("specgen-id", "cards"), ("specgen-status", "review"), ("specgen-format", "1")):
        assert f'name="{name}"' in custom
        assert f">{value}<" in custom
    assert b"python-docx" not in b"".join(spec.parts.values())


def test_export_part(spec: Word) -> None:
    export = etree.fromstring(spec.parts["customXml/item1.xml"])
    assert export.findtext("{*}answers") == "spec.domain: payments\n"
    from hashlib import sha256

    assert export.find("{*}markdown").get("sha256") == sha256(SPEC.encode()).hexdigest()
    other = Word(render(SPEC, reference=REFERENCE, source_digest="abc"))
    assert b'sha256="abc"' in other.parts["customXml/item1.xml"]
    assert untouched(spec.data)


def test_an_edited_document_is_not_untouched(spec: Word) -> None:
    opened = docx.Document(BytesIO(spec.data))
    opened.paragraphs[0].runs[0].text = "Other"
    stream = BytesIO()
    opened.save(stream)
    assert not untouched(stream.getvalue())


def test_same_input_same_bytes(spec: Word) -> None:
    assert render(SPEC, reference=REFERENCE) == spec.data


def test_reopens_in_python_docx(spec: Word) -> None:
    opened = docx.Document(BytesIO(spec.data))
    assert [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "Goals", "Design", "Checklist", "Answers",
    ]  # fmt: skip


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * 3 * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


IMAGES = '# T\n\n![a "b"](img/x%20y.png) ![two](img/x%20y.png) ![gone](no.png) ![net](https://x.y/z.png) ![d](data:x)\n'


def test_image_links() -> None:
    assert image_links(IMAGES) == ("img/x y.png", "no.png")
    assert image_links("no pictures") == ()


def test_images() -> None:
    shown = word(IMAGES, images={"img/x y.png": _png(3000, 20)})
    drawings = list(shown.root.iter("{*}docPr"))
    assert [one.get("descr") for one in drawings] == ['a "b"', "two"]
    assert [name for name in shown.parts if "media" in name] == ["word/media/image1.png"]
    extent = next(shown.root.iter("{*}extent"))
    assert int(extent.get("cx")) <= 9638 * 635
    assert "[Image: gone]" in shown.text
    assert "[Image: net]" in shown.text
    assert shown.faults() == []


def test_a_reference_with_cover(tmp_path: object) -> None:
    reference = docx.Document(BytesIO(REFERENCE))
    body = reference.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for line in ("Company cover: {title} by {owners}", "{content}", "The end of {id}"):
        reference.add_paragraph(line)
    stream = BytesIO()
    reference.save(stream)
    covered = word(SPEC, reference=stream.getvalue())
    lines = covered.text.splitlines()
    assert lines[0] == "Company cover: Cards & <limits> by @a, @b"
    assert lines[-1] == "The end of cards"
    assert covered.paragraphs("Title") == []
    assert covered.faults() == []


def test_a_reference_without_our_styles_gets_them() -> None:
    stream = BytesIO()
    docx.Document().save(stream)
    plain = word(SPEC, reference=stream.getvalue())
    assert [text for _, text in plain.headings][:2] == ["Goals", "Design"]
    styles = {one.get(f"{W}styleId") for one in etree.fromstring(plain.parts["word/styles.xml"]).iter(f"{W}style")}
    used = {style_of(p) for p in plain.root.iter(f"{W}p")} - {""}
    assert used <= styles
    assert b"NUMPAGES" in b"".join(content for name, content in plain.parts.items() if "footer" in name)
    assert b"python-docx" not in plain.parts["docProps/core.xml"]
    assert b'w:percent="100"' in plain.parts["word/settings.xml"]
    assert [fault for fault in plain.faults() if "document.xml" in fault or "settings.xml" in fault] == []


def test_the_reference_document_is_what_its_script_makes(tmp_path: object) -> None:
    from pathlib import Path

    output = Path(str(tmp_path)) / "reference.docx"
    script = Path(__file__).parents[1] / "tools" / "make_reference_docx.py"
    subprocess.run([sys.executable, str(script), str(output)], check=True)
    assert output.read_bytes() == REFERENCE


def test_importing_the_renderer_is_cheap() -> None:
    code = "import specgen.renderers.docx, sys; print(sorted({'docx', 'lxml', 'markdown_it', 'yaml'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.strip() == "[]"


def test_empty_documents() -> None:
    for markdown in ("", "\n", "---\n---\n", "<!-- only a comment -->", "# \n"):
        assert word(markdown).faults() == []


def test_everything_is_valid(spec: Word) -> None:
    assert spec.faults() == []
    assert Word(REFERENCE).faults() == []


def test_the_schema_check_can_fail(spec: Word) -> None:
    from schemas.wordprocessing import faults

    good = spec.parts["word/document.xml"]
    assert faults(good) == []
    for old, new in (
        (b"<w:cantSplit/><w:tblHeader/>", b"<w:cantSplit/><w:tbl/>"),
        (b'w:fill="', b'w:filling="'),
        (b"<w:keepNext/>", b"<w:keepNext/><w:pStyle w:val='x'/>"),
        (b'<w:fldChar w:fldCharType="begin"/>', b"<w:fldChar/>"),
        (b"<w:pageBreakBefore/>", b'<w:pageBreakBefore w:val="maybe"/>'),
        (b"</w:tc></w:tr>", b"</w:tc>text</w:tr>"),
        (b"<w:b/>", b"<w:bold/>"),
        (b"<w14:checked ", b"<w14:ticked "),
    ):
        changed = good.replace(old, new, 1)
        assert changed != good, old
        assert faults(changed), old
