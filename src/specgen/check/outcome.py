"""What one file gave: small enough to send between processes and to keep, since it holds no document."""

from __future__ import annotations

from typing import Any, NamedTuple

from specgen.model import Checked, Finding, Gravity, Named

FOREVER = "9999-12-31"


class Outcome(NamedTuple):
    """`until` is the last day on which the same bytes give the same findings; `unreadable` says that there was no text."""

    checked: Checked
    findings: tuple[Finding, ...]
    named: Named | None = None
    until: str = FOREVER
    unreadable: bool = False


_FIELDS = ("rule", "gravity", "line", "column", "message", "fix", "subject", "since", "phase")


def to_data(outcome: Outcome) -> list[Any]:
    """As JSON values, without the file's name: the same text under another name gives the same."""
    findings = [[getattr(one, field) for field in _FIELDS] for one in outcome.findings]
    checked, named = outcome.checked, outcome.named
    return [
        [checked.status, checked.tier, checked.title], findings, [named.id, named.line] if named else None,
        outcome.until, outcome.unreadable,
    ]  # fmt: skip


def from_data(data: list[Any], file: str) -> Outcome:
    """The outcome for `file`. Raises TypeError, ValueError or LookupError for what `to_data` did not make."""
    (status, tier, title), findings, named, until, unreadable = data
    made: tuple[Finding, ...] = ()
    if findings:
        made = tuple([Finding(rule, Gravity(gravity), file, *rest) for rule, gravity, *rest in findings])
    return Outcome(
        Checked(file, status, tier, title), made, Named(file, *named) if named else None, str(until), bool(unreadable)
    )
