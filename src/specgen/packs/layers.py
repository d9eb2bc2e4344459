"""Layers laid over each other: a team's files add to, change and remove what the packs below them hold.

Everything here works on drafts, so that each field keeps the node (and so the file and line) it was last written at,
and the label of the layer it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from specgen.frozen import replace
from specgen.model import Layer, Mark
from specgen.packs.faults import Faults, meant
from specgen.packs.read import Draft, PackDraft, Removal, layer_of, pack_of
from specgen.packs.tables import ENTRIES, REQUIRED_OF_PACKS, SINGULAR, sentence

LAYER_FILE = "LAYER.yaml"
MOST_ITEMS = 5_000


@dataclass(slots=True)
class Merged:
    """All layers as one: packs by name, entries and facts by id, and what was taken away."""

    packs: dict[str, PackDraft] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    entries: dict[str, dict[str, Draft]] = field(default_factory=lambda: {group: {} for group in (*ENTRIES, "facts")})
    homes: dict[tuple[str, str], str] = field(default_factory=dict)  # group and id -> pack
    removed: dict[tuple[str, str], Removal] = field(default_factory=dict)
    resting: dict[str, list[Draft]] = field(default_factory=dict)  # removed question -> what cannot do without it

    def of(self, group: str) -> dict[str, Draft]:
        return self.entries[group]

    def gone(self, id: str) -> bool:
        """Whether a question was removed, and not replaced."""
        return ("questions", id) in self.removed and id not in self.entries["questions"]

    def rests(self, draft: Draft, id: str) -> None:
        """Notes what still needs a removed question."""
        found = self.resting.setdefault(id, [])
        if draft.what not in (one.what for one in found):
            found.append(draft)


def merge(layers: tuple[Mapping[str, str], ...], faults: Faults) -> Merged:
    """Reads every file of every layer, lowest layer first, into one set of drafts."""
    merged = Merged()
    for files in layers:
        label = _label(files, merged, faults)
        below = frozenset(merged.packs)
        read = [(file, pack_of(text, file, faults)) for file, text in sorted(files.items()) if not _is_layer(file)]
        for _, pack in read:
            if pack is not None and pack.name:
                _lay(pack, label, below, merged, faults)
    items = merged.of("items")
    if len(items) > MOST_ITEMS:
        last = list(items.values())[MOST_ITEMS]
        faults.add(f"There are {len(items):,} items; at most {MOST_ITEMS:,} can be read.", last.mark)
    return merged


def _name(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]


def _is_layer(file: str) -> bool:
    return _name(file) == LAYER_FILE


def _label(files: Mapping[str, str], merged: Merged, faults: Faults) -> str:
    """"core 1.0.0", from LAYER.yaml; "" after a fault."""
    named = [file for file in sorted(files) if _is_layer(file)]
    if not named:
        beside = min(files, default="")
        missing = beside.removesuffix(_name(beside)) + LAYER_FILE
        fix = "Write one of two lines: `name: acme` and `version: 1.0.0`."
        faults.add(f"The folder has no {LAYER_FILE}, which names it and its version.", Mark(missing), fix)
        return ""
    for extra in named[1:]:
        faults.add(f"This layer has two {LAYER_FILE}: {named[0]} and {extra}.", Mark(extra, 1, 1), "Keep one of them.")
    layer = layer_of(files[named[0]], named[0], faults)
    if layer is None:
        return ""
    if any(layer.name == known.name for known in merged.layers):
        message = f'Two layers are named "{layer.name}".'
        faults.add(message, Mark(named[0], 1, 1), "Give this one a name of its own.")
    merged.layers.append(layer)
    return f"{layer.name} {layer.version}"


def _lay(pack: PackDraft, label: str, below: frozenset[str], merged: Merged, faults: Faults) -> None:
    known = merged.packs.get(pack.name)
    is_new = any(name in pack.nodes for name in REQUIRED_OF_PACKS)
    if known is not None and pack.name not in below:
        message = f"Pack {pack.name} is declared twice: in {_where(known.mark)} and {_where(pack.mark)}."
        faults.add(message, pack.mark, "Put both in one file, or rename one.")
    elif known is not None:
        for name, node in pack.nodes.items():
            if name != "pack":
                message = f"Pack {pack.name} is declared in {_where(known.mark)}; its `{name}` cannot be given again."
                faults.add(message, node.mark, f"Delete `{name}`, or rename this pack.")
    elif not is_new and (pack.changes or pack.removals or below):
        near = meant(pack.name, below, "The layers below have none.")
        fix = f"{near} A new pack needs {', '.join(REQUIRED_OF_PACKS)}."
        faults.add(f"There is no pack {pack.name} below to add to.", pack.mark, fix)
    else:
        for name in REQUIRED_OF_PACKS:
            if name not in pack.nodes:
                faults.add(f"Pack {pack.name} has no `{name}`.", pack.mark, f"Add `{name}:`.")
    if known is None:
        known = merged.packs[pack.name] = PackDraft(pack.name, pack.mark, pack.values, pack.nodes, layer=label)
        _begin(pack, is_new, merged, faults)
    _remove(pack, known, label, merged, faults)
    _change(pack, known, label, merged, faults)
    _add(pack, known, label, merged, faults)


def _begin(pack: PackDraft, is_new: bool, merged: Merged, faults: Faults) -> None:
    """What holds for the file that a pack begins in."""
    for mark in [*(change.mark for change in pack.changes), *(removal.mark for removal in pack.removals)]:
        if is_new:
            message = f"Pack {pack.name} begins in this file, so nothing of it is below to change or remove."
            faults.add(message, mark, "Edit the entry itself.")
    pack.changes, pack.removals = [], []
    prefix = pack.values.get("prefix")
    for other in merged.packs.values():
        if prefix and other is not merged.packs[pack.name] and other.values.get("prefix") == prefix:
            message = f"The prefix {prefix} belongs to pack {other.name} already ({_where(other.mark)})."
            faults.add(message, pack.nodes["prefix"].mark, "Choose another one.")


def _remove(pack: PackDraft, known: PackDraft, label: str, merged: Merged, faults: Faults) -> None:
    for removal in pack.removals:
        draft = _below(removal.group, removal.id, removal.mark, known, merged, faults)
        if draft is not None:
            known.of(removal.group).remove(draft)
            del merged.of(removal.group)[removal.id]
            home = draft.values.get("home", "")
            merged.removed[removal.group, removal.id] = replace(removal, layer=label, home=home)


def _change(pack: PackDraft, known: PackDraft, label: str, merged: Merged, faults: Faults) -> None:
    for change in pack.changes:
        draft = _below(change.group, change.id, change.mark, known, merged, faults)
        if draft is not None:
            draft.values.update(change.values)
            draft.nodes.update(change.nodes)
            draft.layers.update(dict.fromkeys(change.nodes, label))
            draft.good = draft.good and change.good


def _below(group: str, id: str, mark: Mark, known: PackDraft, merged: Merged, faults: Faults) -> Draft | None:
    """The entry of a pack below that a change or removal speaks of."""
    draft = merged.of(group).get(id)
    singular = SINGULAR[group]
    if draft is None:
        gone = merged.removed.get((group, id))
        message = f"Pack {known.name} has no {singular} {id}"
        message += f": it was removed in {_where(gone.mark)}." if gone else "."
        faults.add(message, mark, meant(id, [one.id for one in known.of(group)]))
        return None
    home = merged.homes[group, id]
    if home != known.name:
        fix = f"Write it in a file that begins with `pack: {home}`."
        faults.add(f"The {singular} {id} belongs to pack {home}, not {known.name}.", mark, fix)
        return None
    return draft


def _add(pack: PackDraft, known: PackDraft, label: str, merged: Merged, faults: Faults) -> None:
    prefix = known.values.get("prefix")
    for group, drafts in pack.entries.items():
        for draft in drafts:
            first = merged.of(group).get(draft.id)
            if first is not None:
                _twice(draft, first, merged.homes[group, draft.id], known, faults)
                continue
            draft.layers = dict.fromkeys(draft.nodes, label)
            if group == "items" and prefix and "id" in draft.values and draft.id.rpartition("-")[0] != prefix:
                fix = f"Use {prefix}-{draft.id.rpartition('-')[2]} or the next free number."
                faults.add(f"Item {draft.id} is in a pack whose prefix is {prefix}.", draft.mark, fix)
            merged.of(group)[draft.id] = draft
            merged.homes[group, draft.id] = known.name
            known.of(group).append(draft)


def _twice(draft: Draft, first: Draft, home: str, known: PackDraft, faults: Faults) -> None:
    fix = "Rename one of them."
    if home == known.name and draft.mark.file != first.mark.file and draft.group in ENTRIES:
        fix = f"To change it, write it under `change: {{{draft.group}: …}}`."
    message = f"{sentence(draft.what)} is declared twice: in {_where(first.mark)} and {_where(draft.mark)}."
    faults.add(message, draft.mark, fix)


def _where(mark: Mark) -> str:
    return f"{mark.file}:{mark.line}"
