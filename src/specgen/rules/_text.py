"""Words of a document inside messages: folded, shortened, quoted."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 90  # characters of a line that a message repeats


def short(text: str, limit: int = SHOWN) -> str:
    """`text` in one line, cut at the end where it is longer than `limit`."""
    text = folded(text[: 4 * limit + 1]) if len(text) > 8 * limit else folded(text)
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def around(text: str, start: int, end: int, limit: int = SHOWN) -> str:
    """What stands around `text[start:end]`, in one line of about `limit` characters, cut between words."""
    if len(text) <= limit:
        return folded(text)
    room = max(limit - (end - start), 0)
    first, last = max(start - room // 2, 0), min(max(end + room // 2, limit), len(text))
    if first:
        first = max(text.find(" ", first, start), first)
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space > 0 else last
    return f"{'… ' if first else ''}{folded(text[first:last])}{' …' if last < len(text) else ''}"


def folded(text: str) -> str:
    return " ".join(text.split())


def sentence(text: str) -> str:
    """With a capital letter in front and a full stop at the end."""
    text = text.strip()
    word = text.partition(" ")[0].rstrip(":,")
    return ended(text if "." in word or "_" in word else text[:1].upper() + text[1:])  # an id begins as it is


def ended(text: str) -> str:
    """With a full stop at the end, where none of its like stands there."""
    return text if text.endswith((".", "?", "!", ":")) else f"{text}."


def last_line(lines: Sequence[str]) -> int:
    """The number of the last line; what follows the last line end is none."""
    return max(len(lines) - (bool(lines) and not lines[-1]), 1)


def indent(line: str) -> int:
    """The column of the first character that is no blank, from 1."""
    return len(line) - len(line.lstrip()) + 1


class Subjects:
    """Tells findings apart that would have the same subject: the second one gets " (2)"."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def __call__(self, subject: str) -> str:
        self._seen[subject] = number = self._seen.get(subject, 0) + 1
        return subject if number == 1 else f"{subject} ({number})"
