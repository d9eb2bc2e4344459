"""What a dependency that does not answer does: attempt after attempt, and what piles up meanwhile."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Record
from specgen.quantities import plural
from specgen.renderers.markdown.blocks._bars import retry_bars
from specgen.renderers.markdown.view import UNKNOWN, View, names, paragraphs, table


def silence(view: View) -> str:
    """For each dependency whose longest wait is known: what was decided, a chart, and the load."""
    return paragraphs(*(_one(view, record) for record in view.records("dependencies")))


def _one(view: View, record: Record) -> str:
    attempts, timeout = view.amount("attempts", record), view.amount("timeout", record)
    if view.known("retries.worst", record.key) is None or attempts is None or timeout is None:
        return ""
    wait = view.amount("backoff", record)
    said = f"timeout {view.text('timeout', record)}, {plural(int(attempts), 'attempt')}"
    if attempts > 1:
        between = "waits between them unknown" if wait is None else f"{view.text('backoff', record)} between them"
        said += f", {between}"
    heading = f"**When {view.text('name', record)} is silent** ({said}: `decided`)"
    chart = retry_bars(timeout, int(attempts), wait or Fraction(0), view.known("retries.limit", record.key))
    return paragraphs(heading, chart, _load(view, record))


def _load(view: View, record: Record) -> str:
    """What piles up while a dependency does not answer; what it would need when the peak is unknown."""
    worst = view.bounded("retries.worst", record.key)
    rows = []
    for title, now, then in (
        (f"Calls to {view.text('name', record)}", "retries.load", "retries.load_next_year"),
        (f"Requests hanging at once (rate x {worst})", "retries.in_flight", "retries.in_flight_next_year"),
    ):
        figures = view.figure(now, record.key), view.figure(then, record.key)
        if figures[0].value is not None:
            rows.append((title, *(view.bounded(id, record.key) for id in (now, then)), view.weakest(*figures)))
    if not rows:
        asked = any(one.path == "load.peak" for one in view.spec.questions)
        how_many = f" How many hang at once needs {names(['load.peak'])}." if asked else ""
        return f"A request then hangs for {worst}.{how_many}"
    year = view.text("load.peak_next_year")
    kept = [number for number in range(4) if number != 2 or year != UNKNOWN]
    header = ("While it is silent", f"Now, {view.text('load.peak')}", f"In a year, {year}", "Basis")
    return table([header[number] for number in kept], [[row[number] for number in kept] for row in rows])
