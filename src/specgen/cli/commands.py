"""Finds the commands: modules of this room that say of themselves which command they are.

A command's source begins with a docstring whose first sentence is "`specgen NAME`: what it does.", NAME being the
module's. That sentence is read without importing anything, so that an overview costs no more than a few files.
"""

from __future__ import annotations

import os

from specgen import cli

TYPE_CHECKING = False  # typing is not needed to start
if TYPE_CHECKING:
    import argparse
    from argparse import Namespace as Namespace
    from collections.abc import Sequence
    from typing import Protocol

    from specgen.cli.world import World

    class Command(Protocol):
        """A module of this room that is a command. HELP is what it does, then `examples:` and lines to type.

        It may have `plain(words)`, too: the options where nothing but paths was typed, as the parser would give them.
        """

        HELP: str

        def arguments(self, parser: argparse.ArgumentParser) -> None: ...
        def run(self, options: argparse.Namespace, world: World) -> int: ...


else:

    class Namespace:
        """What argparse calls so, without its import."""

        def __init__(self, **named):
            self.__dict__.update(named)


ROOM = "specgen.cli"


def find() -> dict[str, str]:
    """Every command by name, sorted, with what it does in a few words."""
    from specgen import registry

    return {name: what for name in registry.names(ROOM) if (what := describe(name))}


def exists(name: str) -> bool:
    """Whether there is such a command."""
    return _source(name).startswith(f'"""`specgen {name}`: ')


def describe(name: str) -> str:
    """What the command does, from its source alone; "" when there is no such command."""
    import re

    said = re.match(rf'"""`specgen {name}`: (.+?)\.(?=\s|""")', _source(name), re.DOTALL)
    return " ".join(said[1].split()) if said else ""


def _source(name: str) -> str:
    """Of a module of this room; "" where there is none."""
    if not name.isidentifier() or name.startswith("_"):
        return ""
    for folder in cli.__path__:
        if os.path.isdir(folder) and f"{name}.py" in os.listdir(folder):  # in just these letters, on every system
            with open(os.path.join(folder, f"{name}.py"), encoding="utf-8") as file:
                return file.read()
    from importlib.machinery import PathFinder  # a zipped program

    path = f"{ROOM}.{name}"
    spec = PathFinder.find_spec(path, cli.__path__)
    read = getattr(spec.loader, "get_source", None) if spec else None
    return (read(path) or "") if read else ""


def plain(command: Command, words: Sequence[str]) -> Namespace | None:
    """The options where no option was typed, if the command knows them: to make a parser takes as long as all the rest of a
    check of a file that did not change."""
    made = getattr(command, "plain", None)
    return None if made is None or any(word.startswith("-") for word in words) else made([*words])


def load(name: str) -> Command:
    """Imports one command, and nothing of the others. Raises TypeError when it lacks a part."""
    module = __import__(f"{ROOM}.{name}", fromlist=[name])
    lacking = [part for part in ("HELP", "arguments", "run") if not hasattr(module, part)]
    if lacking:
        raise TypeError(f"command {name} has no {' and no '.join(lacking)}")
    command: Command = module
    return command
