"""The interview from traits to review, with a scripted person and a small library of questions."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

import pytest

from scripted import Reply, ScriptedPrompter
from specgen import answersfile, packs, questions
from specgen.cli.ask import Prompter
from specgen.cli.interview import Result, ask_title, interview, summary
from specgen.cli.terminal import Terminal
from specgen.compose import compose
from specgen.errors import OutputError
from specgen.model import Answer, Basis, Identity, Library, Record, Unknown
from specgen.unknowns import counts

LAYER = "name: core\nversion: 1.0.0\ntitle: Test\nchanges: [{version: 1.0.0, text: first}]\n"
SPEC = """
pack: spec
prefix: SPEC
version: 1.0.0
title: Spec
summary: What every system is asked.
order: 10
facts:
  external_calls: '"external_calls" in answers.spec.components'
questions:
  - {id: spec.title, ask: What is it called?, type: text, home: front_matter.title}
  - {id: spec.components, ask: What is it made of?, type: choices, trait: true, essential: true,
     choices: {database: a database, external_calls: calls other services}}
  - {id: spec.tier, ask: What tier?, type: choice, trait: true, essential: true, home: front_matter.tier,
     choices: {"0": money, "1": customers, "3": internal}}
  - {id: spec.owners, ask: Who owns it?, type: texts, essential: true, home: front_matter.owners}
  - {id: spec.reviewers, ask: Who reviews it?, type: texts, essential: true, home: front_matter.reviewers}
  - {id: spec.problem, ask: What hurts?, type: prose, essential: true, home: section.problem}
  - {id: spec.goals, ask: Which outcomes?, type: prose, home: section.goals}
  - id: dependencies
    ask: Which services does it call?
    type: records
    key: name
    essential: true
    when: facts.external_calls
  - {id: "dependencies[].name", ask: What is it called?, type: text}
  - {id: "dependencies[].hard", ask: Does a request fail with it?, type: bool, essential: true}
  - {id: "dependencies[].availability", ask: How available is it?, type: percent, when: each.hard}
  - {id: "dependencies[].redundant", ask: Is there a second one?, type: bool, when: each.hard}
"""
AVAILABILITY = """
pack: availability
prefix: AVAIL
version: 1.0.0
title: Availability
summary: A budget of failures.
order: 30
applies: '"database" in answers.spec.components or facts.external_calls'
questions:
  - {id: availability.target, ask: Which share of good answers?, type: percent, kind: decided, essential: true,
     below: 100%, example: 99.9%, help: It is a budget.}
  - {id: availability.window, ask: Over which time?, type: duration, kind: decided, default: 30 d, assume: 30 d}
  - {id: availability.own, ask: How good are your own parts?, type: percent}
  - {id: availability.sli, ask: How is it measured?, type: choice, choices: {ratio: share of requests, slices: share of time}}
rules:
  - id: target-above-chain
    severity: error
    title: The target is above the chain.
    message: "{answers.availability.target} is promised, the chain reaches {figures.availability.chain}."
    fix: Promise less.
    reference: SRE Book
    when: answers.availability.target > figures.availability.chain
    examples:
      fires: [{availability.target: 99.9%, figures.availability.chain: 99%}]
      silent: [{availability.target: 99%, figures.availability.chain: 99.9%}]
