"""C14b files behind a CDN: worked examples, senseless and missing input, and what always holds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators.cdn import FIGURES, added, after_purge, counted
from specgen.compose.figures import compute
from specgen.model import Answer, Basis, Dimension, Figure, Quantity, Unknown
from specgen.quantities import HOUR, parse

F = Fraction
KINDS = {
    **dict.fromkeys(
        ("edge_ttl", "shield_ttl", "browser_ttl", "stale_while_revalidate", "stale_if_error", "purge_time"),
        Dimension.DURATION,
    ),
    "requests": Dimension.RATE,
    "hit_ratio": Dimension.RATIO,
}


def figure(id: str, **typed: str | bool | None) -> Figure:
    """A figure of answers as a person types them: "95%; measured" has a basis, None is "unknown"."""
    (found,) = compute({f"cdn.{name}": answer(name, text) for name, text in typed.items()})[f"cdn.{id}"]
    return found


def answer(name: str, typed: str | bool | None) -> Answer:
    if typed is None:
        return Answer(Unknown(), "unknown")
    if isinstance(typed, bool):
        return Answer(typed, "yes" if typed else "no")
    text, _, basis = typed.partition("; ")
    if name not in KINDS:
        return Answer(text, text)
    return Answer(parse(text, KINDS[name]), text, Basis[basis.upper()] if basis else Basis.DECIDED)


def amount(found: Figure) -> Fraction:
    assert isinstance(found.value, Quantity)
    return found.value.amount


# The clip service: 24 h at the edge, 1 h in browsers.
CLIPS: dict[str, str | bool | None] = {"mode": "pull", "edge_ttl": "24 h", "browser_ttl": "1 h"}
ALL: dict[str, str | bool | None] = {
    **CLIPS, "shield_ttl": "2 h", "stale_while_revalidate": "1 min", "stale_if_error": "30 min", "purge": "automated",
    "purge_time": "30 s; measured", "requests": "1000/s; assumed", "hit_ratio": "95%; measured",
}  # fmt: skip


def test_worked_examples_are_exact() -> None:
    layers = [F(24 * HOUR), F(HOUR)]
    assert (added(layers), counted(layers)) == (F(25 * HOUR), F(24 * HOUR))
    assert added(layers, F(600)) == 25 * HOUR + 600
    assert counted(layers, F(600)) == 24 * HOUR + 600
    assert after_purge(F(30), F(60)) == 90


@pytest.mark.parametrize(
    ("id", "more", "value", "working", "basis"),
    [
        ("staleness", {}, "99060", "86,400 s + 7,200 s + 3,600 s + 60 s + 1,800 s", Basis.ASSUMED),
        ("staleness", {"age_honoured": False}, "99060", "86,400 s + 7,200 s + 3,600 s + 60 s + 1,800 s", Basis.DECIDED),
        ("staleness", {"age_honoured": True}, "88260", "max(86,400 s, 7,200 s, 3,600 s) + 60 s + 1,800 s", Basis.DECIDED),
        ("staleness_least", {}, "88260", "max(86,400 s, 7,200 s, 3,600 s) + 60 s + 1,800 s", Basis.DECIDED),
        ("staleness_least", {"age_honoured": False}, "99060", "86,400 s + 7,200 s + 3,600 s + 60 s + 1,800 s",
         Basis.DECIDED),
        ("after_purge", {}, "3630", "30 s + 3,600 s", Basis.MEASURED),
        ("origin_load", {}, "50", "0.05 x 1,000/s", Basis.ASSUMED),
        ("cold_load", {}, "1000", "1,000/s, no hits", Basis.ASSUMED),
        ("multiplier", {}, "20", "1 / (1 - 0.95)", Basis.MEASURED),
    ],
)  # fmt: skip
def test_figure(id: str, more: dict[str, str | bool | None], value: str, working: str, basis: Basis) -> None:
    found = figure(id, **{**ALL, **more})
    assert (amount(found), found.working, found.basis, found.bound) == (F(value), working, basis, "")


def test_every_figure_has_an_example_here() -> None:
    assert {spec.id for spec in FIGURES} == {
        f"cdn.{name}"
        for name in ("staleness", "staleness_least", "after_purge", "origin_load", "cold_load", "multiplier")
    }


def test_the_brief_of_the_clip_service() -> None:
    """25 h when lifetimes add up, which nobody said; 24 h is certain, and what is unknown comes on top of it."""
    worst, least = figure("staleness", **CLIPS), figure("staleness_least", **CLIPS)
    assert (amount(worst), worst.basis, worst.bound) == (F(25 * HOUR), Basis.ASSUMED, "")
    assert (amount(least), least.basis, least.bound) == (F(24 * HOUR), Basis.DECIDED, "at least")
    assert "nobody said whether each cache counts the age" in worst.caveats[0]
    assert "cdn.shield_ttl, cdn.stale_while_revalidate, cdn.stale_if_error" in worst.caveats[1]


def test_with_push_only_browsers_keep_an_old_copy() -> None:
    found = figure("staleness", **{**ALL, "mode": "push"})
    assert (amount(found), found.basis) == (F(HOUR + 60 + 1800), Basis.DECIDED)


@pytest.mark.parametrize(
    ("id", "typed", "missing"),
    [
        ("staleness", {}, ["mode"]),
        ("staleness", {"mode": "pull"}, ["edge_ttl", "shield_ttl", "browser_ttl"]),
        ("staleness", {"mode": "push", "edge_ttl": "24 h"}, ["browser_ttl"]),
        ("staleness", {"mode": "push", "browser_ttl": "0 s"}, ["stale_while_revalidate", "stale_if_error"]),
        ("staleness_least", {"mode": None}, ["mode"]),
        ("after_purge", {"mode": "pull"}, ["purge"]),
        ("after_purge", {"mode": "pull", "purge": "manual"}, ["purge_time", "browser_ttl"]),
        ("origin_load", {"mode": "pull"}, ["hit_ratio", "requests"]),
        ("cold_load", {"mode": "pull"}, ["requests"]),
        ("multiplier", {"mode": "pull", "hit_ratio": None}, ["hit_ratio"]),
    ],
)
def test_what_is_missing_is_named(id: str, typed: dict[str, str | bool | None], missing: list[str]) -> None:
    found = figure(id, **typed)
    assert (found.value, found.missing) == (None, tuple(f"cdn.{name}" for name in missing))


NOTHING_KEPT = dict.fromkeys(
    ("edge_ttl", "shield_ttl", "browser_ttl", "stale_while_revalidate", "stale_if_error"), "0 s"
)


@pytest.mark.parametrize(
    ("id", "changed", "said"),
    [
        ("staleness", {"mode": "none"}, "There is no CDN"),
        ("staleness", NOTHING_KEPT, "Every lifetime is 0 s"),
        ("after_purge", {"mode": "none"}, "There is no CDN"),
        ("after_purge", {"mode": "push"}, "nothing to purge"),
        ("after_purge", {"purge": "none"}, "old copies stay until their lifetime ends"),
        ("origin_load", {"mode": "none"}, "There is no CDN"),
        ("cold_load", {"mode": "push"}, "does not ask the origin"),
        ("cold_load", {"requests": "0/s"}, "more than zero"),
        ("multiplier", {"hit_ratio": "100%"}, "the first call for each entry is a miss"),
    ],
)
def test_senseless_answers_become_a_sentence_and_no_number(id: str, changed: dict[str, str], said: str) -> None:
    found = figure(id, **{**ALL, **changed})
    assert (found.value, found.missing) == (None, ())
    assert said in found.caveats[0]


def test_a_purge_of_unknown_length_still_leaves_the_browsers() -> None:
    found = figure("after_purge", **{**ALL, "purge_time": None})
    assert (amount(found), found.bound) == (F(HOUR), "at least")
    assert "cdn.purge_time" in found.caveats[0]


def test_a_purge_by_hand_begins_when_somebody_thinks_of_it() -> None:
    found = figure("after_purge", **{**ALL, "purge": "manual"})
    assert any("until somebody thinks of it" in note for note in found.caveats)


@pytest.mark.parametrize("senseless", [lambda: added([]), lambda: counted([]), lambda: added([F(-1)])])
def test_no_cache_and_negative_times_are_refused(senseless: object) -> None:
    assert callable(senseless)
    with pytest.raises(ValueError, match=r"name at least one lifetime|cannot be negative"):
        senseless()


lifetimes = st.lists(fractions(0, 10**7, max_denominator=1000), min_size=1, max_size=4)
spans = fractions(0, 10**6, max_denominator=1000)


@given(lifetimes, spans, spans)
def test_adding_up_is_never_sooner_than_counting_age_and_stale_time_prolongs_both(
    layers: list[Fraction], stale: Fraction, more: Fraction
) -> None:
    assert max(layers) <= counted(layers, stale) <= added(layers, stale)
    assert added(layers, stale + more) - added(layers, stale) == more
    assert counted(layers, stale + more) - counted(layers, stale) == more
    assert len(layers) > 1 or counted(layers, stale) == added(layers, stale)


@given(spans, spans)
def test_no_purge_reaches_a_browser(purge: Fraction, browser: Fraction) -> None:
    assert after_purge(purge, browser) >= browser
