"""Classes 9, 10, 11 and 14 of the threat list: nothing in a YAML file runs, blows up, hangs or slips through."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from specgen.errors import InputError, Problem
from specgen.yamltext import MAXIMUM_BYTES, MAXIMUM_DEPTH, data, parse

ALIAS_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.setitem(sys.modules, "yaml.cyaml", None)


def refused(source: str | bytes, seconds: float = 1.0) -> tuple[Problem, ...]:
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        parse(source, "f.yaml")
    assert time.process_time() - began < seconds
    assert caught.value.exit_code == 3
    assert all(problem.line >= 1 for problem in caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch gone']",
        "!!python/object/new:subprocess.Popen [['id']]",
        "!!python/name:os.system",
        "!!python/module:os",
        "!!binary aGVsbG8=",
        "!<tag:yaml.org,2002:python/none> x",
        "!include /etc/passwd",
        "!ENV ${HOME}",
    ],
)
def test_no_tag_is_obeyed(tag: str) -> None:
    (problem, *_) = refused(f"a: {tag}\n")
    assert problem.message.startswith("The tag !")
    assert (problem.line, problem.column) == (1, 4)


def test_the_alias_bomb_is_refused_at_once() -> None:
    problems = refused(ALIAS_BOMB)
    assert problems[0].message == "The anchor &a is not allowed here."
    assert len(problems) <= 51


@pytest.mark.parametrize(
    "source",
    [
        "[" * 100_000,
        "{" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "{a: " * 100_000,
        "[{" * 50_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: " + "[" * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(1000)),
        "".join(" " * depth + "-\n" for depth in range(1000)),
    ],
    ids=range(10),
)
def test_deep_nesting_stops_at_once(source: str) -> None:
    refused(source, 2)  # reading on would take 14 s


def test_the_depth_limit_is_exact() -> None:
    depth = MAXIMUM_DEPTH
    assert data(parse("[" * depth + "]" * depth, "f.yaml")) is not None
    (problem,) = refused("[" * (depth + 1) + "]" * (depth + 1))
    assert problem.message == "The nesting is deeper than 32 levels."
    assert (problem.line, problem.column) == (1, 33)


def test_a_hundred_thousand_brackets_do_not_kill_a_fresh_process() -> None:
    code = (
        "from specgen.errors import InputError\n"
        "from specgen.yamltext import parse\n"
        "try: parse('[' * 100_000, 'f.yaml')\n"
        "except InputError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (
        0,
        "f.yaml:1:33: The nesting is deeper than 32 levels. Make it flatter, or close a bracket left open.\n",
    )


@pytest.mark.parametrize("as_bytes", [True, False])
def test_one_byte_over_1_mib_is_refused(as_bytes: bool) -> None:
    text = "a: é" + "x" * (MAXIMUM_BYTES - len("a: é") - 1)
    for source, over in ((text, False), (text + "y", True)):
        given = source.encode() if as_bytes else source
        if over:
            (problem,) = refused(given)
            assert problem.message == "The YAML is 1,000,001 bytes long, more than 1,000,000 (1 MB)."
        else:
            assert len(data(parse(given, "f.yaml"))["a"]) == MAXIMUM_BYTES - 4


@pytest.mark.parametrize(
    "unit", ["&a a: 1\n", "*a : 1\n", "a: 1\n", "? [x]\n: 1\n", "- !x y\n", "a: 1\n---\n", "{a},", "\x07", "\u2028"]
)
def test_a_mebibyte_of_faults_costs_little_and_says_little(unit: str) -> None:
    problems = refused(unit * (MAXIMUM_BYTES // len(unit.encode())), 2.0)
    assert len(problems) <= 51


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (b"\xff\xfea\0:\0 \x001\0", "UTF-16"),
        (b"\xfe\xff\0a\0:\0 \x001", "UTF-16"),
        (b"a\0:\0 \x001\0", "null bytes"),
        (b"a: \0", "null bytes"),
        (b"a: \xff", "Byte 0xFF is not UTF-8"),
        (b"a: \xc3", "Byte 0xC3 is not UTF-8"),
        (b"a: \xc0\xaf", "Byte 0xC0 is not UTF-8"),
        (b"a: \xed\xa0\x80", "Byte 0xED is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "Byte 0x89 is not UTF-8"),
    ],
)
def test_what_is_not_utf_8_text_is_refused(source: bytes, word: str) -> None:
    (problem,) = refused(source)
    assert word in problem.message
    assert "UTF-8" in problem.fix


ILLEGAL = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]


@pytest.mark.parametrize("code_point", ILLEGAL, ids=lambda number: f"U+{number:04X}")
def test_a_character_xml_forbids_is_named(code_point: int) -> None:
    for source in (
        f"title: x{chr(code_point)}",
        f"# é {chr(code_point)}",
        f"k{chr(code_point)}: 1",
        f"a: |\n  {chr(code_point)}",
    ):
        (problem,) = refused(source)
        assert f"U+{code_point:04X}" in problem.message
        assert (problem.line, problem.column) == (
            source.count("\n") + 1,
            len(source.split("\n")[-1].split(chr(code_point))[0]) + 1,
        )


@pytest.mark.parametrize("code_point", [*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF, 0xD800])
def test_an_escape_does_not_smuggle_it_in(code_point: int) -> None:
    for source in (f'a: "\\u{code_point:04x}"', f'"\\u{code_point:04x}": a'):
        refused(source)


@pytest.mark.parametrize("code_point", [0x7F, 0x80, 0x85, 0x9F, 0x2028, 0x2029, 0xFEFF])
def test_an_invisible_break_is_refused_raw_and_read_as_an_escape(code_point: int) -> None:
    (problem,) = refused(f"a: x{chr(code_point)}y")
    assert f"\\u{code_point:04X}" in problem.fix
    assert data(parse(f'a: "x\\u{code_point:04X}y"', "f.yaml")) == {"a": f"x{chr(code_point)}y"}
