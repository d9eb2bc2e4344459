"""A configuration in its place: its patterns matched against the files that are there.

Paths are handed out as they are called from the working folder, with `/` on every system.
"""

from __future__ import annotations

import os

from specgen.config import Config, globs
from specgen.errors import Problem
from specgen.frozen import Frozen, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from specgen.cli.tree import Parts, Walked
    from specgen.model import Mark


class Selected(NamedTuple):
    """Files to look at, sorted; those that were named but are excluded; folders that could not be read."""

    files: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Required(NamedTuple):
    """A spec that must exist: what it is for, from the configuration's folder on, and where it belongs."""

    path: str
    spec: str
    exists: bool


class Demands(NamedTuple):
    """Specs that must exist, in the order of the configuration, then by path; folders that could not be read; and patterns
    that match nothing, which are likely misspelt."""

    specs: tuple[Required, ...]
    problems: tuple[Problem, ...] = ()
    slips: tuple[Problem, ...] = ()


class Settings(Frozen):
    """A configuration and where it stands. `file` is "" when there is none: then defaults hold in the working folder."""

    config: Config
    folder: str  # absolute, as `here` is
    file: str
    here: str  # the working folder

    def path(self, text: str) -> Path:
        """A path of the configuration, as it is called from the working folder."""
        from pathlib import Path

        return Path(self.name(text))

    def name(self, text: str) -> str:
        """The same as text."""
        whole = os.path.normpath(os.path.join(self.folder, text))
        return text if os.path.isabs(text) else "/".join(way(self.here, _parts(whole))) or "."

    def specs(self, named: Sequence[str | Path] = ()) -> Selected:
        """Every spec of the repository; or the files that are named, and the specs below the folders that are named.

        A file that is named is taken although no pattern of `specs` matches it, unless `exclude` does. Whether it exists
        is found out by who reads it.
        """
        from specgen.cli.tree import walk

        patterns, exclude = _globs(self.config.specs), _anywhere(self.config.exclude)
        found: dict[str, None] = {}  # nearly in order
        excluded: dict[str, None] = {}
        problems: list[Problem] = []
        for path in map(str, named) if named else [self.folder]:
            names = self._names(path)
            if named and not os.path.isdir(os.path.join(self.here, path)):
                held = names is not None and any(glob.holds(names) for glob in exclude)
                (excluded if held else found)[os.path.normpath(path).replace(os.sep, "/")] = None
            elif names is None:
                fix = "Name the files, or run specgen there."
                problems.append(Problem(f"lies outside of {self.folder}, where `specs` holds", _folder(path), fix=fix))
            else:
                walked = walk(self.folder, patterns, exclude, names)
                if named and not walked.files and not walked.unread:
                    problems.append(self._empty(path))
                same = self.here == self.folder
                called = walked.files if same else [self._called(tuple(one.split("/"))) for one in walked.files]
                found |= dict.fromkeys(called)
                problems += self._unread(walked)
        return Selected(tuple(sorted(found)), tuple(sorted(excluded)), tuple(dict.fromkeys(problems)))

    def _empty(self, path: str) -> Problem:
        """A folder that was named and holds no spec: whoever named it expects that something is looked at. The patterns may
        not lead there; then whether it can be read was not found out."""
        try:
            with os.scandir(os.path.join(self.here, path)):
                pass
        except OSError as error:
            return _unreadable(path, error.strerror or str(error))
        but = f", without {', '.join(self.config.exclude)}" if self.config.exclude else ""
        said = f"holds no spec: `specs` is {', '.join(self.config.specs)}{but}"
        return Problem(said, _folder(path), fix="Name the files, or add a pattern to `specs`.")

    def required(self) -> Demands:
        """What `[[require]]` asks for."""
        from specgen.cli.tree import walk

        found: dict[Required, None] = {}
        problems: list[Problem] = []
        slips: list[Problem] = []
        for one in self.config.require:
            walked = walk(self.folder, _globs((one.paths,)))
            problems += self._unread(walked)
            wanted = [(names, "/") for names in walked.folders] + [(tuple(one.split("/")), "") for one in walked.files]
            for names, end in sorted(wanted):
                spec = tuple(self._filled(one.spec, names).split("/"))
                exists = os.path.isfile(os.path.join(self.folder, *spec))
                found[Required("/".join(names) + end, self._called(spec), exists)] = None
            if not wanted and not walked.unread:
                slips.append(_slip("for", one.paths, one.mark))
        return Demands(tuple(found), tuple(dict.fromkeys(problems)), tuple(slips))

    def real(self, path: str) -> str:
        """What the file behind a link is called; the same name where there is no link, or where it leads elsewhere."""
        whole = os.path.abspath(os.path.join(self.here, path))
        real = os.path.realpath(whole)
        names = self._names(real) if real != whole else None
        return path if names is None else self._called(names)

    def ignored(self, path: str | Path) -> frozenset[str]:
        """Names of the rules that `per_file_ignores` switches off for this file."""
        by_file = self.config.check.per_file_ignores
        names = self._names(str(path)) if by_file else None
        if names is None:
            return frozenset()
        held = [pattern for pattern in by_file if any(glob.holds(names) for glob in _anywhere((pattern,)))]
        return frozenset(rule for pattern in held for rule in by_file[pattern])

    def unmatched(self) -> tuple[Problem, ...]:
        """Patterns of `specs` in the configuration that match nothing here: likely misspelt."""
        mark = self.config.marks.get("specs")
        patterns = self.config.specs if mark else ()
        return tuple(_slip("specs", one, mark) for one in patterns if mark and not self._matches(one))

    def _matches(self, pattern: str) -> bool:
        from specgen.cli.tree import walk

        walked = walk(self.folder, _globs((pattern,)))
        return bool(walked.files or walked.unread)

    def _unread(self, walked: Walked) -> list[Problem]:
        return [_unreadable(self._called(path), why) for path, why in walked.unread]

    def _filled(self, spec: str, path: Parts) -> str:
        """Where the spec of a path belongs."""
        import re

        above = (os.path.basename(self.folder), *path)[-2]
        known = {"name": path[-1], "stem": os.path.splitext(path[-1])[0], "parent": above}
        return re.sub(r"\{(\w+)\}", lambda one: known[one[1]], spec)

    def _called(self, names: Parts) -> str:
        return "/".join(names if self.here == self.folder else way(self.here, (*_parts(self.folder), *names))) or "."

    def _names(self, path: str) -> Parts | None:
        """From the configuration's folder on; () for that folder and those it stands in, None for what lies elsewhere."""
        whole, own = os.path.abspath(os.path.join(self.here, path)), _parts(self.folder)
        parts = _parts(whole)
        if not _on_one_way(parts, own):  # named through a link, perhaps
            parts = _parts(os.path.realpath(whole))
        return parts[len(own) :] if _on_one_way(parts, own) else None


