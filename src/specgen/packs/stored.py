"""A library as JSON text, and back: equal to what was written, conditions parsed and names checked.

A value is the list of its fields in order, so the text belongs to the program that wrote it and to no other version. It
holds data only: reading it can make wrong values of a wrong text, but never run anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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
        return [{key: _node_row(node) for key, node in value.given.items()}, value.mark]
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


def _given(rows: dict[str, Row]) -> dict[str, Node]:
    return {key: _node(row) for key, row in rows.items()}


Reader = Callable[[Any], Any]


def _reader(kind: type[Any], **readers: Reader) -> Reader:
    """Reads rows of one class. `readers` are of the fields that JSON does not give back as they were."""
    places = [(kind._fields.index(name), read) for name, read in readers.items()]

    def one(row: Row) -> Any:
        for place, read in places:
            row[place] = read(row[place])
        return kind(*row)

    return one


def _each(read: Reader) -> Reader:
    return lambda rows: tuple([read(row) for row in rows])


def _or_none(read: Reader) -> Reader:
    return lambda row: None if row is None else read(row)


_condition = _reader(Condition, tree=_tree, names=tuple, mark=_mark)
_when = _or_none(_condition)
_examples = _each(_reader(Example, given=_given, mark=_mark))
_fact = _reader(FactRule, when=_condition, mark=_mark)
_question = _reader(Question, when=_when, mark=_mark)
_item = _reader(Item, phase=Phase, severity=Severity, when=_when, see=tuple, mark=_mark)
_rule = _reader(Rule, severity=Level, when=_when, silent_if=tuple, fires=_examples, silent=_examples, mark=_mark)
_pack = _reader(
    Pack, applies=_when, facts=_each(_fact), questions=_each(_question), items=_each(_item), rules=_each(_rule), mark=_mark
)  # fmt: skip
_library = _reader(Library, packs=_each(_pack), layers=_each(_reader(Layer)))
