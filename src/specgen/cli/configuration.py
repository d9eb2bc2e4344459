"""The configuration that holds in the working folder: found, read, and laid under the options of a command.

For a command: `library.arguments(parser)` (or `arguments` where packs do not matter), then `settings = apply(options, world)`,
which fills in what the command line left open: `options.packs`, `options.templates`, `options.word_template`. What it did not
leave open stands in `options.commands`.
"""

from __future__ import annotations

import os

from specgen.cli import sources
from specgen.cli.configured import Configured
from specgen.cli.settings import Demands, Required, Selected, Settings, way
from specgen.commandline import Commands
from specgen.config import Config
from specgen.errors import InputError, Problem, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection
    from pathlib import Path

    from specgen.cli.world import World

__all__ = ["FILE", "SHARED", "Demands", "Required", "Selected", "Settings", "apply", "arguments", "load"]

FILE, SHARED, TABLE = "specgen.toml", "pyproject.toml", "tool.specgen"


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--config FILE` and `--no-config`."""
    from pathlib import Path

    only = parser.add_mutually_exclusive_group()
    which = f"the configuration to use (default: the nearest {FILE} or {SHARED})"
    only.add_argument("--config", metavar="FILE", type=Path, help=which)
    only.add_argument("--no-config", action="store_true", help="use no configuration")


def apply(options: argparse.Namespace, world: World, rules: Collection[str] | None = None) -> Settings:
    """`load`, and options that were not given get what the configuration says: `packs`, `templates`, `word_template`. Which
    were given stands in `commands`, so that messages can say them again.

    Raises InputError, too, for files and folders that it names and that are not there.
    """
    options.commands = _typed(options)
    settings = load(options, world, rules)
    config = settings.config
    problems: list[Problem] = []
    for key, names, what in (
        ("packs", config.packs, "folder"), ("templates", config.templates, "folder"),
        ("word_template", (config.word_template,), "file"),
    ):  # fmt: skip
        if not hasattr(options, key) or getattr(options, key):
            continue
        paths = [settings.path(name) for name in names if name]
        is_there = os.path.isdir if what == "folder" else os.path.isfile
        absent = [path for path in paths if not is_there(os.path.join(settings.here, path))]
        problems += [missing(key, path, what, settings) for path in absent]
        setattr(options, key, paths if what == "folder" else next(iter(paths), None))
    if problems:
        raise InputError(*problems)
    return settings


def _typed(options: argparse.Namespace) -> Commands:
    packs, templates = (tuple(map(str, getattr(options, key, ()))) for key in ("packs", "templates"))
    config, baseline = (str(getattr(options, key, "") or "") for key in ("config", "baseline"))
    return Commands(packs, templates, config, getattr(options, "no_config", False), baseline)


def missing(key: str, path: Path, what: str, settings: Settings) -> Problem:
    """What to say of a path in the configuration where there is nothing."""
    from specgen.model import Mark

    mark = settings.config.marks.get(key, Mark(settings.file))
    return Problem(f"`{key}` names {path}: there is no such {what}", *mark, "Mend the name, or make it.")


def load(options: argparse.Namespace, world: World, rules: Collection[str] | None = None) -> Settings:
    """What holds in the working folder. With `rules`, names of rules in the file are checked against them.

    Raises InputError with every fault of the file, or for two files in one folder.
    """
    here = os.path.abspath(world.here)
    given: Path | None = getattr(options, "config", None)
    anew = getattr(options, "no_cache", False) or getattr(options, "recompute", False)
    configured = Configured(rules, None if anew else world.env)
    path = ""
    if not getattr(options, "no_config", False):
        path = _given(os.path.join(here, given), str(given), configured) if given else _nearest(here, configured)
    if not path:
        return Settings(Config(), here, "", here)
    folder = os.path.realpath(os.path.dirname(path))
    shown = str(given) if given else _called(here, path)
    table = TABLE if os.path.basename(path) == SHARED else ""
    data = sources.read(path)
    return Settings(configured.read(data, sources.decode(data, shown), shown, table), folder, shown, here)


def _given(path: str, shown: str, configured: Configured) -> str:
    """The file of `--config`. Raises UsageError when it is not there, or a pyproject.toml that says nothing of specgen."""
    if not os.path.isfile(path):
        raise UsageError(f"--config {shown}: there is no such file.")
    if os.path.basename(path) == SHARED and not _speaks(path, shown, configured):
        raise UsageError(f"--config {shown}: it has no [{TABLE}].")
    return path


def _nearest(folder: str, configured: Configured) -> str:
    """The file that holds in a folder: its own or that of the nearest folder around it, not beyond the repository."""
    start = folder
    while True:
        own, shared = os.path.join(folder, FILE), os.path.join(folder, SHARED)
        has_own = os.path.isfile(own)
        has_shared = os.path.isfile(shared) and _speaks(shared, _called(start, shared), configured)
        if has_own and has_shared:
            message = f"{SHARED} has a [{TABLE}], too: one folder can have one configuration"
            raise InputError(Problem(message, _called(start, own), fix="Put everything into one of them."))
        if has_own or has_shared:
            return own if has_own else shared
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return ""
        folder = above


def _called(here: str, path: str) -> str:
    return "/".join(way(here, tuple(path.split(os.sep))))


def _speaks(path: str, shown: str, configured: Configured) -> bool:
    """Whether a pyproject.toml has our table. Loading a TOML reader costs a tenth of a start, and most need not be read."""
    data = sources.read(path)
    if b"specgen" not in data:
        return False
    if configured.known(data, shown, TABLE) is not None:  # only what has the table is kept for it
        return True
    from specgen.config import reading

    return reading.holds(sources.decode(data, shown), shown, TABLE)