def _unreadable(folder: str, why: str) -> Problem:
    return Problem(f"cannot be read: {why}", _folder(folder))


def _folder(path: str) -> str:
    """A folder as messages call it, so that nobody takes it for a file."""
    return path if path.endswith(("/", os.sep)) else f"{path}/"


def _on_one_way(one: Parts, other: Parts) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def way(here: str, goal: Parts) -> Parts:
    """From one folder to a path, both whole. On another drive of Windows there is only the whole path."""
    start = _parts(here)
    if start[:1] != goal[:1]:
        return goal
    shared = next((n for n, (a, b) in enumerate(zip(start, goal, strict=False)) if a != b), min(len(start), len(goal)))
    return (*(".." for _ in start[shared:]), *goal[shared:])


def _parts(path: str) -> Parts:
    """A whole path; "" is the first of its names, or the drive."""
    return tuple(path.rstrip(os.sep).split(os.sep))


def _globs(patterns: Iterable[str]) -> list[globs.Glob]:
    return [found for one in patterns if isinstance(found := globs.parse(one), globs.Glob)]


def _anywhere(patterns: Iterable[str]) -> list[globs.Glob]:
    return [found for one in patterns if isinstance(found := globs.anywhere(one), globs.Glob)]


def _slip(key: str, pattern: str, mark: Mark) -> Problem:
    likely = f"{pattern.rstrip('/')}/**/*.md"
    is_folder = key == "specs" and not pattern.endswith(".md")
    fix = f'Did you mean "{likely}"?' if is_folder else "Is it spelt as the folders are?"
    return Problem(f'`{key}`: nothing matches "{pattern}"', *mark, fix)
