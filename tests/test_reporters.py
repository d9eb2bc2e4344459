"""What `check` found, in five formats: each valid whatever was found, and whatever the specs say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft7Validator
from lxml import etree

from reports import (
    BROKEN,
    CHECKS,
    FAULTS,
    FILE,
    FILES,
    HOSTILE,
    NAMES,
    NOTE,
    REPORTS,
    RULES,
    TARGET,
    WORDING,
    check,
    commands,
    finding,
    json_schema,
    junit_schema,
    render,
    report,
    sarif_schema,
)
from specgen import cli, reporters, resources
from specgen.cli.terminal import Terminal
from specgen.frontmatter import STATUSES
from specgen.frozen import replace
from specgen.model import Checked, Failure, Finding, Gravity, Report
from specgen.reporters import text as text_reporter

# --- every report in every format ------------------------------------------------------------------------------------


def test_these_are_all_reporters() -> None:
    assert reporters.names() == sorted(NAMES) == sorted(CHECKS)
    assert all(reporters.find(name).name == name for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", REPORTS)
def test_output_is_valid(which: str, name: str) -> None:
    check(name, REPORTS[which])


_TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=20), max_size=3).map("".join)
_FINDINGS = st.builds(
    Finding, rule=_TEXTS, gravity=st.sampled_from(Gravity), file=st.sampled_from(FILES) | _TEXTS, line=st.integers(0, 10**6),
    column=st.integers(0, 300), message=_TEXTS, fix=_TEXTS, subject=_TEXTS,
    since=st.sampled_from(STATUSES), phase=st.sampled_from(("", "automate")),
)  # fmt: skip
_FAILURES = st.builds(
    Failure, _TEXTS, _TEXTS, _TEXTS, line=st.integers(0, 10**6), column=st.integers(0, 300)
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@given(
    findings=st.lists(_FINDINGS, max_size=25), failures=st.lists(_FAILURES, max_size=3),
    status=st.sampled_from(("", "draft", "approved")), strict=st.booleans(),
)  # fmt: skip
def test_any_text_leaves_the_output_valid(
    name: str, findings: list[Finding], failures: list[Failure], status: str, strict: bool
) -> None:
    files = (Checked("a.md", status, 1),)
    check(name, report(*findings, files=files, failures=tuple(failures), strict=strict))


def test_the_same_report_gives_the_same_bytes() -> None:
    """In any process: nothing may hang on the order of a set."""
    code = "import reports; print(*(reports.render(name, one) for name in reports.NAMES for one in reports.REPORTS.values()))"
    made = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert made[0] == made[1]
    assert made[0].count(b"target-above-chain") > 10


def test_a_fault_is_seen_by_each_schema() -> None:
    """Otherwise the tests above would prove nothing."""
    Draft7Validator.check_schema(json_schema().schema)
    Draft4Validator.check_schema(sarif_schema().schema)
    assert list(json_schema().iter_errors({**json.loads(render("json", report())), "findings": [{}]}))
    log = json.loads(render("sarif", report(TARGET)))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert list(sarif_schema().iter_errors(log))
    assert not junit_schema().validate(etree.fromstring(render("junit", report()).replace("classname", "class").encode()))


# --- text ------------------------------------------------------------------------------------------------------------


def shown(made: Report, **options: object) -> str:
    return "".join(f"{line}\n" for line, _ in text_reporter.lines(made, **options))  # type: ignore[arg-type] # options


def test_text_folds() -> None:
    assert render("text", REPORTS["many"]) == """\
docs/specs/transfers.md   approved, tier 0

 5:1     error  contradiction: target-above-chain
         "availability.target: 99.95%" (line 555) is above the chain: the switch is contracted
         at 99.5%, 3.6 h down in 30 days against a budget of 21.6 min.
         Mend: queue while it is down, a second switch, or less than 99.5%.
         3 more: retries-outlast-promise (564), key-outside-transaction (582),
         rpo-below-async-lag (591)
         2 warnings: laxer-601 (601), laxer-602 (602)

 354:1   error  must-open: SPEC-01
         SPEC-01 is open.
         Mend: tick it and add "  - Evidence: link".
         29 more: SPEC-02 (355), SPEC-03 (356), SPEC-04 (357), SPEC-05 (358) and 25 others

 420:26  warn   item-wording: LAT1-05
         LAT1-05 reads "mean".
         Mend: tick it and add "  - Evidence: link".

 700     info   progress
         The block is behind.

