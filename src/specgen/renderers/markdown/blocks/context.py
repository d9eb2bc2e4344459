"""What touches what: a picture of the dependency chain, drawn from the answers."""

from __future__ import annotations

from specgen.model import Record, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import diagram
from specgen.renderers.markdown.view import View, paragraphs


def make(spec: Spec) -> str:
    view = View(spec)
    edges = [*_users(view), *_dependencies(view), *_stores(view)]
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
    cache, hits = view.answer("cache_ttl", record), view.answer("hit_ratio", record)
    said = []
    if attempts and timeout:
        said.append(f"{attempts.text} x {timeout.text}")
    if cache:
        said.append(f"cached {cache.text}" + (f", hit {hits.text}" if hits else ""))
    return f'|"{diagram(", ".join(said))}"|' if said else ""


def _stores(view: View) -> list[str]:
    edges = []
    if view.fact("database"):
        edges.append('  service --> database[("Database")]')
    store = view.answer("idempotency.store")
    if store and store.value == "redis":
        edges.append('  service -->|"idempotency keys"| redis[("Redis")]')
    return edges


BLOCK = Block("figures.context", make)
