"""Finds the commands: modules of this room that say of themselves which command they are.

A command's source begins with a docstring whose first sentence is "`specgen NAME`: what it does.", NAME being the
module's. That sentence is read without importing anything, so that an overview costs no more than a few files.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.machinery import PathFinder

TYPE_CHECKING = False  # typing is not needed to start
if TYPE_CHECKING:
    import argparse
    from typing import Protocol

    from specgen.cli.world import World

    class Command(Protocol):
        """A module of this room that is a command. HELP is what it does, then `examples:` and lines to type."""

        HELP: str

        def arguments(self, parser: argparse.ArgumentParser) -> None: ...
        def run(self, options: argparse.Namespace, world: World) -> int: ...


ROOM = "specgen.cli"


def find() -> dict[str, str]:
    """Every command by name, sorted, with what it does in a few words."""
    from specgen import registry

    return {name: what for name in registry.names(ROOM) if (what := describe(name))}


def describe(name: str) -> str:
    """What the command does, from its source alone; "" when there is no such command."""
    if not name.isidentifier() or name.startswith("_"):
        return ""
    path = f"{ROOM}.{name}"
    spec = PathFinder.find_spec(path, import_module(ROOM).__path__)
    read = getattr(spec.loader, "get_source", None) if spec else None
    said = re.match(rf'"""`specgen {name}`: (.+?)\.(?=\s|""")', read(path) or "", re.DOTALL) if read else None
    return " ".join(said[1].split()) if said else ""


def load(name: str) -> Command:
    """Imports one command, and nothing of the others. Raises TypeError when it lacks a part."""
    module = import_module(f"{ROOM}.{name}")
    lacking = [part for part in ("HELP", "arguments", "run") if not hasattr(module, part)]
    if lacking:
        raise TypeError(f"command {name} has no {' and no '.join(lacking)}")
    command: Command = module
    return command