"""

TRAITS: tuple[Reply, ...] = (("external_calls",), "0", "@ada @grace @alan")
PROBLEM = "It is slow"
SWITCH: tuple[Reply, ...] = ("Interbank switch", "yes", "99.5%", "c", "contract 2026 s.4", "no")


@cache
def library() -> Library:
    return packs.load({"LAYER.yaml": LAYER, "spec.yaml": SPEC, "availability.yaml": AVAILABILITY})


@cache
def built_in() -> Library:
    return packs.built_in()


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Case:
    """One run: the person's replies in, result, screen and saved drafts out."""

    def __init__(
        self, *replies: Reply, given: Mapping[str, Answer] | None = None, later: tuple[str, ...] = (),
        resumed: bool = False, edited: str | None = None, broken_disk: bool = False, width: int = 0,
    ) -> None:  # fmt: skip
        self.prompter = ScriptedPrompter(*replies, edited=edited)
        self.stream = Screen() if width else io.StringIO()
        self.saved: list[tuple[Mapping[str, Answer], tuple[str, ...]]] = []
        self.broken_disk = broken_disk
        self.stopped: BaseException | None = None
        answers = {"spec.title": Answer("Transfers", "Transfers"), **(given or {})}
        self.result: Result | None = None
        env = {"COLUMNS": str(width), "NO_COLOR": "1"} if width else {}
        try:
            self.result = interview(
                library(), answers, Identity("transfers", "Transfers"), self.prompter, Terminal(self.stream, env),
                self.save, "2026-11-20", later=later, resumed=resumed,
            )  # fmt: skip
        except (KeyboardInterrupt, EOFError) as stopped:
            self.stopped = stopped
        assert not self.prompter.replies, f"never asked for: {self.prompter.replies}"

    def save(self, answers: Mapping[str, Answer], later: tuple[str, ...]) -> None:
        if self.broken_disk:
            raise OutputError("no space left")
        self.saved.append((answers, later))

    @property
    def screen(self) -> str:
        return self.stream.getvalue()

    def answer(self, id: str) -> Answer:
        assert self.result is not None
        return self.result.answers[id]

    def records(self, id: str = "dependencies") -> list[Record]:
        value = self.answer(id).value
        assert isinstance(value, tuple)
        return [one for one in value if isinstance(one, Record)]


def read(**texts: str) -> dict[str, Answer]:
    """Answers as a file gives them; `__` stands for the dot."""
    by_id = {one.id: one for one in library().questions()}
    ids = {name.replace("__", "."): text for name, text in texts.items()}
    return {id: questions.read_text(text, by_id[id]) for id, text in ids.items()}


def test_a_whole_interview() -> None:
    case = Case(*TRAITS, PROBLEM, *SWITCH, "", "", "99.95%", "", "w")
    assert case.result is not None
    assert case.result.write
    assert case.result.later == ()
    assert case.answer("spec.owners").value == ("@ada",)
    assert case.answer("spec.reviewers").value == ("@grace", "@alan")
    assert case.answer("spec.problem").value == PROBLEM
    availability = case.records()[0].fields["availability"]
    assert (availability.basis, availability.source) == (Basis.CONTRACT, "contract 2026 s.4")
    assert case.answer("availability.target").basis is Basis.DECIDED
    assert "Traits  1 of 3" in case.screen
    assert "2 packs apply. 3 questions now (a list counts as one); 3 more can wait." in case.screen
    assert "Problem  1 of 3   ━━━━━━━━━━─" in case.screen
    assert "Availability  3 of 3   " + "━" * 31 in case.screen
    assert all(len(line) <= 96 for line in case.screen.splitlines())


def test_every_answer_is_saved_at_once() -> None:
    case = Case(*TRAITS, PROBLEM, *SWITCH, "", "", "99.95%", "", "w")
    first, last = case.saved[0], case.saved[-1]
    assert set(first[0]) == {"spec.title", "spec.components"}
    assert set(last[0]) == set(case.result.answers) if case.result else False
    half = next(answers for answers, later in case.saved if "dependencies[]" in later and "dependencies" in answers)
    assert [record.key for record in half["dependencies"].value] == ["interbank-switch"]  # type: ignore[union-attr]  # a list


def test_answers_from_files_are_not_asked_but_stand_in_the_review() -> None:
    given = read(
        spec__components="database",
        spec__tier="1",
        spec__owners="@ada",
        spec__reviewers="none",
        availability__target="99%",
    )
    case = Case(PROBLEM, "", "w", given=given)
    assert "Problem  1 of 1" in case.screen
    assert "Which share" not in case.screen
    assert "target 99%" in case.screen


def test_traits_are_asked_one_by_one_when_only_one_of_the_people_is_known() -> None:
    case = Case(("database",), "1", "@grace", PROBLEM, "99%", "", "w", given=read(spec__owners="@ada"))
    assert case.answer("spec.reviewers").value == ("@grace",)


