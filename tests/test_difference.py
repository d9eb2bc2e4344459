"""What `specgen answer` says of records that came, changed and went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from specgen import cli

Said = Callable[..., list[str]]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    assert cli.main(["new", "--example", "instant-transfers", "-o", "a.md"]) == 0
    capsys.readouterr()

    def call(*sets: str) -> list[str]:
        """The lines under *Answers*."""
        assert cli.main(["answer", "a.md", *(word for text in sets for word in ("--set", text))]) == 0
        lines = [line.strip() for line in capsys.readouterr().err.partition("\nAnswers\n")[2].split("\n")]
        return lines[: lines.index("")]

    return call


def test_a_record_that_was_added_says_what_is_known_of_it(said: Said) -> None:
    assert said("dependencies[New one].timeout=4 s; measured; probe", "dependencies[New one].hard=no") == [
        "dependencies.new-one added: New one, timeout 4 s measured, soft"
    ]
    assert said("dependencies.new-one.timeout=3 s; measured; probe") == [
        "dependencies.new-one.timeout: 4 s measured → 3 s measured"
    ]


def test_a_list_that_was_emptied_and_begun_anew_names_its_records(said: Said) -> None:
    assert said("dependencies=none") == [
        "dependencies.interbank-switch removed", "dependencies.name-enquiry removed", "dependencies: no dependencies",
    ]  # fmt: skip
    assert said("dependencies[Ledger].hard=yes") == ["dependencies.ledger added: Ledger, hard"]
