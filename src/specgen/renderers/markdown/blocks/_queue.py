"""Load on the workers: utilisation now and in a year, who waits how long, and what a full queue does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from specgen.model import Figure
from specgen.quantities import show_figure
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import View, badge, paragraphs, table

WIDTH = 30
ALL = Fraction(1)
BUSY, LATER = "queue.utilisation", "queue.busy_next_year"


def brief(view: View) -> str:
    """For a small spec: how busy the workers are, in a line."""
    if view.known(BUSY) is None:
        return ""
    said = f"At {view.text('load.peak')} {view.text('load.workers')} workers are busy {view.badged(BUSY)} of the time."
    return f"{said} {_endless(view)}".strip()


def queue(view: View) -> str:
    return paragraphs(_load(view), _bars(view), _endless(view), _waiting(view), _full(view))


def _load(view: View) -> str:
    """Both peaks beside what they do to the workers; "" while nobody knows how busy they are."""
    rows = []
    for when, peak, busy, tail in (
        ("Now", "load.peak", BUSY, "queue.p99"),
        ("In a year", "load.peak_next_year", LATER, "queue.p99_next_year"),
    ):
        if view.figure(busy).value is not None:
            rows.append((when, view.sourced(peak), view.badged(busy), _tail(view, view.figure(tail))))
    workers = view.text("load.workers")
    return table(("At peak", "Requests", f"Utilisation of {workers} workers", "p99, waiting and service"), rows)


def _tail(view: View, figure: Figure) -> str:
    if figure.value is not None:
        return f"{show_figure(figure)} {badge(figure.basis)}"
    busy = view.known(LATER if figure.id.endswith("next_year") else BUSY)
    return "**no end**" if busy is not None and busy >= ALL else "to be measured"


def _bars(view: View) -> str:
    rows = [
        (when, busy, view.value(id))
        for when, id in (("now", BUSY), ("in a year", LATER))
        if (busy := view.known(id)) is not None
    ]
    return _utilisation_bars(rows) if len(rows) > 1 or (rows and rows[0][1] >= ALL) else ""


def _utilisation_bars(rows: Sequence[tuple[str, Fraction, str]]) -> str:
    """One bar a peak, full at 100%; what exceeds it runs over the edge, at most by half the width."""
    lines = [f"{'':9}  0{'100%':>{WIDTH - 1}}", f"{'':9}  |{'-' * (WIDTH - 2)}|"]
    for when, busy, said in rows:
        cells = min(round(busy * WIDTH), WIDTH * 3 // 2)
        over = "  more than there is" if busy >= ALL else ""
        lines.append(f"{when:9}  {'█' * cells:·<{WIDTH}}  {said}{over}")
    return "\n".join(["```text", *lines, "```"])


def _endless(view: View) -> str:
    busy = view.known(BUSY)
    if busy is None or busy < ALL:
        return ""
    if view.fact("queue_consumer") and not view.fact("interactive"):
        arrive, most = view.text("load.peak"), view.badged("queue.capacity")
        return (
            f"**A backlog builds up at peak**: {arrive} arrive, and {view.text('load.workers')} workers do at most {most}. "
            "When it has to be empty again is for this spec to say."
        )
    return (
        f"**The queue grows without limit**: {view.text('load.peak')} keep {view.badged('queue.offered')} workers busy, "
        f"and there are {view.text('load.workers')}. No waiting time can be given."
    )


def _waiting(view: View) -> str:
    """Now, at peak: each figure with what it means for somebody who waits."""
    few = view.known("queue.wait_p99") == 0  # a mean of nanoseconds would only show how exact the formula is
    times = view.value("queue.stretch").removesuffix(" times")
    rows = [
        (title, view.badged(id), meaning)
        for id, title, meaning in (
            (
                "queue.wait_chance",
                "Find every worker busy",
                "fewer than one in a hundred" if few else "so many wait at all",
            ),
            ("queue.wait", "Mean wait", "what waiting adds to the mean answer"),
            ("queue.wait_p99", "p99 of the wait", "one in a hundred waits longer before anything is done for it"),
            (
                "queue.time",
                "Mean, waiting and service",
                "the service itself: waiting adds next to nothing"
                if times == "1"
                else f"{times} times the service time",
            ),
            ("queue.p95", "p95, waiting and service", "one in twenty takes longer"),
            ("queue.p99", "p99, waiting and service", "this service's own row of the latency budget"),
        )
        if view.figure(id).value is not None and not (few and id in ("queue.wait", "queue.wait_p99"))
    ]
    return paragraphs(table((f"Waiting at {view.text('load.peak')}", "Value", "What it means"), rows), _model(view))


def _model(view: View) -> str:
    if view.known("queue.wait") is None:
        return ""
    if view.known("queue.p99") is None:
        return cell(" ".join(view.figure("queue.p99").caveats))
    return (
        "Takes arrivals and service times to be as irregular as chance, and one queue for all workers (M/M/c). Batches, a "
        "few slow requests, or a queue for each worker make it worse; steadier service times make it better."
    )


def _full(view: View) -> str:
    """What happens at the edge of capacity, as far as it is decided."""
    said = []
    if view.figure("queue.capacity").value is not None:
        limit = view.value("queue.capacity")
        said.append(f"The workers serve at most {view.badged('queue.capacity')}.")
        if view.answer("load.scale_out"):
            said.append(
                f"New capacity serves after {view.sourced('load.scale_out')}; until then the queue grows by every request "
                f"above {limit}."
            )
    places, rule = view.amount("load.queue_limit"), view.answer("load.when_full")
    if rule and rule.value == "nothing":
        said.append("**The queue has no limit**: in an overload everybody waits behind all who came before.")
    elif places == 0:
        said.append(f"Nobody may wait: once every worker is busy, {_then(view)}.")
    elif places is not None:
        last = f", the last of them {view.badged('queue.full_wait')}" if view.known("queue.full_wait") else ""
        said.append(f"{view.text('load.queue_limit')} may wait{last}; beyond that {_then(view)}.")
    elif rule:
        said.append(f"When the queue is full, {view.label('load.when_full')}; where that is, is unknown.")
    return " ".join(said)


def _then(view: View) -> str:
    return view.label("load.when_full") if view.answer("load.when_full") else "what happens is unknown"
