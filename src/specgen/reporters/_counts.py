"""How many findings there are, by severity and phase, and the sentences that say so."""

from __future__ import annotations

from specgen.frozen import NamedTuple
from specgen.reporters._plain import paragraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from specgen.model import Finding, Report

_PLURAL = {"error": "errors", "warning": "warnings", "info": "notes"}
_SINGULAR = {"info": "note"}


class Counts(NamedTuple):
    errors: int
    warnings: int
    information: int

    @property
    def findings(self) -> int:
        """Information is shown, and never counted."""
        return self.errors + self.warnings


def counts(report: Report) -> Counts:
    by = [finding.gravity.value for finding in report.findings]
    return Counts(by.count("error"), by.count("warning"), by.count("info"))


def phases(report: Report) -> tuple[tuple[str, int], ...]:
    """How many errors and warnings are about items of each phase; every phase has its place, also with none."""
    from specgen.model import Phase

    by = [finding.phase for finding in counted(report)]
    return tuple((one.value, by.count(one.value)) for one in Phase)


def counted(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.gravity != "info"]


def amount(number: int, one: str, many: str = "") -> str:
    """1 error, 2 errors, 1,234 errors."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def of_gravity(number: int, gravity: str) -> str:
    return amount(number, _SINGULAR.get(gravity, gravity), _PLURAL[gravity])


def verdict(report: Report) -> str:
    """What was checked and what was found in it. The baseline and failures are sentences of their own."""
    found, files = counts(report), len(report.files)
    notes = of_gravity(found.information, "info")
    if found.findings:
        parts = [(found.errors, "error"), (found.warnings, "warning")]
        kinds = ", ".join(of_gravity(number, gravity) for number, gravity in parts if number)
        within = len({finding.file for finding in counted(report)})
        where = f" in {within:,} of {files:,} specs" if 1 < files >= within else ""
        return f"{amount(found.findings, 'finding')}{where}: {kinds}{f'; {notes}' if found.information else ''}."
    if found.information:
        statuses = {one.status for one in report.files if one.status}
        at = f" at status {paragraph(statuses.pop())}" if len(statuses) == 1 else ""
        new = "new " if report.accepted else ""
        return f"{amount(files, 'spec')} checked: no {new}errors or warnings{at}; {notes}."
    if not files:
        return "No spec was checked."
    return f"{amount(files, 'spec')} checked: nothing {'new ' if report.accepted else ''}found."


def not_checked(report: Report) -> str:
    """Of failures: "" when there are none."""
    failed = {failure.file for failure in report.failures if failure.file}
    if not failed:
        return "The run failed." if report.failures else ""
    folders = sum(one.endswith("/") for one in failed)
    parts = ((len(failed) - folders, "file"), (folders, "folder"))
    return f"{' and '.join(amount(number, what) for number, what in parts if number)} could not be checked."


def in_baseline(report: Report) -> str:
    if not report.accepted:
        return ""
    return f"{amount(report.accepted, 'finding')} {'is' if report.accepted == 1 else 'are'} in the baseline."
