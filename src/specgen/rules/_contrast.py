"""Two texts that differ, each cut around what differs: what is quoted of them never reads the same."""

from __future__ import annotations

import unicodedata

_WHOLE = 70  # characters; what is longer is cut
_SHOWN = 90
_LEAD = 25  # shown before what differs, up to the beginning of a word
_WORD = 20  # of a longer word, only the end is shown


def contrast(old: str, new: str) -> tuple[str, str]:
    """Both texts, at most about 90 characters of each. They are in one line each, without runs of blanks."""
    if max(len(old), len(new)) <= _WHOLE:
        return old, new
    first, last = _ends(old, new)
    begin = first - _LEAD
    begin = max(old.rfind(" ", 0, begin) + 1, begin - _WORD) if begin > 0 else 0
    return _cut(old, begin, len(old) - last), _cut(new, begin, len(new) - last)


def look_alike(old: str, new: str) -> bool:
    """Whether nobody would see on a screen how the two differ: in the kind of a blank, say."""
    return _seen(old) == _seen(new)


def _seen(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isprintable())


def _ends(a: str, b: str) -> tuple[int, int]:
    """How many characters at the beginning and at the end are the same, in whole words unless these are long."""
    same = 0
    while same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    first = max(a.rfind(" ", 0, same) + 1, same - _WORD)
    last = 0
    while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
        last += 1
    while last > 0 and a[-last] != " ":
        last -= 1
    return first, last


def _cut(text: str, begin: int, end: int) -> str:
    """`text[begin:end]`, or as much of it as can be shown, with a sign where something is left out."""
    whole = end <= begin + _SHOWN
    shown = text[begin : max(end, begin)] if whole else text[begin : begin + _SHOWN - 1]
    before = "" if not begin else "… " if text[begin - 1] == " " else "…"
    after = "…" if not whole else "" if end == len(text) else " …"
    return f"{before}{shown.strip()}{after}"
