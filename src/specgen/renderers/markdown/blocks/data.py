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
RTO_RULES = ("failover-slower-than-rto", "repair-slower-than-rto")
LEVEL_RULES = ("strong-reads-from-replica", "strong-reads-before-applied", "strong-data-on-both-sides")
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
    """A row for each kind of data. RPO and RTO are those of the whole database, so what contradicts them stands where
    a loss does most harm: in strong rows, and in the first where there is none."""
    items = view.records("consistency.items")
    strong = [one for one in items if view.text("level", one) == "strong"]
    rpo, rto = view.sourced("replication.rpo"), _rto(view, judged=False)
    judged = _judged(view, rpo, RPO_RULES), _rto(view, judged=True)
    rows = [
        (
            view.text("entity", one),
            _judged(view, view.text("level", one), LEVEL_RULES, one.key),
            _judged(view, _staleness(view, one), ("replica-staler-than-promised",), one.key),
            *(judged if one in (strong or items[:1]) else (rpo, rto)),
        )
        for one in items
    ]
    header = ("Data", "Consistency", "A read may lag by", "RPO: loss accepted", "RTO: outage accepted")
    return table(header, rows or [("Everything in the database", UNKNOWN, UNKNOWN, *judged)])


def _rto(view: View, judged: bool) -> str:
    """The outage accepted of each component that keeps data, as far as the answers tell which do."""
    said = [
        one for one in view.records("failover") if view.answer("rto", one) and view.flag("writable", one) is not False
    ]
    keeping = [one for one in said if view.flag("writable", one)] or said
    return (
        "; ".join(
            _judged(
                view, f"{view.text('component', one)} {view.sourced('rto', one)}", RTO_RULES if judged else (), one.key
            )
            for one in keeping
        )
        or UNKNOWN
    )


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
        pinned = "People must see their own changes at once: after a write, pin them to the primary (CONS-05)"
        said.append(f"{_judged(view, pinned, ('own-write-missing',))}.")
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
