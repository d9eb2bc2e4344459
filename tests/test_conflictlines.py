"""What git leaves where two changes met: `check`, `update` and `answer` take the same lines for a conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen import cli, resources
from specgen.conflictlines import Conflict, conflicts
from specgen.readers.markdown import read

SPEC = resources.text("examples/ops-report", "ops-report.md")
TARGET = next(line for line in SPEC.split("\n") if line.startswith("availability.target:"))
HEADING = "### Goals\n"


def both(ours: str, theirs: str) -> str:
    return f"<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> targets"


PROSE = f"{HEADING}\n{both('One.', 'Two.')}\n"


@pytest.mark.parametrize(
    ("old", "new", "first", "until"),
    [
        (TARGET, both(TARGET, TARGET.replace("99", "98")), "<<<<<<< HEAD", "it ends in line"),
        (TARGET, f"{TARGET}\n<<<<<<< HEAD", "<<<<<<< HEAD", "and its end is missing"),
        (TARGET, f"=======\n{TARGET}\n>>>>>>> targets", ">>>>>>> targets", "ends a merge conflict"),
        (HEADING, PROSE, "<<<<<<< HEAD", "it ends in line"),
        (HEADING, PROSE.replace("=======\n", ""), "<<<<<<< HEAD", "it ends in line"),
        (HEADING, f"{HEADING}\n{both('```text', '```sh')}\nls\n```\n", "<<<<<<< HEAD", "it ends in line"),
    ],
)
def test_a_conflict_is_one_for_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], old: str, new: str, first: str,
    until: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    text = SPEC.replace(old, new, 1)
    Path("a.md").write_text(text, encoding="utf-8")
    line = text.split("\n").index(first) + 1
    assert cli.main(["check", "a.md", "--select", "merge-conflict"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert f" {line}:1 error merge-conflict " in said
    assert until in said
    for command in (["update", "a.md"], ["answer", "a.md", "--no-input", "--set", "availability.target=98%"]):
        assert cli.main(command) == 3
        told = " ".join(capsys.readouterr().err.split())
        assert f"a.md:{line}:1: a merge conflict stands here. Finish the merge first" in told
        assert "colon" not in told
    assert Path("a.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "example",
    [
        f"```text\n{both('One.', 'Two.')}\n```\n",
        "> " + both("One.", "Two.").replace("\n", "\n> ") + "\n",
        "    " + both("One.", "Two.").replace("\n", "\n    ") + "\n",
        "A title\n=======\n\nText.\n",
        ">>>>>>> deep in quotes\n",
    ],
)
def test_an_example_of_a_persons_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], example: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = SPEC.replace(HEADING, f"{HEADING}\n{example}\n", 1)
    Path("a.md").write_text(text, encoding="utf-8")
    assert cli.main(["check", "a.md", "--select", "merge-conflict"]) == 0
    assert cli.main(["update", "a.md"]) == 0, capsys.readouterr().err
    assert example in Path("a.md").read_text(encoding="utf-8")


def found(text: str) -> list[tuple[int, ...]]:
    return [tuple(one) for one in conflicts(read(text, "a.md"))]


def test_marks_are_paired_from_the_inside() -> None:
    inner = "<<<<<<< b\n||||||| base\n=======\n>>>>>>> b\n"
    assert found(inner) == [Conflict(1, 2, 3, 4)]
    assert found(inner.replace("\n", "\r\n")) == [Conflict(1, 2, 3, 4)]
    assert found(f"<<<<<<< a\n{inner}=======\n>>>>>>> a\n") == [(1, 0, 0, 0), (2, 3, 4, 5), (0, 0, 6, 7)]
    assert found("<<<<<<< a\n=======\n||||||| theirs\n>>>>>>> a\n") == [(1, 0, 2, 4)], "the base stands above the middle"
    assert found("<<<<<<<\n=======\n>>>>>>>\n") == [], "git names both sides"
    example = "```text\n<<<<<<< b\n```\n"
    assert found(f"<<<<<<< a\n{example}=======\n>>>>>>> a\n") == [(1, 0, 5, 6)]
