"""The grammar of numbers: read as typed, exact, shown as a reader expects."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.model import Answer, Basis, Dimension, Quantity
from specgen.quantities import (
    QuantityError,
    decimal,
    digits_for,
    parse,
    plural,
    round_to,
    say,
    show,
    show_availability,
    show_duration,
    show_rate,
)

READ = [
    ("300 ms", Dimension.DURATION, Fraction(3, 10)),
    ("300ms", Dimension.DURATION, Fraction(3, 10)),
    ("1.5 s", Dimension.DURATION, Fraction(3, 2)),
    ("1 day", Dimension.DURATION, Fraction(86_400)),
    ("30 d", Dimension.DURATION, Fraction(2_592_000)),
    ("0", Dimension.DURATION, Fraction(0)),
    ("99.95%", Dimension.RATIO, Fraction(9995, 10_000)),
    ("99.95", Dimension.RATIO, Fraction(9995, 10_000)),
    ("99.99999999999999999%", Dimension.RATIO, 1 - Fraction(1, 10**19)),
    ("0.5%", Dimension.RATIO, Fraction(1, 200)),
    ("2 MB", Dimension.SIZE, Fraction(2_000_000)),
    ("2 MiB", Dimension.SIZE, Fraction(2_097_152)),
    ("40/s", Dimension.RATE, Fraction(40)),
    ("40 per second", Dimension.RATE, Fraction(40)),
    ("1,900/month", Dimension.RATE, Fraction(1900, 2_592_000)),
    ("1,900", Dimension.NUMBER, Fraction(1900)),
    ("1000000 NGN", Dimension.MONEY, Fraction(1_000_000)),
]

REFUSED = [
    ("0.999", Dimension.RATIO, "99.9%"),
    ("1", Dimension.RATIO, "100%"),
    ("1,5 s", Dimension.DURATION, "1.5 s"),
    ("5", Dimension.DURATION, ""),
    ("5 apples", Dimension.DURATION, ""),
    ("5 KBit", Dimension.SIZE, ""),
    ("40", Dimension.RATE, ""),
    ("12", Dimension.MONEY, ""),
    ("", Dimension.NUMBER, ""),
    ("three", Dimension.NUMBER, ""),
    ("1e5", Dimension.NUMBER, "100000"),
    ("9" * 41, Dimension.NUMBER, ""),
]


@pytest.mark.parametrize(("text", "dimension", "amount"), READ)
def test_read(text: str, dimension: Dimension, amount: Fraction) -> None:
    assert parse(text, dimension).amount == amount


@pytest.mark.parametrize(("text", "dimension", "meant"), REFUSED)
def test_refused_with_what_was_meant(text: str, dimension: Dimension, meant: str) -> None:
    with pytest.raises(QuantityError) as refusal:
        parse(text, dimension)
    assert refusal.value.suggestion == meant


@pytest.mark.parametrize(
    ("seconds", "three", "two"),
    [
        ("43.2", "43.2 s", "43 s"),
        ("1296", "21.6 min", "22 min"),
        ("12960", "3.6 h", "3.6 h"),
        ("157680", "43.8 h", "44 h"),
        ("315360", "3.65 d", "3.7 d"),
        ("65", "65 s", "65 s"),
        ("130", "2.17 min", "2.2 min"),
        ("0.232671", "233 ms", "230 ms"),
        ("0.00454", "4.54 ms", "4.5 ms"),
        ("0.0000005", "500 ns", "500 ns"),
        ("0", "0 s", "0 s"),
    ],
)
def test_durations(seconds: str, three: str, two: str) -> None:
    assert show_duration(Fraction(seconds)) == three
    assert show_duration(Fraction(seconds), 2) == two


def test_availability_counts_digits_on_the_missing_part() -> None:
    assert show_availability(Fraction("0.99985"), 2) == "99.985%"
    assert show_availability(Fraction("0.9944525"), 2) == "99.45%"
    assert show_availability(Fraction("0.999999999"), 2) == "99.9999999%"
    assert show_availability(Fraction(1)) == "100%"


def test_bounds_round_to_the_safe_side() -> None:
    assert show_availability(Fraction("0.9987654"), 2, "down") == "99.87%"
    assert show_availability(Fraction("0.9987654"), 2, "up") == "99.88%"
    assert show(Quantity(Fraction("154"), Dimension.NUMBER), 2, "down") == "150"
    assert show(Quantity(Fraction("151"), Dimension.NUMBER), 2, "up") == "160"


def test_rates_and_large_numbers() -> None:
    assert show_rate(Fraction(40)) == "40/s"
    assert show_rate(Fraction(1900, 2_592_000), 2) == "2.6/h"
    assert show(Quantity(Fraction(3_456_000)), 2) == "3.5 million"
    assert show(Quantity(Fraction(1_100_000_000), Dimension.SIZE), 2) == "1.1 GB"


def test_guesses_get_two_digits() -> None:
    assert [digits_for(basis) for basis in Basis] == [3, 3, 3, 2, 2]


def test_an_answer_is_said_as_typed_or_in_the_common_form() -> None:
    def said(text: str, dimension: Dimension) -> str:
        return say(Answer(parse(text, dimension), text))

    assert said("96 h", Dimension.DURATION) == "96 h"
    assert said("5s", Dimension.DURATION) == "5 s"
    assert said("40 per second", Dimension.RATE) == "40/s"
    assert said("99.950%", Dimension.RATIO) == "99.950%"


amounts = fractions(0, 10**12, max_denominator=10**9)


@given(amounts, st.integers(1, 6))
def test_rounding_is_close_and_ordered(amount: Fraction, digits: int) -> None:
    down, near, up = (round_to(amount, digits, way) for way in ("down", "nearest", "up"))
    assert down <= amount <= up
    assert near in (down, up)
    assert up - down <= max(amount, Fraction(1, 10**12)) * Fraction(1, 10 ** (digits - 1))


@given(st.integers(0, 10**18), st.integers(0, 15))
def test_decimal_is_exact_where_it_ends(digits: int, places: int) -> None:
    amount = Fraction(digits, 10**places)
    assert Fraction(decimal(amount)) == amount


@given(st.integers(1, 10**9), st.sampled_from(["ns", "us", "ms", "s", "min", "h", "d"]))
def test_what_is_shown_reads_back(count: int, unit: str) -> None:
    quantity = parse(f"{count} {unit}", Dimension.DURATION)
    shown = parse(show(quantity, 9), Dimension.DURATION)
    assert abs(shown.amount - quantity.amount) <= quantity.amount / 10**8


def test_a_count_with_its_noun() -> None:
    assert [plural(one, "item") for one in (0, 1, 2, 1200)] == ["0 items", "1 item", "2 items", "1,200 items"]
    assert plural(2, "line differs", "lines differ") == "2 lines differ"
