"""What keeps `specgen check` fast, and that none of it changes what is said: kept outcomes, worker processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import specgen
from specgen import rules
from specgen.check.outcome import FOREVER, Outcome, from_data, from_lines, to_data, to_line
from specgen.cli import cache, main, rooms
from specgen.cli.checking import kept as outcomes
from specgen.cli.checking.kept import Kept, digest, remembered
from specgen.cli.checking.look import Plan
from specgen.cli.checking.workers import together
from specgen.model import Checked, Finding, Gravity, Named

SPECGEN = Path(specgen.__file__).resolve().parent
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SPEC = EXAMPLES / "ops-report" / "ops-report.md"
DAY = "2026-11-20"
NO_SPEC = "# No spec\n\nIt has no front matter.\n"  # what is said of it names the file


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of specs of every kind, in which the run is started."""
    folder = tmp_path / "work"
    (folder / "docs" / "specs").mkdir(parents=True)
    text = SPEC.read_text(encoding="utf-8")
    for number, status in enumerate(("draft", "review", "approved", "draft", "retired")):
        named = text.replace("id: ops-report", f"id: spec-{number}").replace("status: draft", f"status: {status}")
        (folder / "docs" / "specs" / f"{number}.md").write_text(named, encoding="utf-8")
    (folder / "docs" / "specs" / "same.md").write_text(text.replace("id: ops-report", "id: spec-1"), encoding="utf-8")
    (folder / "docs" / "specs" / "none.md").write_text(NO_SPEC, encoding="utf-8")
    (folder / "docs" / "specs" / "bytes.md").write_bytes(b"\xff\xfea\0")
    (folder / "docs" / "specs" / "link.md").symlink_to("/etc/hostname")
    monkeypatch.chdir(folder)
    return folder


def check(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, bytes]:
    code = main(["check", "--format", "json", "--date", DAY, *arguments])
    out, err = capsysbinary.readouterr()
    assert err == b""
    return code, out


def _forbidden(*_: object) -> None:
    raise AssertionError("this run was not to look at the file anew")


# --- kept outcomes -----------------------------------------------------------------------------------------------------


