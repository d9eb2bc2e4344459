"""A library as JSON text, and back: equal to what was written, conditions parsed and names checked.

A value is the list of its fields in order, so the text belongs to the program that wrote it and to no other version. It
holds data only: reading it can make wrong values of a wrong text, but never run anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from specgen.frozen import Frozen
from specgen.model import (
    Condition,
    Example,
    FactRule,
    Item,
    Layer,
    Level,
    Library,
    Mark,
    Pack,
    Phase,
    Question,
    Removed,
    Rule,
    Severity,
)
from specgen.yamltext import Mapping as Map
from specgen.yamltext import Node, Scalar, Sequence

Row = list[Any]


def write(library: Library) -> str:
    """The library as one line of JSON."""
    return json.dumps(library, default=_row, ensure_ascii=False, separators=(",", ":"), check_circular=False)


def read(text: str) -> Library:
    """The library that `write` made the text of. Raises ValueError, or TypeError or LookupError, for any other text."""
    library: Library = _library(json.loads(text))
    return library


def _row(value: object) -> Any:
    """What JSON has no word for; named tuples (marks) and words of an enumeration it writes as lists and texts."""
    if isinstance(value, Example):
        given = {key: _node_row(node) for key, node in value.given.items()}
        return [json.dumps(given, ensure_ascii=False, separators=(",", ":")), value.mark]
    if isinstance(value, Frozen):
        return [getattr(value, name) for name in type(value)._fields]
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no part of a library: {value!r}")


def _node_row(node: Node) -> Row:
    if isinstance(node, Scalar):
        return [_SCALAR, *node]
    if isinstance(node, Sequence):
        return [_SEQUENCE, [_node_row(one) for one in node.items], node.mark]
    return [_MAPPING, [[_node_row(key), _node_row(value)] for key, value in node.pairs], node.mark]


_SCALAR, _SEQUENCE, _MAPPING = "scalar", "sequence", "mapping"


def _node(row: Row) -> Node:
    kind, content, *rest = row
    if kind == _SCALAR:
        plain, mark = rest
        return Scalar(content, plain, _mark(mark))
    if kind == _SEQUENCE:
        return Sequence(tuple([_node(one) for one in content]), _mark(rest[0]))
    return Map(tuple([(_scalar(key), _node(value)) for key, value in content]), _mark(rest[0]))


def _scalar(row: Row) -> Scalar:
    return Scalar(row[1], row[2], _mark(row[3]))


def _mark(row: Row) -> Mark:
    return Mark(*row)


def _tree(row: Row) -> tuple[Any, ...]:
    return tuple([_tree(part) if type(part) is list else part for part in row])


class _Given(Mapping[str, Node]):
    """What an example gives, read when somebody asks: few commands do, and it is a third of a library."""

    __slots__ = ("_nodes", "_text")

    def __init__(self, text: str) -> None:
        self._text, self._nodes = text, dict[str, Node]()

    def _read(self) -> dict[str, Node]:
        if self._text:
            self._nodes = {key: _node(row) for key, row in json.loads(self._text).items()}
            self._text = ""
        return self._nodes

    def __getitem__(self, key: str) -> Node:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(self._read())


Reader = Callable[[Any], Any]

# How the value of a field is read, by the type that the model declares: whoever adds a field of another kind is told so
# when this module is imported. None is for what JSON gives back as it was.
_READERS: dict[str, Reader | None] = {
    "str": None, "int": None, "bool": None, "bool | None": None, "int | None": None, "Mapping[str, str]": None,
    "tuple[str, ...]": tuple, "tuple[Any, ...]": _tree, "Mapping[str, Any]": _Given, "Mark": _mark,
    "Phase": Phase, "Severity": Severity, "Level": Level,
}  # fmt: skip


def _add(kind: type[Frozen]) -> Reader:
    """Reads rows of one class, and from now on fields that hold one, none or several of it."""
    types = kind.__annotations__
    places = [(n, read) for n, name in enumerate(kind._fields) if (read := _READERS[types[name]])]

    def one(row: Row) -> Frozen:
        for place, read in places:
            row[place] = read(row[place])
        return kind(*row)

    _READERS[kind.__name__] = one
    _READERS[f"{kind.__name__} | None"] = lambda row: None if row is None else one(row)
    _READERS[f"tuple[{kind.__name__}, ...]"] = lambda rows: tuple([one(row) for row in rows])
    return one


for _kind in (Condition, Example, FactRule, Question, Item, Rule, Pack, Layer, Removed):
    _add(_kind)
_library = _add(Library)
