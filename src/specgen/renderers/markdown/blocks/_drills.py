"""What drills have shown of a component: how many worked, and how little that is."""

from __future__ import annotations

from specgen.model import Record
from specgen.quantities import plural
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import View


def drills(view: View, record: Record) -> str:
    """One sentence, "" while no drill was counted: that it was never drilled stands in the heading."""
    held, worked = view.amount("drills", record), view.amount("drills_worked", record)
    if not held or worked is None:
        return ""
    if worked > held:
        return cell(" ".join(view.figure("failover.drilled", record.key).caveats))
    last = f", the last on {view.text('last_drill', record)}" if view.answer("last_drill", record) else ""
    said = f"{int(worked)} of {plural(int(held), 'drill')} worked without help{last}"
    shown = view.known("failover.success_shown", record.key)
    if shown is None:
        return f"{said}."
    return f"{said}: that shows a success of {view.value('failover.success_shown', record.key)} at least, with 95% confidence."
