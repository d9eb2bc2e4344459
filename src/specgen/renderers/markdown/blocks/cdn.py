"""Files behind a CDN: how long a replaced one is still seen, what that means for an editor, what the origin gets."""

from __future__ import annotations

from specgen.model import Spec
from specgen.quantities import number
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import UNKNOWN, View, badge, names, paragraphs, table

TOLERANCE, BROWSER = "cdn.staleness_tolerance", "cdn.browser_ttl"
_LIFETIMES = {
    "cdn.edge_ttl": "at the edge",
    "cdn.shield_ttl": "in the second layer",
    "cdn.browser_ttl": "in browsers",
    "cdn.stale_while_revalidate": "while a new one is fetched",
    "cdn.stale_if_error": "while the origin fails",
}


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "CDN" for pack in spec.packs):
        return ""
    mode = _word(view, "cdn.mode")
    if not mode:
        return f"Whether a CDN serves files is unknown: how old they get needs {names(['cdn.mode'])}."
    if mode == "none":
        return "There is no CDN: every request for a file reaches the origin, and only browsers keep copies."
    if spec.identity.tier == 3:
        return _meaning(view, mode)
    return paragraphs(_table(view, mode), _meaning(view, mode), _load(view, mode), _unknown(view, mode))


def _word(view: View, id: str) -> str:
    found = view.answer(id)
    return found.value if found is not None and isinstance(found.value, str) else ""


def _badged(view: View, id: str) -> str:
    """With its bound: at least 24 h `decided`."""
    figure = view.figure(id)
    return UNKNOWN if figure.value is None else f"{view.bounded(id)} {badge(figure.basis)}"


def _asked(mode: str) -> list[str]:
    """An upload replaces the copy at the edge, so with push only browsers keep an old one."""
    return [id for id in _LIFETIMES if mode == "pull" or id not in ("cdn.edge_ttl", "cdn.shield_ttl")]


def _table(view: View, mode: str) -> str:
    rows = [(_LIFETIMES[id], view.text(id)) for id in _asked(mode) if view.answer(id) is not None]
    worst, least = view.figure("cdn.staleness"), view.figure("cdn.staleness_least")
    if worst.value is not None:
        known = ", as far as it is known" if least.bound else ""
        added = ", lifetimes added up" if least.value != worst.value else ""
        rows.append((f"**worst case{added}{known}**", f"**{_badged(view, 'cdn.staleness')}**"))
    if least.value is not None and least.value != worst.value:
        rows.append(("the same if every cache counts its age", _badged(view, "cdn.staleness_least")))
    if view.figure("cdn.after_purge").value is not None:
        rows.append((f"after a purge ({view.label('cdn.purge')})", _badged(view, "cdn.after_purge")))
    if rows and view.answer(TOLERANCE) is not None:
        rows.append(("accepted", view.text(TOLERANCE)))
    return table(("An old copy is kept", "For"), rows)


def _meaning(view: View, mode: str) -> str:
    """What an editor who replaces a file has to expect."""
    if view.flag("cdn.versioned_urls"):
        return (
            "A changed file gets a new name, so no cache can hold an old copy of it. What can be old is the page that names it: "
            "pages need lifetimes of their own."
        )
    id = _decisive(view)
    worst = view.known(id)
    if worst is None:
        return ""
    said = [
        f"An editor who replaces a file has to expect that somebody still sees the old one {view.bounded(id)} later"
    ]
    accepted = view.amount(TOLERANCE)
    if accepted is None:
        said[0] += "."
    elif worst <= accepted:
        said[0] += f"; {view.text(TOLERANCE)} is accepted."
    else:
        times = f"{number(worst / accepted, 2)} times " if accepted and worst >= 2 * accepted else "more than "
        said[0] += f": **{times}the accepted {view.text(TOLERANCE)}**."
    said.append(_withdrawn(view, mode))
    if view.flag("cdn.versioned_urls") is None:
        said.append(f"Unless changed files get new names: that is unknown ({names(['cdn.versioned_urls'])}).")
    return " ".join(one for one in said if one)


def _decisive(view: View) -> str:
    """The figure an editor feels: what publishing purges by itself is gone with the purge, where that is sooner."""
    worst, purged = view.known("cdn.staleness"), view.known("cdn.after_purge")
    automatic = _word(view, "cdn.purge") == "automated"
    sooner = purged is not None and (worst is None or purged < worst)
    return "cdn.after_purge" if automatic and sooner else "cdn.staleness"


def _withdrawn(view: View, mode: str) -> str:
    """What takes an old copy away sooner, and what nothing can reach."""
    own = f"; browsers keep theirs for {view.text(BROWSER)}" if view.amount(BROWSER) else ""
    if mode == "push":
        return f"An upload replaces the copy at the edge{own}."
    browsers = f"{own}, which no purge can shorten" if own else ""
    how = _word(view, "cdn.purge")
    if how == "none":
        return f"Nothing withdraws a copy sooner{browsers}."
    if how == "automated":
        return f"Publishing purges the edge{browsers}."
    if how == "manual" and view.figure("cdn.after_purge").value is not None:
        takes = f"it takes {view.bounded('cdn.after_purge')} until everybody sees the new one"
        return f"Once somebody has purged the edge by hand {takes}{browsers}."
    return ""


def _load(view: View, mode: str) -> str:
    full, empty = view.figure("cdn.origin_load"), view.figure("cdn.cold_load")
    if mode != "pull" or empty.value is None:
        return ""
    said = f"From an empty edge, for instance after everything was purged, the origin gets {_badged(view, 'cdn.cold_load')}"
    if full.value is not None:
        said = f"At peak the origin gets {_badged(view, 'cdn.origin_load')} while the edge is full. {said}"
        if view.figure("cdn.multiplier").value is not None:
            said += f", {view.value('cdn.multiplier')} times as much"
    limit = view.answer("cdn.origin_limit")
    return f"{said}; it can serve {view.sourced('cdn.origin_limit')}." if limit else f"{said}."


def _unknown(view: View, mode: str) -> str:
    """One line for everything that is still open."""
    said = []
    open_ = [id for id in _asked(mode) if view.answer(id) is None]
    if open_:
        said.append(f"how much longer copies are kept needs {names(open_)}")
    if view.figure("cdn.staleness").value != view.figure("cdn.staleness_least").value:
        said.append(f"whether lifetimes add up needs {names(['cdn.age_honoured'])}")
    if view.answer(TOLERANCE) is None:
        said.append(f"whether that is too long needs {names([TOLERANCE])}")
    if mode == "pull":
        how = _word(view, "cdn.purge")
        purge = "cdn.purge_time" if how in ("manual", "automated") else "cdn.purge"
        if how != "none" and view.answer(purge) is None:
            said.append(f"how soon a copy is withdrawn needs {names([purge])}")
        loads = [id for id in ("cdn.requests", "cdn.hit_ratio", "cdn.origin_limit") if view.answer(id) is None]
        if loads:
            said.append(f"whether the origin survives an empty edge needs {names(loads)}")
    return f"Unknown: {'; '.join(said)}." if said else ""


BLOCK = Block("figures.cdn", make)
