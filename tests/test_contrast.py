"""What is quoted of two texts that differ: never twice the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from specgen.readers.markdown import read
from specgen.rules._blocks import drift, lines
from specgen.rules._contrast import contrast, look_alike

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*/*.md"))
_TEXTS = st.text(st.sampled_from("ab1, é`|"), max_size=300).map(lambda text: " ".join(text.split()))


@given(before=_TEXTS, old=_TEXTS, new=_TEXTS, after=_TEXTS)
def test_what_is_quoted_differs_and_is_short(before: str, old: str, new: str, after: str) -> None:
    a, b = (" ".join(f"{before}{one}{after}".split()) for one in (old, new))
    assume(a != b)
    was, now = contrast(a, b)
    assert was != now
    assert max(len(was), len(now)) <= 94
    for shown, text in ((was, a), (now, b)):
        assert re.sub(r"^… ?| ?…$", "", shown) in text


SENTENCE = "A transfer is answered by the switch; it once failed unseen for the length of a whole night, and more."


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ("5 s", "2 s", "5 s", "2 s"),
        (
            SENTENCE.replace("length of a whole", "length of half a"), SENTENCE,
            "… unseen for the length of half a …", "… unseen for the length of a whole …",
        ),
        (f"{SENTENCE} Then.", SENTENCE, "… length of a whole night, and more. Then.", "… length of a whole night, and more."),
        (f"{'x' * 99}1 y", f"{'x' * 99}2 y", f"…{'x' * 65}1 …", f"…{'x' * 65}2 …"),
    ],
)  # fmt: skip
def test_texts_are_cut_around_what_differs(old: str, new: str, was: str, now: str) -> None:
    assert contrast(old, new) == (was, now)


def test_characters_that_look_alike_are_told() -> None:
    assert look_alike("90 MB", "90\u00a0MB")
    assert look_alike("é", "e\u0301")
    assert look_alike("a\u200bb", "ab")
    assert not look_alike("90 MB", "90 Mb")
    found = drift(lines("at\u00a05 s", 1), lines("at 5 s", 1))
    assert found is not None
    assert found.said == 'holds characters that only look like those of today: "at\u00a05 s"'


HEAD = "| We assume | Basis | If it is wrong |\n|---|---|---|\n| `a` | `assumed` | nothing |"


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("We assume|We guess", 'says "We guess | Basis | If it is wrong"; today it is "We assume | Basis | If it is wrong"'),
        ("Basis|Rests on", 'says "We assume | Rests on | If it is wrong"; today it is "We assume | Basis | If it is wrong"'),
        ("`assumed`|`measured`", 'says "`measured`" for `a`, Basis; today it is "`assumed`"'),
        ("`assumed`|", 'says nothing for `a`, Basis; today it is "`assumed`"'),
        ("If it is wrong |", 'says "We assume | Basis |"; today it is "We assume | Basis | If it is wrong"'),
    ],
)  # fmt: skip
def test_rows_of_a_table_are_quoted_without_its_bars(old: str, said: str) -> None:
    was, _, now = old.partition("|")
    found = drift(lines(HEAD.replace(was, now, 1), 1), lines(HEAD, 1))
    assert found is not None
    assert found.said == said


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_of_every_line_of_a_block_the_last_word_is_seen_to_change(path: Path) -> None:
    document = read(path.read_text(encoding="utf-8"), path.name)
    for block in document.blocks:
        fresh = document.inside(block).split("\n")
        for at, line in enumerate(fresh):
            edited = [*fresh[:at], re.sub(r"\w(?=\W*$)", "9x", line), *fresh[at + 1 :]]
            found = drift(lines("\n".join(edited), 1), lines("\n".join(fresh), 1))
            assert (found is not None) == (edited != fresh)
            if found is not None and "today it is" in found.said:
                said = re.fullmatch(r'says "(.*)"( for .*)?; today it is "(.*)"', found.said)
                assert said is not None
                assert said[1] != said[3]
