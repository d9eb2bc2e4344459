"""A component whose nodes share the load: the room they need, what a lost one costs, and where sessions live."""

from __future__ import annotations

from specgen.model import Record
from specgen.quantities import plural
from specgen.renderers.markdown.blocks._component import LIST, noticing, unknown, word
from specgen.renderers.markdown.blocks._drills import drills
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, paragraphs

NAMED = {"active_active": "active-active", "n_plus_k": "n plus k"}


def sharing(view: View, record: Record) -> str:
    said = (
        _room(view, record), _domain(view, record), _noticed(view, record), _pool(view, record), _sessions(view, record),
        drills(view, record),
    )  # fmt: skip
    return paragraphs(
        f"**{view.text('component', record)}** ({_pattern(view, record)})",
        " ".join(part for part in (*said, _unknown(view, record)) if part),
    )


def sharing_in_a_line(view: View, record: Record) -> str:
    return f"{view.text('component', record)} ({_pattern(view, record)}). {_room(view, record)}".rstrip()


def _pattern(view: View, record: Record) -> str:
    nodes, lost = view.amount("nodes", record), view.amount("tolerated", record)
    domains, practised = view.amount("domains", record), view.amount("drills", record)
    parts = []
    if nodes is not None:
        parts.append(plural(int(nodes), "node"))
    if lost is not None:
        parts.append(f"{plural(int(lost), 'loss', 'losses')} to survive")
    if domains is not None:
        parts.append(plural(int(domains), "failure domain"))
    named = NAMED[word(view, "pattern", record)]
    tail = "; never drilled in the last year" if practised == 0 else ""
    return (f"{named}: {', '.join(parts)}" if parts else named) + tail


def _room(view: View, record: Record) -> str:
    key, room = record.key, view.figure("failover.room", record.key)
    if room.value is None:
        return cell(" ".join(room.caveats))
    lost = view.amount("tolerated", record)
    if lost == 0:
        return "It is to survive no loss: whether the other nodes can carry the load of one is not reckoned with."
    losses = plural(int(lost), "loss", "losses") if lost is not None else UNKNOWN
    said = f"To survive {losses}, every node has to stay below {view.value('failover.room', key)} at the peak"
    after, load = view.figure("failover.after_loss", key), view.known("failover.after_loss", key)
    if load is None:
        return f"{said}."
    verdict = ", **which they cannot carry**" if load >= 1 else ""
    busy = view.sourced("utilisation", record)
    return (
        f"{said}. Today it is {busy}; the survivors would run at "
        f"{view.value('failover.after_loss', key)} ({badge(after.basis)}){verdict}."
    )


def _domain(view: View, record: Record) -> str:
    """n nodes in d domains: whichever way they are spread, one domain holds n/d of them or more."""
    nodes, domains = view.amount("nodes", record), view.amount("domains", record)
    lost = view.amount("tolerated", record)
    if nodes is None or domains is None or lost is None or domains < 2:
        return ""
    held = -(-int(nodes) // int(domains))
    if held <= lost:
        return ""
    return (
        f"One of the {int(domains)} domains holds at least {plural(held, 'node')}, so losing it takes more than "
        f"the {plural(int(lost), 'loss', 'losses')} it is to survive."
    )


def _noticed(view: View, record: Record) -> str:
    nodes, waited = view.amount("nodes", record), view.figure("failover.detect", record.key)
    requests = view.figure("failover.active_active", record.key)
    if waited.value is None or nodes is None or nodes < 2:
        return ""
    share = f"one request in {int(nodes)} fails"
    said = f"Until a lost node is noticed, at most {noticing(view, record)}, {share}"
    if requests.value is None:
        return f"{said}."
    reached = view.bounded("failover.active_active", record.key)
    return (
        f"{said}. Over all requests that leaves {reached} ({badge(requests.basis)}), while one node is lost at a time."
    )


def _pool(view: View, record: Record) -> str:
    alone, shared = (view.figure(id, record.key) for id in ("failover.pool", "failover.pool_shared"))
    if alone.value is None:
        return ""
    said = (
        f"Enough nodes are up {view.bounded('failover.pool', record.key)} of the time if failures are independent "
        f"({badge(alone.basis)})"
    )
    if shared.value is None:
        return f"{said}. {cell(' '.join(shared.caveats))}".rstrip()
    return f"{said}, {view.value('failover.pool_shared', record.key)} if a tenth is shared ({badge(shared.basis)})."


def _sessions(view: View, record: Record) -> str:
    if not view.flag("stateful", record):
        return ""
    kept = view.label("session", record, LIST)
    if kept == UNKNOWN:
        return ""
    return f"What a user's next request needs is kept {kept.removeprefix('nobody decided, so ')}."


def _unknown(view: View, record: Record) -> str:
    """One line for all that is missing, and nothing where the answers themselves make no sense."""
    subjects: list[str] = []
    needed: list[str] = []
    if view.figure("failover.room", record.key).caveats and view.known("failover.room", record.key) is None:
        return ""
    for title, id in (
        ("load after a loss", "failover.after_loss"),
        ("time to notice a lost node", "failover.detect"),
        ("availability", "failover.pool"),
    ):
        missing = view.figure(id, record.key).missing
        if missing:
            subjects.append(title)
            needed += missing
    where = [field for field in ("stateful", "session") if view.answer(field, record) is None]
    if where and view.flag("stateful", record) is not False:
        subjects.append("where sessions live")
        needed.append(f"{LIST}.{record.key}.{where[0]}")
    return unknown(subjects, needed)
