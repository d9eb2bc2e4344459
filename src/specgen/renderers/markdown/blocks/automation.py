"""What to automate first: steps by hand, ranked by the hours they cost."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import View, badge, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    manual = [record for record in view.records("process.steps") if view.flag("manual", record)]
    ranked = sorted(manual, key=lambda record: -(view.known("process.hours", record.key) or Fraction(0)))
    rows = []
    for number, record in enumerate(ranked, 1):
        hours = view.figure("process.hours", record.key)
        cost = view.badged("process.hours", record.key)
        mistakes = view.badged("process.mistakes", record.key)
        rows.append(
            (
                str(number),
                view.text("step", record),
                cost,
                mistakes,
                "" if hours.value else "needs `minutes`, `per_month`",
            )
        )
    saved = view.figure("process.toil")
    total = (
        f"All together {view.value('process.toil')} a month ({badge(saved.basis)})."
        if saved.value and len(rows) > 1
        else ""
    )
    return paragraphs(table(("", "Step by hand", "A month", "Mistakes a month", ""), rows), total)


BLOCK = Block("figures.automation", make)
