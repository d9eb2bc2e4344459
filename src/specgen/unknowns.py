"""What is not answered yet: how much there is of it, and what an answer would unlock."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from specgen.model import Asked, Level, Spec, SpecQuestion, Unknown


class Counts(NamedTuple):
    """Of questions: each field of each record counts, and a list of its own only where it holds no record."""

    answered: int
    unknown: int
    open: int


def counts(spec: Spec) -> Counts:
    """Prose that lives in a section is not counted: the reader sees whether it is there."""
    asked = [one for one in spec.questions if not one.question.section]
    states = Counter(one.state for one in asked if not _holds_records(one) and (one.question.prompt or one.answer))
    return Counts(states[Asked.ANSWERED], states[Asked.UNKNOWN], states[Asked.OPEN])


def ownerless(spec: Spec) -> int:
    """How many questions are unknown, and nobody is named who finds out."""
    values = [one.answer.value for one in spec.questions if one.answer is not None]
    return sum(isinstance(value, Unknown) and not value.owner for value in values)


def _holds_records(one: SpecQuestion) -> bool:
    return bool(one.answer and one.answer.records)


def waiting_rules(spec: Spec) -> list[str]:
    """The rules that wait for an answer and are not in the verdict already, for another record or under another name."""
    fired = {one.rule.id for one in spec.contradictions}
    silenced = {rule.id for rule in spec.library.rules() if fired.intersection(rule.silent_if)}
    return [id for id in dict.fromkeys(one.id for one in spec.waiting) if id not in fired | silenced]


def asks(spec: Spec, one: SpecQuestion) -> str:
    """The question's words, with the record it is about."""
    return f"{record_name(spec, one)}: {one.question.ask}" if one.record else one.question.ask


def record_name(spec: Spec, one: SpecQuestion) -> str:
    """What the person calls the record a field belongs to."""
    answer = spec.answers.get(one.question.list_id)
    for record in answer.records if answer else ():
        if record.key == one.record:
            key = next((q.key for q in spec.library.questions() if q.id == one.question.list_id), "")
            return record.fields[key].text if key in record.fields else record.key
    return one.record


_MONEY = frozenset(("facts.moves_money", "facts.money_data", "facts.limited_quantity", "each.moves_money", "each.limited"))
_SCALE = 1_000  # what else waits, or comes earlier, never outweighs the weightiest rule
_MORE = 5  # further rules, figures and items that a reader would still weigh


def unlocks(spec: Spec) -> Counter[str]:
    """How much each missing answer holds up.

    The weightiest rule that waits for it counts: an error more than a warning, one about money more than others, and one
    that this answer alone decides more than one that needs others too. The order of the packs and what else waits break
    ties.
    """
    best: Counter[str] = Counter()
    more: Counter[str] = Counter()
    rules = list(spec.library.rules())
    place = {rule.id: number for number, rule in enumerate(rules)}
    for waiting in spec.waiting:
        rule = rules[place[waiting.id]]
        weight = 40 if rule.severity is Level.ERROR else 16
        if rule.when and _MONEY.intersection(rule.when.names):
            weight += 20
        earlier = len(rules) - place[rule.id]  # among equals the order of the packs decides
        for path in waiting.needs:
            best[path] = max(best[path], weight // len(waiting.needs) * _SCALE + earlier)
            more[path] += 1
    for many in spec.figures.values():
        more.update({path for figure in many for path in figure.missing})  # a list of ten is still one figure
    for fired in spec.contradictions:  # some fire because nobody has answered: the answer would silence them
        for name in fired.rule.when.names if fired.rule.when else ():
            kind, _, path = name.partition(".")
            if kind == "answered":
                best[path] += 70 * _SCALE
    for waiting in spec.may_apply:
        for path in waiting.needs:
            more[path] += 1
    if not spec.identity.owners:  # every open question needs somebody who answers it
        best["spec.owners"] += 39 * _SCALE
    weights = Counter({path: best[path] + min(more[path], _MORE) for path in {**best, **more}})
    for path in weights:
        if _is_soft(spec, path):
            weights[path] //= 2
    return weights


def _is_soft(spec: Spec, path: str) -> bool:
    """A dependency that a request can do without: what it does not say can wait longer."""
    listed = spec.answers.get("dependencies")
    for record in listed.records if listed else ():
        if path.startswith(f"dependencies.{record.key}."):
            hard = record.fields.get("hard")
            return hard is not None and hard.value is False
    return False


def most_useful(spec: Spec) -> list[SpecQuestion]:
    """Questions without an answer that hold something up: `unknown` ones first (they need an owner), then by weight."""
    weights = unlocks(spec)
    waiting = [
        one for one in spec.questions if one.state is not Asked.ANSWERED and weights[one.path] and one.question.prompt
    ]
    return sorted(waiting, key=lambda one: (one.state is Asked.OPEN, -weights[one.path]))
