"""Reports into files: where they may go, and that one that cannot be written keeps none of the others back."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.cli import files, rooms
from specgen.errors import OutputError, SpecgenError, TargetError

if TYPE_CHECKING:
    from specgen.cli.world import World
    from specgen.model import Report

_INPUTS = (".md", ".toml", ".yaml", ".yml", ".j2")  # what specgen reads: a slip in a name shall not cost a spec


def target(text: str) -> Path:
    """A file that a report may be written into, over the one of an earlier run."""
    if text.lower().endswith(_INPUTS):
        raise argparse.ArgumentTypeError(f"{text!r} has the name of a file that specgen reads; no report is written over one")
    return Path(text)


def asked(text: str) -> tuple[str, Path]:
    """`sarif=specs.sarif` as a format and a file."""
    format, _, file = text.partition("=")
    formats = rooms.modules("reporters")
    if format not in formats or file in ("", "-"):
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE, with one of {', '.join(formats)}")
    return format, target(file)


def apart(options: argparse.Namespace, *others: Path) -> None:
    """Raises TargetError where two reports would go into one file, or one over one of the `others`."""
    paths = [*others, *([options.output] if options.output else []), *(path for _, path in options.report)]
    seen: set[str] = set()
    for path in paths:
        place = os.path.realpath(path)
        if place in seen:
            raise TargetError(f"{path}: two files cannot be written to one place.")
        seen.add(place)


def write(wanted: Sequence[tuple[str, Path]], world: World, report: Report) -> None:
    """Every report that can be written. Raises OutputError for the first that cannot, when the others are."""
    failed: list[SpecgenError] = []
    for format, path in wanted:
        try:
            save(world, path, rendered(format, report))
        except SpecgenError as error:
            failed.append(error)
    if failed:
        raise OutputError(*failed[0].problems)


def rendered(format: str, report: Report) -> bytes:
    from specgen import reporters

    return reporters.find(format).render(report).encode("utf-8", "backslashreplace")


def save(world: World, path: Path, data: bytes) -> None:
    files.write(path, data)
    world.tell(f"{path} written.")
