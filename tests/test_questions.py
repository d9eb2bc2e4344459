"""Every type of question: what it reads, what it refuses and why, and that nothing is lost on the way back to text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen import conditions, registry, yamltext
from specgen.frozen import replace
from specgen.model import Answer, Basis, Dimension, Mark, Quantity, Question, Record, Unknown
from specgen.questions import AnswerError, QuestionType, find, name_of, read_node, read_text, show, write_node

TYPES = registry.parts("specgen.questions", "QUESTION_TYPE", QuestionType)
CHOICES = {"none": "None", "stale_cache": "Stale cache", "default_value": "A default value", "queue_later": "Queue"}
PARTS = {"database": "Database", "data_lake": "Lake", "user_facing": "People use it", "media": "Media"}


def question(type: str, **attributes: Any) -> Question:
    choices = {"choice": CHOICES, "choices": PARTS}.get(type, {})
    return Question(**{"id": f"test.{type}", "ask": "?", "type": type, "choices": choices, **attributes})


def node_of(yaml: str) -> yamltext.Node:
    root = yamltext.parse(f"key: {yaml}\n", "answers.yaml")
    assert isinstance(root, yamltext.Mapping)
    return root.pairs[0][1]


def read(yaml: str, asked: Question, fields: Mapping[str, Question] | None = None) -> Answer:
    answer, problems = read_node(node_of(yaml), asked, fields or {})
    assert not problems
    assert answer is not None
    return answer


def faults(yaml: str, asked: Question, fields: Mapping[str, Question] | None = None) -> str:
    answer, problems = read_node(node_of(yaml), asked, fields or {})
    assert answer is None
    assert problems
    assert all(one.file == "answers.yaml" and one.line >= 1 and one.column >= 1 for one in problems)
    return "\n".join(map(str, problems))


def amount(dimension: Dimension, of: str, currency: str = "") -> Quantity:
    return Quantity(Fraction(of), dimension, currency)


# --- the room --------------------------------------------------------------------------------------------------------


def test_the_room_holds_every_type_of_the_design() -> None:
    names = "text prose bool choice choices texts integer decimal percent duration size rate throughput money date place records"
    assert set(TYPES) == set(names.split())
    assert all(one.name == module for module, one in TYPES.items())


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_type_says_how_to_type_it(name: str) -> None:
    kind = find(name)
    assert len(kind.hint) > 20
    named = name_of(question(name))
    conditions.check(conditions.parse(f"answered.test.{name}"), {f"answers.test.{name}": named})
    assert named.kind in {"bool", "choice", "set", "number", "text", "date", "place", "prose", "records"}
    assert (named.kind == "number") == (named.dimension is not None)


def test_a_type_nobody_wrote_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        find("colour")


def test_only_used_types_are_imported() -> None:
    program = (
        "import sys\n"
        "from specgen.model import Question\n"
        "from specgen.questions import read_text\n"
        "read_text('5 s', Question('a.b', '?', 'duration'))\n"
        "assert 'specgen.questions.duration' in sys.modules\n"
        "found = {'specgen.questions.place', 'specgen.questions.choice', 'yaml', 'difflib', 'csv'} & set(sys.modules)\n"
        "assert found <= {'csv'}, found\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join(sys.path)})


# --- what is read ----------------------------------------------------------------------------------------------------

GOOD = [
    ("text", " Interbank switch ", "Interbank switch"),
    ("text", "none", "none"),
    ("text", "مرحبا", "مرحبا"),
    ("prose", "\n\nOne.\r\n\r\n- two\n", "One.\n\n- two"),
    ("prose", "    code, indented\nand\ttext", "    code, indented\nand\ttext"),
    ("bool", "yes", True), ("bool", "Y", True), ("bool", "true", True),
    ("bool", "no", False), ("bool", "n", False), ("bool", "False", False),
    ("choice", "stale_cache", "stale_cache"),
    ("choices", "database, media", ("database", "media")),
    ("choices", "none", ()),
    ("texts", "@ada, @grace,", ("@ada", "@grace")),
    ("texts", '"Lagos, Nigeria", Ghana', ("Lagos, Nigeria", "Ghana")),
    ("texts", "none", ()),
    ("integer", "1,900", amount(Dimension.NUMBER, "1900")),
    ("integer", "0", amount(Dimension.NUMBER, "0")),
    ("integer", "3.0", amount(Dimension.NUMBER, "3")),
    ("decimal", "1.5", amount(Dimension.NUMBER, "3/2")),
    ("percent", "99.95%", amount(Dimension.RATIO, "9995/10000")),
    ("percent", "99.95", amount(Dimension.RATIO, "9995/10000")),
    ("percent", "100%", amount(Dimension.RATIO, "1")),
    ("percent", "0.1 %", amount(Dimension.RATIO, "1/1000")),
    ("duration", "300 ms", amount(Dimension.DURATION, "3/10")),
    ("duration", "30d", amount(Dimension.DURATION, "2592000")),
    ("duration", "0", amount(Dimension.DURATION, "0")),
    ("size", "2 MB", amount(Dimension.SIZE, "2000000")),
    ("size", "1 KiB", amount(Dimension.SIZE, "1024")),
    ("rate", "40/s", amount(Dimension.RATE, "40")),
    ("rate", "1900/month", amount(Dimension.RATE, "1900/2592000")),
    ("throughput", "90 MB/s", amount(Dimension.THROUGHPUT, "90000000")),
    ("throughput", "10 Mbit/s", amount(Dimension.THROUGHPUT, "1250000")),
    ("money", "1,000,000 NGN", amount(Dimension.MONEY, "1000000", "NGN")),
    ("date", "2027-01-31", date(2027, 1, 31)),
    ("records", "none", ()),
]  # fmt: skip


@pytest.mark.parametrize(("type", "text", "value"), GOOD)
def test_text_is_read(type: str, text: str, value: object) -> None:
    answer = read_text(text, question(type))
    assert answer.value == value
    assert answer.basis is (Basis.ASSUMED if find(type).dimension else None)
    again = read_text(show(answer, question(type)), question(type))
    assert again == answer


@pytest.mark.parametrize("type", sorted(TYPES))
def test_unknown_is_read_in_every_type(type: str) -> None:
    asked = question(type)
    assert read_text(" unknown ", asked) == Answer(Unknown(), "unknown")
    assert read("unknown", asked).is_unknown
    owned = read('{unknown: true, owner: "@ada", by: 2027-01-31}', asked)
    assert owned.value == Unknown("@ada", "2027-01-31")
    assert owned.basis is None
    assert show(owned, asked) == "unknown"


@pytest.mark.parametrize("type", sorted(TYPES))
def test_who_finds_out_can_be_typed_in_one_line(type: str) -> None:
    asked = question(type)
    for text, meant in (
        ("unknown; @ada; 2027-01-31", Unknown("@ada", "2027-01-31")), ("unknown ;@ada", Unknown("@ada")),
        ("unknown; 2027-01-31; @ada", Unknown("@ada", "2027-01-31")), ("unknown;; 2027-01-31", Unknown("", "2027-01-31")),
    ):  # fmt: skip
        answer = read_text(text, asked)
        assert (answer.value, answer.text, answer.basis) == (meant, "unknown", None)
        if type != "records":
            assert read(yamltext.scalar(text), asked).value == meant
    with pytest.raises(AnswerError, match="not a day of the calendar"):
        read_text("unknown; @ada; 2027-02-30", asked)


@pytest.mark.parametrize("type", ["text", "prose", "texts"])
def test_words_after_unknown_are_words_where_any_words_are_a_value(type: str) -> None:
    for text in ("unknown; we will see", "unknown;", "unknown; @ada asks", "unknown; @ada; @grace"):
        assert read_text(text, question(type)).text == text


def test_an_owner_of_what_is_unknown_need_not_be_a_handle() -> None:
    assert read_text("unknown; the bank; 2027-01-31", question("duration")).value == Unknown("the bank", "2027-01-31")
    with pytest.raises(AnswerError, match="unknown has no basis"):
        read_text("unknown; measured", question("duration"))


def test_the_text_stays_as_typed() -> None:
    assert read_text(" 1,900 ", question("integer")).text == "1,900"
    assert read_text("5s", question("duration")).text == "5s"
    assert show(read_text("99.50%; contract; s.4", question("percent")), question("percent")) == "99.50%"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("stale", "stale_cache"), ("Q", "queue_later"), ("a def", "default_value"), ("STALE CACHE", "stale_cache")],
)
def test_a_prompt_completes_a_choice(typed: str, meant: str) -> None:
    assert read_text(typed, question("choice")).value == meant


def test_a_prompt_completes_choices_and_says_when_it_cannot() -> None:
    assert read_text("datab, people", question("choices")).value == ("database", "user_facing")
    with pytest.raises(AnswerError, match="could be any of: database, data_lake"):
        read_text("dat", question("choices"))


def test_a_file_spells_choices_out() -> None:
    assert "Did you mean stale_cache?" in faults("stale", question("choice"))
    assert "Did you mean user_facing?" in faults("[database, user_facin]", question("choices"))


# --- what is refused -------------------------------------------------------------------------------------------------

BAD = [
    ("text", "", "Nothing is given"),
    ("text", "TBD", "Type unknown"),
    ("text", "one\ntwo", r"U\+000A"),
    ("text", "one\u2028two", r"U\+2028"),
    ("prose", " \n ", "Nothing is given"),
    ("prose", "todo", "Type unknown"),
    ("bool", "maybe", "neither yes nor no"),
    ("choice", "memcached", "is not one of: none, stale_cache, default_value, queue_later"),
    ("choices", "database, database", "twice"),
    ("choices", "database, none", "none stands alone"),
    ("choices", "database, unknown", "unknown stands alone"),
    ("choices", "database, blob", "blob is not one of"),
    ("texts", "@ada, @Ada", "twice"),
    ("texts", '"open, ended', "quote"),
    ("integer", "1.5", "not a whole number"),
    ("integer", "-1", "below zero"),
    ("integer", "three", "not a number"),
    ("integer", "1" * 200, "too long"),
    ("decimal", "1,5", "decimal point"),
    ("decimal", "1e9", "write the number out"),
    ("decimal", "nan", "not a number"),
    ("decimal", "-0.5", "below zero"),
    ("percent", "0.999", "Type the % sign"),
    ("percent", "120%", "at most 100%"),
    ("percent", "-1%", "below zero"),
    ("duration", "300", "unit is missing"),
    ("duration", "3 fortnights", "not a unit"),
    ("duration", "-5 s", "below zero"),
    ("size", "2 mb", "not a unit"),
    ("size", "-2 MB", "below zero"),
    ("rate", "40", "unit is missing"),
    ("rate", "-40/s", "below zero"),
    ("throughput", "90 MB", "not a unit of throughput"),
    ("throughput", "90", "unit is missing"),
    ("throughput", "90 MB/h", "not a unit of throughput"),
    ("money", "100", "currency code"),
    ("money", "-1 NGN", "below zero"),
    ("date", "31.01.2027", "year-month-day"),
    ("date", "20270131", "year-month-day"),
    ("date", "2027-02-30", "not a day of the calendar"),
    ("place", "Lagoss", r"Nearest: Lagos \(Nigeria\), Lagos \(Portugal\)"),
    ("records", "Lagos, London", "--answers"),
]  # fmt: skip


@pytest.mark.parametrize(("type", "text", "message"), BAD)
def test_text_is_refused(type: str, text: str, message: str) -> None:
    with pytest.raises(AnswerError, match=message) as refused:
        read_text(text, question(type))
    assert refused.value.message == str(refused.value)


@pytest.mark.parametrize(
    ("type", "text", "suggestion"),
    [
        ("percent", "0.999", "99.9%"), ("duration", "-5 s", "5 s"), ("choice", "stale-cache", "stale_cache"),
        ("decimal", "1,5", "1.5"), ("text", "TODO", "unknown"), ("place", "Huston", "Houston (United States)"),
    ],
)  # fmt: skip
def test_a_suggestion_is_an_answer(type: str, text: str, suggestion: str) -> None:
    asked = question(type)
    with pytest.raises(AnswerError) as refused:
        read_text(text, asked)
    assert refused.value.suggestion == suggestion
    read_text(suggestion, asked)


@pytest.mark.parametrize(
    ("bounds", "type", "bad", "message", "good"),
    [
        ({"below": "100%"}, "percent", "100%", "100%: it must be below 100%", "99.999%"),
        ({"above": "0%"}, "percent", "0%", "above 0%", "0.001%"),
        ({"minimum": "1"}, "integer", "0", "at least 1", "1"),
        ({"maximum": "150%"}, "percent", "151%", "at most 150%", "120%"),
        ({"maximum": "1 h"}, "duration", "61 min", "at most 1 h", "60 min"),
        ({"above": "0 NGN"}, "money", "5 USD", "in NGN", "5 NGN"),
    ],
)
def test_bounds_hold(bounds: dict[str, str], type: str, bad: str, message: str, good: str) -> None:
    asked = question(type, **bounds)
    read_text(good, asked)
    with pytest.raises(AnswerError, match=message):
        read_text(bad, asked)


# --- what a number rests on ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "basis", "source", "as_of"),
    [
        ("80 ms", Basis.ASSUMED, "", ""),
        ("80 ms; measured", Basis.MEASURED, "", ""),
        ("80 ms; measured; ping from Lagos", Basis.MEASURED, "ping from Lagos", ""),
        ("80 ms;Contract; s.4; annex B; 2026-05-01", Basis.CONTRACT, "s.4; annex B", "2026-05-01"),
        ("80 ms; default", Basis.DEFAULT, "", ""),
        ("80 ms; ; forecast", Basis.ASSUMED, "forecast", ""),
        ("80 ms;", Basis.ASSUMED, "", ""),
        ("{value: 80 ms}", Basis.ASSUMED, "", ""),
        ("{value: 80 ms, basis: measured, source: ping, as_of: 2026-05-01}", Basis.MEASURED, "ping", "2026-05-01"),
    ],
)
def test_an_observed_number_says_what_it_rests_on(line: str, basis: Basis, source: str, as_of: str) -> None:
    asked = question("duration")
    answer = read(line, asked)
    assert answer == Answer(amount(Dimension.DURATION, "2/25"), "80 ms", basis, source, as_of, answer.mark)
    if not line.startswith("{"):
        assert replace(answer, mark=Mark()) == read_text(line, asked)


def test_a_decided_number_is_decided_unless_it_says_otherwise() -> None:
    asked = question("duration", kind="decided")
    assert read_text("30 d", asked).basis is Basis.DECIDED
    assert read("{value: 30 d, basis: default}", asked).basis is Basis.DEFAULT
    assert read_text("30 d; assumed", asked).basis is Basis.ASSUMED
    assert read_text("30 d; decided", asked).basis is Basis.DECIDED


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("80 ms; mesured", "Did you mean measured?"),
        ("80 ms; decided", "observed, not decided"),
        ("unknown; measured", "unknown has no basis"),
        ("80 ms; measured; ping; 2026-02-30", "not a day"),
        ("{value: 80 ms, base: measured}", "Did you mean `basis`?"),
        ("{basis: measured}", "no value"),
        ("{value: unknown, basis: measured}", "unknown has no basis"),
        ("{value: 80 ms, as_of: May}", "not a date"),
        ("{value: [80 ms]}", "one text"),
        ("{unknown: false}", "unknown: true"),
        ("{unknown: true, ower: x}", "Did you mean `owner`?"),
        ("{unknown: true, by: soon}", "not a date"),
        ("[80 ms]", "not one value"),
    ],
)
def test_a_bad_number_in_a_file_is_a_problem(yaml: str, message: str) -> None:
    found = faults(yaml, question("duration"))
    assert message in found
    assert "test.duration" in found


def test_basis_is_for_numbers_only() -> None:
    assert "numbers only" in faults("{value: stale_cache, basis: assumed}", question("choice"))
    assert read("switch; measured; x", question("text")).value == "switch; measured; x"


def test_what_is_left_blank_is_no_answer_and_no_fault() -> None:
    assert read_node(node_of(""), question("duration"), {}) == (None, ())
    assert "Nothing is given" in faults('""', question("duration"))


def test_a_point_written_as_a_list_says_to_quote_it() -> None:
    assert "quotes" in faults("[6.45, 3.39]", question("place"))
    assert "quotes" in faults("6.45", question("place"))
    assert read('"6.45,3.39"', question("place")).text == "6.45,3.39"


# --- records ---------------------------------------------------------------------------------------------------------

DEPENDENCIES = question("records", id="dependencies", key="name")
FIELDS = {
    "name": question("text", id="dependencies[].name"),
    "hard": question("bool", id="dependencies[].hard"),
    "availability": question("percent", id="dependencies[].availability"),
    "p99": question("duration", id="dependencies[].p99"),
    "timeout": question("duration", id="dependencies[].timeout", kind="decided"),
    "fallback": question("choice", id="dependencies[].fallback"),
    "parts": question("choices", id="dependencies[].parts"),
}
USERS = question("records", id="users", key="place")
USER_FIELDS = {
    "place": question("place", id="users[].place"),
    "share": question("percent", id="users[].share"),
}


def records(answer: Answer) -> tuple[Record, ...]:
    assert isinstance(answer.value, tuple)
    return tuple(one for one in answer.value if isinstance(one, Record))


def test_records_are_read_field_by_field() -> None:
    answer = read(
        """
  - name: Interbank switch
    hard: yes
    availability: {value: 99.5%, basis: contract, source: contract 2026 s.4}
    p99: 1.8 s; assumed; a guess
    timeout: 5 s
    parts: [database, media]
  - {name: "São Tomé (bank)", hard: unknown}""",
        DEPENDENCIES,
        FIELDS,
    )
    first, second = records(answer)
    assert (first.key, second.key) == ("interbank-switch", "sao-tome-bank")
    assert (first.mark.line, second.mark.line) == (2, 8)
    assert first.fields["hard"].value is True
    assert first.fields["availability"].basis is Basis.CONTRACT
    assert first.fields["availability"].source == "contract 2026 s.4"
    assert first.fields["p99"].source == "a guess"
    assert first.fields["timeout"].basis is Basis.DECIDED
    assert first.fields["parts"].value == ("database", "media")
    assert second.fields["hard"].is_unknown
    assert show(answer, DEPENDENCIES) == "interbank-switch, sao-tome-bank"


def test_a_record_may_be_its_key_alone() -> None:
    found = records(read("[Lagos, London]", USERS, USER_FIELDS))
    assert [one.key for one in found] == ["lagos", "london"]
    assert [list(one.fields) for one in found] == [["place"], ["place"]]


@pytest.mark.parametrize("yaml", ["none", "[]"])
def test_an_empty_list_is_an_answer(yaml: str) -> None:
    answer = read(yaml, DEPENDENCIES, FIELDS)
    assert answer.value == ()
    assert write_node(answer, DEPENDENCIES, FIELDS) == "none"


def test_a_shared_basis_is_for_observed_numbers_without_one() -> None:
    (one,) = records(
        read(
            "\n- {name: a, basis: measured, source: Q3 report, as_of: 2026-05-01, availability: 99%, timeout: 5 s,"
            "\n   p99: {value: 1 s, basis: contract}}",
            DEPENDENCIES,
            FIELDS,
        )
    )
    assert set(one.fields) == {"name", "availability", "timeout", "p99"}
    shared = one.fields["availability"]
    assert (shared.basis, shared.source, shared.as_of) == (Basis.MEASURED, "Q3 report", "2026-05-01")
    assert (one.fields["timeout"].basis, one.fields["timeout"].source) == (Basis.DECIDED, "")
    assert (one.fields["p99"].basis, one.fields["p99"].source) == (Basis.CONTRACT, "")


def test_a_field_named_source_is_a_field() -> None:
    fields = {**FIELDS, "source": question("text", id="dependencies[].source")}
    (one,) = records(read("[{name: a, source: wiki, p99: 1 s}]", DEPENDENCIES, fields))
    assert one.fields["source"].value == "wiki"
    assert one.fields["p99"].source == ""


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("[{name: a, timout: 5 s}]", "Did you mean `timeout`?"),
        ("[{name: a, base: measured}]", "Did you mean `basis`?"),
        ("[{name: a, basis: guessed}]", "not a basis"),
        ("[{name: a, basis: decided}]", "observed, not decided"),
        ("[{hard: yes}]", "no name"),
        ("[{name: , hard: yes}]", "no name"),
        ("[{name: unknown}]", "no name"),
        ("[unknown]", "no name"),
        ("[{name: A b}, {name: a-B}]", "`a-b` is given twice, first in line 1"),
        ("[{name: 🙂}]", "no letter or digit"),
        ("[[a, b]]", "map of fields"),
        ("{name: a}", "begin each entry with a dash"),
        ("Lagos", "write [Lagos]"),
        ("[{name: a, p99: -1 s}]", "dependencies[].p99: -1 s is below zero"),
        ("[{name: a, hard: [yes]}]", "dependencies[].hard"),
    ],
)
def test_a_bad_record_is_a_problem(yaml: str, message: str) -> None:
    assert message in faults(yaml, DEPENDENCIES, FIELDS)


def test_every_fault_of_a_list_is_reported_with_its_place() -> None:
    _, problems = read_node(
        node_of("\n- {name: a, hard: perhaps, p99: 3}\n- {name: b, timeout: soon}\n- {name: A}"), DEPENDENCIES, FIELDS
    )
    assert [(one.line, one.message.partition(":")[0]) for one in problems] == [
        (2, "dependencies[].hard"), (2, "dependencies[].p99"), (3, "dependencies[].timeout"),
    ]  # fmt: skip


# --- nothing is lost -------------------------------------------------------------------------------------------------

NOT_IN_A_LINE = "\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NO_TEXT = ("", "unknown", "none", "TBD", "tbd", "?", "???", "todo", "TODO")
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=NOT_IN_A_LINE)
LINE = st.text(CHARACTERS, min_size=1).map(str.strip).filter(lambda text: text not in NO_TEXT and "<!--" not in text)
PROSE = st.lists(st.one_of(LINE, st.sampled_from(["", "  - [ ] **LAT1-01** x", "```", "# Title"])), min_size=1)
DIGITS = st.decimals(min_value=0, max_value=10**12, places=6, allow_nan=False).map(lambda n: f"{n:f}")
WORDS = st.sampled_from(["", "measured", "contract", "assumed", "default"])


def with_units(*units: str) -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, DIGITS, st.sampled_from(units))


TEXTS: dict[str, st.SearchStrategy[Any]] = {
    "text": LINE,
    "prose": PROSE.map("\n".join).map(str.strip).filter(lambda text: text not in NO_TEXT),
    "bool": st.sampled_from(["yes", "no", "true", "n"]),
    "choice": st.sampled_from(list(CHOICES)),
    "choices": st.lists(st.sampled_from(list(PARTS)), unique=True, min_size=1),
    "texts": st.lists(LINE, unique_by=str.casefold, min_size=1),
    "integer": st.integers(0, 10**15).map(lambda n: f"{n:,}"),
    "decimal": DIGITS,
    "percent": st.decimals(0, 100, places=5).map(lambda n: f"{n:f}%"),
    "duration": with_units(" ns", " us", " ms", "s", " min", " h", " d", " weeks"),
    "size": with_units(" B", " kB", " MB", "GiB", " TB"),
    "rate": with_units("/s", "/min", "/h", "/d", "/week", "/month"),
    "throughput": with_units(" B/s", " MB/s", " GiB/s", " kbit/s", " Mbit/s"),
    "money": with_units(" NGN", " EUR"),
    "date": st.dates().map(str),
    "place": st.sampled_from(["Lagos", "Lagos (Portugal)", "Sao Paulo", "eu-west-1", "6.45,3.39", "-0.5, -180"]),
}


@pytest.mark.parametrize("type", sorted(TEXTS))
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_what_is_shown_parses_to_the_same_value(type: str, data: st.DataObject) -> None:
    asked, kind = question(type), find(type)
    drawn = data.draw(TEXTS[type])
    value = kind.collect(drawn, asked) if kind.collect else kind.parse(drawn, asked)
    assert kind.parse(kind.show(value), asked) == value
    shown = show(Answer(value), asked)  # an answer made by a program has no text
    assert read_text(shown, asked).value == value


def without_marks(answer: Answer) -> Answer:
    value = answer.value
    if isinstance(value, tuple) and any(isinstance(one, Record) for one in value):
        found = [one for one in value if isinstance(one, Record)]
        value = tuple(
            Record(one.key, {name: without_marks(field) for name, field in one.fields.items()}) for one in found
        )
    return replace(answer, value=value, mark=Mark())


def round_trip(answer: Answer, asked: Question, fields: Mapping[str, Question]) -> Answer:
    text = yamltext.write({"key": write_node(answer, asked, fields)})
    root = yamltext.parse(text, "answers.yaml")
    assert isinstance(root, yamltext.Mapping)
    again, problems = read_node(root.pairs[0][1], asked, fields)
    assert not problems
    assert again is not None
    return without_marks(again)


@st.composite
def nodes(draw: st.DrawFn, type: str) -> Any:
    """What a person could give for a question of that type, as plain data."""
    given = draw(st.one_of(TEXTS[type], st.just("unknown"), st.just({"unknown": "true", "owner": "@ada"})))
    if find(type).dimension is None or given == "unknown" or isinstance(given, dict):
        return given
    grounds = {"basis": draw(WORDS), "source": draw(st.one_of(st.just(""), LINE)), "as_of": draw(st.just("2026-05-01"))}
    return {"value": given, **{name: text for name, text in grounds.items() if text and draw(st.booleans())}}


def read_data(data: Any, asked: Question, fields: Mapping[str, Question]) -> Answer:
    root = yamltext.parse(yamltext.write({"key": data}), "answers.yaml")
    assert isinstance(root, yamltext.Mapping)
    answer, problems = read_node(root.pairs[0][1], asked, fields)
    assert not problems
    assert answer is not None
    return answer


@pytest.mark.parametrize("kind", ["observed", "decided"])
@pytest.mark.parametrize("type", sorted(TEXTS))
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_written_reads_as_the_same_answer(type: str, kind: str, data: st.DataObject) -> None:
    asked = question(type, kind=kind)
    answer = read_data(data.draw(nodes(type)), asked, {})
    assert round_trip(answer, asked, {}) == without_marks(answer)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_written_records_read_as_the_same_records(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.from_regex(r"[a-z]{1,6}( [A-Z]{1,3})?", fullmatch=True), unique_by=str.lower))
    given: list[Any] = []
    for name in names:
        others = data.draw(st.sets(st.sampled_from(sorted(set(FIELDS) - {"name"}))))
        given.append({field: data.draw(nodes(FIELDS[field].type)) for field in sorted(others)} | {"name": name})
    answer = read_data(given, DEPENDENCIES, FIELDS)
    assert round_trip(answer, DEPENDENCIES, FIELDS) == without_marks(answer)
    assert all(next(iter(one)) == "name" for one in write_node(answer, DEPENDENCIES, FIELDS) if isinstance(one, dict))


def test_records_are_written_as_people_would() -> None:
    answer = read(
        "\n- {timeout: 5 s, p99: {value: 1.8 s, basis: assumed}, name: Switch, availability: 99.5%; contract; s.4}"
        "\n- B",
        DEPENDENCIES,
        FIELDS,
    )
    assert yamltext.write({"dependencies": write_node(answer, DEPENDENCIES, FIELDS)}) == (
        "dependencies:\n"
        "  - name: Switch\n"
        "    timeout: 5 s\n"
        "    p99: 1.8 s\n"
        "    availability: {value: 99.5%, basis: contract, source: s.4}\n"
        "  - name: B\n"
    )


def test_exact_numbers_are_shown_in_the_shortest_unit() -> None:
    def shown(type: str, of: Quantity) -> str:
        return find(type).show(of)

    assert shown("duration", amount(Dimension.DURATION, "3/10")) == "300 ms"
    assert shown("duration", amount(Dimension.DURATION, "90")) == "90 s"
    assert shown("duration", amount(Dimension.DURATION, "129600")) == "36 h"
    assert shown("duration", amount(Dimension.DURATION, "0")) == "0 s"
    assert shown("duration", amount(Dimension.DURATION, "1/3")) == "0.333333333333333 s"
    assert shown("rate", amount(Dimension.RATE, "1900/2592000")) == "1900/month"
    assert shown("percent", amount(Dimension.RATIO, "9995/10000")) == "99.95%"
    assert shown("size", amount(Dimension.SIZE, "1024")) == "1 KiB"
    with pytest.raises(TypeError):
        find("duration").show("300 ms")
