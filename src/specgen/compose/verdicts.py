"""Items that apply and contradictions that fire, and what cannot be decided yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specgen import messages
from specgen.compose.world import World
from specgen.model import (
    Basis,
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
    """Tiers 2 and 3 soften by one step, except where the item or its pack says `keep`."""
    return SOFTER[item.severity] if tier in SOFTENING_TIERS and not (item.keep or pack.keep) else item.severity


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


def contradictions(packs: Sequence[Pack], world: World) -> tuple[tuple[Contradiction, ...], tuple[Waiting, ...]]:
    """Rules that fired, errors first, one finding per cause; and rules that could not be evaluated."""
    fired: list[Contradiction] = []
    waiting: list[Waiting] = []
    for pack in packs:
        for rule in pack.rules:
            for record, truth in _cases(rule, world):
                if truth.value:
                    fired.append(_fire(rule, world, record))
                elif truth.value is None:
                    waiting.append(Waiting(rule.id, truth.needs, record.key if record else ""))
    ids = {one.rule.id for one in fired}
    kept = [one for one in fired if not ids.intersection(one.rule.silent_if)]
    kept.sort(key=lambda one: one.severity is not Level.ERROR)  # stable: pack and file order within a severity
    return tuple(kept), tuple(waiting)


def _cases(rule: Rule, world: World) -> Iterator[tuple[Record | None, Truth]]:
    if not rule.each:
        yield None, world.truth(rule.when)
        return
    records = world.records(rule.each)
    if records is None:
        yield None, Truth(None, (rule.each,))
        return
    for record in records:
        yield record, world.truth(rule.when, rule.each, record)


def _fire(rule: Rule, world: World, record: Record | None) -> Contradiction:
    names = rule.when.names if rule.when else ()
    weak = [name for name in names if world.basis(name, rule.each, record) >= Basis.ASSUMED]
    severity, capped = rule.severity, ""
    if severity is Level.ERROR and weak:
        severity = Level.WARNING
        capped = ", ".join(dict.fromkeys(name.partition(".")[2] for name in weak))

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
        _accepted(rule.id, world),
    )


def shown(name: str, world: World, each: str = "", record: Record | None = None) -> str:
    """A name's value as a reader expects it in a sentence; "unknown" where it is not known."""
    if name.startswith("figures."):
        figure = world.figure(name.removeprefix("figures."), each, record)
        return show_figure(figure) if figure else "unknown"
    answer = world.answer(name, record)
    if answer is not None and not answer.is_unknown:
        return world.label(name, each).get(answer.text) or say(answer)
    value = world.operand(name, each, record)
    return "unknown" if value is None else str(value)


def _accepted(rule_id: str, world: World) -> str:
    """Who accepted this contradiction, why and until when, from the answer `accepted`; "" when nobody did."""
    for record in world.records("accepted") or ():
        if record.key == rule_id:
            said = [record.fields[name].text for name in ("reason", "person", "until") if name in record.fields]
            return ", ".join(said)
    return ""
