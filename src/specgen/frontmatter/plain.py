"""The front matter as nearly all specs have it, read without YAML: one field a line, plain words, quoted texts, flat lists.

It gives the nodes that `yamltext.parse` gives, for a twentieth of the time, and leaves PyYAML unimported. Anything else,
faults above all, is for the real reader.
"""

from __future__ import annotations

import re
from functools import lru_cache

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
    lines = source.removesuffix("\n").split("\n")
    pairs = [pair for line in lines if (pair := _field(line) if len(line) <= _CACHED else _read(line))]
    found = dict(pairs)
    return found if len(found) == len(lines) else None  # none was strange, and none stands there twice


def _read(line: str) -> tuple[str, str | tuple[str, ...]] | None:
    """A field and what it says; None for a line that is none of the plainest kind."""
    read = _LINE.fullmatch(line)
    if read is None:
        return None
    key, words, quoted, listed = read.groups()
    return key, words or quoted or tuple([bare(one) for one in _ITEM.findall(listed)])


_CACHED = 200  # characters of a line; longer ones would fill the memory
_field = lru_cache(maxsize=1024)(_read)  # the specs of one repository have most of these lines in common


def bare(text: str) -> str:
    """What words or a quoted text say."""
    return text[1:-1] if text[0] == '"' else text


def _entry(text: str, file: str, line: int, column: int) -> Scalar:
    quoted = text.startswith('"')
    return new(Scalar, (text[1:-1] if quoted else text, not quoted, new(Mark, (file, line, column))))