37 findings: 34 errors, 3 warnings; 1 note.
Shown: the first of each kind; --all shows every one.
By phase: 31 automate.
Not approvable. At status review 3 of them would remain.
12 findings are in the baseline.
"""


def test_text_with_all_folds_nothing() -> None:
    output = shown(REPORTS["many"], every=True)
    assert output.count("must-open: SPEC-") == 30
    assert "more:" not in output
    assert "--all" not in output
    assert output.count(" error  ") == 34


@pytest.mark.parametrize("name", NAMES)
def test_faults_of_one_file_have_their_places_and_are_of_one_file(name: str) -> None:
    """Line and column stand where each format has a place for them, and in no message."""
    output = render(name, report(files=(), failures=FAULTS[:2]))
    if name == "json":
        places = [(one["line"], one["column"], one["message"]) for one in json.loads(output)["failures"]]
        assert places == [(one.line, one.column, one.message) for one in FAULTS[:2]]
    elif name == "sarif":
        noted = json.loads(output)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
        regions = [one["locations"][0]["physicalLocation"]["region"] for one in noted]
        assert regions == [{"startLine": 1, "startColumn": 1}, {"startLine": 12, "startColumn": 5}]
    elif name == "github":
        found = [given_properties for _, given_properties, _ in commands(output)]
        places = [(one["file"], one["line"], one["col"]) for one in found]
        assert places == [("specgen.toml", "1", "1"), ("specgen.toml", "12", "5")]
        assert output.endswith("\nNo spec was checked. 1 file could not be checked.\n")
    elif name == "junit":
        assert '.">specgen.toml:1:1&#10;"specz" is not a key' in output
        assert '.">specgen.toml:12:5&#10;`fail_on` is 7;' in output
    else:
        assert output == """\
specgen.toml   could not be checked

 1:1     "specz" is not a key of the configuration.
         Mend: Did you mean "specs"?

 12:5    `fail_on` is 7; it must be error, warning or never.

No spec was checked.
1 file could not be checked.
"""


def test_text_of_several_files_and_failures() -> None:
    files = (Checked(FILE, "draft", 2), Checked("docs/other.md", "", None), Checked("docs/fine.md", "draft", 1))
    made = report(WORDING, replace(WORDING, file="docs/other.md", line=0), files=files, failures=(BROKEN,))
    assert render("text", made) == """\
docs/specs/transfers.md   draft, tier 2

 420:26  warn   item-wording: LAT1-05
         LAT1-05 reads "mean".
         Mend: tick it and add "  - Evidence: link".

docs/other.md

 -       warn   item-wording: LAT1-05
         LAT1-05 reads "mean".
         Mend: tick it and add "  - Evidence: link".

docs/b.md   could not be checked

         It cannot be read: permission denied.
         Mend: give the permission.

