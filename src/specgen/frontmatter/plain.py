"""The front matter as nearly all specs have it, read without YAML: one field a line, plain words, quoted texts, flat lists.

It gives the nodes that `yamltext.parse` gives, for a twentieth of the time, and leaves PyYAML unimported. Anything else,
faults above all, is for the real reader.
"""

from __future__ import annotations

import re

from specgen.frozen import new
from specgen.model import Mark
from specgen.yamltext.nodes import Mapping, Node, Scalar, Sequence

_WORDS = r"[A-Za-z0-9](?:[A-Za-z0-9 {more}_./()+@-]*[A-Za-z0-9_.)])?"
_QUOTED = r'"[\w ,.;:\'()/@#&!?%+*=\[\]{}<>|~^$-]*"'  # no escape, so that it says what it shows
_ENTRY = rf"{_WORDS.format(more='')}|{_QUOTED}"
_LINE = re.compile(
    rf"([a-z_]+): (?:({_WORDS.format(more=',')})|({_QUOTED})"  # key; words or quoted
    rf"|(\[(?:(?:{_ENTRY})(?:, (?:{_ENTRY}))*)?\]))"  # or list
)
_ITEM = re.compile(_ENTRY)


def nodes(source: str, file: str, line: int) -> Mapping | None:
    """The fields of `source`, which begins at `line` of `file`; None when it is not of the plainest kind."""
    pairs: list[tuple[Scalar, Node]] = []
    seen: set[str] = set()
    for number, text in enumerate(source.removesuffix("\n").split("\n"), line):
        found = _LINE.fullmatch(text)
        if found is None:
            return None
        key, words, quoted, listed = found.groups()
        if key in seen:
            return None
        seen.add(key)
        at = len(key) + 3
        mark = new(Mark, (file, number, at))
        value: Node
        if words:
            value = new(Scalar, (words, True, mark))
        elif quoted:
            value = new(Scalar, (quoted[1:-1], False, mark))
        else:
            entries = [(one[0], one.start()) for one in _ITEM.finditer(listed)]
            value = Sequence(tuple([_entry(one, file, number, at + start) for one, start in entries]), mark)
        pairs.append((new(Scalar, (key, True, new(Mark, (file, number, 1)))), value))
    return Mapping(tuple(pairs), Mark(file, line, 1))


def texts(source: str) -> dict[str, str | tuple[str, ...]] | None:
    """The same fields without places, for front matter in which nothing is wrong: words and quoted texts as they stand, lists
    of texts. None when it is not of the plainest kind."""
    found: dict[str, str | tuple[str, ...]] = {}
    for text in source.removesuffix("\n").split("\n"):
        line = _LINE.fullmatch(text)
        if line is None or line[1] in found:
            return None
        key, words, quoted, listed = line.groups()
        found[key] = words or quoted or tuple([bare(one) for one in _ITEM.findall(listed)])
    return found


def bare(text: str) -> str:
    """What words or a quoted text say."""
    return text[1:-1] if text[0] == '"' else text


def _entry(text: str, file: str, line: int, column: int) -> Scalar:
    quoted = text.startswith('"')
    return new(Scalar, (text[1:-1] if quoted else text, not quoted, new(Mark, (file, line, column))))
