"""The dependencies of the answers, sorted by what is known of them: hard, redundant, or nobody said."""

from __future__ import annotations

from specgen.calculators import Given, Missing
from specgen.frozen import Frozen
from specgen.model import Record

LIST = "dependencies"


class Dependency(Frozen):
    """One distinct dependency. `hard` is None when nobody said; `view` reads its other fields."""

    name: str
    key: str
    hard: bool | None
    redundant: bool
    redundancy_open: bool  # answered "unknown": counted as one, and said so
    view: Given


def distinct(given: Given) -> tuple[Dependency, ...]:
    """Every dependency once, the first listed of a name: a shared one fails once, however often it is named.

    Raises Missing when the list itself is not answered.
    """
    seen: dict[str, Dependency] = {}
    for record in given.records(LIST):
        if record.key not in seen:
            view = given.of(LIST, record)
            answer = record.fields.get("redundant")
            seen[record.key] = Dependency(
                name=named(record),
                key=record.key,
                hard=flag_or_none(view, f"{LIST}[].hard"),
                redundant=bool(flag_or_none(view, f"{LIST}[].redundant")),
                redundancy_open=answer is not None and answer.is_unknown,
                view=view,
            )
    return tuple(seen.values())


def flag_or_none(given: Given, name: str) -> bool | None:
    """Yes, no, or None when nobody said."""
    try:
        return given.flag(name)
    except Missing:
        return None


def named(record: Record, field: str = "name") -> str:
    """What a reader calls this record: its key field as typed, else its key."""
    answer = record.fields.get(field)
    return answer.text or record.key if answer is not None else record.key
