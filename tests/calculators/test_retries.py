"""C15 retries: the limit that waits have, how many attempts fit into it, growing waits, and calls that were counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from amounts import fractions
from specgen.calculators.retries import tries_that_fit, worst_wait
from specgen.compose.figures import compute
from specgen.model import Answer, Basis, Dimension, Figure, Quantity, Record
from specgen.quantities import parse

F = Fraction
KINDS = {
    "attempts": Dimension.NUMBER, "timeout": Dimension.DURATION, "backoff": Dimension.DURATION, "calls": Dimension.RATE,
    "latency.client_timeout": Dimension.DURATION, "latency.p99": Dimension.DURATION, "load.peak": Dimension.RATE,
    "load.peak_next_year": Dimension.RATE,
}  # fmt: skip
SWITCH: dict[str, str | bool] = {"attempts": "3", "timeout": "5 s", "backoff": "200 ms"}


def answer(name: str, typed: str | bool) -> Answer:
    if isinstance(typed, bool):
        return Answer(typed, "yes" if typed else "no")
    text, _, basis = typed.partition("; ")
    if name not in KINDS:
        return Answer(text, text)
    return Answer(parse(text, KINDS[name]), text, Basis[basis.upper()] if basis else Basis.DECIDED)


def figure(id: str, fields: dict[str, str | bool], **others: str) -> Figure:
    """`client_timeout`, `p99`, `peak` and `peak_next_year` are answers of their own, everything else the record's."""
    record = Record("switch", {name: answer(name, typed) for name, typed in fields.items()})
    names = {name: f"{'load' if 'peak' in name else 'latency'}.{name}" for name in others}
    answers = {names[name]: answer(names[name], typed) for name, typed in others.items()}
    (found,) = compute({"dependencies": Answer((record,)), **answers})[f"retries.{id}"]
    return found


def amount(found: Figure) -> Fraction:
    assert isinstance(found.value, Quantity)
    return found.value.amount


# --- the limit -------------------------------------------------------------------------------------------------------


def test_a_call_that_no_answer_needs_has_no_limit() -> None:
    """A mailer of five attempts of 10 s: nobody waits for it, whatever the client's time-out is."""
    mailer: dict[str, str | bool] = {"attempts": "5", "timeout": "10 s", "hard": False, "in_response": False}
    for id in ("limit", "fit"):
        assert figure(id, {**mailer, "fallback": "queue_later"}, client_timeout="5 s").value is None
    found = figure("limit", mailer, client_timeout="5 s")
    assert (found.missing, found.caveats) == (
        (),
        ("No answer waits for this call: it may take as long as its queue allows.",),
    )


@pytest.mark.parametrize("fields", [{"in_response": True}, {}, {"fallback": "queue_later"}])
def test_a_fallback_ends_no_wait(fields: dict[str, str | bool]) -> None:
    """What the user gets while it does not answer comes after the last attempt."""
    assert amount(figure("limit", {**SWITCH, **fields}, client_timeout="5 s")) == 5


# --- attempts that fit -----------------------------------------------------------------------------------------------

seconds = fractions(F(1, 1000), 1000, max_denominator=1000)
pauses = fractions(0, 1000, max_denominator=1000)


@given(seconds, seconds, pauses)
def test_as_many_fit_as_the_worst_wait_allows_and_no_more(limit: F, timeout: F, wait: F) -> None:
    fit = tries_that_fit(limit, timeout, wait)
    assert (fit == 0) == (timeout > limit)
    if 0 < fit <= 900:
        assert worst_wait(fit, timeout, [wait] * (int(fit) - 1)) <= limit
        assert worst_wait(fit + 1, timeout, [wait] * int(fit)) > limit


@pytest.mark.parametrize(
    ("fields", "limit", "fit", "working"),
    [
        (SWITCH, "3 s", 0, "(3 s + 0.2 s) / (5 s + 0.2 s)"),
        ({**SWITCH, "timeout": "1 s"}, "3 s", 2, "(3 s + 0.2 s) / (1 s + 0.2 s)"),
        ({**SWITCH, "timeout": "800 ms", "backoff": "300 ms"}, "3 s", 3, "(3 s + 0.3 s) / (0.8 s + 0.3 s)"),
        ({**SWITCH, "backoff": "0 s"}, "15 s", 3, "(15 s + 0 s) / (5 s + 0 s)"),
        ({**SWITCH, "backoff": "0 s"}, "14.999 s", 2, "(14.999 s + 0 s) / (5 s + 0 s)"),
    ],
)
def test_attempts_that_fit(fields: dict[str, str | bool], limit: str, fit: int, working: str) -> None:
    found = figure("fit", fields, client_timeout=limit)
    assert (amount(found), found.bound, found.working, found.basis) == (F(fit), "", working, Basis.DECIDED)


