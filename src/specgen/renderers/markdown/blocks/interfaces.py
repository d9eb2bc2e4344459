"""What leaves the system: the way out to partners that list addresses, and the mail it sends or reads.

The security table has a row for each. A subject stands here only when it adds to that row.
"""

from __future__ import annotations

from collections.abc import Iterable

from specgen.calculators.nat import NAT_ZONES, PORTS, ZONES
from specgen.model import Spec
from specgen.quantities import plural, show_figure
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table

Row = tuple[str, str]
NOTHING = ""  # a row that is left out: nobody asked, or the unknowns below name it
ENOUGH = 3  # known answers that say more than the security table does


def make(spec: Spec) -> str:
    view = View(spec)
    said = {
        "egress.": _egress(view)
        if view.flag("egress.allowlist") and _adds(view, "egress.", "open_connections")
        else "",
        "mail.": _mail(view) if _adds(view, "mail.", "late") else "",
    }
    return paragraphs(*said.values(), _unknown(view, tuple(start for start, text in said.items() if text)))


def _adds(view: View, start: str, figure: str) -> bool:
    known = [one for one in view.spec.questions if one.path.startswith(start) and view.answer(one.path) is not None]
    return len(known) >= ENOUGH or view.known(f"{start}{figure}") is not None


# --- way out -----------------------------------------------------------------------------------------------------------


def _egress(view: View) -> str:
    heading = "**Way out to partners**, who let only listed addresses in"
    rows = [
        ("Calling tasks", _tasks(view)),
        ("Way out", _method(view)),
        ("Addresses partners got", _addresses(view)),
    ]
    return paragraphs(_rows(view, heading, "To partners", rows), _ports(view) if view.spec.identity.tier != 3 else "")


def _tasks(view: View) -> str:
    zones = view.amount("egress.zones")
    where = "" if zones is None else f"in {plural(int(zones), 'zone')}"
    return ", ".join(one for one in (_known(view.label("egress.platform")), where) if one)


def _method(view: View) -> str:
    zones, ways = view.amount("egress.zones"), view.amount("egress.nat_zones")
    where = ""
    if ways is not None:
        fewer = zones is not None and ways < zones
        where = f"**{ways} of {zones} zones** have one" if fewer else f"{plural(int(ways), 'zone')} with one"
    return "; ".join(one for one in (_known(view.label("egress.method")), where) if one)


def _addresses(view: View) -> str:
    answer = view.answer("egress.addresses")
    if answer is None:
        return NOTHING
    listed = view.figure("egress.addresses_listed")
    said = ", ".join(cell(one) for one in view.words("egress.addresses")) or "**none**"
    return said if listed.value is not None else f"{said} (not counted: name them one by one, without ranges or names)"


def _ports(view: View) -> str:
    """What is open at once against what the addresses carry, with and without one zone."""
    opened, share = view.figure("egress.open_connections"), view.figure("egress.port_share")
    if opened.value is None:
        return cell(" ".join(opened.caveats))
    rate, held = view.text("egress.new_connections"), view.text("egress.held")
    said = [
        f"{rate} held for {held} keep {view.badged('egress.open_connections')} connections open to one destination."
    ]
    needed = view.figure("egress.addresses_needed")
    if share.value is None:
        gateway = f"Through a NAT gateway, with {PORTS:,} for each address (AWS), they need at least {_needed(view)}."
        said.append(gateway if needed.value is not None else cell(" ".join(needed.caveats)))
        return " ".join(one for one in said if one)
    lost = view.figure("egress.port_share_zone_lost")
    each = (
        f"Each address carries {PORTS:,} (AWS): {view.bounded('egress.port_share')} of the ports {badge(share.basis)}"
    )
    where = " in the zone with the fewest" if _uneven(view) else ""
    after = f", {show_figure(lost)} after a zone has failed" if lost.value is not None else ""
    bound = f"{needed.bound} " if needed.bound else ""
    said.append(f"{each}{where}{after}. The peak alone needs {bound}{_needed(view)}; above 100% calls fail to connect.")
    return " ".join(said)


def _way(view: View) -> object:
    answer = view.answer("egress.method")
    return answer.value if answer else None


def _uneven(view: View) -> bool:
    """Whether some zone leaves from fewer addresses than another, however they are spread."""
    zones = view.amount(NAT_ZONES if _way(view) == "nat_zonal" else ZONES)
    listed = view.known("egress.addresses_listed")
    return zones is not None and listed is not None and listed % zones != 0


