"""Partners' answers that are kept: how old they get, what an empty cache does to the partner, where the p99 falls."""

from __future__ import annotations

from collections.abc import Sequence

from specgen.model import Record, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import code
from specgen.renderers.markdown.view import UNKNOWN, View, badge, paragraphs, table

LIST = "dependencies"
_YES = {True: "yes", False: "**no**", None: UNKNOWN}


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "LAT3" for pack in spec.packs):
        return ""
    listed = view.records(LIST)
    kept = [record for record in listed if _is_kept(view, record)]
    if spec.identity.tier == 3:
        return paragraphs(" ".join(_briefly(view, record) for record in kept))
    loads = [record for record in listed if record in kept or view.answer("rate_limit", record) is not None]
    return paragraphs(
        _ages(view, kept),
        " ".join(_told_of_age(view, record) for record in kept if _known(view, "cache.age", record)),
        _loads(view, loads),
        " ".join(_told_of_load(view, record) for record in kept if _known(view, "cache.multiplier", record)),
        " ".join(said for record in kept if (said := _times(view, record))),
        _unknown(view, kept),
    )


def _is_kept(view: View, record: Record) -> bool:
    lifetime, back = view.amount("cache_ttl", record), view.answer("fallback", record)
    return bool(lifetime) or (back is not None and back.value == "stale_cache")


def _known(view: View, id: str, record: Record) -> bool:
    return view.known(id, record.key) is not None


def _name(view: View, record: Record) -> str:
    return view.text("name", record)


def _badged(view: View, id: str, record: Record) -> str:
    """With its bound: at least 24 h `decided`."""
    figure = view.figure(id, record.key)
    return UNKNOWN if figure.value is None else f"{view.bounded(id, record.key)} {badge(figure.basis)}"


# --- age -------------------------------------------------------------------------------------------------------------


def _ages(view: View, kept: list[Record]) -> str:
    rows = [
        (
            _name(view, record),
            view.text("cache_ttl", record),
            _while_down(view, record),
            _badged(view, "cache.age", record),
            view.text("staleness_tolerance", record),
            _YES[view.flag("cache_permitted", record)],
        )
        for record in kept
    ]
    header = ("Answers kept of", "For", "While it is down", "Oldest answer", "Accepted age", "May be stored")
    return _answered(header, rows)


