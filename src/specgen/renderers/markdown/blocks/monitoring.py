"""What must be seen: burn-rate alerts computed from the target, and signals that follow from the answers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from specgen.calculators.burn import alerts
from specgen.model import Spec
from specgen.quantities import number, show_duration, show_rate
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import UNKNOWN, View, names, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    return paragraphs(_who(view), _alerts(view, spec), _traffic(view), _signals(view, spec))


def _who(view: View) -> str:
    oncall = view.label("process.oncall")
    if oncall != UNKNOWN:
        return f"On call: {oncall}."
    return f"On call: unknown, needs {names(['process.oncall'])}." if view.asks("process.oncall") else ""


def _alerts(view: View, spec: Spec) -> str:
    target = view.amount("availability.target")
    if target is None or spec.identity.tier == 3:
        return ""
    window = view.amount("availability.window") or Fraction(30 * 86_400)
    rows = [
        (
            alert.action, f"{_span(alert.long_window)} and {_span(alert.short_window)}", number(alert.burn, 3),
            f"{number(alert.threshold * 100, 3)}% errors" if alert.threshold < 1 else "cannot fire",
            show_duration(alert.exhaustion),
            "never" if alert.fires_in_outage is None else show_duration(alert.fires_in_outage),
        )
        for alert in alerts(target, window, _interval(view))
    ]  # fmt: skip
    said = f"Alerts for {view.text('availability.target')} over {_span(window)}, computed from the target:"
    if not rows:
        return f"A window of {_span(window)} is too short for burn-rate alerts: alert on the error ratio itself."
    header = ("Alert", "Windows", "Burn", "Fires above", "Budget gone in", "Fires in a total outage after")
    return paragraphs(said, table(header, rows))


def _interval(view: View) -> Fraction:
    """Until an alert can see anything: as answered, else what the question assumes."""
    return view.amount("availability.evaluation") or Fraction(60)


def _span(seconds: Fraction) -> str:
    return f"{number(seconds / 86_400, 3)} d" if seconds >= 86_400 else show_duration(seconds)


def _traffic(view: View) -> str:
    if view.spec.identity.tier == 3 or view.amount("availability.target") is None:
        return ""
    chosen = "" if view.amount("availability.evaluation") else " (specgen's choice)"
    every = show_duration(_interval(view))
    said = [f"Metrics are collected and rules evaluated every {every}{chosen}: no alert fires sooner."]
    least = view.known("alerts.single_failure")
    if least is not None:
        rate = view.known("alerts.requests_rate")
        have = f" You have {number(rate * 3600, 2)} an hour." if rate is not None else ""
        have = have or _today(view, least)
        said.append(
            f"At {number(least * 3600, 3, 'down')} requests an hour or fewer a single failure pages: "
            f"then probe from outside, or ask for a minimum count.{have}"
        )
    return " ".join(said)


def _today(view: View, least: Fraction) -> str:
    """Where requests are not counted yet, the work done by hand today is what there is to compare with."""
    steps = [one for one in view.records("process.steps") if view.flag("manual", one) and view.flag("here", one) is not False]
    monthly = [view.amount("per_month", one) or Fraction(0) for one in steps]
    hourly = max(monthly, default=Fraction(0)) / (30 * 24)
    if not 0 < hourly < least * 3600:
        return ""
    today = f"Today's {number(max(monthly), 3)} a month by hand are {number(hourly, 2)} an hour"
    return f" {today}: at first every failure would page."


def _signals(view: View, spec: Spec) -> str:
    composed = {one.item.id for one in spec.items}
    rows = [*_of_partners(view), *_of_money(view), *_of_service(view), *_of_data(view), *_of_mail(view)]
    kept = [(what, limit, item if item in composed else "") for what, limit, item in rows]
    return table(("Must be seen", "Threshold", "Item"), kept)


Signal = tuple[str, str, str]  # what, threshold, item


def _of_partners(view: View) -> Iterator[Signal]:
    for record in view.records("dependencies"):
        limits = [f"p99 {view.text('p99', record)}"] if view.amount("p99", record) is not None else ["p99 unknown"]
        if view.amount("timeout", record) is not None:
            limits.append(f"time-outs at {view.text('timeout', record)}")
        yield f"{view.text('name', record)}: rate, errors, latency, from your side", ", ".join(limits), "LAT3-09"
        if view.amount("hit_ratio", record) is not None:
            limit = f"well below {view.text('hit_ratio', record)}, which is assumed in the load"
            yield f"Cache of {view.text('name', record)}: hit ratio", limit, "LAT3-10"
        quota = view.amount("rate_limit", record)
        if quota is not None:
            yield f"Calls to {view.text('name', record)}", f"{show_rate(quota * 4 / 5, 2)}, 80% of the quota", "LAT3-11"


def _of_money(view: View) -> Iterator[Signal]:
    if view.fact("moves_money"):
        against = "the partner's report" if view.records("dependencies") else "the records of whoever paid"
        yield f"Ledger against {against}, daily", "any unexplained difference", "IDEM-10"
        yield "Replayed keys, body mismatches, conflicts in flight", "rising", "IDEM-09"


def _of_service(view: View) -> Iterator[Signal]:
    if view.fact("scheduled_job"):
        yield "Time of the last successful run", "older than one interval and its usual duration", "DAM-07"
    if view.amount("latency.p99") is not None:
        yield "Latency histogram of the main journey", f"a bucket at {view.text('latency.p99')}", "LAT1-07"
    if view.fact("interactive") or view.fact("queue_consumer"):
        workers = view.text("load.workers", missing="")
        yield (
            "Requests in flight, queue depth, busy workers",
            f"near {workers} busy" if workers else f"unknown, needs {names(['load.workers'])}", "LAT5-09",
        )  # fmt: skip
    for record in view.records("failover"):
        pattern = view.answer("pattern", record)
        if pattern and pattern.value == "active_passive":
            yield f"Standby of {view.text('component', record)}: health, configuration", "any difference", "HA-10"


def _of_data(view: View) -> Iterator[Signal]:
    if view.fact("replicated"):
        rpo = view.amount("replication.rpo")
        limit = f"unknown, needs {names(['replication.rpo'])}" if rpo is None else "none exists while RPO is 0"
        yield "Replication lag", f"{show_duration(rpo / 2)}, half the RPO" if rpo else limit, "REPL-09"
    if view.fact("database"):
        every = view.text("replication.backup_interval", missing="")
        limit = f"older than {every} and its duration" if every else f"unknown, needs {names(['replication.backup_interval'])}"
        yield "Age of the newest verified backup", limit, "REPL-10"
    if view.amount("cdn.hit_ratio") is not None:
        limit = f"hits well below {view.text('cdn.hit_ratio')}"
        yield "CDN: hit ratio, origin rate, age of what is served", limit, "CDN-09"
    if view.fact("media"):
        yield "Queue age of jobs, bytes read per byte needed", f"{view.text('media.deadline')} for a result", "MEDIA-10"


def _of_mail(view: View) -> Iterator[Signal]:
    if view.fact("sends_mail"):
        yield "Mail: delivery, bounces, complaints, queue age", "complaints 0.1% (Gmail's limit is 0.3%)", "MAIL-10"


BLOCK = Block("figures.monitoring", make)
