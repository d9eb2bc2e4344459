"""The seal below the answers: while it fits, nothing is computed, and `check` says what it would say anyhow."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen import answersfile, packs, resources, sealline
from specgen.check.checker import Checker
from specgen.cli import main
from specgen.compose import compose
from specgen.frontmatter import STATUSES
from specgen.frozen import replace
from specgen.model import Finding, Identity, Library, Seal
from specgen.readers.markdown import read
from specgen.recompose import Composer, labelled, sealed
from specgen.renderers.markdown import context, fill
from specgen.rules import Needs, Subject, rules
from specgen.seal import OF_ANSWERS, quiet
from specgen.update import update
from specgen.update.adopt import adopt

TODAY = "2026-11-20"
ANSWERS = (Path(__file__).parent / "seal" / "answers.yaml").read_text(encoding="utf-8")
# What the answers are with these lines changed: complete; a question open; a bare number; contradictions.
VARIANTS = {
    "whole": ("", ""),
    "further": ("availability.maintenance: 30 min\n", ""),
    "open": ("process.oncall: 24x7\n", ""),
    "bare": ('{value: 12, basis: measured, source: "trace of 2026-10-01"}', "12"),
    "contradicting": ("availability.target: 95%", "availability.target: 99.99%"),
}


@cache
def library() -> Library:
    return packs.built_in()


@cache
def composer() -> Composer:
    templates = resources.texts("templates", ".j2")
    return Composer(library(), templates, lambda *given: fill(given[0], given[1], dict(given[2])))


@cache
def checker(recompute: bool, status: str = "") -> Checker:
    return Checker(composer(), TODAY, status=status, recompute=recompute)


@cache
def written(variant: str = "whole") -> str:
    """A new spec, as `specgen new` writes it."""
    before, after = VARIANTS[variant]
    assert before in ANSWERS
    answers = answersfile.read(ANSWERS.replace(before, after, 1), "answers.yaml", library())
    identity = Identity(
        "totals", "Nightly totals", tier=3, owners=("@ledger",), reviewers=("@sre",), created=TODAY,
        review_by="2027-02-18", template=labelled("spec", own=False),
    )  # fmt: skip
    spec = compose(library(), answers, identity)
    templates = resources.texts("templates", ".j2")
    return sealed(spec, fill(templates, "spec.md.j2", context(spec)), templates)


def found(text: str, recompute: bool, status: str) -> tuple[Finding, ...]:
    return checker(recompute, status).outcome(text, "totals.md").findings


def fits(text: str) -> bool:
    return composer().is_sealed(read(text, "totals.md"))


# --- what it says --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "since", "further"),
    [
        ("whole", "never", 0),
        ("further", "never", 1),
        ("open", "review", 0),
        ("bare", "review", 0),
        ("contradicting", "draft", 0),
    ],
)
def test_it_says_from_which_status_on_something_is_found(variant: str, since: str, further: int) -> None:
    seal = read(written(variant), "totals.md").seal
    assert seal is not None
    assert (seal.since, seal.further) == (since, further)
    assert fits(written(variant))
    for status in STATUSES[:-1]:
        answers = [
            one for one in found(written(variant), True, status) if one.rule in {rule.name for rule in OF_ANSWERS}
        ]
        loud = [one for one in answers if "never answered" not in one.message]
        assert bool(loud) is not quiet(seal, status), status


def test_while_it_fits_nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("this was not to be computed")

    expected = {status: found(written("further"), True, status) for status in STATUSES}
    monkeypatch.setattr(Composer, "composed", forbidden)
    for status in STATUSES:
        assert found(written("further"), False, status) == expected[status], status
    assert any("1 further question" in one.message for one in expected["review"])
    assert any(one.rule == "must-open" or one.rule == "monitor-open" for one in expected["implemented"])
    with pytest.raises(AssertionError, match="computed"):
        found(written("further"), True, "review")


@pytest.mark.parametrize("variant", ["open", "bare", "contradicting"])
def test_while_it_fits_nothing_is_written_anew_and_no_guess_is_moved(
    variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = written(variant).replace("- [ ] **DAM-01**", "- [x] **DAM-01**")
    expected = {status: found(text, True, status) for status in STATUSES}

    def forbidden(*_: object) -> None:
        raise AssertionError("this was not to be computed")

    monkeypatch.setattr(Composer, "composed", forbidden)
    monkeypatch.setattr("specgen.compose.assumptions", forbidden)
    for status in STATUSES:
        assert found(text, False, status) == expected[status], status


@pytest.mark.parametrize("name", ["ops-report", "clip-service", "instant-transfers"])
def test_of_the_examples_check_says_the_same_with_it(name: str) -> None:
    text = (Path(__file__).parents[1] / "examples" / name / f"{name}.md").read_text(encoding="utf-8")
    assert fits(text)
    for status in STATUSES:
        assert found(text, False, status) == found(text, True, status), status


@pytest.mark.parametrize(
    "seal", [Seal("0" * 16, "never"), Seal("a" * 16, "review", 3), Seal("a" * 16, "draft", 9, ("a.b-c", "d"))]
)
def test_its_line_is_read_as_it_was_written(seal: Seal) -> None:
    document = read(f"# T\n\n{sealline.render(seal)}\n", "a.md")
    assert (document.seal, document.seal_lines, document.faults) == (seal, (3,), ())


@pytest.mark.parametrize(
    "rest", ["", "0123", f"{'0' * 16}", f"{'0' * 16} sometimes", f"{'0' * 16} never x", f"{'G' * 16} never"]
)
def test_a_line_that_is_no_seal_is_as_good_as_none(rest: str) -> None:
    document = read(f"# T\n\n<!-- specgen:seal {rest} -->\n", "a.md")
    assert (document.seal, document.seal_lines, document.faults) == (None, (3,), ())


# --- what it lets people do -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] **DAM-01**", "- [x] **DAM-01**"),
        ("- [ ] **DAM-08**", "* [X]  **DAM-08**"),
        ("\n- [ ] **DAM-03**", "\n  - Evidence: https://ci.example/812 @ada, 2026-11-02\n- [ ] **DAM-03**"),
        ("\n- [ ] **DAM-03**", "\n  - Waived: later. @ada, until 2027-01-31\n- [ ] **DAM-03**"),
        ("status: draft", "status: approved"),
        ("id: totals", "id: totals-2"),
        ("review_by: 2027-02-18", "review_by: 2027-08-18"),
        ("One server and one database", "Two servers, and one database"),
        ("\n## Availability", "\n### A part of my own\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Availability"),
        (" | ", "  |  "),
        ("<!-- specgen:begin verdict -->\n", "<!-- specgen:begin verdict -->\n\n"),
        ("Done: 0 of", "Done: 1 of"),
        ("\n", "\r\n"),
    ],
)
def test_it_fits_after_what_people_do(before: str, after: str) -> None:
    text = written("further").replace(before, after)
    for status in STATUSES:
        assert found(text, False, status) == found(text, True, status)
    assert text != written("further")
    assert fits(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tier: 3", "tier: 2"),
        ("title: Nightly totals", "title: Daily totals"),
        ('owners: ["@ledger"]', "owners: []"),
        ("created: 2026-11-20", "created: 2020-11-20"),
        ("core 1.", "core 0."),
        ("process.oncall: 24x7", "process.oncall: business_hours"),
        ("process.oncall: 24x7\n", ""),
        ("# Nightly totals\n", "# Nightly totals\n\n## Summary\n\nIn one sentence.\n"),
        ("<!-- specgen:section availability -->\n", ""),
        ("<!-- specgen:begin figures.availability -->", ""),
        ("95%", "96%"),
        ("`must` Keep", "`should` Keep"),
        ("Keep the master", "Keep no master"),
        ("**DAM-01**", "**DAM-02**"),
        (" never 1 ", " never "),
        (" never 1 ", " review 1 "),
    ],
)
def test_it_does_not_fit_after_what_changes_the_figures_or_them(before: str, after: str) -> None:
    text = written("further")
    assert before in text
    text = text.replace(before, after)
    assert not fits(text)
    for status in STATUSES:
        assert found(text, False, status) == found(text, True, status), status


def test_other_packs_and_templates_do_not_fit() -> None:
    document = read(written(), "totals.md")
    own = {**composer().templates, "mine.md.j2": "{{ front_matter }}\n\n{{ answers }}\n"}
    assert not Composer(library(), own, lambda *_: "").is_sealed(document)
    other = replace(library(), digest="0")
    assert not Composer(other, composer().templates, lambda *_: "").is_sealed(document)


OWN = composer().templates["spec.md.j2"]


@cache
def team(template: str) -> tuple[Composer, str]:
    """A team's composer with a template of its own, and a new spec that it lays out."""
    templates = {**composer().templates, "mine.md.j2": template}
    own = Composer(library(), templates, lambda *given: fill(given[0], given[1], dict(given[2])), {"mine.md.j2"})
    identity = Identity("totals", "Nightly totals", tier=3, owners=("@ledger",), created=TODAY, template="mine")
    spec = compose(library(), answersfile.read(ANSWERS, "answers.yaml", library()), identity)
    return own, sealed(spec, fill(templates, "mine.md.j2", context(spec)), templates)


