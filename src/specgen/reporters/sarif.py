"""For code scanning: SARIF 2.1.0 (OASIS Standard, errata 01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from specgen.model import Failure, Finding, Gravity, Report, RuleInfo
from specgen.reporters import Reporter
from specgen.reporters._jsontext import text
from specgen.reporters._plain import paragraph, slashes, uri

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "specgenRuleFileSubject/v1"
_LEVELS = {Gravity.ERROR: "error", Gravity.WARNING: "warning", Gravity.INFO: "note"}
_ROWS = frozenset({"rules", "results", "toolExecutionNotifications"})
_BASE = "%SRCROOT%"  # the name that hosts know for the top of a repository


def _render(report: Report) -> str:
    rules = _rules(report)
    index = {rule.name: place for place, rule in enumerate(rules)}
    driver = {"name": "specgen", "version": report.version, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which specgen check was started."}}},
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [_notification(one) for one in report.failures],
            }
        ],
        "results": [
            _result(finding, index[finding.rule], fingerprint)
            for finding, fingerprint in zip(report.findings, _fingerprints(report.findings), strict=True)
        ],
        "properties": {"accepted": report.accepted, "files": len(report.files)},
    }
    return text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, _ROWS)


def _rules(report: Report) -> list[RuleInfo]:
    """Every rule of the report, and those that only findings name: each result must point at one."""
    known = {rule.name for rule in report.rules}
    unknown = {one.rule: one for one in reversed(report.findings) if one.rule not in known}
    named = [RuleInfo(name, name, "", one.gravity, one.since) for name, one in sorted(unknown.items())]
    return [*report.rules, *named]


def _rule(rule: RuleInfo) -> dict[str, object]:
    title = _message(rule.title or rule.name)
    page = rule.text.strip()
    return {
        "id": rule.name,
        "shortDescription": title,
        "fullDescription": _message(page.split("\n\n")[0]) if page else title,  # hosts cut it at 1,024 characters
        "help": {"text": _placeholders(page)} if page else title,
        "defaultConfiguration": {"level": _LEVELS[rule.gravity]},
        "properties": {"since": rule.since},
    }


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, object]:
    facts = {"subject": finding.subject, "since": finding.since, "phase": finding.phase}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.gravity],
        "message": _message(finding.message, finding.fix),
        "locations": _locations(finding.file, finding.line, finding.column),
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {key: value for key, value in facts.items() if value},
    }


def _notification(failure: Failure) -> dict[str, object]:
    return {
        "level": "error",
        "message": _message(failure.message, failure.fix),
        "locations": _locations(failure.file, failure.line, failure.column),
    }


def _locations(file: str, line: int = 0, column: int = 0) -> list[object]:
    if not file:
        return []
    address = uri(file)
    place: dict[str, object] = {"artifactLocation": {"uri": address}}
    if not address.startswith("file:"):
        place["artifactLocation"] = {"uri": address, "uriBaseId": _BASE}
    if line:
        place["region"] = {"startLine": line, **({"startColumn": column} if column else {})}
    return [{"physicalLocation": place}]


def _message(message: str, fix: str = "") -> dict[str, object]:
    said = (paragraph(message), f"Mend: {paragraph(fix)}" if fix else "")
    return {"text": _placeholders("\n".join(filter(None, said)))}


def _placeholders(said: str) -> str:
    """Braces mean an argument and `[text](address)` a link in SARIF's messages: here they are what a spec says."""
    return said.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _fingerprints(findings: Sequence[Finding]) -> list[str]:
    """The same for the same rule, file and subject wherever the lines are; the second of one kind has another."""
    from hashlib import sha256

    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for finding in findings:
        key = (finding.rule, slashes(finding.file), finding.subject)
        seen[key] += 1
        made.append(sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")).hexdigest())
    return made


REPORTER = Reporter("sarif", "for code scanning: SARIF 2.1.0", _render)
