"""What copies of a database cost and save, in sentences: a failover, two primaries, a commit that waits, a backup."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Asked, Figure, Quantity
from specgen.quantities import show_figure
from specgen.renderers.markdown.blocks._component import word
from specgen.renderers.markdown.view import View, badge, names

# What a reader misses while a question is open. RPO, RTO, levels and staleness are seen to be unknown in the table.
OPEN = {
    "consistency.items": "which data must be how fresh",
    "replication.topology": "whether the database is copied",
    "replication.mode": "what a failover loses",
    "replication.round_trip": "how long a commit waits for a replica",
    "replication.reads": "where reads go",
    "replication.conflict": "who wins when two places change one record",
    "consistency.partition": "what happens to writes while sites cannot reach each other",
    "replication.average_amount": "the loss in money",
    "replication.backup_interval": "what only a backup would lose",
    "replication.restored": "when a backup was last restored and checked",
}


def failover(view: View) -> str:
    topology, mode = view.text("replication.topology"), view.text("replication.mode")
    if topology == "none":
        return "There is no replica: when the disk dies, only a backup brings the data back."
    if mode in ("sync", "quorum"):
        return _waited(view)
    lost, later = view.figure("replication.lost"), view.figure("replication.lost_next_year")
    if lost.value is None:
        return ""
    event = "the loss of one primary" if topology == "multi_primary" else "a failover"
    said = (
        [f"While commits wait for a replica, {event} loses nothing that was acknowledged."]
        if mode == "semi_sync"
        else []
    )
    event = f"Once that wait has timed out, {event}" if said else event.capitalize()
    many = writes(lost)
    were = "was" if many.endswith("write") else "were"
    said.append(
        f"{event} at peak, at the lag's p99 of {view.sourced('replication.lag_p99')}, loses **{many}** "
        f"{badge(lost.basis)} that {were} acknowledged, more in the worst 1% of moments."
    )
    if later.value is not None:
        said.append(f"With next year's peak: {writes(later)} {badge(later.basis)}.")
    if view.amount("replication.writes") is None:
        said.append("One write a request is taken.")
    if view.figure("replication.lost_amount").value is not None:
        said.append(f"In money: {view.badged('replication.lost_amount')}.")
    if view.figure("replication.lost_year").value is not None:
        times, mean = view.sourced("replication.failovers"), view.sourced("replication.lag_mean")
        year = view.figure("replication.lost_year")
        said.append(
            f"With {times} failovers a year at the mean lag of {mean}: {writes(year)} {badge(year.basis)} a year."
        )
    return " ".join(said)


def writes(figure: Figure) -> str:
    """A number of writes as people count them: "less than one write" and "1 write", else as the figure is shown."""
    if isinstance(figure.value, Quantity) and 0 < figure.value.amount < 1:
        return "less than one write"
    shown = show_figure(figure)
    return "1 write" if shown == "1 writes" else shown


def _waited(view: View) -> str:
    said = "A write is acknowledged when replicas have it: a failover to one of those loses none."
    if view.text("replication.reads") in ("replica_any", "replica_pinned"):
        said += (
            " A replica may have it and not show it yet: a read there can miss it, unless commits wait until it is"
            " applied (PostgreSQL `remote_apply`)."
        )
    return said


def split(view: View) -> str:
    """What the old primary goes on accepting after a replica took over."""
    if view.text("replication.topology") != "primary_replica" or not view.fact("acknowledged_early"):
        return ""
    both = view.figure("replication.diverged")
    rate = view.text("replication.writes", missing=view.text("load.peak", missing="the write rate"))
    writers = [one for one in view.records("failover") if view.flag("writable", one)]
    grows = f"the old primary goes on accepting writes after a failover, and the loss grows at {rate}"
    if any(word(view, "fencing", one) == "none" for one in writers):
        return f"Nothing is there to stop it: {grows} until somebody does."
    needed = [path for path in both.missing if path.partition(".")[0] == "failover"]
    slowest = max(writers, key=lambda one: view.amount("fence_time", one) or Fraction(0), default=None)
    if needed or slowest is None:
        unknown = f" How long that takes is unknown: it needs {names(needed)}." if needed else ""
        return f"Without fencing {grows} until it is stopped.{unknown}"
    if not view.amount("fence_time", slowest):
        return "The old primary is stopped before the replica takes over, so no write is accepted on two sides."
    said = f"Once a failover is decided, the old primary accepts writes for {view.sourced('fence_time', slowest)} more"
    if both.value is None:
        return f"{said}: they stand on one side only."
    return f"{said}: with those of the lag, **{writes(both)}** {badge(both.basis)} stand on one side only, to be merged or lost."


def commits(view: View) -> str:
    said = []
    cost = view.figure("replication.commit_cost")
    if cost.value is not None:
        waits, row = view.bounded("replication.commit_cost"), view.bounded("replication.hot_row")
        said.append(
            f"A commit waits {waits} {badge(cost.basis)} for its replicas, and all writers of one row share {row}."
        )
    candidates = view.amount("replication.candidates")
    if candidates is not None:
        left = {0: "no write can commit", 1: "when that one is lost, no write commits (REPL-07)"}
        kept = left.get(int(candidates), "the loss of one stops nothing")
        said.append(f"Replicas a commit can wait for: {view.text('replication.candidates')}; {kept}.")
    return " ".join(said)


def backups(view: View) -> str:
    said = []
    if view.figure("replication.backup_loss").value is not None:
        lost = (
            f"{view.bounded('replication.backup_loss')} of writes {badge(view.figure('replication.backup_loss').basis)}"
        )
        also = ", for instance after a mistake that the replicas have copied" if view.fact("replicated") else ""
        every = view.text("replication.backup_interval")
        said.append(f"A backup is taken every {every}. Where only a backup helps{also}, the worst moment costs {lost}.")
    if view.answer("replication.restored"):
        said.append(f"Last restored and checked: {view.text('replication.restored')}.")
    return " ".join(said)


def unknowns(view: View) -> str:
    """One line for everything a reader would look for here and not find."""
    open_ = {one.path for one in view.spec.questions if one.state is not Asked.ANSWERED}
    said = [f"{what} needs {names([id])}" for id, what in OPEN.items() if id in open_]
    missing = view.figure("replication.lost").missing
    if view.fact("acknowledged_early") and missing:
        said.insert(0, f"what a failover loses needs {names(missing)}")
    return f"Unknown: {'; '.join(said)}." if said else ""