@pytest.mark.parametrize(
    "items",
    [
        "- [ ] **TEAM-01** `must` Do the team thing. → link",
        "- [ ] **TEAM-01** Do the team thing.",
        "- [ ] **IDEM-03** `must` Store the key and the effect in one transaction. → test",
        "{{ items.document }}",
    ],
)
def test_items_that_a_template_writes_itself_are_looked_at(items: str) -> None:
    own, text = team(OWN.replace("## Answers", f"## Ours\n\n{items}\n\n## Answers"))
    assert "TEAM-01" in text or items not in text or "IDEM-03" in text
    for status in STATUSES:
        said = [
            Checker(own, TODAY, status=status, recompute=one).outcome(text, "x.md").findings for one in (True, False)
        ]
        assert said[0] == said[1], status


def test_what_a_template_of_the_team_asks_for_counts() -> None:
    more = '{% if spec.status == "approved" %}\n## Summary\n{{ sections.summary }}\n{% endif %}\n## Answers'
    own, text = team(OWN.replace("## Answers", more))
    assert own.is_sealed(read(text, "x.md"))
    assert not own.is_sealed(read(text.replace("status: draft", "status: approved"), "x.md"))


def test_one_block_does_not_read_as_part_of_another() -> None:
    text = written()
    document = read(text, "totals.md")
    first, second = sorted(document.blocks)[:2]
    lines = text.split("\n")
    moved = [second.name, *lines[second.begin : second.end - 1]]
    for number in range(second.end, second.begin - 1, -1):
        lines[number - 1] = ""
    merged = [*lines[: first.end - 1], *moved, *lines[first.end - 1 :]]
    assert not fits("\n".join(merged))