def test_who_knows_no_owner_yet_is_asked_once_and_sees_it_in_the_review() -> None:
    case = Case(("database",), "0", "unknown", PROBLEM, "99%", "", "w")
    assert "owners unknown, reviewers unknown" in case.screen
    assert "0 unknown · 5 later" in case.screen, "the file cannot hold it: there it is open"


def test_unknown_may_be_typed_with_who_finds_out() -> None:
    case = Case(("database",), "0", "@ada", PROBLEM, "unknown; @grace; 2027-01-31", "", "w")
    assert case.answer("availability.target").value == Unknown("@grace", "2027-01-31")
    assert "for @grace to find out." in case.screen
    assert "target unknown (@grace, 2027-01-31)" in case.screen
    listed = Case(*TRAITS, PROBLEM, "unknown; @ada", "99%", "", "w")
    assert listed.answer("dependencies").value == Unknown("@ada")


def test_an_internal_system_is_asked_the_essentials_only() -> None:
    case = Case(("database",), "3", "@ada", PROBLEM, "99%", "w")
    assert "can wait" not in case.screen
    assert case.answer("spec.reviewers").value == ()


def test_without_traits_no_pack_of_them_applies() -> None:
    case = Case((), "y", "0", "@ada", PROBLEM, "w")
    assert "1 pack applies. 1 question now" in case.screen


class TestTicking:
    REST: tuple[Reply, ...] = ("0", "@ada", PROBLEM, "w")

    def test_enter_on_untouched_boxes_is_asked_back(self) -> None:
        case = Case((), "", (), "n", (), "<", (), "yes", *self.REST)
        assert case.prompter.asked[:8].count("  None of these? [y/N] › ") == 4
        assert case.answer("spec.components").value == ()

    def test_a_slip_is_put_right_at_once(self) -> None:
        case = Case((), "", ("database",), "0", "@ada", PROBLEM, "99%", "", "w")
        assert case.answer("spec.components").value == ("database",)

    def test_none_typed_is_meant(self) -> None:
        assert Case("none", *self.REST).answer("spec.components").value == ()

    def test_boxes_that_were_answered_before_may_be_emptied(self) -> None:
        case = Case(("database",), "<", (), *self.REST)
        assert case.answer("spec.components").value == ()

    def test_the_hint_and_the_help_speak_of_ticking(self) -> None:
        case = Case("?", "none", *self.REST)
        words = " ".join(case.screen.split())
        assert "Space ticks, Enter goes on; or type unknown, later, ?, <." in words
        assert "Space ticks and takes the tick away" in words
        assert "commas" not in words


class TestGoingBack:
    def test_the_answer_is_shown_and_kept_by_enter(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "<", "", "", "w")
        assert "now: 99%" in case.screen
        assert case.answer("availability.target").text == "99%"

    def test_a_changed_trait_changes_what_is_asked(self) -> None:
        case = Case(("external_calls",), "0", "@ada", "<", "<", "<", ("database",), PROBLEM, "99%", "", "w")
        assert case.prompter.ticked == [(), ("external_calls",)]
        assert "dependencies" not in case.result.answers if case.result else False

    def test_the_first_question_has_nothing_before_it(self) -> None:
        case = Case("<", ("database",), "0", "@ada", PROBLEM, "99%", "", "w")
        assert "This is the first question." in case.screen

    def test_from_the_review_to_the_last_question(self) -> None:
        case = Case(("database",), "3", "@ada", PROBLEM, "99%", "<", "98%", "w")
        assert case.answer("availability.target").text == "98%"

    def test_from_basis_to_the_number(self) -> None:
        replies = ("Switch", "yes", "99.5%", "<", "99.6%", "m", "<", "99.7%", "a", "no", "", "")
        case = Case(*TRAITS, PROBLEM, *replies, "99%", "", "w")
        assert case.records()[0].fields["availability"].text == "99.7%"


