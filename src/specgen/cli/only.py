"""What `--only` names: questions of a spec by id, record, field, list, pack or beginning of an id."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from specgen.errors import Problem, UsageError, nearest
from specgen.model import Spec, SpecQuestion


def named(texts: Sequence[str], spec: Spec, written: Collection[str]) -> frozenset[str]:
    """Paths of the questions to ask. `written` is prose that stands in its section and is changed there.

    Raises UsageError with everything that names nothing, or nothing that can be asked.
    """
    found: set[str] = set()
    problems: list[Problem] = []
    for text in dict.fromkeys(part.strip() for one in texts for part in one.split(",") if part.strip()):
        meant = _meant(text, spec)
        asked = [one.path for one in meant if one.question.prompt and one.path not in written]
        if asked:
            found.update(asked)
        else:
            problems.append(Problem(f"--only {text[:80]}: {_why_not(text, meant, spec, written)}"))
    if problems:
        raise UsageError(*problems)
    return frozenset(found)


def _meant(text: str, spec: Spec) -> list[SpecQuestion]:
    """A list stands for all of its records: it is asked as a whole, not field by field."""
    exact = [one for one in spec.questions if one.path == text]
    if exact:
        return exact
    record = [
        one for one in spec.questions if one.record and f"{one.question.list_id}.{one.record}" == text.rstrip(".")
    ]
    column = [one for one in spec.questions if one.record and one.question.id == text]
    if record or column:
        return record or column
    whole = [
        one
        for one in spec.questions
        if one.question.pack == text or (text.endswith(".") and one.question.id.startswith(text))
    ]
    lists = {one.path for one in whole if one.question.key}
    return [one for one in whole if one.question.list_id not in lists]


def _why_not(text: str, meant: Sequence[SpecQuestion], spec: Spec, written: Collection[str]) -> str:
    if any(one.path in written for one in meant):
        return "that is written in its section; change it there, in your editor."
    if meant:
        return "that is answered in the file only: edit it there, then run specgen update."
    known = [question.id for question in spec.library.questions()]
    packs = [pack.name for pack in spec.library.packs]
    if text in known or text in packs:
        return "that does not apply to this system as it is answered now."
    close = nearest(text[:80], [*(one.path for one in spec.questions), *_records(spec), *packs, *known])
    return f"there is no such question. {f'Did you mean {close}?' if close else 'See specgen list questions.'}"


def _records(spec: Spec) -> list[str]:
    return sorted({f"{one.question.list_id}.{one.record}" for one in spec.questions if one.record})
