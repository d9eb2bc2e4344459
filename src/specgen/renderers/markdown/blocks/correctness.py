"""What a repeat does: operations, where their keys live, how long, and how many there are."""

from __future__ import annotations

from specgen.model import Record, Spec
from specgen.quantities import plural
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "IDEM" for pack in spec.packs):
        return ""
    return paragraphs(_operations(view), _key(view), _partners(view), _keys(view), _duplicates(view))


def _operations(view: View) -> str:
    rows = [
        (
            view.text("operation", record),
            _said(view.flag("moves_money", record)),
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
        ("Written in one transaction with its effect, or a pending entry", together),
        ("Bound to the content of the request", _yes(view.flag("idempotency.fingerprint"))),
        ("What a second request gets while the first runs", view.label("idempotency.in_flight")),
    ]
    return table(("Idempotency key", "Today"), rows)


def _kept(view: View) -> str:
    if _kept_nowhere(view):
        return f"**{view.label('idempotency.store')}**"
    where, how_long = view.label("idempotency.store"), view.text("idempotency.retention", missing="")
    return where if not how_long else f"{where}, for {how_long}"


def _kept_nowhere(view: View) -> bool:
    store = view.answer("idempotency.store")
    return store is not None and store.value == "none"


def _yes(flag: bool | None) -> str:
    """A no stands out: here it is what goes wrong."""
    return {True: "yes", False: "**no**", None: UNKNOWN}[flag]


def _partners(view: View) -> str:
    """Our own repeats are an operation too: the second way to pay twice, whatever key the caller sent us."""
    if view.fact("moves_money") is False:
        return ""
    rows = [
        (view.text("name", record), repeated, _said(view.flag("moves_money", record)), _refuses(view, record))
        for record in view.records("dependencies")
        if (repeated := _repeated(view, record))
    ]
    return table(("We repeat calls to", "How", "Moves money", "It refuses a second call with the same reference"), rows)


def _repeated(view: View, record: Record) -> str:
    """How often and from where a call is repeated; "" where nothing says that it is."""
    attempts, fallback = view.amount("attempts", record), view.answer("fallback", record)
    queued = fallback is not None and fallback.value == "queue_later"
    parts = [plural(int(attempts), "attempt")] if attempts is not None else []
    if queued:
        parts.append("again from the queue")
    return ", ".join(parts) if queued or (attempts is not None and attempts > 1) else ""


def _refuses(view: View, record: Record) -> str:
    moves = view.flag("moves_money", record)
    if moves is False:
        return "need not: nothing moves"
    said = _yes(view.flag("deduplicates", record))
    return f"**{UNKNOWN}**" if moves and said == UNKNOWN else said


def _said(flag: bool | None) -> str:
    return {True: "yes", False: "no", None: UNKNOWN}[flag]


def _keys(view: View) -> str:
    said = []
    if view.figure("idempotency.keys").value is not None:
        text = f"Keys to hold: {_with_space(view, '')} (the peak, held for {view.text('idempotency.retention')})"
        later = _with_space(view, "_next_year")
        said.append(f"{text}; at next year's peak {later}." if later else f"{text}.")
    lasting = view.answer("idempotency.retention") and not _kept_nowhere(view)
    if lasting and view.answer("idempotency.retry_horizon") is None:
        said.append(
            f"Whether {view.text('idempotency.retention')} is long enough is unknown: it needs "
            f"{names(['idempotency.retry_horizon'])}, the latest time a repeat can arrive."
        )
    return " ".join(said)


def _with_space(view: View, when: str) -> str:
    """The most keys to hold and what they take: "at most 3.46 million `assumed`, which take at most 3.46 GB `default`"."""
    keys, space = view.figure(f"idempotency.keys{when}"), view.figure(f"idempotency.storage{when}")
    if keys.value is None:
        return ""
    text = f"{view.bounded(keys.id)} {badge(keys.basis)}"
    return text if space.value is None else f"{text}, which take {view.bounded(space.id)} {badge(space.basis)}"


def _duplicates(view: View) -> str:
    if view.figure("idempotency.duplicates").value is None:
        return ""
    return f"Without keys, duplicates to expect: {view.badged('idempotency.duplicates')}."


BLOCK = Block("figures.correctness", make)
