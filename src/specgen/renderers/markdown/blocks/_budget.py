"""The latency budget: known rows at their own p99, what is left of the promise, and the same as bars."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators._rows import COMPUTED
from specgen.model import Basis, Quantity, Record
from specgen.quantities import digits_for, round_to, show_duration, show_figure
from specgen.renderers.markdown.blocks._bars import budget_bars
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table

# What a figure of a chosen pattern needs, whichever is chosen.
BEHIND = {"database.now": ("database.queries", "database.query_time")}


def budget(view: View) -> str:
    """Table, bars and how to read the sum; "" without a promise or without any row."""
    target = view.amount("latency.p99")
    users = [record for record in view.records("users") if view.known("latency.connection", record.key) is not None]
    columns = len(users) or 1
    parts, unknown = _parts(view)
    rows = [*_connection(view, users), *(_row(*part, columns) for part in parts)]
    rows += _computed(view, columns) + _payload(view, users)
    if target is None or not rows:
        return ""
    if unknown:
        rows.append(["Everything else", *[UNKNOWN] * columns, f"needs {unknown}"])
    rows += _left(view, users, "Left for the unknown rows" if unknown else "Left")
    header = ["Row of the budget", *([view.text("place", one) for one in users] or ["Time"]), "Basis"]
    return paragraphs(table(header, rows), _bars(view, users, target), _guarantee(view, len(rows)))


def _parts(view: View) -> tuple[list[tuple[str, str, Basis | None]], str]:
    """Name, time and basis of rows that every answer waits for, and what would give the missing ones."""
    known: list[tuple[str, str, Basis | None]] = []
    unknown: list[str] = []
    for record in view.records("dependencies"):
        figure = view.figure("latency.row", record.key)
        if figure.value is not None:
            known.append((view.text("name", record), view.value("latency.row", record.key), figure.basis))
        elif figure.missing:
            unknown += figure.missing
        elif _on_the_way(view, record) and view.amount("p99", record) is None:
            unknown.append(f"dependencies.{record.key}.p99")
    hops = view.records("latency.hops")
    for record in hops:
        if view.amount("p99", record) is None:
            unknown.append(f"latency.hops.{record.key}.p99")
        else:
            known.append((view.text("name", record), view.text("p99", record), record.fields["p99"].basis))
    if hops:
        return known, names(unknown)
    asked = {one.path for one in view.spec.questions}
    unknown += [path for path in _uncomputed(view) if path in asked]
    return known, ", or ".join(
        said for said in (names(dict.fromkeys(unknown)), f"own rows in {names(['latency.hops'])}") if said
    )


def _on_the_way(view: View, record: Record) -> bool:
    """Whether an answer may wait for a soft dependency: it has a cache, and nobody said that nothing waits for it."""
    return (view.amount("cache_ttl", record) or 0) > 0 and view.flag("in_response", record) is not False


def _uncomputed(view: View) -> list[str]:
    """Answers that would give the rows which other figures compute, where these are not known."""
    missing: list[str] = []
    for figure in COMPUTED.values():
        id = figure.removeprefix("figures.")
        if view.known(id) is None:
            missing += view.figure(id).missing
            missing += [path for path in BEHIND.get(id, ()) if view.answer(path) is None]
    return missing if view.answer("network.response") else [*missing, "network.response"]


def _connection(view: View, users: list[Record]) -> list[list[str]]:
    if not users:
        return []
    figures = [view.figure("latency.connection", one.key) for one in users]
    return [["Connection", *(view.value("latency.connection", one.key) for one in users), view.weakest(*figures)]]


def _row(name: str, time: str, basis: Basis | None, columns: int) -> list[str]:
    return [f"{name}, p99", *[time] * columns, badge(basis)]


def _computed(view: View, columns: int) -> list[list[str]]:
    """Rows that other figures give where nobody lists own rows."""
    if view.records("latency.hops"):
        return []
    figures = {name: figure.removeprefix("figures.") for name, figure in COMPUTED.items()}
    return [
        [name.capitalize(), *[view.value(id)] * columns, badge(view.figure(id).basis)]
        for name, id in figures.items()
        if view.known(id)
    ]


def _payload(view: View, users: list[Record]) -> list[list[str]]:
    """What the size of the answer costs beyond the first round trip, for each group of users."""
    extra = {one.key: _beyond_first(view, one.key) for one in users}
    if not users or not any(extra.values()):
        return []
    figures = [view.figure("transfer.time", one.key) for one in users]
    digits = digits_for(max(figure.basis for figure in figures))
    cells = [show_duration(extra[one.key] or Fraction(0), digits) for one in users]
    return [["Payload, after the first round trip", *cells, view.weakest(*figures)]]


def _beyond_first(view: View, key: str) -> Fraction | None:
    """None where something near the users serves the page, as the sum counts it."""
    edge = view.answer("distance.edge")
    if edge is not None and edge.value != "none" and view.amount("network.objects") != 1:
        return None
    time, trip = view.known("transfer.time", key), view.known("distance.round_trip", key)
    return time - trip if time is not None and trip is not None and time > trip else None


def _left(view: View, users: list[Record], what: str) -> list[list[str]]:
    figures = [view.figure("latency.left", one.key) for one in users]
    if not users or any(figure.value is None for figure in figures):
        return []
    cells = (f"**{_said(view, one)}**" for one in users)
    return [[f"**{what}**", *cells, view.weakest(*figures)]]


def _said(view: View, one: Record) -> str:
    """What is left, rounded down; what is missing, as an excess."""
    left, figure = view.known("latency.left", one.key) or Fraction(0), view.figure("latency.left", one.key)
    return f"{show_duration(-left, digits_for(figure.basis))} over" if left < 0 else show_figure(figure)


def _bars(view: View, users: list[Record], target: Fraction) -> str:
    rows = []
    for one in users:
        left, taken = view.figure("latency.left", one.key), view.known("latency.sum", one.key)
        if not isinstance(left.value, Quantity) or taken is None:
            continue
        connection = view.known("latency.connection", one.key) or Fraction(0)
        shown = round_to(left.value.amount, digits_for(left.basis), "down")
        rows.append(
            (one.fields["place"].text, connection, taken - connection, view.value("latency.left", one.key), shown)
        )
    return budget_bars(rows, target)


def _guarantee(view: View, rows: int) -> str:
    """Why the sum is no p99; nothing to say of a single row."""
    if rows < 3:
        return ""
    said = (
        "Rows at their own p99 do not add up to a p99: k such rows guarantee only p(100 - k). "
        "Read the sum as a planning figure."
    )
    known = view.known("latency.guarantee")
    if known is None or known >= Fraction(99, 100):
        return said
    return f"{said} Here: at most p{view.value('latency.guarantee').removesuffix('%')}."
