"""C15 third-party calls: how long tries last, what they save and what they cost.

`attempts` counts all tries, the first included (never "retries"). Times are seconds, rates per second, shares
exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST
from specgen.calculators._calls import (
    NEXT_YEAR,
    PEAK,
    READS,
    READS_NEXT_YEAR,
    WAITED,
    amounts,
    at_peak,
    in_answer,
    needed,
)
from specgen.calculators._dependencies import LIST, flag_or_none
from specgen.calculators._ranges import MOST_TRIES, not_negative, positive, share, whole
from specgen.calculators._working import count, duration, events, near, plain, ratio, span, spans
from specgen.model import Dimension

BUILDERS = "Amazon Builders' Library, Timeouts, retries and backoff with jitter"
OVERLOAD = "SRE Book ch. 22 (retry amplification)"
LITTLE = "Little's law, L = lambda x W"
ATTEMPTS, TIMEOUT, BACKOFF = f"{LIST}[].attempts", f"{LIST}[].timeout", f"{LIST}[].backoff"
P99 = f"{LIST}[].p99"
LIMIT = "retries.limit"
CUT_OFF = Fraction(1, 100)  # a timeout below the p99 cuts off at least one try in a hundred


def worst_wait(attempts: Fraction, timeout: Fraction, waits: Sequence[Fraction] = ()) -> Fraction:
    """Seconds until the last try has timed out: attempts x timeout + sum of the waits between tries.

    Source: Amazon Builders' Library. Raises ValueError for less than one attempt, negative times, or waits
    for which there are no tries.
    """
    tries = whole(attempts, "attempts", most=MOST_TRIES)
    if len(waits) > tries - 1:
        raise ValueError(f"{tries} attempts have only {tries - 1} waits between them")
    return tries * not_negative(timeout, "a timeout") + sum((not_negative(w, "a wait") for w in waits), Fraction(0))


def success(availability: Fraction, attempts: Fraction) -> Fraction:
    """Share of calls that succeed within their tries: 1 - (1 - p) ^ attempts. Assumes independent tries.

    Source: binomial. Raises ValueError for a share outside 0 to 100% or less than one attempt.
    """
    return 1 - (1 - share(availability, "an availability")) ** whole(attempts, "attempts", most=MOST_TRIES)


def expected_tries(failure: Fraction, attempts: Fraction) -> Fraction:
    """Mean tries of a call when a share f of tries fails: (1 - f^a) / (1 - f), and a when all fail.

    Assumes independence. Source: geometric series. Raises ValueError for a share outside 0 to 100% or less
    than one attempt.
    """
    tries = whole(attempts, "attempts", most=MOST_TRIES)
    if share(failure, "a failure share") == 1:
        return Fraction(tries)
    return (1 - failure**tries) / (1 - failure)


def in_flight(per_second: Fraction, wait: Fraction) -> Fraction:
    """Calls that hang at once: rate x time. Source: Little's law. Raises ValueError for negative input."""
    return not_negative(per_second, "a rate") * not_negative(wait, "a time")


def cut_off(attempts: Fraction) -> Fraction:
    """Share of calls all of whose tries are cut off by a timeout below the p99: 0.01 ^ attempts.

    Assumes independence. Source: Amazon Builders' Library (choosing timeouts). Raises ValueError for less
    than one attempt.
    """
    return CUT_OFF ** whole(attempts, "attempts", most=MOST_TRIES)


def tries_that_fit(limit: Fraction, timeout: Fraction, wait: Fraction = Fraction(0)) -> Fraction:
    """Whole tries that time out within the limit, waits between them included: floor((limit + wait) / (timeout + wait)).

    0 when even one try does not fit. Source: `worst_wait` with equal waits, solved for its tries. Raises ValueError for a
    timeout that is not above zero, or negative times.
    """
    pause = not_negative(wait, "a wait")
    return Fraction(floor((not_negative(limit, "a limit") + pause) / (positive(timeout, "a timeout") + pause)))


# --- figures ------------------------------------------------------------------------------------------------


def _worst(given: Given) -> tuple[Fraction, Outcome]:
    attempts, timeout = given.amount(ATTEMPTS), given.amount(TIMEOUT)
    between = whole(attempts, "attempts", most=MOST_TRIES) - 1
    wait = given.amount_or_none(BACKOFF) if between else None
    value = worst_wait(attempts, timeout, [wait] * between if wait is not None else ())
    tries, *pause = spans((timeout, *(() if wait is None else (wait,))))
    working = f"{plain(attempts)} x {tries}" + (f" + {between} x {pause[0]}" if pause else "")
    return value, Outcome(duration(value), working, *_waits(between, wait))


def _waits(between: int, wait: Fraction | None) -> tuple[str, tuple[str, ...]]:
    """Bound and caveat of what is made of one wait for all: equal ones, or the average of those that grow."""
    if not between:
        return "", ()
    if wait is None:
        return AT_LEAST, ("The waits between tries are unknown and not counted.",)
    if between == 1 or not wait:
        return "", ()
    return "", (f"{between} waits of {span(wait)}: if they grow from try to try, that has to be their average.",)


def worst(given: Given) -> Outcome:
    return _worst(given)[1]


def limit(given: Given) -> Outcome:
    """A fallback ends no wait: it comes after the last try. Only a call that no answer needs has no limit."""
    if flag_or_none(given, WAITED) is False:
        raise ValueError("No answer waits for this call: it may take as long as its queue allows.")
    patience = given.amount_or_none("latency.client_timeout")
    if patience is not None:
        return Outcome(duration(patience), span(patience))
    try:
        promised = given.amount("latency.p99")
    except Missing as error:
        raise Missing("latency.client_timeout", *error.names) from error
    notes = ("The caller's timeout is unknown: the p99 target stands in for it.",)
    return Outcome(duration(promised), span(promised), "", notes)


