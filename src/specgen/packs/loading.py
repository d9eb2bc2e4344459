"""All layers to one library: merged, every name checked, and made into values that never change."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from specgen import calculators
from specgen.errors import InputError
from specgen.frozen import replace
from specgen.model import FactRule, Item, Library, Pack, Question, Removed, Rule
from specgen.packs import asking, examples, references, removals
from specgen.packs.faults import Faults
from specgen.packs.layers import Merged, merge
from specgen.packs.names import Names
from specgen.packs.read import Draft, PackDraft
from specgen.packs.tables import SINGULAR


def library(layers: tuple[Mapping[str, str], ...], with_examples: bool) -> Library:
    """The layers, lowest first, read, merged and checked. Raises InputError with every problem of every file."""
    faults = Faults()
    merged = merge(layers, faults)
    asked, unsound = _questions(merged, faults)
    if not faults.blind:
        references.check_questions(merged, asked, faults)
        figures = calculators.figures()
        references.check(merged, Names(merged, asked, figures), faults)
        removals.check(merged, faults)
        removals.drop_cases(merged)
        if with_examples:
            known = examples.known(asked.values(), merged.of("facts"), figures)
            _check_examples(merged, known, unsound, faults)
    if faults.found:
        raise InputError(*faults.sorted())
    packs = sorted(merged.packs.values(), key=lambda pack: (pack.values.get("order", 500), pack.name))
    removed = tuple(
        Removed(SINGULAR[one.group], one.id, one.reason, one.layer, one.home, one.mark)
        for one in merged.removed.values()
        if one.id not in merged.of(one.group)  # else it was replaced
    )
    return Library(tuple(_pack(pack, asked) for pack in packs), tuple(merged.layers), removed, _digest(layers))


def _digest(layers: tuple[Mapping[str, str], ...]) -> str:
    """The same on every machine: names of folders are no part of it."""
    texts = [text for layer in layers for _, text in sorted(layer.items())]
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _questions(merged: Merged, faults: Faults) -> tuple[dict[str, Question], frozenset[str]]:
    """Every question whose fields could be read, by id, and the ids (of lists too) whose values cannot be judged."""
    asked = {}
    unsound = set()
    for id, draft in merged.of("questions").items():
        before = len(faults.found)
        if draft.good:
            asked[id] = asking.build(draft, merged.homes["questions", id])
            asking.check(draft, asked[id], faults)
        if not draft.good or len(faults.found) > before:
            unsound.add(id.partition("[].")[0])
    return asked, frozenset(unsound)


def _check_examples(merged: Merged, known: examples.Known, unsound: frozenset[str], faults: Faults) -> None:
    for draft in merged.of("rules").values():
        for cases in draft.values.get("examples", {}).values():
            for case in cases:
                if unsound.isdisjoint(case.given):
                    faults.found += examples.read(case, known)[1]


def _pack(pack: PackDraft, asked: Mapping[str, Question]) -> Pack:
    """The finished pack; nothing is wrong any more."""
    return Pack(
        name=pack.name,
        **{name: value for name, value in pack.values.items() if name != "pack"},
        facts=tuple(_fact(draft, pack.name) for draft in pack.of("facts")),
        questions=tuple(_question(draft, asked) for draft in pack.of("questions")),
        items=tuple(
            Item(pack=pack.name, layers=draft.layers, mark=draft.mark, **draft.values) for draft in pack.of("items")
        ),
        rules=tuple(_rule(draft, pack.name) for draft in pack.of("rules")),
        layer=pack.layer,
        mark=pack.mark,
    )


def _fact(draft: Draft, pack: str) -> FactRule:
    layer = draft.layers.get("when", "")
    return FactRule(draft.id, draft.values["when"], draft.values.get("each", ""), pack, layer, draft.mark)


def _question(draft: Draft, asked: Mapping[str, Question]) -> Question:
    question = asked[draft.id]
    resolved = draft.values.get("when")
    return question if resolved is None else replace(question, when=resolved)


def _rule(draft: Draft, pack: str) -> Rule:
    values: dict[str, Any] = {name: value for name, value in draft.values.items() if name != "examples"}
    return Rule(pack=pack, layers=draft.layers, mark=draft.mark, **values, **draft.values["examples"])
