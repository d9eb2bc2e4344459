"""How much of the checklist is done, by phase. A block of its own, so that a tick never makes a spec stale."""

from __future__ import annotations

from collections.abc import Collection

from specgen.model import Phase, Severity, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import table


def progress(spec: Spec, done: Collection[str]) -> str:
    """The table for the item ids in `done` (ticked, waived or not applicable); at tier 3 one line."""
    if spec.identity.tier == 3:
        return _line(spec, done)
    rows = []
    for phase in Phase:
        cells = []
        for severity in Severity:
            ids = [one.item.id for one in spec.items if one.item.phase is phase and one.severity is severity]
            cells.append(f"{sum(id in done for id in ids)} of {len(ids)}" if ids else "")
        if any(cells):
            rows.append((phase.value.capitalize(), *cells))
    return table(("Phase", *(f"`{severity.value}` done" for severity in Severity)), rows)


def _line(spec: Spec, done: Collection[str]) -> str:
    said = []
    for severity in Severity:
        ids = [one.item.id for one in spec.items if one.severity is severity]
        if ids:
            said.append(f"{sum(id in done for id in ids)} of {len(ids)} `{severity.value}`")
    return f"Done: {', '.join(said)}." if said else ""


def make(spec: Spec) -> str:
    return progress(spec, ())


BLOCK = Block("progress", make)