# --- it never changes what is said ---------------------------------------------------------------------------------------


PIECES = (
    "", "TBD", "x", "~~~", "```", "<!--", "-->", "<details>", "> quoted", "## Summary", "## Mine", "# Answers", "```yaml",
    "- [x] **DAM-01** `must` Mine", "  - Waived: later. @ada, until 2026-01-01", "  - N/A: no", "status: implemented", "tier: 2",
    "<!-- specgen:begin verdict -->", "<!-- specgen:end verdict -->", "<!-- specgen:section summary -->", "| 1 | 2 |",
    "process.oncall: none", "availability.target: 99%", "<!-- specgen:seal 0123456789abcdef never -->", "<<<<<<< ours",
)  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> str:
    """A sealed spec with lines added, taken out, repeated, swapped, ticked, or with a digit changed."""
    lines = written(draw(st.sampled_from(sorted(VARIANTS)))).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        way = draw(st.sampled_from(("add", "cut", "twice", "swap", "tick", "digit", "indent", "pad")))
        if way == "add":
            lines.insert(at, draw(st.sampled_from(PIECES)))
        elif way == "cut" and len(lines) > 1:
            del lines[at]
        elif way == "twice":
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        elif way == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif way == "tick":
            boxes = [number for number, line in enumerate(lines) if "- [ ]" in line] or [at]
            at = draw(st.sampled_from(boxes))
            lines[at] = lines[at].replace("- [ ]", "- [x]")
        elif way == "digit":
            lines[at] = re.sub(r"\d", "7", lines[at], count=1)
        elif way == "indent":
            lines[at] = draw(st.sampled_from((" ", "  ", "    ", "\t"))) + lines[at]
        else:
            lines[at] = lines[at].replace(" ", draw(st.sampled_from(("  ", "\t", "\u00a0"))), 1)
    return "\n".join(lines)


