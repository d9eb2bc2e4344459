"""Whatever a text says, the document around it stays the same, and the text arrives."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.reading import Word, word
from specgen.yamltext.characters import ILLEGAL_IN_XML

PLACES = {
    "heading": "# T\n\n## {}\n\ntext\n\n## Last\n\nend\n",
    "paragraph": "# T\n\n## One\n\nx {} y\n\n- [ ] task\n",
    "cell": "# T\n\n## One\n\n| a | {} |\n|---|---|\n| {} | z |\n",
    "list": "# T\n\n## One\n\n- [x] {}\n- x {}\n",
    "quote": "# T\n\n> x {} y\n\n## One\n\nend\n",
    "item": "# T\n\n## Checklist\n\n### Document\n- [ ] **AB-01** `must` x {} y. → {} z\n"
    "  - Evidence: x {} y\n- [x] **AB-02** `may` q\n",
    "title": '---\nspecgen: 1\ntitle: "x"\nowners: ["{}"]\n---\n\n# T {}\n\n## One\n\nend\n',
}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escaped(text: str) -> str:
    """Any punctuation may be escaped in Markdown (CommonMark 2.4)."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def yaml_escaped(text: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08X}" for c in text)


def shape(document: Word) -> object:
    """Everything but the words."""
    return (
        [style for style, _ in document.headings],
        [[len(row) for row in table] for table in document.tables],
        document.boxes,
        sorted(document.controls),
        len(document.links),
        len(document.paragraphs("Toc1")),
    )


texts = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
    | st.sampled_from([
        "a | b", "-->", "<!-- specgen:section x -->", "{{7*7}}{% raw %}", "<script>", "&amp; &#12;", "**x** `y` [z](w)",
        "👩‍👩‍👧 é", "שלום (abc) 12", "\u202eevil\u202c", "W" * 300, "# x", "- [x] **AB-09** `must` y → z", "a\\", "]]>", "~~",
        "→", "x → y", "{title} {content}", "\u00a0", "1. x", "```", "<br>", "![a](b)", "[Evidence: x]", "N/A: x",
    ])
).filter(lambda text: not ILLEGAL_IN_XML.search(text) and text.split() != [] and text.isprintable())  # fmt: skip
_EXPECTED = {place: shape(word(markdown.replace("{}", "a"))) for place, markdown in PLACES.items()}


@pytest.mark.parametrize("place", sorted(PLACES))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts)
def test_structure_is_that_of_a(place: str, text: str) -> None:
    before, brace, after = PLACES[place].rpartition("---\n\n") if place == "title" else ("", "", PLACES[place])
    markdown = before.replace("{}", yaml_escaped(text)) + brace + after.replace("{}", escaped(text))
    document = word(markdown)
    assert shape(document) == _EXPECTED[place]
    assert " ".join(text.split()) in " ".join(re.sub(r"\s+", " ", document.text).split())
    assert document.faults() == []


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("#-*_`~[]()<>!|:&\\\n \tax1.>+=\"'{}→☐😀א"), max_size=120))
def test_no_markdown_makes_an_invalid_document(markdown: str) -> None:
    """Without any escaping: what comes out may be anything, but Word can open it."""
    assert word("# T\n\n" + markdown).faults() == []
    assert word("# T\n\n## Checklist\n\n- [ ] **AB-01** `must` x\n  " + markdown.replace("\n", "\n  ")).faults() == []
