"""For other programs: everything a run found, as `data/check-report.schema.json` describes it."""

from __future__ import annotations

from specgen.model import Checked, Failure, Finding, Report
from specgen.reporters import Reporter
from specgen.reporters._counts import counts, phases
from specgen.reporters._jsontext import text

SCHEMA = 1  # raised when a field leaves or changes its meaning; a new field is no change
_ROWS = frozenset({"files", "findings", "failures"})


def _render(report: Report) -> str:
    found = counts(report)
    return text(
        {
            "schema": SCHEMA,
            "specgen": report.version,
            "failed": report.failed,
            "summary": {
                "files": len(report.files),
                "errors": found.errors,
                "warnings": found.warnings,
                "information": found.information,
                "accepted": report.accepted,
                "failures": len(report.failures),
                "phases": dict(phases(report)),
            },
            "files": [_file(one) for one in report.files],
            "findings": [_finding(one) for one in report.findings],
            "failures": [_failure(one) for one in report.failures],
        },
        _ROWS,
    )


def _file(checked: Checked) -> dict[str, object]:
    return {"file": checked.file, "title": checked.title, "status": checked.status, "tier": checked.tier}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.gravity.value,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "fix": finding.fix,
        "subject": finding.subject,
        "since": finding.since,
        "phase": finding.phase,
    }


def _failure(failure: Failure) -> dict[str, object]:
    place = {"file": failure.file, "line": failure.line, "column": failure.column}
    return {**place, "message": failure.message, "fix": failure.fix}


REPORTER = Reporter("json", "for other programs: every finding with all its fields", _render)
