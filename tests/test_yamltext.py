"""Strict YAML: values, places, faults, and writing what reads back the same."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specgen.errors import InputError, Problem
from specgen.model import Mark
from specgen.yamltext import (
    MAXIMUM_BYTES,
    Mapping,
    Node,
    Plain,
    Scalar,
    Sequence,
    block_text,
    data,
    decode,
    flow,
    illegal_in_xml,
    parse,
    plain_value,
    scalar,
    write,
)


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers: the fallback must give the same values and the same messages."""
    if request.param == "pure":
        monkeypatch.setitem(sys.modules, "yaml.cyaml", None)
    return str(request.param)


def faults(source: str | bytes, line: int = 1) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        parse(source, "f.yaml", line)
    assert caught.value.exit_code == 3
    for problem in caught.value.problems:
        assert problem.file == "f.yaml"
        assert problem.message.endswith(".")
    return caught.value.problems


def at(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


# --- values ----------------------------------------------------------------------------------------------------------

# In the comment is what YAML 1.1 makes of it; here the text stays, and `plain_value` follows YAML 1.2's core schema.
SCALARS: list[tuple[str, str | int | bool | Fraction | None]] = [
    ("no", "no"),  # False
    ("No", "No"),  # False
    ("yes", "yes"),  # True
    ("on", "on"),  # True
    ("OFF", "OFF"),  # False
    ("y", "y"),  # True in some readers
    ("true", True),
    ("False", False),
    ("1:30", "1:30"),  # 90
    ("190:20:30", "190:20:30"),  # 685230
    ("2026-11-20", "2026-11-20"),  # a date
    ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"),  # a datetime
    ("010", 10),  # 8
    ("0o17", 15),  # text
    ("0x1F", 31),
    ("0b11", "0b11"),  # 3
    ("1_000", "1_000"),  # 1000
    ("1.10", Fraction(11, 10)),  # 1.1 in binary
    ("1.0", Fraction(1)),
    ("99.99999999999999999", Fraction(9999999999999999999, 10**17)),  # 100.0
    ("1e3", Fraction(1000)),  # text
    ("-2.5E-1", Fraction(-1, 4)),
    (".5", Fraction(1, 2)),
    ("12", 12),
    ("-7", -7),
    ("+7", 7),
    ("~", None),
    ("null", None),
    ("Null", None),
    (".inf", ".inf"),  # infinity
    ("-.INF", "-.INF"),
    (".nan", ".nan"),  # not a number
    ("1,900", "1,900"),  # 1900 in some readers
    ("=", "="),  # refused: "value" tag
    ("99.95%", "99.95%"),
    ("300 ms", "300 ms"),
    ("1e9999", "1e9999"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_a_scalar_keeps_its_text_and_has_the_value_of_yaml_1_2(parser: str, text: str, value: object) -> None:
    node = parse(f"key: {text}\n", "f.yaml")
    assert isinstance(node, Mapping)
    found = node.get("key")
    assert found == Scalar(text, True, Mark("f.yaml", 1, 6))
    assert isinstance(found, Scalar)
    assert plain_value(found) == value
    assert type(plain_value(found)) is type(value)


def test_an_empty_value_is_null_and_quoted_scalars_are_text(parser: str) -> None:
    node = parse("a:\nb: 'true'\nc: \"12\"\nd: |\n  1.5\n", "f.yaml")
    assert isinstance(node, Mapping)
    values = [plain_value(value) for _, value in node.pairs if isinstance(value, Scalar)]
    assert values == [None, "true", "12", "1.5\n"]


def test_a_number_of_5000_digits_stays_text() -> None:
    assert plain_value(Scalar("9" * 5000)) == "9" * 5000


def test_places_count_lines_and_columns_in_characters_from_1(parser: str) -> None:
    node = parse("ключ: [a, 'ü😀', b]\r\nrecords:\r\n  - name: x\r\n    p99: 5 s\r\n", "f.yaml", line=40)
    assert isinstance(node, Mapping)
    assert node.mark == Mark("f.yaml", 40, 1)
    first, records = (value for _, value in node.pairs)
    assert isinstance(first, Sequence)
    assert [item.mark[1:] for item in first.items] == [(40, 8), (40, 11), (40, 17)]
    assert isinstance(records, Sequence)
    (record,) = records.items
    assert isinstance(record, Mapping)
    assert record.pairs[1][0].mark == Mark("f.yaml", 43, 5)
    assert record.pairs[1][1] == Scalar("5 s", True, Mark("f.yaml", 43, 10))


def test_a_mapping_gives_its_keys_in_order_and_none_for_an_absent_one() -> None:
    node = parse("b: 1\na: 2\n", "f.yaml")
    assert isinstance(node, Mapping)
    assert node.keys() == ("b", "a")
    assert node.get("c") is None


@pytest.mark.parametrize(
    "source", ["", "\n", "# only a comment\n", "---\n", "---\n...\n", b"", b"\xef\xbb\xbf", "\ufeff"]
)
def test_an_empty_file_is_an_empty_mapping(parser: str, source: str | bytes) -> None:
    assert parse(source, "f.yaml") == Mapping((), Mark("f.yaml", 1, 1))


@pytest.mark.parametrize(
    "source", [b"\xef\xbb\xbfa: 1\n", "\ufeffa: 1\n", b"a: 1", b"a: 1\r\n", "a: 1\r", "--- \na: 1\n...\n"]
)
def test_a_byte_order_mark_and_any_line_end_are_accepted(parser: str, source: str | bytes) -> None:
    node = parse(source, "f.yaml")
    assert data(node) == {"a": "1"}
    assert isinstance(node, Mapping)
    assert node.pairs[0][0].mark.column == 1


def test_the_block_of_answers_of_a_spec_is_read() -> None:
    source = (
        "availability.target: 99.95%\n"
        "dependencies:\n"
        "  - name: Interbank switch   # ours\n"
        "    availability: {value: 99.5%, basis: contract, source: contract 2026 s.4}\n"
        'process.variants: ["Abuja branch: other order", and, so on]\n'
        "unknown: {unknown: true, owner: '@ada', by: 2027-01-31}\n"
    )
    assert data(parse(source, "f.yaml")) == {
        "availability.target": "99.95%",
        "dependencies": [
            {
                "name": "Interbank switch",
                "availability": {"value": "99.5%", "basis": "contract", "source": "contract 2026 s.4"},
            }
        ],
        "process.variants": ["Abuja branch: other order", "and", "so on"],
        "unknown": {"unknown": "true", "owner": "@ada", "by": "2027-01-31"},
    }


# --- faults ----------------------------------------------------------------------------------------------------------

CONTENT_FAULTS = [
    ("a: &x 1", (1, 4), "The anchor &x is not allowed here."),
    ("a: &x [1]", (1, 4), "The anchor &x is not allowed here."),
    ("a: *x", (1, 4), "The alias *x is not allowed here."),
    ("a: !!int 3", (1, 4), "The tag !!int is not allowed here."),
    ("a: !secret 3", (1, 4), "The tag !secret is not allowed here."),
    ("!!map\na: 1", (1, 1), "The tag !!map is not allowed here."),
    ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3", (5, 3), 'The key "c" is given twice, in lines 3 and 5.'),
    ("1: a\n'1': b", (2, 1), 'The key "1" is given twice, in lines 1 and 2.'),
    ("a: {b: 1, b: 2}", (1, 11), 'The key "b" is given twice, in lines 1 and 1.'),
    ("? [a]\n: 1", (1, 3), "A list cannot be a key."),
    ("? {a: 1}\n: 1", (1, 3), "A map cannot be a key."),
    ("text: {{figures.x}}", (1, 8), "A map cannot be a key."),
    ("a:\n  <<: {b: 1}", (2, 3), "The merge key << is not allowed here."),
    (": 1", (1, 1), "A key is missing before the colon."),
    ("a: 1\n---\nb: 1", (2, 1), "A second document begins here."),
    ("a: 1\n...\nb: 1", (3, 1), "A second document begins here."),
    ("%YAML 1.1\n---\na: 1", (1, 1), "A % directive is not allowed here."),
    ("%TAG ! x:\n---\na: 1", (1, 1), "A % directive is not allowed here."),
    ("a: {place: 6.45,3.39}", (1, 17), '"3.39" has no value inside {…}.'),
    ("a: {b:1}", (1, 5), '"b:1" has no value inside {…}.'),
    ('a: "bell \\x07"', (1, 4), "The text holds U+0007 (bell), written as an escape."),
]


@pytest.mark.parametrize(("source", "place", "message"), CONTENT_FAULTS)
def test_what_strict_yaml_refuses(parser: str, source: str, place: tuple[int, int], message: str) -> None:
    first = faults(source)[0]
    assert (at(first), first.message) == (place, message)
    assert first.fix


def test_a_quoted_merge_sign_and_an_empty_value_in_a_flow_map_are_fine(parser: str) -> None:
    assert data(parse("'<<': 1\na: {b: , c: }", "f.yaml")) == {"<<": "1", "a": {"b": "", "c": ""}}


def test_all_faults_of_content_are_reported_at_once(parser: str) -> None:
    found = faults("a: &x 1\nb: *x\nc: !!int 3\na: 2\n<<: 3\n? [x]\n: 4\nd: {e}\n---\nf: 1\n")
    assert [problem.line for problem in found] == [1, 2, 3, 4, 5, 6, 8, 9]


def test_an_error_of_syntax_ends_the_file_after_the_faults_before_it(parser: str) -> None:
    found = faults("a: &x 1\nb: @x\na: 3\n")
    assert [problem.line for problem in found] == [1, 2]


def test_one_line_is_not_reported_twice_for_an_alias_that_was_meant_as_text(parser: str) -> None:
    assert len(faults("a: *see this")) == 1


SYNTAX = [
    ("a: @ops  # who", (1, 4), "A text cannot begin with @ unless it is in quotes.", 'Put it in quotes: "@ops".'),
    ("a: %x, y", (1, 4), "A text cannot begin with % unless it is in quotes.", 'Put it in quotes: "%x, y".'),
    ("a: `x`", (1, 4), "A text cannot begin with ` unless it is in quotes.", 'Put it in quotes: "`x`".'),
    (
        "owners: [@sre, @ops]",
        (1, 10),
        "A text cannot begin with @ unless it is in quotes.",
        'Put it in quotes: "@sre".',
    ),
    ("%x: 1", (1, 1), "A text cannot begin with % unless it is in quotes.", "Put it in quotes"),
    ("a: 1\n%x: 1", (2, 1), "A text cannot begin with % unless it is in quotes.", "Put it in quotes"),
    ("a: > 300 ms", (1, 4), "A text cannot begin with > unless it is in quotes.", 'Put it in quotes: "> 300 ms".'),
    ("a: |x", (1, 4), "A text cannot begin with | unless it is in quotes.", "Put it in quotes"),
    ("a: *bold* x", (1, 4), "A text cannot begin with * unless it is in quotes.", "Put it in quotes"),
    ("a: & b", (1, 4), "A text cannot begin with & unless it is in quotes.", "Put it in quotes"),
    ("a: !<x", (1, 4), "A text cannot begin with ! unless it is in quotes.", "Put it in quotes"),
    ("a: !a!b c", (1, 4), "A text cannot begin with ! unless it is in quotes.", "Put it in quotes"),
    ("a: ]", (1, 4), "A text cannot begin with ] unless it is in quotes.", "Put it in quotes"),
    ("a: , b", (1, 4), "A text cannot begin with , unless it is in quotes.", "Put it in quotes"),
    ("a: ? b", (1, 4), "A text cannot begin with ? unless it is in quotes.", "Put it in quotes"),
    ("a: [x] y", (1, 4), "A text cannot begin with [ unless it is in quotes.", 'Put it in quotes: "[x] y".'),
    ("a:\n\tb: 1", (2, 1), "A tab is used for indentation.", "Indent with spaces"),
    ("a:\n  b:\n  \tc: 1", (3, 3), "A tab is used for indentation.", "Indent with spaces"),
    ("a: b: c", (1, 4), "A colon followed by a space stands inside a text without quotes.", 'quotes: "b: c".'),
    ("a: 1\n  b: 2", (2, 3), "This key is indented as if the value of the line above went on.", "Line it up"),
    ("a: 'foo\nb: 1", (1, 4), "The text that begins here with ' is never closed.", "Close it with '."),
    ('a: "foo\n---\nb"', (1, 4), 'The text that begins here with " is never closed.', 'Close it with ".'),
    ('a: "foo\nb: "bar"', (2, 5), "There is text after the closing quote.", '\\" inside "…"'),
    ("a: 'it's'", (1, 8), "There is text after the closing quote.", "'' inside '…'"),
    (
        "a: [1, 2\nb: 3",
        (1, 4),
        "What begins here with [ is not closed with ], or a comma is missing in it.",
        "Close it",
    ),
    ("a: {b: 1", (1, 4), "What begins here with { is not closed with }, or a comma is missing in it.", "Close it"),
    ("a: - b", (1, 4), "A list cannot begin with - on the line of its key.", "on a line of its own"),
    ("a:\n  - 1\n  b: 2", (3, 3), "This line stands among list items and is none.", "Begin it with `- `"),
    ("a:\n  b: 1\n c: 2", (3, 2), "This line does not line up with the keys above it.", "same number of spaces"),
    ("a: 1\nfoo\nb: 1", (2, 1), 'There is no colon after "foo".', "Write `key: value`"),
    ("foo\nbar: 1", (1, 1), 'There is no colon after "foo".', "Write `key: value`"),
    ("a:b\nc: 1", (1, 1), 'After the colon of "a" a space is missing.', "Write `key: value`."),
    ("%YAML 3.0\n---\na", (1, 1), "A % directive is not allowed here.", "Delete the lines"),
]


@pytest.mark.parametrize(("source", "place", "message", "fix"), SYNTAX)
def test_an_error_of_syntax_says_what_was_typed(
    parser: str, source: str, place: tuple[int, int], message: str, fix: str
) -> None:
    (problem,) = faults(source)
    assert (at(problem), problem.message) == (place, message)
    assert fix in problem.fix


@pytest.mark.parametrize("source", ['a: "\\q"', 'a: "\\xzz"', 'a: "C:\\Users"'])
def test_an_unknown_escape_is_explained(parser: str, source: str) -> None:
    (problem,) = faults(source)
    assert problem.message.startswith("A backslash in double quotes begins an escape")
    assert problem.line == 1


@pytest.mark.parametrize("escape", ["\\ud800", "\\U00110000", "\\U12345678"])
def test_an_escape_that_is_no_character_is_refused(parser: str, escape: str) -> None:
    (problem,) = faults(f'a: "{escape}"')
    assert problem.line == 1


def test_lines_are_those_of_the_file_a_block_stands_in(parser: str) -> None:
    assert faults("a: 1\nb: @x", line=560)[0].line == 561
    assert faults("a: 1\na: 2", line=560)[0].message == 'The key "a" is given twice, in lines 560 and 561.'
    assert faults("a: 1\nb: \x07", line=560)[0].line == 561


def test_decode_names_the_first_byte_that_is_not_utf_8() -> None:
    with pytest.raises(InputError) as caught:
        decode("ok: 1\nname: Zoë ".encode() + b"caf\xe9", "f.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.message) == (2, 14, "Byte 0xE9 is not UTF-8.")


def test_the_first_character_that_xml_forbids_is_named() -> None:
    assert illegal_in_xml("tab\tnew\nline\r é 😀 \x85") == ""
    assert illegal_in_xml("a\x1b[31m") == "U+001B (escape)"
    assert illegal_in_xml("\ufffe") == "U+FFFE (not a character)"


# --- writing ---------------------------------------------------------------------------------------------------------

LEGAL = st.characters(
    exclude_categories=["Cs"], exclude_characters="".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
)
NASTY = st.sampled_from(
    [*" \t\n\r:#-?@%`'\"[]{},&*!|>~=<\\.éx\x85\u2028\ufeff", ": ", " #", "- ", "---", "\n\n", "null", "no"]
)
TEXTS = st.one_of(st.text(LEGAL, max_size=60), st.lists(NASTY, max_size=12).map("".join))
PLAIN: st.SearchStrategy[Plain] = st.recursive(
    TEXTS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)

STUBBORN = [
    "", " ", "\n", "\n\n", "a\n", "a\n\n", "\na", " a", "a ", "a\nb", "a\n b", " a\nb", "\n a\n", "a\n\n  \nb",
    "a \nb", "a\n  ", "a\tb", "\ta\nb", "a\n\tb", "a\r\nb", "a\rb", "a: b", "a:b", "a:", ":a", ": a", "a #b", "a#b",
    "#a", "- a", "-a", "-", "--- ", "---", "...", "? a", "?a", "@a", "%a", "`a`", "&a", "*a", "!a", "|", "> 300 ms",
    "'a'", '"a"', "it's", 'say "no"', 'it\'s "so"', "\\d+", "[a]", "{a}", "a, b", "6.45,3.39", "null", "~", "<<",
    "=", "no", "1.10", "2026-11-20", "99.95%", "x\u2028y", "x\x85y", "x\x7fy", "\ufeffx", "\xa0x", "😀", "---\na",
    "a\n---\nb", "a\n...\n", "# a\n# b", "x" * 3000, "x: " * 1000, "a\n" * 500, "```\n",
]  # fmt: skip


def read_back(text: str) -> Node:
    return parse(text, "f.yaml")


@pytest.mark.parametrize("text", STUBBORN)
def test_stubborn_texts_read_back_everywhere(parser: str, text: str) -> None:
    assert data(read_back(write({"key": text}))) == {"key": text}
    assert data(read_back(write([text, [text], {text: text}]))) == [text, [text], {text: text}]
    assert data(read_back(f"[{scalar(text, in_flow=True)}]")) == [text]
    assert data(read_back(f"key:\n  - {scalar(text)}\n  - name: {block_text(text, 6)}\n")) == {
        "key": [text, {"name": text}]
    }
    assert "\n" not in scalar(text)


@given(PLAIN)
@example({"a": {}, "b": [], "c": [[], {}, [[""]]]})
@example({"x" * 1500: "long key", "y": {"\n" * 600: "z"}})
@settings(deadline=None, max_examples=300)
def test_what_is_written_reads_back(value: Plain) -> None:
    text = write(value)
    # a lone empty collection or text at the root is an empty document only when it is plain
    assert data(read_back(text)) == value
    assert write(data(read_back(text))) == text


@given(st.lists(TEXTS, max_size=5))
@settings(deadline=None)
def test_a_flow_list_reads_back(texts: list[str]) -> None:
    line = flow(texts)
    assert "\n" not in line
    assert data(read_back(f"key: {line}\n")) == {"key": texts}


@given(TEXTS, st.integers(min_value=1, max_value=8))
@settings(deadline=None)
def test_a_block_reads_back_at_any_indent(text: str, indent: int) -> None:
    assert data(read_back(f"key: {block_text(text, indent)}\nnext: x\n")) == {"key": text, "next": "x"}


def test_a_text_that_needs_no_quotes_has_none() -> None:
    for text in (
        "core 1.0.0",
        "99.95%",
        "300 ms",
        "1.10",
        "no",
        "-7",
        "a:b",
        "https://x.y/z#a",
        "it's",
        "x (y), z",
        "v[0]",
    ):
        assert scalar(text) == text


def test_quotes_are_chosen_for_the_reader() -> None:
    assert scalar("@sre") == '"@sre"'
    assert scalar('say "no": why') == "'say \"no\": why'"
    assert scalar('it\'s "so": why') == '"it\'s \\"so\\": why"'
    assert scalar("null") == '"null"'
    assert scalar("two\nlines") == '"two\\nlines"'
    assert flow(["@sre", "core 1.0.0", "a, b"]) == '["@sre", core 1.0.0, "a, b"]'


def test_records_are_written_one_field_a_line() -> None:
    value: Plain = {
        "availability.target": "99.95%",
        "dependencies": [
            {"name": "NIP switch", "availability": {"value": "99.5%", "source": "SLA: s.4"}, "notes": "one\n\n- two\n"},
            {"name": "Name enquiry"},
        ],
        "owners": [],
    }
    text = (
        "availability.target: 99.95%\n"
        "dependencies:\n"
        "  - name: NIP switch\n"
        "    availability:\n"
        "      value: 99.5%\n"
        '      source: "SLA: s.4"\n'
        "    notes: |\n"
        "      one\n"
        "\n"
        "      - two\n"
        "  - name: Name enquiry\n"
        "owners: []\n"
    )
    assert write(value) == text
    assert write(value, 4) == "".join(f"    {line}\n" if line else "\n" for line in text[:-1].split("\n"))


@pytest.mark.parametrize("text", ["\x00", "a\x1bb", "\ud800", "x\ny\uffff"])
def test_a_character_that_would_not_read_back_is_not_written(text: str) -> None:
    with pytest.raises(InputError, match=r"U\+"):
        scalar(text)
    with pytest.raises(InputError, match=r"U\+"):
        block_text(text, 2)
    with pytest.raises(InputError, match=r"U\+"):
        write({"a": [text]})
    with pytest.raises(InputError, match=r"U\+"):
        write({text: "a"})


SOUP = st.text(st.sampled_from("ab:: --??[]{}\n\n\t  \r\"'#&*!|>%@`,.<~\\é\x07"), max_size=40)


@given(st.one_of(SOUP, st.binary(max_size=40), st.text(max_size=20)))
@example("? ")
@example("a: |\n")
@example("- ? :")
@settings(deadline=None, max_examples=400)
def test_any_input_is_read_or_refused_with_a_place(source: str | bytes) -> None:
    for pure in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            if pure:
                patch.setitem(sys.modules, "yaml.cyaml", None)
            try:
                parse(source, "f.yaml")
            except InputError as error:
                for problem in error.problems:
                    assert problem.line >= 1
                    assert problem.message
                    assert "not valid YAML" not in problem.message  # every error of the parser has a meaning


def test_the_limit_is_1_mib() -> None:
    assert isinstance(parse("#" * MAXIMUM_BYTES, "f.yaml"), Mapping)
