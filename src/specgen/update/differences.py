"""How two sets of answers differ: which questions, and of lists which records and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specgen import answersfile, questions
from specgen.model import Answer, Answers, Library, Question


def same(one: Answer | None, other: Answer | None, question: Question, fields: Mapping[str, Question]) -> bool:
    """Whether two answers are written alike; where they stood does not matter."""
    if one is None or other is None:
        return one is other
    return questions.write_node(one, question, fields) == questions.write_node(other, question, fields)


def changed(library: Library, before: Answers, after: Answers) -> list[Question]:
    """The questions whose answers differ, in question order."""
    return [
        one
        for one in answersfile.top_level(library).values()
        if not same(before.get(one.id), after.get(one.id), one, answersfile.fields(library, one.id) if one.key else {})
    ]


def changes(library: Library, before: Answers, after: Answers) -> Iterator[tuple[str, Answer | None, Answer | None]]:
    """Path, old and new answer of everything that differs, of records field by field."""
    for question in changed(library, before, after):
        old, new = before.get(question.id), after.get(question.id)
        was, now = ({r.key: r for r in answer.records} if answer else {} for answer in (old, new))
        if not was or not now:
            yield question.id, old, new
            continue
        fields = answersfile.fields(library, question.id)
        for key in dict.fromkeys((*was, *now)):
            if key not in was or key not in now:
                one, other = (Answer((side[key],)) if key in side else None for side in (was, now))
                yield f"{question.id}.{key}", one, other
                continue
            for name, field in fields.items():
                one, other = was[key].fields.get(name), now[key].fields.get(name)
                if not same(one, other, field, {}):
                    yield f"{question.id}.{key}.{name}", one, other
