"""`specgen answer` at a terminal: what it asks of a spec that is there, what it writes, and what is kept when it cannot."""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scripted import Reply, ScriptedPrompter
from specgen.cli import commands, files
from specgen.cli.ask import Terminated, keyboard
from specgen.cli.world import World
from specgen.errors import ConflictError, InputError, SpecgenError, UsageError

NOW = datetime(2026, 11, 20, 10, 0, 0, tzinfo=UTC)
ANSWERS = """\
spec.title: Receipts
spec.tier: "1"
spec.owners: ["@ada"]
spec.reviewers: ["@grace"]
spec.components: [external_calls]
spec.domain: saas
spec.data_classes: [internal]
spec.problem: Operators type receipts twice.
process.steps: none
process.oncall: business_hours
failover: none
secrets.store: cloud_manager
availability.target: 99.9%
availability.maintenance: unknown
dependencies:
  - name: Tax service
    hard: yes
    availability: {value: 99.5%, basis: contract, source: contract 2026 s.2}
    timeout: 2 s
"""


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Case:
    """One run of `specgen answer` in a folder with receipts.md; `meanwhile` happens when the person types w."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        monkeypatch.chdir(folder)
        (folder / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
        assert self.command("new", "--answers", "answers.yaml", "--no-input") == 0, self.screen
        self.path = folder / "receipts.md"
        self.before = self.text

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        assert old in self.text
        self.path.write_text(self.text.replace(old, new), encoding="utf-8")

    def command(self, *arguments: str, interactive: bool = False) -> int:
        stream = Screen() if interactive else io.StringIO()
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        data = out.buffer
        world = World(
            Screen() if interactive else io.StringIO(), out, stream,
            {"XDG_STATE_HOME": str(self.folder / "state"), "COLUMNS": "96", "NO_COLOR": "1"}, str(self.folder),
            NOW.timestamp(), lambda: NOW,
        )  # fmt: skip
        self.error: BaseException | None = None
        try:
            module = commands.load(arguments[0])
            parser = argparse.ArgumentParser()
            module.arguments(parser)
            code = module.run(parser.parse_args(arguments[1:]), world)
        except (SpecgenError, KeyboardInterrupt, EOFError, Terminated) as stopped:
            self.error = stopped
            code = stopped.exit_code if isinstance(stopped, SpecgenError) else 130
        self.screen, self.out = stream.getvalue(), data.getvalue().decode()
        return code

    def asks(self, *replies: Reply, options: tuple[str, ...] = (), meanwhile: Callable[[], None] = lambda: None) -> int:
        scripted = ScriptedPrompter(*replies)

        class Person(ScriptedPrompter):
            def __init__(self, color: bool, editor: object, width: int) -> None:
                super().__init__()
                self.replies, self.asked, self.ticked = scripted.replies, scripted.asked, scripted.ticked

            def line(self, prompt: str, **how: object) -> str:
                if scripted.replies[:1] == ["w"]:
                    meanwhile()
                return super().line(prompt)

            @contextmanager
            def listening(self) -> Iterator[None]:
                yield

        self.monkeypatch.setattr(keyboard, "KeyboardPrompter", Person)
        code = self.command("answer", "receipts.md", *options, interactive=True)
        assert not scripted.replies, f"never asked for: {scripted.replies}"
        return code

    def drafts(self) -> list[Path]:
        return list((self.folder / "state").rglob("*.yaml"))


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    return Case(tmp_path, monkeypatch)


def lines_that_differ(before: str, after: str) -> list[str]:
    block = [text[text.index("```yaml") : text.index("</details>")].splitlines() for text in (before, after)]
    return [line for line in block[1] if line not in block[0]]


# --- what is asked ---------------------------------------------------------------------------------------------------------


def test_what_is_unknown_is_asked_and_written_in_its_line(case: Case) -> None:
    case.edit("availability.maintenance: unknown", "availability.maintenance: unknown  # ask the desk")
    assert case.asks("1 s", "", "w") == 0
    assert "How long is it down on purpose in one window?  now: unknown" in case.screen.replace("\u00a0", " ")
    assert lines_that_differ(case.before, case.text) == ["availability.maintenance: 1 s  # ask the desk"]
    assert "receipts.md updated: draft" in case.screen
    assert "availability.maintenance: unknown → 1 s" in case.screen
    assert case.drafts() == []


def test_open_essentials_are_asked_too(case: Case) -> None:
    case.edit("secrets.store: cloud_manager\n", "")
    assert case.asks("1 s", "cloud_m", "", "w") == 0
    assert "secrets.store: cloud_manager\n" in case.text


def test_unknown_with_an_owner_and_a_day(case: Case) -> None:
    assert case.asks("unknown; @ada; 2027-01-31", "", "w") == 0
    assert 'availability.maintenance: {unknown: true, owner: "@ada", by: 2027-01-31}' in case.text
    assert "for @ada to find out." in case.screen


def test_enter_keeps_what_is_unknown(case: Case) -> None:
    assert case.asks("", "", "w") == 0
    assert case.text == case.before
    assert "receipts.md is unchanged." in case.screen


def test_the_rest_is_offered(case: Case) -> None:
    assert case.asks("", "more", "400 ms; measured; probe", ">", "w") == 0
    assert "can wait." in case.screen
    assert lines_that_differ(case.before, case.text) == [
        "    p99: {value: 400 ms, basis: measured, source: probe}"
    ]


def test_only_what_is_named_is_asked_answered_or_not(case: Case) -> None:
    assert case.asks("99.5%", "w", options=("--only", "availability.target")) == 0
    assert "now: 99.9%" in case.screen
    assert lines_that_differ(case.before, case.text) == ["availability.target: 99.5%"]
    assert "Contradictions: " in case.screen, "99.9% above a chain of 99.5% is solved"
    assert "solved: target-above-chain" in case.screen


def test_one_field_of_a_record(case: Case) -> None:
    assert case.asks("3 s", "w", options=("--only", "dependencies.tax-service.timeout")) == 0
    assert lines_that_differ(case.before, case.text) == ["    timeout: 3 s"]


def test_a_list_is_asked_as_a_list(case: Case) -> None:
    assert case.asks("add", "Mail", "no", "done", "", "", "w", options=("--only", "dependencies")) == 0
    assert lines_that_differ(case.before, case.text) == ["  - name: Mail", "    hard: no"]


def test_title_and_tier_go_to_the_front_matter(case: Case) -> None:
    assert case.asks("2", "Receipts of tax", "w", options=("--only", "spec.title,spec.tier")) == 0
    assert "title: Receipts of tax\nstatus: draft\ntier: 2\n" in case.text
    assert 'The heading still says "Receipts"' in case.screen


def test_an_empty_list_of_owners_is_asked_and_filled(case: Case) -> None:
    case.edit('owners: ["@ada"]\n', "owners: []\n")
    case.edit('reviewers: ["@grace"]\n', "")
    assert case.asks("@alan @grace", "w", options=("--only", "spec.owners,spec.reviewers")) == 0
    assert 'owners: ["@alan"]\nreviewers: ["@grace"]\n' in case.text


def test_prose_is_asked_only_where_nobody_has_written(case: Case) -> None:
    case.edit("Operators type receipts twice.", "<!-- What hurts? -->")
    assert case.asks("It hurts.", "w", options=("--only", "spec.problem")) == 0
    assert "<!-- specgen:section problem -->\n" in case.text
    assert "It hurts." in case.text
    assert case.asks(options=("--only", "spec.problem")) == 2
    assert "written in its section" in str(case.error)


def test_the_review_does_not_offer_prose_that_is_written(case: Case) -> None:
    assert case.asks(">", "3", "q", "y") == 0
    assert "problem written" in case.screen
    assert "change it there, in your editor" in case.screen


def test_a_missing_section_comes_with_its_prose(case: Case) -> None:
    start = case.text.index("## Problem")
    case.path.write_text(case.text[:start] + case.text[case.text.index("\n## ", start) + 1 :], encoding="utf-8")
    assert case.command("answer", "receipts.md", "--set", "spec.problem=It hurts.") == 0, case.error
    assert "specgen:section problem -->\nIt hurts.\n" in case.text


# --- leaving and going on -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), EOFError(), Terminated()], ids=["ctrl-c", "ctrl-d", "sigterm"])
def test_a_draft_is_kept_and_taken_up(case: Case, stop: BaseException) -> None:
    only = ("--only", "availability.maintenance,availability.target")
    case.asks("99%", stop, options=only)
    assert case.error is stop
    go_on = f"specgen answer receipts.md {' '.join(only)}"
    assert f"The draft is saved. Go on with: {go_on}" in " ".join(case.screen.split())
    assert case.text == case.before, "the target is untouched until w"
    assert case.asks("y", "1 s", "w", options=only) == 0
    assert "There is a draft of answers to receipts.md, saved 2026-11-20 10:00 UTC." in case.screen
    assert sorted(lines_that_differ(case.before, case.text)) == ["availability.maintenance: 1 s", "availability.target: 99%"]
    assert case.drafts() == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), EOFError(), Terminated()])
@pytest.mark.parametrize("before", [["99.9%"], ["99.9%", "c"]], ids=["where from", "which contract"])
def test_a_number_is_kept_where_its_source_is_still_asked(case: Case, stop: BaseException, before: list[str]) -> None:
    only = ("--only", "availability.own")
    assert case.asks(*before, stop, options=only) == 130
    go_on = f"specgen answer receipts.md {' '.join(only)}"
    assert f"The draft is saved. Go on with: {go_on}" in " ".join(case.screen.split())
    (draft,) = case.drafts()
    assert "availability.own: 99.9%\n" in draft.read_text(encoding="utf-8")
    assert case.asks("", "", "m", "our pager, 2026", "w", options=only) == 0  # go on; Enter keeps the number
    assert "now: 99.9%" in case.screen
    assert 'availability.own: {value: 99.9%, basis: measured, source: "our pager, 2026", as_of: 2026-11-20}' in case.text
    assert case.drafts() == []


def test_a_number_in_a_record_is_kept_so_too(case: Case) -> None:
    field = ("--only", "dependencies.tax-service.p99")
    assert case.asks("80 ms", KeyboardInterrupt(), options=field) == 130
    assert "The draft is saved." in case.screen
    assert case.asks("", "", "c", "contract s.4", "w", options=field) == 0
    assert "p99: {value: 80 ms, basis: contract, source: contract s.4}" in case.text


def test_a_list_goes_on_where_the_source_was_asked(case: Case) -> None:
    replies = ("a", "Ledger", "", "99.5%", KeyboardInterrupt())
    assert case.asks(*replies, options=("--only", "dependencies")) == 130
    case.asks("", "", "c", "contract s.4", KeyboardInterrupt(), options=("--only", "dependencies"))
    assert "Going on with Ledger." in case.screen
    (draft,) = case.drafts()
    assert "{value: 99.5%, basis: contract, source: contract s.4}" in draft.read_text(encoding="utf-8")


def test_a_draft_holds_only_what_differs_from_the_file(case: Case) -> None:
    case.asks("1 s", KeyboardInterrupt())
    case.edit("availability.target: 99.9%", "availability.target: 99%")
    assert case.asks("y", "", "w") == 0
    assert "availability.target: 99%\n" in case.text
    assert "availability.maintenance: 1 s\n" in case.text


def test_what_was_taken_back_stays_so_in_a_draft(case: Case) -> None:
    only = ("--only", "availability.target,availability.maintenance")
    case.asks("later", KeyboardInterrupt(), options=only)
    assert case.asks("y", "2 s", "w", options=only) == 0, case.error
    assert "\navailability.target:" not in case.text
    assert "availability.target: 99.9% → open" in case.screen


def test_a_draft_of_an_answer_is_not_the_draft_of_a_new_spec(case: Case) -> None:
    case.asks("1 s", KeyboardInterrupt())
    assert case.command("new", "--resume", interactive=True) == 2
    assert "no draft of this folder" in str(case.error)


def test_s_keeps_a_draft_and_q_nothing(case: Case) -> None:
    assert case.asks("1 s", "", "s") == 0
    assert len(case.drafts()) == 1
    assert case.asks("y", "", "q", "y") == 0
    assert case.drafts() == []
    assert case.text == case.before


def test_a_file_that_changes_while_questions_are_asked(case: Case) -> None:
    code = case.asks("1 s", "", "w", meanwhile=lambda: case.edit("# Receipts\n", "# Receipts\n\nMine.\n"))
    assert code == 4
    assert isinstance(case.error, ConflictError)
    assert "changed by somebody else meanwhile" in str(case.error)
    assert "The draft is saved. Go on with: specgen answer receipts.md" in case.screen
    assert case.text == case.before.replace("# Receipts\n", "# Receipts\n\nMine.\n")
    assert case.asks("y", "", "w") == 0
    assert "Mine." in case.text
    assert "availability.maintenance: 1 s\n" in case.text


def test_a_file_that_cannot_be_written(case: Case) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    code = case.asks("1 s", "", "w", meanwhile=lambda: case.monkeypatch.setattr(os, "fsync", full))
    assert code == 5
    assert case.text == case.before
    assert len(case.drafts()) == 1


def test_nothing_is_written_with_dry_run(case: Case) -> None:
    assert case.asks("1 s", "", "w", options=("--dry-run",)) == 0
    assert case.text == case.before
    assert "-availability.maintenance: unknown\n+availability.maintenance: 1 s\n" in case.out
    assert "would be updated" in case.screen
    assert len(case.drafts()) == 1, "the answers are kept until they are written"


# --- the same by hand -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "old", "new"),
    [
        ("availability.target=99.5%", "availability.target: 99.9%", "availability.target: 99.5%"),
        ("availability.maintenance=1 s", "availability.maintenance: unknown", "availability.maintenance: 1 s"),
        ("dependencies[Tax service].timeout=3 s", "timeout: 2 s", "timeout: 3 s"),
        (
            "dependencies[Tax service].p99=400 ms; measured; probe",
            "    timeout: 2 s", "    p99: {value: 400 ms, basis: measured, source: probe}\n    timeout: 2 s",
        ),
        ("spec.tier=2", "tier: 1", "tier: 2"),
        ("spec.components=external_calls, database", "spec.components: [external_calls]",
         "spec.components: [external_calls, database]"),
        ("dependencies=none", None, ""),
    ],
)  # fmt: skip
def test_editing_by_hand_and_update_do_the_same(case: Case, option: str, old: str | None, new: str) -> None:
    case.edit("timeout: 2 s\n", "timeout: 2 s  # per call\n")
    case.edit("# Receipts\n", "# Receipts\n\nWords of mine.\n")
    start = case.text
    assert case.command("answer", "receipts.md", "--set", option) == 0, case.error
    answered = case.text
    case.path.write_text(start, encoding="utf-8")
    if old is None:
        records = start[start.index("\ndependencies:\n") : start.index("# per call\n") + 11]
        case.edit(records, "\ndependencies: none\n")
    else:
        case.edit(old, new)
    assert case.command("update", "receipts.md") == 0, case.error
    assert answered == case.text
    assert answered != start
    assert case.command("update", "receipts.md") == 0
    assert "is up to date" in case.screen


def test_line_ends_and_the_byte_order_mark_stay(case: Case) -> None:
    case.path.write_bytes(b"\xef\xbb\xbf" + case.before.replace("\n", "\r\n").encode())
    assert case.command("answer", "receipts.md", "--set", "availability.maintenance=1 s") == 0, case.error
    data = case.path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert b"\r\navailability.maintenance: 1 s\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")


# --- bad input ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("availability.target: 99.9%", "availability.target: [99.9%", "not closed"),
        ("availability.target: 99.9%", "availability.target: lots", "availability.target"),
        ("availability.target: 99.9%", "availability.tarket: 99.9%", "Did you mean availability.target"),
        ("```yaml", "```text", "the answers are gone"),
        ("---\nspecgen: 1", "specgen: 1", "front matter is gone"),
        ("specgen: 1\n", "specgen: 2\n", "Upgrade specgen"),
        ("# Receipts\n", "# Receipts\n\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", "merge conflict"),
    ],
)
def test_a_spec_with_faults_is_left_alone(case: Case, old: str, new: str, message: str) -> None:
    case.path.write_text(case.text.replace(old, new, 1), encoding="utf-8")
    broken = case.text
    assert case.command("answer", "receipts.md", "--set", "availability.maintenance=1 s") == 3
    assert isinstance(case.error, InputError)
    assert message in str(case.error)
    assert case.text == broken


def test_no_file_and_a_link(case: Case) -> None:
    assert case.command("answer", "absent.md", "--set", "availability.maintenance=1 s") == 3
    (case.folder / "link.md").symlink_to("receipts.md")
    assert case.command("answer", "link.md", "--set", "availability.maintenance=1 s") == 4


def test_two_at_once(case: Case) -> None:
    with files.lock(case.path):
        assert case.command("answer", "receipts.md", "--set", "availability.maintenance=1 s") == 4
    assert "another specgen" in str(case.error)
    assert case.text == case.before


def test_asking_and_not_asking_exclude_each_other(case: Case) -> None:
    assert case.command("answer", "receipts.md", "--set", "spec.tier=1", "--only", "spec.tier") == 2
    assert isinstance(case.error, UsageError)
