"""The latency section: distance, the budget as a table and as bars, and what a silent dependency does."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Record, Spec
from specgen.quantities import show_duration, show_figure
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.blocks._bars import budget_bars, retry_bars
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, plural, table


def make(spec: Spec) -> str:
    view = View(spec)
    return paragraphs(_target(view), _distance(view), _budget(view), _silence(view), _fan_out(view))


def _target(view: View) -> str:
    lines = []
    if view.amount("latency.p99") is not None:
        clock = view.label("latency.measured_at")
        lines.append(f"**Target: p99 {view.text('latency.p99')}** (`decided`). Clock: {clock}.")
    for record in view.records("latency.journeys"):
        percentile = view.text("percentile", record).removesuffix("%")
        lines.append(f"{view.text('name', record)}: p{percentile} {view.text('target', record)} (`decided`).")
    reuse, cold = view.sourced("network.reuse"), view.known("latency.cold_trips")
    if cold is not None:
        warm = view.value("latency.warm_trips")
        trips = f"{plural(int(cold), 'round trip')} before the first byte when cold, {warm} when warm"
        lines.append(
            f"Connections are reused for {reuse} of calls; below 99% a p99 has to carry the cold handshake: {trips}."
            if reuse != UNKNOWN
            else f"How many connections are reused is unknown (`network.reuse`), and with it the time to the first byte: {trips}."
        )
    return " ".join(lines)


def _distance(view: View) -> str:
    users = view.records("users")
    origin = view.answer("distance.origin")
    if not users or origin is None:
        return ""
    factor = view.sourced("distance.route_factor")
    factor = "1.5, `default`" if factor == UNKNOWN else factor
    header = (
        "Users", "Share", f"To {cell(origin.text)}", "Round trip: fibre floor", f"planned (route factor {factor})",
        "Before the first byte", "Measured",
    )  # fmt: skip
    rows = [
        (
            view.text("place", record), view.text("share", record), view.value("distance.km", record.key),
            view.value("distance.floor", record.key), view.value("distance.planned", record.key),
            view.value("latency.connection", record.key), view.sourced("rtt", record),
        )
        for record in users
    ]  # fmt: skip
    return paragraphs(table(header, rows), _physics(view, users))


def _physics(view: View, users: tuple[Record, ...]) -> str:
    target = view.amount("latency.p99")
    floors = [(floor, record) for record in users if (floor := view.known("latency.physics", record.key)) is not None]
    if target is None or not floors:
        return ""
    floor, record = max(floors, key=lambda pair: pair[0])
    place = view.text("place", record)
    said = f"the floor for {place}, round trips included, is {show_duration(floor)} of {view.text('latency.p99')}"
    return f"Physics forbids nothing here: {said}." if floor <= target else f"Physics forbids it: {said}."


def _budget(view: View) -> str:
    target = view.amount("latency.p99")
    users = [record for record in view.records("users") if view.known("latency.connection", record.key) is not None]
    rows: list[list[str]] = []
    columns = len(users) or 1
    if users:
        basis = view.figure("latency.connection", users[0].key).basis
        rows.append(["Connection", *(view.value("latency.connection", one.key) for one in users), badge(basis)])
    unknown: list[str] = []
    for record in view.records("dependencies"):
        if view.amount("p99", record) is None:
            unknown.append(f"dependencies.{record.key}.p99")
        elif view.flag("hard", record) is not False:
            rows.append(_row(view, f"{view.text('name', record)}, p99", record, columns))
    rows += [_row(view, f"{view.text('name', one)}, p99", one, columns) for one in view.records("latency.hops")]
    if not view.records("latency.hops"):
        unknown.append("latency.hops")
    if unknown:
        rows.append(["Everything else", *[UNKNOWN] * columns, f"needs {names(unknown)}"])
    if not rows or target is None:
        return ""
    if users and all(view.known("latency.left", one.key) is not None for one in users):
        basis = view.figure("latency.left", users[0].key).basis
        what = "Left for the unknown rows" if unknown else "Left"
        rows.append([f"**{what}**", *(f"**{view.value('latency.left', one.key)}**" for one in users), badge(basis)])
    header = ["Row of the budget", *([view.text("place", one) for one in users] or ["Time"]), "Basis"]
    known = [one for one in users if view.known("latency.left", one.key) is not None]
    bars = budget_bars(
        [
            (
                one.fields["place"].text,
                view.known("latency.connection", one.key) or Fraction(0),
                view.known("latency.parts") or Fraction(0),
                view.value("latency.left", one.key),
            )
            for one in known
        ],
        target,
    )
    return paragraphs(table(header, rows), bars, _guarantee(view))


def _row(view: View, name: str, record: Record, columns: int) -> list[str]:
    return [
        name,
        *[view.text("p99", record)] * columns,
        badge(record.fields["p99"].basis) if "p99" in record.fields else "",
    ]


def _guarantee(view: View) -> str:
    said = (
        "Rows at their own p99 do not add up to a p99: k such rows guarantee only p(100 - k). "
        "Read the sum as a planning figure."
    )
    figure = view.figure("latency.guarantee")
    known = view.known("latency.guarantee")
    if known is None or known >= Fraction(99, 100):
        return said
    return f"{said} Here: p{show_figure(figure).removesuffix('%')}."


def _silence(view: View) -> str:
    parts = []
    for record in view.records("dependencies"):
        worst = view.known("retries.worst", record.key)
        if worst is None:
            continue
        attempts, timeout = view.amount("attempts", record), view.amount("timeout", record)
        if attempts is None or timeout is None:
            continue
        name = view.text("name", record)
        wait = view.amount("backoff", record) or Fraction(0)
        said = f"timeout {view.text('timeout', record)}, {plural(int(attempts), 'attempt')}"
        said += f", {view.text('backoff', record)} between them" if attempts > 1 and wait else ""
        chart = retry_bars(timeout, int(attempts), wait, view.known("retries.limit", record.key))
        parts += [f"**When {name} is silent** ({said}: all `decided`)", chart, _load(view, record)]
    return paragraphs(*parts)


def _load(view: View, record: Record) -> str:
    """What piles up while a dependency does not answer; empty when the peak is unknown."""
    worst = view.figure("retries.worst", record.key)
    rows = []
    for title, now, then in (
        (f"Calls to {view.text('name', record)}", "retries.load", "retries.load_next_year"),
        (f"Requests hanging at once (rate x {show_figure(worst)})", "retries.in_flight", "retries.in_flight_next_year"),
    ):
        figure = view.figure(now, record.key)
        if figure.value is not None:
            rows.append((title, show_figure(figure), view.value(then, record.key), badge(figure.basis)))
    if not rows:
        asked = any(one.path == "load.peak" for one in view.spec.questions)
        how_many = f" How many hang at once needs {names(['load.peak'])}." if asked else ""
        return f"A request then hangs for {show_figure(worst)}.{how_many}"
    now_at, year_at = view.text("load.peak"), view.text("load.peak_next_year")
    return table(("While it is silent", f"Now, {now_at}", f"In a year, {year_at}", "Basis"), rows)


def _fan_out(view: View) -> str:
    parent = view.figure("latency.fanout_parent")
    if parent.value is None:
        return ""
    needed = view.figure("latency.leaf_needed")
    leaf = view.text("latency.leaf_percentile").removesuffix("%")
    return (
        f"{view.text('latency.fanout')} calls must all finish: leaves at p{leaf} "
        f"give the answer {show_figure(parent)} only; a p99 needs {show_figure(needed)} from each."
    )


BLOCK = Block("figures.latency", make)
