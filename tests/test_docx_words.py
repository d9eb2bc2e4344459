"""Words without a sign of Markdown skip the parser of inlines; the tokens are those it would have made."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from specgen.renderers.docx.source import NESTING, _parser

ROOT = Path(__file__).resolve().parents[1]
PLAIN = MarkdownIt("commonmark", {"maxNesting": NESTING, "linkify": False, "typographer": False})
PLAIN.enable(["table", "strikethrough"])
PIECES = [*"ab c.:(){}+-=$%^@#|\"',;é\t019\n\n*_`[]<>&!~\\", "  ", "- ", "1. ", "| ", "http://x.y ", "---\n", "&amp;", "> "]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@example("")
@example("|a|b|\n|-|-|\n| | www.x.y |\n")
def test_tokens_are_those_of_the_parser(text: str) -> None:
    assert _parser().parse(text) == PLAIN.parse(text)
    assert _parser().parseInline(text) == PLAIN.parseInline(text)


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*/*.md")), ids=lambda path: path.name)
def test_tokens_of_whole_specs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert _parser().parse(text) == PLAIN.parse(text)
