"""Checks a WordprocessingML part against the schema: which elements stand in which order, with which attributes.

A content model is run as a nondeterministic automaton over the names of an element's children, so its cost is linear.
Elements of other vocabularies (drawings) are taken as they are.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_SIMPLE = {
    "Int32Value": re.compile(r"-?\d+"), "Int16Value": re.compile(r"-?\d+"), "UInt32Value": re.compile(r"\d+"),
    "UInt16Value": re.compile(r"\d+"), "ByteValue": re.compile(r"\d+"), "IntegerValue": re.compile(r"-?\d+"),
    "OnOffValue": re.compile(r"0|1|true|false|on|off"), "HexBinaryValue": re.compile(r"auto|([0-9A-Fa-f]{2})*"),
}  # fmt: skip
_ROOTS = {"document": "CT_Document", "styles": "CT_Styles", "numbering": "CT_Numbering", "hdr": "CT_HdrFtr",
          "ftr": "CT_HdrFtr", "settings": "CT_Settings", "fonts": "CT_FontsList"}  # fmt: skip


@cache
def _types() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((Path(__file__).parent / "wordprocessingml.json").read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=50)
def faults(xml: bytes) -> list[str]:
    """What is wrong with a part, one line a fault. Most parts of a document are those of the reference document, unchanged."""
    root = etree.fromstring(xml)
    found: list[str] = []
    name = etree.QName(root).localname
    todo = [(root, f"w:{_ROOTS[name]}/w:{name}")] if name in _ROOTS else []
    while todo:
        element, kind = todo.pop()
        declared = _types().get(kind)
        if declared is None:
            continue
        place = f"{_name(element.tag)} on line {element.sourceline}"
        found += [f"{place}: {fault}" for fault in _of_attributes(element, declared["attributes"])]
        texts = [element.text, *(child.tail for child in element)]
        if not declared["text"] and any((one or "").strip() for one in texts):
            found.append(f"{place}: text where none may stand")
        children = [child for child in element if isinstance(child.tag, str)]
        kinds = _match(kind, [_name(child.tag) for child in children])
        if kinds is None:
            found.append(f"{place}: children {[_name(child.tag) for child in children][:12]}")
        else:
            todo += zip(children, kinds, strict=True)
    return found


def _of_attributes(element: etree._Element, declared: dict[str, Any]) -> list[str]:
    found = []
    for key, value in element.attrib.items():
        name = _name(str(key))
        if name in ("xml:space", "mc:Ignorable"):
            continue
        if name not in declared:
            found.append(f"unknown attribute {name}")
            continue
        allowed = declared[name][1]
        simple = _SIMPLE.get(allowed) if isinstance(allowed, str) else None
        if (isinstance(allowed, list) and value not in allowed) or (simple and not simple.fullmatch(str(value))):
            found.append(f"{name} is {value!r}")
    present = {_name(str(key)) for key in element.attrib}
    return found + [f"lacks {name}" for name, (required, _) in declared.items() if required and name not in present]


@cache
def _name(tag: str) -> str:
    found = etree.QName(tag)
    return f"{SPACES.get(found.namespace or '', '?')}:{found.localname}"


class _Automaton:
    """States are numbers; `steps` maps a state to (child name, kind of child, next state), `free` to next states."""

    def __init__(self, content: list[Any] | None) -> None:
        self.steps: list[list[tuple[str, str, int]]] = [[]]
        self.free: list[list[int]] = [[]]
        self.end = self._part(content, 0) if content else 0

    def _state(self) -> int:
        self.steps.append([])
        self.free.append([])
        return len(self.steps) - 1

    def _part(self, part: list[Any], start: int) -> int:
        least, most = part[0], part[1]
        at = start
        for _ in range(least):
            at = self._once(part, at)
        if most == 0:  # any number more
            loop = self._state()
            self.free[at].append(loop)
            self.free[self._once(part, loop)].append(loop)
            return loop
        end = self._state()
        self.free[at].append(end)
        for _ in range(most - least):
            at = self._once(part, at)
            self.free[at].append(end)
        return end

    def _once(self, part: list[Any], start: int) -> int:
        if len(part) == 3:
            end = self._state()
            self.steps[start].append((part[2].rpartition("/")[2], part[2], end))
            return end
        if part[2] == "sequence":
            for one in part[3]:
                start = self._part(one, start)
            return start
        end = self._state()  # a choice; "all" is taken as a choice of any number, which is enough for what we write
        for one in part[3]:
            inner = self._state()
            self.free[start].append(inner)
            self.free[self._part(one, inner)].append(end)
        if part[2] == "all":
            self.free[end].append(start)
            self.free[start].append(end)
        return end

    @cache  # noqa: B019 - automata live as long as the tests
    def reach(self, states: frozenset[int]) -> frozenset[int]:
        found, todo = set(states), list(states)
        while todo:
            for following in self.free[todo.pop()]:
                if following not in found:
                    found.add(following)
                    todo.append(following)
        return frozenset(found)

    @cache  # noqa: B019 - the same
    def step(self, states: frozenset[int], name: str) -> tuple[frozenset[int], str]:
        taken = [step for state in states for step in self.steps[state] if step[0] == name]
        return self.reach(frozenset(step[2] for step in taken)), taken[0][1] if taken else ""


@cache
def _automaton(kind: str) -> _Automaton:
    return _Automaton(_types()[kind]["content"])


def _match(kind: str, names: list[str]) -> list[str] | None:
    """The kind of each child, or None where their order is not one that the schema allows. An element that holds
    another vocabulary (a drawing) is not looked into."""
    if any(name.startswith("?:") for name in names):
        return [""] * len(names)
    automaton = _automaton(kind)
    states = automaton.reach(frozenset([0]))
    kinds = []
    for name in names:
        states, found = automaton.step(states, name)
        if not states:
            return None
        kinds.append(found)
    return kinds if automaton.end in states else None
