"""The latency budget: known rows at their own p99, what is left of the promise, and the same as bars."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators.latency import COMPUTED
from specgen.model import Record
from specgen.quantities import digits_for, show_duration
from specgen.renderers.markdown.blocks._bars import budget_bars
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table


def budget(view: View) -> str:
    """Table, bars and how to read the sum; "" without a promise or without any row."""
    target = view.amount("latency.p99")
    users = [record for record in view.records("users") if view.known("latency.connection", record.key) is not None]
    columns = len(users) or 1
    parts, unknown = _parts(view)
    rows = [*_connection(view, users), *(_row(view, name, record, columns) for name, record in parts)]
    rows += _computed(view, columns) + _payload(view, users)
    if target is None or not rows:
        return ""
    if unknown:
        rows.append(["Everything else", *[UNKNOWN] * columns, f"needs {names(unknown)}"])
    rows += _left(view, users, "Left for the unknown rows" if unknown else "Left")
    header = ["Row of the budget", *([view.text("place", one) for one in users] or ["Time"]), "Basis"]
    return paragraphs(table(header, rows), _bars(view, users, target), _guarantee(view, len(rows)))


def _parts(view: View) -> tuple[list[tuple[str, Record]], list[str]]:
    """Rows with a p99 that every request waits for, and the answers that would give the missing ones."""
    known: list[tuple[str, Record]] = []
    unknown: list[str] = []
    for record in view.records("dependencies"):
        hard = view.flag("hard", record)
        if hard is None:
            unknown.append(f"dependencies.{record.key}.hard")
        elif hard and view.amount("p99", record) is None:
            unknown.append(f"dependencies.{record.key}.p99")
        elif hard:
            known.append((view.text("name", record), record))
    hops = view.records("latency.hops")
    known += [(view.text("name", record), record) for record in hops if view.amount("p99", record) is not None]
    unknown += [f"latency.hops.{record.key}.p99" for record in hops if view.amount("p99", record) is None]
    return known, unknown if hops else [*unknown, "latency.hops"]


def _connection(view: View, users: list[Record]) -> list[list[str]]:
    if not users:
        return []
    figures = [view.figure("latency.connection", one.key) for one in users]
    return [["Connection", *(view.value("latency.connection", one.key) for one in users), view.weakest(*figures)]]


def _row(view: View, name: str, record: Record, columns: int) -> list[str]:
    return [f"{name}, p99", *[view.text("p99", record)] * columns, badge(record.fields["p99"].basis)]


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
    time, trip = view.known("transfer.time", key), view.known("distance.round_trip", key)
    return time - trip if time is not None and trip is not None and time > trip else None


def _left(view: View, users: list[Record], what: str) -> list[list[str]]:
    figures = [view.figure("latency.left", one.key) for one in users]
    if not users or any(figure.value is None for figure in figures):
        return []
    cells = (f"**{view.value('latency.left', one.key)}**" for one in users)
    return [[f"**{what}**", *cells, view.weakest(*figures)]]


def _bars(view: View, users: list[Record], target: Fraction) -> str:
    parts = view.known("latency.parts") or Fraction(0)
    extra = {one.key: _beyond_first(view, one.key) or Fraction(0) for one in users}
    known = [one for one in users if view.known("latency.left", one.key) is not None]
    return budget_bars(
        [
            (
                one.fields["place"].text,
                view.known("latency.connection", one.key) or Fraction(0),
                parts + extra[one.key],
                view.value("latency.left", one.key),
            )
            for one in known
        ],
        target,
    )


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
