"""Packs and templates as a command uses them: the built-in layer, then the team's own folders."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from specgen import packs, resources
from specgen.cli import cache, files

if TYPE_CHECKING:
    from specgen.model import Library


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--packs", metavar="DIR", action="append", default=[], type=Path,
        help="a team's folder of packs, laid over the built-in ones; may be given several times",
    )  # fmt: skip


def load(folders: list[Path]) -> Library:
    """The built-in packs with the team's layers over them. Raises InputError with every fault of every file."""
    built_in = resources.texts("checklists", ".yaml")
    if not folders:
        return cache.library([built_in], packs.built_in)
    own = [
        {str(folder / name): text for name, text in files.folder_texts(folder, ".yaml").items()} for folder in folders
    ]
    return cache.library([built_in, *own], lambda: packs.load(built_in, *own))


def templates(folder: Path | None) -> dict[str, str]:
    """The built-in templates; a team's files of the same name win."""
    own = {} if folder is None else files.folder_texts(folder, ".j2")
    return {**resources.texts("templates", ".j2"), **own}
