"""Exact amounts: read as people type them, written as people read them.

`parse` and `show` are the one grammar of numbers for the prompt, `--set`, answers files, conditions and blocks. Amounts are
`Fraction`s made from the text typed, never binary floats: 99.95% is 9995/10000.
"""

from __future__ import annotations

import re
from fractions import Fraction

from specgen.model import Answer, Basis, Dimension, Figure, Quantity

SECOND, MINUTE, HOUR, DAY = 1, 60, 3_600, 86_400

DURATIONS = {
    "ns": Fraction(1, 10**9), "us": Fraction(1, 10**6), "µs": Fraction(1, 10**6), "ms": Fraction(1, 1000),
    "s": Fraction(1), "sec": Fraction(1), "second": Fraction(1), "seconds": Fraction(1),
    "min": Fraction(MINUTE), "minute": Fraction(MINUTE), "minutes": Fraction(MINUTE),
    "h": Fraction(HOUR), "hour": Fraction(HOUR), "hours": Fraction(HOUR),
    "d": Fraction(DAY), "day": Fraction(DAY), "days": Fraction(DAY),
    "week": Fraction(7 * DAY), "weeks": Fraction(7 * DAY),
}  # fmt: skip
SIZES = {
    "B": 1, "byte": 1, "bytes": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip
BITS = {"bit": 1, "kbit": 10**3, "Mbit": 10**6, "Gbit": 10**9}
PERIODS = {"s": 1, "sec": 1, "second": 1, "min": MINUTE, "minute": MINUTE, "h": HOUR, "hour": HOUR, "d": DAY, "day": DAY,
           "week": 7 * DAY, "month": 30 * DAY}  # fmt: skip

UNITS_HINT = {
    Dimension.DURATION: "Type a number with a unit: 300 ms, 1.5 s, 5 min, 2 h, 30 d.",
    Dimension.SIZE: "Type a number with a unit: 500 kB, 2 MB, 1.5 GB (MB is 1,000,000 bytes, MiB 1,048,576).",
    Dimension.RATE: "Type a number and its period: 40/s, 1900/month (a month is 30 days).",
    Dimension.THROUGHPUT: "Type an amount and its second: 90 MB/s, 10 Mbit/s (a byte is 8 bits).",
    Dimension.RATIO: "Type a percentage such as 99.9%.",
    Dimension.NUMBER: "Type a number such as 3 or 1.5.",
    Dimension.MONEY: "Type an amount and its currency: 1000000 NGN.",
}

_NUMBER = r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)"
_SHAPE = re.compile(rf"{_NUMBER}\s*(?P<unit>.*)", re.DOTALL | re.ASCII)  # digits of other scripts are asked back
_COMMON = re.compile(
    r"[\d,.]+(?:%| (?:ns|µs|ms|s|min|h|d|[kMGT]?B(?:/s)?|[kMG]?bit/s|[A-Z]{3})|/(?:s|min|h|d|month))?", re.ASCII
)
_MAX_DIGITS = 40  # far beyond any real quantity; keeps arithmetic on hostile input small


