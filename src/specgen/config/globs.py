"""Patterns of paths: `*`, `?` and `[…]` within a name, `**` for any number of folders, `/` at the end for folders only.

A pattern is followed name by name, so that whoever walks a tree knows at each folder whether anything below can match.
A name that begins with a dot is matched only where the pattern has a dot, too: nobody means `.git` by `*`.
Upper and lower case differ on every system, and a path reads the same way on all of them.
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from typing import NamedTuple

from specgen.frozen import Frozen

ANY_FOLDERS = "**"
LONGEST = 1_000
_WILD = re.compile(r"[*?\[]")


class Glob(Frozen):
    """A pattern as its parts. A place in it is the number of parts behind it, as `start`, `step` and `whole` say it."""

    text: str
    parts: tuple[str, ...]
    folders_only: bool = False

    @property
    def start(self) -> frozenset[int]:
        return self._skip(0)

    def step(self, places: frozenset[int], name: str) -> frozenset[int]:
        """Where one stands after going on to `name`; empty when nothing there or below can match."""
        found: set[int] = set()
        for place in places:
            if place == len(self.parts):
                continue
            part = self.parts[place]
            if part == ANY_FOLDERS:
                if not name.startswith("."):
                    found |= self._skip(place)
            elif _fits(part, name):
                found |= self._skip(place + 1)
        return frozenset(found)

    def _skip(self, place: int) -> frozenset[int]:
        """This place, and those that `**` for no folder at all leads to."""
        found = {place}
        while place < len(self.parts) and self.parts[place] == ANY_FOLDERS:
            place += 1
            found.add(place)
        return frozenset(found)

    def leaves(self, places: frozenset[int]) -> re.Pattern[str] | None:
        """What a name must look like to be matched whole, coming next; None when no name is. For folders of many files."""
        last = [self.parts[place] for place in places if place + 1 == len(self.parts)]
        return _compiled("|".join(map(_translated, sorted(last)))) if last and not self.folders_only else None

    def whole(self, places: frozenset[int]) -> bool:
        """Whether what was walked is matched."""
        return len(self.parts) in places

    def literal(self, places: frozenset[int]) -> tuple[str, ...] | None:
        """The only names that can come next, None when there may be others: those need not be looked for."""
        parts = [self.parts[place] for place in places if place < len(self.parts)]
        return None if any(_WILD.search(part) for part in parts) else tuple(sorted(set(parts)))

    def matches(self, path: tuple[str, ...]) -> bool:
        """Whether the names of a path, one after the other, are matched."""
        places = self.start
        for name in path:
            places = self.step(places, name)
        return self.whole(places)

    def holds(self, path: tuple[str, ...], is_folder: bool = False) -> bool:
        """Whether the path or a folder it stands in is matched."""
        places = self.start
        for number, name in enumerate(path, 1):
            places = self.step(places, name)
            if self.whole(places) and (is_folder or number < len(path) or not self.folders_only):
                return True
        return False


class Fault(NamedTuple):
    message: str
    fix: str


@lru_cache(maxsize=256)
def parse(text: str) -> Glob | Fault:
    """The pattern, or what is wrong with it."""
    if not text.strip():
        return Fault("is empty", 'Write a pattern such as "docs/specs/**/*.md".')
    if len(text) > LONGEST:
        return Fault(f"is longer than {LONGEST:,} characters", "Shorten it.")
    if "\\" in text:
        return Fault("holds a backslash", "Use / between folders, on Windows, too.")
    if text.startswith("/") or re.match(r"[A-Za-z]:", text):
        return Fault("is an absolute path", "Write it from the folder of this file on.")
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if ".." in parts:
        return Fault("leaves the folder of this file", "Put the configuration into the folder above, or drop `..`.")
    if not parts:
        return Fault("names no file", 'Write a pattern such as "*.md".')
    mixed = [part for part in parts if ANY_FOLDERS in part and part != ANY_FOLDERS]
    if mixed:
        return Fault(f'has `**` inside the name "{mixed[0]}"', "Let ** stand alone between slashes: **/*.md.")
    if parts[-1] == ANY_FOLDERS:  # everything below, not the folder itself
        parts.append("*")
    apart = [part for number, part in enumerate(parts) if part != ANY_FOLDERS or parts[number - 1 : number] != [part]]
    return Glob(text, tuple(apart), text.endswith("/"))


@lru_cache(maxsize=256)
def anywhere(text: str) -> Glob | Fault:
    """The same, but a pattern without a slash inside matches at any depth, as in .gitignore: `README.md`."""
    found = parse(text)
    if isinstance(found, Fault) or len(found.parts) > 1 or text.startswith("./"):
        return found
    return Glob(text, (ANY_FOLDERS, *found.parts), found.folders_only)


def _fits(part: str, name: str) -> bool:
    return part == name if not _WILD.search(part) else _compiled(_translated(part)).match(name) is not None


def _translated(part: str) -> str:
    """As a regular expression. No wildcard stands for a dot at the beginning, not even `[.]`."""
    return rf"(?:{'' if part.startswith('.') else '(?![.])'}{translate(part)})"


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
