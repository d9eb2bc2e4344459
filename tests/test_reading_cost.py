"""What saves time when a spec is read and looked at changes nothing of what is seen, and no file makes it dear."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen import itemline, rules
from specgen.model import Library
from specgen.readers.markdown import lines as scanning
from specgen.readers.markdown import read
from specgen.rules import Subject, _spans, placeholder

TODAY = "2026-11-20"
LIBRARY = Library((), ())


def findings(name: str, text: str) -> list[rules.Found]:
    rule = rules.rules()[name]
    assert rule.find is not None
    return list(rule.find(Subject(read(text, "a.md"), TODAY, LIBRARY, lambda: (None, ()))))


# --- what is told at a glance ------------------------------------------------------------------------------------------

_LINE = st.sampled_from(
    [
        "", "", "text", "# One", "## Two ##", "### three#", "# #", "#", "####### seven", "#no", "---", "- item", "- [ ] box",
        "- [x] **AB-01** `must` Do.", "  - Evidence: x", "  - ", "1. one", "-", "  text", "    deep", "```", "  ```", "a ` b",
        "> quote", "<!-- note -->", "<!-- open", "-->", "<div>", "</div>", "a | b", "| a | b |", "|---|---|", "|--", "ärger",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(_LINE, max_size=9).filter(lambda lines: not any(line.startswith(">") for line in lines)))
def test_a_line_told_at_a_glance_is_what_a_closer_look_says(lines: list[str]) -> None:
    closely = scanning._Scan(0)
    for number, line in enumerate(lines):
        closely.line(number, line, lines)
    scanned = scanning.scan(lines)
    assert (scanned.kinds, scanned.titles) == ("".join(closely.kinds), closely.titles)


# --- what is looked for only where a sign of it stands ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "TBD", "tbd", "TBA", "TBC", "TODO", "FIXME", "T.B.D.", "Todo: x", "todo: x", "???", "?????", "x to be determined.",
        "TO BE DECIDED", "To Be confirmed", "To be decided by Ada", "- to be determined by Ada", "<date>", "<...>", "<…>",
    ],
)  # fmt: skip
def test_every_placeholder_holds_a_sign(text: str) -> None:
    assert placeholder._WORD.search(text) or placeholder._ANGLE.search(text)
    assert _spans.spotted(f"one\n\n{text}\nfour", placeholder._SIGNS) == [3]


@given(st.text(alphabet="TtBbDdCcOo.:?<>aFIXMEe \n", max_size=30))
def test_no_placeholder_is_without_a_sign(text: str) -> None:
    held = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if placeholder._WORD.search(line) or placeholder._ANGLE.search(line)
    ]
    assert set(held) <= set(_spans.spotted(text, placeholder._SIGNS))


def test_a_line_is_spotted_once_and_in_order() -> None:
    signs = (re.compile("b"), re.compile("a"))
    assert _spans.spotted("a b a\n\nb b\nc\na", signs) == [1, 3, 5]


def test_very_long_items_are_read_and_not_kept() -> None:
    before = itemline._known.cache_info().currsize
    long = itemline.parse(f"- [ ] **AB-01** {'word ' * 1000}→ end")
    assert long is not None
    assert (len(long.text), long.evidence) == (4999, "end")
    assert itemline._known.cache_info().currsize == before


# --- what a hostile file costs -----------------------------------------------------------------------------------------

MANY = 50_000


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] **AB-01** x\n  - Evidence: y\n" + "    goes on and on\n" * MANY,
        "- [ ] **AB-01** x\n\n<!-- specgen:wording " + " ".join(f"AB-01={n:08x}" for n in range(MANY)) + " -->\n",
        "# " + " #" * MANY + "x\n",
        "# a #\n" * MANY,
        "- [ ] **AB-01** " + "→x" * MANY + "\n",
    ],
    ids=["note", "wordings", "hashes", "headings", "arrows"],
)
def test_reading_is_linear(text: str) -> None:
    began = time.process_time()
    read(text, "a.md")
    assert time.process_time() - began < 2  # the square of it takes a minute


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("placeholder", "TODO " * MANY),
        ("placeholder", '"<the name>" <it> ' * MANY),
        ("placeholder", "TODO\n" * MANY),
        ("section-unanswered", "# a?\n" * MANY),
    ],
)
def test_looking_is_linear(name: str, text: str) -> None:
    began = time.process_time()
    findings(name, text)
    assert time.process_time() - began < 4
