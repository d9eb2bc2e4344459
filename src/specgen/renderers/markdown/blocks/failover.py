"""What happens when a node is lost: one paragraph or more for each component, as its pattern asks for."""

from __future__ import annotations

from specgen.model import Record, Spec
from specgen.quantities import digits_for, number, show_duration
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.blocks._component import LIST, budget, word
from specgen.renderers.markdown.blocks._sharing import sharing, sharing_in_a_line
from specgen.renderers.markdown.blocks._standby import standby, standby_in_a_line
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import View, badge, names, paragraphs


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "HA" for pack in spec.packs):
        return ""
    records = view.records(LIST)
    if spec.identity.tier == 3:
        return _short(view, records)
    if view.answer(LIST) is None:
        return f"What takes over when a node is lost is unknown: it needs {names([LIST])}."
    open_ = [record for record in records if not word(view, "pattern", record)]
    return paragraphs(*(_one(view, record) for record in records), _patterns(view, open_))


def _one(view: View, record: Record) -> str:
    match word(view, "pattern", record):
        case "single":
            return paragraphs(
                f"**{view.text('component', record)}** (one node, nothing takes over)", _single(view, record)
            )
        case "active_passive":
            return standby(view, record)
        case "active_active" | "n_plus_k":
            return sharing(view, record)
        case _:
            return ""


def _patterns(view: View, records: list[Record]) -> str:
    if not records:
        return ""
    who = _joined([view.text("component", record) for record in records])
    needed = names(f"{LIST}.{record.key}.pattern" for record in records)
    return (
        f"How {who} {'survives' if len(records) == 1 else 'survive'} the loss of a node is unknown: it needs {needed}."
    )


def _single(view: View, record: Record) -> str:
    """How often, how long, and what that is of the budget; a provider's repair is the provider's number."""
    key = record.key
    if view.flag("provider_managed", record):
        return "A provider restarts or replaces it, so the number in its contract counts, not a repair by hand."
    said = [*_repair(view, record)]
    alone = view.figure("failover.single", key)
    if alone.value is not None:
        often = f"every {view.sourced('mttf', record)}, down for {view.sourced('mttr', record)}"
        said.insert(
            0, f"It fails {often} each time: **{view.badged('failover.single', key)}**, before anything else fails."
        )
    elif alone.missing:
        said.append(f"How available it is by itself is unknown: it needs {names(alone.missing)}.")
    else:
        said.append(cell(" ".join(alone.caveats)))
    return " ".join(said)


def _repair(view: View, record: Record) -> list[str]:
    """What one repair is of the error budget, [] where either is unknown."""
    mttr, allowed = view.amount("mttr", record), view.known("availability.budget")
    if mttr is None or not allowed:
        return []
    answer = view.answer("mttr", record)
    digits = digits_for(answer.basis) if answer and answer.basis else 3
    share = f"{number(mttr / allowed, digits)} times the budget" if mttr > allowed else "inside the budget"
    return [f"One repair of {show_duration(mttr, digits)} is {share} of {budget(view)}."]


def _short(view: View, records: tuple[Record, ...]) -> str:
    """A line for all components that run once, and one for each that does not."""
    alone = [record for record in records if word(view, "pattern", record) == "single"]
    lines = [_alone(view, alone)] if alone else []
    for record in records:
        match word(view, "pattern", record):
            case "active_passive":
                lines.append(standby_in_a_line(view, record))
            case "active_active" | "n_plus_k":
                lines.append(sharing_in_a_line(view, record))
            case _:
                continue
    return paragraphs(*lines)


def _alone(view: View, records: list[Record]) -> str:
    who = _joined([view.text("component", record) for record in records])
    said = [f"{who}: one node{' each' if len(records) > 1 else ''}, nothing takes over."]
    for record in records:
        figure = view.figure("failover.single", record.key)
        if figure.value is not None:
            fails = f"fails every {view.text('mttf', record)} for {view.text('mttr', record)}"
            said.append(
                f"{view.text('component', record)} {fails}: {view.value('failover.single', record.key)} {badge(figure.basis)}."
            )
    missing = dict.fromkeys(
        path
        for record in records
        if not view.flag("provider_managed", record)
        for path in view.figure("failover.single", record.key).missing
    )
    if missing:
        fits = f"fits {budget(view)}" if view.known("availability.budget") else "is short enough"
        said.append(f"Whether one repair {fits}, and how often there is one, is unknown: it needs {names(missing)}.")
    return " ".join(said)


def _joined(many: list[str]) -> str:
    return " and ".join([", ".join(many[:-1]), many[-1]] if len(many) > 1 else many)


BLOCK = Block("figures.failover", make)
