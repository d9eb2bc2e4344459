"""What a removal means for the entries that are left: what cannot do without a removed question, and what can.

A condition or message that reads a removed question would be unknown for ever without anybody having said so. That is one
fault, at the line that removes, with everything that would have to go too.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Example
from specgen.packs.faults import Faults
from specgen.packs.layers import Merged
from specgen.packs.read import Draft
from specgen.yamltext import Mapping, Sequence

_FIXED = ("facts", "packs")  # of these a layer can only add


def check(merged: Merged, faults: Faults) -> None:
    """Reports removed questions that others still need; `merged.resting` is complete."""
    for id, drafts in merged.resting.items():
        removal = merged.removed["questions", id]
        kept = [one for one in drafts if one.group in _FIXED and removal.layer not in one.layers.values()]
        fix = "Remove or change these, too."
        if kept:
            fix = f"Keep it: {_listed(kept)} cannot be removed or changed."
        faults.add(f"Question {id} cannot be removed alone: it is needed by {_listed(drafts)}.", removal.mark, fix)


def _listed(drafts: list[Draft]) -> str:
    """`rules a, b; question c`."""
    groups: dict[str, list[str]] = {}
    for draft in drafts:
        groups.setdefault(draft.group, []).append(draft.id)
    return "; ".join(
        f"{group if len(ids) > 1 else group.removesuffix('s')} {', '.join(ids)}" for group, ids in groups.items()
    )


def drop_cases(merged: Merged) -> None:
    """Takes away the cases of examples that other layers wrote and that answer a removed question."""
    for draft in merged.of("rules").values():
        layer = draft.layers.get("examples", "")
        gone = {id for (_, id), one in merged.removed.items() if merged.gone(id) and one.layer != layer}
        if gone and "examples" in draft.values:
            draft.values["examples"] = {
                name: tuple(case for case in cases if gone.isdisjoint(_answered(case)))
                for name, cases in draft.values["examples"].items()
            }


def _answered(case: Example) -> Iterator[str]:
    """Ids of the questions that a case answers, fields of records as `LIST[].FIELD`."""
    for key, node in case.given.items():
        yield key
        for record in node.items if isinstance(node, Sequence) else ():
            if isinstance(record, Mapping):
                yield from (f"{key}[].{name}" for name in record.keys())  # noqa: SIM118  of nodes, not of a dict
