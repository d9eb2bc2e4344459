"""The rules of `check`: each one's examples, what it says and where, and what it must not say."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specgen import packs, resources
from specgen.check.checker import Checker, across, found
from specgen.frontmatter import STATUSES
from specgen.model import Finding, Gravity
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.renderers.markdown import fill
from specgen.rules import Lack, Missing, Named, Repository, Rule, Subject, placeholder, rules

ROOT = Path(__file__).resolve().parents[1]
KEPS = ROOT.parent / "shared" / "corpus" / "kep"
SPECS = sorted(ROOT.glob("examples/*/*.md"))
TODAY = "2026-11-20"
FILE = "docs/specs/operations-report.md"
RULES = rules()
ONE_FILE = [rule for rule in RULES.values() if rule.find is not None]
ABSENT = ("spec-missing", "baseline-outdated")


@cache
def composer() -> Composer:
    return Composer(packs.built_in(), resources.texts("templates", ".j2"), fill)


def check(text: bytes | str, *names: str, status: str = "") -> tuple[Finding, ...]:
    return Checker(composer(), TODAY, names or None, status).outcome(text, FILE).findings


def spec(body: str, status: str = "review", more: str = "") -> str:
    """A spec of tier 3 with this text."""
    front = f'---\nspecgen: 1\nid: operations-report\ntitle: Operations report\nstatus: {status}\ntier: 3\nowners: ["@ops"]\n'
    return f'{front}reviewers: ["@sre"]\n{more}---\n\n# Operations report\n\n{body}'


def whole(name: str = "ops-report", status: str = "review") -> str:
    """An example as specgen writes it, at another status."""
    text = (ROOT / "examples" / name / f"{name}.md").read_text(encoding="utf-8")
    assert "status: draft" in text
    return text.replace("status: draft", f"status: {status}", 1)


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [one.message for one in findings]


# --- examples and documentation ---------------------------------------------------------------------------------------


def document(rule: Rule, text: str) -> str:
    return text if text.startswith("---\n") else spec(text, rule.since)


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, text, id=f"{rule.name}-{number}")
        for rule in ONE_FILE
        for number, text in enumerate(getattr(rule, kind), 1)
    ]


@pytest.mark.parametrize(("rule", "text"), cases("good"))
def test_good_example_is_not_found(rule: Rule, text: str) -> None:
    assert [one for one in check(document(rule, text), rule.name) if one.gravity is not Gravity.INFO] == []


@pytest.mark.parametrize(("rule", "text"), cases("bad"))
def test_bad_example_is_found_at_a_place_in_it(rule: Rule, text: str) -> None:
    lines = document(rule, text).split("\n")
    findings = check(document(rule, text), rule.name)
    assert findings
    for one in findings:
        assert one.rule == rule.name
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
        assert one.fix
        assert one.message.endswith((".", '"', "?", ":"))
        assert "!" not in one.message.replace("<!--", "")


@pytest.mark.parametrize("name", RULES)
def test_rule_is_documented(name: str) -> None:
    rule, module = RULES[name], sys.modules[f"specgen.rules.{name.replace('-', '_')}"]
    assert rule.text == module.__doc__
    assert rule.text
    assert "To mend it: " in rule.text, "it says what to do"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+|unreadable|contradiction|placeholder", name)
    assert not rule.title.endswith(".")
    assert rule.since in STATUSES
    assert (rule.find is None) != (rule.over is None)
    assert len(rule.good) + len(rule.bad) >= 2 or name in ABSENT, "these look at what is not there"


def test_reference_names_every_rule() -> None:
    page = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert [name for name in RULES if f"\n## {name}\n" not in page] == []


# --- what a file lacks for a rule to judge it ---------------------------------------------------------------------------


def test_each_lack_keeps_from_judging_whom_a_later_one_does() -> None:
    judging = [{name for name, rule in RULES.items() if rule.judges(lack)} for lack in ("", *reversed(Lack))]
    assert judging[0] == set(RULES)
    assert all(after < before for before, after in pairwise(judging))


@pytest.mark.parametrize("lack", [Lack.PACKS, Lack.TEMPLATE])
@pytest.mark.parametrize(("rule", "text"), [one for one in cases("bad") if not str(one.values[1]).startswith("---\n")])
def test_a_rule_that_judges_files_that_are_behind_finds_the_same_in_them(rule: Rule, text: str, lack: Lack) -> None:
    """What one passes over there, and does not say so, would be called mended."""
    field = {Lack.PACKS: "packs: [core 0.9.0]\n", Lack.TEMPLATE: "template: spec 0.9.0\n"}[lack]
    usual, behind = ([one.subject for one in check(spec(text, rule.since, more), rule.name)] for more in ("", field))
    assert behind == usual if rule.judges(lack) else {*behind} <= {*usual}


# --- all files ----------------------------------------------------------------------------------------------------------


def named(texts: tuple[str, ...]) -> Repository:
    read_ = [read(text, f"docs/{number}.md").identity for number, text in enumerate(texts)]
    return Repository(tuple(Named(f"docs/{number}.md", one.id, 3) for number, one in enumerate(read_) if one))


def test_ids_are_unique_over_all_specs() -> None:
    rule = RULES["id-duplicate"]
    assert across(named(rule.good), [rule.name]) == ()
    first, second = across(named(rule.bad), [rule.name])
    assert (first.file, first.line, first.message) == ("docs/0.md", 3, 'The id "instant-transfers" is that of docs/1.md, too.')
    assert (second.file, second.message) == ("docs/1.md", 'The id "instant-transfers" is that of docs/0.md, too.')


def test_what_a_baseline_holds_in_vain_is_told() -> None:
    gone = ("docs/a.md", "must-open", "IDEM-03")
    (one,) = across(Repository(gone=(gone,), baseline=".specgen-baseline.json"))
    assert (one.rule, one.file) == ("baseline-outdated", ".specgen-baseline.json")
    assert one.message == '"must-open" (IDEM-03) in docs/a.md is mended, and the baseline still accepts it.'


def test_a_required_spec_is_missed() -> None:
    assert across(Repository()) == ()
    (one,) = across(Repository(missing=(Missing("services/billing/", "docs/specs/billing.md"),)))
    assert one.rule == "spec-missing"
    assert one.file == "docs/specs/billing.md"
    assert one.message == '"services/billing/" must have a spec, and docs/specs/billing.md is not there.'
    assert "specgen new" in one.fix


# --- what specgen writes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in SPECS if path.name != "README.md"], ids=lambda path: path.name)
def test_a_fresh_spec_fails_only_by_what_nobody_has_answered(path: Path) -> None:
    text = path.read_bytes()
    assert {one.gravity for one in check(text)} <= {Gravity.INFO}, "a draft is well-formed"
    in_review = {one.rule for one in check(text, status="review") if one.gravity is not Gravity.INFO}
    assert in_review <= {"section-unanswered", "question-unanswered", "unknown-without-owner", "number-without-basis"}
    approved = {one.rule for one in check(text, status="approved") if one.gravity is not Gravity.INFO}
    assert approved - in_review <= {"must-open", "contradiction"}


def test_a_retired_spec_is_asked_for_its_successor_only() -> None:
    text = whole("instant-transfers", "retired").replace("2027-02-18", "2020-01-01")
    assert [(one.rule, one.line) for one in check(text)] == [("successor-missing", 5)]
    ours = text.replace("status: retired\n", "status: published\nspecgen_status: retired\nother: [status]\n")
    assert [(one.rule, one.line) for one in check(ours)] == [("successor-missing", 6)]
    assert check(text.replace("## Summary\n", "## Summary\nReplaced by [the new one](new.md).\n")) == ()
    assert check(text.replace("## Summary\n", "## Summary\nSee [the new one](new.md).\n")) != ()
    assert check(text.replace("## Summary\n", "## Summary\n```\nReplaced by [it](new.md).\n```\n")) != ()


@pytest.mark.parametrize("line", ["", "review_by:\n", "review_by: ~\n"])
def test_a_spec_says_until_when_it_holds(line: str) -> None:
    def told_at(status: str) -> list[tuple[Gravity, str]]:
        text = whole(status=status).replace("review_by: 2027-02-18\n", line)
        return [(one.gravity, one.since) for one in check(text, "review-date-passed")]

    assert "review_by: 2027-02-18\n" in whole()
    assert told_at("draft") == told_at("retired") == []
    assert told_at("review") == [(Gravity.WARNING, "review")]
    assert told_at("approved") == told_at("implemented") == [(Gravity.ERROR, "review")]


def test_a_review_date_is_told_once_and_at_its_line() -> None:
    nonsense = whole().replace("review_by: 2027-02-18", "review_by: soon")
    assert [one.rule for one in check(nonsense, "review-date-passed", "front-matter")] == ["front-matter"]
    ours = whole().replace("review_by: 2027-02-18", "specgen_review_by: 2020-02-18\nother: [review_by]\nreview_by: every May")
    (one,) = check(ours, "review-date-passed")
    assert one.message == '"specgen_review_by: 2020-02-18" has passed.'
    assert ours.split("\n")[one.line - 1] == "specgen_review_by: 2020-02-18"


# --- contradictions -----------------------------------------------------------------------------------------------------


def test_a_contradiction_is_shown_in_draft_and_fails_when_approved() -> None:
    for status in ("draft", "review"):
        shown = check(whole("instant-transfers", status), "contradiction")
        assert {(one.gravity, one.since) for one in shown} == {(Gravity.INFO, "draft")}
    approved = check(whole("instant-transfers", "approved"), "contradiction")
    assert {one.gravity for one in approved} == {Gravity.ERROR, Gravity.WARNING}
    assert {one.since for one in approved} == {"approved"}
    (chain,) = [one for one in approved if one.subject == "target-above-chain"]
    line = whole("instant-transfers").split("\n")[chain.line - 1]
    assert line == "availability.target: 99.95%"
    assert f"It rests on availability.target (line {chain.line})" in chain.message


def test_an_accepted_contradiction_is_information() -> None:
    accepted = (
        "accepted:\n  - contradiction: target-above-chain\n    reason: one month of trial\n    person: '@risk'\n"
        "    until: 2027-05-01\n"
    )
    text = whole("instant-transfers", "approved").replace("```yaml\nspec.", f"```yaml\n{accepted}spec.")
    (one,) = [one for one in check(text, "contradiction") if one.subject == "target-above-chain"]
    assert one.gravity is Gravity.INFO
    assert "Accepted: one month of trial, @risk, until 2027-05-01." in one.message
    for today, gravity in (("2027-05-01", Gravity.INFO), ("2027-05-02", Gravity.ERROR)):
        made = Checker(composer(), today, ["contradiction"]).outcome(text, FILE)
        (one,) = [one for one in made.findings if one.subject == "target-above-chain"]
        assert one.gravity is gravity
    assert one.since == "approved"
    assert "It was accepted until 2027-05-01, which has passed. It rests on" in one.message
    later = text.replace("review_by: 2027-02-18", "review_by: 2028-01-01")
    early = Checker(composer(), TODAY, ["contradiction"]).outcome(later, FILE)
    assert early.until == "2027-05-01", "what was found is looked at again from then on"


@pytest.mark.parametrize(
    ("line", "field"), [('spec.owners: ["@ada"]', "owners"), ('spec.tier: "0"', "tier"), ("spec.title: Other", "title")]
)
def test_an_answer_of_the_front_matter_is_no_answer_in_the_block(line: str, field: str) -> None:
    text = whole().replace("```yaml\n", f"```yaml\n{line}\n", 1)
    (one,) = check(text, "answer-invalid")
    assert one.message.endswith(f"this counts in the front matter only, as `{field}:`.")
    assert text.split("\n")[one.line - 1] == line


def test_a_list_that_is_asked_for_names_no_answer_that_it_cannot_hold() -> None:
    text = spec("## Answers\n\n```yaml\nspec.components: [database]\nspec.domain: internal\n```\n")
    fixes = {one.subject: one.fix for one in check(text, "question-unanswered")}
    assert fixes["failover"].endswith('--only failover" asks it.')
    assert "An answer such as" in fixes["availability.target"]


# --- the checklist ------------------------------------------------------------------------------------------------------

MUST = "- [ ] **SECRETS-02** `must`"
SHOULD = "- [ ] **DAM-01** `should`"


def closed(line: str, tick: str, note: str = "") -> str:
    """The example with one item closed in this way."""
    text = whole(status="approved")
    (old,) = re.findall(rf"^{re.escape(line)}.*$", text, re.MULTILINE)
    new = old.replace("[ ]", f"[{tick}]") + (f"\n  - {note}" if note else "")
    return text.replace(old, new)


RENEWED = "Waived: vault in May. @sre, until 2027-05-31"
CHECKLIST = ("must-open", "evidence-missing", "na-without-person", "waiver-incomplete", "waiver-lapsed")


@pytest.mark.parametrize(
    ("tick", "note", "wanted"),
    [
        (" ", "", "must-open"),
        (" ", "Evidence: https://ci.example/812", "must-open"),
        (" ", "Asked @sre on Monday", "must-open"),
        ("x", "", "evidence-missing"),
        ("x", "Evidence: ", "evidence-missing"),
        ("x", "Evidence: https://ci.example/812", ""),
        ("x", "Evidence: @ada, 2026-11-02", ""),
        ("x", "Evidence: LINK", "evidence-missing"),
        ("x", "Evidence: <link>", "evidence-missing"),
        ("x", "Evidence: [link]()", "evidence-missing"),
        ("x", "Evidence: [link](https://ci.example/812)", ""),
        ("x", "Evidence: https://…", "evidence-missing"),
        ("x", "Evidence: Scan of  the whole history without a hit.", "evidence-missing"),
        ("x", "Evidence: scan of the whole history without a hit, run 812", ""),
        ("x", "Evidence: scan of the whole history without a hit @ada", ""),
        ("x", "Evidence: docs/link.md", ""),
        (" ", "N/A: no secrets. @security", ""),
        (" ", "N/A: no secrets", "na-without-person"),
        (" ", "N/A: reason. @security", "na-without-person"),
        (" ", "N/A: no secrets. @who", "na-without-person"),
        ("x", "N/A: @security", "na-without-person"),
        (" ", "Waived: vault in May. @sre, until 2027-05-31", ""),
        (" ", "Waived: vault in May. @sre, until 2026-11-20", ""),
        (" ", "Waived: vault in May. @sre, until 2026-11-19", "waiver-lapsed"),
        (" ", "Waived: vault in May. @sre, until 2027-02-30", "waiver-lapsed"),
        (" ", "Waived: vault in May. @sre, until next year", "waiver-lapsed"),
        (" ", "Waived: vault in May. @sre, until 2027-05-31 (see the plan)", "waiver-lapsed"),
        (" ", "Waived: vault in May, until 2027-05-31 @sre", ""),
        (" ", "Waived: we wait until it is there. @sre", "waiver-incomplete"),
        (" ", "Waived: blocked until v2. @sre", "waiver-incomplete"),
        (" ", "Waived: vault in May. @sre", "waiver-incomplete"),
        (" ", "Waived: vault in May, until 2027-05-31", "waiver-incomplete"),
        (" ", "Waived: @sre, until 2027-05-31", "waiver-incomplete"),
        (" ", "Waived: reason. @sre, until 2027-05-31", "waiver-incomplete"),
        (" ", "Waived: vault in May. @who, until 2027-05-31", "waiver-incomplete"),
        (" ", f"Waived: vault in May. @sre, until 2026-05-31\n  - {RENEWED}", ""),
        (" ", f"Waived: vault in May. @sre, until 31.05.2026\n  - {RENEWED}", ""),
        (" ", f"{RENEWED}\n  - Waived: vault in May. @sre, until 2026-05-31", ""),
        (" ", f"{RENEWED}\n  - Waived: vault in May. @sre, until summer", ""),
        (" ", f"Waived: vault in May. @sre\n  - {RENEWED}", ""),
        (" ", "Waived: vault in May. @sre\n  - Waived: vault in May. @sre, until summer", "waiver-lapsed"),
        (" ", "Waived: vault in May. @sre, until summer\n  - Waived: vault. @sre, until 2026-05-31", "waiver-lapsed"),
    ],
)
def test_how_a_must_item_is_closed(tick: str, note: str, wanted: str) -> None:
    findings = [one for one in check(closed(MUST, tick, note), *CHECKLIST) if one.subject == "SECRETS-02"]
    assert [one.rule for one in findings] == ([wanted] if wanted else [])
    for one in findings:
        assert (one.gravity, one.since, one.phase) == (Gravity.ERROR, "approved", "automate")
        assert "SECRETS-02" in one.message
    if wanted.startswith(("na", "waiver")):
        quoted = [line.strip(" -") for line in note.split("\n")][-1]  # of two the newer one stands below here
        assert f'"{quoted}"' in findings[0].message
        assert findings[0].column == 3, "at the sub-bullet"


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("Waived: later. @bob, until 2027-01-31\n    - Ticket 123 has the details.", ""),
        ("Waived: later. @bob, until 2027-01-31\n    Ticket 123 has the details.", ""),
        ("Waived: later. @bob, until 2027-01-31\n\n    Ticket 123, by @eve, until 2020-01-01", ""),
        ("Waived: the vault\n    moves in May.\n    @bob, until 2027-01-31\n    - Ticket 123", ""),
        ("Waived: as @bob said, until 2020-01-01,\n    and now later. @ada, until 2027-01-31", ""),
        ("Waived: later. @bob\n    - until 2027-01-31 at most, says @eve", "waiver-incomplete"),
        ("N/A: no deploys. @bob\n    more", ""),
        ("N/A: no deploys. @bob\n    - more of it", ""),
        ("N/A:\n    - no deploys. @bob", ""),
        ("Waived: later. @ada, until 2027-01-31\n    asked @other, until 2026-02-01", ""),
        ("N/A: no deploys.\n    - @bob", ""),
        ("N/A: no deploys.\n    more", "na-without-person"),
    ],
)
def test_what_stands_below_a_note_does_not_void_it(note: str, wanted: str) -> None:
    findings = [one for one in check(closed(MUST, " ", note), *CHECKLIST) if one.subject == "SECRETS-02"]
    assert [one.rule for one in findings] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("below", "quoted", "wanted"),
    [
        ("  Evidence: https://x.y/1", "Evidence: https://x.y/1", "  - Evidence: https://x.y/1"),
        ("  - Evidence - https://x.y/1", "Evidence - https://x.y/1", "Evidence: https://x.y/1"),
        ("  Waived: later. @ada, until 2027-01-31", "Waived: later.", "  - Waived: later. @ada, until 2027-01-31"),
        ("  - Waived until 2027-01-31: later. @ada", "Waived until", "Waived: until 2027-01-31: later. @ada, until DATE"),
    ],
)
def test_what_a_line_must_read_closes_the_item(below: str, quoted: str, wanted: str) -> None:
    text = closed(MUST, "x" if "Evidence" in below else " ")
    (item,) = [line for line in text.split("\n") if "**SECRETS-02**" in line]
    (one,) = [one for one in check(text.replace(item, f"{item}\n{below}"), *CHECKLIST) if one.subject == "SECRETS-02"]
    assert f'"{quoted}' in one.message
    assert f'Write "{wanted}"' in one.fix
    fixed = wanted if wanted.startswith("  - ") else f"  - {wanted}"
    fixed = fixed.replace("DATE", "2027-01-31")
    assert [one for one in check(text.replace(item, f"{item}\n{fixed}"), *CHECKLIST) if one.subject == "SECRETS-02"] == []


@pytest.mark.parametrize(("tick", "note"), [("x", ""), ("x", "Evidence:"), (" ", ""), (" ", "N/A:"), (" ", "Waived:")])
def test_the_line_that_a_mend_shows_is_no_mend_before_it_is_filled_in(tick: str, note: str) -> None:
    (one,) = [one for one in check(closed(MUST, tick, note), *CHECKLIST) if one.subject == "SECRETS-02"]
    shown = [line.strip(" -") for line in re.findall(r'"([^"]*: [^"]*)"', one.fix)]
    assert shown
    for line in shown:
        again = check(closed(MUST, "x" if line.startswith("Evidence") else " ", line), *CHECKLIST)
        assert "SECRETS-02" in [two.subject for two in again], line


def test_the_mend_says_what_ticks_the_item() -> None:
    for tick, line in (("x", 'Add below it "  - Evidence: LINK".'), (" ", 'Tick it and add "  - Evidence: LINK", or ')):
        (one,) = [one for one in check(closed(MUST, tick), *CHECKLIST) if one.subject == "SECRETS-02"]
        assert one.fix.startswith(line)
        assert one.fix.endswith(" What ticks it: scan of the whole history without a hit.")


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("Waiver: vault in May. @sre, until 2027-05-31", "Waived: vault in May. @sre, until 2027-05-31"),
        ("**Wavied:** vault in May.", "Waived: vault in May. @who, until DATE"),
        ("Waived - vault in May.", "Waived: vault in May. @who, until DATE"),
        ("Waiver:", "Waived: reason. @who, until DATE"),
        ("NA: no secrets. @security", "N/A: no secrets. @security"),
        ("n.a.: no secrets", "N/A: no secrets. @who"),
        ("Not applicable: no secrets", "N/A: no secrets. @who"),
        ("N/A - no secrets", "N/A: no secrets. @who"),
        ("N/A", "N/A: reason. @who"),
        ("N/A, no secrets", "N/A: no secrets. @who"),
        ("Waived", "Waived: reason. @who, until DATE"),
        ("Waived vault in May. @sre, until 2027-05-31", "Waived: vault in May. @sre, until 2027-05-31"),
        ("Evidence - https://ci.example/812", "Evidence: https://ci.example/812"),
        ("Evidence https://ci.example/812", "Evidence: https://ci.example/812"),
        ("Evidance: https://ci.example/812", "Evidence: https://ci.example/812"),
        ("evidence = run 812", "Evidence: run 812"),
    ],
)
@pytest.mark.parametrize("tick", [" ", "x"])
def test_a_mistyped_label_is_told_where_the_item_is_open(tick: str, note: str, wanted: str) -> None:
    (one,) = [one for one in check(closed(MUST, tick, note), *CHECKLIST) if one.subject == "SECRETS-02"]
    assert one.rule == ("must-open" if tick == " " else "evidence-missing")
    text = closed(MUST, tick, note).split("\n")
    line = text.index(f"  - {note}") + 1
    assert one.message.endswith(f' "{note}" in line {line} does not count.')
    also = " and tick the item" if tick == " " and wanted.startswith("Evidence") else ""
    assert one.fix == f'Write "{wanted}"{also}.'


@pytest.mark.parametrize(
    "note",
    [
        "Owner: @ada", "Note: N/A would be wrong", "Waited: for the scheme", "Asked @sre - no reply", "Wave: two", "na",
        "Evidence is being gathered", "Evidences are many", "See: evidence", "Waived by nobody", "Name: waived", "Nightly: yes",
    ],
)  # fmt: skip
def test_an_ordinary_note_is_none_of_them(note: str) -> None:
    (one,) = [one for one in check(closed(MUST, " ", note), *CHECKLIST) if one.subject == "SECRETS-02"]
    assert "does not count" not in one.message


def test_items_below_must_only_warn() -> None:
    (one,) = [one for one in check(closed(SHOULD, "x"), *CHECKLIST) if one.subject == "DAM-01"]
    assert (one.rule, one.gravity) == ("evidence-missing", Gravity.WARNING)
    assert "each step stands in the process table" in one.fix, "what ticks it"


def test_a_severity_softened_by_hand_opens_no_gate() -> None:
    text = whole(status="approved").replace("**SECRETS-02** `must`", "**SECRETS-02** `may`")
    assert {(one.rule, one.subject) for one in check(text, "must-open", "item-wording")} >= {
        ("must-open", "SECRETS-02"), ("item-wording", "SECRETS-02"),
    }  # fmt: skip


def test_the_monitor_phase_is_asked_for_when_implemented() -> None:
    assert check(whole(status="approved"), "monitor-open") == ()
    implemented = check(whole(status="implemented"), "monitor-open", "must-open")
    assert [(one.rule, one.subject) for one in implemented if one.phase == "monitor"] == [
        ("must-open", "DAM-07"), ("monitor-open", "DAM-08"), ("monitor-open", "REPL-10"),
    ]  # fmt: skip


def test_a_deleted_item_is_missed_by_name() -> None:
    text = re.sub(r"- \[ \] \*\*DAM-07.*\n", "", whole())
    (one,) = check(text, "item-missing")
    assert (one.subject, one.phase) == ("DAM-07", "monitor")
    assert "Emit a success timestamp" in one.message
    behind = text.replace("packs: [core 1.0.0]", "packs: [core 0.9.0]")
    assert [one.subject for one in check(behind, "item-missing")] == ["DAM-07"], "it was here: the list of wordings says so"
    assert check(re.sub(r"DAM-07=\w+ ", "", behind), "item-missing") == (), "a newer pack has brought it"


def test_an_item_twice_and_an_item_of_nobody() -> None:
    text = whole().replace("### Automate\n", "### Automate\n- [x] **DAM-01** `should` Again.\n- [ ] **DAM-91** `must` Odd.\n")
    (twice,) = check(text, "item-duplicate")
    assert (twice.subject, twice.phase) == ("DAM-01", "document")
    (unknown,) = check(text, "item-unknown")
    assert unknown.message.startswith("No pack has an item DAM-91")
    assert re.match(r"Did you mean DAM-\d+\? An item of your own belongs into a team's pack", unknown.fix)
    assert unknown.gravity is Gravity.ERROR


@pytest.mark.parametrize("id", ["ACME-1", "RACER-01", "SPCE-01"])
def test_an_id_with_another_prefix_is_somebodys_own(id: str) -> None:
    text = whole().replace("### Automate\n", f"### Automate\n- [ ] **{id}** `must` Odd.\n- [ ] A box without an id.\n")
    (one,) = check(text, "item-unknown")
    assert one.subject == id
    assert one.fix.startswith("Correct the id. An item of your own belongs into a team's pack")


def test_an_item_that_update_has_kept_only_warns() -> None:
    old = "- [x] **IDEM-03** `must` Store the key.\n  - Evidence: https://ci.example/1\n"
    text = whole().replace("### Automate\n", f"### Automate\n{old}")
    (one,) = check(text, "item-unknown")
    assert (one.gravity, one.phase) == (Gravity.WARNING, "automate")
    assert one.message.startswith("IDEM-03 does not apply to what the answers say")
    left = text.replace("IDEM-03", "IDEM-99").replace("specgen:wording ", "specgen:wording IDEM-99=00000000 ")
    (gone,) = check(left, "item-unknown")
    assert (gone.gravity, gone.message) == (Gravity.WARNING, "IDEM-99 left the packs.")


def test_an_edited_wording_is_shown_beside_the_packs() -> None:
    old = "Emit a success timestamp per scheduled run and alert when it is too old."
    text = whole().replace(old, "Emit a success timestamp per scheduled run and look at it now and then.")
    assert text != whole()
    (one,) = check(text, "item-wording")
    assert one.message == (
        'DAM-07 reads "… per scheduled run and look at it now and then"; '
        'the pack says "… per scheduled run and alert when it is too old".'
    )
    line = text.split("\n")[one.line - 1]
    assert line[one.column - 1 :].startswith("look at it"), "where it begins to differ"
    wrapped = whole().replace("per scheduled run and", "per  scheduled run\tand")
    assert check(wrapped, "item-wording") == (), "white space is no wording"
    (bare,) = check(whole().replace(old, old.removesuffix(".")), "item-wording")
    assert bare.message == 'DAM-07 reads "… when it is too old"; the pack says "… when it is too old.".'


def test_hidden_items_are_told_and_counted_once() -> None:
    text = whole().replace("- [ ] **DAM-07**", "  > - [x] **DAM-07**")
    assert [one.rule for one in check(text, "item-hidden", "item-missing")] == ["item-hidden"]


# --- blocks -------------------------------------------------------------------------------------------------------------


def test_ticks_make_no_spec_stale() -> None:
    for name in ("ops-report", "instant-transfers"):
        text = re.sub(r"^- \[ \]", "- [x]", whole(name), flags=re.MULTILINE)
        findings = check(text, "figures-stale")
        assert [(one.subject, one.gravity) for one in findings] == [("progress", Gravity.INFO)]
    counted = re.sub(r"Done: .*", "Done: 2 of 2 `must`, 10 of 10 `should`.", re.sub(r"- \[ \]", "- [x]", whole()))
    assert check(counted, "figures-stale") == ()
    big = re.sub(r"^- \[ \] (\*\*SPEC-01)", r"- [x] \1", whole("instant-transfers"), flags=re.MULTILINE)
    (one,) = check(big, "figures-stale")
    assert 'says "0 of ' in one.message
    assert '" for Document, `must` done; today it is "1 of ' in one.message


def test_a_changed_answer_makes_figures_stale_and_the_message_says_which() -> None:
    text = whole("instant-transfers").replace("    timeout: 5 s\n", "    timeout: 2 s\n", 1)
    stale = {one.subject: one for one in check(text, "figures-stale")}
    assert "verdict" in stale
    assert "figures.latency" in stale
    one = stale["figures.latency"]
    assert re.search(r'The latency block says ".*"( for .*)?; today it is ".*"', one.message), one.message
    assert one.fix == f"specgen update {FILE}"
    assert text.split("\n")[one.line - 1].strip(), "the line that differs"


BLOCK = re.compile(r"<!-- specgen:begin (\S+) -->\n.*?<!-- specgen:end \1 -->\n", re.DOTALL)
HIDDEN = re.compile(r"<!-- specgen:(?:wording|seal) .*? -->\n")


@pytest.mark.parametrize("name", ["ops-report", "instant-transfers"])
@pytest.mark.parametrize("status", ["review", "approved"])
def test_a_block_taken_out_is_an_error_and_so_are_all_of_them(name: str, status: str) -> None:
    text = whole(name, status)
    assert check(text, "block-missing") == ()
    (one,) = check(text.replace(next(found[0] for found in BLOCK.finditer(text) if found[1] == "verdict"), ""), "block-missing")
    assert (one.subject, one.gravity) == ("verdict", Gravity.ERROR)
    bare = BLOCK.sub("", text)
    forged = re.sub(r"(specgen:seal )\w{16} \w+.*(?= -->)", r"\g<1>0123456789abcdef never", bare)
    for without in (bare, forged, HIDDEN.sub("", bare), re.sub(r"^packs: .*\n", "", bare, flags=re.MULTILINE)):
        assert {one.subject for one in check(without, "block-missing")} == {found[1] for found in BLOCK.finditer(text)}


def test_a_spec_written_by_hand_is_not_asked_for_blocks() -> None:
    text = HIDDEN.sub("", BLOCK.sub("", re.sub(r"^packs: .*\n", "", whole(), flags=re.MULTILINE)))
    assert "specgen:begin" not in text
    assert check(text, "block-missing") == ()


def test_padding_and_white_space_are_not_stale() -> None:
    text = whole("instant-transfers")
    padded = re.sub(r"^\|(.*)\|$", lambda row: f"|  {row[1].replace(' | ', '   |  ')}  |", text, flags=re.MULTILINE)
    padded = padded.replace("<!-- specgen:end", "\n<!-- specgen:end")
    assert padded != text
    assert check(padded, "figures-stale") == ()


def test_packs_behind_are_said_once_in_place_of_stale_blocks() -> None:
    text = whole().replace("availability.target: 99%", "availability.target: 98%")
    behind = text.replace("packs: [core 1.0.0]", "packs: [core 0.9.0]")
    assert {one.rule for one in check(text, "figures-stale", "packs-behind")} == {"figures-stale"}
    (one,) = check(behind, "figures-stale", "packs-behind", "section-missing", "block-missing", "item-wording")
    assert (one.rule, one.gravity) == ("packs-behind", Gravity.WARNING)
    assert one.message == "The spec was written with core 0.9.0, in use is core 1.0.0."
    newer = text.replace("packs: [core 1.0.0]", "packs: [core 9.0.0]")
    assert check(newer, "packs-behind")[0].fix.startswith("Upgrade specgen")


def test_a_template_behind_is_said_once_in_place_of_stale_blocks_and_missing_sections() -> None:
    text = whole().replace("availability.target: 99%", "availability.target: 98%")
    text = re.sub(r"### Goals\n<!-- specgen:section goals -->\n", "", text)
    names = ("figures-stale", "section-missing", "block-missing", "template-behind")
    assert {one.rule for one in check(text, *names)} == {"figures-stale", "section-missing"}
    behind = text.replace("template: spec 1.0.0", "template: spec 0.9.0")
    (one,) = check(behind, *names)
    assert (one.rule, one.gravity) == ("template-behind", Gravity.WARNING)
    assert text.split("\n")[one.line - 1].startswith("template:")
    assert one.message == "The spec was laid out by the template spec 0.9.0, in use is spec 1.0.0."
    assert one.fix == f"specgen update {FILE}"
    newer = text.replace("template: spec 1.0.0", "template: spec 9.0.0")
    assert check(newer, "template-behind")[0].fix.startswith("Upgrade specgen")


def test_templates_of_a_team_have_no_version_to_be_behind() -> None:
    own = Composer(packs.built_in(), resources.texts("templates", ".j2"), fill, own=["spec.md.j2"])
    text = whole().replace("template: spec 1.0.0", "template: spec 0.9.0")
    assert Checker(own, TODAY, ["template-behind"]).outcome(text, FILE).findings == ()


# --- sections and questions ---------------------------------------------------------------------------------------------


def test_an_open_question_is_found_where_our_field_is_spelled_otherwise() -> None:
    text = whole().replace('owners: []\n', "specgen_owners: []\nother: [owners]\nowners: the team\n")
    (one,) = (one for one in check(text, "question-unanswered") if one.subject == "spec.owners")
    assert text.split("\n")[one.line - 1] == "specgen_owners: []"
    assert one.fix.startswith("Write `specgen_owners:` in the front matter")


def test_a_section_may_move_and_be_renamed_but_not_go() -> None:
    text = whole()
    renamed = text.replace("## How it works\n", "## Inner life\n")
    assert check(renamed, "section-missing") == ()
    unmarked = text.replace("<!-- specgen:section design -->\n", "")
    assert check(unmarked, "section-missing") == ()
    (one,) = check(renamed.replace("<!-- specgen:section design -->\n", ""), "section-missing")
    assert one.subject == "design"
    assert one.message.startswith('The section "How it works" is missing; it asks "')
    elsewhere = text.replace("## How it works\n<!-- specgen:section design -->\n", "## Design details\n")
    assert check(elsewhere, "section-missing") == (), "one of its other names"
    taken = text.replace("## How it works\n<!-- specgen:section design -->\n", "## Design\n<!-- specgen:section mine -->\n")
    assert [one.subject for one in check(taken, "section-missing")] == ["design"], "a heading stands for one section"


ADOPTED = """\
---
specgen: 1
id: report
title: Report
status: review
tier: {tier}
template: {template}
---