def test_a_second_run_says_the_same_and_checks_nothing(
    kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = check(capsysbinary)
    assert json.loads(first[1])["summary"]["files"] == 8, "the link out of the project is a failure, not a file"
    monkeypatch.setattr("specgen.cli.checking.look.Plan.checker", _forbidden)
    assert check(capsysbinary) == first


@pytest.mark.parametrize("how", ["option", "environment"])
def test_without_the_cache_nothing_is_kept(
    how: str, kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "environment":
        monkeypatch.setenv(cache.OFF, "1")
    check(capsysbinary, *(["--no-cache"] if how == "option" else []))
    assert [*kept.glob("verdicts-*")] == []


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign", "writable", "empty"])
def test_a_damaged_cache_is_as_good_as_none(
    damage: str, kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    first = check(capsysbinary)
    (path,) = kept.glob("verdicts-*")
    data = path.read_bytes()
    if damage == "writable":
        path.chmod(0o666)
    else:
        foreign = json.dumps({"anything": [1, 2]}).encode()
        path.write_bytes({"cut": data[:-40], "changed": data.replace(b"must", b"much"), "foreign": foreign, "empty": b""}[damage])
    assert check(capsysbinary) == first


def test_lines_that_are_no_outcomes_are_as_good_as_none(
    kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    first = check(capsysbinary)
    (path,) = kept.glob("verdicts-*")
    lines = [line.rsplit(b"\t", 1)[0] + b'\t["draft"]' for line in path.read_bytes().split(b"\n")[2:]]
    cache.write(path, b"\n".join([outcomes.FORMAT, *lines]))
    assert check(capsysbinary) == first


def test_what_is_kept_is_for_this_user_only(
    kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    check(capsysbinary)
    (path,) = kept.glob("verdicts-*")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("arguments", [("--status", "approved"), ("--ignore", "must-open"), ("--packs", "acme")])
def test_another_way_of_checking_is_kept_apart(
    arguments: tuple[str, ...], kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (specs / "acme").mkdir()
    (specs / "acme" / "LAYER.yaml").write_text("name: acme\nversion: 1.0.0\n", encoding="utf-8")
    check(capsysbinary)
    with_it = check(capsysbinary, *arguments)
    assert check(capsysbinary, *arguments, "--no-cache") == with_it
    assert len([*kept.glob("verdicts-*")]) == 2


def test_a_changed_pack_is_seen(kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    folder = specs / "acme"
    folder.mkdir()
    (folder / "LAYER.yaml").write_text("name: acme\nversion: 1.0.0\n", encoding="utf-8")
    before = check(capsysbinary, "--packs", "acme")
    pack = "pack: idempotency\nchange:\n  items:\n    IDEM-09: {evidence: a panel}\n"
    (folder / "idempotency.yaml").write_text(pack, encoding="utf-8")
    (folder / "LAYER.yaml").write_text("name: acme\nversion: 1.1.0\n", encoding="utf-8")
    after = check(capsysbinary, "--packs", "acme")
    assert after != before
    assert after == check(capsysbinary, "--packs", "acme", "--no-cache")


def test_the_same_bytes_under_another_name_are_called_by_that_name(
    kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    check(capsysbinary)
    for name in ("none.md", "2.md"):
        (specs / "docs" / "specs" / name).rename(specs / "docs" / "specs" / f"other-{name}")
    code, out = check(capsysbinary)
    assert (code, out) == check(capsysbinary, "--no-cache")
    assert b"specgen adopt docs/specs/other-none.md" in out
    assert b"docs/specs/none.md" not in out


def test_a_date_that_has_passed_is_seen(kept: Path, specs: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    on_the_day = check(capsysbinary, "--date", "2027-02-18")
    before = check(capsysbinary)
    assert before == on_the_day, "review_by is 2027-02-18, and that day counts"
    after = check(capsysbinary, "--date", "2027-02-19")
    assert after != before
    assert check(capsysbinary) == before


def outcome(file: str, message: str = "said", until: str = FOREVER) -> Outcome:
    finding = Finding("must-open", Gravity.ERROR, file, 3, 1, message, "fix", "AB-01", "approved", "monitor")
    return Outcome(Checked(file, "draft", 2, "A title"), (finding,), Named(file, "an-id", 3), until)


def test_an_outcome_holds_on_the_days_it_was_made_for(tmp_path: Path) -> None:
    first = Kept(tmp_path / "verdicts-a.json", "2026-11-20")
    first.keep(digest(b"x"), outcome("a.md", until="2026-12-01"))
    first.save()
    for day, known in {"2026-11-19": False, "2026-11-20": True, "2026-12-01": True, "2026-12-02": False}.items():
        text = Kept(tmp_path / "verdicts-a.json", day).find(digest(b"x"), "b.md")
        assert (text is not None) is known, day
    assert remembered([text], ["b.md"]) == [outcome("b.md", until="2026-12-01")] if text else True


def test_an_outcome_reads_back_under_any_name() -> None:
    assert from_data(json.loads(json.dumps(to_data(outcome("a.md")))), "b.md") == outcome("b.md")


@pytest.mark.parametrize("tier", [None, 0, 2])
@pytest.mark.parametrize("title", ["", "A title", "Täglich – 日次", "a\tb", "a\nb", "\ud800", "[1]", "\u2028"])
def test_an_outcome_without_findings_reads_back_too(title: str, tier: int | None) -> None:
    kinds = [
        Outcome(Checked("a.md", "draft", tier, title), (), named, until, lack)
        for named in (None, Named("a.md", "an-id", 3), Named("a.md", "", 0))
        for until in (FOREVER, "2026-12-01")
        for lack in ("", "text")
    ]
    lines = [to_line(one) for one in (*kinds, outcome("a.md"))]
    assert not [line for line in lines if "\n" in line]
    assert from_lines(lines, ["a.md"] * len(lines)) == [*kinds, outcome("a.md")]


def test_few_files_are_found_as_many_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "verdicts-a.json"
    made = Kept(path, DAY)
    for number in range(9):
        made.keep(digest(b"%d" % number), outcome("a.md", "about a.md" if number % 2 else "said"))
    made.save()
    said = []
    for few in (0, 100):
        monkeypatch.setattr(outcomes, "FEW", few)
        kept = Kept(path, DAY)
        said.append([kept.find(digest(b"%d" % number), file) for number in range(12) for file in ("a.md", "b.md")])
    assert said[0] == said[1]
    assert [text is not None for text in said[0]] == [True, True, True, False] * 4 + [True, True] + [False] * 6


def test_what_is_kept_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "MOST", 10)
    path = tmp_path / "verdicts-a.json"
    for run in range(3):
        made = Kept(path, DAY)
        for number in range(7):
            made.keep(digest(b"%d.%d" % (run, number)), outcome("file.md"))
        made.save()
    last = Kept(path, DAY)
    known = [run for run in range(3) for number in range(7) if last.find(digest(b"%d.%d" % (run, number)), "file.md")]
    assert known.count(2) == 7
    assert len(known) == 10


# --- worker processes --------------------------------------------------------------------------------------------------


def test_workers_say_what_one_process_says(specs: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    alone = check(capsysbinary, "--workers", "1")
    assert check(capsysbinary, "--workers", "3") == alone


def test_a_fault_of_a_pack_is_said_as_without_workers(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (specs / "acme").mkdir()
    (specs / "acme" / "LAYER.yaml").write_text("name: acme\n", encoding="utf-8")
    said = []
    for workers in "12":
        code = main(["check", "--packs", "acme", "--workers", workers])
        said.append((code, capsys.readouterr()))
    assert said[0] == said[1]
    assert said[0][0] == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
@pytest.mark.parametrize("how", ["interrupted", "killed"])
def test_a_run_with_workers_ends_cleanly(how: str, specs: Path) -> None:
    text = (EXAMPLES / "instant-transfers" / "instant-transfers.md").read_text(encoding="utf-8")
    for number in range(300):
        (specs / "docs" / "specs" / f"many-{number}.md").write_text(text, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(SPECGEN.parent)}
    command = [sys.executable, "-m", "specgen", "check", "--workers", "2", "--no-cache", "--format", "json"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        try:
            children = _children(run)
            if how == "interrupted":
                run.send_signal(signal.SIGINT)
            else:
                os.kill(children[0], signal.SIGKILL)
            out, err = run.communicate(timeout=60)
        finally:
            run.kill()
    assert b"Traceback" not in err
    if how == "interrupted":
        assert (run.returncode, err) == (130, b"error: interrupted\n")
    else:
        assert run.returncode == 3
        assert "ended by signal 9" in json.loads(out)["failures"][-1]["message"]
    for child in children:
        assert _is_gone(child), "a worker outlived its run"


def test_a_bug_in_a_worker_is_reported_by_the_run_with_its_traceback(specs: Path) -> None:
    (specs / "one.md").write_bytes(SPEC.read_bytes())
    day: Any = 20261120  # no text, so that comparing it with a date is a fault of the program
    plan = Plan((), (), day, ("review-date-passed",), "", str(specs))
    with pytest.raises(RuntimeError, match=r"in a worker process:\nTraceback(.|\n)*TypeError"):
        list(together([str(specs / "one.md")], plan, 1, []))


def _is_gone(process: int) -> bool:
    """Whether a process ends within a few seconds: it learns of its run's end from a closed pipe."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def _children(run: subprocess.Popen[bytes]) -> list[int]:
    """The workers of a run, once there are two."""
    for _ in range(600):
        assert run.poll() is None
        said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(run.pid)], capture_output=True, text=True, check=False)
        found = [int(one) for one in said.stdout.split()]
        if len(found) == 2:
            return found
        time.sleep(0.05)
    raise AssertionError("no workers were started")


# --- shortcuts that must stay true -------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_before_the_first_order_lets_nobody_wait(
    specs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> None:
        raise TypeError("cannot be sent")

    monkeypatch.setattr("specgen.cli.checking.look.Plan.to_data", fail)
    assert main(["check", "--workers", "2", "--no-cache"]) == 3
    assert "the run stopped there" in " ".join(capsys.readouterr().out.split())


def test_rules_are_named_as_their_modules() -> None:
    assert rooms.rules() == sorted(rules.rules())


def test_rules_over_all_files_are_those_that_the_run_knows() -> None:
    """`checking` imports them only where ids repeat or a spec is missing, and `baseline` where there is one."""
    over = {name for name, rule in rules.rules().items() if rule.over}
    assert over == {"id-duplicate", "spec-missing", "baseline-outdated"}


def test_an_id_that_another_spec_has_is_found_without_checking_that_spec(
    specs: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, out = check(capsysbinary, "docs/specs/same.md")
    found = [one for one in json.loads(out)["findings"] if one["rule"] == "id-duplicate"]
    assert [one["file"] for one in found] == ["docs/specs/same.md"]
