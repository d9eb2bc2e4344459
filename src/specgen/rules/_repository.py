"""All files of a run as rules see them."""

from __future__ import annotations

from typing import NamedTuple

from specgen.commandline import PLAIN, Commands
from specgen.model import Named


class Missing(NamedTuple):
    """A spec that the configuration requires and that is not there: `path` is what it is for, `spec` where it belongs,
    `instead` what is said of what stands there, "" for nothing."""

    path: str
    spec: str
    instead: str = ""


class Repository(NamedTuple):
    """`gone` is what `baseline` accepts and nobody finds any more: file, rule and subject; of these files `lost` are not there.
    `renamed` are files that it knows under another name: the old one and the new one. `commands` is how fixes name the packs
    in use."""

    specs: tuple[Named, ...] = ()
    missing: tuple[Missing, ...] = ()
    gone: tuple[tuple[str, str, str], ...] = ()
    baseline: str = ""
    lost: frozenset[str] = frozenset()
    renamed: tuple[tuple[str, str], ...] = ()
    commands: Commands = PLAIN
