"""The one grammar of specgen's own comments, each alone on its line, and where the hidden ones stand.

    <!-- specgen:begin verdict -->

`begin`, `end` and `section` are followed by a name; what follows `wording` and `seal` is read by `itemline` and `sealline`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from specgen.frozen import NamedTuple, new

COMMENT = r"<!--[ \t]*specgen:"
OPENING = rf" {{0,3}}{COMMENT}"
_MARKER = re.compile(rf"{OPENING}(?P<word>[^\s>]*)[ \t]*(?P<rest>.*?)[ \t]*-->[ \t]*")
_NAME = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*")
_BEGUN = re.compile(OPENING)
_ANYWHERE = re.compile(COMMENT)
_CACHED = 100  # characters of a line; the list of wordings is longer, and no two are the same


class Marker(NamedTuple):
    """`rest` is what follows the word, and `named` whether that is a name."""

    word: str
    rest: str
    named: bool


def parse(line: str) -> Marker | None:
    """The marker on this line, without its end; None where the line is none."""
    return _known(line) if len(line) <= _CACHED else _parsed(line)


def _parsed(line: str) -> Marker | None:
    found = _MARKER.fullmatch(line)
    return new(Marker, (found["word"], found["rest"], bool(_NAME.fullmatch(found["rest"])))) if found else None


_known = lru_cache(maxsize=1024)(_parsed)  # most markers stand in every spec


def is_begun(line: str) -> bool:
    """Whether the line begins as a marker does, whole or not."""
    return _BEGUN.match(line) is not None


def is_in(text: str) -> bool:
    """Whether a marker begins anywhere in the text."""
    return _ANYWHERE.search(text) is not None


def render(word: str, rest: str) -> str:
    return f"<!-- specgen:{word} {rest} -->"


def begin(name: str) -> str:
    return render("begin", name)


def section(id: str) -> str:
    return render("section", id)


def block(name: str, text: str) -> str:
    """`text` between the markers of block `name`."""
    return f"{begin(name)}\n{text}\n{render('end', name)}"


def below_answers(lines: Sequence[str], closing: int) -> int:
    """The line below which hidden ones go: that of the fence that closes the answers, or of the `</details>` around them."""
    return closing + (closing < len(lines) and lines[closing].strip() == "</details>")
