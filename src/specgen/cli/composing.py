"""What commands need to compose specs, new or anew: packs, templates, and a safe way to fill a team's own."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specgen.cli import library
from specgen.commandline import PLAIN, Commands

if TYPE_CHECKING:
    from specgen.recompose import Composer


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--templates`, `--packs`, and which configuration says so otherwise."""
    parser.add_argument(
        "--templates", metavar="DIR", action="append", default=[], type=Path,
        help="a team's folder of templates, laid over the built-in ones; may be given several times",
    )  # fmt: skip
    library.arguments(parser)


def composer(folders: Sequence[Path], packs: Sequence[Path], commands: Commands = PLAIN) -> Composer:
    """`commands` is how messages name these packs and templates. Raises InputError with every fault of packs and templates."""
    from specgen.recompose import Composer

    own = {path.name for folder in folders for path in sorted(folder.glob("*.md.j2"))}
    return Composer(library.load(packs), library.templates(folders), _fill(own), own, commands)


def _fill(own: set[str]) -> Any:
    def fill(templates: Mapping[str, str], name: str, values: Mapping[str, Any]) -> str:
        if own:  # a template of the team's, or one of ours that includes one of them
            from specgen.cli import sandbox

            return sandbox.fill(templates, name, values)
        from specgen.renderers.markdown import fill as fill_here

        return fill_here(templates, name, dict(values))

    return fill
