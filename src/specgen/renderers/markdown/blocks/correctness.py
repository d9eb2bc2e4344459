"""What a repeat does: operations, where their keys live, how long, and how many there are."""

from __future__ import annotations

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, plural, table


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "IDEM" for pack in spec.packs):
        return ""
    return paragraphs(_operations(view), _partners(view), _keys(view), _duplicates(view))


def _operations(view: View) -> str:
    key = view.label("idempotency.key_source")
    store = view.label("idempotency.store")
    kept = store if view.answer("idempotency.retention") is None else f"{store}, {view.text('idempotency.retention')}"
    together = {True: "yes", False: "**no**", None: UNKNOWN}[view.flag("idempotency.atomic")]
    header = ("Operation", "Moves money", "Repeated by", "Key", "Kept", "Same transaction", "While the first runs")
    rows = [
        (
            view.text("operation", record),
            {True: "yes", False: "no", None: UNKNOWN}[view.flag("moves_money", record)],
            cell(", ".join(view.words("repeated_by", record))) or UNKNOWN,
            key, kept, together, view.label("idempotency.in_flight"),
        )
        for record in view.records("idempotency.operations")
    ]  # fmt: skip
    return table(header, rows)


def _partners(view: View) -> str:
    """Our own retries against partners repeat too, whatever key the caller sent us."""
    rows = [
        (
            view.text("name", record), plural(int(attempts), "attempt"),
            {True: "yes", False: "**no**", None: UNKNOWN}[view.flag("deduplicates", record)],
        )
        for record in view.records("dependencies")
        if (attempts := view.amount("attempts", record)) is not None and attempts > 1
    ]  # fmt: skip
    return table(("We repeat calls to", "Attempts", "It refuses a second call with the same reference"), rows)


def _keys(view: View) -> str:
    said = []
    keys = view.figure("idempotency.keys")
    if keys.value is not None:
        later = view.figure("idempotency.keys_next_year")
        year = "" if later.value is None else f", {view.value('idempotency.keys_next_year')} in a year"
        said.append(
            f"Keys to hold: {keys.bound or 'about'} {view.value('idempotency.keys')} (peak held for "
            f"{view.text('idempotency.retention')}){year} ({badge(keys.basis)}), "
            f"{view.value('idempotency.storage')} of storage."
        )
    if view.answer("idempotency.retention") and view.answer("idempotency.retry_horizon") is None:
        said.append(
            f"Whether {view.text('idempotency.retention')} is long enough is unknown: it needs "
            f"{names(['idempotency.retry_horizon'])}, the latest time a repeat can arrive."
        )
    return " ".join(said)


def _duplicates(view: View) -> str:
    figure = view.figure("idempotency.duplicates")
    if figure.value is None:
        return ""
    return f"Without keys, {view.value('idempotency.duplicates')} duplicates are expected ({badge(figure.basis)})."


BLOCK = Block("figures.correctness", make)
