"""The availability section: the budget in time, the chain, and ways out when the chain is below the target."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators.availability import PERIODS, downtime
from specgen.model import Basis, Record, Spec
from specgen.quantities import digits_for, number, show_availability, show_duration, show_figure
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.blocks._ways_out import basis_of, reaching, ways_out, weakest
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table

IN_BOLD = "30 days"
WINDOW = "30 d"  # what the question assumes when nobody answers it


def make(spec: Spec) -> str:
    view = View(spec)
    if not view.asks("availability.target"):
        return ""
    target = view.amount("availability.target")
    if target is None:
        return f"Target: unknown. Budget, chain and alerts need {names(['availability.target'])}."
    budget = _in_a_line(target) if spec.identity.tier == 3 else _table(view, target)
    return paragraphs(
        _target(view),
        budget,
        _spent(view),
        _chain(view),
        ways_out(view, target),
        _contract(view, target),
        _next_nine(view),
    )


def _target(view: View) -> str:
    window = view.answer("availability.window")
    # a definition, not a guess: no other window would make the numbers truer
    over = f"{view.text('availability.window')} ({badge(window.basis)})" if window else f"{WINDOW} (specgen's choice)"
    measured = view.label("availability.sli")
    counted = "" if measured == UNKNOWN else f", measured as: {measured}"
    return f"**Target: {view.text('availability.target')}** (`decided`), over a rolling {over}{counted}."


def _in_a_line(target: Fraction) -> str:
    said = []
    for name, length in PERIODS.items():
        allowed = show_duration(downtime(target, length))
        if name == IN_BOLD:
            said.append(f"**{allowed} in {name}**")
        elif "average" not in name:
            said.append(f"{allowed} {'in ' if name.startswith('a year') else ''}{name}")
    return f"Budget: {', '.join(said)}."


def _table(view: View, target: Fraction) -> str:
    lowest = weakest(view)
    header = ["Down for", f"Budget at {view.text('availability.target')}"]
    if lowest is not None:
        promise = "its contracted " if basis_of(lowest) is Basis.CONTRACT else ""
        cached = view.figure("availability.fallback", lowest.key)
        with_cache = f", {show_figure(cached)} with its cache" if cached.value is not None else ""
        header.append(f"{view.text('name', lowest)} alone, at {promise}{view.text('availability', lowest)}{with_cache}")
    rows = []
    for name, length in PERIODS.items():
        row = [name, show_duration(downtime(target, length))]
        if lowest is not None:
            share = reaching(view, lowest) or Fraction(1)
            row.append(show_duration(downtime(share, length), digits_for(basis_of(lowest))))
        rows.append([row[0], *(f"**{value}**" if name == IN_BOLD else value for value in row[1:])])
    return table(header, rows)


def _spent(view: View) -> str:
    if view.spec.identity.tier == 3 and view.answer("availability.deploys") is None:
        return ""
    events, window = view.figure("availability.budget_events"), view.text("availability.window", missing=WINDOW)
    planned = view.figure("availability.planned")
    said = []
    if events.value is None:
        said.append(f"In requests: unknown, needs {names(events.missing)}.")
    else:
        said.append(f"In requests: {show_figure(events)} may fail in {window} ({badge(events.basis)}).")
    if planned.value is None:
        said.append(f"Spent on deploys and maintenance: unknown, needs {names(planned.missing)}.")
    else:
        part = view.known("availability.planned_share") or Fraction(0)
        share = f"{number(part, 2)} budgets" if part > 2 else view.value("availability.planned_share")
        said.append(
            f"Deploys and maintenance spend {view.bounded('availability.planned')} of it, {share} ({badge(planned.basis)})."
        )
    return " ".join(said)


def _chain(view: View) -> str:
    rows = []
    for record in view.records("dependencies"):
        hard = view.flag("hard", record)
        rated = view.sourced("availability", record)
        source = record.fields["availability"].source if rated != UNKNOWN else ""
        cached = view.figure("availability.fallback", record.key)
        with_cache = f"; {show_figure(cached)} with its cache" if cached.value is not None else ""
        leaves = "not counted"
        if hard is None:
            leaves = "unknown: hard or not?"
        elif hard:
            leaves = _pair(view, record) if view.flag("redundant", record) else _alone(view, record)
        basis = f"{rated} ({cell(source)})" if source else rated
        rows.append(
            (view.text("name", record), {True: "yes", False: "no", None: UNKNOWN}[hard], basis + with_cache, leaves)
        )
    if not rows:
        if not view.answer("availability.own"):
            return ""
        return f"Your own parts reach {view.sourced('availability.own')}, before anything they call fails."
    rows += _unrated(view)
    chain, window = view.figure("availability.chain"), view.text("availability.window", missing=WINDOW)
    whole = view.figure("availability.chain_own")
    less = f"less than {view.value('availability.chain')}" if chain.value is not None else UNKNOWN
    own = view.value("availability.chain_own") if whole.value is not None else less
    rows.append(("Your own parts", "yes", view.sourced("availability.own"), own))
    said = f"The chain: unknown, needs {names(chain.missing)}." if chain.missing else cell(" ".join(chain.caveats))
    if chain.value is not None:
        # an upper bound must not be rounded past what it bounds
        best = show_availability(view.known("availability.chain") or Fraction(1), digits_for(chain.basis), "down")
        bound = " at most" if chain.bound == "at most" else ""
        said = (
            f"The chain can do{bound} {best} ({badge(chain.basis)}), {view.value('availability.chain_down')} down in {window}, "
            "before your own failures."
        )
    contract = any(basis_of(record) is Basis.CONTRACT for record in view.records("dependencies"))
    advice = "A contract pays back; it does not keep a service up. Measure it from your side and replace the number."
    header = ("In the chain", "Hard", "Availability", "Leaves at best")
    return paragraphs(table(header, rows), f"{said} {advice}" if contract else said)


def _alone(view: View, record: Record) -> str:
    """What one hard dependency without a second leaves, with the calls its cache answers."""
    if view.figure("availability.fallback", record.key).value is not None:
        return view.value("availability.fallback", record.key)
    if view.amount("cache_ttl", record) and view.amount("availability", record) is not None:
        return "unknown: how often does its cache hit?"
    return view.text("availability", record)


def _unrated(view: View) -> list[tuple[str, str, str, str]]:
    """Parts that the answers name elsewhere and nobody rated: they stand in the chain all the same."""
    rows = _own_parts(view)
    listed = any("sms" in view.text("name", one).lower() for one in view.records("dependencies"))
    if "sms" in view.words("mfa.factors") and not listed:
        rows.append(("SMS sender", "yes, for the codes", UNKNOWN, "not counted"))
    return rows


def _own_parts(view: View) -> list[tuple[str, str, str, str]]:
    named = [view.text("component", one) for one in view.records("failover")]
    store = view.answer("idempotency.store")
    if store and store.value == "redis" and not any("redis" in one.lower() for one in named):
        named.append("Redis (keys)")
    if not named or view.amount("availability.own") is not None:
        return []
    rated = [
        f"{view.text('component', one)} {view.badged('failover.availability', one.key)}"
        for one in view.records("failover")
        if view.figure("failover.availability", one.key).value is not None
    ]
    known = "; ".join(rated if len(rated) == len(named) else [*rated, f"the rest {UNKNOWN}"]) if rated else UNKNOWN
    return [(", ".join(named), "yes", known, "part of your own")]


def _pair(view: View, record: Record) -> str:
    """Both forms side by side: independence is an assumption that a shared network or release breaks."""
    alone, shared = (view.figure(id, record.key) for id in ("availability.pair", "availability.pair_shared"))
    if alone.value is None or shared.value is None:
        return "a redundant pair, not in series"
    return (
        f"as a pair {show_figure(alone)} if failures are independent, {show_figure(shared)} if a tenth is shared "
        f"{badge(shared.basis)}; not in series"
    )


def _contract(view: View, target: Fraction) -> str:
    """What a contract promises, and the time that is left between noticing and breaking it."""
    promised = view.amount("availability.contract")
    if promised is None:
        return ""
    allowed, ours = (downtime(share, PERIODS[IN_BOLD]) for share in (promised, target))
    said = f"The contract promises {view.text('availability.contract')}, {show_duration(allowed)} down in {IN_BOLD}"
    if allowed <= ours:
        return f"{said}: no margin, the target itself allows {show_duration(ours)}."
    return f"{said}; the margin to the target is {show_duration(allowed - ours)}."


def _next_nine(view: View) -> str:
    if view.figure("availability.next_nine").value is None:
        return ""
    return (
        f"A tenth of the failures would save at most {view.badged('availability.next_nine')} of revenue a year: compare it "
        "with what it costs. Trust and penalties are not counted."
    )


BLOCK = Block("figures.availability", make)
