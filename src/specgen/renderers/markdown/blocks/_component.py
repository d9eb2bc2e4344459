"""One component of `failover` as the blocks about it see it: its choices as they stand, its answers by path."""

from __future__ import annotations

from collections.abc import Iterable

from specgen.model import Record
from specgen.renderers.markdown.view import View, names

LIST = "failover"
LISTED = 3  # answers named in a line before the rest is counted
WINDOW = "30 d"  # what the question assumes when nobody answers it


def word(view: View, field: str, record: Record) -> str:
    """A choice as the packs write it, "" while it is not known. Never shown: `View.label` has the words for readers."""
    found = view.answer(field, record)
    return found.value if found and isinstance(found.value, str) else ""


def path(record: Record, *fields: str) -> str:
    """Answer paths of this component as code."""
    return names(f"{LIST}.{record.key}.{field}" for field in fields)


def unknown(subjects: Iterable[str], needed: Iterable[str]) -> str:
    """One line for all that is missing of a component, "" where nothing is. Many needs are counted, not listed."""
    missing, needs = list(subjects), list(dict.fromkeys(needed))
    if not missing:
        return ""
    more = f" and {len(needs) - LISTED} more" if len(needs) > LISTED + 1 else ""
    return f"Unknown: {', '.join(missing)}; needs {names(needs[:LISTED] if more else needs)}{more}."


def budget(view: View) -> str:
    """The error budget and its window: 21.6 min in 30 d."""
    return f"{view.value('availability.budget')} in {window(view)}"


def window(view: View) -> str:
    return view.text("availability.window", missing=WINDOW)


def noticing(view: View, record: Record) -> str:
    """Time to notice at worst; a missing probe is said in words: "at least" and "at most" in one number confuse."""
    waited = view.value("failover.detect", record.key)
    return waited if view.answer("probe_timeout", record) else f"{waited} plus the time-out of the last probe (unknown)"
