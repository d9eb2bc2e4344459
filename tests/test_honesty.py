"""What a number rests on: old measurements, specgen's own assumptions in lists, and the far end of the plausible range."""

from __future__ import annotations

import re

import pytest

from specgen import answersfile, packs, resources
from specgen.compose import compose
from specgen.compose.assumptions import far_ends
from specgen.errors import InputError
from specgen.model import Basis, Dimension, Identity, Question, Spec
from specgen.quantities import parse
from specgen.renderers.markdown import render

LIBRARY = packs.built_in()
MEASURED = """
spec.title: Old
spec.components: [external_calls]
availability.target: 99.9%
dependencies:
  - {name: switch, hard: yes, availability: {value: 99.5%, basis: measured, source: probe, as_of: 2026-03-01}}
"""


def spec_of(text: str, **identity: str) -> Spec:
    return compose(LIBRARY, answersfile.read(text, "answers", LIBRARY), Identity("old", "Old", **identity))


@pytest.mark.parametrize(
    ("created", "reviewed", "period", "basis"),
    [
        ("2026-03-20", "", "", Basis.MEASURED),
        ("2026-05-30", "", "", Basis.MEASURED),  # exactly 90 days
        ("2026-05-31", "", "", Basis.ASSUMED),
        ("2026-03-20", "2026-11-20", "", Basis.ASSUMED),  # the review looked at it and let it grow old
        ("2026-11-20", "", "365 d", Basis.MEASURED),
        ("2026-03-03", "", "1 d", Basis.ASSUMED),
        ("2026-02-28", "", "", Basis.ASSUMED),  # measured the day after: that has not come yet
        ("2026-03-01", "", "", Basis.MEASURED),
        ("", "", "", Basis.MEASURED),  # without a date nobody can tell
    ],
)
def test_an_old_measurement_counts_as_assumed(created: str, reviewed: str, period: str, basis: Basis) -> None:
    more = f"process.review_period: {period}\n" if period else ""
    spec = spec_of(MEASURED + more, created=created, reviewed=reviewed)
    assert spec.figure("availability.chain").basis is basis


def test_an_old_measurement_is_shown_as_assumed_and_written_as_measured() -> None:
    text = render(spec_of(MEASURED, created="2026-11-20"), resources.texts("templates", ".j2"))
    assert "99.5% `assumed` (measured 2026-03-01, not within the review period)" in text
    answers = text[text.index("<details>") :]
    assert re.search(r"basis: measured, source: probe, as_of: 2026-03-01|basis: measured\n\s+source: probe", answers)


# --- the far end -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "value", "plausible", "far"),
    [
        ("decimal", "1.5", ("1.2", "3"), "3"),
        ("decimal", "2.9", ("1.2", "3"), "1.2"),
        ("duration", "0.5 ms", ("0.2 ms", "70 ms"), "70 ms"),
        ("percent", "95%", ("50%", "100%"), "50%"),
        ("percent", "99.9%", ("99%", "99.99%"), "99%"),  # both are ten times in the missing part: the first, worse one
        ("decimal", "1.5", (), "3"),
        ("percent", "99.5%", (), "99%"),
        ("percent", "60%", (), "30%"),
    ],
)
def test_the_far_end_is_the_further_one(type: str, value: str, plausible: tuple[str, ...], far: str) -> None:
    dimension = {"decimal": Dimension.NUMBER, "duration": Dimension.DURATION, "percent": Dimension.RATIO}[type]
    question = Question("x", "X?", type, plausible=plausible)
    assert far_ends(parse(value, dimension), question)[0] == parse(far, dimension)


def test_every_result_on_guesses_says_which_one_moves_it_most_and_to_what() -> None:
    spec = spec_of("""
spec.title: Swings
spec.components: [external_calls, user_facing]
latency.p99: 3 s
load.peak: 40/s
dependencies: [{name: switch, hard: yes, timeout: 5 s, attempts: 3, backoff: 200 ms}]
""")
    swing = spec.swings["retries.in_flight", "switch"]
    assert (swing.path, swing.far, swing.then) == ("load.peak", "80/s", "1,200")
    assert ("retries.worst", "switch") not in spec.swings, "decided numbers are no guesses"
    assert "1,200 with `load.peak` at 80/s" in render(spec, resources.texts("templates", ".j2"))


