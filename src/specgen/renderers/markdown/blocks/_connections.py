"""Connections: what the pools take from the server, what it allows, and how many of them work at peak."""

from __future__ import annotations

from specgen.quantities import number, plural
from specgen.renderers.markdown.view import UNKNOWN, View, badge, paragraphs, table


def connections(view: View) -> str:
    rows = [row for row in (*_taken(view), *_at_work(view)) if row[1] != UNKNOWN]
    if not rows:
        return ""
    return paragraphs(table(("Connections", "Number", "Basis"), rows), _told(view))


def _taken(view: View) -> list[tuple[str, str, str]]:
    pool, instances = view.amount("database.pool_size"), view.amount("database.instances")
    rows = []
    if pool is not None and instances is not None:
        what = f"Pools of {view.text('database.pool_size')} in {plural(int(instances), 'instance')}"
        rows.append((what, number(pool * instances, 15), "`decided`"))
    rows += [
        (what, view.text(id), "`decided`")
        for what, id in (
            ("Reserved for administration", "database.reserved"),
            ("The server allows", "database.connections"),
        )
    ]
    fit = view.figure("database.instances_limit")
    return [*rows, ("Instances that fit", view.bounded("database.instances_limit"), badge(fit.basis))]


def _at_work(view: View) -> list[tuple[str, str, str]]:
    return [
        (what, view.bounded(id), badge(view.figure(id).basis))
        for what, id in (
            ("At work at peak", "database.busy"),
            ("Statements one pool can carry", "database.pool_limit"),
        )
    ]


def _told(view: View) -> str:
    return " ".join(part for part in (_fit(view), _load(view)) if part)


def _fit(view: View) -> str:
    taken, allowed = view.known("database.fleet"), view.amount("database.connections")
    if taken is None or allowed is None:
        return ""
    spare = number(abs(allowed - taken), 15)
    if taken > allowed:
        least = "" if view.amount("database.reserved") is not None else "at least "
        return f"**The pools ask for {least}{spare} connections more than the server allows:** it refuses them at scale-out."
    reserve = "" if view.amount("database.reserved") is not None else " before any reserve, which is unknown"
    if taken == allowed:
        return f"The pools fit exactly{reserve}: a deployment that runs old and new instances at once has no room."
    return f"The pools fit, with {spare} to spare{reserve}. A deployment that runs old and new at once takes from that."


def _load(view: View) -> str:
    busy = view.known("database.busy")
    pool, instances = view.amount("database.pool_size"), view.amount("database.instances")
    if busy is None or not pool or not instances:
        return ""
    share = busy / (pool * instances)
    if share >= 1:
        return "**At peak more work than the pools hold:** statements queue for a connection without end."
    digits = number(share * 100, 2)
    return f"At peak {digits}% of the pooled connections are at work, more while transactions wait for the program."