def _answered(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without the columns that nobody has answered for any row: the line of unknowns names them once."""
    kept = [number for number in range(len(header)) if any(row[number] != UNKNOWN for row in rows)]
    return table([header[number] for number in kept], [[row[number] for number in kept] for row in rows])


def _while_down(view: View, record: Record) -> str:
    longer = view.answer("stale_if_error", record)
    if longer is not None:
        return f"{view.text('stale_if_error', record)} longer"
    back = view.answer("fallback", record)
    return UNKNOWN if back is None or back.value == "stale_cache" else "no longer"


def _told_of_age(view: View, record: Record) -> str:
    oldest, accepted = view.known("cache.age", record.key), view.amount("staleness_tolerance", record)
    ago = f"{view.value('cache.age', record.key)} ago"
    ago += " or earlier" if view.figure("cache.age", record.key).bound else ""
    said = f"Whoever acts on an answer of {_name(view, record)} may act on what was true {ago}"
    if accepted is None or oldest is None:
        return f"{said}."
    limit = view.text("staleness_tolerance", record)
    return f"{said}: **more than the accepted {limit}**." if oldest > accepted else f"{said}; {limit} is accepted."


# --- load ------------------------------------------------------------------------------------------------------------


def _loads(view: View, records: list[Record]) -> str:
    """Calls with a full and with an empty cache, now and at next year's peak, against what the partner allows."""
    rows = []
    for record in records:
        ids = ("cache.origin_load", "cache.cold_load"), ("cache.origin_load_next_year", "cache.cold_load_next_year")
        figures = [view.figure(id, record.key) for pair in ids for id in pair]
        if any(figure.value is not None for figure in figures):
            hits = view.sourced("hit_ratio", record) if _is_kept(view, record) else "nothing kept"
            said = [_full_and_empty(view, pair, record) for pair in ids]
            rows.append((_name(view, record), hits, *said, view.sourced("rate_limit", record), view.weakest(*figures)))
    if not rows:
        return ""
    now, then = (_at(view, id) for id in ("load.peak", "load.peak_next_year"))
    found = _answered(
        ("Calls that reach", "Hits", f"Peak now{now}", f"Next year's peak{then}", "It allows", "Basis"), rows
    )
    over = any("**" in cell for row in rows for cell in row[2:4])
    return paragraphs(found, "Bold: more than the partner allows." if over else "")


def _at(view: View, id: str) -> str:
    """The peak behind a heading; nothing where only the calls of a dependency are counted."""
    return f", {view.text(id)}" if view.answer(id) else ""


def _full_and_empty(view: View, ids: tuple[str, str], record: Record) -> str:
    """6.0/s, then 40/s: with the cache full, then empty."""
    allowed = view.amount("rate_limit", record)
    said = []
    for id, state in zip(ids, ("full", "empty"), strict=True):
        load = view.known(id, record.key)
        if load is not None:
            text = view.bounded(id, record.key)
            text = f"**{text}**" if allowed is not None and load > allowed else text
            said.append(f"{text} {state}" if _is_kept(view, record) else text)
    return ", ".join(said) or UNKNOWN


def _told_of_load(view: View, record: Record) -> str:
    return (
        f"After a restart or a flush the cache is empty, and {_name(view, record)} gets "
        f"{view.value('cache.multiplier', record.key)} times as many calls until it has filled "
        f"({badge(view.figure('cache.multiplier', record.key).basis)})."
    )


# --- time ------------------------------------------------------------------------------------------------------------


def _times(view: View, record: Record) -> str:
    """Where the p99 of all calls falls, and what the mean is: two things a cache changes very differently."""
    hits, tail = view.answer("hit_ratio", record), view.figure("cache.tail", record.key)
    if hits is None or not view.amount("cache_ttl", record):
        return ""
    share, name = view.text("hit_ratio", record), _name(view, record)
    if tail.value is None:
        said = f"With {share} hits the p99 of calls to {name} is a hit."
    else:
        said = (
            f"With {share} hits the p99 of calls to {name} is a miss: the time that {view.badged('cache.tail', record.key)} "
            "of the misses stay within. The cache does not make the slowest calls faster."
        )
    mean = f" The mean is {_badged(view, 'cache.mean', record)}." if _known(view, "cache.mean", record) else ""
    return f"{said}{mean}{_expected(view, record)}"


def _expected(view: View, record: Record) -> str:
    if not _known(view, "cache.expected_hits", record):
        return ""
    return (
        f" An entry asked for {view.text('key_rate', record)} and kept {view.text('cache_ttl', record)} should be found in "
        f"{view.badged('cache.expected_hits', record.key)} of calls."
    )


# --- what is not known, and the short form ---------------------------------------------------------------------------


def _unknown(view: View, kept: list[Record]) -> str:
    """One line for everything that a reader would want to know next."""
    wanted = {
        "what is served while it is down": "stale_if_error",
        "the accepted age": "staleness_tolerance",
        "whether storing is allowed": "cache_permitted",
        "the share of hits": "hit_ratio",
        "the mean with the cache": "mean",
    }
    said = []
    for what, field in wanted.items():
        paths = [f"{LIST}.{record.key}.{field}" for record in kept if _open(view, field, record)]
        if paths:
            said.append(f"{what} needs {', '.join(map(code, paths))}")
    return f"Unknown: {'; '.join(said)}." if said else ""


def _open(view: View, field: str, record: Record) -> bool:
    """Nobody answered, and the answer would be of use: none is where nothing is cached, or no old answer is served."""
    if field == "stale_if_error":
        return _while_down(view, record) == UNKNOWN
    if field in ("hit_ratio", "mean") and not view.amount("cache_ttl", record):
        return False
    return view.answer(field, record) is None


def _briefly(view: View, record: Record) -> str:
    said = f"Answers of {_name(view, record)} may be {_badged(view, 'cache.age', record)} old"
    accepted = view.answer("staleness_tolerance", record)
    if accepted is None:
        return f"{said}; whether that is too old needs {code(f'{LIST}.{record.key}.staleness_tolerance')}."
    return f"{said}; {view.text('staleness_tolerance', record)} is accepted."


BLOCK = Block("figures.caching", make)