def test_where_a_guess_tips_the_verdict_is_found_to_three_digits() -> None:
    """300 ms promised, 50 ms of them for the connection (measured): the row may grow to 250 ms, not further."""
    spec = spec_of("""
spec.title: Tips
spec.components: [external_calls, user_facing]
latency.p99: 300 ms
distance.origin: London
distance.edge: none
network.protocol: h2_tls13
network.reuse: 99.5%; measured; log
users: [{place: Paris, share: 100%; measured; log, rtt: 50 ms; measured; ping}]
dependencies: [{name: switch, hard: yes, p99: 200 ms, timeout: 1 s, attempts: 1}]
""")
    (guess,) = [one for one in spec.assumptions if one.path == "dependencies.switch.p99"]
    at = {one.title: one.at for one in guess.effects}
    assert at["contradiction budget-overdrawn"].startswith("251 ms") or at["contradiction budget-overdrawn"] == "250 ms"
    assert "from 25" in render(spec, resources.texts("templates", ".j2"))


# --- plausible ranges in packs ---------------------------------------------------------------------------------------

LAYER = "name: team\nversion: 1.0.0\ntitle: Team\nchanges: [{version: 1.0.0, text: First}]\n"


def pack(question: str) -> dict[str, str]:
    head = "pack: mine\nprefix: MINE\nversion: 1.0.0\ntitle: Mine\nsummary: Mine.\n"
    return {
        "LAYER.yaml": LAYER,
        "mine.yaml": f"{head}questions:\n  - {{id: mine.number, ask: How much?, {question}}}\n",
    }


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("type: duration, plausible: [1 s, 10 s]", ""),
        ("type: duration, plausible: [10 s, 1 s]", "10 s is not below 1 s"),
        ("type: duration, plausible: [10 s]", "must be a list of two values"),
        ("type: duration, plausible: 10 s", "must be a list of two values"),
        ("type: duration, plausible: [1 s, 10 kB]", "is not a unit of duration"),
        ("type: percent, below: 100%, plausible: [50%, 100%]", "it must be below 100%"),
        ("type: text, plausible: [a, b]", "only numbers have `plausible`"),
        ("type: duration, kind: decided, plausible: [1 s, 10 s]", "a decided number is no guess"),
        ("type: duration, assume: 20 s, plausible: [1 s, 10 s]", "what it assumes, 20 s, lies outside"),
    ],
)
def test_a_plausible_range_is_two_possible_answers(question: str, message: str) -> None:
    if not message:
        (found,) = packs.load(pack(question)).packs[0].questions
        assert found.plausible == ("1 s", "10 s")
        return
    with pytest.raises(InputError) as caught:
        packs.load(pack(question))
    assert message in str(caught.value)


# --- assumed fields of lists -----------------------------------------------------------------------------------------

LISTED = """questions:
  - {id: things, ask: Which?, type: records, key: name}
  - {id: "things[].name", ask: Name?, type: text}
  - {id: "things[].share", ask: Share?, type: percent, assume: 95%}
rules:
  - {id: weak-share, severity: error, title: Weak, message: "{each.share} of {each.name} is weak.", fix: Mend it.,
     reference: none, each: things, when: each.share < "99%",
     examples: {fires: [{things: [{name: a, share: 90%}]}], silent: [{things: [{name: a, share: 99.9%}]}]}}
"""


def test_a_field_that_nobody_answered_takes_specgens_own_number_and_only_warns() -> None:
    files = {"LAYER.yaml": LAYER, "mine.yaml": pack("type: text")["mine.yaml"].partition("questions:")[0] + LISTED}
    library = packs.load(files)
    answers = answersfile.read(
        "things: [{name: a}, {name: b, share: 99.9%; measured; log}, {name: c, share: unknown}]", "x", library
    )
    spec = compose(library, answers, Identity("x", "X"))
    assert [(one.record, one.severity, one.message) for one in spec.contradictions] == [
        ("a", "warning", "95% of a is weak."),
        ("c", "warning", "95% of c is weak."),
    ]
    assert "share" not in spec.answers["things"].value[0].fields, "what nobody said is not written as an answer"  # type: ignore[union-attr,index]