# Report

{own}
## Checklist

## Answers

```yaml
spec.domain: internal
```
"""


def adopted(*headings: str, tier: int = 3, template: str = "adopted") -> str:
    return ADOPTED.format(tier=tier, template=template, own="".join(f"## {one}\n\nWritten.\n\n" for one in headings))


def lacking(text: str) -> set[str]:
    return {one.subject for one in check(text, "section-missing")}


@pytest.mark.parametrize("body", ["N/A", "WIP", "None.", "...", "<!-- Why? -->", "", "### Part\n\nWIP"])
def test_headings_of_an_adopted_document_have_to_answer(body: str) -> None:
    def blank(text: str) -> list[str]:
        return [one.message for one in check(text, "section-unanswered") if "Solution" in one.message or "Part" in one.message]

    text = adopted("Why", "Solution", "Security")
    (said,) = blank(text.replace("## Solution\n\nWritten.", f"## Solution\n\n{body}"))
    assert said.startswith('Solution asks "')
    assert blank(text.replace("## Solution\n\nWritten.", "## Solution\n\nN/A: the scheme leaves no choice.")) == []
    said_of_others = blank(f"# T\n\n## Solution\n\n{body}\n")
    assert bool(said_of_others) == (body in ("...", "<!-- Why? -->", "")), "what is no spec may say that nothing applies"


def test_an_adopted_document_needs_the_sections_under_headings_of_its_own() -> None:
    small = {"problem", "goals", "design", "process", "availability"}
    assert lacking(adopted()) == small
    assert lacking(adopted("Motivation", "Out of scope", "Proposal")) == {"goals", "process", "availability"}
    assert lacking(adopted("Why", "Goals", "Solution", "Process today", "Availability")) == set()
    assert lacking(adopted("Inner life\n<!-- specgen:section design -->")) == small - {"design"}
    full = lacking(adopted("Why", "Goals", "Solution", "Process today", "Availability", tier=1))
    assert {"alternatives", "rollout", "tests", "risks"} <= full
    assert not full & small
    (one,) = (one for one in check(adopted(), "section-missing") if one.subject == "problem")
    assert one.since == "review"
    assert one.message.startswith('The section "Problem and goals" is missing; it asks "What hurts')
    assert one.fix.startswith('Write a heading "Problem and goals", or "Problem and evidence" or "Motivation", and the answer')


def test_a_template_that_has_places_for_sections_decides_which() -> None:
    texts = resources.texts("templates", ".j2")
    texts["brief.md.j2"] = (
        "{{ front_matter }}\n\n# {{ spec.title }}\n\n## Why, {{ spec.title }}?\n{{ sections.problem }}\n\n"
        "{{ items.document }}\n\n{{ items.automate }}\n\n{{ items.monitor }}\n\n## Answers\n{{ answers }}\n"
    )
    brief = Checker(Composer(packs.built_in(), texts, fill, own=["brief.md.j2"]), TODAY, ["section-missing"])
    for heading, missing in (("Why, Report?", []), ("Motivation", []), ("Goals", ["problem"])):
        found = brief.outcome(adopted(heading, template="brief"), FILE).findings
        assert [one.subject for one in found] == missing, heading


def test_a_heading_without_latin_letters_stands_for_its_section() -> None:
    texts = resources.texts("templates", ".j2")
    texts["spec.md.j2"] = texts["spec.md.j2"].replace("### Goals\n", "### Цели\n")
    own = Checker(Composer(packs.built_in(), texts, fill, own=["spec.md.j2"]), TODAY, ["section-missing"])
    marked = "### Goals\n<!-- specgen:section goals -->\n"
    assert own.outcome(whole().replace(marked, "### ЦЕЛИ\n"), FILE).findings == ()
    (one,) = own.outcome(whole().replace(marked, "### Риски\n"), FILE).findings
    assert one.subject == "goals"


def test_a_computed_figure_is_no_answer_to_a_section() -> None:
    (one,) = check(whole(), "section-unanswered")
    assert (one.subject, one.column) == ("availability", 1)
    assert one.message == (
        'Availability asks "Which events count, and which of them are good?" and holds only its guidance comment.'
    )
    written = re.sub(r"<!-- Define in one.*?-->", "Every page that opens within 5 s counts as good.", whole())
    assert check(written, "section-unanswered") == ()
    below = re.sub(r"<!-- Define in one.*?-->", "### Events\nEvery page counts.", whole())
    assert check(below, "section-unanswered") == (), "a person's own subheading belongs to the section"
    guidance = re.sub(r"<!-- (Define in one.*?) -->", r"\1", whole())
    (same,) = check(guidance, "section-unanswered")
    assert "the words of the template as they were" in same.message


BLANK: list[str] = [
    "",
    "\n\n",
    "<!-- a comment -->\n",
    "<!--\nover\n\nlines\n-->\n",
    "- Name:\n- Components that depend on it:\n",
    "* **Owner**:\n* _Since:_\n",
    "**Owner:**\n",
    "- [ ] Events\n  - Reason:\n- [ ] Other\n  - Will it need downtime of the control\n    plane?\n",
    "| Risk | Owner |\n|---|---|\n",
    "| Risk | Owner |\n|---|---|\n| | |\n",
    "| Field | Value |\n|:--|:--|\n| Owner |  |\n",
    "---\n",
    "```\n\n```\n",
    "[docs]: https://example.org/docs\n",
    "<br/>\n",
    "- \n",
    "> \n",
    "...\n",
    "…\n",
    "- ...\n",
    "> …\n",
    "- Owner: ...\n- Since: …\n",
    "[describe the design]\n",
    "*[Your text here]*\n",
    "[Insert a diagram\nof the parts]\n",
    "{{ fill in }}\n",
    "![]()\n",
    "[link]()\n",
    "- [document](<>)\n- [runbook]( )\n",
    "- Design document: [link]()\n",
    "```text\nTBD\n```\n",
    "```\n...\n```\n",
    "    TODO\n",
    "~~~\nWIP\n~~~\n",
    "| Risk | Owner |\n|---|---|\n| ... | ... |\n",
    "![]()\n\n...\n\n```\n???\n```\n",
]
SAID: list[str] = [
    "No.\n",
    "N/A\n",
    "unknown, @ada finds out\n",
    "<!-- a comment -->\nYes.\n",
    "- Name: gate\n- Components:\n",
    "- Metrics:\n  - `requests_total`\n",
    "- [x] Events\n  - Reason:\n",
    "- [ ] Other\n  - Details: a log line\n",
    "```\ncode\n```\n",
    "    code\n",
    "> quoted\n",
    "| Risk | Owner |\n|---|---|\n| Loss | @ada |\n",
    "| Risk |\n|---|\n| Loss |\n",
    "![diagram](a.svg)\n",
    '<img src="a.svg">\n',
    "<b>bold</b>\n",
    "Steps:\n",
    "None.\n",
    "- none\n",
    "WIP\n",
    "None\nof them.\n",
    "...\n\nYes.\n",
    "[RFC 9110]\n",
    "[describe the design](design.md)\n",
    "[describe the design] of the gate\n",
    "[not applicable: no users]\n",
    "{{ table_of_limits }}\n",
    "[design](design.md) and [link]()\n",
    "![](a.svg)\n",
    "```\nTODO: list(all)\n```\n",
    "```\nnone\n```\n",
    "```\n...\nerror 42\n...\n```\n",
    "| Risk | Owner |\n|---|---|\n| ... | @ada |\n",
    "| Risk | Owner |\n|---|---|\n| Loss | n/a |\n",
]


@pytest.mark.parametrize("text", BLANK)
def test_nothing_said(text: str) -> None:
    (one,) = check(f"# Title\n\n## How does it fail?\n{text}\n## Next\nText.\n", "section-unanswered")
    assert (one.line, one.subject) == (3, "How does it fail?")


@pytest.mark.parametrize("text", SAID)
def test_something_said(text: str) -> None:
    assert check(f"# Title\n\n## How does it fail?\n{text}\n## Next\nText.\n", "section-unanswered") == ()


NO_REASON = [
    "None.", "N/A", "n/a", "- none", "*Not applicable*", "WIP", "to do", "fixme", "&nbsp;", "Nothing", "N/A\n\nnone",
    "### Further ones\nNone.",
]  # fmt: skip
REASON = [
    "None: the scheme leaves no choice.", "N/A\n\nThe scheme leaves no choice.", "None, see [RFC 9110].",
    "None\nthat we know of.", "None.\n\n- [x] Asked @ada", "No.", "### Further ones\nNone that we know of.",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_REASON)
def test_a_denial_without_a_reason_answers_no_question_of_a_spec(text: str) -> None:
    (one,) = check(spec(f"## Other ways\n<!-- specgen:section alternatives -->\n{text}\n"), "section-unanswered")
    quoted = text.split("\n")[0] if not text.startswith("#") else "None."
    assert one.message.endswith(f'and holds only "{quoted.removeprefix("- ")}" and does not say why.')
    assert "If there is nothing to write, say why." in one.fix
    if not text.startswith("#"):
        assert check(spec(f"## Other ways\n{text}\n"), "section-unanswered") == (), "one of a person's own headings"


@pytest.mark.parametrize("marker", ["<!-- specgen:section alternatives -->", "<!--specgen:section alternatives-->"])
def test_a_marker_is_no_comment_however_it_is_spaced(marker: str) -> None:
    (one,) = check(spec(f"## Other ways\n{marker}\n"), "section-unanswered")
    assert one.message.endswith("and holds nothing.")


@pytest.mark.parametrize("text", REASON)
def test_a_denial_with_a_reason_is_an_answer(text: str) -> None:
    assert check(spec(f"## Other ways\n<!-- specgen:section alternatives -->\n{text}\n"), "section-unanswered") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing"),
        ("---", "nothing"),
        ("<br>", "nothing"),
        ("-", "nothing"),
        ("<your text>", "nothing"),
        ("<!-- Which ones? -->", "only its guidance comment"),
        ("<!-- Which ones? -->\n\n...", 'only "..."'),
        ("```\nTBD\n```", 'only "TBD"'),
        ("- Name:", 'only empty fields, the first is "Name:"'),
    ],
)
def test_what_a_blank_section_holds_is_said_as_it_is(text: str, said: str) -> None:
    (one,) = check(spec(f"## Other ways\n<!-- specgen:section alternatives -->\n{text}\n"), "section-unanswered")
    assert one.message.endswith(f" and holds {said}.")


def test_boxes_are_a_choice_or_things_to_do() -> None:
    choice = "# Title\n\n## Which one?\n\n- [ ] Gate\n- [ ] Other\n"
    assert told(check(choice, "section-unanswered")) == ['"Which one?" holds boxes of which none is ticked.']
    assert check("# Title\n\n## Tasks\n\n- [ ] 1.1 Write it\n- [ ] 1.2 Test it\n", "section-unanswered") == ()


def test_containers_titles_and_optional_headings_may_be_blank() -> None:
    text = "# Title\n# Part\n## Container\n### Leaf\nText.\n## Infrastructure (Optional)\n## Other [optional]\n"
    assert check(text, "section-unanswered") == ()
    assert [one.line for one in check("# Title\n## A\n## A\n### B\n", "section-unanswered")] == [2, 4]


def test_bold_questions_are_asked_like_headings() -> None:
    text = (
        "# Title\n## Rollout\n\n* **What stops it?**\n\n* **Who may\n  stop it?** The one on call.\n\n"
        "* **How long\ndoes it take?**\n\nTen minutes.\n\n**And then?**\n\n- **Note** that this is no question.\n\n"
        "* **Last one?**\n"
    )
    found_ = check(text, "section-unanswered")
    assert [(one.line, one.subject) for one in found_] == [(4, "What stops it?"), (18, "Last one?")]


HELD = [
    "By: TBD", "TODO: ask @ada", "TODO(ada) later", "- [ ] tbd", "???", "When: ???", "FIXME", "T.B.D.",
    "The region is to be decided.", "To be determined by the SIG", "- <package>: <date>", "Ask <name of the team>", "**TBD**",
    "_TBD_", "__TODO__ later", "todo: write", "See [TBD](x.md)", "| a | TBD |", "<…>", "> TODO",
]  # fmt: skip
NOT_HELD = [
    "`TODO` is code", "`` TBD ` ``", "context.TODO() is called", "a TODO.md file", "https://example.org/TODO/<id>", "TODOs",
    "[list](docs/TODO)", '"TBD" is found', "“TODO” too", "TBD-like", "What???", "<br>", "<details open>", '<a href="x">y</a>',
    "<https://example.org>", "<ada@example.org>", "List<T> and Map<String, T>", "a < b and c > d", "1 <2> 3", r"\<name\>",
    '"Usage: run <file>"', "<!-- TODO -->", "to be decided by the caller at run time", "[x](<a b.md>)", "mastodon",
    "NOT_TBD", "TBD_AT", "_TBD_at",
    "`/v1/<id>` and /v1/<id>", "to be decided\nby the caller",
]  # fmt: skip


@pytest.mark.parametrize("line", HELD)
def test_placeholders(line: str) -> None:
    (one,) = check(f"# T\n\n## Goals\n\n{line}\n", "placeholder")
    assert one.line == 5
    assert one.message.startswith('Goals: "')
    assert line[one.column - 1 :].startswith(re.findall(r"holds ([^,]*?)(?:,.*)?\.$", one.message)[0])


@pytest.mark.parametrize("line", NOT_HELD)
def test_no_placeholders(line: str) -> None:
    assert told(check(f"# T\n\n## Goals\n\n{line}\n", "placeholder")) == []


WRITTEN = st.sampled_from([
    "TBD", "tbd", "TBA", "TBC", "TODO", "FIXME", "T.B.D.", "todo:", "Todo:", "???", "????", "<date>", "<...>", "<…>", "<a b>",
    "to be determined", "to be decided", "to be confirmed", "to be", "o be decided", "be confirmed",
])  # fmt: skip
BETWEEN = st.sampled_from([
    " ", "", "\n", "\r\n", "\n\n", "- ", "* ", "| ", ": ", ".", ",", ")", "(", "**", "`", '"', "\t", "/", "a", "\\", "[x](",
    "> ", "# ",
])  # fmt: skip
SPOKEN = (
    WRITTEN
    | WRITTEN.map(str.upper)
    | WRITTEN.map(str.title)
    | WRITTEN.map(str.capitalize)
    | st.from_regex(placeholder._WORD)
    | st.from_regex(placeholder._ANGLE)
)


@settings(max_examples=400)
@given(st.lists(st.tuples(BETWEEN, SPOKEN, BETWEEN), min_size=1, max_size=6).map(lambda some: "".join(map("".join, some))))
def test_the_signs_lead_to_every_line_that_holds_a_placeholder(body: str) -> None:
    """The signs are quick to look for; what they do not see, the patterns are never asked about."""
    for text in (f"# T\n\n{body}\n", spec(f"{body}\n\n## Answers\n\n```yaml\n{body}\n```\n")):
        subject = Subject(read(text, FILE), TODAY, composer().library, lambda: (None, ()))
        every = range(1, len(subject.document.kinds) + 1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(placeholder, "spotted", lambda *_, every=every: every)
            everywhere = found([placeholder.RULE], subject)
        assert found([placeholder.RULE], subject) == everywhere


def test_a_placeholder_in_a_table_names_its_column() -> None:
    text = spec("## Goals\n\n| Goal | Target | By |\n|---|---|---|\n| Time | TBD | soon |\n| Share | 3% | ??? |\n")
    first, second = check(text, "placeholder")
    assert first.message == 'Goals: "Time | TBD | soon" still holds TBD.'
    assert [first.fix, second.fix] == ['Fill in "Target", or take the row out.', 'Fill in "By", or take the row out.']
    assert text.split("\n")[first.line - 1][first.column - 1 :].startswith("TBD")


def test_placeholders_in_data_but_not_in_what_specgen_wrote() -> None:
    text = whole().replace("source:", "source: TBD, ", 1).replace('source: TBD,  "March', 'source: "TBD March')
    assert 'source: "TBD March' in text
    (one,) = check(text, "placeholder")
    assert one.message.startswith("Answers: ")
    assert text.split("\n")[one.line - 1][one.column - 1 :].startswith("TBD")
    block = whole().replace("Leave it as it is.", "TODO.")
    assert check(block, "placeholder") == (), "figures-stale says it"
    item = whole().replace("per scheduled run", "per TBD run")
    assert check(item, "placeholder") == (), "item-wording says it"
    assert len(check(whole().replace("owners: []", 'owners: ["TBD"]'), "placeholder")) == 1


def test_unknown_answers_need_an_owner_and_say_where_they_stand() -> None:
    text = whole()
    findings = check(text, "unknown-without-owner")
    lines = text.split("\n")
    assert [lines[one.line - 1][one.column - 1 :] for one in findings] == [
        "noticed: unknown", "process.noticed_by: unknown", "secrets.store: unknown",
    ]  # fmt: skip
    owned = text.replace("secrets.store: unknown", 'secrets.store: {unknown: true, owner: "@ada"}')
    assert len(check(owned, "unknown-without-owner")) == 2


def test_open_questions_are_demanded_or_counted() -> None:
    text = whole().replace("process.oncall: none\n", "")
    findings = {one.subject: one for one in check(text, "question-unanswered")}
    assert findings["process.oncall"].gravity is Gravity.ERROR
    assert '"Who reacts when it breaks, and when?" (process.oncall) is not answered.' in told(tuple(findings.values()))
    assert findings[""].gravity is Gravity.INFO
    assert re.match(r"\d+ further questions were never answered\. Most depends on ", findings[""].message)
    assert findings["spec.owners"].line == 7, "in the front matter"


def test_a_fault_in_the_answers_is_told_once_and_nothing_is_guessed() -> None:
    text = whole(status="implemented").replace("process.incident: {value: 96 h", "process.incident: {value: 96")
    assert {one.rule for one in check(text) if one.rule not in ("section-unanswered", "number-without-basis")} == {
        "answer-invalid"
    }
    (one,) = check(text, "answer-invalid")
    assert text.split("\n")[one.line - 1].startswith("process.incident")


# --- questionnaires that others wrote -------------------------------------------------------------------------------------

# Of five questionnaires, read by hand: how many questions they ask, and the first words of those that are blank.
BY_HAND: dict[str, tuple[int, list[str]]] = {
    "sig-api-machinery__4420-retry-generate-name": (25, ["How does this feature react"]),
    "sig-node__693-topology-manager": (25, ["What steps should be taken"]),
    "sig-storage__2644-honor-pv-reclaim-policy": (25, []),
    "sig-scheduling__5027-dra-admin-controlled-device-attributes": (25, [
        "How can a rollout", "What specific metrics", "Were upgrade and rollback", "Is the rollout accompanied",
        "How can an operator", "How can someone using", "What are the reasonable SLOs", "What are the SLIs",
        "Are there any missing metrics", "Does this feature depend", "How does this feature react",
        "What are other known failure", "What steps should be taken",
    ]),
    "sig-api-machinery__5647-stale-controller-handling": (25, [
        "How can a rollout", "Were upgrade and rollback", "How can someone using", "What are the reasonable SLOs",
        "What are the SLIs", "Are there any missing metrics", "Does this feature depend", *["Will enabling / using"] * 6,
        "Can enabling / using", "How does this feature react", "What are other known failure", "What steps should be taken",
    ]),
}  # fmt: skip


@pytest.mark.skipif(not KEPS.is_dir(), reason="the documents of others are not here: ../shared/corpus/kep")
@pytest.mark.parametrize("name", BY_HAND)
def test_blanks_of_a_questionnaire_are_found_as_by_hand(name: str) -> None:
    data = (KEPS / name / "README.md").read_bytes()
    headings = read(data, "README.md").headings
    (top,) = [one for one in headings if one.text == "Production Readiness Review Questionnaire"]
    asked, blank = BY_HAND[name]
    assert len([one for one in headings if one.level == 6 and top.line < one.line <= top.whole]) == asked
    inside = [one for one in check(data, "section-unanswered", "placeholder") if top.line <= one.line <= top.whole]
    assert len(inside) == len(blank), told(tuple(inside))
    for one, words in zip(inside, blank, strict=True):
        assert one.subject.startswith(words)


# --- any text ----------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    *BLANK, *SAID, *HELD, *NOT_HELD, "# Title", "## Goals", "### Sub", "Setext\n===", "##", "######",
    "<!-- specgen:section goals -->", "<!-- specgen:section problem -->", "<!-- specgen:begin verdict -->",
    "<!-- specgen:end verdict -->", "<!-- specgen:begin progress -->\nDone: 1 of 2 `must`.\n<!-- specgen:end progress -->",
    "<!-- specgen:begin figures.availability -->\n| a | b |\n|---|---|\n| | c |\n<!-- specgen:end figures.availability -->",
    "- [ ] **SPEC-01** `must` Text. → tick", "- [x] **SECRETS-02**", "- [X] __DAM-07__ `may`", "- [ ] **NOPE-99** `must` x",
    "  - Evidence:", "  - Evidence: x @ada", "  - N/A:", "  - N/A: r. @a", "  - Waived: r. @a, until 2026-13-45",
    "  - Waived:", "  - Waived: r. @a, until 2020-01-01", "<<<<<<< a", "=======", ">>>>>>> b", "```", "~~~", "````yaml",
    "## Answers", "```yaml\navailability.target: 99%\n```", "```yaml\navailability.target: TBD\n```", "```yaml\n- a\n```",
    "```yaml\ndependencies:\n  - name: A\n    p99: 3 s\n  - p99: 1\n```", "```yaml\nload.peak: {value: {a: 1}}\n```",
    "```yaml\nprocess.steps:\n  - step: {value: x}\n```", "```yaml\nfailover: [A, B]\nlatency.p99: {unknown: true}\n```",
    "```yaml\na: [\n```", "<!--", "-->", "> q", "    code", "Replaced by [x](y.md)", "\t", "|", "**", "* **", "* **Q?**", "---",
])  # fmt: skip
FRONT = st.sampled_from([
    "", "---\n", "---\na: b\n---\n", "---\nspecgen: 2\n---\n", "---\nspecgen: 1\nid: x\ntitle: X\nstatus: approved\n",
    *(f"---\nspecgen: 1\nid: x\ntitle: X\nstatus: {status}\ntier: 3\nreview_by: 2020-01-01\n---\n" for status in STATUSES),
    "---\nspecgen: 1\nid: x\ntitle: X\nstatus: implemented\ntier: 0\npacks: [core x, a, '']\n---\n",
    "---\nspecgen: 1\nid: x\ntitle: X\nstatus: approved\ntemplate: nope\npacks: [core 1.0.0]\n---\n",
])  # fmt: skip
TEXTS = st.builds(
    lambda front, lines, end: front + end.join(lines),
    FRONT, st.lists(PIECES | st.text(max_size=20), max_size=25), st.sampled_from(["\n", "\n\n", "\r\n"]),
)  # fmt: skip


@settings(max_examples=150)
@given(TEXTS)
@example("---\nspecgen: 1\nid: x\ntitle: X\nstatus: approved\n---\n")
@example("")
def test_no_rule_raises_on_any_text(text: str) -> None:
    last = max(len(re.split(r"\r\n|\n", text)), 1)
    findings = check(text)
    assert findings == check(text)
    for one in findings:
        assert 1 <= one.line <= last, one
        assert one.column >= 1
        assert one.message
        assert one.since in STATUSES
    told_apart = [(one.rule, one.subject) for one in findings]
    assert len(told_apart) == len(set(told_apart)), "a baseline tells findings apart"


@settings(max_examples=100)
@given(st.binary(max_size=200) | st.text(max_size=300))
def test_no_rule_raises_on_no_document(data: bytes | str) -> None:
    assert {one.rule for one in check(data)} <= set(RULES)


# --- size --------------------------------------------------------------------------------------------------------------


def steps(run: Callable[[], object]) -> int:
    """Lines of the rules' own code that were run."""
    count = 0

    def line(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, event: str, _: object) -> object:
        return line if "/rules/" in frame.f_code.co_filename.replace("\\", "/") else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


