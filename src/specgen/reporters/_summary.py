"""The last lines of the text: how many findings there are, of which phase, and what a lower status would leave."""

from __future__ import annotations

from specgen.reporters._counts import counted, counts, in_baseline, not_checked, phases, verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specgen.model import Report

_NOT_YET = {
    "review": "Not ready for review.",
    "approved": "Not approvable.",
    "implemented": "Not done as implemented.",
}


def sentences(report: Report, folded: bool) -> Iterator[tuple[str, str]]:
    """Text and style of each line that has something to say. `folded` says that some findings are not shown."""
    found = counts(report)
    yield verdict(report), "bold" if found.findings else ""
    for text, style in (
        ("Shown: the first of each kind; --all shows every one." if folded else "", ""),
        (_phases(report), ""),
        (_outlook(report), ""),
        (in_baseline(report), ""),
        (not_checked(report), "error"),
    ):
        if text:
            yield text, style


def _phases(report: Report) -> str:
    named = [f"{number:,} {phase}" for phase, number in phases(report) if number] if report.findings else []
    return f"By phase: {', '.join(named)}." if named else ""


def _outlook(report: Report) -> str:
    """What would remain of the findings of the only file, were its status a lower one."""
    findings, status = counted(report), report.files[0].status if len(report.files) == 1 else ""
    if status not in _NOT_YET or not report.failed or not any(report.fails(one) for one in findings):
        return ""
    from specgen.frontmatter import STATUSES

    left, lower = len(findings), []
    for name in reversed(STATUSES[: STATUSES.index(status)]):
        remain = sum(1 for one in findings if _asked(one.since, name))
        if remain != left:
            lower.append((name, remain))
        left = remain
    return f"{_NOT_YET[status]}{_lower(lower, len(findings))}"


def _lower(lower: Sequence[tuple[str, int]], whole: int) -> str:
    """`lower` are the statuses at which fewer findings would remain, and how many; "" where a lower one helps nobody."""
    if not lower:
        return ""
    (name, remain), *others = lower
    if whole == 1:
        return f" At status {name} it would not be demanded."
    more = "".join(f", at {other} {_number(number)}" for other, number in others)
    return f" At status {name} {_number(remain)} of them would remain{more}."


def _asked(since: str, status: str) -> bool:
    """What no status is said of is always asked."""
    from specgen.frontmatter import STATUSES  # and with it the reader of YAML, which no other line here needs

    return since not in STATUSES or STATUSES.index(since) <= STATUSES.index(status)


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"
