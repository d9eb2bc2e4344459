"""The data section: how fresh each kind of data is, what a failover or a lost disk costs, what waiting for a copy costs."""

from __future__ import annotations

from specgen.model import Level, Record, Spec
from specgen.quantities import show_duration
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.blocks._copies import backups, commits, failover, split, unknowns
from specgen.renderers.markdown.escape import code
from specgen.renderers.markdown.view import UNKNOWN, View, paragraphs, table

RPO_RULES = ("rpo-below-async-lag", "rpo-zero-with-async", "rpo-shorter-than-lag", "rpo-zero-with-semi-sync",
             "rpo-zero-with-backups", "backup-older-than-rpo")  # fmt: skip
RTO_RULES = ("failover-slower-than-rto",)
LAG_OF_LEVEL = {"strong": "nothing", "weak": "no limit"}


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "REPL" for pack in spec.packs):
        return ""
    if spec.identity.tier == 3:
        return backups(view)
    sentences = (failover(view), split(view), commits(view), _paths(view), _lag_alert(view), backups(view))
    return paragraphs(_table(view), *sentences, unknowns(view))


def _table(view: View) -> str:
    rpo = _judged(view, view.sourced("replication.rpo"), RPO_RULES)
    rto = _judged(view, view.sourced("replication.rto"), RTO_RULES)
    rows = [
        (
            view.text("entity", one),
            _judged(view, view.text("level", one), ("strong-reads-from-replica",), one.key),
            _judged(view, _staleness(view, one), ("replica-staler-than-promised",), one.key),
            rpo,
            rto,
        )
        for one in view.records("consistency.items")
    ]
    header = ("Data", "Consistency", "A read may lag by", "RPO: loss accepted", "RTO: outage accepted")
    return table(header, rows or [("Everything in the database", UNKNOWN, UNKNOWN, rpo, rto)])


def _staleness(view: View, record: Record) -> str:
    level = view.answer("level", record)
    fixed = LAG_OF_LEVEL.get(level.text) if level else None
    return fixed or view.sourced("staleness", record)


def _judged(view: View, text: str, rules: tuple[str, ...], record: str = "") -> str:
    """`text`, and the number in the verdict of what contradicts it."""
    said = [
        f"{'contradiction' if one.severity is Level.ERROR else 'warning'} {number} {code(one.rule.id)}"
        for number, one in enumerate(view.spec.contradictions, 1)
        if one.rule.id in rules and (not record or one.record == record)
    ]
    return "; ".join((text, *said))


def _paths(view: View) -> str:
    said = [
        f"{what} {view.label(id)}."
        for id, what in (
            ("replication.reads", "Reads go"),
            ("replication.conflict", "Conflicting writes:"),
            ("consistency.partition", "Writes while sites cannot reach each other:"),
        )
        if view.answer(id)
    ]
    if view.flag("consistency.read_your_writes") and view.text("replication.reads") == "replica_any":
        said.append("People must see their own changes at once: after a write, pin them to the primary (CONS-05).")
    return " ".join(said)


def _lag_alert(view: View) -> str:
    """REPL-09 asks for an alert at half the RPO: say its threshold, or why there is none."""
    rpo, lag = view.amount("replication.rpo"), view.amount("replication.lag_p99")
    if not view.fact("replicated") or rpo is None:
        return ""
    if rpo == 0:
        instead = "lag is loss from the first moment" if view.fact("acknowledged_early") else "alert on a lost replica"
        return f"Alert on lag at half the RPO (REPL-09): none exists while RPO is 0; {instead}."
    said = f"Alert on lag above {show_duration(rpo / 2)}, half the RPO (REPL-09)."
    if lag is not None and lag > rpo / 2:
        said += f" Expect it to fire at peak, where the lag is {view.sourced('replication.lag_p99')} at p99."
    return said


BLOCK = Block("figures.data", make)
