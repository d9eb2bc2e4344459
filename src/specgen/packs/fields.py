"""How the value of one key of a pack file is read: a node in, a value out, or faults and None.

Every reader takes the node, the words that name it in a message ("`severity` of item IDEM-03") and the collector.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable
from typing import Any

from specgen import conditions
from specgen.errors import InputError
from specgen.frozen import Frozen
from specgen.model import Condition, Example
from specgen.packs.faults import Faults, meant
from specgen.yamltext import Mapping, Node, Scalar, Sequence, plain_value

Reader = Callable[[Node, str, Faults], Any]

WORD = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
DOTTED = rf"{WORD}(?:\.{WORD})*"
KEBAB = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"

_NOTHING = ("~", "null", "Null", "NULL")  # YAML's words for no value

# Comment ends and our own markers: a guidance or an item that held one would end its comment early or fake a block.
_MARKERS = re.compile(r"<!--|-->|specgen:")


class Field(Frozen):
    """A key: how its value is read, and whether it must be there."""

    read: Reader
    required: bool = False


def shape(node: Node) -> str:
    """What a node is, in the words of a person who writes YAML."""
    return "a map" if isinstance(node, Mapping) else "a list" if isinstance(node, Sequence) else "a text"


def scalar(node: Node, what: str, faults: Faults) -> str | None:
    """Any value written as one text, number or word; as typed, without surrounding space."""
    if not isinstance(node, Scalar):
        faults.add(f"{what} must be a text, not {shape(node)}.", node.mark)
        return None
    text = node.text.strip()
    if not text or (text in _NOTHING and node.plain):
        faults.add(f"{what} is empty.", node.mark, "Give it a value, or leave the key out.")
        return None
    return text


def pair(node: Node, what: str, faults: Faults) -> tuple[str, ...] | None:
    """Two values, the lower one first."""
    if not isinstance(node, Sequence) or len(node.items) != 2:
        faults.add(f"{what} must be a list of two values.", node.mark, 'Write `["50%", "100%"]`.')
        return None
    ends = [scalar(one, what, faults) for one in node.items]
    return None if None in ends else tuple(str(one) for one in ends)


def prose(node: Node, what: str, faults: Faults) -> str | None:
    """Text of one or more lines that will stand in a document."""
    text = scalar(node, what, faults)
    if text is None:
        return None
    found = _MARKERS.search(text)
    if found:
        place = faults.place(node.mark, text, found.start())
        message = f'{what} holds "{found[0]}", which is reserved for specgen\'s own comments in a document.'
        faults.add(message, place, "Say it in other words.")
        return None
    return text


def line(node: Node, what: str, faults: Faults) -> str | None:
    """Text of one line: it will stand in a heading, a list item or a table cell."""
    text = prose(node, what, faults)
    if text is not None and "\n" in text:
        fix = "Write it on one line, or fold it with `>-`."
        faults.add(f"{what} has more than one line.", node.mark, fix)
        return None
    return text


def matching(pattern: str, expected: str) -> Reader:
    """A name of that shape. `expected` completes "… must be"."""
    compiled = re.compile(pattern)

    def read(node: Node, what: str, faults: Faults) -> str | None:
        text = scalar(node, what, faults)
        if text is None:
            return None
        if not compiled.fullmatch(text) or not isinstance(plain_value(Scalar(text)), str):
            faults.add(f'{what} is "{text}"; it must be {expected}.', node.mark)
            return None
        reserved = [part for part in re.split(r"[.\[\]]+", text) if keyword.iskeyword(part)]
        if reserved and "-" not in text:
            message = f'{what} is "{text}": "{reserved[0]}" is a word of the condition language.'
            faults.add(message, node.mark, "Choose another word.")
            return None
        return text

    return read


def one_of(kind: Callable[[str], Any], values: Iterable[str]) -> Reader:
    """One of a few words, made into `kind` (an enum, or str)."""
    known = tuple(values)

    def read(node: Node, what: str, faults: Faults) -> Any:
        text = scalar(node, what, faults)
        if text is None:
            return None
        if text not in known:
            listed = f"{', '.join(known[:-1])} or {known[-1]}"
            faults.add(f'{what} is "{text}"; it must be {listed}.', node.mark, meant(text, known))
            return None
        return kind(text)

    return read


def flag(node: Node, what: str, faults: Faults) -> bool | None:
    value = plain_value(node) if isinstance(node, Scalar) else None
    if isinstance(value, bool):
        return value
    given = f'"{node.text}"' if isinstance(node, Scalar) else shape(node)
    faults.add(f"{what} is {given}; it must be true or false.", node.mark, "Write it without quotes.")
    return None


def whole(low: int, high: int) -> Reader:
    """A plain whole number within bounds, both included."""

    def read(node: Node, what: str, faults: Faults) -> int | None:
        value = plain_value(node) if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        given = f'"{node.text}"' if isinstance(node, Scalar) else shape(node)
        faults.add(f"{what} is {given}; it must be a whole number from {low} to {high}.", node.mark)
        return None

    return read


def condition(node: Node, what: str, faults: Faults) -> Condition | None:
    """A `when:`. It counts as one line however it is folded."""
    text = scalar(node, what, faults)
    if text is None:
        return None
    text = " ".join(text.split())
    try:
        return conditions.parse(text, node.mark)
    except InputError as error:
        faults.found += faults.relocate(error.problems, node.mark, text)
        return None


_CHOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")


def choices(node: Node, what: str, faults: Faults) -> dict[str, str] | None:
    """A map of value to the words shown for it."""
    if not isinstance(node, Mapping) or not node.pairs:
        given = "an empty one" if isinstance(node, Mapping) else shape(node)
        message = f"{what} must be a map of value: words, not {given}."
        faults.add(message, node.mark, "For instance `choices: {client: the client makes it, none: there is none}`.")
        return None
    found: dict[str, str] = {}
    good = True
    for key, value in node.pairs:
        label = line(value, f'"{key.text}" in {what}', faults)
        if key.text == "unknown":
            fix = "Delete it: everyone can answer unknown to every question."
            faults.add(f'"unknown" in {what} is reserved.', key.mark, fix)
        elif not _CHOICE.fullmatch(key.text):
            message = f'"{key.text}" in {what} cannot be a value: use letters, digits and `_ . + -`, without spaces.'
            faults.add(message, key.mark)
        elif label is not None:
            found[key.text] = label
            continue
        good = False
    return found if good else None


def names(reader: Reader) -> Reader:
    """A list of names, each once."""

    def read(node: Node, what: str, faults: Faults) -> tuple[str, ...] | None:
        if not isinstance(node, Sequence):
            faults.add(f"{what} must be a list, not {shape(node)}.", node.mark, "Write `[one, two]`.")
            return None
        found = [reader(item, f"An entry of {what}", faults) for item in node.items]
        for position, name in enumerate(found):
            if name is not None and name in found[:position]:
                faults.add(f'"{name}" stands twice in {what}.', node.items[position].mark, "Keep one of them.")
                return None
        return None if None in found else tuple(found)

    return read


def cases(node: Node, what: str, faults: Faults) -> tuple[Example, ...] | None:
    """Examples of a rule: a list with at least one map of full dotted key to value. Values stay nodes."""
    if not isinstance(node, Sequence) or not node.items:
        faults.add(f"{what} must be a list with at least one example.", node.mark, "Write `- {key: value}`.")
        return None
    found = []
    for item in node.items:
        if isinstance(item, Mapping):
            found.append(Example({key.text: value for key, value in item.pairs}, item.mark))
        else:
            message = f"An example in {what} must be a map of answers, not {shape(item)}."
            faults.add(message, item.mark, "Write `- {key: value}`.")
    return tuple(found) if len(found) == len(node.items) else None
