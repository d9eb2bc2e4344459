"""What changed answers have changed, said to people: the answers, the figures and the contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from specgen import answersfile
from specgen.cli import oneline
from specgen.cli.interview import summary
from specgen.model import Answer, Contradiction, Question, Record, Spec
from specgen.quantities import show_bounded

if TYPE_CHECKING:
    from specgen.cli.world import World

_SHOWN = 10  # lines of one sort; the rest are counted


def tell(world: World, before: Spec, after: Spec, answers: tuple[Mapping[str, Answer], Mapping[str, Answer]]) -> int:
    """Prints what differs and returns how many answers do."""
    changed = list(_answers(after, *answers))
    block(world, "Answers", changed)
    block(world, "Figures", list(_figures(before, after)))
    block(world, _counted(before, after), list(_contradictions(before, after)))
    return len(changed)


def block(world: World, title: str, lines: list[str]) -> None:
    """Lines under a title, the first of them; nothing where there are none."""
    if not lines:
        return
    world.say("")
    world.say(title, "bold")
    for line in lines[:_SHOWN]:
        for one in world.terminal().wrap(line, "    ", "  "):
            world.say(one)
    if len(lines) > _SHOWN:
        world.say(f"  and {len(lines) - _SHOWN} more", "hint")


def _answers(spec: Spec, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> Iterator[str]:
    from specgen.update.differences import changes

    by_id = answersfile.top_level(spec.library)
    for path, old, new in changes(spec.library, before, after):
        question = by_id.get(path)
        if question is None:
            list_id = max((id for id in by_id if path.startswith(f"{id}.")), key=len)
            name = path.removeprefix(f"{list_id}.").partition(".")[2]
            question = answersfile.fields(spec.library, list_id).get(name, by_id[list_id])
        gone, come = old.records if old else (), new.records if new else ()
        yield from (f"{question.id}.{one.key} removed" for one in gone)
        yield from (f"{question.id}.{one.key} added: {_record_said(spec, question, one)}" for one in come)
        if gone and not come and path == question.id:
            yield f"{path}: {_shown(question, new)}"  # the list as a whole: none, say
        elif not gone and not come:
            yield f"{path}: {_shown(question, old)} → {_shown(question, new)}"


def _record_said(spec: Spec, question: Question, record: Record) -> str:
    known = answersfile.fields(spec.library, question.id)
    name = [record.fields[question.key].text] if question.key in record.fields else []
    return ", ".join([*name, *summary.facts(record, known, question.key)])


def _shown(question: Question, answer: Answer | None) -> str:
    return summary.value(question, answer) if answer else "open"


def _figures(before: Spec, after: Spec) -> Iterator[str]:
    old = {(one.id, one.record): show_bounded(one) for many in before.figures.values() for one in many}
    for many in after.figures.values():
        for one in many:
            now, was = show_bounded(one), old.get((one.id, one.record), "unknown")
            if now != was:
                name = f"{_record(after, one.id, one.record)}, " if one.record else ""
                yield f"{name}{one.title}: {was} → {now}"


def _record(spec: Spec, id: str, key: str) -> str:
    """What people call a record that a figure speaks of."""
    for answer in spec.answers.values():
        for record in answer.records:
            if record.key == key:
                return next((one.text for one in record.fields.values() if one.text), key)
    return key


def _contradictions(before: Spec, after: Spec) -> Iterator[str]:
    old, new = _fired(before), _fired(after)
    for key, one in new.items():
        if key not in old:
            yield f"new: {one.rule.id}. {one.message} Mend: {one.fix}"
        elif old[key].message != one.message:
            yield f"changed: {one.rule.id}. {one.message}"
    firing = {one.rule.id for one in new.values()}
    said_better = {rule.id for rule in after.library.rules() if firing.intersection(rule.silent_if)}
    for key, one in old.items():
        if key not in new and one.rule.id not in said_better:
            yield f"solved: {one.rule.id}{f' ({one.record})' if one.record else ''}"


def _fired(spec: Spec) -> dict[tuple[str, str], Contradiction]:
    return {(one.rule.id, one.record): one for one in spec.contradictions}


def _counted(before: Spec, after: Spec) -> str:
    was = " and ".join(map(str, oneline.counts(before)))
    return f"Verdict: {oneline.verdict(after)}; before {was}"
