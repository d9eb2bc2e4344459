"""Items that cannot be decided, grouped by the answer they wait for: never dropped, and never among the boxes."""

from __future__ import annotations

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import names, paragraphs


def make(spec: Spec) -> str:
    groups: dict[tuple[str, ...], list[str]] = {}
    for waiting in spec.may_apply:
        groups.setdefault(waiting.needs, []).append(waiting.id)
    if not groups:
        return ""
    count = len(spec.may_apply)
    intro = (
        f"{count} {'item waits' if count == 1 else 'items wait'} for an answer: what to answer, then what may follow."
    )
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return paragraphs(intro, "; ".join(f"{names(needs)}: {', '.join(ids)}" for needs, ids in ordered) + ".")


BLOCK = Block("may-apply", make)
