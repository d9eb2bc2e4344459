"""Words without a sign of Markdown skip the parser of inlines; the tokens are those it would have made."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from specgen.renderers.docx.metrics import columns, word_width
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


def test_where_not_even_words_fit_only_the_widest_columns_break_them() -> None:
    rows = [["x" * 30, "measured", "y" * 60, "default"]]
    widths = columns(rows, 6000, 9)
    assert sum(widths) == 6000
    assert widths[1] >= (word_width("measured", 9) + 9.5) * 20 - 1
    assert widths[3] >= (word_width("default", 9) + 9.5) * 20 - 1
    assert abs(widths[0] - widths[2]) <= 2
