"""Files of specgen's own that somebody has damaged: the cause is told, and what is said to do mends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from specgen import cli, resources

SPEC = resources.text("examples/ops-report", "ops-report.md")
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")  # 2026-11-20

    def call(*arguments: str) -> tuple[int, str]:
        code = cli.main([*arguments])
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    return call


def put(text: str) -> None:
    Path("a.md").write_text(text, encoding="utf-8")


def text() -> str:
    return Path("a.md").read_text(encoding="utf-8")


# --- answers ---------------------------------------------------------------------------------------------------------------

CUT = SPEC[: SPEC.index("## Answers")]  # with the hidden lines
COMMANDS = (("check",), ("update",), ("answer", "--set", "availability.target=99%"))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "cut", [CUT, CUT.replace("packs: [core 1.0.0]\n", ""), CUT[: CUT.index("\n# ")]], ids=["all", "no packs", "front matter"]
)
def test_a_spec_whose_answers_are_gone_is_not_computed_from_nothing(run: Run, command: tuple[str, ...], cut: str) -> None:
    put(cut)
    code, said = run(command[0], "a.md", *command[1:])
    assert code == (1 if command[0] == "check" else 3)
    assert "answers are gone: there is no block of YAML under a heading Answers." in said
    assert "Put them back as they were, from git for instance" in said
    assert "specgen update a.md" not in said
    assert text() == cut


def test_answers_that_are_put_back_mend_it_and_so_does_an_empty_block(run: Run) -> None:
    put(CUT + SPEC[SPEC.index("## Answers") : SPEC.index("\n<!-- specgen:wording")])
    assert run("update", "a.md")[0] == 0
    assert text() == SPEC
    put(CUT + "## Answers\n\n```yaml\n```\n")
    assert run("update", "a.md")[0] == 0


@pytest.mark.parametrize("marker", ["", "## Problem\n<!-- specgen:section problem -->\n\nIt hurts.\n"])
def test_a_spec_that_somebody_wrote_by_hand_is_completed(run: Run, marker: str) -> None:
    put(f"---\nspecgen: 1\nid: x\ntitle: X\n---\n\n# X\n\n{marker}")
    assert "specgen update a.md" in run("check", "a.md")[1]
    assert run("update", "a.md")[0] == 0
    assert "```yaml\n```" in text()
