"""Conditions that mean harm: refused with a place, at once, without running anything."""

from __future__ import annotations

import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.conditions import check, parse
from specgen.errors import InputError
from specgen.model import Mark

HOSTILE = {
    "100,000 brackets": "(" * 100_000,
    "nested brackets": "(" * 190 + "facts.a" + ")" * 190,
    "nested lists": "facts.a in " + "[" * 90 + "]" * 90,
    "mixed brackets": "[{(" * 100,
    "calls in calls": "facts(" * 100,
    "a thousand nots": "not " * 200 + "facts.a",
    "a thousand signs": "-" * 900 + "1 == 1",
    "a long sum": " + ".join(["1"] * 200) + " == 1",
    "a long name": "a." * 400 + "b",
    "a huge number": "answers.a == " + "9" * 900,
    "a number beyond Python's own limit": "answers.a == " + "9" * 5_000,
    "a huge power": "9 ** 9 ** 9 ** 9 == 1",
    "a huge exponent": "answers.a == 1e999999999",
    "a shift": "1 << 999999999 == 1",
    "too long": "facts.a and " * 200 + "facts.a",
    "NUL": "facts.a\0",
    "NUL in a text": 'answers.a == "\0"',
    "carriage return": "facts.a\rand facts.b",
    "form feed": "facts.a \f and facts.b",
    "escape": 'answers.a == "\x1b[31m"',
    "right to left": 'answers.a == "\u202eabc"',
    "no-break space": "facts.a\xa0and facts.b",
    "line separator": "facts.a \u2028 and facts.b",
    "surrogate": 'answers.a == "\ud800"',
    "name that NFKC rewrites": "fa\uff43ts.a",
    "part that NFKC rewrites": "facts.\uff41",
    "ligature": "facts.\ufb01x",
    "Cyrillic a": "\u0430nswers.a",
    "fullwidth digits": "answers.a == \uff11",
    "walrus": "(x := facts.a)",
    "lambda": "lambda: facts.a",
    "comprehension": "[x for x in facts.a]",
    "generator": "(x for x in facts.a)",
    "dict": "{1: 2}",
    "set": "{1, 2}",
    "await": "await facts.a",
    "yield": "(yield facts.a)",
    "starred": "facts.a in [*answers.b]",
    "slice": "answers.a[1:2]",
    "f-string": "f'{facts.a}' == 'x'",
    "import": "__import__('os').system('true')",
    "call of an attribute": "facts.a.__class__()",
    "attribute of a text": "''.__class__",
    "two statements": "facts.a; facts.b",
    "assignment": "facts.a = 1",
    "statement": "import os",
    "decorator": "@facts.a",
    "line continuation": "facts.a \\\n and facts.b",
    "comment over a line break": "facts.a # x\n and facts.b",
    "complex": "answers.a == 1j",
    "bytes": 'answers.a == b"x"',
    "ellipsis": "...",
    "only a comment": "# facts.a",
    "indented": "\t\n  ",
    "half a text": "answers.a == '",
    "three quotes": 'answers.a == """',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_at_once_with_its_place(text: str) -> None:
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(InputError) as error:
            parse(text, Mark("pack.yaml", 3, 7))
    assert time.perf_counter() - start < 0.5
    (problem,) = error.value.problems
    assert (problem.file, problem.line) == ("pack.yaml", 3)
    assert 7 <= problem.column <= 7 + len(text)
    assert 0 < len(problem.message) < 200
    assert problem.message.isprintable()


@pytest.mark.parametrize("name", ["answers.__class__", "facts.__init__.__globals__", "each.__dict__"])
def test_a_dunder_is_an_unknown_name_and_no_more(name: str) -> None:
    _, problems = check(parse(name), {})
    assert len(problems) == 1


def test_a_huge_text_is_never_built() -> None:
    _, problems = check(parse('"x" * 999999999 == answers.a'), {})
    assert [problem.column for problem in problems] == [1, 20]


def test_sixty_four_levels_are_read_and_no_more() -> None:
    assert parse("not " * 63 + "facts.a").names == ("facts.a",)
    with pytest.raises(InputError, match="64 levels"):
        parse("not " * 64 + "facts.a")


def test_a_thousand_characters_are_read_and_no_more() -> None:
    text = f'answers.a == "{"x" * 985}"'
    assert len(text) == 1_000
    assert parse(text)
    with pytest.raises(InputError, match="1001 characters"):
        parse(text + " ")


_WORDS = """answers. facts.a each.x answers.b and or not in is == != < > + - * / % ( ) [ ] , . : = ' " # \\ 1
2.5 1e9 0x None True lambda if else for await f' b' := ** // @ ~ & | ! 300ms µ “ class"""
_PIECES = st.sampled_from([*_WORDS.split(), "\0", "\n", "\t"])


@settings(max_examples=1_500, deadline=None)
@given(
    st.one_of(
        st.lists(_PIECES, max_size=12).map(" ".join),
        st.lists(_PIECES, max_size=12).map("".join),
        st.text(max_size=40),
    )
)
def test_anything_is_read_or_refused(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            condition = parse(text, Mark("pack.yaml", 3, 7))
        except InputError as error:
            (problem,) = error.problems
            assert 7 <= problem.column <= 7 + len(text)
            return
    for name in condition.names:
        assert name in text
    assert check(condition, {})[1] or not condition.names
