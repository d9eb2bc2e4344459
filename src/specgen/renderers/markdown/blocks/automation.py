"""What to automate first: steps by hand, ranked by the hours they cost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from specgen.model import Record, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import View, badge, names, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    manual = [record for record in view.records("process.steps") if view.flag("manual", record)]
    known = [record for record in manual if view.known("process.hours", record.key) is not None]
    ranked = sorted(known, key=lambda record: -(view.known("process.hours", record.key) or Fraction(0)))
    rest = [record for record in manual if record not in known]
    return paragraphs(_ranked(view, ranked), _total(view, manual), _unranked(view, rest))


def _ranked(view: View, records: Sequence[Record]) -> str:
    """A table, or for a single step the sentence that it would be the only row of."""
    if len(records) != 1:
        rows = [(str(n), view.text("step", one), *_costs(view, one)) for n, one in enumerate(records, 1)]
        return table(("", "Step by hand", "A month", "Mistakes a month"), rows)
    (one,) = records
    hours, mistakes = view.figure("process.hours", one.key), view.figure("process.mistakes", one.key)
    wrong = "" if mistakes.value is None else f", mistakes: {view.value(mistakes.id, one.key)}"
    cost = f"{view.value(hours.id, one.key)} a month{wrong} ({view.weakest(hours, mistakes)})"
    return f"Ranked by hours: {view.text('step', one)}, {cost}."


def _costs(view: View, record: Record) -> tuple[str, str]:
    return view.badged("process.hours", record.key), view.badged("process.mistakes", record.key)


def _total(view: View, manual: Sequence[Record]) -> str:
    toil = view.figure("process.toil")
    if toil.value is None or len(manual) < 2:
        return ""
    return f"All together {view.bounded('process.toil')} a month ({badge(toil.basis)})."


def _unranked(view: View, rest: Sequence[Record]) -> str:
    """What costs hours that nobody counted: steps, variants that nobody decided on, and a failure seen late."""
    found = [view.text("step", record) for record in rest]
    found += [
        f"{view.text('name', record)} ({view.text('differs', record, 'where it differs is unknown')})"
        for record in view.records("process.variants")
        if view.answer("decision", record) is None
    ]
    if view.fact("scheduled_job") and view.amount("process.incident"):
        found.append(f"noticing that a run failed (once {view.sourced('process.incident')} unseen)")
    needed = dict.fromkeys(path for one in rest for path in view.figure("process.hours", one.key).missing)
    needs = f" To rank the steps: {names(needed)}." if needed else ""
    return f"Without hours yet: {'; '.join(found)}.{needs}" if found else ""


BLOCK = Block("figures.automation", make)