2 findings in 2 of 3 specs: 2 warnings.
By phase: 2 automate.
1 file could not be checked.
"""


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("nothing", "No spec was checked.\n"),
        ("one clean file", "1 spec checked: nothing found.\n"),
        ("clean files", "3 specs checked: nothing found.\n"),
    ],
)
def test_text_of_nothing_is_one_line(which: str, said: str) -> None:
    assert render("text", REPORTS[which]) == said


def test_text_says_that_the_baseline_hides_something() -> None:
    assert render("text", report(accepted=1)) == "1 spec checked: nothing new found.\n1 finding is in the baseline.\n"


def test_text_of_information_only() -> None:
    """It may say what would mend it, so the last line does not say that there is nothing to mend."""
    said = "1 spec checked: no errors or warnings at status approved; 1 note.\n"
    assert render("text", REPORTS["information"]).endswith(f"\n{said}")
    files = (Checked(FILE, "draft", 0), Checked("b.md", "review", 0))
    assert render("text", report(NOTE, files=files)).endswith("\n2 specs checked: no errors or warnings; 1 note.\n")
    known = render("text", report(NOTE, accepted=1))
    assert "1 spec checked: no new errors or warnings at status approved; 1 note.\n1 finding is in the baseline.\n" in known


@pytest.mark.parametrize(
    ("status", "since", "said"),
    [
        ("draft", ("draft",), ""),
        ("review", ("draft", "review"), "Not ready for review. At status draft 1 of them would remain."),
        ("approved", ("approved", "approved"), "Not approvable. At status review none of them would remain."),
        ("approved", ("approved",), "Not approvable. At status review it would not be demanded."),
        ("approved", ("review",), "Not approvable. At status draft it would not be demanded."),
        ("approved", ("draft",), "Not approvable."),
        ("approved", ("draft", "draft"), "Not approvable."),
        ("approved", ("review", "draft", "review"), "Not approvable. At status draft 1 of them would remain."),
        (
            "implemented", ("draft", "approved", "implemented"),
            "Not done as implemented. At status approved 2 of them would remain, at review 1.",
        ),
        ("retired", ("retired",), ""),
    ],
)  # fmt: skip
def test_text_says_what_a_lower_status_would_leave(status: str, since: tuple[str, ...], said: str) -> None:
    findings = [finding(line=n, since=one) for n, one in enumerate(since, 1)]
    checked = Checked(FILE, status, 0)
    told = re.findall("^Not .*", render("text", report(*findings, files=(checked,))), re.MULTILINE)
    assert told == [said] * bool(said)
    assert "\nNot " not in render("text", report(*findings, files=(checked, Checked("b.md", "draft", 0))))
    assert "\nNot " not in render("text", report(*findings, files=(checked,), failed=False))


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("IDEM-03", "IDEM-03"),
        ("IDEM-03 (2)", "IDEM-03 (2)"),
        ("dependencies.interbank-switch.p99", "dependencies.interbank-switch.p99"),
        ("dependencies[].p99", "dependencies[].p99"),
        ("may-apply", "may-apply"),
        ("target-above-chain interbank-switch", "target-above-chain interbank-switch"),
        ("What begins here with [ is not closed with ]", ""),
        ("<!-- specgen:begin verdict -->", ""),
        ("decision: TBD", ""),
        ("Risks", ""),
        ("services/transfers/", ""),
        ("", ""),
    ],
)
def test_a_title_is_the_rule_and_an_id_and_never_half_a_message(subject: str, title: str) -> None:
    made = report(finding("a-rule", 1, subject, message=f'"{subject}" (see {subject}) is said again here.'))
    first = render("text", made).splitlines()[2]
    assert first == f" 1:1     error  a-rule{f': {title}' if title else ''}"
    assert f"title=a-rule{f'%3A {title}' if title else ''}::" in render("github", made)


def test_a_title_that_is_too_long_is_the_rule_where_the_message_names_the_id() -> None:
    path = "process.steps.copy-the-form-into-the-portal.noticed"
    titles = [
        shown(report(finding("unknown-without-owner", 137, path, message=said)), width=80).splitlines()[2]
        for said in (f"({path}) is unknown.", "It is unknown.")
    ]
    assert titles == [" 137:1   error  unknown-without-owner", f" 137:1   error  unknown-without-owner: {path}"]


@pytest.mark.parametrize("width", [1, 60, 96])
def test_text_keeps_to_the_width(width: int) -> None:
    heading, *others = shown(REPORTS["many"], width=width).splitlines()
    assert heading.startswith(FILE)
    for line in others:
        assert len(line) <= max(width, 40) or re.fullmatch(r" [\d:]+ +error  \S+ \S+", line), line


def test_text_has_styles_that_the_terminal_knows() -> None:
    stream = StringIO()
    terminal = Terminal(stream, {}, "always")
    for which in REPORTS.values():
        for line, style in text_reporter.lines(which):
            terminal.say(line, style)
            assert "\n" not in line
    assert "\x1b[1;31m 5:1     error  contradiction: target-above-chain\x1b[0m" in stream.getvalue()


def test_thousands_of_clean_files_are_one_line() -> None:
    files = tuple(Checked(f"services/{n}/spec.md", "review", 2, f"Service {n}") for n in range(10_000))
    dirty = tuple(finding(line=n % 500 + 1, file=f"services/{n // 2}/spec.md") for n in range(20_000))
    assert render("text", report(files=files)) == "10,000 specs checked: nothing found.\n"
    assert "20,000 findings in 10,000 of 10,000 specs: 20,000 errors." in render("text", report(*dirty, files=files))


# --- json ------------------------------------------------------------------------------------------------------------


def test_json_is_a_line_for_each_finding() -> None:
    assert render("json", report(WORDING)) == """\
{
  "schema": 1,
  "specgen": "1.2.3",
  "failed": false,
  "summary": {
    "files": 1,
    "errors": 0,
    "warnings": 1,
    "information": 0,
    "accepted": 0,
    "failures": 0,
    "phases": {
      "document": 0,
      "automate": 1,
      "monitor": 0
    }
  },
  "files": [
    {"file": "docs/specs/transfers.md", "title": "Transfers", "status": "approved", "tier": 0}
  ],
  "findings": [
    {"rule": "item-wording", "severity": "warning", "file": "docs/specs/transfers.md", "line": 420, "column": 26, \
"message": "LAT1-05 reads \\"mean\\".", "fix": "tick it and add \\"  - Evidence: link\\".", "subject": "LAT1-05", \
"since": "draft", "phase": "automate"}
  ],
  "failures": []
}
"""


def test_json_keeps_every_character_that_is_one() -> None:
    said = "\x1b\x85\u202e \U000e0041 é漢🚀 \\ \" ##[error] \u2028"
    assert json.loads(render("json", report(finding(message=said))))["findings"][0]["message"] == said


# --- github ----------------------------------------------------------------------------------------------------------


def test_github_annotates_lines() -> None:
    made = report(finding(file="a:b,c 50%.md", message="x\ny: 5%, z"), WORDING)
    assert render("github", made) == (
        "::error file=a%3Ab%2Cc 50%25.md,line=353,col=1,title=must-open%3A SPEC-01::"
        'x y: 5%25, z%0AMend: tick it and add "  - Evidence: link".\n'
        f"::warning file={FILE},line=420,col=26,title=item-wording%3A LAT1-05::"
        'LAT1-05 reads "mean".%0AMend: tick it and add "  - Evidence: link".\n'
        "2 findings: 1 error, 1 warning.\n"
    )


def test_github_says_nothing_beside_the_code_when_nothing_is_found() -> None:
    assert render("github", REPORTS["clean files"]) == "3 specs checked: nothing found.\n"


def test_github_shows_each_kind_before_a_second_of_any() -> None:
    found = list(commands(render("github", REPORTS["many"])))
    titles = [given_properties["title"] for name, given_properties, _ in found if name == "error"]
    assert len(titles) == 10
    assert titles[:2] == ["contradiction: target-above-chain", "must-open: SPEC-01"]
    assert "contradiction: rpo-below-async-lag" in titles
    assert [name for name, _, _ in found].count("warning") == 3
    assert found[-1][2].startswith("37 findings: 34 errors, 3 warnings; 1 note. 12 findings are in the baseline. 24 have no ")


@pytest.mark.parametrize("name", NAMES)
def test_an_item_cannot_give_the_host_a_command(name: str) -> None:
    made = report(finding(message="x\n::stop-commands::y", fix="::stop-commands::y", subject="::stop-commands::y"))
    lines = [line for line in render(name, made).splitlines() if line.lstrip().startswith("::")]
    assert len(lines) == (1 if name == "github" else 0)
    assert all(line.startswith(f"::error file={FILE},line=353,") for line in lines)


# --- sarif -----------------------------------------------------------------------------------------------------------


def results(made: Report) -> list[dict[str, Any]]:
    return list(json.loads(render("sarif", made))["runs"][0]["results"])


def fingerprints(*findings: Finding) -> list[str]:
    return [str(one["partialFingerprints"]) for one in results(report(*findings))]


def test_sarif_of_nothing_has_no_results() -> None:
    log = json.loads(render("sarif", REPORTS["nothing"]))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.name for rule in RULES]


def test_sarif_result() -> None:
    [made] = results(report(replace(TARGET, file="docs/a b/é.md", message="See {0} and [x](y).")))
    assert made.pop("partialFingerprints")
    assert made == {
        "ruleId": "contradiction",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "See {{0}} and [x] (y).\nMend: queue while it is down, a second switch, or less than 99.5%."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "docs/a%20b/%C3%A9.md", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 5, "startColumn": 1},
                }
            }
        ],
        "properties": {"subject": "target-above-chain", "since": "approved"},
    }


def test_sarif_rule_has_its_page() -> None:
    rule = json.loads(render("sarif", report()))["runs"][0]["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"] == {"text": "Answers agree"}
    assert rule["fullDescription"] == {"text": "What is promised can be kept."}
    assert rule["help"] == {"text": "What is promised can be kept.\n\nBad: more than {{chain}}."}
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_sarif_fingerprints_stay_when_lines_move() -> None:
    unnamed = finding(subject="")
    before = [finding(), finding(subject="SPEC-02"), finding(file="b.md"), finding("item-wording"), unnamed, unnamed]
    after = [replace(one, line=one.line + 40, column=3, message="other words") for one in before]
    assert fingerprints(*before) == fingerprints(*after)
    assert len(set(fingerprints(*before))) == len(before)
    assert fingerprints(replace(before[0], file=FILE.replace("/", "\\"))) == fingerprints(before[0])


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("docs/a.md", "docs/a.md"),
        ("docs\\a b.md", "docs/a%20b.md"),
        ("a:b.md", "a%3Ab.md"),
        ("50%.md", "50%25.md"),
        ("a#b?c.md", "a%23b%3Fc.md"),
        ("\udcff.md", "%FF.md"),
        ("\ud800.md", "%EF%BF%BD.md"),
        ("/srv/é.md", "file:///srv/%C3%A9.md"),
        ("C:\\specs\\a.md", "file:///C:/specs/a.md"),
        ("\\\\host\\share\\a.md", "file://host/share/a.md"),
    ],
)
def test_sarif_addresses(file: str, uri: str) -> None:
    [place] = results(report(finding(file=file)))[0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_failure_is_a_notification() -> None:
    [invocation] = json.loads(render("sarif", REPORTS["a failure"]))["runs"][0]["invocations"]
    [said] = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert said["level"] == "error"
    assert said["message"]["text"] == "It cannot be read: permission denied.\nMend: give the permission."


# --- junit -----------------------------------------------------------------------------------------------------------


READS = 'LAT1-05 reads "mean".'
MEND = 'Mend: tick it and add "  - Evidence: link".'


def test_junit_of_findings() -> None:
    made = report(finding(), WORDING, NOTE, files=(Checked(FILE, "approved", 0), Checked("docs/fine.md", "draft", 1)))
    assert render("junit", made) == f"""\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="specgen check" tests="4" failures="1" errors="0">
  <testsuite name="{FILE}" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="{FILE}" name="must-open: SPEC-01">
      <failure type="error" message="SPEC-01 is open.">{FILE}:353:1&#10;SPEC-01 is open.&#10;{MEND}</failure>
    </testcase>
    <testcase classname="{FILE}" name="item-wording: LAT1-05">
      <skipped type="warning" message="LAT1-05 reads &quot;mean&quot;.">{FILE}:420:26&#10;{READS}&#10;{MEND}</skipped>
    </testcase>
    <testcase classname="{FILE}" name="progress">
      <system-out>{FILE}:700&#10;The block is behind.</system-out>
    </testcase>
  </testsuite>
  <testsuite name="docs/fine.md" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="docs/fine.md" name="nothing found"/>
  </testsuite>