def fit(given: Given) -> Outcome:
    """The wait refines it: without one the tries that fit are at most so many, and exactly so many up to one."""
    accepted, timeout = given.amount(f"figures.{LIMIT}"), given.amount(TIMEOUT)
    wait = given.amount_or_none(BACKOFF)
    value = tries_that_fit(accepted, timeout, wait or Fraction(0))
    most, tries, *pause = spans((accepted, timeout, *(() if wait is None else (wait,))))
    working = f"({most} + {pause[0]}) / ({tries} + {pause[0]})" if pause else f"{most} / {tries}"
    if wait is None and value > 1:
        return Outcome(count(value), working, AT_MOST, ("The waits between tries are unknown and not counted.",))
    return Outcome(count(value), working)


def load(given: Given, peak: str = PEAK) -> Outcome:
    in_answer(given)
    attempts, *_ = amounts(given, ATTEMPTS, *needed(given, peak))
    calls = at_peak(given, peak)
    value = calls.amount * whole(attempts, "attempts", most=MOST_TRIES)
    return Outcome(events(value), f"{calls.working} x {plain(attempts)}", "", (*calls.notes, "Every try fails."))


def load_next_year(given: Given) -> Outcome:
    return load(given, NEXT_YEAR)


def hanging(given: Given, peak: str = PEAK) -> Outcome:
    in_answer(given)
    amounts(given, ATTEMPTS, TIMEOUT, *needed(given, peak))
    calls = at_peak(given, peak)
    wait, waited = _worst(given)
    value = in_flight(calls.amount, wait)
    notes = (*calls.notes, *waited.caveats)
    return Outcome(count(value), f"{calls.working} x {near(wait)} s", waited.bound, notes)


def hanging_next_year(given: Given) -> Outcome:
    return hanging(given, NEXT_YEAR)


def cut(given: Given) -> Outcome:
    attempts, timeout, tail = given.amount(ATTEMPTS), given.amount(TIMEOUT), given.amount(P99)
    if timeout >= tail:
        raise ValueError("The timeout is not below the p99: it cuts off at most one try in a hundred.")
    notes = ("If tries are slow independently of each other: a slow dependency is slow for all of them.",)
    return Outcome(ratio(cut_off(attempts)), f"0.01 ^ {plain(attempts)}", "", notes)


FIGURES = (
    FigureSpec(
        "retries.worst",
        "Longest wait for the dependency",
        Dimension.DURATION,
        "attempts x timeout + waits",
        worst,
        needs=(ATTEMPTS, TIMEOUT),
        reads=(BACKOFF,),
        each=LIST,
        source=BUILDERS,
        help="How long a request hangs when the dependency is silent.",
    ),
    FigureSpec(
        LIMIT,
        "Longest wait the caller accepts",
        Dimension.DURATION,
        "client timeout, else the p99 target",
        limit,
        needs=(),
        reads=("latency.client_timeout", "latency.p99", WAITED),
        each=LIST,
        source="SRE Book ch. 22 (deadlines)",
        help="Work that lasts longer than this is done for nobody.",
    ),
    FigureSpec(
        "retries.fit",
        "Attempts of this length that fit",
        Dimension.NUMBER,
        "(limit + wait) / (timeout + wait), whole attempts",
        fit,
        needs=(f"figures.{LIMIT}", TIMEOUT),
        reads=(BACKOFF,),
        each=LIST,
        source=BUILDERS,
        help="How many attempts can time out before nobody waits any more; 0 when even the first outlasts the caller.",
        toward="down",
    ),
    FigureSpec(
        "retries.load",
        "Calls to the dependency while it is silent",
        Dimension.RATE,
        "calls at peak x attempts",
        load,
        needs=(ATTEMPTS,),
        reads=READS,
        each=LIST,
        source=OVERLOAD,
        help="What the dependency receives while it is down, just when it can bear least.",
    ),
    FigureSpec(
        "retries.load_next_year",
        "Calls while it is silent, at next year's peak",
        Dimension.RATE,
        "calls at next year's peak x attempts",
        load_next_year,
        needs=(ATTEMPTS,),
        reads=READS_NEXT_YEAR,
        each=LIST,
        source=OVERLOAD,
        help="The same with next year's peak.",
    ),
    FigureSpec(
        "retries.in_flight",
        "Requests hanging at once",
        Dimension.NUMBER,
        "rate x time (Little)",
        hanging,
        needs=(ATTEMPTS, TIMEOUT),
        reads=(BACKOFF, *READS),
        each=LIST,
        source=LITTLE,
        help="How many workers, connections or tasks the silence of this dependency holds at peak.",
    ),
    FigureSpec(
        "retries.in_flight_next_year",
        "Requests hanging at once, at next year's peak",
        Dimension.NUMBER,
        "next year's rate x time (Little)",
        hanging_next_year,
        needs=(ATTEMPTS, TIMEOUT),
        reads=(BACKOFF, *READS_NEXT_YEAR),
        each=LIST,
        source=LITTLE,
        help="The same with next year's peak.",
    ),
    FigureSpec(
        "retries.cut",
        "Calls cut off by a timeout below the p99",
        Dimension.RATIO,
        "0.01 ^ attempts",
        cut,
        needs=(ATTEMPTS, TIMEOUT, P99),
        each=LIST,
        source=BUILDERS,
        help=(
            "A timeout below the dependency's own p99 gives up on at least one try in a hundred that would have worked."
        ),
    ),
)
