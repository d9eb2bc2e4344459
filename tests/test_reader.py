"""The reader of Markdown: what it says of a file, and that markdown-it-py sees the same headings, code and comments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from specgen import frontmatter
from specgen.readers.markdown.lines import scan

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
SPECS = sorted(ROOT.glob("examples/*/*.md"))


# --- the oracle --------------------------------------------------------------------------------------------------------


def by_oracle(text: str) -> tuple[list[tuple[int, int, int]], set[int], set[int]]:
    """Of markdown-it-py: top-level headings as (first line, last line, level), lines of code, lines of HTML comments."""
    headings, code, comments = [], set[int](), set[int]()
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open" and token.level == 0 and token.map:
            first, last = token.map
            headings.append((first + 1, last, int(token.tag[1])))
        elif token.type in ("fence", "code_block") and token.map:
            code.update(range(token.map[0] + 1, token.map[1] + 1))
        elif token.type == "html_block" and token.map and "<!--" in token.content:
            comments.update(range(token.map[0] + 1, token.map[1] + 1))
    return headings, code, comments


def assert_agrees(text: str) -> None:
    lines = text.split("\n")
    scanned = scan(lines)
    headings, code, comments = by_oracle(text)
    assert [one[:3] for one in scanned.titles] == headings
    for number, (kind, line) in enumerate(zip(scanned.kinds, lines, strict=True), 1):
        if not line.strip():
            continue
        # A bullet's own line may open a fence or code; such a line is "l" here.
        if kind in "Ffi":
            assert number in code, (number, kind, line)
        elif kind in "thurc" and not line.startswith(("    ", "\t")):
            # markdown-it ends a paragraph of a list item at an indented fence outside it; CommonMark goes on with it
            assert number not in code, (number, kind, line)
        if kind == "c":
            assert number in comments, (number, line)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_our_specs_read_as_the_oracle_reads_them(path: Path) -> None:
    assert_agrees(frontmatter.split(path.read_text(encoding="utf-8"))[1])


def test_documents_of_others_read_as_the_oracle_reads_them() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of other people's documents is not here")
    paths = sorted(CORPUS.rglob("*.md"))
    assert len(paths) > 50
    for path in paths:
        assert_agrees(frontmatter.split(path.read_text(encoding="utf-8"))[1].replace("\r\n", "\n"))


_LINE = st.sampled_from(
    [
        "", "", "text", "more text", "# One", "## Two ##", "####### seven", "#no", "   ### Three", "    # code",
        "===", "---", "- - -", "***", "```", "```yaml", "~~~", "````", "    ```", "- item", "- [ ] **AB-01** `must` Do.",
        "* star", "1. one", "2. two", "7) seven", "-", "  - nested", "  text", "   text", "    text", "      deep",
        "  # in an item", "  ```", "> quote", "> - [x] **AB-01** x", ">", "<!-- note -->", "<!-- open", "-->", "end --> x",
        "<!-- specgen:begin x -->", "<div>", "</div>", "<details><summary>x</summary>", "</details>", "<pre>", "</pre>",
        "<b>x</b>", "<span>", "| a | b |", "|---|---|", "[a]: b c", "<?php", "?>", "<!DOCTYPE x>", "\ttab", "-\ttab",
    ]
)  # fmt: skip


@settings(max_examples=600)
@given(st.lists(_LINE, max_size=9))
@example(["- a", "b", "---"])
@example(["1. a", "2. b", "   # c"])
@example(["- ```", "  # x", "# y"])
def test_random_documents_read_as_the_oracle_reads_them(lines: list[str]) -> None:
    assert_agrees("\n".join(lines))
