"""A month's volume at peak rate: only steps whose runs become requests are held against the peak."""

from __future__ import annotations

from fractions import Fraction

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Figure, Identity, Quantity

PEAK = "spec.components: [mutating_api]\nload.peak: 40/s\nprocess.steps:\n"
FORM = "  - {{step: Copy the form, manual: yes, per_month: 1900{}}}\n"
CLEAN = "  - {{step: Clean up, manual: yes, per_month: {}{}}}\n"


def at_peak(text: str) -> Figure:
    library = packs.built_in()
    return compose(library, answersfile.read(PEAK + text, "answers.yaml", library), Identity("x", "X")).figure(
        "process.at_peak"
    )


def seconds(text: str) -> Fraction | None:
    value = at_peak(text).value
    return value.amount if isinstance(value, Quantity) else None


def test_a_side_task_is_not_held_against_the_peak() -> None:
    """By hand: 1,900 / 40/s are 47.5 s; 10000 would be 250 s."""
    assert seconds(FORM.format("") + CLEAN.format("10000", "")) == 250
    assert seconds(FORM.format("") + CLEAN.format("10000", ", here: no")) == Fraction("47.5")
    assert seconds(FORM.format(", here: yes") + CLEAN.format("unknown", ", here: no")) == Fraction("47.5")
    assert seconds(FORM.format("") + CLEAN.format("unknown", "")) is None


def test_without_a_step_that_becomes_requests_there_is_no_volume() -> None:
    found = at_peak(CLEAN.format("4", ", here: no"))
    assert found.value is None
    assert found.caveats[0].startswith("No step is done by hand that becomes requests here")
