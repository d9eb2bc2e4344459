"""C22 against the independent program, and what it says beside the number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from specgen import answersfile, packs
from specgen.calculators.worth import next_nine, value_of_gain
from specgen.compose import compose
from specgen.model import Basis, Identity
from specgen.quantities import show_figure


def test_a_million_a_year_and_one_nine_more() -> None:
    target = Fraction("0.999")
    assert next_nine(target) == Fraction("0.9999")
    assert value_of_gain(Fraction(1_000_000), target, next_nine(target)) == 900  # SRE Book ch. 3; the oracle's nines.value


def test_senseless_input_is_refused() -> None:
    with pytest.raises(ValueError, match="100%"):
        next_nine(Fraction(1))
    with pytest.raises(ValueError, match="revenue cannot be negative"):
        value_of_gain(Fraction(-1), Fraction(0), Fraction(1))


def test_the_figure_keeps_the_currency_and_the_basis() -> None:
    library = packs.built_in()
    text = "availability.target: 99.9%\navailability.revenue: 1000000 NGN; measured; ledger 2025"
    spec = compose(library, answersfile.read(text, "x", library), Identity("x", "X"))
    figure = spec.figure("availability.next_nine")
    assert (show_figure(figure), figure.basis) == ("900 NGN", Basis.MEASURED)
    assert any("Left out: trust" in caveat for caveat in figure.caveats)
