"""What the failover figures share: the fields of one component, and which pattern a figure speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from specgen.calculators import Given, Missing

LIST = "failover"
PATTERN = f"{LIST}[].pattern"
HEARTBEAT, MISSES, PROBE = f"{LIST}[].heartbeat", f"{LIST}[].misses", f"{LIST}[].probe_timeout"
SWITCH, DNS = f"{LIST}[].switch_time", f"{LIST}[].dns_ttl"
SUCCESS, STANDBY = f"{LIST}[].success", f"{LIST}[].standby_availability"
DRILLS, WORKED = f"{LIST}[].drills", f"{LIST}[].drills_worked"
WRITABLE, FENCING, FENCE = f"{LIST}[].writable", f"{LIST}[].fencing", f"{LIST}[].fence_time"
MTTF, MTTR = f"{LIST}[].mttf", f"{LIST}[].mttr"
NODES, TOLERATED, UTILISATION = f"{LIST}[].nodes", f"{LIST}[].tolerated", f"{LIST}[].utilisation"

COVERAGE = "Coverage model: Bouricius et al. 1969; AWS Well-Architected REL11; specgen explain failover.expected"
STEADY = "Steady state of a repairable part: MTTF / (MTTF + MTTR)"

ALONE = "single"
SHARING = ("active_active", "n_plus_k")
NOBODY = "One node has nobody to fail over to."
NO_SWITCH = "Nothing is switched here: the nodes that are left take over at once."
NO_SHARING = "Load is not shared here: one node works, the other waits."


def word(given: Given, name: str) -> str:
    """A choice, "" when nobody said."""
    try:
        return given.word(name)
    except Missing:
        return ""


def pattern(given: Given) -> str:
    """How the component survives a failure, "" when nobody said: figures need it, so they are not made then."""
    return word(given, PATTERN)


def only_with_standby(given: Given) -> None:
    """Raises ValueError for a component that switches to no standby."""
    found = pattern(given)
    if found == ALONE:
        raise ValueError(NOBODY)
    if found in SHARING:
        raise ValueError(NO_SWITCH)


def only_shared(given: Given) -> None:
    """Raises ValueError for a component whose nodes do not share the load."""
    found = pattern(given)
    if found == ALONE:
        raise ValueError(NOBODY)
    if found == "active_passive":
        raise ValueError(NO_SHARING)


def paths(given: Given, names: Iterable[str]) -> tuple[str, ...]:
    """Fields of the list as answers of the component at hand: failover[].misses is failover.postgresql.misses."""
    return tuple(name.replace("[]", f".{given.record.key}") if given.record else name for name in names)


def left_out(given: Given, unknown: Iterable[str]) -> tuple[str, ...]:
    """A caveat that names the answers that would have counted, () where there are none."""
    named = paths(given, unknown)
    return (f"Not counted, because unknown: {', '.join(named)}.",) if named else ()
