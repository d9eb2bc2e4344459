"""`new` and `adopt` begin a spec alike: the same answers on the same day give the same front matter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from specgen import cli, frontmatter
from specgen.model import Identity

Front = Callable[..., Identity | str]


@pytest.fixture(params=["new", "adopt"])
def front(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Front:
    """The identity that the command makes, or the first line of what it complains of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def made(*sets: str, date: str = "2026-11-01") -> Identity | str:
        path = Path("receipts.md")
        options = ["--date", date, *(word for one in sets for word in ("--set", one))]
        if request.param == "adopt":
            path.write_text("# Receipts\n\nBy mail.\n", encoding="utf-8")
            code = cli.main(["adopt", "receipts.md", *options])
        else:
            code = cli.main(["new", "Receipts", "--allow-missing", *options])
        said = capsys.readouterr().err
        if code:
            return f"{code} {said.splitlines()[0]}"
        identity, _ = frontmatter.read(path.read_text(encoding="utf-8"), "receipts.md")
        assert identity is not None
        return identity

    return made


def test_answers_and_the_day_make_the_front_matter(front: Front) -> None:
    found = front("spec.tier=1", "spec.owners=@ada", "spec.reviewers=@bob, @eve", "process.review_period=30 days")
    assert isinstance(found, Identity)
    assert (found.id, found.title, found.tier) == ("receipts", "Receipts", 1)
    assert (found.owners, found.reviewers) == (("@ada",), ("@bob", "@eve"))
    assert (found.created, found.review_by) == ("2026-11-01", "2026-12-01")


@pytest.mark.parametrize(("days", "until"), [("", "2027-01-30"), ("review_days = 7", "2026-11-08")])
def test_without_a_known_period_the_configuration_says_it(front: Front, days: str, until: str) -> None:
    Path("specgen.toml").write_text(days, encoding="utf-8")
    found = front("process.review_period=unknown")
    assert isinstance(found, Identity)
    assert found.review_by == until


def test_a_day_too_late_is_named(front: Front) -> None:
    assert front(date="9999-12-01") == (
        "2 error: 9999-12-01 is too late for a new spec: its first review, 90 days later, would be past the year 9999. "
        "Give an earlier day with --date."
    )


@pytest.mark.parametrize("period", ["3000000 d", "90000000000000 d"])
def test_a_period_too_long_is_named(front: Front, period: str) -> None:
    found = front(f"process.review_period={period}")
    assert isinstance(found, str)
    assert found.startswith("3 error: process.review_period is ")
    assert found.endswith(
        " d: the first review, that long after 2026-11-01, would be past the year 9999. Give a shorter period or an earlier day."
    )


def test_a_period_too_long_is_shown_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("# Receipts\n", encoding="utf-8")
    Path("all.yaml").write_text("spec.tier: '1'\nprocess.review_period: 3000000 d\n", encoding="utf-8")
    for command in (["adopt", "a.md"], ["new", "Receipts", "--allow-missing"]):
        assert cli.main([*command, "--answers", "all.yaml", "--date", "2026-11-01"]) == 3
        assert "all.yaml:2:" in capsys.readouterr().err
    assert Path("a.md").read_text(encoding="utf-8") == "# Receipts\n"


def test_a_title_that_nobody_knows_is_no_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("# Receipts\n", encoding="utf-8")
    assert cli.main(["adopt", "a.md", "--set", "spec.title=unknown", "--date", "2026-11-01"]) == 0
    assert "title: Receipts\n" in Path("a.md").read_text(encoding="utf-8")
