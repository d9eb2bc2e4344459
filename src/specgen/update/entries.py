"""Changes the keys of a YAML mapping in its lines: each value alone, of a list only the records and fields that changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from specgen import questions, yamltext
from specgen.model import Answer, Basis, Quantity, Question, Record
from specgen.questions import find
from specgen.update.spans import End, Slot, end, in_brackets, slots
from specgen.update.splices import Splices
from specgen.yamltext import OneLine, Plain

_DASH = re.compile(r"([ \t]*)-[ \t]+")
_LITERAL = re.compile(r"[|>][-+0-9]*")


def put(lines: Sequence[str], slot: Slot, value: Plain, splices: Splices, *, one_line: bool = False) -> None:
    """The new value in place of the old one; what stands before it and the comment behind it stay."""
    first, *more = _after_colon(slot.name, value, slot.margin, one_line=one_line)
    head = lines[slot.first - 1]
    gap = head[slot.colon : slot.node.mark.column - 1] if _beside(slot) else " "
    start = head[: slot.colon] + (f"{gap or ' '}{first}" if first else "")
    inside = [" " * slot.margin + one for one in slot.end.comments]
    splices.replace(slot.first, slot.last, [start + _comment(lines, slot), *more, *inside])


def added(name: str, value: Plain, margin: int, *, one_line: bool = False) -> list[str]:
    """The lines of a key that was not there; only one where a comment below would become part of a block of text."""
    if one_line:
        text = yamltext.scalar(value) if isinstance(value, str) else yamltext.inline(value)
        return [f"{' ' * margin}{yamltext.scalar(name)}: {text}"]
    return yamltext.write({name: value}, margin).splitlines()


def take_out(slot: Slot, splices: Splices) -> None:
    splices.replace(slot.first, slot.last, ())


def _after_colon(name: str, value: Plain, margin: int, *, one_line: bool) -> list[str]:
    first, *more = added(name, value, margin, one_line=one_line)
    return [first[margin + len(yamltext.scalar(name)) + 1 :].strip(), *more]


def _beside(slot: Slot) -> bool:
    """Whether the old value begins in the line of its key, so that its distance from the colon is known."""
    empty = isinstance(slot.node, yamltext.Scalar) and slot.node.plain and not slot.node.text
    return slot.node.mark.line == slot.first and not empty


def _comment(lines: Sequence[str], slot: Slot) -> str:
    """The comment behind the old value, with the blanks before it."""
    head = lines[slot.first - 1]
    tails = [head[slot.colon :]]
    if slot.node.mark.line == slot.first:
        value = slot.node.mark.column - 1
        literal = _LITERAL.match(head, value) if slot.end.rest is None else None
        tails = [head[literal.end() :]] if literal else []
    if slot.end.rest is not None:
        tails.append(lines[slot.end.last - 1][slot.end.rest :])
    return next((tail.rstrip() for tail in tails if tail.lstrip().startswith("#")), "")


# --- lists of records ----------------------------------------------------------------------------------------------------


def put_records(
    lines: Sequence[str], slot: Slot, question: Question, fields: Mapping[str, Question], before: Sequence[Record],
    after: Sequence[Record], splices: Splices,
) -> bool:  # fmt: skip
    """Changes the records that differ and leaves the others. False, and nothing done, where that is not possible: the list
    stands in brackets, or the records changed their order."""
    node = slot.node
    if (
        not isinstance(node, yamltext.Sequence)
        or in_brackets(lines, node)
        or len(node.items) != len(before)
        or not after
    ):
        return False
    dashes = [_DASH.fullmatch(lines[one.mark.line - 1][: one.mark.column - 1]) for one in node.items]
    pairs = _pairs(before, after)
    if pairs is None or not all(dashes) or dashes[0] is None:
        return False
    margin = len(dashes[0][1])
    starts = [one.mark.line for one in node.items] + [slot.last + 1]
    ends = [end(lines, one, starts[number + 1] - 1, margin) for number, one in enumerate(node.items)]
    at = starts[0] - 1  # the line below which a new record goes
    for gone in set(range(len(before))).difference(one for one in pairs if one is not None):
        splices.replace(starts[gone], ends[gone].last, ())
    for record, number in zip(after, pairs, strict=True):
        if number is None:
            splices.insert(at, yamltext.write([_written(record, question, fields)], margin).splitlines(), tight=True)
            continue
        at = ends[number].last
        changed = _changes(before[number], record, fields)
        if changed and not _put_fields(lines, node.items[number], at, question, fields, changed, splices):
            rewritten = yamltext.write([_written(record, question, fields)], margin).splitlines()
            rewritten[0] += _behind(lines, ends[number])
            splices.replace(starts[number], at, rewritten)
    return True


def _pairs(before: Sequence[Record], after: Sequence[Record]) -> list[int | None] | None:
    """For each record now, which one it was: the one of its key, or the one at its place that has no other. None when
    records changed their order."""
    old, new = {one.key: number for number, one in enumerate(before)}, {one.key for one in after}
    found = [old.get(one.key) for one in after]
    if len(before) == len(after):
        found = [number if one is None and before[number].key not in new else one for number, one in enumerate(found)]
    kept = [one for one in found if one is not None]
    return found if kept == sorted(set(kept)) else None


def _behind(lines: Sequence[str], ended: End) -> str:
    tail = lines[ended.last - 1][ended.rest :].rstrip() if ended.rest is not None else ""
    return tail if tail.lstrip().startswith("#") else ""


def _written(record: Record, question: Question, fields: Mapping[str, Question]) -> Plain:
    names = sorted(record.fields, key=lambda name: name != question.key)  # the key first, the rest as they were
    return {name: questions.write_node(record.fields[name], fields[name], {}) for name in names}


def _changes(before: Record, after: Record, fields: Mapping[str, Question]) -> dict[str, Answer | None]:
    """Fields that differ, with what they are now."""
    return {
        name: after.fields.get(name)
        for name in fields
        if _value(before.fields.get(name), fields[name]) != _value(after.fields.get(name), fields[name])
    }


def _value(answer: Answer | None, field: Question) -> Plain | None:
    return None if answer is None else questions.write_node(answer, field, {})


def _put_fields(
    lines: Sequence[str], item: yamltext.Node, last: int, question: Question, fields: Mapping[str, Question],
    changed: Mapping[str, Answer | None], splices: Splices,
) -> bool:  # fmt: skip
    """Each changed field in its own lines. False, and nothing done, for a record in brackets, or without its first field."""
    if not isinstance(item, yamltext.Mapping) or in_brackets(lines, item):
        return False
    try:
        there = {slot.name: slot for slot in slots(lines, item, last)}
    except ValueError:
        return False
    top = next(iter(there))
    if top in changed and changed[top] is None:
        return False
    shared = not there.keys() <= fields.keys()  # basis and source for all numbers that have none
    order = list(fields)
    for name in order:
        if name not in changed:
            continue
        answer = changed[name]
        if answer is None:
            take_out(there[name], splices)
            continue
        value = _explicit(answer, fields[name]) if shared else questions.write_node(answer, fields[name], {})
        if name in there:
            put(lines, there[name], value, splices)
            continue
        earlier = [slot for slot in there.values() if slot.name in order and order.index(slot.name) < order.index(name)]
        above = max((slot.last for slot in earlier), default=there[top].last)
        splices.insert(above, added(name, value, item.mark.column - 1), tight=True)
    return True


def _explicit(answer: Answer, field: Question) -> Plain:
    """A number with its basis, also where a bare one would do: beside a shared basis it would take that."""
    value = questions.write_node(answer, field, {})
    if not isinstance(value, str) or find(field.type).dimension is None or not isinstance(answer.value, Quantity):
        return value
    return value if field.kind == "decided" else OneLine(value=value, basis=(answer.basis or Basis.ASSUMED).word)
