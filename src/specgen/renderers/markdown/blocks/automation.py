"""What to automate first: steps by hand, ranked by the hours they cost."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import View, badge, names, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    manual = [record for record in view.records("process.steps") if view.flag("manual", record)]
    ranked = sorted(manual, key=lambda record: -(view.known("process.hours", record.key) or Fraction(0)))
    rows = [
        (
            str(number),
            view.text("step", record),
            view.badged("process.hours", record.key),
            view.badged("process.mistakes", record.key),
        )
        for number, record in enumerate(ranked, 1)
    ]
    needed = dict.fromkeys(path for one in ranked for path in view.figure("process.hours", one.key).missing)
    needs = f"To rank the rest: {names(needed)}." if needed else ""
    toil = view.figure("process.toil")
    total = ""
    if toil.value is not None and len(rows) > 1:
        total = f"All together {view.bounded('process.toil')} a month ({badge(toil.basis)})."
    return paragraphs(table(("", "Step by hand", "A month", "Mistakes a month"), rows), total, needs)


BLOCK = Block("figures.automation", make)
