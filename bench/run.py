"""Measures specgen against its peers and writes the tables into docs/performance.md. See bench/README.md."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import corpus
import peers
from measure import paired
from tables import Goal, goals, put, ratio, table

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = 60  # about as many as the example answers
FIRST = {"specgen new": b"[ ]", "copier copy": b"Question 0", "cookiecutter": b"name"}  # shown by the first question


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
        put(text, "bench")


def report(work: Path, programs: dict[str, Path], rounds: int) -> str:
    """All tables as Markdown. Ratios are of medians; the first row of a table is its unit."""
    start = paired(_starts(programs), work, rounds)
    new = paired(_news(work, programs), work, rounds)
    first = paired(_firsts(programs), work, rounds, FIRST)
    renders = {pages: paired(_renders(work, programs, pages), work, count) for pages, count in ((15, rounds), (150, 7))}
    found = [
        Goal("`--version`, × a bare start", ratio(start, "specgen --version", "python -c pass"), 1.6),
        Goal("`new` to Markdown, × deon", ratio(new, "specgen new", "deon"), 0.9),
        Goal("`new` to Markdown, × copier", ratio(new, "specgen new", "copier copy"), 0.35),
        Goal("first question on the terminal, × copier", ratio(first, "specgen new", "copier copy"), 0.5),
    ]
    if "pandoc" in programs:
        found += [
            Goal(f"`render`, {pages} pages, × pandoc", ratio(renders[pages], "specgen render", "pandoc"), limit)
            for pages, limit in ((15, 1.1), (150, 0.3))
        ]
    found.append(Goal("`render`, 150 pages, memory in MiB", renders[150]["specgen render"].memory, 60))
    growth = renders[150]["specgen render"].time / renders[15]["specgen render"].time
    found.append(Goal("`render`, time of 150 pages, × that of 15", growth, 10))
    parts = [
        "### Goals\n", goals(found),
        "\n### Start\n", table(start),
        "\n### A new document from answers, nothing asked\n", table(new),
        "\n### Until the first question is on the terminal\n", table(first),
        *(part for pages, runs in renders.items() for part in (f"\n### Markdown to Word, {pages} pages\n", table(runs))),
        f"\nMedians of {rounds} interleaved rounds (7 for 150 pages), {os.cpu_count()} cores. {peers.versions(programs)}.",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


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
