"""Pictures made of text: they read the same in a terminal, on a code host and in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from specgen.quantities import show_duration

WIDTH = 30


def budget_bars(rows: Sequence[tuple[str, Fraction, Fraction, str, Fraction]], target: Fraction) -> str:
    """One bar a user region: name, connection time, time of known parts, and what is left as text and as shown. Seconds."""
    if not rows or target <= 0:
        return ""
    name = max(len(_name(row[0])) for row in rows)
    lines = [f"{'':{name}}  {line}" for line in axis(target, "promised")]
    for place, connection, parts, said, left in rows:
        first = _cells(connection, target)
        over = connection + parts > target
        both = _cells(connection + parts, target) if over else WIDTH - _cells(left, target)
        bar = "▒" * first + "█" * (max(both, first) - first)
        lines.append(f"{_name(place):{name}}  {bar:·<{WIDTH}}  {'over the promise' if over else f'{said} left'}")
    lines.append(f"{'':{name}}  ▒ connection   █ known p99s   · everything else")
    return "\n".join(["```text", *lines, "```"])


def axis(whole: Fraction, end: str = "", shown: str = "") -> tuple[str, str]:
    """Two lines above bars that are full at `whole` seconds: times at round steps, and marks below them."""
    labels, marks, free = "", "", 0
    last = f"{shown or show_duration(whole)}{', ' + end if end else ''}"
    for time in _steps(whole):
        at, label = _cells(time, whole), show_duration(time)
        if at >= free and at + len(label) < WIDTH:
            labels, marks, free = f"{labels:{at}}{label}", f"{marks:-<{at}}|", at + len(label) + 2
    return f"{labels:{WIDTH}}{last}", f"{marks:-<{WIDTH}}|"


def _steps(whole: Fraction) -> Iterator[Fraction]:
    """Multiples of 1, 2 or 5 times a power of ten, in seconds, from zero to below `whole`: at most five."""
    power = Fraction(1)
    while power * 10 < whole:
        power *= 10
    while power >= whole:
        power /= 10
    step = next(power * factor for factor in (1, 2, 5) if power * factor * 5 >= whole or factor == 5)
    time = Fraction(0)
    while time < whole:
        yield time
        time += step


def retry_bars(timeout: Fraction, attempts: int, wait: Fraction, promise: Fraction | None) -> str:
    """Attempt after attempt on one time axis, under the promise they should fit into. At most eight are drawn."""
    worst = attempts * timeout + (attempts - 1) * wait
    scale = max(worst, promise or Fraction(0))
    if scale <= 0:
        return ""
    lines = []
    if promise is not None:
        lines.append(f"{'promise':10} {'█' * max(_cells(promise, scale), 1):{WIDTH}}  until {show_duration(promise)}")
    for number in range(min(attempts, 8)):
        start = number * (timeout + wait)
        begin, end = _cells(start, scale), _cells(start + timeout, scale)
        bar = " " * begin + "█" * max(end - begin, 1)
        lines.append(
            f"{f'attempt {number + 1}':10} {bar:{WIDTH}}  {show_duration(start)} to {show_duration(start + timeout)}"
        )
    if attempts > 8:
        lines.append(f"{'':10} … and {attempts - 8} more, until {show_duration(worst)}")
    return "\n".join(["```text", *lines, "```"])


def _cells(part: Fraction, whole: Fraction) -> int:
    return min(round(part / whole * WIDTH), 2 * WIDTH)


def _name(text: str) -> str:
    """A label that cannot end the fence or the line it stands in."""
    return " ".join(text.replace("`", "'").split())[:24]
