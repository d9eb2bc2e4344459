"""Writes the golden Markdown of every example anew. Read the diff before you commit it.

python tools/make_golden.py
"""

from __future__ import annotations

from pathlib import Path

from specgen import resources
from specgen.cli import main

ROOT = Path(__file__).parents[1] / "examples"

if __name__ == "__main__":
    for name in resources.folders("examples"):
        target = ROOT / name / f"{name}.md"
        code = main(
            [
                "new",
                "--example",
                name,
                "--no-input",
                "--allow-missing",
                "--date",
                "2026-11-20",
                "--force",
                "-o",
                str(target),
            ]
        )
        if code:
            raise SystemExit(code)
