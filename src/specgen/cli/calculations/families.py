"""Short names such as `downtime` or `queue`: each stands for a table of figures that take the same inputs.

A family is either told here, or it is all figures whose ids begin with its name: a new calculator needs no line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from specgen.calculators import FigureSpec, figures
from specgen.calculators.availability import PERIODS, downtime
from specgen.frozen import Frozen
from specgen.model import Answers, Quantity
from specgen.quantities import DAY, show_duration

JULIAN_YEAR = Fraction(1461, 4) * DAY  # 365.25 days
TARGET = "availability.target"


class Family(Frozen):
    """`figures` are ids in the order of the table; `labels` say a row shorter than its figure's title."""

    name: str
    title: str
    figures: tuple[str, ...]
    labels: Mapping[str, str] = {}
    formula: str = ""


_BUDGETS = {
    "a day": "availability.budget_day",
    "a week": "availability.budget_week",
    "30 days": "availability.budget_30d",
    "an average month, 365/12 d": "availability.budget_month",
    "a year of 365 days": "availability.budget_year",
}
# Name: title, and the ids or beginnings of ids that belong to it.
_TOLD = {
    "burn": ("Burn-rate alerts", "alerts."),
    "chain": ("What hard dependencies leave of an availability", "availability.chain", "availability.second"),
    "events": ("Requests that may fail", "availability.budget_events", "alerts.requests_rate"),
    "fallback": ("What a cache serves while its source is down", "availability.fallback"),
    "fanout": ("Calls that must all finish", "latency.fanout", "latency.leaf"),
    "handshake": ("Round trips before the first byte", "latency.cold_trips", "latency.warm_trips"),
    "keys": ("A store of idempotency keys", "idempotency."),
    "nines": ("Nines", "availability.nines", "availability.next", "availability.budget_year"),
    "pair": ("A redundant pair", "availability.pair"),
    "planned": ("Planned work against the budget", "availability.planned"),
    "toil": ("Work by hand", "process."),
}
_TITLES = {
    "alerts": "Burn-rate alerts", "availability": "Availability and its budget", "cache": "A cache before a partner",
    "cdn": "A content delivery network", "database": "Queries and connections", "distance": "Distance in time",
    "egress": "Ports of a NAT", "failover": "Failover", "idempotency": "A store of idempotency keys",
    "latency": "The latency budget", "mail": "Mail that comes late", "media": "Bytes of media jobs",
    "model": "Rows and joins of a data model", "network": "Segments and round trips", "process": "Work by hand",
    "queue": "A queue before workers", "replication": "What replication lag loses", "retries": "Attempts at a dependency",
    "transfer": "Time to transfer an answer", "users": "Places of the users",
}  # fmt: skip


def families() -> dict[str, Family]:
    """Every family by name, sorted."""
    known = figures()
    found = {"downtime": Family("downtime", "Downtime", tuple(_BUDGETS.values()), _labels(), "D = (1 - A) x T, exact")}
    for name, (title, *starts) in _TOLD.items():
        found[name] = Family(name, title, tuple(id for id in known if id.startswith(tuple(starts))))
    for id in known:
        name = id.partition(".")[0]
        if name not in found:
            own = tuple(one for one in known if one.startswith(f"{name}."))
            found[name] = Family(name, _TITLES.get(name, f"Figures of {name}"), own)
    return {name: found[name] for name in sorted(found) if found[name].figures}


def _labels() -> dict[str, str]:
    return {id: label for label, id in _BUDGETS.items()}


def members(family: Family) -> tuple[FigureSpec, ...]:
    known = figures()
    return tuple(known[id] for id in family.figures if id in known)


def heading(family: Family, answers: Answers) -> str:
    """The title with what it is about: "Downtime at 99.95%"."""
    target = answers.get(TARGET)
    return f"{family.title} at {target.text}" if family.name == "downtime" and target else family.title


def remark(family: Family, answers: Answers) -> str:
    """What a reader of the downtime table asks next: which year."""
    target = answers.get(TARGET)
    if family.name != "downtime" or target is None or not isinstance(target.value, Quantity):
        return ""
    julian, plain = (
        show_duration(downtime(target.value.amount, length)) for length in (JULIAN_YEAR, PERIODS["a year of 365 days"])
    )
    if julian == plain:
        return f"A year of 365.25 days gives {julian} too."
    return f"A year of 365.25 days gives {julian}: say which year a contract means."
