"""What two requests at once do to each thing they share: its guard, and what may happen all the same."""

from __future__ import annotations

from specgen.model import Record, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import UNKNOWN, View, names, paragraphs, table

LIST = "races.resources"
OPEN_CHECK = ("none", "check_then_act")
CONFLICTS = ("version_column", "serializable")

# What a level does for a plain read that is followed by a write; a default differs from engine to engine.
LEVELS = {
    "engine_default": (
        "the engine's default: read committed on PostgreSQL, SQL Server and Oracle, repeatable read on MySQL and MariaDB. "
        "None of these makes a plain read part of a later write"
    ),
    "read_committed": "read committed: what a plain read has seen may change before the write",
    "repeatable_read": (
        "repeatable read: PostgreSQL refuses the second write to a row, MySQL lets it through. "
        "Two requests that read the same rows and write different ones both pass"
    ),
    "snapshot": (
        "snapshot: the second write to a row is refused. "
        "Two requests that read the same rows and write different ones both pass"
    ),
    "serializable": "serializable: it protects as long as every transaction on these rows runs at that level",
}


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "RACE" for pack in spec.packs):
        return ""
    listed = view.answer(LIST)
    if listed is None:
        return f"Which shared things are checked and then changed is unknown: it needs {names([LIST])}."
    records = view.records(LIST)
    if not records:
        return "Nothing that requests share is checked and then changed."
    short = spec.identity.tier == 3
    return paragraphs(_resources(view, records), _open(records, view), "" if short else _level(view))


def _resources(view: View, records: tuple[Record, ...]) -> str:
    rows = [
        (
            view.text("resource", record),
            view.text("operation", record),
            {True: "yes", False: "no", None: UNKNOWN}[view.flag("limited", record)],
            view.label("guard", record, LIST),
            _outcome(view, record),
        )
        for record in records
    ]
    return table(("Shared", "Operation", "Can run out", "Guard", "When two requests meet"), rows)


def _outcome(view: View, record: Record) -> str:
    """What happens to the second of two requests; what goes wrong stands out."""
    answer = view.answer("guard", record)
    guard = answer.value if answer else None
    if guard in OPEN_CHECK or (guard == "serializable" and _not_in_force(view)):
        return _both(view.flag("limited", record))
    if guard == "conditional_write":
        return "one after the other; a refused write changes nothing, and the code has to notice"
    if guard == "row_lock":
        return "the second waits for the first; rows locked in different orders end in a deadlock"
    if guard in CONFLICTS:
        return (
            "one wins; the other fails with a conflict"
            + {
                True: " and is repeated",
                False: " and **is not repeated: its caller sees an error**",
                None: "; whether it is repeated is unknown",
            }[view.flag("retry_conflicts", record)]
        )
    if guard == "distributed_lock":
        return {
            True: "one at a time; a holder whose lock is gone is refused",
            False: "one at a time, **until a holder pauses beyond its lease and overwrites the next one's work**",
            None: "one at a time; whether a holder that pauses beyond its lease is refused is unknown",
        }[view.flag("fencing", record)]
    return "both pass the check, if nothing guards it"


def _not_in_force(view: View) -> bool:
    level = view.answer("races.isolation")
    return level is not None and level.value != "serializable"


def _both(limited: bool | None) -> str:
    return {
        True: "**both pass the check: it is given away twice**",
        False: "both pass the check; the later write overwrites the earlier one",
        None: "both pass the check; whether it can run out is unknown",
    }[limited]


def _open(records: tuple[Record, ...], view: View) -> str:
    """One sentence for all guards that nobody named."""
    missing = [f"{LIST}.{record.key}.guard" for record in records if view.answer("guard", record) is None]
    if not missing:
        return ""
    return f"What makes check and change one step is unknown: it needs {names(missing)}."


def _level(view: View) -> str:
    level = view.answer("races.isolation")
    said = LEVELS.get(level.value) if level is not None and isinstance(level.value, str) else None
    return f"Isolation level: {said}." if said else ""


BLOCK = Block("figures.races", make)
