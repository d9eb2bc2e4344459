"""`new`, `adopt` and `answer` take `--answers` and `--set` alike."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from specgen import cli

FILE = "spec.tier: '3'\nspec.owners: ['@file']\navailability.target: 99%\n"
INPUT = b"spec.owners: ['@input']\navailability.target: 99.5%\n"
COMMANDS = {"new": ["new", "Receipts", "--allow-missing"], "adopt": ["adopt", "receipts.md"], "answer": ["answer", "receipts.md"]}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, data: bytes = INPUT) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    return cli.main([*arguments, "--date", "2026-11-20"])


@pytest.mark.parametrize("command", COMMANDS)
def test_later_files_win_and_options_over_them(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("all.yaml").write_text(FILE, encoding="utf-8")
    Path("receipts.md").write_text("# Receipts\n\nBy mail.\n", encoding="utf-8")
    if command == "answer":
        assert run(monkeypatch, *COMMANDS["adopt"], "--set", "spec.title=Receipts") == 0
    if command == "new":
        Path("receipts.md").unlink()
    given = ("--answers", "all.yaml", "--answers", "-", "--set", "availability.target=99.9%")
    assert run(monkeypatch, *COMMANDS[command], *given) == 0, capsys.readouterr().err
    text = Path("receipts.md").read_text(encoding="utf-8")
    assert "\ntier: 3\n" in text
    assert '\nowners: ["@input"]\n' in text
    assert "\navailability.target: 99.9%\n" in text


def test_standard_input_is_read_once_for_all_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        Path(name).write_text("# Receipts\n", encoding="utf-8")
    assert run(monkeypatch, "adopt", "a.md", "b.md", "--answers", "-") == 0
    for name in ("a.md", "b.md"):
        assert "\navailability.target: 99.5%\n" in Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["new", "adopt"])
def test_a_fault_of_standard_input_is_placed(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("receipts.md").write_text("# Receipts\n", encoding="utf-8")
    assert run(monkeypatch, *COMMANDS[command], "--answers", "-", data=b"\navailability.targt: 99%\n") == 3
    assert "<stdin>:2:1: there is no question 'availability.targt'" in capsys.readouterr().err
