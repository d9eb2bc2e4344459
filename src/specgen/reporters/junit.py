"""For CI systems that show test results: JUnit XML, a suite for each file and a case for each finding.

A case has failed when its finding makes the run fail, so that the report is red exactly when the run is. Other errors
and warnings are skipped cases; information is a passed one.
"""

from __future__ import annotations

from collections import Counter

from specgen.model import Failure, Finding, Gravity, Report
from specgen.reporters import Reporter
from specgen.reporters._fold import by_file
from specgen.reporters._plain import paragraph, visible
from specgen.reporters._xml import HEAD, element

_RUN = "specgen check"


class _Suite:
    """The cases of one file, and how many of them ended how."""

    def __init__(self, file: str) -> None:
        self.name = visible(file) or _RUN
        self.cases: list[str] = []
        self.ends: Counter[str] = Counter()
        self._names: Counter[str] = Counter()

    def add(self, name: str, end: str = "", said: str = "", **attributes: str) -> None:
        """`end` is the element that says how the case ended, "" for a case that passed."""
        self._names[name] += 1
        self.ends[end] += 1
        unique = name if self._names[name] == 1 else f"{name} ({self._names[name]})"
        inner = [element(end, attributes, text=said)] if end else []
        self.cases.append(element("testcase", {"classname": self.name, "name": unique}, inner))

    @property
    def element(self) -> str:
        numbers = {"failures": self.ends["failure"], "errors": self.ends["error"], "skipped": self.ends["skipped"]}
        return element("testsuite", {"name": self.name, "tests": len(self.cases), **numbers}, self.cases)


def _render(report: Report) -> str:
    findings = by_file(report.findings)
    files = dict.fromkeys((*(one.file for one in report.files), *findings, *(one.file for one in report.failures)))
    suites = {file: _Suite(file) for file in files} or {"": _Suite("")}
    for failure in report.failures:
        suites[failure.file].add("could be checked", "error", _text(failure), type="error", message=_first(failure))
    for file, found in findings.items():
        for finding in found:
            _add(suites[file], finding, fails=report.fails(finding))
    for suite in suites.values():
        if not suite.cases:
            suite.add("nothing found")
    ends = sum((suite.ends for suite in suites.values()), Counter[str]())
    numbers = {"tests": sum(len(suite.cases) for suite in suites.values()), "failures": ends["failure"]}
    whole = {"name": _RUN, **numbers, "errors": ends["error"]}
    return f"{HEAD}\n{element('testsuites', whole, (suite.element for suite in suites.values()))}\n"


def _add(suite: _Suite, finding: Finding, *, fails: bool) -> None:
    subject = paragraph(finding.subject)
    name = f"{paragraph(finding.rule)}{f': {subject}' if subject else ''}"
    said, kind = _text(finding), finding.gravity.value
    if finding.gravity is Gravity.INFO:
        suite.add(name, "system-out", said)
    else:
        suite.add(name, "failure" if fails else "skipped", said, type=kind, message=_first(finding))


def _first(said: Finding | Failure) -> str:
    return paragraph(said.message)


def _text(said: Finding | Failure) -> str:
    place = ":".join(str(part) for part in (visible(said.file), said.line, said.column) if part)
    return "\n".join(filter(None, (place, _first(said), f"Mend: {paragraph(said.fix)}" if said.fix else "")))


REPORTER = Reporter("junit", "for CI systems: JUnit XML, a suite for each file", _render)
