"""The grammar of an item's line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.itemline import ItemLine, parse, render
from specgen.readers.markdown import read

FULL = ItemLine("IDEM-03", "must", "Store the key.", "link to the test", False)


def test_written_one_way() -> None:
    assert render(FULL) == "- [ ] **IDEM-03** `must` Store the key. → link to the test"
    assert render(ItemLine("A-1", "", "Text", done=True)) == "- [x] **A-1** Text"


ACCEPTED = (
    "- [ ] **IDEM-03** `must` Store the key. → link to the test",
    "* [ ] **IDEM-03** `must` Store the key. → link to the test",
    "+ [ ]  **IDEM-03**  `must`  Store  the key.  →  link to the test  ",
    "   -   [ ] **IDEM-03** `must` Store the key. → link to the test\r\n",
    "- [ ] __IDEM-03__ `must` Store the key. → link to the test",
    "- [ ] \t**IDEM-03** `must` Store the key. → link to the test",
    "- [ ]\t**IDEM-03** `must` Store the key. → link to the test",
)


@pytest.mark.parametrize("line", ACCEPTED)
def test_accepted(line: str) -> None:
    assert parse(line) == FULL
    assert [one.id for one in read(f"# T\n\n{line}\n", "a.md").items] == ["IDEM-03"]


@pytest.mark.parametrize("box", ["x", "X"])
def test_ticked(box: str) -> None:
    found = parse(f"- [{box}] **IDEM-03** `must` Store the key. → link to the test")
    assert found is not None
    assert found.done


@pytest.mark.parametrize(
    "line",
    [
        "", "- [ ] IDEM-03 `must` x", "    - [ ] **IDEM-03** `must` x", "- [] **IDEM-03** x", "- [ ] **idem-03** x",
        "1. [ ] **IDEM-03** x", "-[ ] **IDEM-03** x", "- [ ] **IDEM-03**x", "> - [ ] **IDEM-03** x", "- [-] **IDEM-03** x",
        "- [ ] **IDEM-03__ x", "- [ ] **IDEM** x",
    ],
)  # fmt: skip
def test_refused(line: str) -> None:
    assert parse(line) is None


def test_what_a_person_deleted_is_empty() -> None:
    assert parse("- [ ] **A-1**") == ItemLine("A-1", "", "")
    assert parse("- [ ] **A-1** → x") == ItemLine("A-1", "", "", "x")
    assert parse("- [ ] **A-1** `maybe` x") == ItemLine("A-1", "", "`maybe` x")


def test_the_first_lonely_arrow_ends_the_text() -> None:
    assert parse("- [ ] **A-1** `may` a→b → c → d") == ItemLine("A-1", "may", "a→b", "c → d")
    assert render(ItemLine("A-1", "may", "a → b", "c")) == "- [ ] **A-1** `may` a &rarr; b → c"


_words = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: " ".join(text.split()))
_texts = _words.filter(lambda text: "&rarr;" not in text)
_items = st.builds(
    ItemLine,
    id=st.from_regex(r"\A[A-Z][A-Z0-9]{0,8}-[0-9]{1,4}\Z"),
    severity=st.sampled_from(["must", "should", "may"]),
    text=_texts,
    evidence=_words,
    done=st.booleans(),
)


@given(_items)
def test_round_trip(item: ItemLine) -> None:
    line = render(item)
    assert "\n" not in line
    assert parse(line) == item
    assert render(item) == render(parse(line) or item)


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused(line: str) -> None:
    for text in (line, "- [ ] " + line, "- [x] **A-1** " + line):
        found = parse(text)
        assert found is None or parse(render(found)) == found
