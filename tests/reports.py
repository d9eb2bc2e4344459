"""Reports of every kind, and what it means that their output is valid. The tests of the reporters rest on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jsonschema import Draft4Validator, Draft7Validator
from lxml import etree

from specgen import reporters, resources
from specgen.frozen import replace
from specgen.model import Checked, Failure, Finding, Gravity, Report, RuleInfo
from specgen.reporters._plain import paragraph

SCHEMAS = Path(__file__).resolve().parent / "schemas"
NAMES = ("github", "json", "junit", "sarif", "text")
ERROR, WARNING, INFO = Gravity.ERROR, Gravity.WARNING, Gravity.INFO
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

FILE = "docs/specs/transfers.md"
RULES = (
    RuleInfo("contradiction", "Answers agree", "What is promised can be kept.\n\nBad: more than {chain}.", ERROR, "approved"),
    RuleInfo("must-open", "Must items are closed", "Ticked with evidence, N/A, or waived.", ERROR, "approved"),
    RuleInfo("item-wording", "Items say what the pack says", "", WARNING, "draft"),
)


def finding(rule: str = "must-open", line: int = 353, subject: str = "SPEC-01", **more: object) -> Finding:
    given_fields: dict[str, object] = {
        "gravity": ERROR, "file": FILE, "column": 1, "message": f"{subject or 'It'} is open.",
        "fix": 'tick it and add "  - Evidence: link".', "since": "approved", "phase": "automate",
    }  # fmt: skip
    return Finding(**{"rule": rule, "line": line, "subject": subject, **given_fields, **more})  # type: ignore[arg-type] # a table


def report(*findings: Finding, files: tuple[Checked, ...] | None = None, **more: object) -> Report:
    checked = (Checked(FILE, "approved", 0, "Transfers"),) if files is None else files
    failing = (ERROR, WARNING) if more.pop("strict", False) else (ERROR,)
    failed = bool(more.get("failures")) or any(one.gravity in failing for one in findings)
    gate: dict[str, object] = {"failed": failed, "failing": failing}
    fields: dict[str, object] = {"files": checked, "findings": findings, "rules": RULES, **gate}
    return Report(**{"version": "1.2.3", **fields, **more})  # type: ignore[arg-type] # a table


TARGET = finding(
    "contradiction", 5, "target-above-chain", phase="",
    message='"availability.target: 99.95%" (line 555) is above the chain: the switch is contracted at 99.5%, 3.6 h down '
    "in 30 days against a budget of 21.6 min.",
    fix="queue while it is down, a second switch, or less than 99.5%.",
)  # fmt: skip
CHAIN = [
    finding("contradiction", line, subject, phase="")
    for subject, line in (("retries-outlast-promise", 564), ("key-outside-transaction", 582), ("rpo-below-async-lag", 591))
]
LAXER = [finding("contradiction", line, f"laxer-{line}", gravity=WARNING, since="draft", phase="") for line in (601, 602)]
WORDING = finding("item-wording", 420, "LAT1-05", column=26, gravity=WARNING, since="draft", message='LAT1-05 reads "mean".')
NOTE = finding("progress", 700, "", column=0, gravity=INFO, message="The block is behind.", fix="", phase="", since="draft")
OPEN = [finding(line=353 + n, subject=f"SPEC-{n:02}") for n in range(1, 31)]
BROKEN = Failure("docs/b.md", "It cannot be read: permission denied.", "give the permission.")
FAULTS = (
    Failure("specgen.toml", '"specz" is not a key of the configuration.', 'Did you mean "specs"?', 1, 1),
    Failure("specgen.toml", "`fail_on` is 7; it must be error, warning or never.", "", 12, 5),
    Failure("packs/a.yaml", "is no pack", "", 3),
)
HOSTILE = (
    "a\n::stop-commands::x", "\r::error::x", "::set-output name=a::b", "##[error]x", "a ##[group]b", "]]>", "<![CDATA[", "<b>",
    "&amp;&", '"\'`', "%0A%25%", "a,b:c=d", "\x00\x07\x1b[31mred\x1b[0m", "\x85\u2028\u2029::x", "\u202egnp.exe",
    "\ud800 \udfff \udc80", "\ufffe\uffff", "{0} {name}", "[here](javascript:x)", "\\##[error]", "é漢🚀", "a\u00a0b", "",
    " ", "\t", "-->", "\U000e0041",
)  # fmt: skip
FILES = (
    "docs\\specs\\a b.md", "C:\\specs\\é.md", "\\\\host\\share\\a.md", "/srv/a b/漢字.md", "a:b,c.md", "50%.md", "a#b?c.md",
    "\udcff.md", "\ud800.md", "../up.md", "a\nb.md", "::error::.md", "##[error].md", "[a](b).md", "", "'\"<&>.md",
)  # fmt: skip
REPORTS = {
    "nothing": report(files=()),
    "one clean file": report(),
    "clean files": report(files=tuple(Checked(f"docs/{n}.md", "draft", 1) for n in range(3))),
    "one finding": report(TARGET),
    "a warning": report(WORDING),
    "a warning that fails": report(WORDING, strict=True),
    "an error and a warning that both fail": report(TARGET, WORDING, strict=True),
    "information": report(NOTE),
    "many": report(TARGET, *OPEN, WORDING, *CHAIN, *LAXER, NOTE, accepted=12),
    "two files": report(
        TARGET, replace(TARGET, file="docs/other.md"), files=(Checked(FILE, "draft", 2), Checked("docs/other.md", "", None))
    ),
    "a file that is not there": report(finding("missing", 0, "", file="docs/gone.md", column=0), files=()),
    "over all files": report(finding("missing", 0, "", file="", column=0)),
    "a failure": report(files=(), failures=(BROKEN,)),
    "the run failed": report(files=(), failures=(Failure("", "The packs cannot be read."),)),
    "failures with places": report(failures=FAULTS),
    "many failures": report(TARGET, failures=tuple(Failure(f"docs/{n}.md", "It is not there.") for n in range(15))),
    "many notes": report(*(replace(NOTE, line=n) for n in range(1, 16))),
    "the same twice": report(finding(), finding(line=400), finding(line=401)),
    "hostile": report(
        *(finding(one, n + 1, one, message=one, fix=one, file=one) for n, one in enumerate(HOSTILE)),
        files=tuple(Checked(one, one, 0, one) for one in HOSTILE),
        failures=tuple(Failure(one, one, one, n, n) for n, one in enumerate(HOSTILE)),
    ),
    "names": report(
        *(finding(file=one) for one in FILES), files=tuple(Checked(one, "draft", 0) for one in FILES),
        failures=tuple(Failure(one, "x") for one in FILES),
    ),
}  # fmt: skip


def render(name: str, made: Report) -> str:
    return reporters.find(name).render(made)


# --- what valid means ------------------------------------------------------------------------------------------------


@cache
def json_schema() -> Draft7Validator:
    return Draft7Validator(json.loads(resources.text("data", "check-report.schema.json")))


@cache
def sarif_schema() -> Draft4Validator:
    return Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")))


@cache
def junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))


def check_json(output: str, made: Report) -> None:
    found = json.loads(output)
    assert [error.message for error in json_schema().iter_errors(found)] == []
    assert len(found["findings"]) == len(made.findings)
    assert [one["message"] for one in found["findings"]] == [whole(one.message) for one in made.findings]
    assert found["failed"] is made.failed
    summary = found["summary"]
    assert summary["errors"] + summary["warnings"] + summary["information"] == len(made.findings)
    assert (summary["files"], summary["failures"]) == (len(made.files), len(made.failures))


def check_sarif(output: str, made: Report) -> None:
    found = json.loads(output)
    assert [error.message for error in sarif_schema().iter_errors(found)] == []
    [run] = found["runs"]
    assert [one["ruleId"] for one in run["results"]] == [whole(one.rule) for one in made.findings]
    for one in run["results"]:
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
    prints = [tuple(one["partialFingerprints"].values()) for one in run["results"]]
    assert len(set(prints)) == len(prints)
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is not bool(made.failures)
    assert len(invocation["toolExecutionNotifications"]) == len(made.failures)
    for address in re.findall(r'"uri": "([^"]*)"', output):
        assert re.fullmatch(r"(?:[A-Za-z0-9._~:/-]|%[0-9A-F]{2})+", address), address
        assert urlsplit(address).scheme in ("", "file")


def check_junit(output: str, made: Report) -> None:
    tree = etree.fromstring(output.encode())
    assert junit_schema().validate(tree), junit_schema().error_log
    suites = tree.findall("testsuite")
    ends = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases) > 0
        for key, tag in ends.items():
            assert int(suite.attrib[key]) == len(suite.findall(f"*/{tag}"))
        assert len({case.attrib["name"] for case in cases}) == len(cases)
    for key in ("tests", "failures", "errors"):
        assert int(tree.attrib[key]) == sum(int(suite.attrib[key]) for suite in suites)
    assert (int(tree.attrib["failures"]) + int(tree.attrib["errors"]) > 0) is made.failed
    assert int(tree.attrib["errors"]) == len(made.failures)


_COMMAND = re.compile(r"::(?P<name>error|warning|notice)(?: (?P<given>[a-z]+=[^:,]*(?:,[a-z]+=[^:,]*)*))?::(?P<data>.*)")


def commands(output: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, properties and message of each workflow command, as the host reads them."""
    for line in output.split("\n"):
        if line.lstrip().startswith("::"):
            read = _COMMAND.fullmatch(line)
            assert read, line
            pairs = (one.split("=", 1) for one in (read["given"] or "").split(",") if one)
            yield read["name"], {key: unquote(value) for key, value in pairs}, unquote(read["data"])


