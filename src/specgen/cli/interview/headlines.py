"""The few figures worth a line while answering: label and text, only where they are known."""

from __future__ import annotations

from collections.abc import Iterator

from specgen.calculators import figures
from specgen.model import Basis, Figure, Spec
from specgen.quantities import say, show_bounded, show_figure

# Figures that speak for themselves, one line each.
_SINGLE = {
    "availability.second": "Second provider needs",
    "availability.planned_share": "Planned work spends",
    "availability.next_nine": "The next nine, a year",
    "replication.lost": "A failover at peak loses",
    "replication.backup_loss": "A restore loses at most",
    "database.now": "Statements of one request",
    "database.fleet": "Connections of the fleet",
    "queue.utilisation": "Busy at peak",
    "queue.p99": "Served within, p99",
    "cdn.staleness": "Oldest copy a user sees",
    "cdn.after_purge": "Oldest copy after a purge",
    "egress.open_connections": "Connections to a partner",
    "media.start_delay": "Wait before work starts",
    "media.scratch_needed": "Scratch space needed",
    "mail.late": "Mails too late, a day",
    "idempotency.keys": "Keys kept at once",
    "process.toil": "Work by hand, a month",
    "process.payback": "Pays back after",
}

# The same for each record of a list: what is said after the record's name.
_EACH = {
    "failover.outage": "failing over",
    "failover.availability": "with its failover",
    "failover.single": "without a standby",
    "failover.after_loss": "busy after a loss",
    "cache.age": "oldest cached answer",
    "cache.cold_load": "load with a cold cache",
}


def headlines(spec: Spec) -> dict[str, str]:
    """Label to text, in the order people read them."""
    return dict([*_budget(spec), *_chain(spec), *_retries(spec), *_distance(spec), *_left(spec), *_each(spec), *_single(spec)])


def _known(spec: Spec, id: str, record: str = "") -> Figure | None:
    for figure in spec.figures.get(id, ()):
        if figure.record == record and figure.value is not None:
            return figure
    return None


def _text(figure: Figure) -> str:
    """The value with its bound, and what it rests on where that is weak."""
    basis = f" ({figure.basis.word})" if figure.basis is not Basis.DECIDED else ""
    return f"{show_bounded(figure)}{basis}"


def _records(spec: Spec, list_id: str) -> Iterator[tuple[str, str]]:
    """Key and name of each record."""
    answer = spec.answers.get(list_id)
    key = next((one.key for one in spec.library.questions() if one.id == list_id), "")
    for record in answer.records if answer else ():
        name = record.fields.get(key)
        yield record.key, name.text if name else record.key


def _budget(spec: Spec) -> Iterator[tuple[str, str]]:
    target = spec.answers.get("availability.target")
    spans = {"budget_day": "a day", "budget_30d": "in 30 days", "budget_year": "in a year of 365 days"}
    said = [
        f"{show_figure(figure)} {words}" for id, words in spans.items() if (figure := _known(spec, f"availability.{id}"))
    ]
    if target and not target.is_unknown and said:
        yield f"Down for at {say(target)}", " · ".join(said)


def _chain(spec: Spec) -> Iterator[tuple[str, str]]:
    chain = _known(spec, "availability.chain")
    if chain and chain.inputs:  # without dependencies there is no chain to speak of
        yield "Best the chain can do", f"{_text(chain)}, before your own failures"


def _retries(spec: Spec) -> Iterator[tuple[str, str]]:
    for key, name in _records(spec, "dependencies"):
        worst = _known(spec, "retries.worst", key)
        if worst:
            how = f" = {worst.working}" if worst.working and "=" not in worst.working else ""
            yield f"{name}, silent", f"holds a request for {_text(worst)}{how}"


def _distance(spec: Spec) -> Iterator[tuple[str, str]]:
    for key, name in _records(spec, "users"):
        parts = {"distance.km": "", "distance.floor": "floor ", "latency.connection": "connection ", "transfer.page": "page "}
        said = [f"{words}{show_figure(one)}" for id, words in parts.items() if (one := _known(spec, id, key))]
        if said:
            yield name, "   ".join(said)


def _left(spec: Spec) -> Iterator[tuple[str, str]]:
    target = spec.answers.get("latency.p99")
    said = [
        f"{name} {show_figure(left)}" for key, name in _records(spec, "users") if (left := _known(spec, "latency.left", key))
    ]
    if target and said:
        yield f"Left of {say(target)}", f"{', '.join(said)}, after connection and services"


def _each(spec: Spec) -> Iterator[tuple[str, str]]:
    for id, label in _EACH.items():
        list_id = figures()[id].each
        for key, name in _records(spec, list_id):
            figure = _known(spec, id, key)
            if figure:
                yield f"{name}, {label}", _text(figure)


def _single(spec: Spec) -> Iterator[tuple[str, str]]:
    for id, label in _SINGLE.items():
        figure = _known(spec, id)
        if figure and not (id == "availability.second" and show_figure(figure) == "0%"):  # the first one is enough
            yield label, _text(figure)