def _needed(view: View) -> str:
    number = view.known("egress.addresses_needed")
    return UNKNOWN if number is None else plural(int(number), "address", "addresses")


# --- mail --------------------------------------------------------------------------------------------------------------

POLICIES = {
    "dmarc_none": "DMARC at **none**: forged mail is delivered",
    "dmarc_quarantine": "DMARC at quarantine: receivers are asked to put forged mail into spam",
    "dmarc_reject": "DMARC at reject: receivers are asked to refuse forged mail",
}


def _mail(view: View) -> str:
    rows = [
        ("Kinds", _phrases(view, "mail.types")),
        ("Sent by", _known(view.label("mail.path"))),
        ("Volume", _volume(view)),
        ("Sender is proved by", _protection(view)),
        ("Bounces and complaints", _known(view.label("mail.bounces"))),
        ("Somebody waits for it", _waited_for(view)),
        ("Mailbox read by", _known(view.label("mail.inbox"))),
    ]
    return paragraphs(_rows(view, "**Mail**", "Mail", rows), _late(view) if view.spec.identity.tier != 3 else "")


def _volume(view: View) -> str:
    said = []
    if view.answer("mail.per_day"):
        said.append(f"{view.sourced('mail.per_day')} a day")
    if view.answer("mail.burst"):
        said.append(f"{view.sourced('mail.burst')} in the busiest minute")
    return ", ".join(said)


def _protection(view: View) -> str:
    """SPF and DKIM as they are, then the strictest reading of the policy: the weakest one decides what gets through."""
    if view.answer("mail.auth") is None:
        return NOTHING
    records = view.words("mail.auth")
    said = [f"{name} {'aligned' if name.lower() in records else '**not aligned**'}" for name in ("SPF", "DKIM")]
    policies = [text for record, text in POLICIES.items() if record in records]
    return ", ".join([*said, policies[0] if policies else "**no DMARC record**: forged mail is delivered"])


def _waited_for(view: View) -> str:
    critical = view.flag("mail.critical")
    if critical is None:
        return NOTHING
    if not critical:
        return "no: it may come tomorrow"
    within = f"within {view.text('mail.deadline')}" if view.answer("mail.deadline") else "the deadline is unknown"
    other = view.answer("mail.alternative")
    if other is None:
        return f"**yes**, {within}"
    said = view.label("mail.alternative")
    return f"**yes**, {within}; otherwise: " + (f"**{said}**" if other.value == "none" else said)


def _late(view: View) -> str:
    """How many wait in vain: a number from a probe, or what it would need. There is no formula to fill the gap."""
    if not view.flag("mail.critical"):
        return ""
    late = view.figure("mail.late")
    if late.value is not None:
        share, deadline = view.sourced("mail.arrives"), view.text("mail.deadline")
        return (
            f"{share} are in the mailbox within {deadline}, so {view.badged('mail.late')} come too late. "
            f"{cell(' '.join(late.caveats))}"
        )
    if not late.missing:
        return ""
    return (
        "How many come too late only a probe tells: a receiver owes nobody a time, and senders try for days (RFC 5321)."
    )


# --- both --------------------------------------------------------------------------------------------------------------


def _known(text: str) -> str:
    return NOTHING if text == UNKNOWN else text


def _phrases(view: View, id: str) -> str:
    """The chosen words by the phrases that the pack gives them."""
    choices = next((one.choices for one in view.spec.library.questions() if one.id == id), {})
    return ", ".join(cell(choices.get(word, word)) for word in view.words(id))


def _rows(view: View, heading: str, subject: str, rows: Iterable[Row]) -> str:
    """A table under its heading; one line in a short spec, or where a table would have a single row."""
    told = [row for row in rows if row[1]]
    if view.spec.identity.tier != 3 and len(told) > 1:
        return paragraphs(heading, table((subject, "Today"), told))
    said = "; ".join(f"{name[:1].lower()}{name[1:]}: {what}" for name, what in told)
    return f"{heading}: {said}." if said else f"{heading}."


def _unknown(view: View, shown: tuple[str, ...]) -> str:
    """One line for everything that is asked and not known of the subjects that stand above."""
    open_ = [one.path for one in view.spec.questions if shown and one.path.startswith(shown)]
    open_ = [path for path in open_ if view.answer(path) is None]
    return f"Unknown: {names(open_)}." if open_ else ""


BLOCK = Block("figures.interfaces", make)
