"""The `when:` language: what it reads, what it refuses and where, and what it decides."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from specgen.conditions import Name, Operand, check, evaluate, parse
from specgen.errors import InputError, Problem
from specgen.model import Condition, Dimension, Mark, Place, Quantity, Record, Truth

MARK = Mark("packs/idempotency.yaml", 12, 9)

NAMES = {
    "answers.availability.target": Name("number", Dimension.RATIO),
    "answers.availability.contracted": Name("bool"),
    "answers.availability.revenue": Name("number", Dimension.MONEY),
    "answers.dependencies": Name("records"),
    "answers.distance.origin": Name("place"),
    "answers.idempotency.record_size": Name("number", Dimension.SIZE),
    "answers.idempotency.store": Name("choice", choices=("none", "database", "redis", "memory")),
    "answers.latency.client_timeout": Name("number", Dimension.DURATION),
    "answers.latency.p99": Name("number", Dimension.DURATION),
    "answers.load.peak": Name("number", Dimension.RATE),
    "answers.review.due": Name("date"),
    "answers.spec.components": Name("set", choices=("database", "queue_consumer")),
    "answers.spec.problem": Name("prose"),
    "answers.spec.tier": Name("choice", choices=("0", "1", "2", "3")),
    "answers.spec.title": Name("text"),
    "facts.moves_money": Name("bool"),
    "facts.mutating": Name("bool"),
    "figures.distance.km": Name("number", Dimension.DISTANCE),
    "figures.retries.attempts": Name("number", Dimension.NUMBER),
    "figures.retries.waste": Name("number"),
}
EACH = {
    "each.name": Name("text"),
    "each.p99": Name("number", Dimension.DURATION),
    "each.where": Name("place"),
}

MS = Dimension.DURATION


def amount(text: str, dimension: Dimension = Dimension.NUMBER, currency: str = "") -> Quantity:
    return Quantity(Fraction(text), dimension, currency)


def refused(text: str) -> Problem:
    with pytest.raises(InputError) as error:
        parse(text, MARK)
    (problem,) = error.value.problems
    assert (problem.file, problem.line) == (MARK.file, MARK.line)
    return problem


def faults(text: str, names: Mapping[str, Name] = NAMES) -> tuple[Problem, ...]:
    return check(parse(text, MARK), names)[1]


def checked(text: str, names: Mapping[str, Name] = NAMES) -> Condition:
    condition, problems = check(parse(text), names)
    assert problems == (), [str(problem) for problem in problems]
    return condition


def decide(text: str, **values: Operand | None) -> Truth:
    """Decides a checked condition; keyword `answers__latency__p99` is the name answers.latency.p99."""
    return evaluate(checked(text), asked({name.replace("__", "."): value for name, value in values.items()}))


def asked(values: Mapping[str, Operand | None]) -> Callable[[str], Operand | None]:
    return lambda name: values.get(name)


# --- reading ---------------------------------------------------------------------------------------


def test_a_tree_is_plain_values_with_offsets_and_names_in_order() -> None:
    text = (
        ' facts.mutating and (answers.n >= 99.99999999999999999 or answers.a in ["x"]) and not facts.mutating'
    )
    condition = parse(text, MARK)
    number, member, negated = text.index("answers.n"), text.index("answers.a"), text.index("not ")
    digits, listed = text.index("99."), text.index("[")
    assert condition.tree == (
        "and", 1,
        ("name", 1, "facts.mutating"),
        ("or", number,
        ("compare", number, ("name", number, "answers.n"), ">=", ("number", digits, "99.99999999999999999")),
        ("compare", member, ("name", member, "answers.a"), "in",
         ("list", listed, ("text", listed + 1, "x")))),
        ("not", negated, ("name", negated + 4, "facts.mutating")),
    )  # fmt: skip
    assert condition.names == ("facts.mutating", "answers.n", "answers.a")
    assert (condition.source, condition.mark) == (text, MARK)


def test_texts_are_taken_as_they_stand_and_columns_count_characters() -> None:
    text = "answers.unit == 'µs — “x”' and answers.other"
    tree = parse(text).tree
    assert tree[2][4] == ("text", text.index("'"), "µs — “x”")
    assert tree[3] == ("name", text.index("answers.other"), "answers.other")


def test_line_breaks_are_spaces() -> None:
    assert parse("facts.a\n  and\tfacts.b\n").names == ("facts.a", "facts.b")


def test_columns_count_on_over_line_breaks_and_leading_space() -> None:
    assert refused(" facts.a\n  and foo.b").column == MARK.column + 15
    assert faults("\n facts.mutating\n  and facts.no", NAMES)[0].column == MARK.column + 23


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 0, "empty"),
        ("   ", 3, "empty"),
        ("answers.a == None", 13, "answered.ID"),
        ("answers.a is True", 0, "write =="),
        ("answers.a is not True", 0, "write !="),
        ('"µ" == answers.a or len(answers.b)', 20, "calls nothing"),
        ("answers.a[0] == 1", 0, "[index]"),
        ('answers.a == f"x"', 13, "f-strings"),
        ('answers.a == "x" "y"', 13, "one plain text"),
        ('answers.a == """x"""', 13, "one plain text"),
        ('answers.a == u"x"', 13, "one plain text"),
        ('answers.a == b"x"', 13, "not a number or a text"),
        ("answers.a == ...", 13, "not a number or a text"),
        ("answers.a == [1]", 13, "only after in"),
        ("answers.a == ()", 13, "only after in"),
        ("answers.a in []", 13, "empty"),
        ("answers.a in [answers.b]", 14, "constants only"),
        ("answers.a in [[1]]", 14, "only after in"),
        ('answers.a in ["x"] == True', 0, "chain"),
        ("answers.a if facts.b else facts.c", 0, "if … else"),
        ("answers.a % 2 == 0", 0, "no %"),
        ("answers.a // 2 == 0", 0, "cannot hold this (FloorDiv)"),
        ("+answers.a == 1", 0, "cannot hold this (UAdd)"),
        ("facts.a | facts.b", 0, "write or"),
        ("facts.a & facts.b", 0, "write and"),
        ("facts.a and facts . b", 12, "in one piece"),
        ("(facts).b", 0, "in one piece"),
        ('facts.a and "x".upper', 12, "in one piece"),
        ("answers", 0, "answers alone"),
        ("answers.a == true", 13, "Write True."),
        ("answers.a == redis", 13, 'Write "redis"'),
        ("answer.latency.p99 > 1", 0, "answers.latency.p99?"),
        ("zzz.latency.p99 > 1", 0, "Names start with"),
        ("answers.class.b", 8, "class is a reserved word"),
        ("facts.a && facts.b", 8, "Write and"),
        ("facts.a || facts.b", 8, "Write or"),
        ("!facts.a", 0, "Write not"),
        ("facts.a AND facts.b", 8, "small letters"),
        ("answers.a = 1", 10, "Write =="),
        ("answers.a > 300ms", 12, '"300ms"'),
        ("answers.a > 300 ms", 12, "in quotes"),
        ("answers.a > 99.9%", 12, '"99.9%"'),
        ("answers.a > 1e9", 12, "Write digits"),
        ("answers.a > 1_000", 12, "Write digits"),
        ("answers.a > 0x10", 12, "Write digits"),
        ("answers.a > .5", 12, "Write digits"),
        ("answers.a > 5.", 12, "Write digits"),
        ("facts.a == 1and facts.b", 11, "Write digits"),
        ("facts.a # and facts.b", 8, "comments"),
        ("answers.a == “x”", 13, "Quotes are"),
        ('answers.a == "x', 13, "not closed"),
        ('answers.a == "a\\"b"', 15, "backslash"),
        ("answers.a >", 11, "too early"),
        ("(facts.a", 0, "from here"),
        ("facts.a facts.b", 8, "from here"),
    ],
)
def test_what_is_refused_is_named_at_its_column(text: str, at: int, says: str) -> None:
    problem = refused(text)
    assert says in f"{problem.message} {problem.fix}"
    assert problem.column == MARK.column + at, problem
    assert problem.fix


def test_without_a_mark_the_place_is_in_the_text_itself() -> None:
    with pytest.raises(InputError) as error:
        parse("facts.a and foo.b")
    assert error.value.problems[0][1:4] == ("", 1, 13)


# --- checking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "facts.mutating",
        "answers.dependencies and answers.spec.components",
        'answers.latency.p99 > "300 ms"',
        '"100 ms" <= answers.latency.p99 < answers.latency.client_timeout',
        'answers.availability.target >= "99.9%"',
        "answers.latency.p99 > 0 and answers.load.peak != 0 and answers.availability.revenue > 0",
        "figures.distance.km > 0",
        "figures.retries.attempts > 3 and figures.retries.waste < 1.5 and figures.retries.attempts == -1",
        'answers.latency.p99 * 2 + "5 ms" > answers.latency.client_timeout - "1 s"',
        "answers.latency.p99 * answers.load.peak > 20",
        "answers.latency.p99 / answers.latency.client_timeout < 0.5",
        '-answers.latency.p99 / 2 < "1 s"',
        'answers.spec.tier in ["0", "1"] and answers.idempotency.store not in ("none", "memory")',
        '"database" in answers.spec.components and "queue_consumer" not in answers.spec.components',
        "answered.spec.problem and answered.distance.origin and not answered.latency.p99",
        'answers.spec.title == "Instant transfers" or answers.spec.title == answers.idempotency.store',
        'answers.review.due < "2026-11-20"',
        "facts.mutating == answers.availability.contracted or facts.mutating != True",
        '(answers.latency.p99 > "1 s") == facts.mutating',
        'answers.availability.revenue > "1,000,000 NGN"',
    ],
)
def test_what_passes_passes_unchanged_again(text: str) -> None:
    condition = checked(text)
    assert check(condition, NAMES) == (condition, ())


def test_quoted_amounts_become_exact() -> None:
    tree = checked('answers.latency.p99 > "0.3 ms"').tree
    assert tree[4] == ("quantity", 22, "3/10000", "duration", "")
    tree = checked('answers.availability.revenue < "99.99999999999999999 NGN"').tree
    assert tree[4][2:] == ("9999999999999999999/100000000000000000", "money", "NGN")
    assert checked("answers.latency.p99 > 0").tree[4][2:] == ("0", "duration", "")


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("facts.moves_mony", 0, "facts.moves_money"),
        ("answers.latency.p90 > 0", 0, "answers.latency.p99"),
        ("answered.latency.p90", 0, "answered.latency.p99"),
        ("facts.latency.p99 > 0", 0, "answers.latency.p99"),
        ("answers.dependencies.p99 > 0", 0, "each.p99, with `each: dependencies`"),
        ("facts.mutating and each.hard", 19, "`each: LIST`"),
        ("answers.__class__", 0, "Nothing is called"),
        ("answered.facts.mutating", 0, "Nothing is called"),
        ("answers.latency.p99", 0, "neither true nor false"),
        ("not answers.spec.tier", 4, "neither true nor false"),
        ("facts.mutating and answers.spec.title", 19, "neither true nor false"),
        ('facts.mutating and "x"', 19, "neither true nor false"),
        ("answers.latency.p99 + answers.latency.p99", 0, "neither true nor false"),
        ("answers.spec.problem == 'x'", 0, "answered.spec.problem"),
        ("answers.distance.origin", 0, "answered.distance.origin"),
        ('answers.idempotency.store == "reddis"', 29, 'Did you mean "redis"?'),
        ('answers.idempotency.store in ["redis", "dynamo"]', 39, "none, database, redis, memory"),
        ('answers.idempotency.store == "unknown"', 29, "not answered.ID"),
        ('"databse" in answers.spec.components', 0, '"database"'),
        ("answers.spec.tier == 0", 21, '"0"'),
        ("answers.spec.tier in [0]", 22, '"0"'),
        ('answers.spec.tier < "2"', 0, "no order"),
        ('answers.spec.title >= "a"', 0, "no order"),
        ("facts.mutating > facts.moves_money", 0, "no order"),
        ('facts.mutating == "yes"', 18, "True, False"),
        ("facts.mutating == 1", 18, "cannot be compared with a number"),
        ("answers.latency.p99 > 300", 22, "300 ms"),
        ('answers.latency.p99 > "300"', 22, "unit is missing"),
        ('answers.latency.p99 > "300 MB"', 22, "not a unit of duration"),
        ("answers.availability.target > 0.999", 30, '"99.9%"'),
        ("answers.availability.target > 99.9", 30, '"99.9%"'),
        ('answers.availability.target > "0.999"', 30, 'Did you mean "99.9%"?'),
        ('figures.retries.attempts > "3 s"', 27, "plain number"),
        ('figures.distance.km > "5000 km"', 22, "nobody types one"),
        ("answers.latency.p99 > answers.idempotency.record_size", 22, "(a duration) cannot be compared with"),
        ("answers.latency.p99 * 2 > answers.load.peak", 26, "a duration cannot be compared with"),
        ("answers.latency.p99 + answers.load.peak > 0", 0, "a duration + a rate"),
        ("answers.latency.p99 + 1 > 0", 0, "a duration + a number"),
        ("answers.latency.p99 * answers.latency.p99 > 0", 0, "a duration * a duration"),
        ("2 / answers.latency.p99 > 0", 0, "a number / a duration"),
        ('answers.latency.p99 * "2 s" > 0', 22, "compared, or added"),
        ('-"3 ms" < answers.latency.p99', 1, "compared, or added"),
        ('"a" + 1 == answers.spec.title', 0, "stands where a number is needed"),
        ("answers.spec.title + 1 == 1", 0, "nothing is computed"),
        ("facts.mutating * 2 > 1", 0, "nothing is computed"),
        ('"a" == "a"', 0, "Two texts"),
        ("answers.dependencies == 0", 0, "not compared"),
        ('answers.spec.components == "database"', 0, '"choice" in answers.spec.components'),
        ('answers.spec.tier in "01"', 21, '["01"]'),
        ("answers.spec.tier in answers.spec.components", 0, "only a text in quotes"),
        ('"a" in answers.dependencies', 7, "nothing is looked up"),
        ("figures.retries.attempts in [1, 2]", 0, "joined by or"),
        ('answers.review.due > "20 November"', 21, "2026-11-20"),
        ('answers.review.due > "20261120"', 21, "2026-11-20"),
        ("answers.review.due > 3", 21, "cannot be compared"),
    ],
)
def test_faults_are_found_at_their_column_with_a_fix(text: str, at: int, says: str) -> None:
    (problem,) = faults(text)
    assert says in f"{problem.message} {problem.fix}"
    assert (problem.file, problem.line, problem.column) == (MARK.file, MARK.line, MARK.column + at), problem


def test_every_fault_is_reported_once() -> None:
    found = faults('facts.no and answers.latency.p99 > "3 MB" + facts.none or answers.latency.p99')
    assert [problem.column - MARK.column for problem in found] == [0, 44, 58]
    found = faults('"a" + "b" == answers.spec.title and facts.no * "2 s" > 0')
    assert [problem.column - MARK.column for problem in found] == [0, 6, 36, 47]
    found = faults("answers.spec.title * facts.no > 0")
    assert [problem.column - MARK.column for problem in found] == [0, 21]


def test_each_is_there_where_it_is_bound() -> None:
    names = {**NAMES, **EACH}
    assert faults('each.p99 > answers.latency.p99 and each.name != "x"', names) == ()
    assert "Did you mean each.p99?" in str(faults("each.p9 > 0", names))
    assert "What depends on it is a figure." in str(faults("each.where", names))
    assert "Nothing is called" in str(faults("answered.each.p99", names))


# --- deciding --------------------------------------------------------------------------------------

BOTH = 'facts.mutating and answers.latency.p99 > "300 ms"'


@pytest.mark.parametrize(
    ("text", "mutating", "p99", "truth"),
    [
        (BOTH, True, "1/2", Truth(True)),
        (BOTH, True, "3/10", Truth(False)),
        (BOTH, False, None, Truth(False)),
        (BOTH, None, "1/10", Truth(False)),
        (BOTH, True, None, Truth(None, ("answers.latency.p99",))),
        (BOTH, None, "1/2", Truth(None, ("facts.mutating",))),
        (BOTH, None, None, Truth(None, ("facts.mutating", "answers.latency.p99"))),
        (BOTH.replace("and", "or"), True, None, Truth(True)),
        (BOTH.replace("and", "or"), None, "1/2", Truth(True)),
        (BOTH.replace("and", "or"), False, None, Truth(None, ("answers.latency.p99",))),
        (f"not ({BOTH})", False, None, Truth(True)),
        (f"not ({BOTH})", True, None, Truth(None, ("answers.latency.p99",))),
        ("facts.mutating or not facts.mutating", None, None, Truth(None, ("facts.mutating",))),
    ],
)
def test_logic_is_kleenes(text: str, mutating: bool | None, p99: str | None, truth: Truth) -> None:
    value = None if p99 is None else amount(p99, MS)
    assert decide(text, facts__mutating=mutating, answers__latency__p99=value) == truth


def test_a_chain_is_decided_by_any_false_pair_and_needs_only_open_pairs() -> None:
    text = '"1 s" < answers.latency.p99 < answers.latency.client_timeout'
    timeout = "answers.latency.client_timeout"
    assert decide(text, answers__latency__p99=amount("1", MS)) == Truth(False)
    assert decide(text, answers__latency__p99=amount("2", MS)) == Truth(None, (timeout,))
    assert decide(text) == Truth(None, ("answers.latency.p99", timeout))
    values = {"answers__latency__p99": amount("2", MS), "answers__latency__client_timeout": amount("3", MS)}
    assert decide(text, **values) == Truth(True)


def test_an_empty_list_is_false_and_an_absent_one_is_unknown() -> None:
    assert decide("answers.dependencies", answers__dependencies=()) == Truth(False)
    assert decide("answers.dependencies", answers__dependencies=(Record("x", {}),)) == Truth(True)
    assert decide("not answers.dependencies") == Truth(None, ("answers.dependencies",))
    assert decide("answers.spec.components", answers__spec__components=("database",)) == Truth(True)


def test_membership() -> None:
    text = '"database" in answers.spec.components'
    assert decide(text, answers__spec__components=("database",)) == Truth(True)
    assert decide(text, answers__spec__components=()) == Truth(False)
    assert decide(text) == Truth(None, ("answers.spec.components",))
    text = 'answers.spec.tier not in ["0", "1"]'
    assert decide(text, answers__spec__tier="2") == Truth(True)
    assert decide(text, answers__spec__tier="1") == Truth(False)
    assert decide(text) == Truth(None, ("answers.spec.tier",))


def test_arithmetic_is_exact_in_every_dimension() -> None:
    values = {
        "answers__latency__p99": amount("1/10", MS),
        "answers__load__peak": amount("30", Dimension.RATE),
        "answers__latency__client_timeout": amount("3/10", MS),
    }
    for text in (
        'answers.latency.p99 + "0.2 s" == answers.latency.client_timeout',
        "answers.latency.p99 * 3 == answers.latency.client_timeout == 3 * answers.latency.p99",
        "answers.latency.p99 * answers.load.peak == 3",
        "answers.load.peak * answers.latency.p99 == 3",
        "answers.latency.client_timeout / answers.latency.p99 == 3",
        'answers.latency.client_timeout / 3 == "100 ms"',
        '-answers.latency.p99 - "0.1 s" == -answers.latency.client_timeout + "0.1 s"',
    ):
        assert decide(text, **values) == Truth(True), text


def test_division_by_zero_is_unknown_and_asks_for_nothing() -> None:
    text = "answers.latency.p99 / answers.latency.client_timeout > 1"
    zero = amount("0", MS)
    assert decide(text, answers__latency__client_timeout=zero) == Truth(None)
    assert decide(text, answers__latency__p99=zero, answers__latency__client_timeout=zero) == Truth(None)
    assert decide(f"{text} or facts.mutating", answers__latency__client_timeout=zero) == Truth(
        None, ("facts.mutating",)
    )
    assert decide(
        f"{text} and facts.mutating", answers__latency__client_timeout=zero, facts__mutating=False
    ) == Truth(False)


def test_money_is_compared_in_one_currency_only_and_with_nothing() -> None:
    text, naira = 'answers.availability.revenue > "5 NGN"', amount("9", Dimension.MONEY, "NGN")
    assert decide(text, answers__availability__revenue=naira) == Truth(True)
    assert decide(text, answers__availability__revenue=amount("9", Dimension.MONEY, "USD")) == Truth(None)
    assert decide("answers.availability.revenue > 0", answers__availability__revenue=naira) == Truth(True)
    text = 'answers.availability.revenue * 2 - "1 NGN" == "17 NGN"'
    assert decide(text, answers__availability__revenue=naira) == Truth(True)
    text = 'answers.availability.revenue / "3 NGN" == 3'  # a text beside / has no dimension to be read by
    assert len(faults(text)) == 1


def test_dates_are_ordered() -> None:
    text = 'answers.review.due < "2026-11-20"'
    assert decide(text, answers__review__due=date(2026, 11, 19)) == Truth(True)
    assert decide(text, answers__review__due=date(2026, 11, 20)) == Truth(False)


def test_evaluation_is_total_over_kinds_that_do_not_meet() -> None:
    values: list[Operand] = [True, "x", amount("1"), amount("1", MS), date(2026, 1, 1), ("x",), ()]
    values.append(Place("Lagos", Fraction(6), Fraction(3)))
    for text in (
        "answers.a < answers.b",
        "answers.a + answers.b == 1",
        "answers.a in answers.b",
        "-answers.a",
    ):
        for left in values:
            for right in values:
                truth = evaluate(parse(text), asked({"answers.a": left, "answers.b": right}))
                assert truth.needs == (), (text, left, right)
    assert evaluate(parse("answers.a == 1"), lambda _: amount("1", MS)) == Truth(None)


def test_names_are_looked_up_at_most_once_for_each_time_they_stand_there() -> None:
    asked: list[str] = []

    def lookup(name: str) -> bool:
        asked.append(name)
        return True

    evaluate(parse("facts.a == facts.b == facts.c and facts.a and (facts.d or facts.e)"), lookup)
    assert asked == ["facts.a", "facts.b", "facts.c", "facts.a", "facts.d"]


def test_trees_survive_json() -> None:
    values: dict[str, Operand] = {"answers.latency.p99": amount("1/5", MS), "answers.spec.tier": "1"}
    for text, truth in (
        ('answers.latency.p99 > "0.1 s" and answers.spec.tier in ["0", "1"]', Truth(True)),
        (
            'not answers.latency.p99 * 2 > "400 ms" and answers.review.due > "2026-11-20"',
            Truth(None, ("answers.review.due",)),
        ),
    ):
        condition = checked(text)
        again = Condition(text, json.loads(json.dumps(condition.tree)), condition.names)
        assert evaluate(again, asked(values)) == evaluate(condition, asked(values)) == truth


# --- properties ------------------------------------------------------------------------------------

TEXTS = ("red", "green", "blue")
FREE: dict[str, Name] = {
    "answers.b1": Name("bool"), "facts.b2": Name("bool"), "each.b3": Name("bool"),
    "answers.c1": Name("choice", choices=TEXTS), "answers.c2": Name("text"),
    "answers.s1": Name("set", choices=TEXTS),
    "answers.n1": Name("number"), "figures.n2": Name("number"), "figures.n3": Name("number"),
}  # fmt: skip
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(), "choice": st.sampled_from(TEXTS), "text": st.sampled_from(TEXTS),
    "set": st.lists(st.sampled_from(TEXTS), unique=True).map(tuple), "number": st.integers(-4, 4),
}  # fmt: skip


def _names(*kinds: str) -> st.SearchStrategy[str]:
    return st.sampled_from([name for name, one in FREE.items() if one.kind in kinds])


def _joined(parts: st.SearchStrategy[str], *signs: str) -> st.SearchStrategy[str]:
    return st.builds(lambda left, sign, right: f"{left} {sign} {right}", parts, st.sampled_from(signs), parts)


def _enclosed(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return parts.map(lambda part: f"({part})")


_LITERALS = st.sampled_from([f'"{text}"' for text in TEXTS] + ["'red'"])
_NUMBERS = st.recursive(
    _names("number") | st.sampled_from(["0", "1", "2", "3.5", "-2"]),
    lambda inner: (
        _joined(inner, "+", "-", "*")
        | _enclosed(_joined(inner, "+", "-", "*"))
        | inner.map(lambda part: f"({part}) / 4")  # by a power of two: Jinja2's division is binary
        | inner.map(lambda part: f"-({part})")
    ),
    max_leaves=5,
)
_ATOMS = (
    _names("bool")
    | _joined(_NUMBERS, "==", "!=", "<", "<=", ">", ">=")
    | st.builds(lambda a, b, c, s, t: f"{a} {s} {b} {t} {c}", _NUMBERS, _NUMBERS, _NUMBERS,
                st.sampled_from(["<", "<=", "=="]), st.sampled_from([">", "<", "!="]))
    | st.builds(lambda n, s, t: f"{n} {s} {t}", _names("choice", "text"),
                st.sampled_from(["==", "!="]), _LITERALS)
    | st.builds(lambda n, s, ts: f"{n} {s} [{', '.join(ts)}]", _names("choice", "text"),
                st.sampled_from(["in", "not in"]), st.lists(_LITERALS, min_size=1, max_size=3))
    | st.builds(lambda t, s, n: f"{t} {s} {n}", _LITERALS, st.sampled_from(["in", "not in"]), _names("set"))
)  # fmt: skip
CONDITIONS = st.recursive(
    _ATOMS | _names("set"),
    lambda inner: (
        _joined(inner, "and", "or")
        | _enclosed(_joined(inner, "and", "or"))
        | inner.map(lambda part: f"not ({part})")
    ),
    max_leaves=8,
).filter(lambda text: len(text) <= 1000)
KNOWN = st.fixed_dictionaries({name: _VALUES[one.kind] for name, one in FREE.items()})

_JINJA = Environment(autoescape=True)


def _operand(value: Any) -> Operand:
    plain = isinstance(value, int) and not isinstance(value, bool)
    return Quantity(Fraction(value)) if plain else value


@cache
def _truth(text: str) -> Condition:
    return checked(text, FREE)


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, KNOWN)
def test_known_conditions_mean_what_jinja2_says(text: str, known: Mapping[str, Any]) -> None:
    roots: dict[str, dict[str, Any]] = {}
    for name, value in known.items():
        root, _, rest = name.partition(".")
        roots.setdefault(root, {})[rest] = value
    ours = evaluate(_truth(text), lambda name: _operand(known[name]))
    assert ours == Truth(bool(_JINJA.compile_expression(text)(**roots)))


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, KNOWN, st.sets(st.sampled_from(sorted(FREE))), st.data())
def test_what_is_decided_stays_decided(
    text: str, known: Mapping[str, Any], hidden: set[str], data: st.DataObject
) -> None:
    def lookup(without: set[str]) -> Truth:
        return evaluate(_truth(text), lambda name: None if name in without else _operand(known[name]))

    before = lookup(hidden)
    if before.value is not None:
        told = data.draw(st.sets(st.sampled_from(sorted(hidden)))) if hidden else set()
        assert lookup(hidden - told) == Truth(before.value)
        assert before.needs == ()
    else:
        names = _truth(text).names
        assert before.needs  # nothing here divides by zero, so something is missing
        assert set(before.needs) <= hidden & set(names)
        assert len(before.needs) == len(set(before.needs))
        assert lookup(hidden - set(before.needs)).value is not None


def _write(node: Any) -> str:
    """A tree as text, every part in brackets of its own."""
    what, parts = node[0], node[2:]
    if what in ("and", "or", "+", "-", "*", "/"):
        return "(" + f" {what} ".join(map(_write, parts)) + ")"
    if what in ("not", "neg"):
        return f"({'not' if what == 'not' else '-'} {_write(parts[0])})"
    if what == "compare":
        return "(" + " ".join(part if at % 2 else _write(part) for at, part in enumerate(parts)) + ")"
    if what == "list":
        return "[" + ", ".join(map(_write, parts)) + "]"
    return f'"{parts[0]}"' if what == "text" else str(parts[0])


def _bare(node: Any) -> Any:
    return (node[0], *[_bare(one) for one in node[2:]]) if isinstance(node, tuple) else node


@settings(max_examples=200, deadline=None)
@given(CONDITIONS)
def test_reading_what_a_tree_says_gives_the_tree(text: str) -> None:
    condition = parse(text)
    again = parse(_write(condition.tree)[:1000]) if len(_write(condition.tree)) <= 1000 else condition
    assert _bare(again.tree) == _bare(condition.tree)
    assert again.names == condition.names
    assert parse(text) == condition


def test_five_hundred_conditions_are_read_in_a_blink() -> None:
    typical = [
        "facts.mutating",
        'facts.moves_money and answers.idempotency.key_source == "none"',
        'answers.latency.p99 > "300 ms"',
        '"database" in answers.spec.components',
        'answers.spec.tier in ["0", "1"]',
        "each.hard and each.availability < answers.availability.target and not each.redundant",
        "figures.retries.worst > figures.retries.limit * 2",
        "answered.availability.target and (facts.critical or facts.moves_money)",
    ]
    conditions = [typical[at % len(typical)] for at in range(500)]

    def seconds() -> float:
        start = time.perf_counter()
        for text in conditions:
            parse(text)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.025
