"""One file of a layer: YAML text to drafts, whose fields are read but whose names are not yet known to exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from specgen.errors import InputError
from specgen.frozen import Frozen
from specgen.model import Layer, Mark
from specgen.packs import characters
from specgen.packs.faults import Faults
from specgen.packs.fields import Field, condition, line, shape
from specgen.packs.tables import (
    CHANGE,
    ENTRIES,
    FACT,
    FACT_NAME,
    HEADER,
    PACK_NAME,
    SINGULAR,
    VERSION,
    Read,
    name_in,
    read_fields,
    sentence,
)
from specgen.yamltext import Mapping, Node, Scalar, Sequence, parse

_BODY = ("facts", "questions", "items", "rules", "change", "remove")
_CHANGEABLE = {group: {k: f for k, f in table.items() if k != "id"} for group, table in ENTRIES.items()}


@dataclass(slots=True, eq=False)
class Draft:
    """A question, item, rule or fact with the fields that could be read. Not `good`: other faults would only follow."""

    group: str  # "questions", "items", "rules" or "facts"; "packs" for what a pack itself says
    id: str
    mark: Mark
    values: dict[str, Any]
    nodes: dict[str, Node]
    good: bool
    layers: dict[str, str] = field(default_factory=dict)  # YAML field -> label of its layer

    def at(self, name: str) -> Mark:
        """Where a field is written; the entry itself when it is not."""
        node = self.nodes.get(name)
        return node.mark if node is not None else self.mark

    @property
    def what(self) -> str:
        return f"{self.group.removesuffix('s')} {self.id}"


class Removal(Frozen):
    group: str
    id: str
    reason: str
    mark: Mark
    layer: str = ""
    home: str = ""


@dataclass(slots=True)
class PackDraft:
    """What one file says, or (after merging) all files that speak of one pack."""

    name: str
    mark: Mark
    values: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    entries: dict[str, list[Draft]] = field(default_factory=dict)
    changes: list[Draft] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    layer: str = ""

    def of(self, group: str) -> list[Draft]:
        return self.entries.setdefault(group, [])


def node_of(text: str, file: str, faults: Faults) -> Node | None:
    """The file as a tree of nodes; None when it is not YAML, and then names cannot be judged any more."""
    faults.sources[file] = text.removeprefix("\ufeff")
    try:
        node = parse(text, file)
    except InputError as error:
        faults.found += error.problems
        faults.blind = True
        return None
    characters.check(faults.sources[file], node, file, faults)
    return node


def layer_of(text: str, file: str, faults: Faults) -> Layer | None:
    """What LAYER.yaml says: name, version, title, and a list of changes that is read by people only."""
    node = node_of(text, file, faults)
    if node is None:
        return None
    table = {
        "name": Field(PACK_NAME, required=True),
        "version": Field(VERSION, required=True),
        "title": Field(line),
        "changes": Field(_changes),
    }
    read = read_fields(node, table, "the layer", faults)
    if read is None or "name" not in read.values or "version" not in read.values:
        return None
    return Layer(read.values["name"], read.values["version"], read.values.get("title", ""))


def _changes(node: Node, what: str, faults: Faults) -> tuple[Read | None, ...] | None:
    if not isinstance(node, Sequence):
        faults.add(f"{what} must be a list of version and text, not {shape(node)}.", node.mark)
        return None
    return tuple(read_fields(item, CHANGE, f"an entry of {what}", faults) for item in node.items)


def pack_of(text: str, file: str, faults: Faults) -> PackDraft | None:
    """One pack file: a pack, or what a team's layer says of a pack below it."""
    node = node_of(text, file, faults)
    if node is None:
        return None
    name = name_in(node, "pack")
    table = {"pack": Field(PACK_NAME, required=True), **HEADER}
    read = read_fields(node, table, f"pack {name}" if name else "the pack", faults, skip=_BODY)
    if read is None or not isinstance(node, Mapping):
        faults.blind = True
        return None
    pack = PackDraft(name, node.mark, read.values, read.nodes)
    if "pack" in read.nodes:
        pack.mark = read.nodes["pack"].mark
    for key, value in node.pairs:
        if key.text == "facts":
            pack.entries["facts"] = _facts(value, faults)
        elif key.text in ENTRIES:
            pack.entries[key.text] = _listed(value, key.text, faults)
        elif key.text == "change":
            pack.changes = _changed(value, faults)
        elif key.text == "remove":
            pack.removals = _removed(value, faults)
    return pack