class TestUnknownAndLater:
    def test_unknown_is_an_answer(self) -> None:
        case = Case(("database",), "0", "@ada", "unknown", "unknown", "", "w")
        assert isinstance(case.answer("availability.target").value, Unknown)
        assert case.screen.count("Noted. It will stand under Open questions") == 2
        assert "1 unknown" in case.screen  # the problem stands in its section, and is not counted

    def test_the_review_counts_as_the_verdict_of_the_spec_does(self) -> None:
        dependency = ("Switch", "yes", "unknown", "", "")  # a field unknown, a field for later, and the list answered
        case = Case(*TRAITS, "unknown", *dependency, "", "99%", "", "w")
        assert case.result is not None
        answered, unknown, left = counts(compose(library(), case.result.answers, Identity("transfers", "Transfers")))
        assert f"{answered} answered · {unknown} unknown · {left} later" in case.screen
        assert (unknown, left) == (1, 4)

    def test_later_leaves_it_open_and_it_is_offered_in_the_review(self) -> None:
        case = Case(("database",), "0", "@ada", "later", "later", "", "a", "So slow", "99%", "", "w")
        assert case.answer("spec.problem").value == "So slow"
        assert case.result is not None
        assert case.result.later == ()
        assert "2 of the questions that matter; a asks them" in case.screen

    def test_later_takes_an_answer_back(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "<", "later", "", "w")
        assert case.result is not None
        assert case.result.later == ("availability.target",)
        assert "availability.target" not in case.result.answers

    def test_enter_alone_is_no_answer(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "", "99%", "", "w")
        assert "Nothing is typed." in case.screen

    def test_straight_to_the_review(self) -> None:
        case = Case(("database",), "0", "@ada", ">", "w")
        assert case.result is not None
        assert case.result.write
        assert "spec.problem" not in case.result.answers


