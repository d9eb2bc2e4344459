"""What touches what: a picture of the dependency chain, drawn from the answers."""

from __future__ import annotations

from specgen.model import Record, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import diagram
from specgen.renderers.markdown.view import View, paragraphs


def make(spec: Spec) -> str:
    view = View(spec)
    edges = [*_users(view), *_dependencies(view), *_stores(view), *_senders(view)]
    if not edges:
        return ""
    origin = view.answer("distance.origin")
    where = f"<br>{diagram(origin.text)}" if origin else ""
    service = f'  service["{diagram(spec.identity.title)}{where}"]'
    picture = "\n".join(["```mermaid", "flowchart LR", service, *edges, "```"])
    return paragraphs(picture, "Thick: the request fails without it. Dotted: it does not. Thin: not said.")


def _users(view: View) -> list[str]:
    if not view.fact("user_facing"):
        return []
    places = ", ".join(record.fields["place"].text for record in view.records("users") if "place" in record.fields)
    protocol = view.choice("network.protocol")
    label = f'|"{diagram(protocol)}"| ' if protocol else " "
    return [f'  users["Users{"<br>" + diagram(places) if places else ""}"] -->{label}service']


def _dependencies(view: View) -> list[str]:
    edges = []
    for number, record in enumerate(view.records("dependencies"), 1):
        arrow = {True: "==>", False: "-.->", None: "-->"}[view.flag("hard", record)]
        label = _call(view, record)
        name = record.fields["name"].text if "name" in record.fields else record.key
        rated = record.fields.get("availability")
        share = "" if rated is None or rated.is_unknown else f"<br>{rated.text}"
        basis = f" {rated.basis.word}" if share and rated and rated.basis else ""
        edges.append(f'  service {arrow}{label} d{number}["{diagram(name)}{share}{basis}"]')
    return edges


def _call(view: View, record: Record) -> str:
    attempts, timeout = view.answer("attempts", record), view.answer("timeout", record)
    cache = view.answer("cache_ttl", record) if view.amount("cache_ttl", record) else None
    hits = view.answer("hit_ratio", record)
    said = []
    if attempts and timeout:
        said.append(f"{attempts.text} x {timeout.text}")
    if cache:
        said.append(f"cached {cache.text}" + (f", hit {hits.text}" if hits else ""))
    return f'|"{diagram(", ".join(said))}"|' if said else ""


def _stores(view: View) -> list[str]:
    edges = []
    if view.fact("database"):
        engine = view.choice("database.engine") or "Database"
        replicated = view.answer("replication.topology")
        kind = replicated.value if replicated else "none"
        role = {"primary_replica": " primary", "multi_primary": ", several primaries"}.get(str(kind), "")
        edges.append(f'  service ==> database[("{diagram(engine)}{role}")]')
        if kind == "primary_replica":
            edges.append(f"  database -.->{_replication(view)} replica[(\"Replica\")]")
    if _redis(view):
        edges.append('  service ==>|"idempotency keys"| redis[("Redis")]')
    return edges


def _replication(view: View) -> str:
    mode, lag = view.answer("replication.mode"), view.answer("replication.lag_p99")
    words = {"async": "asynchronous", "semi_sync": "semi-synchronous", "sync": "synchronous", "quorum": "by quorum"}
    said = [words.get(str(mode.value), "")] if mode else []
    if lag:
        said.append(f"lag p99 {lag.text}")
    return f'|"{diagram(", ".join(said))}"|' if said else ""


def _redis(view: View) -> bool:
    store = view.answer("idempotency.store")
    return store is not None and store.value == "redis"


def _senders(view: View) -> list[str]:
    """Parts that carry codes, mail and files: a person waits for them too."""
    edges = []
    if "sms" in view.words("mfa.factors"):
        edges.append('  service ==>|"codes"| sms["SMS sender"]')
    if view.fact("sends_mail"):
        critical = view.flag("mail.critical")
        arrow = {True: "==>", False: "-.->", None: "-->"}[critical]
        edges.append(f'  service {arrow}|"mail"| mail["Mail sender"]')
    mode = view.answer("cdn.mode")
    if mode and mode.value != "none":
        edges.append('  users -->|"files"| cdn["CDN"]' if view.fact("user_facing") else '  cdn["CDN"]')
        edges.append(f"  cdn -.->|\"{diagram(str(mode.value))}\"| service")
    if view.fact("media"):
        edges.append('  service ==> files[("File store")]')
    return edges


BLOCK = Block("figures.context", make)
