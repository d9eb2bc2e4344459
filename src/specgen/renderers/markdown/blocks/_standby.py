"""A component with a standby: what a failover costs, how often the budget pays for it, and what it rests on."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators.coverage import drill_table
from specgen.model import Basis, Record
from specgen.quantities import HOUR, number, plural, show_duration
from specgen.renderers.markdown.blocks._component import LIST, budget, noticing, path, unknown, window, word
from specgen.renderers.markdown.blocks._drills import drills
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import View, badge, paragraphs, table

SHARES = (Fraction(1), Fraction(99, 100), Fraction(95, 100), Fraction(9, 10), Fraction(1, 2))
REPAIRS = (Fraction(HOUR), Fraction(4 * HOUR))  # illustrations where nobody knows how long a repair takes


def standby(view: View, record: Record) -> str:
    return paragraphs(
        f"**Failover of {view.text('component', record)}** ({_pattern(view, record)})",
        " ".join(part for part in (_outage(view, record), _availability(view, record)) if part),
        _by_success(view, record),
        " ".join(part for part in (drills(view, record), _writers(view, record)) if part),
        _unknown(view, record),
    )


def standby_in_a_line(view: View, record: Record) -> str:
    missing = view.figure("failover.outage", record.key).missing
    lasts = unknown(["how long a failover takes"] if missing else [], missing) or _outage(view, record)
    return f"{view.text('component', record)} ({_pattern(view, record)}): {lasts}"


def _pattern(view: View, record: Record) -> str:
    parts = []
    if view.amount("heartbeat", record) is not None:
        parts.append(f"heartbeat {view.text('heartbeat', record)}")
    misses = view.amount("misses", record)
    if misses is not None:
        parts.append(plural(int(misses), "miss", "misses"))
    state, domains = word(view, "standby", record), view.amount("domains", record)
    if state:
        parts.append(f"{state} standby")
    if domains is not None:
        parts.append(plural(int(domains), "failure domain"))
    practised = view.amount("drills", record)
    tail = "" if practised is None else f"; {_practised(int(practised))}"
    return (f"active-passive: {', '.join(parts)}" if parts else "active-passive") + tail


def _practised(count: int) -> str:
    return f"{plural(count, 'drill')} in the last year" if count else "never drilled in the last year"


def _outage(view: View, record: Record) -> str:
    key, outage = record.key, view.figure("failover.outage", record.key)
    if outage.value is None:
        return cell(" ".join(outage.caveats))
    said = f"Detection takes at most {noticing(view, record)}, the switch {view.sourced('switch_time', record)}"
    lifetime = view.amount("dns_ttl", record)
    if lifetime is None:
        said += ", cached names an unknown time"
    elif lifetime:
        said += f", cached names up to {view.text('dns_ttl', record)}"
    said += f": **{view.bounded('failover.outage', key)} a failover** in the worst case ({badge(outage.basis)})"
    return f"{said}{_fits(view, record)}."


def _fits(view: View, record: Record) -> str:
    many = view.known("failover.in_budget", record.key)
    if many is None:
        return ""
    if many < 1:
        return f"; not one fits into the budget of {budget(view)}"
    bound = "at most " if view.figure("failover.in_budget", record.key).bound else ""
    count = int(many)  # whole failovers: a part of one does not fit
    fits = "fits" if count == 1 else "fit"
    return f"; {bound}{count:,} {fits} into the budget of {budget(view)}"


def _availability(view: View, record: Record) -> str:
    key = record.key
    pair = view.figure("failover.availability", key)
    if pair.value is None:
        return cell(" ".join(pair.caveats))
    said = f"Availability with failover: **{view.bounded('failover.availability', key)}** ({badge(pair.basis)})"
    said += f"; one node alone: {view.value('failover.single', key)}"
    ours, theirs = view.known("failover.availability", key), view.known("failover.naive", key)
    if ours is not None and theirs is not None and theirs < 1:
        times = number((1 - ours) / (1 - theirs), 2)
        said += (
            f"; two nodes naively: {view.value('failover.naive', key)}. The naive figure leaves out noticing, switching "
            f"and failovers that do not work; with them there is {times} times as much downtime"
        )
    return f"{said}."


def _by_success(view: View, record: Record) -> str:
    """What one failure costs, by the share of failovers that work: the number that nobody has before drilling."""
    lasts, typed = view.known("failover.outage_mean", record.key), view.amount("success", record)
    if lasts is None or view.known("failover.coverage", record.key) is None:
        return ""
    repair, ready = view.amount("mttr", record), view.amount("standby_availability", record)
    if repair is not None and repair < lasts:
        by_hand, by_failover = view.text("mttr", record), view.bounded("failover.outage_mean", record.key)
        return (
            f"A repair by hand ({by_hand}) is quicker than a failover ({by_failover} on average): as typed, the standby "
            "buys nothing."
        )
    repairs = REPAIRS if repair is None else (repair,)
    success = _success(view, record)
    shares = sorted({*SHARES, success if typed is None else typed}, reverse=True)
    least = view.figure("failover.outage", record.key).bound or ready is None
    down = "down" if least else "nearest"
    allowed, rows = view.known("availability.budget"), []
    for share, costs in zip(shares, drill_table(shares, ready or Fraction(1), lasts, repairs), strict=True):
        row = [f"{number(share * 100, 4)}%", *(show_duration(cost, 2, down) for cost in costs)]
        if allowed:
            row.append(" to ".join(dict.fromkeys(number(cost / allowed, 2, down) for cost in costs)))
        if share == success:
            row = [f"**{row[0]}** ({badge(_basis(view, record))})", *(f"**{one}**" for one in row[1:])]
        rows.append(row)
    at_least = ", at least" if least else ""
    hours = [f"in {show_duration(one, 3)}" for one in repairs]
    header = [
        "Failovers that work", f"Downtime per failure{at_least}, repair by hand {hours[0]}", *hours[1:],
    ]  # fmt: skip
    if allowed:
        header.append(f"In budgets of {window(view)}")
    counted = view.answer("drills_worked", record) is not None or _basis(view, record) < Basis.ASSUMED
    guess = "" if counted else " That share is a guess until drills are counted."
    mean = view.bounded("failover.outage_mean", record.key)
    mean = f"A failover that works counts here with its mean, {mean}, not with the worst case above."
    intro = f"What one failure costs on average depends on the share of failovers that work without help.{guess} {mean}"
    return paragraphs(intro, table(header, rows), _closing(view, repair, allowed))


def _success(view: View, record: Record) -> Fraction:
    """The share the figures count on: as typed, else the default of the question."""
    typed = view.amount("success", record)
    if typed is not None:
        return typed
    covered, ready = view.known("failover.coverage", record.key), view.amount("standby_availability", record)
    return (covered or Fraction(0)) / (ready or Fraction(1))


def _basis(view: View, record: Record) -> Basis:
    answer = view.answer("success", record)
    return (answer.basis or Basis.ASSUMED) if answer else Basis.DEFAULT


def _closing(view: View, repair: Fraction | None, allowed: Fraction | None) -> str:
    if allowed is None:
        return "The repair times are illustrations: the true one is unknown." if repair is None else ""
    if repair is None:
        return (
            f"The repair times are illustrations. Whatever they are: a failover that does not work and takes more than "
            f"{view.value('availability.budget')} to repair has spent the budget of {window(view)}."
        )
    share = (
        f"{number(repair / allowed, 2)} budgets"
        if repair > allowed
        else f"{number(repair / allowed * 100, 2)}% of the budget"
    )
    return f"One failover that does not work costs {share} of {window(view)}."


def _writers(view: View, record: Record) -> str:
    """Who may write after a failover: a sentence only where somebody may."""
    if view.flag("writable", record) is False:
        return ""
    match word(view, "fencing", record):
        case "none":
            return "Nothing stops the old active from writing after a failover."
        case "":
            return ""
        case _:
            within = f", within {view.sourced('fence_time', record)}" if view.answer("fence_time", record) else ""
            return f"What stops the old active from writing: {view.label('fencing', record, LIST)}{within}."


def _unknown(view: View, record: Record) -> str:
    """One line for all that is missing, with what the numbers above leave out."""
    subjects: list[str] = []
    needed: list[str] = []
    for title, id in (
        ("how long a failover takes", "failover.outage"),
        ("availability with failover", "failover.availability"),
    ):
        missing = view.figure(id, record.key).missing
        subjects += [title] if missing else []
        needed += missing
    if view.flag("writable", record) is not False and not word(view, "fencing", record):
        subjects.append("what stops the old active from writing")
        needed.append(f"{LIST}.{record.key}.fencing")
    fields = [
        field
        for field in ("probe_timeout", "dns_ttl", "standby_availability")
        if view.known("failover.outage", record.key) is not None and view.answer(field, record) is None
    ]
    counted = f"Unknown and not counted: {path(record, *fields)}." if fields else ""
    return " ".join(part for part in (unknown(subjects, needed), counted) if part)
