"""Pictures made of text: they read the same in a terminal, on a code host and in Word."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from specgen.quantities import show_duration

WIDTH = 30


def budget_bars(rows: Sequence[tuple[str, Fraction, Fraction, str]], target: Fraction) -> str:
    """One bar a user region: name, connection time, time of known parts, and the text of what is left. Seconds."""
    if not rows or target <= 0:
        return ""
    name = max(len(_name(row[0])) for row in rows)
    lines = [
        f"{'':{name}}  0{show_duration(target):>{WIDTH}}, promised",
        f"{'':{name}}  |{'-' * (WIDTH - 1)}|",
    ]
    for place, connection, parts, left in rows:
        first = _cells(connection, target)
        both = max(_cells(connection + parts, target), first)
        bar = "▒" * first + "█" * (both - first)
        over = connection + parts > target
        tail = "  over the promise" if over else f"  {left} left"
        lines.append(f"{_name(place):{name}}  {bar:·<{WIDTH}}{tail}")
    lines.append(f"{'':{name}}  ▒ connection   █ known p99s   · everything else")
    return "\n".join(["```text", *lines, "```"])


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
        bar = " " * _cells(start, scale) + "█" * max(_cells(timeout, scale), 1)
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
