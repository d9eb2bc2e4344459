"""The keys that each part of a pack file may have, and how their values are read."""

from __future__ import annotations

import re
from typing import Any

from specgen import questions, registry
from specgen.model import Level, Mark, Phase, Severity
from specgen.packs.faults import Faults, meant
from specgen.packs.fields import (
    DOTTED,
    KEBAB,
    WORD,
    Field,
    cases,
    choices,
    condition,
    flag,
    line,
    matching,
    names,
    one_of,
    pair,
    prose,
    scalar,
    shape,
    whole,
)
from specgen.yamltext import Mapping, Node, Scalar

VERSION = matching(r"\d+\.\d+\.\d+", "three numbers such as 1.0.0")
PACK_NAME = matching(KEBAB, "lower-case words joined by dashes")
QUESTION_ID = matching(
    rf"{DOTTED}(?:\[\]\.{WORD})?",
    "dotted lower-case words such as latency.p99, or LIST[].field for a field of a list",
)
LIST_ID = matching(DOTTED, "the id of a list question, such as dependencies")
ITEM_ID = matching(r"[A-Z][A-Z0-9]*-\d{2,}", "the pack's prefix, a dash and two or more digits, such as IDEM-03")
RULE_ID = matching(KEBAB, "lower-case words joined by dashes")
FACT_NAME = matching(WORD, "lower-case words joined by underscores")
HOME = re.compile(rf"front_matter\.(?:title|tier|owners|reviewers)|section\.{WORD}")
HOME_FIX = "Use front_matter.title, .tier, .owners or .reviewers, or section.NAME."


def question_type(node: Node, what: str, faults: Faults) -> str | None:
    text = scalar(node, what, faults)
    try:
        return text and questions.find(text).name
    except KeyError:
        known = registry.names("specgen.questions")
        fix = meant(str(text), known, f"The types are {', '.join(known)}.")
        faults.add(f'{what} is "{text}", which is not a type.', node.mark, fix)
        return None


def home(node: Node, what: str, faults: Faults) -> str | None:
    text = scalar(node, what, faults)
    if text is not None and not HOME.fullmatch(text):
        faults.add(f'{what} is "{text}", which is no place in a spec.', node.mark, HOME_FIX)
        return None
    return text


def examples(node: Node, what: str, faults: Faults) -> dict[str, Any] | None:
    found = read_fields(node, EXAMPLES, what, faults)
    return found.values if found else None


QUESTION = {
    "id": Field(QUESTION_ID, required=True),
    "ask": Field(line, required=True),
    "type": Field(question_type, required=True),
    "help": Field(prose),
    "example": Field(line),
    "choices": Field(choices),
    "default": Field(scalar),
    "assume": Field(scalar),
    "kind": Field(one_of(str, ("decided", "observed"))),
    "when": Field(condition),
    "essential": Field(flag),
    "trait": Field(flag),
    "prompt": Field(flag),
    "home": Field(home),
    "guidance": Field(prose),
    "key": Field(matching(WORD, "the name of a field")),
    "above": Field(scalar),
    "below": Field(scalar),
    "minimum": Field(scalar),
    "maximum": Field(scalar),
    "plausible": Field(pair),
}
ITEM = {
    "id": Field(ITEM_ID, required=True),
    "phase": Field(one_of(Phase, list(Phase)), required=True),
    "severity": Field(one_of(Severity, list(Severity)), required=True),
    "text": Field(line, required=True),
    "evidence": Field(line, required=True),
    "why": Field(line, required=True),
    "reference": Field(line, required=True),
    "when": Field(condition),
    "each": Field(LIST_ID),
    "keep": Field(flag),
    "tiers": Field(whole(0, 3)),
    "see": Field(names(scalar)),
}
RULE = {
    "id": Field(RULE_ID, required=True),
    "severity": Field(one_of(Level, list(Level)), required=True),
    "title": Field(line, required=True),
    "message": Field(prose, required=True),
    "fix": Field(prose, required=True),
    "reference": Field(line, required=True),
    "when": Field(condition, required=True),
    "each": Field(LIST_ID),
    "silent_if": Field(names(RULE_ID)),
    "examples": Field(examples, required=True),
}
EXAMPLES = {"fires": Field(cases, required=True), "silent": Field(cases, required=True)}
FACT = {"when": Field(condition, required=True), "each": Field(LIST_ID)}
HEADER = {
    "prefix": Field(matching(r"[A-Z][A-Z0-9]*", "capital letters and digits, such as IDEM")),
    "version": Field(VERSION),
    "title": Field(line),
    "summary": Field(line),
    "order": Field(whole(0, 9999)),
    "applies": Field(condition),
    "keep": Field(flag),
}
REQUIRED_OF_PACKS = ("prefix", "version", "title", "summary")
CHANGE = {"version": Field(VERSION, required=True), "text": Field(prose, required=True)}
ENTRIES = {"questions": QUESTION, "items": ITEM, "rules": RULE}
SINGULAR = {"questions": "question", "items": "item", "rules": "rule"}


class Read:
    """The keys of one map that could be read: values, and the nodes they came from. `good` when nothing was wrong."""

    __slots__ = ("good", "mark", "nodes", "values")

    def __init__(self, mark: Mark) -> None:
        self.values: dict[str, Any] = {}
        self.nodes: dict[str, Node] = {}
        self.mark = mark
        self.good = True


def read_fields(
    node: Node, table: dict[str, Field], what: str, faults: Faults, required: bool = True, skip: tuple[str, ...] = ()
) -> Read | None:
    """Reads a map by a table; None when it is no map. Keys in `skip` are read by the caller."""
    if not isinstance(node, Mapping):
        faults.add(f"{sentence(what)} must be a map, not {shape(node)}.", node.mark)
        return None
    read = Read(node.mark)
    for key, value in node.pairs:
        name = key.text
        field = table.get(name)
        if field is None:
            if name not in skip:
                read.good = False
                known = (*table, *skip)
                faults.add(f'"{name}" is not a key of {what}.', key.mark, meant(name, known, _listed(known)))
            continue
        found = field.read(value, f"`{name}` of {what}", faults)
        if found is None:
            read.good = False
        else:
            read.values[name] = found
        read.nodes[name] = value
    if required:
        missing = [name for name, field in table.items() if field.required and name not in read.nodes]
        for name in missing:
            read.good = False
            faults.add(f"{sentence(what)} has no `{name}`.", node.mark, f"Add `{name}:`.")
    return read


def _listed(known: tuple[str, ...]) -> str:
    return f"The keys are {', '.join(known)}."


def sentence(what: str) -> str:
    """What a sentence is about, as its first word."""
    return what[:1].upper() + what[1:]


def name_in(node: Node, key: str) -> str:
    """The text under `key` of a map, "" when there is none: only to speak of the map in messages."""
    found = node.get(key) if isinstance(node, Mapping) else None
    return found.text.strip() if isinstance(found, Scalar) else ""
