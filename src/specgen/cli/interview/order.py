"""What is asked, and in which order: traits, then what is essential, then, if the person likes, the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum

from specgen.frozen import Frozen
from specgen.model import Asked, Question, Spec, SpecQuestion

PEOPLE = "people"  # owners and reviewers in one line
OWNERS, REVIEWERS, TITLE = "front_matter.owners", "front_matter.reviewers", "front_matter.title"
SHORT_TIER = 3  # internal systems are asked the essentials only


class Part(Enum):
    TRAITS = "Traits"
    ESSENTIAL = "essential"
    REST = "rest"


class Step(Frozen):
    """One thing to ask. `path` is a question id, `LIST.record.field`, or `people`."""

    path: str
    question: Question
    part: Part
    record: str = ""


class Scope(Frozen):
    """Of a spec that is there already: `again` are the paths asked although they are answered, and with `only` nothing
    else is asked. `written` are ids of prose that stands in its section, where it is changed in an editor."""

    again: frozenset[str] = frozenset()
    only: bool = False
    written: frozenset[str] = frozenset()


EVERYTHING = Scope()


def steps(
    spec: Spec, visited: Collection[str], later: Collection[str], rest: bool, scope: Scope = EVERYTHING
) -> list[Step]:
    """Every step that was asked here or is still open, in order; what files answered is no step, but for `scope`.

    `rest` adds the questions that are neither traits nor essential.
    """
    found = list(_steps(spec, visited, later, scope))
    wanted = [Part.TRAITS, Part.ESSENTIAL, *([Part.REST] if rest else [])]
    return [
        step
        for part in wanted
        for step in found
        if step.part is part and (step.path in visited or step.path not in later)
    ]


def _steps(spec: Spec, visited: Collection[str], later: Collection[str], scope: Scope) -> Iterator[Step]:
    people = {one.question.home: one for one in spec.questions if one.question.home in (OWNERS, REVIEWERS)}
    both = len(people) == 2 and all(
        one.state is Asked.OPEN and (not scope.only or one.path in scope.again) for one in people.values()
    )
    both = both or PEOPLE in visited
    traits = [one for one in spec.questions if one.question.trait]
    for one in (*traits, *people.values()):
        if one.question.home in people and both:
            if one.question.home == OWNERS:
                yield Step(PEOPLE, one.question, Part.TRAITS)
        elif _is_asked(one, visited, later, scope):
            yield Step(one.path, one.question, Part.TRAITS)
    for one in spec.questions:
        question = one.question
        if question.trait or question.home in (OWNERS, REVIEWERS) or not _is_asked(one, visited, later, scope):
            continue
        if question.home == TITLE and one.path not in scope.again and one.path not in visited:
            continue
        if question.essential or one.path in scope.again:
            yield Step(one.path, question, Part.ESSENTIAL, one.record)
        elif not question.home:  # sections are written in an editor, once the file is there
            yield Step(one.path, question, Part.REST, one.record)


def _is_asked(one: SpecQuestion, visited: Collection[str], later: Collection[str], scope: Scope) -> bool:
    if not one.question.prompt or one.path in scope.written:
        return False
    listed = one.question.list_id
    if listed and (listed in visited or f"{listed}[]" in later or listed in scope.again):  # asked with its list
        return False
    if one.path in visited or f"{one.path}[]" in later or one.path in scope.again:
        return True
    return one.state is Asked.OPEN and not scope.only


def left(spec: Spec, visited: Collection[str], later: Collection[str], scope: Scope = EVERYTHING) -> int:
    """How many questions can wait; none at tier 3, where they are not asked."""
    if spec.identity.tier == SHORT_TIER:
        return 0
    found = steps(spec, visited, later, True, scope)
    return sum(step.part is Part.REST and step.path not in visited for step in found)


def group(question: Question) -> str:
    """The heading a question stands under: the first word of its id; for the spec's own questions the second."""
    if question.trait or question.home in (OWNERS, REVIEWERS):
        return Part.TRAITS.value
    words = question.id.partition("[")[0].split(".")
    word = words[1] if words[0] == "spec" and len(words) > 1 else words[0]
    return word.replace("_", " ").capitalize()


BAR = 31


def heading(step: Step, place: int, total: int) -> str:
    """`Availability  2 of 41   ━━─────`; traits have no bar, they are over at once."""
    if step.part is Part.TRAITS:
        return f"{Part.TRAITS.value}  {place} of {total}"
    filled = max(1, round(BAR * place / total))
    return f"{group(step.question)}  {place} of {total}   {'━' * filled}{'─' * (BAR - filled)}"
