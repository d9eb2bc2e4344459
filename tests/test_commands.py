"""Runs the transcripts of tests/commands/*.md, and those in README.md and docs/: documentation for people, tests for us.

A transcript is Markdown. A fenced block whose info string ends in a file name (```` ```yaml answers.yaml ````) is a file
of the working folder. A `console` block holds commands after `$ ` and, under each, what a person sees: standard output
and standard error together. `echo $?` shows the exit code of the command before it; a command that nobody asks about
must end with 0. A line that is only `…` stands for any lines. Known commands: `specgen` (with `< FILE` and
`> FILE`), `cat`, `ls`, `echo $?`. A command goes on in the next line after a `\\`.

The day is 2026-11-20. Nothing is a terminal. `SPECGEN_REWRITE=1 pytest tests/test_commands.py` writes what is seen now.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from specgen import cli

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "commands"
PAGES = [
    *FOLDER.glob("*.md"),
    ROOT / "README.md",
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "examples").glob("*/README.md"),
]
EPOCH = "1795132800"  # 2026-11-20
ANYTHING = "…"
_FENCE = re.compile(r"(?P<mark>`{3,})(?P<info>[^`]*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: `first` is the index of the line after its opening fence, `lines` what it holds."""

    mark: str
    info: str
    first: int
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """A command and the lines under it; `first` is the index of the first of them in the transcript."""

    command: str
    first: int
    expected: list[str]
    mark: str


def fenced(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        opened = _FENCE.fullmatch(lines[at])
        at += 1
        if opened is None:
            continue
        end = next((n for n in range(at, len(lines)) if lines[n].strip() == opened["mark"]), None)
        if end is None:
            raise ValueError(f"line {at}: the block is not closed")
        yield Block(opened["mark"], opened["info"].strip(), at, lines[at:end])
        at = end + 1


def steps(block: Block) -> Iterator[Step]:
    starts = [n for n, line in enumerate(block.lines) if line.startswith("$ ")]
    if starts[:1] != [0]:
        raise ValueError(f"line {block.first + 1}: a console block begins with a command")
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        command, under = block.lines[start][2:], start + 1
        while command.endswith("\\"):
            command = f"{command[:-1]} {block.lines[under].removeprefix('> ').strip()}"
            under += 1
        yield Step(command, block.first + under, block.lines[under:end], block.mark)


class Shell:
    """The few commands a transcript may use, in the current folder."""

    def __init__(self) -> None:
        self.code = 0
        self.asked = True  # whether the last exit code other than 0 has been shown

    def run(self, command: str) -> list[str]:
        words = shlex.split(command)
        if words == ["echo", "$?"]:
            self.asked = True
            return [str(self.code)]
        if not self.asked:
            raise AssertionError(f"`$ echo $?` is missing before `{command}`: the exit code was {self.code}")
        if words[0] == "cat":
            return [line for name in words[1:] for line in Path(name).read_text(encoding="utf-8").splitlines()]
        if words == ["ls"]:
            return sorted(path.name for path in Path().iterdir())
        if words[0] != "specgen":
            raise AssertionError(f"a transcript cannot run `{words[0]}`")
        into = Path(words[words.index(">") + 1]) if ">" in words else None
        source = Path(words[words.index("<") + 1]).read_bytes() if "<" in words else b""
        plain = [word for n, word in enumerate(words) if not {"<", ">"} & {word, words[n - 1]}]
        return self._specgen(plain[1:], source, into)

    def _specgen(self, arguments: list[str], source: bytes, into: Path | None) -> list[str]:
        seen, data = io.BytesIO(), io.BytesIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(source), encoding="utf-8"))
            out = io.TextIOWrapper(seen if into is None else data, encoding="utf-8", write_through=True)
            err = io.TextIOWrapper(seen, encoding="utf-8", write_through=True)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "argv", ["specgen", *arguments])
            self.code = cli.main()
        if into is not None:
            into.write_bytes(data.getvalue())
        self.asked = self.code == 0
        return seen.getvalue().decode().splitlines()


# Seals differ with every change of packs, templates or version, and no reader of a transcript minds their digits.
_SEAL = re.compile(r"specgen:seal [0-9a-f]{16}")
SEALED = "specgen:seal 0123456789abcdef"


