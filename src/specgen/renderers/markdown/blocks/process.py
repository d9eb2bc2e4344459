"""The process as it is done today, its variants, and what the typing costs."""

from __future__ import annotations

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, paragraphs, table

TICKED = {"DAM-01": ("Takes",), "DAM-03": ("Goes wrong", "Seen how")}


def make(spec: Spec) -> str:
    view = View(spec)
    return paragraphs(_steps(view), _cost(view), _variants(view), _noticed(view))


def _steps(view: View) -> str:
    header = ("Step", "Who", "By hand", "Takes", "A month", "Goes wrong", "Seen how")
    rows = []
    for record in view.records("process.steps"):
        hand = view.flag("manual", record)
        mistakes = view.known("process.mistakes", record.key)
        wrong = view.text("errors", record)
        if mistakes is not None:
            wrong = f"{wrong}: {view.value('process.mistakes', record.key)} a month"
        rows.append((
            view.text("step", record), view.text("actor", record, ""), _yes(hand), view.text("minutes", record),
            view.text("per_month", record), wrong, view.text("noticed", record),
        ))  # fmt: skip
    kept = {"Step", "Who", *_wanted(view.spec)}
    shown = [n for n, name in enumerate(header) if name in kept or any(row[n] not in (UNKNOWN, "") for row in rows)]
    return table([header[n] for n in shown], [[row[n] for n in shown] for row in rows])


def _wanted(spec: Spec) -> set[str]:
    """Columns that an item is ticked by: they stand there also while every cell of theirs is unknown."""
    return {name for one in spec.items for name in TICKED.get(one.item.id, ())}


def _cost(view: View) -> str:
    toil = view.figure("process.toil")
    if toil.value is None or not view.fact("manual_steps"):
        return ""
    said = f"Work by hand costs {view.bounded('process.toil')} a month ({badge(toil.basis)})."
    payback = view.figure("process.payback")
    if payback.value is False:
        return f"{said} Automating it never pays back. {cell(' '.join(payback.caveats))}"
    if payback.value is None:
        needed = view.needs("process.payback")
        return f"{said} Payback is unknown: it needs {needed}." if needed else said
    return f"{said} Automating it pays back after {view.bounded('process.payback')}."


def _variants(view: View) -> str:
    rows = [
        (view.text("name", record), view.text("differs", record), view.label("decision", record, "process.variants"))
        for record in view.records("process.variants")
    ]
    marked = [(name, differs, "**undecided** (DAM-02)" if said == UNKNOWN else said) for name, differs, said in rows]
    return table(("Variant", "Differs in", "Keep, merge or drop"), marked)


def _noticed(view: View) -> str:
    incident = view.amount("process.incident")
    if incident is None and not view.fact("scheduled_job"):
        return ""
    who = view.text("process.noticed_by")
    longest = f" The longest failure that nobody noticed lasted {view.sourced('process.incident')}." if incident else ""
    return f"Who sees that it ran: {who}.{longest}"


def _yes(flag: bool | None) -> str:
    return UNKNOWN if flag is None else ("yes" if flag else "no")


BLOCK = Block("figures.process", make)
