"""Configurations that were read and checked before, kept by content in the user's cache folder."""

from __future__ import annotations

import sys

from specgen import __version__
from specgen.cli import cache, digests
from specgen.config import read, stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from specgen.config import Config


class Configured:
    """What one command reads its configuration by; `rules` are names that are checked, if they are given. With `env` None
    nothing is kept."""

    def __init__(self, rules: Collection[str] | None, env: Mapping[str, str] | None) -> None:
        self._rules = rules
        self._env = None if env is None or env.get(cache.OFF) else env

    def known(self, data: bytes, file: str, table: str) -> Config | None:
        """What is known of a file of these bytes; `file` and `table` are as `config.read` takes them."""
        return _kept(self._place(data, table), file)

    def read(self, data: bytes, text: str, file: str, table: str) -> Config:
        """The configuration, kept or made anew. Raises InputError with every fault: what has one is not kept."""
        path = self._place(data, table)
        found = _kept(path, file)
        if found is not None:
            return found
        made = read(text, file, table, self._rules)
        if path:
            try:
                cache.write(path, stored.write(made).encode())
            except ValueError:  # it cannot be kept
                return made
        return made

    def _place(self, data: bytes, table: str) -> str | None:
        state = cache.program(("config",)) if self._env is not None else ""
        if self._env is None or not state:
            return None
        rules = "\n".join(sorted(self._rules)) if self._rules is not None else "any"
        parts = [__version__, sys.version, state, table, rules, data.decode("utf-8", "surrogateescape")]
        return cache.place(self._env, f"config-{digests.joined(parts)}.txt")


def _kept(path: str | None, file: str) -> Config | None:
    """The configuration kept under that name; None unless it is whole and our own."""
    kept = cache.read(path) if path else None
    if kept is None:
        return None
    try:
        return stored.read(kept.decode(), file)
    except (ValueError, TypeError, LookupError):
        return None
