"""Which packs apply and which questions are asked: a fixed point, because answers switch questions and packs on."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.compose.world import World
from specgen.frozen import Frozen
from specgen.model import (
    Answer,
    Answers,
    Asked,
    FactRule,
    Library,
    Pack,
    Question,
    SpecQuestion,
    Truth,
)


class Selection(Frozen):
    packs: tuple[Pack, ...]
    asked: tuple[Question, ...]  # of those packs, whether or not they apply to each record
    questions: tuple[SpecQuestion, ...]
    answers: Answers
    unused: Answers
    fact_rules: tuple[FactRule, ...]
    applying: Mapping[str, Question]  # by id, the fields of applying lists among them
    idle: tuple[str, ...]  # paths of fields that were answered and do not apply to their record


def select(library: Library, given: Answers) -> Selection:
    """Narrows the given answers to those whose question applies, until nothing changes any more.

    Conditions of questions read answers and facts only, so no figure is needed here. Each round can only hide questions
    and answers of the round before, so the loop ends.
    """
    facts = library.facts()
    visible: Answers = dict(given)
    applying = {question.id: question for question in library.questions()}
    while True:
        world = World(facts, applying, visible, visible, {})
        packs = _packs(library, world, visible)
        questions, idle = _questions(packs, world, visible)
        asked_now = {one.question.id for one in questions if not one.record}
        narrowed = {id: answer for id, answer in visible.items() if id in asked_now}
        still = {
            id: one for id, one in applying.items() if id in asked_now or (one.list_id and one.list_id in asked_now)
        }
        if narrowed == visible and still == applying:
            break
        visible, applying = narrowed, still
    unused = {id: answer for id, answer in given.items() if id not in visible}
    asked = tuple(question for pack in packs for question in pack.questions)
    return Selection(packs, asked, questions, visible, unused, facts, applying, idle)


def _packs(library: Library, world: World, answers: Answers) -> tuple[Pack, ...]:
    added = _words(answers.get("packs.add"))
    skipped = _keys(answers.get("packs.skip"))
    return tuple(
        pack
        for pack in library.packs
        if _slug(pack.name) not in skipped and (pack.name in added or world.truth(pack.applies).value is True)
    )


def _questions(
    packs: tuple[Pack, ...], world: World, answers: Answers
) -> tuple[tuple[SpecQuestion, ...], tuple[str, ...]]:
    """What is asked, and the paths of answered fields that do not apply to their record."""
    found: list[SpecQuestion] = []
    idle: list[str] = []
    asked = [question for pack in packs for question in pack.questions]
    fields: dict[str, list[Question]] = {}
    for question in asked:
        if question.list_id:
            fields.setdefault(question.list_id, []).append(question)
    for question in asked:
        answer = answers.get(question.id)
        if question.list_id or not _asks(world.truth(question.when), answer, answers):
            continue
        found.append(SpecQuestion(question, question.id, _state(answer), answer))
        for record in answer.records if answer else ():
            for field in fields.get(question.id, ()):
                value = record.fields.get(field.field_name)
                path = f"{question.id}.{record.key}.{field.field_name}"
                if _asks(world.truth(field.when, question.id, record), value, answers):
                    found.append(SpecQuestion(field, path, _state(value), value, record.key))
                elif value is not None:
                    idle.append(path)
    return tuple(found), tuple(idle)


def _asks(truth: Truth, answer: Answer | None, answers: Answers) -> bool:
    """An undecided question is asked only when what it waits for was *answered* as unknown; or it was answered already,
    and then the person has decided that it applies."""
    if truth.value is not None:
        return truth.value
    return answer is not None or any(_answered_unknown(path, answers) for path in truth.needs)


def _answered_unknown(path: str, answers: Answers) -> bool:
    answer = answers.get(path)
    if answer is not None:
        return answer.is_unknown
    for list_id, listed in answers.items():
        if path.startswith(f"{list_id}."):
            for record in listed.records:
                field = path.removeprefix(f"{list_id}.{record.key}.")
                value = record.fields.get(field)
                if field != path and value is not None and value.is_unknown:
                    return True
    return False


def _state(answer: Answer | None) -> Asked:
    if answer is None:
        return Asked.OPEN
    return Asked.UNKNOWN if answer.is_unknown else Asked.ANSWERED


def _words(answer: Answer | None) -> tuple[str, ...]:
    if answer is None or not isinstance(answer.value, tuple):
        return ()
    return tuple(one for one in answer.value if isinstance(one, str))


def _keys(answer: Answer | None) -> tuple[str, ...]:
    return tuple(record.key for record in answer.records) if answer else ()


def _slug(name: str) -> str:
    return name.replace("_", "-")
