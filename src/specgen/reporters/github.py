"""For GitHub Actions: workflow commands that put findings beside the lines of a pull request.

The host keeps ten errors, ten warnings and ten notices of a step and drops the others without a word. So the first
finding of each kind comes before the second of any, and a last notice says how many have no place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from specgen.model import Failure, Finding, Gravity, Report
from specgen.reporters import Reporter
from specgen.reporters._counts import in_baseline, not_checked, verdict
from specgen.reporters._plain import paragraph, slashes, visible
from specgen.reporters._titles import title

KEPT = 10
_COMMANDS = {Gravity.ERROR: "error", Gravity.WARNING: "warning", Gravity.INFO: "notice"}


def _render(report: Report) -> str:
    room = {Gravity.ERROR: max(KEPT - len(report.failures), 0), Gravity.WARNING: KEPT, Gravity.INFO: KEPT - 1}
    found = [_failure(one) for one in report.failures[:KEPT]]
    for gravity, most in room.items():
        found += [_finding(one) for one in _first(report, gravity, most)]
    left = len(report.findings) + len(report.failures) - len(found)
    said = " ".join(filter(None, (verdict(report), in_baseline(report), not_checked(report))))
    if left:
        more = f"{said} {left:,} have no annotation, as the host keeps {KEPT} of a kind; the text output has all."
        found.append(_command("notice", {"title": "specgen check"}, more))
    else:
        found.append(said)
    return "".join(f"{line}\n" for line in found)


def _first(report: Report, gravity: Gravity, most: int) -> list[Finding]:
    """At most so many, in their order: of each rule in each file the first, then the second, and so on."""
    found = [finding for finding in report.findings if finding.gravity is gravity]
    best = sorted(zip(_ranks(found), range(len(found)), strict=True))[:most]
    return [found[place] for place in sorted(place for _, place in best)]


def _ranks(findings: list[Finding]) -> Iterator[int]:
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        yield seen[finding.file, finding.rule]
        seen[finding.file, finding.rule] += 1


def _finding(finding: Finding) -> str:
    return _command(_COMMANDS[finding.gravity], {**_place(finding), "title": title(finding)}, _message(finding))


def _failure(failure: Failure) -> str:
    said = "could not be checked" if failure.file else "specgen check failed"
    return _command("error", {**_place(failure), "title": said}, _message(failure))


def _place(said: Finding | Failure) -> dict[str, str]:
    column = said.column if said.line else 0
    return {"file": slashes(said.file), "line": str(said.line or ""), "col": str(column or "")}


def _message(said: Finding | Failure) -> str:
    """Never empty: the host shows no annotation without a message."""
    parts = (paragraph(said.message), f"Mend: {paragraph(said.fix)}" if said.fix else "")
    return "\n".join(filter(None, parts)) or "Nothing is said about it."


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{f'{name} {given}'.strip()}::{_data(message)}"


def _property(value: str) -> str:
    return _data(visible(value)).replace(":", "%3A").replace(",", "%2C")


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


REPORTER = Reporter("github", "for GitHub Actions: annotations beside the lines", _render)
