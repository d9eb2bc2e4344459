"""Items that apply and contradictions that fire, and what cannot be decided yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from specgen import messages
from specgen.compose.world import World
from specgen.model import (
    Contradiction,
    Item,
    Level,
    Pack,
    Record,
    Rule,
    Severity,
    SpecItem,
    Truth,
    Waiting,
)
from specgen.quantities import say, show_figure

SOFTER = {Severity.MUST: Severity.SHOULD, Severity.SHOULD: Severity.MAY, Severity.MAY: Severity.MAY}
SOFTENING_TIERS = (2, 3)


def effective_severity(item: Item, pack: Pack, tier: int | None) -> Severity:
    """Tiers 2 and 3 soften by one step, except where the item says `keep`, or its pack does and the item does not object."""
    kept = pack.keep if item.keep is None else item.keep
    return SOFTER[item.severity] if tier in SOFTENING_TIERS and not kept else item.severity


def items(packs: Sequence[Pack], world: World, tier: int | None) -> tuple[tuple[SpecItem, ...], tuple[Waiting, ...]]:
    """The items that apply, in pack order, and those that may apply with the answers they wait for."""
    composed: list[SpecItem] = []
    waiting: list[Waiting] = []
    for pack in packs:
        for item in pack.items:
            if item.tiers is not None and tier is not None and tier > item.tiers:
                continue
            truth = world.any(item.when, item.each)
            if truth.value:
                composed.append(SpecItem(item, effective_severity(item, pack, tier)))
            elif truth.value is None:
                waiting.append(Waiting(item.id, truth.needs))
    return tuple(composed), tuple(waiting)


class Case(NamedTuple):
    """A rule for one record (None for a rule of its own), and whether it fires."""

    rule: Rule
    record: Record | None
    truth: Truth


def cases(rules: Iterable[Rule], world: World) -> Iterator[Case]:
    """Every rule, for every record it speaks of."""
    for rule in rules:
        records = world.records(rule.each) if rule.each else None
        if not rule.each:
            yield Case(rule, None, world.truth(rule.when))
        elif records is None:
            yield Case(rule, None, Truth(None, (rule.each,)))
        else:
            for record in records:
                yield Case(rule, record, world.truth(rule.when, rule.each, record))


def firing(found: Sequence[Case]) -> list[Case]:
    """Those that fire, one for each cause: a rule is silent where one that says it better fires too."""
    fired = [one for one in found if one.truth.value]
    by_rule: dict[str, list[Case]] = {}
    for one in fired:
        by_rule.setdefault(one.rule.id, []).append(one)
    return [
        one
        for one in fired
        if not any(_silences(other, one) for id in one.rule.silent_if for other in by_rule.get(id, ()))
    ]


def _silences(other: Case, one: Case) -> bool:
    """One finding per cause: of two rules on the same list, only findings on the same record share a cause."""
    if other.rule.id not in one.rule.silent_if:
        return False
    same_list = other.rule.each and other.rule.each == one.rule.each
    return not same_list or other.record is one.record


def contradictions(
    found: Sequence[Case], world: World, seen: str = ""
) -> tuple[tuple[Contradiction, ...], tuple[Waiting, ...]]:
    """What fires, errors first, otherwise in pack and file order; and rules that could not be evaluated.

    `seen` is the day of the spec's last review (or of its making): an acceptance that ended before it has lapsed.
    """
    fired = [_fire(one.rule, world, one.record, seen) for one in firing(found)]
    fired.sort(key=lambda one: one.severity is not Level.ERROR)
    waiting = [
        Waiting(one.rule.id, one.truth.needs, one.record.key if one.record else "")
        for one in found
        if one.truth.value is None and one.truth.needs  # without needs there is nothing to wait for
    ]
    return tuple(fired), tuple(waiting)


def _fire(rule: Rule, world: World, record: Record | None, seen: str) -> Contradiction:
    names = rule.when.names if rule.when else ()
    weak = world.guesses(names, rule.each, record)
    severity, capped = rule.severity, ""
    if severity is Level.ERROR and weak:
        severity = Level.WARNING
        capped = ", ".join(weak)

    def value(name: str) -> str:
        return shown(name, world, rule.each, record)

    return Contradiction(
        rule,
        severity,
        messages.fill(rule.title, value),
        messages.fill(rule.message, value),
        messages.fill(rule.fix, value),
        record.key if record else "",
        world.sources(names, rule.each, record),
        capped,
        *_accepted(rule.id, world, seen),
    )


def shown(name: str, world: World, each: str = "", record: Record | None = None) -> str:
    """A name's value as a reader expects it in a sentence; "unknown" where it is not known."""
    if name.startswith("figures."):
        figure = world.figure(name.removeprefix("figures."), each, record)
        return show_figure(figure) if figure else "unknown"
    answer = world.answer(name, record)
    if answer is not None and not answer.is_unknown:
        labels = world.label(name, each)
        if labels and isinstance(answer.value, tuple):
            return ", ".join(labels.get(str(one), str(one)) for one in answer.value) or "none"
        return labels.get(answer.text) or say(answer)
    value = world.operand(name, each, record)
    return "unknown" if value is None else str(value)


ACCEPTANCE = ("reason", "person", "until")


def _accepted(rule_id: str, world: World, seen: str) -> tuple[str, str, str]:
    """Why, by whom and until when this contradiction is accepted; or why an acceptance does not count; and its last day."""
    for record in world.records("accepted") or ():
        if record.key != rule_id:
            continue
        said = {name: record.fields[name] for name in ACCEPTANCE if name in record.fields}
        missing = [name for name in ACCEPTANCE if name not in said or said[name].is_unknown]
        if missing:
            return "", f"needs {', '.join(f'accepted.{rule_id}.{name}' for name in missing)}", ""
        until = said["until"].text
        if seen and until < seen:
            return "", f"ended on {until}", until
        return f"{said['reason'].text}, {said['person'].text}, until {until}", "", until
    return "", "", ""