def test_without_a_wait_more_than_one_attempt_is_a_limit() -> None:
    once: dict[str, str | bool] = {"attempts": "1", "timeout": "1 s"}
    found = figure("fit", once, client_timeout="3500 ms")
    assert (amount(found), found.bound) == (F(3), "at most")
    assert found.caveats == ("The waits between tries are unknown and not counted.",)
    for limit, fit in (("1900 ms", 1), ("999 ms", 0)):  # no wait changes these
        found = figure("fit", once, client_timeout=limit)
        assert (amount(found), found.bound, found.caveats) == (F(fit), "", ())


def test_what_fit_needs_is_traced_to_answers() -> None:
    assert set(figure("fit", {"timeout": "1 s"}).missing) == {"latency.client_timeout", "latency.p99"}
    assert figure("fit", {}, p99="3 s").missing == ("dependencies.switch.timeout",)
    assert amount(figure("fit", SWITCH, p99="16 s")) == 3


@pytest.mark.parametrize(
    ("limit", "timeout", "wait", "said"),
    [(F(-1), F(1), F(0), "a limit"), (F(1), F(0), F(0), "a timeout must be more"), (F(1), F(1), F(-1), "a wait")],
)
def test_senseless_input_is_refused_in_words(limit: F, timeout: F, wait: F, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        tries_that_fit(limit, timeout, wait)


# --- waits -----------------------------------------------------------------------------------------------------------


def test_growing_waits_count_with_their_average() -> None:
    """4 x 500 ms with waits of 100, 200 and 400 ms take 2.7 s; with the longest wait three times it would be 3.2 s."""
    longest = worst_wait(F(4), F("0.5"), [F("0.1"), F("0.2"), F("0.4")])
    assert longest == F("2.7")
    assert worst_wait(F(4), F("0.5"), [F("0.7") / 3] * 3) == longest
    found = figure("worst", {"attempts": "4", "timeout": "500 ms", "backoff": "200 ms"})
    assert (amount(found), found.bound) == (F("2.6"), "")
    assert found.caveats == ("3 waits of 200 ms: if they grow from try to try, that has to be their average.",)


@pytest.mark.parametrize(
    "fields", [{"attempts": "1"}, {"attempts": "2", "backoff": "1 s"}, {"attempts": "4", "backoff": "0 s"}]
)
def test_one_wait_or_none_cannot_grow(fields: dict[str, str | bool]) -> None:
    assert figure("worst", {"timeout": "1 s", **fields}).caveats == ()


# --- calls -----------------------------------------------------------------------------------------------------------


def test_one_call_a_request_is_a_guess_even_at_a_measured_peak() -> None:
    for id in ("load", "in_flight"):
        found = figure(id, SWITCH, peak="40/s; measured")
        assert (found.basis, found.caveats[0]) == (Basis.ASSUMED, "One call a request.")
        assert "dependencies.switch.calls" in {one.name for one in found.inputs}


def test_counted_calls_take_the_place_of_the_peak() -> None:
    counted: dict[str, str | bool] = {**SWITCH, "calls": "10/s; measured"}
    load, hanging = figure("load", counted, peak="500/s; assumed"), figure("in_flight", counted)
    assert (amount(load), load.basis, load.working) == (F(30), Basis.MEASURED, "10/s x 3")
    assert (amount(hanging), hanging.basis, hanging.working) == (F(154), Basis.MEASURED, "10/s x 15.4 s")
    later = figure("in_flight_next_year", counted, peak="500/s", peak_next_year="1000/s; assumed")
    assert (amount(later), later.basis) == (F(308), Basis.ASSUMED)


def test_calls_that_no_answer_needs_do_not_follow_the_peak() -> None:
    for id in ("load", "load_next_year", "in_flight", "in_flight_next_year"):
        found = figure(id, {**SWITCH, "in_response": False}, peak="500/s", peak_next_year="600/s")
        assert (found.value, found.missing) == (None, ())
        assert "a queue can spread it" in found.caveats[0]


def test_everything_that_is_missing_is_named_at_once() -> None:
    assert figure("load", {}).missing == ("dependencies.switch.attempts",)
    assert figure("load", {"attempts": "3"}).missing == ("load.peak",)
    assert figure("load_next_year", {"attempts": "3", "calls": "1/s"}).missing == ("load.peak", "load.peak_next_year")
