"""The last lines of the text: how many findings there are, of which phase, and what a lower status would leave."""

from __future__ import annotations

from specgen.reporters._counts import counted, counts, in_baseline, not_checked, phases, verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from specgen.model import Report

_NOT_YET = {
    "review": "Not ready for review.",
    "approved": "Not approvable.",
    "implemented": "Not done as implemented.",
}


def sentences(report: Report, folded: bool) -> Iterator[tuple[str, str]]:
    """Text and style of each line that has something to say. `folded` says that some findings are not shown."""
    found = counts(report)
    hint = " Shown: the first of each kind; --all shows every one." if folded else ""
    yield f"{verdict(report)}{hint}", "bold" if found.findings else ""
    for text, style in (
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
    if not report.failed or not findings or status not in _NOT_YET:
        return ""
    from specgen.frontmatter import STATUSES

    first, *others = [
        f"{name} {_share(sum(1 for one in findings if _asked(one.since, name)), len(findings))}"
        for name in reversed(STATUSES[: STATUSES.index(status)])
    ]
    more = "".join(f", at {one}" for one in others)
    return f"{_NOT_YET[status]} At status {first} of them would remain{more}."


def _asked(since: str, status: str) -> bool:
    """What no status is said of is always asked."""
    from specgen.frontmatter import STATUSES  # and with it the reader of YAML, which no other line here needs

    return since not in STATUSES or STATUSES.index(since) <= STATUSES.index(status)


def _share(number: int, whole: int) -> str:
    return "none" if not number else "all" if number == whole else f"{number:,}"
