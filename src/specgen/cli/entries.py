"""Everything that has an id, found by it, and as plain data for programs.

Each kind has its own keys and always all of them: null for what was left out, so that a program need not ask twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from specgen import calculators, questions, yamltext
from specgen.calculators import FigureSpec
from specgen.model import Condition, Example, FactRule, Item, Library, Mark, Pack, Question, Removed, Rule

Entry = Pack | Item | Question | Rule | FactRule | FigureSpec | Removed
Data = dict[str, Any]
SAID = {"rule": "contradiction"}  # a rule is one of `check`; that of a pack goes by what it finds


def entries(packs: Library) -> Iterator[Entry]:
    """Packs, items, questions, rules, facts and figures, in the order of the library; last what was removed."""
    yield from packs.packs
    yield from packs.items()
    yield from packs.questions()
    yield from packs.rules()
    yield from packs.facts()
    yield from calculators.figures().values()
    yield from packs.removed


def id_of(entry: Entry) -> str:
    """What an entry is called: the name of a pack, `facts.NAME` for a fact."""
    if isinstance(entry, FactRule):
        return f"facts.{entry.name}"
    return entry.name if isinstance(entry, Pack) else entry.id


def data(entry: Entry, packs: Library) -> Data:
    """All that is known of an entry, for JSON."""
    match entry:
        case Pack():
            return _pack(entry)
        case Item():
            return _item(entry, packs)
        case Question():
            return _question(entry, packs)
        case Rule():
            return _rule(entry)
        case FactRule():
            return _fact(entry)
        case FigureSpec():
            return _figure(entry, packs)
        case Removed():
            return {
                "kind": "removed", "id": entry.id, "was": SAID.get(entry.kind, entry.kind), "reason": entry.reason,
                **_place(entry.layer, entry.mark),
            }  # fmt: skip


# --- what entries say of each other -----------------------------------------------------------------------------------


def related(item: Item, packs: Library) -> list[str]:
    """What an item names, and the rules whose mending names the item."""
    return list(dict.fromkeys([*item.see, *(rule.id for rule in packs.rules() if item.id in rule.fix)]))


def readers(question: Question, packs: Library) -> list[str]:
    """The rules and figures that rest on a question."""
    rules = [rule.id for rule in packs.rules() if rule.when and _reads(rule.when, rule.each, question)]
    return rules + [f.id for f in calculators.figures().values() if question.id in (*f.needs, *f.reads)]


def _reads(when: Condition, each: str, question: Question) -> bool:
    if question.list_id:
        return each == question.list_id and f"each.{question.field_name}" in when.names
    return any(name in (f"answers.{question.id}", f"answered.{question.id}") for name in when.names)


def contradictions(figure: FigureSpec, packs: Library) -> list[str]:
    """The rules that read a figure."""
    return [rule.id for rule in packs.rules() if rule.when and f"figures.{figure.id}" in rule.when.names]


def kept(item: Item, packs: Library) -> bool:
    """Whether no tier softens an item: it says so itself, or its pack does."""
    if item.keep is not None:
        return item.keep
    return any(pack.keep for pack in packs.packs if pack.name == item.pack)


# --- one kind after the other -----------------------------------------------------------------------------------------


def _pack(pack: Pack) -> Data:
    return {
        "kind": "pack", "id": pack.name, "prefix": pack.prefix, "version": pack.version, "title": pack.title,
        "summary": pack.summary, "order": pack.order, "keep": pack.keep, "applies": _source(pack.applies),
        "counts": {
            "questions": len(pack.questions), "items": len(pack.items), "rules": len(pack.rules), "facts": len(pack.facts),
        },
        **_place(pack.layer, pack.mark),
    }  # fmt: skip


def _item(item: Item, packs: Library) -> Data:
    return {
        "kind": "item", "id": item.id, "phase": item.phase.value, "severity": item.severity.value,
        "keep": kept(item, packs), "tiers": item.tiers, "text": item.text, "evidence": item.evidence, "why": item.why,
        "reference": item.reference, "when": _source(item.when), "each": item.each or None, "see": related(item, packs),
        "pack": item.pack, **_origin(item.layers, item.mark),
    }  # fmt: skip


def _question(question: Question, packs: Library) -> Data:
    is_number = questions.find(question.type).dimension is not None
    bounds = {name: getattr(question, name) for name in ("above", "below", "minimum", "maximum")}
    return {
        "kind": "question", "id": question.id, "ask": question.ask, "type": question.type,
        "number": question.kind if is_number else None,  # `kind` in packs, which says here what entry this is
        "choices": dict(question.choices), "bounds": {name: value for name, value in bounds.items() if value},
        "plausible": list(question.plausible) or None,
        "default": question.default or None, "assume": question.assume or None, "essential": question.essential,
        "trait": question.trait, "prompt": question.prompt, "home": question.home or None, "key": question.key or None,
        "example": question.example or None, "help": question.help or None, "guidance": question.guidance or None,
        "when": _source(question.when), "read_by": readers(question, packs),
        "pack": question.pack, **_origin(question.layers, question.mark),
    }  # fmt: skip


def _rule(rule: Rule) -> Data:
    return {
        "kind": "contradiction", "id": rule.id, "severity": rule.severity.value, "title": rule.title, "message": rule.message,
        "fix": rule.fix, "reference": rule.reference, "when": _source(rule.when), "each": rule.each or None,
        "silent_if": list(rule.silent_if), "examples": {"fires": _cases(rule.fires), "silent": _cases(rule.silent)},
        "pack": rule.pack, **_origin(rule.layers, rule.mark),
    }  # fmt: skip


def _fact(fact: FactRule) -> Data:
    return {
        "kind": "fact", "id": id_of(fact), "when": fact.when.source, "each": fact.each or None, "pack": fact.pack,
        **_place(fact.layer, fact.mark),
    }  # fmt: skip


def _figure(figure: FigureSpec, packs: Library) -> Data:
    return {
        "kind": "figure", "id": figure.id, "title": figure.title, "dimension": figure.dimension.value,
        "unit": figure.unit or None, "each": figure.each or None, "formula": figure.formula, "needs": list(figure.needs),
        "reads": list(figure.reads), "source": figure.source or None, "help": figure.help or None,
        "contradictions": contradictions(figure, packs),
    }  # fmt: skip


def _source(condition: Condition | None) -> str | None:
    return None if condition is None else condition.source


def _cases(examples: Iterable[Example]) -> list[Data]:
    return [{key: yamltext.data(node) for key, node in example.given.items()} for example in examples]


def _origin(layers: Mapping[str, str], mark: Mark) -> Data:
    """Where an entry was first written, and the fields that other layers changed."""
    first = layers.get("id", "")
    return {**_place(first, mark), "changed": {field: layer for field, layer in layers.items() if layer != first}}


def _place(layer: str, mark: Mark) -> Data:
    return {"layer": layer, "file": mark.file, "line": mark.line}
