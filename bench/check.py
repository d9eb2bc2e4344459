"""Measures `specgen check` beside rumdl, yamllint and cat, and writes the tables into docs/performance.md. See README.md."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

import peers
import specs
from measure import Runs, paired, run
from tables import Goal, goals, put, ratio, table

ROOT = Path(__file__).resolve().parents[1]
MANY = 10_000  # specs
FEW = 300  # of those that take longer
CONFIG = 'specs = ["specs/**/*.md"]\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="runs of each short command (default: 21)")
    parser.add_argument("--environments", type=Path, help="folder for the peers' environments, kept and used again")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")  # what is kept of the corpus goes with it
        programs = peers.install(options.environments or work / "environments", ROOT, peers.LINTERS)
        text = report(work, programs, options.rounds)
    print(text)
    if options.write:
        put(text, "bench-check")


def report(work: Path, programs: dict[str, Path], rounds: int) -> str:
    """All tables as Markdown. Ratios are of medians; the first row of a table is its unit."""
    texts = specs.bases(programs["specgen"], work)
    one = paired(_one(work, programs, texts), work / "one", rounds)
    few = max(3, rounds // 3)
    cold = {count: paired(_cold(work, programs, texts, count), work / f"cold-{count}", few) for count in _steps()}
    unsealed = paired(_cold(work, programs, texts, FEW, "--recompute"), work / f"cold-{FEW}", few)
    loud = _loud(work, programs, few)
    many = work / f"cold-{MANY}"
    run([str(programs["specgen"]), "check"], many)
    warm = paired(_warm(programs), many, rounds)
    whole, half, quarter = (cold[count]["specgen check, cold"] for count in reversed(_steps()))
    goal = [
        Goal("one spec, checked before, × a bare start", ratio(one, "specgen check", "python -c pass"), 4.5),
        Goal("one spec, checked before, × yamllint", ratio(one, "specgen check", "yamllint, front matter only"), 0.65),
        Goal(f"{MANY:,} sealed specs cold, × rumdl", ratio(cold[MANY], "specgen check, cold", "rumdl"), 0.6),
        Goal(f"{MANY:,} specs, nothing changed, × cat", ratio(warm, "specgen check", "cat"), 1.1),
        Goal(f"{MANY:,} specs, nothing changed, memory in MiB", warm["specgen check"].memory, 40),
        Goal(f"{MANY:,} specs cold, memory of the largest process in MiB", whole.memory, 40),
        Goal(f"{MANY:,} specs cold, time × that of half as many", whole.time / half.time, 2.2),
        Goal(f"{MANY // 2:,} specs cold, time × that of half as many", half.time / quarter.time, 2.2),
    ]
    return "\n".join(
        [
            "### Goals\n", goals(goal),
            "\n### One spec of 12 KB\n", table(one),
            f"\n### {MANY:,} sealed specs, each looked at anew\n", table(cold[MANY]),
            f"\n### {MANY:,} specs, nothing changed since the last run\n", table(warm),
            f"\n### {FEW} sealed specs whose answers contradict each other\n", table(loud),
            f"\n### {FEW} specs of which no seal fits: each is computed\n", table(unsealed),
            f"\nMedians of {rounds} interleaved rounds ({few} where specs are looked at anew), {os.cpu_count()} cores. "
            f"{peers.versions(programs)}.",
            "",
        ]
    )  # fmt: skip


def _steps() -> tuple[int, int, int]:
    return MANY // 4, MANY // 2, MANY


def _corpus(work: Path, name: str, texts: list[str], count: int) -> Path:
    folder = work / name
    folder.mkdir()
    specs.write(folder, texts, count)
    (folder / "specgen.toml").write_text(CONFIG, encoding="utf-8")
    return folder


def _one(work: Path, programs: dict[str, Path], texts: list[str]) -> dict[str, list[str]]:
    folder = _corpus(work, "one", texts, 1)
    (name,) = [str(path.relative_to(folder)) for path in folder.rglob("*.md")]
    front = (folder / name).read_text(encoding="utf-8").split("---\n")[1]
    (folder / "front.yaml").write_text(f"---\n{front}", encoding="utf-8")
    specgen = str(programs["specgen"])
    return {
        "python -c pass": [str(programs["python"]), "-c", "pass"],
        "specgen check": [specgen, "check", name],
        "specgen check --no-cache": [specgen, "check", "--no-cache", name],
        "yamllint, front matter only": [str(programs["yamllint"]), "-d", "relaxed", "front.yaml"],
        "rumdl": [str(programs["rumdl"]), "check", "--silent", "--fail-on", "never", "--no-cache", name],
    }


def _cold(
    work: Path, programs: dict[str, Path], texts: list[str], count: int, *options: str
) -> dict[str, list[str]]:
    _corpus(work, f"cold-{count}", texts, count)
    return _anew(programs, *options)


def _loud(work: Path, programs: dict[str, Path], rounds: int) -> dict[str, Runs]:
    texts = specs.bases(programs["specgen"], work, specs.CONTRADICTING)
    # approved ones would fail, and a failed run is not measured
    return paired(_anew(programs, "--status", "review"), _corpus(work, "loud", texts, FEW), rounds)


def _anew(programs: dict[str, Path], *options: str) -> dict[str, list[str]]:
    return {
        "rumdl": [str(programs["rumdl"]), "check", "--silent", "--fail-on", "never", "--no-cache", "specs"],
        "specgen check, cold": [str(programs["specgen"]), "check", "--no-cache", *options],
    }


def _warm(programs: dict[str, Path]) -> dict[str, list[str]]:
    return {
        "cat": [shutil.which("sh") or "sh", "-c", "cat specs/*/*.md"],
        "specgen check": [str(programs["specgen"]), "check"],
        "rumdl": [str(programs["rumdl"]), "check", "--silent", "--fail-on", "never", "specs"],
    }


if __name__ == "__main__":
    main()
