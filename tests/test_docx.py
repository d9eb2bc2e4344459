"""What a Word document made from Markdown holds."""

from __future__ import annotations

import pytest
from lxml import etree

from schemas.reading import SPEC, W, Word, word
from specgen.renderers.docx.mermaid import lines as edges


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
    assert [style for style, _ in word("# A\n\nx\n\n# B\n\n## C\n\ny\n").headings] == [
        "Heading1",
        "Heading1",
        "Heading2",
    ]


def test_property_table(spec: Word) -> None:
    assert spec.tables[0] == [
        ["Status", "review"], ["Tier", "1"], ["Owners", "@a, @b"], ["Reviewers", "@sre"], ["Created", "2026-11-20"],
        ["Review by", "2027-02-18"], ["Packs", "core 1.0.0"], ["Spec", "cards"],
    ]  # fmt: skip


def test_the_property_table_shows_our_field_where_another_tool_has_one_of_that_name(spec: Word) -> None:
    shared = "\nspecgen_status: review\nother: [status]\nstatus: implementable\n"
    assert word(SPEC.replace("\nstatus: review\n", shared, 1)).tables[0] == spec.tables[0]


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
    assert edges(code) == lines


def test_a_diagram_that_is_not_understood_stays_code() -> None:
    assert word("```mermaid\nsequenceDiagram\nA->>B: hi\n```\n").paragraphs("SourceCode") == [
        "sequenceDiagram\nA->>B: hi"
    ]


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


def test_empty_documents() -> None:
    for markdown in ("", "\n", "---\n---\n", "<!-- only a comment -->", "# \n"):
        assert word(markdown).faults() == []


def test_an_empty_heading_of_ordinary_markdown_says_nothing() -> None:
    """Only specs have sections that wait for an answer."""
    plain = word("# T\n\n## Empty\n\n## Next\n\ntext\n")
    waiting = word("# T\n\n## Empty\n<!-- specgen:section empty -->\n\n## Next\n\ntext\n")
    assert plain.paragraphs("NotAnswered") == []
    close = word("# T\n\n## Empty\n<!--specgen:section empty-->\n\n## Next\n\ntext\n")
    assert waiting.paragraphs("NotAnswered") == close.paragraphs("NotAnswered") == ["Not answered yet."]


@pytest.mark.parametrize("line", [r"- \[x] **IDEM-01** done", r"- [x\] done", "- &#91;x] done", r"1. \[x] done"])
def test_an_escaped_box_is_text(line: str) -> None:
    """What is no task on a code host is none in Word: otherwise an answer could tick a box."""
    assert word(f"# T\n\n{line}\n").boxes == {}
    assert len(word("# T\n\n- [x] done\n").boxes) == 1
