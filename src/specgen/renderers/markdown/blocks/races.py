"""What two requests at once do to each thing they share: its guard, and what may happen all the same."""

from __future__ import annotations

from specgen.model import Record, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import UNKNOWN, View, names, paragraphs, table

LIST = "races.resources"
OPEN_CHECK = ("none", "check_then_act")
CONFLICTS = ("version_column", "snapshot", "serializable")

# What a level does for a plain read that is followed by a write; a default differs from engine to engine.
LEVELS = {
    "engine_default": (
        "the engine's default: read committed on PostgreSQL, SQL Server and Oracle, repeatable read on MySQL and MariaDB. "
        "None of these makes a plain read part of a later write"
    ),
    "read_committed": "read committed: what a plain read has seen may change before the write",
    "repeatable_read": (
        "repeatable read: PostgreSQL refuses the second write to a row, MariaDB does from 11.6.2 on, MySQL lets it through. "
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
    return paragraphs(_resources(view, records), "" if short else _level(view))


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
    guard = _chosen(view, "guard", record)
    limited = view.flag("limited", record)
    if guard in OPEN_CHECK or (guard == "snapshot" and _chosen(view, "database.engine") == "mysql"):
        return _both(limited)
    if guard == "serializable" and _not_in_force(view, record):
        return "**both can pass the check: that level is not in force**"
    if guard == "conditional_write":
        return "one after the other; a refused write changes nothing, and the code has to notice"
    if guard == "row_lock":
        return "the second waits for the first; rows locked in different orders end in a deadlock"
    if guard in CONFLICTS:
        meeting = "on one row one wins; the other" if _only_a_row(view, guard) else "one wins; the other"
        repeated = {
            True: " and is repeated",
            False: " and **is not repeated: its caller sees an error**",
            None: "; whether it is repeated is unknown",
        }[view.flag("retry_conflicts", record)]
        apart = "; who checks the same rows and writes different ones passes" if _only_a_row(view, guard) else ""
        return f"{meeting} fails with a conflict{repeated}{apart}"
    if guard == "distributed_lock":
        return {
            True: "one at a time; a holder whose lock is gone is refused",
            False: "one at a time, **until a holder pauses beyond its lease and overwrites the next one's work**",
            None: "one at a time; whether a holder that pauses beyond its lease is refused is unknown",
        }[view.flag("fencing", record)]
    said = f"both pass the check, if nothing guards it: it needs {names([f'{LIST}.{record.key}.guard'])}"
    return f"**{said}**" if limited else said


def _only_a_row(view: View, guard: str) -> bool:
    """Whether what refuses the loser looks at single rows only; Oracle calls that serializable."""
    return guard == "snapshot" or (guard == "serializable" and _chosen(view, "database.engine") == "oracle")


def _not_in_force(view: View, record: Record) -> bool:
    """Whether the level set on the transaction, else the usual one, is known to be lower, as serializable-not-in-force has it."""
    own, usual = _chosen(view, "isolation", record), _chosen(view, "races.isolation")
    if own != "engine_default":
        return own not in ("", "serializable")
    if usual == "engine_default":
        return _chosen(view, "database.engine") not in ("", "other")
    return usual not in ("", "serializable")


def _chosen(view: View, id: str, record: Record | None = None) -> str:
    """The key of a choice, "" where it is not known."""
    answer = view.answer(id, record)
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def _both(limited: bool | None) -> str:
    return {
        True: "**both pass the check: it is given away twice**",
        False: "both pass the check; the later write overwrites the earlier one",
        None: "both pass the check; whether it can run out is unknown",
    }[limited]


def _level(view: View) -> str:
    level = view.answer("races.isolation")
    said = LEVELS.get(level.value) if level is not None and isinstance(level.value, str) else None
    return f"Isolation level of transactions that set none: {said}." if said else ""


BLOCK = Block("figures.races", make)
