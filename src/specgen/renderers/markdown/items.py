"""The checklist's lines. Their grammar lives in `itemline`; here is which ones, in what order."""

from __future__ import annotations

from specgen import itemline
from specgen.itemline import ItemLine, wording_line
from specgen.model import Phase, Spec, SpecItem
from specgen.renderers.markdown.escape import rich


def line(one: SpecItem) -> ItemLine:
    """An item as its line says it, with escaped texts."""
    item = one.item
    return ItemLine(item.id, one.severity.value, rich(item.text), rich(item.evidence))


def lines(spec: Spec, phase: Phase) -> str:
    """The task list of one phase, in pack order; "" when no item applies."""
    return "\n".join(itemline.render(line(one)) for one in spec.items if one.item.phase is phase)


def wording(spec: Spec) -> str:
    """The hidden line that records what was written, so that an edited wording can be told from an old one."""
    lines = (line(one) for one in spec.items)
    return wording_line({one.id: itemline.digest(one.severity, one.text, one.evidence) for one in lines})