@settings(max_examples=150)
@given(edits(), st.sampled_from(STATUSES))
def test_with_or_without_it_check_says_the_same(text: str, status: str) -> None:
    assert found(text, False, status) == found(text, True, status)


HEADINGS = ("Motivation", "Objectives", "Proposal", "Process today", "Availability", "Correctness under retries and races")


@cache
def adopted(text: str) -> str:
    identity = Identity("totals", "Nightly totals", tier=3, owners=("@ledger",), reviewers=("@sre",), created=TODAY)
    answers = answersfile.read(ANSWERS, "answers.yaml", library())
    prose = {question.id for question in library().questions() if question.section}
    given = {id: answer for id, answer in answers.items() if id not in prose}
    return adopt(read(text, "totals.md"), identity, composer(), given).text


@given(
    st.lists(st.tuples(st.sampled_from([*HEADINGS, "Mine"]), st.sampled_from(["Written.", "", "TBD", "<!-- Why? -->"]))),
    st.sampled_from(["nothing", "emptied", "renamed", "removed"]), st.sampled_from(HEADINGS), st.sampled_from(STATUSES),
)  # fmt: skip
def test_of_an_adopted_document_it_says_the_same(
    under: list[tuple[str, str]], way: str, which: str, status: str
) -> None:
    text = adopted("# Totals\n\n" + "".join(f"## {heading}\n\n{body}\n\n" for heading, body in under))
    if way == "emptied":
        text = text.replace(f"## {which}\n\nWritten.", f"## {which}\n\n")
    elif way == "renamed":
        text = text.replace(f"## {which}\n", "## Mine\n")
    elif way == "removed":
        text = re.sub(rf"## {which}\n\n.*\n\n", "", text, count=1)
    assert found(text, False, status) == found(text, True, status)


def test_an_adopted_document_is_quiet_when_its_sections_are_written() -> None:
    whole = "".join(f"## {heading}\n\nWritten.\n\n" for heading in HEADINGS)
    seals = [read(adopted(text), "totals.md").seal for text in (f"# Totals\n\n{whole}", "# Totals\n\n## Goals\n")]
    assert [seal and seal.since for seal in seals] == ["never", "review"]
    assert fits(adopted(f"# Totals\n\n{whole}"))


def test_the_seal_asks_every_rule_over_answers() -> None:
    assert {one.name for one in OF_ANSWERS} == {name for name, rule in rules().items() if rule.needs is Needs.ANSWERS}


@pytest.mark.parametrize("name", sorted(name for name, rule in rules().items() if rule.needs is Needs.NOTHING and rule.find))
def test_a_rule_over_the_text_alone_computes_nothing(name: str) -> None:
    def compose() -> NoReturn:
        raise AssertionError("a rule that needs nothing asks what the answers compute to")

    rule = rules()[name]
    assert rule.find
    for text in (*rule.good, *rule.bad, written()):
        list(rule.find(Subject(read(text, "a.md"), TODAY, composer().library, compose)))


# --- who writes it -------------------------------------------------------------------------------------------------------


def test_update_seals_anew_after_an_answer_was_edited() -> None:
    text = written().replace("process.oncall: 24x7", "process.oncall: none  # a comment of mine")
    document = read(text, "totals.md")
    composed, problems = composer().composed(document)
    assert composed is not None, problems
    made = update(document, composed, composer()).text
    assert not fits(text)
    assert fits(made)


def test_a_forged_seal_keeps_check_quiet_and_recompute_does_not_look_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever forges one has to compute it: a figure changed by hand alone is found."""
    monkeypatch.chdir(tmp_path)
    wrong = written().replace("budget: 1.5 d", "budget: 2.5 d").replace("**Target: 95%**", "**Target: 97%**")
    assert wrong != written()
    Path("wrong.md").write_text(wrong, encoding="utf-8")
    given = ["check", "wrong.md", "--status", "review", "--date", TODAY]
    assert main(given) == 1
    assert "figures-stale" in capsys.readouterr().out
    monkeypatch.setattr("specgen.seal.fits", lambda *_: True)
    assert main([*given, "--no-cache"]) == 0
    assert main([*given, "--recompute"]) == 1
    assert "figures-stale" in capsys.readouterr().out
