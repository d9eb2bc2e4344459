"""What a repeat does: each sentence must be true of the answers that made it."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity, Spec
from specgen.renderers.markdown.blocks import blocks

KEYS = "spec.components: [mutating_api]\nspec.domain: payments\nload.peak: 40/s\nidempotency.retention: 24 h\n"
CALLS = "spec.components: [mutating_api, external_calls]\nspec.domain: {}\ndependencies: [{{name: Switch, {}}}]"


def spec(text: str) -> Spec:
    library = packs.built_in()
    return compose(library, answersfile.read(text, "answers.yaml", library), Identity("x", "X", tier=0, owners=("@a",)))


def block(text: str) -> str:
    return blocks()["figures.correctness"].make(spec(text))


def test_keys_and_their_space_today_and_at_the_peak_of_next_year() -> None:
    """By hand: 40/s for 86,400 s are 3.456 million keys of 1 kB, 120/s are 10.368 million; "at most" rounds up."""
    text = block(f"{KEYS}idempotency.key_source: client\nidempotency.store: database\nload.peak_next_year: 120/s")
    assert (
        "Keys to hold: at most 3.5 million `assumed`, which take at most 3.5 GB `default` (the peak, held for 24 h); "
        "at next year's peak at most 11 million `assumed`, which take at most 11 GB `default`." in text
    )
    assert "in a year" not in text
    alone = block(f"{KEYS}idempotency.key_source: client\nidempotency.store: database")
    assert "(the peak, held for 24 h)." in alone


def test_keys_that_nobody_keeps_are_not_counted() -> None:
    text = block(f"{KEYS}idempotency.key_source: client\nidempotency.store: none")
    assert "| Kept | **nowhere** |" in text
    assert "Keys to hold" not in text
    assert "long enough" not in text


@pytest.mark.parametrize(
    ("fields", "row"),
    [
        ("moves_money: yes, attempts: 3", "| Switch | 3 attempts | yes | **unknown** |"),
        ("moves_money: yes, attempts: 3, deduplicates: no", "| Switch | 3 attempts | yes | **no** |"),
        ("moves_money: no, attempts: 3", "| Switch | 3 attempts | no | need not: nothing moves |"),
        ("attempts: 3", "| Switch | 3 attempts | unknown | unknown |"),
        (
            "moves_money: yes, attempts: 1, fallback: queue_later, deduplicates: yes",
            "| Switch | 1 attempt, again from the queue | yes | yes |",
        ),
        ("moves_money: yes, fallback: queue_later", "| Switch | again from the queue | yes | **unknown** |"),
    ],
)
def test_calls_that_we_repeat_ourselves(fields: str, row: str) -> None:
    assert row in block(CALLS.format("payments", fields))


def test_what_is_called_once_or_moves_nothing_is_no_row() -> None:
    assert "We repeat calls to" not in block(CALLS.format("payments", "moves_money: yes, attempts: 1, fallback: none"))
    quiet = CALLS.format("saas", "attempts: 3") + "\nidempotency.operations: [{operation: rename, moves_money: no}]"
    assert "We repeat calls to" not in block(quiet)
