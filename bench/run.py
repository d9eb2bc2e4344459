"""Measures specgen against its peers and writes the tables into docs/performance.md. See bench/README.md."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
import peers
from measure import Runs, paired

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
QUESTIONS = 60  # about as many as the example answers
FIRST = {"specgen new": b"[ ]", "copier copy": b"Question 0", "cookiecutter": b"name"}  # shown by the first question


@dataclass(frozen=True)
class Goal:
    """`measured` must not be more than `limit`; both in the unit that `text` names."""

    text: str
    measured: float
    limit: float

    def row(self) -> str:
        verdict = "met" if self.measured <= self.limit else "**not met**"
        return f"| {self.text} | {self.limit:g} | {self.measured:.2f} | {verdict} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="runs of each short command (default: 21)")
    parser.add_argument("--environments", type=Path, help="folder for the peers' environments, kept and used again")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        programs = peers.install(options.environments or work / "environments", ROOT)
        text = report(work, programs, options.rounds)
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        between = f"<!-- bench:begin -->\n\n{text}\n<!-- bench:end -->"
        page, count = re.subn(r"<!-- bench:begin -->.*<!-- bench:end -->", lambda _: between, page, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"{PAGE.name} has no single pair of bench markers")
        PAGE.write_text(page, encoding="utf-8")


def report(work: Path, programs: dict[str, Path], rounds: int) -> str:
    """All tables as Markdown. Ratios are of medians; the first row of a table is its unit."""
    start = paired(_starts(programs), work, rounds)
    new = paired(_news(work, programs), work, rounds)
    first = paired(_firsts(programs), work, rounds, FIRST)
    renders = {pages: paired(_renders(work, programs, pages), work, count) for pages, count in ((15, rounds), (150, 7))}
    goals = [
        Goal("`--version`, × a bare start", _ratio(start, "specgen --version", "python -c pass"), 1.6),
        Goal("`new` to Markdown, × deon", _ratio(new, "specgen new", "deon"), 0.9),
        Goal("`new` to Markdown, × copier", _ratio(new, "specgen new", "copier copy"), 0.35),
        Goal("first question on the terminal, × copier", _ratio(first, "specgen new", "copier copy"), 0.5),
    ]
    if "pandoc" in programs:
        goals += [
            Goal(f"`render`, {pages} pages, × pandoc", _ratio(renders[pages], "specgen render", "pandoc"), limit)
            for pages, limit in ((15, 1.1), (150, 0.3))
        ]
    goals.append(Goal("`render`, 150 pages, memory in MiB", renders[150]["specgen render"].memory, 60))
    growth = renders[150]["specgen render"].time / renders[15]["specgen render"].time
    goals.append(Goal("`render`, time of 150 pages, × that of 15", growth, 10))
    parts = [
        "### Goals\n", "| Goal | Limit | Measured | |\n| --- | ---: | ---: | --- |", *(goal.row() for goal in goals),
        "\n### Start\n", _table(start),
        "\n### A new document from answers, nothing asked\n", _table(new),
        "\n### Until the first question is on the terminal\n", _table(first),
        *(part for pages, runs in renders.items() for part in (f"\n### Markdown to Word, {pages} pages\n", _table(runs))),
        f"\nMedians of {rounds} interleaved rounds (7 for 150 pages), {os.cpu_count()} cores. {peers.versions(programs)}.",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _ratio(runs: dict[str, Runs], one: str, other: str) -> float:
    return runs[one].time / runs[other].time


def _table(runs: dict[str, Runs]) -> str:
    unit = next(iter(runs.values()))
    memory = unit.memory > 0
    rows = ["| Command | Median | Ratio | Memory |", "| --- | ---: | ---: | ---: |"]
    rows += [f"| {r.name} | {r.time:.0f} ms | {r.time / unit.time:.2f} | {r.memory:.0f} MiB |" for r in runs.values()]
    return "\n".join(row if memory else f"{row.rsplit('|', 2)[0]}|" for row in rows)


def _starts(programs: dict[str, Path]) -> dict[str, Sequence[str]]:
    return {
        "python -c pass": [str(programs["python"]), "-c", "pass"],
        "specgen --version": [str(programs["specgen"]), "--version"],
        "specgen --help": [str(programs["specgen"]), "--help"],
        "specgen explain IDEM-03": [str(programs["specgen"]), "explain", "IDEM-03"],
        "copier --version": [str(programs["copier"]), "--version"],
        "cookiecutter --version": [str(programs["cookiecutter"]), "--version"],
        "deon --help": [str(programs["deon"]), "--help"],
    }


def _news(work: Path, programs: dict[str, Path]) -> dict[str, Sequence[str]]:
    answers = work / "answers.yaml"
    shutil.copyfile(ROOT / "examples" / "instant-transfers" / "answers.yaml", answers)
    specgen = [str(programs["specgen"]), "new", "--answers", str(answers), "--no-input", "--allow-missing", "--force"]
    paired({"": [*specgen, "-o", "model.md"]}, work, 0)  # the peers' templates are as long as this document
    spec = (work / "model.md").read_text(encoding="utf-8")
    corpus.copier_template(work / "copier", spec, QUESTIONS)
    corpus.cookiecutter_template(work / "cookiecutter", spec, QUESTIONS)
    copier = [str(programs["copier"]), "copy", "--defaults", "--overwrite", "--quiet", "copier", "made-by-copier"]
    cookiecutter = [str(programs["cookiecutter"]), "cookiecutter", "--no-input", "--overwrite-if-exists", "-o", "made"]
    return {
        "specgen new": [*specgen, "-o", "made.md"],
        "deon": [str(programs["deon"]), "--overwrite", "-o", "deon.md"],
        "copier copy": copier,
        "cookiecutter": cookiecutter,
    }


def _firsts(programs: dict[str, Path]) -> dict[str, Sequence[str]]:
    return {
        "specgen new": [str(programs["specgen"]), "new", "A report"],
        "copier copy": [str(programs["copier"]), "copy", "copier", "asked-by-copier"],
        "cookiecutter": [str(programs["cookiecutter"]), "cookiecutter", "-o", "asked"],
    }


def _renders(work: Path, programs: dict[str, Path], pages: int) -> dict[str, Sequence[str]]:
    source = f"pages-{pages}.md"
    (work / source).write_text(corpus.document(pages), encoding="utf-8")
    commands: dict[str, Sequence[str]] = {}
    if "pandoc" in programs:
        commands["pandoc"] = [str(programs["pandoc"]), source, "-o", "pandoc.docx"]
    commands["specgen render"] = [str(programs["specgen"]), "render", source, "-o", "specgen.docx", "--force"]
    return commands


if __name__ == "__main__":
    main()
