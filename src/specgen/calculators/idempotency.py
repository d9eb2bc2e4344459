"""C23 idempotency store: keys to hold, bytes they take, duplicates without them.

Rates are events a second, times seconds, sizes bytes, shares exact.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_MOST
from specgen.calculators._ranges import not_negative, positive, share
from specgen.calculators._working import count, near, plain, rate, seconds, span
from specgen.model import Dimension, Quantity
from specgen.quantities import DAY

HELD = "Little's law, L = lambda x W"
PEAK, NEXT_YEAR = "load.peak", "load.peak_next_year"
SOURCE, STORE = "idempotency.key_source", "idempotency.store"
RETENTION, RECORD = "idempotency.retention", "idempotency.record_size"
LOST, REPEATS = "idempotency.lost_replies", "idempotency.repeats"
REQUESTS, WINDOW = "availability.requests", "availability.window"


def keys_held(per_second: Fraction, retention: Fraction) -> Fraction:
    """Keys in the store: rate x retention. Source: Little's law. Raises ValueError for negative input."""
    return not_negative(per_second, "a rate") * not_negative(retention, "a retention")


def bytes_held(keys: Fraction, record: Fraction) -> Fraction:
    """Bytes of the store, without indexes: keys x record size. Raises ValueError for negative input."""
    return not_negative(keys, "a number of keys") * not_negative(record, "a record size")


def duplicates(requests: Fraction, lost: Fraction, repeated: Fraction) -> Fraction:
    """Expected double executions without keys.

    Formula: requests x share of lost replies x share of those that are repeated. Source: total probability.
    Raises ValueError for negative requests or shares outside 0 to 100%.
    """
    shares = share(lost, "the share of lost replies") * share(repeated, "the share of repeats")
    return not_negative(requests, "the number of requests") * shares


# --- figures ------------------------------------------------------------------------------------------------

_PEAK_HELD = ("At most, because the peak is taken to last as long as keys are kept.",)


def _held(given: Given, *names: str) -> list[Fraction]:
    """The amounts of `names`, all missing ones named at once. Raises ValueError when no key is used, or none kept."""
    if given.word(SOURCE) == "none":
        raise ValueError("No key is used: nothing is stored.")
    if _kept_nowhere(given):
        raise ValueError("Keys are kept nowhere: nothing is stored, and no repeat is recognised.")
    found = [(name, given.amount_or_none(name)) for name in names]
    missing = [name for name, amount in found if amount is None]
    if missing:
        raise Missing(*missing)
    return [amount for _, amount in found if amount is not None]


def _kept_nowhere(given: Given) -> bool:
    """Whether somebody said so; a store that is not known yet has to hold the keys all the same."""
    try:
        return given.word(STORE) == "none"
    except Missing:
        return False


def keys(given: Given, peak: str = PEAK) -> Outcome:
    per_second, retention = _held(given, peak, RETENTION)
    return Outcome(
        count(keys_held(per_second, retention)),
        f"{rate(per_second)} x {seconds(retention)}",
        AT_MOST,
        _PEAK_HELD,
    )


def keys_next_year(given: Given) -> Outcome:
    return keys(given, NEXT_YEAR)


def storage(given: Given, peak: str = PEAK) -> Outcome:
    per_second, retention, record = _held(given, peak, RETENTION, RECORD)
    value = bytes_held(keys_held(per_second, retention), record)
    working = f"{rate(per_second)} x {span(retention)} x {plain(record)} B"
    return Outcome(Quantity(value, Dimension.SIZE), working, AT_MOST, (*_PEAK_HELD, "Indexes come on top."))


def storage_next_year(given: Given) -> Outcome:
    return storage(given, NEXT_YEAR)


def duplicates_a_day(given: Given) -> Outcome:
    requests, window = given.amount(REQUESTS), given.amount(WINDOW)
    lost, repeated = given.amount(LOST), given.amount(REPEATS)
    daily = requests / positive(window, "the window") * DAY
    return Outcome(count(duplicates(daily, lost, repeated)), f"{near(daily)} x {plain(lost)} x {plain(repeated)}")


FIGURES = (
    FigureSpec(
        "idempotency.keys",
        "Keys to hold",
        Dimension.NUMBER,
        "peak x retention",
        keys,
        needs=(SOURCE,),
        reads=(STORE, PEAK, RETENTION),
        source=HELD,
        help="How many keys the store must be able to keep and look up.",
    ),
    FigureSpec(
        "idempotency.keys_next_year",
        "Keys to hold at next year's peak",
        Dimension.NUMBER,
        "peak in a year x retention",
        keys_next_year,
        needs=(SOURCE,),
        reads=(STORE, NEXT_YEAR, RETENTION),
        source=HELD,
        help="The same with next year's peak.",
    ),
    FigureSpec(
        "idempotency.storage",
        "Space the keys take",
        Dimension.SIZE,
        "peak x retention x record size",
        storage,
        needs=(SOURCE,),
        reads=(STORE, PEAK, RETENTION, RECORD),
        source=HELD,
        help="Whether keys fit beside the data they protect.",
    ),
    FigureSpec(
        "idempotency.storage_next_year",
        "Space the keys take at next year's peak",
        Dimension.SIZE,
        "peak in a year x retention x record size",
        storage_next_year,
        needs=(SOURCE,),
        reads=(STORE, NEXT_YEAR, RETENTION, RECORD),
        source=HELD,
        help="The same with next year's peak.",
    ),
    FigureSpec(
        "idempotency.duplicates",
        "Double executions without keys",
        Dimension.NUMBER,
        "requests a day x lost replies x repeats",
        duplicates_a_day,
        needs=(REQUESTS, WINDOW, LOST, REPEATS),
        source="Total probability",
        help="How often a customer would be charged twice, on average, if nothing recognised a repeat.",
        unit="a day",
    ),
)
