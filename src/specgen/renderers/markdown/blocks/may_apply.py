"""Items that cannot be decided, grouped by the answer they wait for: never dropped, and never among the boxes."""

from __future__ import annotations

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import names, paragraphs


def make(spec: Spec) -> str:
    groups: dict[tuple[str, ...], list[str]] = {}
    for waiting in spec.may_apply:
        groups.setdefault(waiting.needs, []).append(waiting.id)
    follow = _follow(spec)
    if not groups:
        return follow
    count = len(spec.may_apply)
    intro = (
        f"{count} {'item waits' if count == 1 else 'items wait'} for an answer: what to answer, then what may follow."
    )
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return paragraphs(intro, "; ".join(f"{names(needs)}: {', '.join(ids)}" for needs, ids in ordered) + ".", follow)


def _follow(spec: Spec) -> str:
    """What comes with mending a stored key: a reader should not meet it afterwards as a surprise."""
    if not any(one.rule.id == "stored-cloud-key" for one in spec.contradictions):
        return ""
    here = {one.item.id for one in spec.items} | {one.id for one in spec.may_apply}
    tier = spec.identity.tier or 0
    later = [
        item.id
        for pack in spec.packs
        for item in pack.items
        if pack.prefix == "OIDC" and item.id not in here and (item.tiers is None or tier <= item.tiers)
    ]
    if not later:
        return ""
    return f"Once OIDC-02 is done and {names(['ci.cloud_auth'])} says `oidc`, more follow: {', '.join(later)}."


BLOCK = Block("may-apply", make)
