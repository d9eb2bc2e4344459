"""Tables of what was measured, and the page they are put into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from measure import Runs

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


@dataclass(frozen=True)
class Goal:
    """`measured` must not be more than `limit`; both in the unit that `text` names."""

    text: str
    measured: float
    limit: float

    def row(self) -> str:
        verdict = "met" if self.measured <= self.limit else "**not met**"
        return f"| {self.text} | {self.limit:g} | {self.measured:.2f} | {verdict} |"


def goals(found: list[Goal]) -> str:
    return "\n".join(["| Goal | Limit | Measured | |\n| --- | ---: | ---: | --- |", *(goal.row() for goal in found)])


def ratio(runs: dict[str, Runs], one: str, other: str) -> float:
    return runs[one].time / runs[other].time


def table(runs: dict[str, Runs]) -> str:
    """The first row is the unit of the ratios."""
    unit = next(iter(runs.values()))
    memory = unit.memory > 0
    rows = ["| Command | Median | Ratio | Memory |", "| --- | ---: | ---: | ---: |"]
    rows += [f"| {r.name} | {r.time:.0f} ms | {r.time / unit.time:.2f} | {r.memory:.0f} MiB |" for r in runs.values()]
    return "\n".join(row if memory else f"{row.rsplit('|', 2)[0]}|" for row in rows)


def put(text: str, mark: str) -> None:
    """Writes `text` between the page's comments `mark:begin` and `mark:end`. Raises SystemExit where they are not there."""
    page = PAGE.read_text(encoding="utf-8")
    between = f"<!-- {mark}:begin -->\n\n{text}\n<!-- {mark}:end -->"
    page, count = re.subn(f"<!-- {mark}:begin -->.*<!-- {mark}:end -->", lambda _: between, page, flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"{PAGE.name} has no single pair of {mark} markers")
    PAGE.write_text(page, encoding="utf-8")