def matches(expected: list[str], seen: list[str]) -> bool:
    pattern = "".join("(?:.*\n)*?" if line == ANYTHING else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in seen)) is not None


@dataclass(frozen=True, slots=True)
class Difference:
    step: Step
    seen: list[str]


def play(text: str) -> list[Difference]:
    """Runs every command of a transcript in the current folder: the steps that saw something else than is written."""
    shell = Shell()
    found = []
    played = 0
    for block in fenced(text):
        kind, _, name = block.info.partition(" ")
        if kind == "console":
            for step in steps(block):
                seen = [_SEAL.sub(SEALED, line) for line in shell.run(step.command)]
                played += 1
                if not matches(step.expected, seen):
                    found.append(Difference(step, seen))
        elif name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text("".join(line + "\n" for line in block.lines), encoding="utf-8")
    if played < len(re.findall(r"^\$ ", text, re.MULTILINE)):
        raise AssertionError("a command stands outside of every block: what a command prints may have closed one")
    if not shell.asked:
        raise AssertionError(f"`$ echo $?` is missing at the end: the exit code was {shell.code}")
    return found


def rewritten(text: str, differences: list[Difference]) -> str:
    lines = text.splitlines()
    for one in reversed(differences):
        if one.step.mark in (line.strip() for line in one.seen):
            raise AssertionError(f"`{one.step.command}` prints a fence: open its block with a longer one")
        lines[one.step.first : one.step.first + len(one.step.expected)] = one.seen
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and an environment that is the same on every machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "GITHUB_ACTIONS", "FORCE_COLOR", "_ARGCOMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("COLUMNS", "96")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_transcript(path: Path, folder: Path) -> None:
    text = path.read_text(encoding="utf-8")
    differences = play(text)
    if differences and os.environ.get("SPECGEN_REWRITE"):
        path.write_text(rewritten(text, differences), encoding="utf-8")
        return
    told = [
        f"{path.relative_to(ROOT)}:{one.step.first}: $ {one.step.command}\n--- written\n" + "\n".join(one.step.expected)
        + "\n--- seen\n" + "\n".join(one.seen)
        for one in differences
    ]  # fmt: skip
    assert not differences, "\n\n".join(told)


GOOD = """\
```yaml answers.yaml
spec.titel: Report
```

```console
$ specgen new --answers answers.yaml
error: answers.yaml:1:1: there is no question 'spec.titel' Did you mean spec.title?
$ echo $?
3
```
"""


@pytest.mark.usefixtures("folder")
class TestRunner:
    """A runner that accepts everything would make every transcript worthless."""

    def test_accepts_what_is_seen(self) -> None:
        assert play(rewritten(GOOD, play(GOOD))) == []

    def test_sees_another_output(self) -> None:
        assert [one.step.command for one in play(GOOD.replace("error: ", "mistake: "))] == [
            "specgen new --answers answers.yaml"
        ]

    def test_sees_another_exit_code(self) -> None:
        assert [one.seen for one in play(GOOD.replace("\n3\n", "\n0\n")) if one.step.command == "echo $?"] == [["3"]]

    def test_wants_every_exit_code_but_0(self) -> None:
        with pytest.raises(AssertionError, match="the exit code was 3"):
            play(GOOD.replace("$ echo $?\n3\n", ""))

    def test_elision_stands_for_lines_only(self) -> None:
        assert matches(["a", ANYTHING, "d"], ["a", "b", "c", "d"])
        assert not matches(["a", ANYTHING], ["b"])
        assert not matches(["a…"], ["abc"])

    def test_sees_a_command_that_is_never_run(self) -> None:
        with pytest.raises(AssertionError, match="outside of every block"):
            play("```console\n$ ls\n```\nanswers.yaml\n$ specgen list packs\n")

    def test_refuses_other_programs(self) -> None:
        with pytest.raises(AssertionError, match="cannot run"):
            play("```console\n$ rm answers.yaml\n```\n")

    def test_rewrites_only_what_differs(self) -> None:
        wrong = GOOD.replace("error: ", "mistake: ")
        now = rewritten(wrong, play(wrong))
        assert "mistake" not in now
        assert now.startswith(wrong.partition("mistake")[0])
        assert play(now) == []


def test_there_are_transcripts() -> None:
    assert len(list(FOLDER.glob("*.md"))) >= 8
