"""Packs and templates as a command uses them: the built-in layer, then the team's own folders."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specgen import resources
from specgen.cli import cache, configuration, files

if TYPE_CHECKING:
    from specgen.model import Library


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--packs DIR`, and which configuration says so otherwise."""
    parser.add_argument(
        "--packs", metavar="DIR", action="append", default=[], type=Path,
        help="a team's folder of packs, laid over the built-in ones; may be given several times",
    )  # fmt: skip
    configuration.arguments(parser)


def load(folders: Sequence[Path]) -> Library:
    """The built-in packs with the team's layers over them. Raises InputError with every fault of every file."""
    from specgen import packs

    built_in = resources.texts("checklists", ".yaml")
    if not folders:
        return cache.library([built_in], packs.built_in)
    own = [
        {str(folder / name): text for name, text in files.folder_texts(folder, ".yaml").items()} for folder in folders
    ]
    return cache.library([built_in, *own], lambda: packs.load(built_in, *own))


def templates(folders: Sequence[Path]) -> dict[str, str]:
    """The built-in templates; of files of one name that of the last folder wins."""
    found = resources.texts("templates", ".j2")
    for folder in folders:
        found |= files.folder_texts(folder, ".j2")
    return found


def template_file(folders: Sequence[Path], name: str) -> Path | None:
    """The file of a team's folders that a template is taken from; None for one that comes with specgen."""
    return next((path for folder in reversed(folders) if (path := folder / name).is_file()), None)