def _facts(node: Node, faults: Faults) -> list[Draft]:
    found = []
    for name, value in _pairs(node, "`facts`", faults):
        what = f"fact {name.text}"
        good = FACT_NAME(name, "The name of a fact", faults) is not None
        if isinstance(value, Scalar):
            when = condition(value, what, faults)
            values = {} if when is None else {"when": when}
            nodes: dict[str, Node] = {"when": value}
            found.append(Draft("facts", name.text, name.mark, values, nodes, good and when is not None))
        elif read := read_fields(value, FACT, what, faults):
            found.append(Draft("facts", name.text, name.mark, read.values, read.nodes, good and read.good))
        else:
            found.append(Draft("facts", name.text, name.mark, {}, {}, False))
    return found


def _listed(node: Node, group: str, faults: Faults) -> list[Draft]:
    if not isinstance(node, Sequence):
        faults.add(f"`{group}` must be a list, not {shape(node)}.", node.mark, "Begin each entry with `- id:`.")
        faults.blind = True
        return []
    found = []
    for item in node.items:
        id = name_in(item, "id")
        singular = SINGULAR[group]
        read = read_fields(item, ENTRIES[group], f"{singular} {id}" if id else f"the {singular}", faults)
        if read is None or not id:
            faults.blind = True
            continue
        found.append(Draft(group, id, read.nodes["id"].mark, read.values, read.nodes, read.good))
    return found


def _changed(node: Node, faults: Faults) -> list[Draft]:
    found = []
    for group, entries in _groups(node, "`change`", faults):
        for id, value in _pairs(entries, f"`{group}` of `change`", faults):
            if isinstance(value, Mapping) and (named := value.get("id")):
                fix = "Remove the old one and add a new one."
                faults.add(f"The id of {SINGULAR[group]} {id.text} cannot be changed.", named.mark, fix)
            what = f"{SINGULAR[group]} {id.text}"
            read = read_fields(value, _CHANGEABLE[group], what, faults, required=False, skip=("id",))
            if read is not None:
                found.append(Draft(group, id.text, id.mark, read.values, read.nodes, read.good))
    return found


def _removed(node: Node, faults: Faults) -> list[Removal]:
    found = []
    for group, entries in _groups(node, "`remove`", faults):
        for id, value in _pairs(entries, f"`{group}` of `remove`", faults):
            if not isinstance(value, Scalar) or not value.text.strip():
                message = f"{sentence(SINGULAR[group])} {id.text} is removed without a reason."
                faults.add(message, value.mark, f'Write `{id.text}: "why it does not apply here"`.')
            reason = line(value, f"The reason for removing {id.text}", faults) if _filled(value) else None
            found.append(Removal(group, id.text, reason or "", id.mark))
    return found


def _filled(node: Node) -> bool:
    return isinstance(node, Scalar) and bool(node.text.strip())


def _groups(node: Node, what: str, faults: Faults) -> list[tuple[str, Node]]:
    """The maps under `change` or `remove`: questions, items, rules."""
    table = {group: Field(lambda value, what, faults: value) for group in ENTRIES}
    read = read_fields(node, table, what, faults)
    return list(read.nodes.items()) if read else []


def _pairs(node: Node, what: str, faults: Faults) -> tuple[tuple[Scalar, Node], ...]:
    if isinstance(node, Mapping):
        return node.pairs
    faults.add(f"{what} must be a map, not {shape(node)}.", node.mark, "Write `name: value`.")
    faults.blind = True
    return ()
