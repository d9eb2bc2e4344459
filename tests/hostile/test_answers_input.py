"""Answers that attack: illegal characters, markers, direction controls, size (safety 12, 13, 14, 16, 19)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen import registry, yamltext
from specgen.model import Question
from specgen.questions import AnswerError, QuestionType, read_node, read_text

TYPES = sorted(registry.parts("specgen.questions", "QUESTION_TYPE", QuestionType))
ONE_LINE = [type for type in TYPES if type != "prose"]
LIMIT = 65_536

ILLEGAL = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF, 0xD800, 0xDFFF]
DIRECTION = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]


def question(type: str) -> Question:
    return Question(
        f"attack.{type}", "?", type, choices={"a": "A", "b": "B"} if type.startswith("choice") else {}, key="name"
    )


def refusal(text: str, type: str) -> AnswerError:
    with pytest.raises(AnswerError) as refused:
        read_text(text, question(type))
    return refused.value


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("point", ILLEGAL)
def test_what_xml_cannot_hold_is_refused_by_name(point: int, type: str) -> None:
    error = refusal(f"ab{chr(point)}cd", type)
    assert f"U+{point:04X}" in error.message
    assert f"attack.{type}" in error.message
    assert chr(point) not in error.message


@pytest.mark.parametrize("point", DIRECTION)
def test_direction_controls_are_refused_in_one_line_and_kept_in_prose(point: int) -> None:
    for type in ONE_LINE:
        error = refusal(f"ab{chr(point)}cd", type)
        assert f"U+{point:04X}" in error.message
        assert chr(point) not in error.message
    assert read_text(f"ab{chr(point)}cd", question("prose")).value == f"ab{chr(point)}cd"


@pytest.mark.parametrize("point", [0x7F, 0x80, 0x9B, 0x9F])
def test_controls_that_cannot_be_seen_are_refused_in_one_line(point: int) -> None:
    for type in ONE_LINE:
        assert f"U+{point:04X}" in refusal(f"Lagos{chr(point)}5 s", type).message


@pytest.mark.parametrize("brk", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_line_breaks_are_refused_in_one_line(brk: str) -> None:
    for type in ONE_LINE:
        assert "U+" in refusal(f"ab{brk}# Heading", type).message


def test_line_breaks_are_refused_in_each_value_of_a_list() -> None:
    node = yamltext.Sequence((yamltext.Scalar("ok"), yamltext.Scalar("a\n- [x] **LAT1-01** done", plain=False)))
    answer, problems = read_node(node, question("texts"), {})
    assert answer is None
    assert "U+000A" in problems[0].message


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize(
    "marker",
    ["<!-- specgen:end verdict -->", "<!--specgen:begin x", "<!--\tSPECGEN: x", "<!--\n specgen:x", "<!-- /specgen"],
)
def test_markers_are_refused(marker: str, type: str) -> None:
    assert "reserved" in refusal(f"text {marker}", type).message


def test_other_comments_are_text() -> None:
    assert read_text("<!-- a note about specgen -->", question("prose")).value == "<!-- a note about specgen -->"


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("unit", ["a", "9", ",", '"', "-", "é", "9,", "a, ", "(", "\u0301"])
def test_one_byte_too_many_is_refused_at_once(unit: str, type: str) -> None:
    text = unit * (LIMIT // len(unit.encode()) + 1)
    start = time.perf_counter()
    assert f"{LIMIT:,} bytes" in refusal(text, type).message
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("unit", ["a", "9", ",", '"', "é", "a, ", "9,999", "(", "\u0301", ";", "a,b (", "1."])
def test_the_largest_answer_is_judged_at_once_and_messages_stay_short(unit: str, type: str) -> None:
    text = unit * (LIMIT // len(unit.encode()))
    start = time.perf_counter()
    said = ""
    try:
        read_text(text, question(type))
    except AnswerError as error:
        said = error.message + error.suggestion
    assert len(said) < 800
    assert time.perf_counter() - start < 1


def test_the_largest_prose_is_taken() -> None:
    assert len(str(read_text("a" * LIMIT, question("prose")).value)) == LIMIT


def test_a_list_is_one_answer_with_one_limit() -> None:
    items = tuple(yamltext.Scalar(f"text {n}") for n in range(10_000))
    answer, problems = read_node(yamltext.Sequence(items), question("texts"), {})
    assert answer is None
    assert f"{LIMIT:,} bytes" in problems[0].message


def test_a_list_of_too_many_records_is_refused() -> None:
    fields = {"name": question("text")}
    items = tuple(yamltext.Scalar(f"n{n}") for n in range(1001))
    assert read_node(yamltext.Sequence(items[:1000]), question("records"), fields)[1] == ()
    answer, problems = read_node(yamltext.Sequence(items), question("records"), fields)
    assert answer is None
    assert "1,000" in problems[0].message


@pytest.mark.parametrize("part", ["owner", "by"])
def test_unknown_hides_nothing(part: str) -> None:
    hidden = yamltext.Mapping(
        ((yamltext.Scalar("unknown"), yamltext.Scalar("true")), (yamltext.Scalar(part), yamltext.Scalar("a\u202eb")))
    )
    answer, problems = read_node(hidden, question("bool"), {})
    assert answer is None
    assert "U+202E" in problems[0].message


def test_a_source_hides_nothing() -> None:
    assert "U+000A" in refusal("5 s; measured; a\n# Heading", "duration").message
    node = yamltext.Mapping(
        (
            (yamltext.Scalar("value"), yamltext.Scalar("5 s")),
            (yamltext.Scalar("source"), yamltext.Scalar("a\nb", False)),
        )
    )
    assert "U+000A" in read_node(node, question("duration"), {})[1][0].message


def test_key_names_in_messages_are_cleaned() -> None:
    node = yamltext.Mapping(((yamltext.Scalar("\u202e" + "x" * 10_000), yamltext.Scalar("1")),))
    message = read_node(node, question("duration"), {})[1][0].message
    assert "\u202e" not in message
    assert len(message) < 300


def test_deep_nesting_inside_an_answer_is_a_problem() -> None:
    node: yamltext.Node = yamltext.Scalar("a")
    for _ in range(30):
        node = yamltext.Sequence((node,))
    for type in TYPES:
        answer, problems = read_node(node, question(type), {"name": question("text")})
        assert answer is None
        assert problems


ANY = st.one_of(
    st.text(),
    st.text("0123456789.,;%/-+ ()\"'smhd:٣²½ unknown{}[]NGN", max_size=30),
    st.builds("{}{}".format, st.decimals(), st.sampled_from([" s", "%", " MB", "/s", " NGN", "; measured; x", "; ;"])),
)
NODES = st.recursive(
    st.tuples(ANY, st.booleans()).map(lambda drawn: yamltext.Scalar(*drawn)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: yamltext.Sequence(tuple(items))),
        st.dictionaries(
            st.one_of(st.sampled_from(["value", "basis", "source", "as_of", "unknown", "owner", "by", "name"]), ANY),
            inner,
            max_size=3,
        ).map(lambda pairs: yamltext.Mapping(tuple((yamltext.Scalar(key), value) for key, value in pairs.items()))),
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("type", TYPES)
@settings(max_examples=40, deadline=None)
@given(text=ANY, node=NODES)
def test_whatever_is_given_is_an_answer_or_a_named_fault(text: str, node: yamltext.Node, type: str) -> None:
    fields = {"name": question("text"), "size": question("size")}
    try:
        assert read_text(text, question(type)).text
    except AnswerError as error:
        assert f"{error}"  # noqa: PT017  # most of what is drawn is refused; pytest.raises would demand that all is
    answer, problems = read_node(node, question(type), fields)
    assert answer is None or not problems
    assert all(one.message.isprintable() for one in problems)
