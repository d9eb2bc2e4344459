"""C26: late mail. A count from a probe's share, or nothing: there is no formula for what nobody measured."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators.mail import late
from specgen.compose.figures import compute
from specgen.model import Answer, Basis, Dimension, Figure, Quantity, Unknown
from specgen.quantities import parse, show_figure

F = Fraction
ORACLE: dict[str, float] = json.loads((Path(__file__).parents[1] / "oracles" / "calculators.json").read_text("utf-8"))

shares = fractions(0, 1, max_denominator=10**6)
volumes = st.integers(0, 10**9).map(F)


def test_the_independent_program_has_no_number_without_data() -> None:
    assert {key: value for key, value in ORACLE.items() if key.startswith("email.")} == {"email.dummy": 0}
    assert late(F(2_000), F(1)) == ORACLE["email.dummy"]


def test_worked_example_of_the_question() -> None:
    assert late(F(2_000), F("0.98")) == 40


@given(volumes, shares, shares)
def test_late_mail_lies_between_none_and_all_and_falls_with_the_share(messages: F, one: F, other: F) -> None:
    assert 0 <= late(messages, one) <= messages
    assert (one - other) * (late(messages, one) - late(messages, other)) <= 0
    assert late(messages, one) + messages * one == messages


@pytest.mark.parametrize(
    ("messages", "share", "said"),
    [
        ("-1", "0.5", "number of messages cannot be negative"),
        ("1", "1.2", "between 0% and 100%"),
        ("1", "-0.1", "between"),
    ],
)
def test_senseless_input_is_refused_in_words(messages: str, share: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        late(F(messages), F(share))


# --- the figure ------------------------------------------------------------------------------------------------------


def answers(basis: Basis = Basis.MEASURED) -> dict[str, Answer]:
    return {
        "mail.per_day": Answer(Quantity(F(2_000)), "2,000", Basis.MEASURED),
        "mail.arrives": Answer(parse("98%", Dimension.RATIO), "98%", basis),
        "mail.deadline": Answer(parse("5 min", Dimension.DURATION), "5 min", Basis.DECIDED),
    }


def figure(given: dict[str, Answer]) -> Figure:
    (found,) = compute(given)["mail.late"]
    return found


def test_measured_by_a_probe() -> None:
    found = figure(answers())
    assert (show_figure(found), found.basis, found.working) == ("40 a day", Basis.MEASURED, "2,000 x (1 - 0.98)")


@pytest.mark.parametrize("basis", [Basis.CONTRACT, Basis.ASSUMED])
def test_without_a_probe_it_says_what_the_number_is_worth(basis: Basis) -> None:
    found = figure(answers(basis))
    assert found.basis is basis
    assert any("only a probe sees arrival" in caveat for caveat in found.caveats)
    assert not any("only a probe" in caveat for caveat in figure(answers()).caveats)


@pytest.mark.parametrize("absent", ["mail.per_day", "mail.arrives", "mail.deadline"])
def test_missing_input_is_named(absent: str) -> None:
    gone = {id: answer for id, answer in answers().items() if id != absent}
    assert figure(gone).missing == (absent,)
    assert figure({**gone, absent: Answer(Unknown(), "unknown")}).missing == (absent,)
