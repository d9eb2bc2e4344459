"""Characters that make a pack read differently from what it says; packs are reviewed by eye before they are trusted."""

from __future__ import annotations

import re

from specgen.model import Mark
from specgen.packs.faults import Faults
from specgen.yamltext import Mapping, Node, Scalar, Sequence

# Unicode's bidirectional controls (UAX #9, section 2), and what YAML allows as escapes only: C1, line separators, BOM.
REFUSED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x7f-\x9f\u2028\u2029\ufeff]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def check(source: str, node: Node, file: str, faults: Faults) -> None:
    """Refuses bidirectional controls anywhere in the file, comments too, and those written as escapes in texts."""
    if source.isascii() and "\\" not in source:
        return
    seen: set[str] = set()
    for found in REFUSED.finditer(source):
        lines = _LINE_END.split(source[: found.start()])
        seen.add(found[0])
        _refuse(found[0], Mark(file, len(lines), len(lines[-1]) + 1), faults)
    for scalar in _scalars(node):
        for character in dict.fromkeys(REFUSED.findall(scalar.text)):
            if character not in seen:  # an escape; what stands in the source itself has been reported above
                _refuse(character, scalar.mark, faults)


def _refuse(character: str, mark: Mark, faults: Faults) -> None:
    import unicodedata

    name = unicodedata.name(character, "a control character").lower()
    message = f"The character U+{ord(character):04X} ({name}) cannot stand in a pack: it hides what the text says."
    faults.add(message, mark, "Delete it.")


def _scalars(node: Node) -> list[Scalar]:
    found: list[Scalar] = []
    waiting: list[Node] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Scalar):
            found.append(one)
        elif isinstance(one, Sequence):
            waiting += one.items
        elif isinstance(one, Mapping):
            for key, value in one.pairs:
                found.append(key)
                waiting.append(value)
    return found
