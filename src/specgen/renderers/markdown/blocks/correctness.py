"""What a repeat does: operations, where their keys live, how long, and how many there are."""

from __future__ import annotations

from specgen.model import Spec
from specgen.quantities import plural
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, names, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "IDEM" for pack in spec.packs):
        return ""
    return paragraphs(_operations(view), _key(view), _partners(view), _keys(view), _duplicates(view))


def _operations(view: View) -> str:
    rows = [
        (
            view.text("operation", record),
            {True: "yes", False: "no", None: UNKNOWN}[view.flag("moves_money", record)],
            cell(", ".join(view.words("repeated_by", record))) or UNKNOWN,
        )
        for record in view.records("idempotency.operations")
    ]
    return table(("Operation", "Moves money", "Repeated by"), rows)


def _key(view: View) -> str:
    """How a repeat is recognised: one answer for all operations, so it is told once."""
    source, store = view.answer("idempotency.key_source"), view.answer("idempotency.store")
    if source is not None and source.value == "none":
        return "No idempotency key is used: a repeat cannot be told from a new request."
    together = _yes(view.flag("idempotency.atomic"))
    if view.flag("idempotency.atomic") and store is not None and store.value in ("redis", "memory"):
        together = "claimed, but a second store cannot commit with the ledger"
    rows = [
        ("Where it comes from", view.label("idempotency.key_source")),
        ("Kept", _kept(view)),
        ("Written in the same transaction as the effect", together),
        ("Bound to the content of the request", _yes(view.flag("idempotency.fingerprint"))),
        ("What a second request gets while the first runs", view.label("idempotency.in_flight")),
    ]
    return table(("Idempotency key", "Today"), rows)


def _kept(view: View) -> str:
    where, how_long = view.label("idempotency.store"), view.text("idempotency.retention", missing="")
    return where if not how_long else f"{where}, for {how_long}"


def _yes(flag: bool | None) -> str:
    """A no stands out: here it is what goes wrong."""
    return {True: "yes", False: "**no**", None: UNKNOWN}[flag]


def _partners(view: View) -> str:
    """Our own retries against partners repeat too, whatever key the caller sent us."""
    rows = [
        (
            view.text("name", record), plural(int(attempts), "attempt"),
            _yes(view.flag("deduplicates", record)),
        )
        for record in view.records("dependencies")
        if (attempts := view.amount("attempts", record)) is not None and attempts > 1
    ]  # fmt: skip
    return table(("We repeat calls to", "Attempts", "It refuses a second call with the same reference"), rows)


def _keys(view: View) -> str:
    said = []
    keys, later = view.figure("idempotency.keys"), view.figure("idempotency.keys_next_year")
    if keys.value is not None:
        year = "" if later.value is None else f", {view.badged('idempotency.keys_next_year')} in a year"
        storage = view.figure("idempotency.storage")
        space = "" if storage.value is None else f", {view.badged('idempotency.storage')} of storage"
        said.append(
            f"Keys to hold: {keys.bound or 'about'} {view.badged('idempotency.keys')} (peak held for "
            f"{view.text('idempotency.retention')}){year}{space}."
        )
    if view.answer("idempotency.retention") and view.answer("idempotency.retry_horizon") is None:
        said.append(
            f"Whether {view.text('idempotency.retention')} is long enough is unknown: it needs "
            f"{names(['idempotency.retry_horizon'])}, the latest time a repeat can arrive."
        )
    return " ".join(said)


def _duplicates(view: View) -> str:
    if view.figure("idempotency.duplicates").value is None:
        return ""
    return f"Without keys, duplicates to expect: {view.badged('idempotency.duplicates')}."


BLOCK = Block("figures.correctness", make)