LARGE = {
    "headings": "## H\n", "nested": "# A\n## B\n### C\n", "boxes": "- [ ] a\n", "questions": "* **Q\n\n", "bold": "**Q\n",
    "items": "- [x] **SPEC-01** `must` a\n", "table": "| TBD | <a b> |\n", "ticks": "`a` ``TODO `\n", "comments": "a <!-- TBD\n",
    "blocks": "<!-- specgen:begin a -->\n<!-- specgen:end a -->\n", "sections": "## G\n<!-- specgen:section goals -->\n",
    "conflicts": "<<<<<<< a\n=======\n", "paragraph": "a TODO <b c>\n", "notes": "- [ ] **SPEC-01** a\n  - Waived: b\n",
    "quotes": '"a <b c> "\n', "hidden": "> - [ ] **SPEC-01** a\n", "unknown": "- [x] **NOPE-01** `must` a\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", LARGE)
def test_twice_the_text_takes_twice_the_steps(kind: str) -> None:
    library = composer().library

    def run(many: int) -> int:
        parsed = read(f"{spec('', 'implemented')}{LARGE[kind] * many}", FILE)
        subject = Subject(parsed, TODAY, library, lambda: (None, ()))
        known = steps(lambda: found(ONE_FILE, subject))
        assert known
        return known

    small, large = run(200), run(400)
    assert large <= 2.2 * small


def test_a_document_as_large_as_is_read_is_checked() -> None:
    text = "## Heading\n\n- [ ] a `TBD` <b>\n" * 20_000
    assert len(check(text, "section-unanswered", "placeholder")) == 0
    assert len(check("## Heading\n\n" * 20_000, "section-unanswered")) == 19_999