class QuantityError(ValueError):
    """The text is not such a quantity. `suggestion` is what the person may have meant, or ""."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.suggestion = suggestion


def parse(text: str, dimension: Dimension) -> Quantity:
    """Reads `text` as a quantity of that dimension. Raises QuantityError with what to type instead."""
    text = text.strip()
    match = _SHAPE.fullmatch(text)
    if match is None:
        if re.fullmatch(r"[+-]?\d+,\d{1,2}\D*", text) or re.fullmatch(r"[+-]?\d+,\d{4,}\D*", text):
            raise QuantityError(f"{text}: a decimal point is a point here, not a comma.", text.replace(",", ".", 1))
        raise QuantityError(f"{text or 'nothing'} is not a number. {UNITS_HINT[dimension]}")
    digits, unit = match["number"].replace(",", ""), match["unit"].strip()
    if len(digits) > _MAX_DIGITS:
        raise QuantityError(f"That number has {len(digits)} digits; at most {_MAX_DIGITS} are read.")
    if unit.startswith(","):
        raise QuantityError(f"{text}: a decimal point is a point here, not a comma.", text.replace(",", ".", 1))
    return _READ[dimension](Fraction(digits), unit, text)


def _number(amount: Fraction, unit: str, text: str) -> Quantity:
    power = re.fullmatch(r"[eE]([+-]?\d{1,2})", unit)
    if power:
        raise QuantityError(f"{text}: write the number out.", decimal(amount * Fraction(10) ** int(power[1]), 40))
    if unit:
        raise QuantityError(f"{text}: this is a plain number, without {unit!r}.", text.removesuffix(unit).strip())
    return Quantity(amount)


def _ratio(amount: Fraction, unit: str, text: str) -> Quantity:
    if unit == "%" or (not unit and amount > 1):
        return Quantity(amount / 100, Dimension.RATIO)
    if not unit:
        meant = f"{decimal(amount * 100)}%" if 0 < amount <= 1 else ""
        raise QuantityError(f"{text} without a % sign could be {text}% or a share. Type the % sign.", meant)
    raise QuantityError(f"{text}: a percentage has no unit {unit!r}. {UNITS_HINT[Dimension.RATIO]}")


def _duration(amount: Fraction, unit: str, text: str) -> Quantity:
    if amount == 0 and not unit:
        return Quantity(amount, Dimension.DURATION)
    if unit not in DURATIONS:
        raise QuantityError(_unit_fault(text, unit, Dimension.DURATION))
    return Quantity(amount * DURATIONS[unit], Dimension.DURATION)


def _size(amount: Fraction, unit: str, text: str) -> Quantity:
    if amount == 0 and not unit:
        return Quantity(amount, Dimension.SIZE)
    if unit not in SIZES:
        raise QuantityError(_unit_fault(text, unit, Dimension.SIZE))
    return Quantity(amount * SIZES[unit], Dimension.SIZE)


def _rate(amount: Fraction, unit: str, text: str) -> Quantity:
    if amount == 0 and not unit:
        return Quantity(amount, Dimension.RATE)
    period = re.fullmatch(r"(?:/|per |a |an )\s*(\w+)", unit)
    if period is None or period[1] not in PERIODS:
        raise QuantityError(_unit_fault(text, unit, Dimension.RATE))
    return Quantity(amount / PERIODS[period[1]], Dimension.RATE)


def _throughput(amount: Fraction, unit: str, text: str) -> Quantity:
    if amount == 0 and not unit:
        return Quantity(amount, Dimension.THROUGHPUT)
    what, _, second = unit.rpartition("/")
    if second.strip() not in ("s", "sec", "second") or what.strip() not in {**SIZES, **BITS}:
        raise QuantityError(_unit_fault(text, unit, Dimension.THROUGHPUT))
    per = SIZES[what.strip()] if what.strip() in SIZES else Fraction(BITS[what.strip()], 8)
    return Quantity(amount * per, Dimension.THROUGHPUT)


def _money(amount: Fraction, unit: str, text: str) -> Quantity:
    if not re.fullmatch(r"[A-Z]{3}", unit):
        raise QuantityError(f"{text}: the currency code is missing. {UNITS_HINT[Dimension.MONEY]}")
    return Quantity(amount, Dimension.MONEY, unit)


def _unit_fault(text: str, unit: str, dimension: Dimension) -> str:
    fault = f"{text}: the unit is missing." if not unit else f"{text}: {unit!r} is not a unit of {dimension.value}."
    return f"{fault} {UNITS_HINT[dimension]}"


_READ = {
    Dimension.NUMBER: _number, Dimension.RATIO: _ratio, Dimension.DURATION: _duration,
    Dimension.SIZE: _size, Dimension.RATE: _rate, Dimension.MONEY: _money, Dimension.THROUGHPUT: _throughput,
}  # fmt: skip


# --- writing ---------------------------------------------------------------------------------------------------------


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: 1 item, 3 items, 1,200 items."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def digits_for(basis: Basis) -> int:
    """Significant digits that a result of this basis deserves: two for guesses, three otherwise."""
    return 2 if basis >= Basis.ASSUMED else 3


def decimal(amount: Fraction, places: int = 15) -> str:
    """`amount` written out exactly where it ends within `places` decimals, else rounded to them; no trailing zeros."""
    unit = 10**places
    scaled, rest = divmod(amount.numerator * unit, amount.denominator)
    twice = 2 * rest
    scaled += twice > amount.denominator or (twice == amount.denominator and scaled % 2)  # a half goes to the even one
    sign, scaled = ("-" if scaled < 0 else ""), abs(scaled)
    whole, part = divmod(scaled, unit)
    tail = str(part).rjust(places, "0").rstrip("0")
    return f"{sign}{whole}" + (f".{tail}" if tail else "")


def round_to(amount: Fraction, digits: int, toward: str = "nearest") -> Fraction:
    """`amount` to `digits` significant digits, half away from zero; `toward` "up" or "down" rounds a bound safely."""
    if amount == 0:
        return amount
    shift = _exponent(amount) - digits + 1  # of the last digit that is kept; whole numbers are faster than fractions
    over = amount.denominator * 10 ** max(shift, 0)
    floor, rest = divmod(amount.numerator * 10 ** max(-shift, 0), over)
    if rest and toward != "down" and (toward == "up" or 2 * rest >= over):
        floor += 1
    return Fraction(floor * 10**shift) if shift >= 0 else Fraction(floor, 10**-shift)


def _exponent(amount: Fraction) -> int:
    """The power of ten that the first digit of `amount` stands for: 2 for 345, -1 for 0.2."""
    size, over = abs(amount.numerator), amount.denominator
    found = (size.bit_length() - over.bit_length()) * 30_103 // 100_000 - 1  # not above it: log10(2) is 0.30103
    while size * 10 ** max(-found - 1, 0) >= over * 10 ** max(found + 1, 0):
        found += 1
    return found


def number(amount: Fraction, digits: int, toward: str = "nearest") -> str:
    """A plain number to `digits` significant digits, with a thousands separator: 1,800 or 0.069.

    Digits before the point are never lost to rounding when three are asked for: 5,279.5 km becomes 5,280.
    """
    text = decimal(round_to(amount, digits, toward))
    whole, point, part = text.partition(".")
    return f"{int(whole):,}{point}{part}" if abs(int(whole)) >= 1000 else text


def show(quantity: Quantity, digits: int = 3, toward: str = "nearest") -> str:
    """The quantity with its unit, as a reader expects it: 21.6 min, 3.6 h, 40/s, 1.1 GB, 99.95%."""
    amount, dimension = quantity.amount, quantity.dimension
    if dimension is Dimension.DURATION:
        return show_duration(amount, digits, toward)
    if dimension is Dimension.RATIO:
        near_one = Fraction(9, 10) < amount < 1
        return show_availability(amount, digits, toward) if near_one else f"{number(amount * 100, digits, toward)}%"
    if dimension is Dimension.SIZE:
        return _scaled(amount, (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)), "B", digits, toward)
    if dimension is Dimension.THROUGHPUT:
        return _scaled(amount, (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)), "B", digits, toward) + "/s"
    if dimension is Dimension.RATE:
        return show_rate(amount, digits, toward)
    if dimension is Dimension.DISTANCE:
        return f"{number(amount, digits, toward)} km"
    if dimension is Dimension.MONEY:
        return f"{number(amount, max(digits, 3), toward)} {quantity.currency}"
    return (
        number(amount, digits, toward) if abs(amount) < 10**6 else f"{number(amount / 10**6, digits, toward)} million"
    )


def show_figure(figure: Figure) -> str:
    """A figure's value with the digits its basis deserves and its unit; promises and bounds round to the safe side.

    "unknown" where it is not known, "never" for a time that does not exist.
    """
    return _shown(figure, figure.toward or _OUTWARD.get(figure.bound, "nearest"))


def show_bounded(figure: Figure) -> str:
    """The same with its bound in words: "at most 970 ms". The words must stay true, so the bound decides the rounding."""
    if not figure.bound or figure.value is None:
        return show_figure(figure)
    return f"{figure.bound} {_shown(figure, _OUTWARD[figure.bound])}"


_OUTWARD = {"at least": "down", "at most": "up"}


def _shown(figure: Figure, toward: str) -> str:
    if figure.value is None:
        return "unknown"
    if isinstance(figure.value, bool):
        return "yes" if figure.value else "never"
    text = show(figure.value, digits_for(figure.basis), toward)
    return f"{text} {figure.unit}" if figure.unit else text


def say(answer: Answer) -> str:
    """An answer in a sentence: as it was typed, but `5s` and `40 per second` in the common form 5 s and 40/s."""
    value, text = answer.value, answer.text
    if not isinstance(value, Quantity):
        return text
    if value.dimension is Dimension.RATIO and not text.endswith("%"):
        return f"{text}%"  # a bare 99.95 is read as a percentage
    return text if _COMMON.fullmatch(text) else show(value, 6)


def show_availability(share: Fraction, digits: int = 3, toward: str = "nearest") -> str:
    """A share near one: the significant digits count on the missing part, so 0.99985 reads 99.985%, not 100%.

    `toward` is said of the availability: "down" makes a lower bound safe.
    """
    if share == 1:
        return "100%"
    flipped = {"up": "down", "down": "up"}.get(toward, toward)
    return f"{decimal(100 - round_to((1 - share) * 100, digits, flipped))}%"


def show_duration(seconds: Fraction, digits: int = 3, toward: str = "nearest") -> str:
    """The largest unit that still reads naturally: up to 120 s in seconds, an hour in minutes, three days in hours."""
    size = abs(round_to(seconds, digits, toward))
    for unit, length, least in (("d", DAY, 3 * DAY), ("h", HOUR, HOUR), ("min", MINUTE, 120), ("s", 1, 1)):
        if size >= least:
            return f"{number(seconds / length, digits, toward)} {unit}"
    if size == 0:
        return "0 s"
    for unit, per in (("ms", 10**3), ("µs", 10**6)):
        if size * per >= 1:
            return f"{number(seconds * per, digits, toward)} {unit}"
    return f"{number(seconds * 10**9, digits, toward)} ns"


def show_rate(per_second: Fraction, digits: int = 3, toward: str = "nearest") -> str:
    """Events a second, an hour or a month of 30 days, the shortest that has at least one: 40/s, 140/h, 38/month."""
    if per_second == 0:
        return "0/s"
    for unit, length in (("s", 1), ("h", HOUR), ("month", 30 * DAY)):
        if abs(per_second * length) >= 1:
            return f"{number(per_second * length, digits, toward)}/{unit}"
    return f"{number(per_second * 30 * DAY, digits, toward)}/month"


def _scaled(amount: Fraction, units: tuple[tuple[str, int], ...], least: str, digits: int, toward: str) -> str:
    for unit, factor in units:
        if abs(amount) >= factor:
            return f"{number(amount / factor, digits, toward)} {unit}"
    return f"{number(amount, digits, toward)} {least}"
