"""What must be seen: burn-rate alerts computed from the target, and signals that follow from the answers."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators.alerts import alerts
from specgen.model import Spec
from specgen.quantities import number, show_duration
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import UNKNOWN, View, names, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    return paragraphs(_who(view), _alerts(view, spec), _traffic(view), _signals(view, spec))


def _who(view: View) -> str:
    oncall = view.label("process.oncall")
    return f"On call: {oncall}." if oncall != UNKNOWN else f"On call: unknown, needs {names(['process.oncall'])}."


def _alerts(view: View, spec: Spec) -> str:
    target = view.amount("availability.target")
    if target is None or spec.identity.tier == 3:
        return ""
    window = view.amount("availability.window") or Fraction(30 * 86_400)
    rows = [
        (
            alert.action, f"{_span(alert.long_window)} and {_span(alert.short_window)}", number(alert.burn, 3),
            f"{number(alert.threshold * 100, 2)}% errors" if alert.threshold < 1 else "cannot fire",
            show_duration(alert.exhaustion),
            "never" if alert.fires_in_outage is None else show_duration(alert.fires_in_outage, 2),
        )
        for alert in alerts(target, window)
    ]  # fmt: skip
    said = f"Alerts for {view.text('availability.target')} over {_span(window)}, computed from the target:"
    if not rows:
        return f"A window of {_span(window)} is too short for burn-rate alerts: alert on the error ratio itself."
    header = ("Alert", "Windows", "Burn", "Fires above", "Budget gone in", "Fires in a total outage after")
    return paragraphs(said, table(header, rows))


def _span(seconds: Fraction) -> str:
    return f"{number(seconds / 86_400, 3)} d" if seconds >= 86_400 else show_duration(seconds)


def _traffic(view: View) -> str:
    if view.spec.identity.tier == 3 or view.amount("availability.target") is None:
        return ""
    said = ["No alert fires sooner than the scrape and evaluation intervals allow."]
    least = view.known("alerts.single_failure")
    if least is not None:
        rate = view.known("alerts.requests_rate")
        have = f" You have {number(rate * 3600, 2)} an hour." if rate is not None else ""
        said.append(
            f"Below {number(least * 3600, 2)} requests an hour a single failure pages: "
            f"then probe from outside, or ask for a minimum count.{have}"
        )
    return " ".join(said)


def _signals(view: View, spec: Spec) -> str:
    composed = {one.item.id for one in spec.items}
    rows: list[tuple[str, str, str]] = []
    for record in view.records("dependencies"):
        limits = [f"p99 {view.text('p99', record)}"] if view.amount("p99", record) is not None else ["p99 unknown"]
        if view.amount("timeout", record) is not None:
            limits.append(f"time-outs at {view.text('timeout', record)}")
        rows.append(
            (f"{view.text('name', record)}: rate, errors, latency, from your side", ", ".join(limits), "LAT3-09")
        )
    if view.fact("moves_money"):
        rows.append(("Ledger against the partner's report, daily", "any unexplained difference", "IDEM-10"))
        rows.append(("Replayed keys, body mismatches, conflicts in flight", "rising", "IDEM-09"))
    if view.fact("scheduled_job"):
        rows.append(("Time of the last successful run", "older than one interval and its usual duration", "DAM-07"))
    if view.amount("latency.p99") is not None:
        rows.append(("Latency histogram of the main journey", f"a bucket at {view.text('latency.p99')}", "LAT1-07"))
    for record in view.records("dependencies"):
        if view.amount("hit_ratio", record) is not None:
            ratio = view.text("hit_ratio", record)
            rows.append((f"Cache of {view.text('name', record)}: hit ratio", f"below {ratio}", "LAT3-10"))
    kept = [(what, limit, item if item in composed else "") for what, limit, item in rows]
    return table(("Must be seen", "Threshold", "Item"), kept)


BLOCK = Block("figures.monitoring", make)