</testsuites>
"""


@pytest.mark.parametrize(
    ("which", "ends"),
    [
        ("a warning", ["skipped"]),
        ("a warning that fails", ["failure"]),
        ("an error and a warning that both fail", ["failure", "failure"]),
        ("a failure", ["error"]),
    ],
)
def test_junit_is_red_where_the_run_is(which: str, ends: list[str]) -> None:
    cases = etree.fromstring(render("junit", REPORTS[which]).encode()).iter("testcase")
    assert [child.tag for case in cases for child in case] == ends


def test_junit_text_comes_back_as_lines() -> None:
    said = etree.fromstring(render("junit", report(finding(message="a ]]> <b> & \x1b"))).encode())
    assert said.findtext(".//failure") == f"{FILE}:353:1\na ]]> <b> & \\x1b\n{MEND}"


# --- the page about them ---------------------------------------------------------------------------------------------

PATH = Path(__file__).resolve().parents[1] / "docs" / "reports.md"  # its other samples are transcripts: test_commands.py
PAGE = PATH.read_text(encoding="utf-8")


def test_the_page_shows_a_result_of_sarif_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`SPECGEN_REWRITE=1` writes what is seen now, as for transcripts."""
    monkeypatch.chdir(tmp_path)
    Path("ops-report.md").write_text(resources.text("examples/ops-report", "ops-report.md"), encoding="utf-8")
    options = ("--status", "approved", "--select", "must-open", "--date", "2026-11-20", "--format", "sarif")
    assert cli.main(["check", "ops-report.md", *options]) == 1
    [run] = json.loads(capsys.readouterr().out)["runs"]
    result = json.dumps(run["results"][0], indent=2, ensure_ascii=False)
    shown = re.compile(r'(?<=\n```json\n)\{\n  "ruleId".*?(?=\n```\n)', re.DOTALL)
    if os.environ.get("SPECGEN_REWRITE"):
        PATH.write_text(shown.sub(lambda _: result, PAGE), encoding="utf-8")
    else:
        assert shown.findall(PAGE) == [result]


def test_the_page_names_every_format_and_every_field() -> None:
    assert [name for name in NAMES if f"## {name}\n" not in PAGE] == []
    described = json.loads(resources.text("data", "check-report.schema.json"))
    names = {f"`{name}`" for name in described["properties"]}
    for part in ("files", "findings", "failures"):
        names |= {f"`{part}[].{name}`" for name in described["properties"][part]["items"]["properties"]}
    names |= {f"`summary.{name}`" for name in described["properties"]["summary"]["properties"]}
    listed = set(re.findall(r"^\| (`[^`]+`) \|", PAGE.partition("## json")[2].partition("## github")[0], re.MULTILINE))
    assert listed == names - {"`summary`", "`files`", "`findings`", "`failures`"}