class TestReading:
    def test_a_share_without_its_sign_is_asked_back(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "0.9995", "y", "", "w")
        assert case.answer("availability.target").text == "99.95%"
        assert "could be 0.9995% or a share." in case.screen

    def test_no_types_it_again(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "0.9995", "n", "99.9%", "", "w")
        assert case.answer("availability.target").text == "99.9%"

    def test_what_was_read_is_said_when_it_differs(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99.9", "more", "1 day", "later", "sl", "w")
        assert "Read as 99.9%." in case.screen
        assert "Read as 24 h." in case.screen
        assert "Read as share of time." in case.screen
        assert case.answer("availability.target").text == "99.9%"

    def test_a_bound_is_explained_in_place(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "100%", "99%", "", "w")
        assert "must be below 100%" in case.screen

    def test_help(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "?", "99%", "", "w")
        for text in ("It is a budget.", "For example: 99.9%", "More: specgen explain availability.target"):
            assert text in case.screen

    def test_a_default_is_preselected_not_assumed(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "more", "", "90%", "", "slices", "w")
        assert "Enter: 30 d" in case.screen
        assert case.answer("availability.window").text == "30 d"
        assert case.answer("availability.own").basis is Basis.ASSUMED

    def test_basis_typed_with_the_number_is_not_asked_again(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "more", "", "90%; measured; probe", "ratio", "w")
        assert case.answer("availability.own").source == "probe"

    def test_the_rest_can_be_left_at_any_question(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "more", ">", "w")
        assert case.result is not None
        assert case.result.write


class TestProse:
    def test_an_editor(self) -> None:
        case = Case(("database",), "0", "@ada", "", "99%", "", "w", edited="two\nlines\n")
        assert case.answer("spec.problem").value == "two\nlines"
        assert "2 lines from your editor." in case.screen

    def test_without_an_editor_lines_until_an_empty_one(self) -> None:
        case = Case(("database",), "0", "@ada", "", "one", "two", "", "99%", "", "w")
        assert case.answer("spec.problem").value == "one\ntwo"

    def test_pasted_lines_stay_lines(self) -> None:
        case = Case(("database",), "0", "@ada", "one\r\ntwo\x1b[31m", "99%", "", "w")
        assert case.answer("spec.problem").value == "one\ntwo"


class TestRecords:
    def test_fields_that_do_not_apply_are_not_asked(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mail", "no", "", "", "99%", "", "w")
        assert set(case.records()[0].fields) == {"name", "hard"}

    def test_done_leaves_all_that_is_left_of_a_record(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Switch", "yes", "done", "", "", "99%", "", "w")
        assert set(case.records()[0].fields) == {"name", "hard"}
        assert case.result is not None
        assert set(case.result.later) == {"dependencies.switch.availability", "dependencies.switch.redundant"}

    def test_done_is_an_answer_like_any_other_outside_a_list(self) -> None:
        case = Case(*TRAITS, PROBLEM, "none", "done", "99%", "", "w")
        assert "done is not a number" in case.screen

    def test_none_at_all_is_an_answer(self) -> None:
        case = Case(*TRAITS, PROBLEM, "", "n", "", "y", "99%", "", "w")
        assert case.answer("dependencies").value == ()

    def test_unknown_and_later_for_the_whole_list(self) -> None:
        case = Case(*TRAITS, PROBLEM, "unknown", "99%", "", "w")
        assert case.answer("dependencies").is_unknown
        case = Case(*TRAITS, PROBLEM, "later", "99%", "", "w")
        assert case.result is not None
        assert case.result.later == ("dependencies",)

    def test_add_change_and_remove(self) -> None:
        menu = ("add", "Second", "no", "", "remove 1", "change 1", "", "Third", "yes", "98%", "a", "", "")
        case = Case(*TRAITS, PROBLEM, *SWITCH, "", *menu, "99%", "", "w")
        (record,) = case.records()
        assert (record.key, record.fields["name"].text, record.fields["hard"].value) == ("third", "Third", True)
        assert record.fields["availability"].text == "98%"
        assert case.result is not None
        assert case.result.later == ("dependencies.third.redundant",)

    def test_one_field_is_changed_by_its_number(self) -> None:
        case = Case(*TRAITS, PROBLEM, *SWITCH, "", "change 1", "3", "99.6%", "m", "probe", "", "99%", "", "w")
        (record,) = case.records()
        assert (record.fields["availability"].text, record.fields["availability"].source) == ("99.6%", "probe")
        assert "    3  How available is it?  99.5% contract\n" in case.screen

    def test_what_applies_only_after_the_change_is_asked_too(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mail", "no", "", "change 1", "2", "yes", "98%", "a", "", "", "99%", "", "w")
        assert set(case.records()[0].fields) == {"name", "hard", "availability"}
        assert "    2  Does a request fail with it?  no\n" in case.screen

    def test_the_name_is_changed_in_the_menu_of_fields(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mial", "no", "", "c1", "1", "Mail", "", "99%", "", "w")
        assert [(one.key, set(one.fields)) for one in case.records()] == [("mail", {"name", "hard"})]

    def test_out_of_the_menu_of_fields(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mail", "no", "", "1", "9", "?", "<", "1", ">", "w")
        assert case.screen.count("Type one of the numbers, or nothing.") == 2

    def test_a_name_is_taken_once(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mail", "no", "mail", "", "", "99%", "", "w")
        assert "in the list already" in case.screen
        assert len(case.records()) == 1

    def test_back_inside_a_record(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mail", "yes", "<", "no", "", "", "99%", "", "w")
        assert case.records()[0].fields["hard"].value is False

    def test_back_to_the_name_renames(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mial", "<", "Mail", "no", "", "", "99%", "", "w")
        assert [(one.key, one.fields["name"].text) for one in case.records()] == [("mail", "Mail")]

    def test_back_out_of_the_list_and_in_again(self) -> None:
        case = Case(*TRAITS, PROBLEM, "Mail", "no", "", "<", "", "99%", "", "w")
        assert [one.key for one in case.records()] == ["mail"]

    def test_a_name_without_a_letter_is_refused(self) -> None:
        case = Case(*TRAITS, PROBLEM, "???!", "Mail", "no", "", "", "99%", "", "w")
        assert [one.key for one in case.records()] == ["mail"]


class TestPanel:
    def test_a_figure_and_a_contradiction_appear_once(self) -> None:
        case = Case(*TRAITS, PROBLEM, *SWITCH, "", "", "99.95%", "", "w")
        assert case.screen.count("Best the chain can do") == 1
        assert case.screen.count("target-above-chain") == 1
        assert "├ Contradictions: 1 error" in case.screen
        assert "43.2 s a day · 21.6 min in 30 days · 4.38 h in a year of 365 days" in case.screen
        assert case.screen.count("╭") == case.screen.count("╰") == 2

    def test_a_contradiction_that_goes_is_said(self) -> None:
        case = Case(*TRAITS, PROBLEM, *SWITCH, "", "", "99.95%", "<", "99%", "", "w")
        assert "Contradictions: none" in case.screen
        assert "solved" in case.screen

    def test_what_files_answered_is_no_news(self) -> None:
        given = read(
            spec__components="database",
            spec__tier="1",
            spec__owners="@ada",
            spec__reviewers="none",
            availability__target="99%",
        )
        assert "╭" not in Case(PROBLEM, "", "w", given=given).screen


class TestReview:
    def test_change_an_answer_and_write(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "", "3", "1", "98%", "w")
        assert case.answer("availability.target").text == "98%"

    def test_a_trait_changed_in_the_review_brings_new_questions(self) -> None:
        case = Case(
            ("database",), "0", "@ada", PROBLEM, "99%", "", "1", "1", ("external_calls",), "a", "", "y", "", "w"
        )
        assert case.answer("dependencies").value == ()

    def test_save_a_draft(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "", "s")
        assert case.result is not None
        assert (case.result.write, case.result.keep) == (False, True)

    def test_leaving_is_asked_back(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "", "q", "n", "q", "y")
        assert case.result is not None
        assert (case.result.write, case.result.keep) == (False, False)

    def test_anything_else_is_explained(self) -> None:
        case = Case(("database",), "0", "@ada", PROBLEM, "99%", "", "99", "what", "", "w")
        assert case.screen.count("nothing is written before w") == 3


class TestResuming:
    """Whatever the reply at which a person stops: the draft holds all before it, and the rest is asked then."""

    WHOLE: tuple[Reply, ...] = (*TRAITS, PROBLEM, *SWITCH, "", "", "99.95%", "", "w")

    @pytest.mark.parametrize("stop", [KeyboardInterrupt(), EOFError()], ids=["ctrl-c", "ctrl-d"])
    @pytest.mark.parametrize("k", range(1, len(WHOLE)))
    def test_at_every_prompt(self, k: int, stop: BaseException) -> None:
        first = Case(*self.WHOLE[:k], stop)
        assert first.stopped is stop
        answers, later = first.saved[-1]
        # A number is kept with its basis and source, a list when it is ended, and the review comes after its question.
        k = {7: 6, 8: 6, 11: 10, 14: 13}.get(k, k)
        again = Case(*self.WHOLE[k:], given=answers, later=later, resumed=True)
        whole = Case(*self.WHOLE)
        assert again.result is not None
        assert whole.result is not None
        assert again.result.answers == whole.result.answers
        assert again.result.later == whole.result.later

    def test_one_can_go_back_to_what_the_draft_holds(self) -> None:
        first = Case(("database",), "0", "@ada", PROBLEM, KeyboardInterrupt())
        answers, later = first.saved[-1]
        again = Case("<", "Worse", "99%", "", "w", given=answers, later=later, resumed=True)
        assert again.answer("spec.problem").value == "Worse"
        assert "Availability  2 of 2" in again.screen

    def test_it_is_said_which_record_is_gone_on_with(self) -> None:
        first = Case(*TRAITS, PROBLEM, "Mail", "yes", KeyboardInterrupt())
        answers, later = first.saved[-1]
        again = Case(">", "s", given=answers, later=later, resumed=True)
        assert "\nGoing on with Mail.\n" in again.screen
        assert again.prompter.asked[0].startswith("  How available is it?")
        first = Case(*TRAITS, PROBLEM, "Mail", "no", KeyboardInterrupt())  # the record is complete
        answers, later = first.saved[-1]
        assert "Going on" not in Case(">", "s", given=answers, later=later, resumed=True).screen

    def test_what_was_put_off_is_not_asked_again(self) -> None:
        first = Case(("database",), "0", "@ada", "later", KeyboardInterrupt())
        answers, later = first.saved[-1]
        again = Case("99%", "", "w", given=answers, later=later, resumed=True)
        assert again.result is not None
        assert again.result.later == ("spec.problem",)


class TestNarrow:
    def test_no_line_is_longer_than_the_screen(self) -> None:
        more = ("add", "The other interbank switch", "yes", "unknown", "no", "", "change 2", "4", "yes", "")
        case = Case(*TRAITS, PROBLEM, *SWITCH, "", *more, "99.95%", "more", "?", ">", "2", "<", "a", "99%", "w", width=60)
        assert [line for line in case.screen.splitlines() if len(line) > 60] == []
        assert "…" not in case.screen

    def test_the_review_is_wrapped_in_its_column(self) -> None:
        case = Case(("database",), "0", "@ada", ">", "w", width=60)
        line = f"{'Open':23}2 of the questions that matter; a\n{'':23}asks them\n"
        assert line in case.screen

    def test_the_keys_are_wrapped_at_words(self) -> None:
        keys = Case(KeyboardInterrupt(), width=60).screen.splitlines()[:2]
        assert [line.split()[-1] for line in keys] == ["Ctrl-C", "draft."]


class TestSummary:
    FIELDS = """
dependencies:
  - {name: Interbank switch, hard: yes, availability: 99.5%; contract, p99: 1.8 s, timeout: 5s, attempts: 3,
     backoff: 200 ms, fallback: none}
  - {name: Name enquiry, hard: no, availability: unknown, cache_ttl: 24 h, hit_ratio: 85%; measured, attempts: unknown,
     timeout: 2 s}
"""

    def lines(self, width: int) -> list[str]:
        known = built_in()
        fields = {one.field_name: one for one in known.questions() if one.list_id == "dependencies"}
        (answer,) = answersfile.read(self.FIELDS, "answers.yaml", known).values()
        assert isinstance(answer.value, tuple)
        records = [one for one in answer.value if isinstance(one, Record)]
        return summary.lines(records, fields, "name", Terminal(Screen(), {"COLUMNS": str(width)}))

    def test_facts_are_folded(self) -> None:
        assert self.lines(96) == [
            "  1  Interbank switch   hard   99.5% contract   p99 1.8 s assumed   3 x 5 s   backoff 200 ms",
            "                        fallback none",
            "  2  Name enquiry       soft   availability unknown   cached 24 h   hits 85% measured",
            "                        attempts unknown   timeout 2 s",
        ]

    def test_lines_are_broken_between_facts(self) -> None:
        assert self.lines(60)[:2] == [
            "  1  Interbank switch   hard   99.5% contract",
            "                        p99 1.8 s assumed   3 x 5 s",
        ]
        assert all(len(line) <= 40 for line in self.lines(40))


def test_a_full_disk_is_said_once_and_the_questions_go_on() -> None:
    case = Case(("database",), "0", "@ada", PROBLEM, "99%", "", "w", broken_disk=True)
    assert case.screen.count("No draft is kept: no space left") == 1
    assert case.result is not None
    assert case.result.write


def test_the_title_comes_first() -> None:
    prompter = ScriptedPrompter("", "later", "Instant transfers")
    answer = ask_title(library(), prompter, Terminal(io.StringIO(), {}))
    assert answer.value == "Instant transfers"


def test_the_fake_types_and_ticks_like_a_keyboard() -> None:
    prompter: Prompter = ScriptedPrompter(" a\x1b[31mb\n", ("x",), "<", EOFError())
    assert prompter.line("?") == "ab"
    assert prompter.many_of({"x": "X"}, ()) == ("x",)
    assert prompter.many_of({"x": "X"}, ()) == "<"
    with pytest.raises(EOFError):
        prompter.line("?")
    with pytest.raises(AssertionError, match="the script is over"):
        prompter.line("?")
