"""specgen's own spec: in review at least, without findings, and what its answers compute to with the packs of today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from specgen import cli, frontmatter

ROOT = Path(__file__).resolve().parents[1]
SPEC = Path("docs", "specs", "specgen.md")
EPOCH = "1795132800"  # 2026-11-20: whether the review date has passed is no matter of tests
REVIEWED = frontmatter.STATUSES[frontmatter.STATUSES.index("review") : frontmatter.STATUSES.index("retired")]


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the repository's own configuration, if it has one."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main([*arguments])
    seen = capsys.readouterr()
    return code, seen.out + seen.err


def test_it_is_in_review_and_has_an_owner() -> None:
    identity, problems = frontmatter.read(SPEC.read_text(encoding="utf-8"), str(SPEC))
    assert problems == ()
    assert identity is not None
    assert identity.id == "specgen"
    assert identity.status in REVIEWED
    assert identity.owners


def test_evidence_that_names_a_file_names_one_that_is_there() -> None:
    evidence = re.findall(r"^  - Evidence: (.*)$", SPEC.read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"[\w.-]+(?:/[\w-]+)*/[\w-]+\.\w+", " ".join(evidence))
    assert "tests/test_own_spec.py" in named
    assert [name for name in named if not Path(name).is_file()] == []


def test_it_has_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    code, seen = run(capsys, "check", "--recompute", str(SPEC))
    assert code == 0, seen


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        (r"(?<=section summary -->\n).*?(?=\n## )", "TBD\n"),
        (r"On call: whoever sees it\.", "On call: somebody at any hour."),
        (r'owner: "@specgen-maintainers", ', ""),
        (r"(?<=\nstatus: )review", "ready"),
    ],
    ids=["unanswered section", "stale block", "unknown without an owner", "no status"],
)
def test_a_finding_would_be_seen(
    pattern: str, instead: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, times = re.subn(pattern, instead, SPEC.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert times > 0
    copy = tmp_path / SPEC.name
    copy.write_text(text, encoding="utf-8")
    code, seen = run(capsys, "check", "--recompute", str(copy))
    assert code == 1, seen


def test_update_would_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = SPEC.read_bytes()
    code, seen = run(capsys, "update", "--dry-run", str(SPEC))
    assert code == 0, seen
    assert [line for line in seen.splitlines() if line.startswith(("---", "+++", "@@", "+", "-"))] == []
    assert SPEC.read_bytes() == before


def test_update_keeps_every_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / SPEC.name
    copy.write_bytes(SPEC.read_bytes())
    code, seen = run(capsys, "update", str(copy))
    assert code == 0, seen
    assert copy.read_bytes() == SPEC.read_bytes()
