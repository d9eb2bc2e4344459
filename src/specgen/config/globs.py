"""Patterns of paths: `*`, `?` and `[…]` within a name, `**` for any number of folders, `/` at the end for folders only.

A pattern is followed name by name, so that whoever walks a tree knows at each folder whether anything below can match.
A name that begins with a dot is matched only where the pattern has a dot, too: nobody means `.git` by `*`.
Upper and lower case differ on every system, and a path reads the same way on all of them.
"""

from __future__ import annotations

from specgen.frozen import Frozen, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Fits = Callable[[str], object]  # whether a name does

ANY_FOLDERS = "**"
LONGEST = 1_000


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
            elif _fits(part)(name):
                found |= self._skip(place + 1)
        return frozenset(found)

    def _skip(self, place: int) -> frozenset[int]:
        """This place, and those that `**` for no folder at all leads to."""
        found = {place}
        while place < len(self.parts) and self.parts[place] == ANY_FOLDERS:
            place += 1
            found.add(place)
        return frozenset(found)

    def leaves(self, places: frozenset[int]) -> Fits | None:
        """What says of a name, coming next, whether it is matched whole; None when no name is. For folders of many files."""
        if self.folders_only or len(self.parts) - 1 not in places:
            return None
        return _fits(self.parts[-1])

    def whole(self, places: frozenset[int]) -> bool:
        """Whether what was walked is matched."""
        return len(self.parts) in places

    def literal(self, places: frozenset[int]) -> tuple[str, ...] | None:
        """The only names that can come next, None when there may be others: those need not be looked for."""
        parts = [self.parts[place] for place in places if place < len(self.parts)]
        return None if any(map(_is_wild, parts)) else tuple(sorted(set(parts)))

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


_parsed: dict[str, Glob | Fault] = {}  # asked for again for each file


def parse(text: str) -> Glob | Fault:
    """The pattern, or what is wrong with it."""
    return _parsed.get(text) or _parsed.setdefault(text, _read(text))


def _read(text: str) -> Glob | Fault:
    if not text.strip():
        return Fault("is empty", 'Write a pattern such as "docs/specs/**/*.md".')
    if len(text) > LONGEST:
        return Fault(f"is longer than {LONGEST:,} characters", "Shorten it.")
    if "\\" in text:
        return Fault("holds a backslash", "Use / between folders, on Windows, too.")
    if text.startswith("/") or (text[1:2] == ":" and text[0].isascii() and text[0].isalpha()):
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


def anywhere(text: str) -> Glob | Fault:
    """The same, but a pattern without a slash inside matches at any depth, as in .gitignore: `README.md`."""
    found = parse(text)
    if isinstance(found, Fault) or len(found.parts) > 1 or text.startswith("./"):
        return found
    return Glob(text, (ANY_FOLDERS, *found.parts), found.folders_only)


def _is_wild(part: str) -> bool:
    return "*" in part or "?" in part or "[" in part


_fitting: dict[str, Fits] = {}


def _fits(part: str) -> Fits:
    return _fitting.get(part) or _fitting.setdefault(part, _made(part))


def _made(part: str) -> Fits:
    """No wildcard stands for a dot at the beginning, not even `[.]`."""
    if not _is_wild(part):
        return lambda name: name == part
    end = part[1:]
    if part[0] == "*" and not _is_wild(end):  # as nearly every pattern ends: *.md
        return lambda name: name.endswith(end) and name[:1] != "."
    import re
    from fnmatch import translate

    return re.compile(f"{'' if part.startswith('.') else '(?![.])'}{translate(part)}").match