def check_github(output: str, made: Report) -> None:
    *first, last = output.splitlines()
    assert all(line.startswith("::") for line in first)
    if not last.startswith("::notice title=specgen check::"):
        assert re.match(r"\d|No spec was checked", last)
    found = list(commands(output))
    kinds = [name for name, _, _ in found]
    assert max((kinds.count(kind) for kind in kinds), default=0) <= 10
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    shown = len(first) if last.startswith("::notice title=specgen check::") else len(kinds)
    assert shown == len(made.findings) + len(made.failures) or "have no annotation" in last
    for _, given_properties, _ in found:
        assert set(given_properties) <= {"file", "line", "col", "title"}
        assert "col" not in given_properties or "line" in given_properties


def check_text(output: str, made: Report) -> None:
    for one in made.findings:
        assert paragraph(one.rule) in output
    assert "checked" in output or "finding" in output


CHECKS = {"github": check_github, "json": check_json, "junit": check_junit, "sarif": check_sarif, "text": check_text}


def whole(said: str) -> str:
    """Half a character cannot be written."""
    return re.sub("[\ud800-\udfff]", "\ufffd", said)


def check(name: str, made: Report) -> str:
    output = render(name, made)
    assert output.endswith("\n")
    assert output.encode()
    assert not _CONTROL.search(output), "a terminal or a log would obey it"
    assert name in ("text", "github") or "##[" not in output
    assert name in ("text", "github") or not re.search(r"^\s*::", output, re.MULTILINE)
    CHECKS[name](output, made)
    return output
