"""Files and folders that patterns match, found by walking only where something can match. Links to folders are not followed.

Paths begin in the folder that the walk began in; those of files are texts with `/`, since there may be many, the others are
names in a row. What comes out is the same on every system: folders in order, files with those of one folder in a row.
"""

from __future__ import annotations

import os
import stat

from specgen.frozen import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from specgen.config.globs import Glob

    _State = list[tuple[Glob, frozenset[int]]]

Parts = tuple[str, ...]  # of a path


class Unread(NamedTuple):
    """A folder that could not be looked into, and why."""

    path: Parts
    reason: str


class Walked(NamedTuple):
    files: list[str]
    folders: list[Parts]
    unread: list[Unread]


def walk(root: str, patterns: Sequence[Glob], exclude: Sequence[Glob] = (), below: Parts = ()) -> Walked:
    """Everything under `root` that a pattern matches and no `exclude` holds; only what lies below the folder `below`."""
    walked = Walked([], [], [])
    places = [glob.start for glob in patterns]
    for name in below:
        places = [glob.step(place, name) for glob, place in zip(patterns, places, strict=True)]
    if any(places) and not any(glob.holds(below, is_folder=True) for glob in exclude):
        _walk(root, below, [*zip(patterns, places, strict=True)], exclude, walked)
    return walked


def _walk(root: str, path: Parts, state: _State, exclude: Sequence[Glob], walked: Walked) -> None:
    """Looks into one folder, then into those of its folders that can hold matches."""
    files: list[str] = []
    folders: list[str] = []
    try:
        _look(os.path.join(root, *path), _literal(state), files, folders)
    except OSError as error:
        walked.unread.append(Unread(path, error.strerror or str(error)))
    before = "".join(f"{name}/" for name in path)
    for fits in [leaf for glob, places in state if (leaf := glob.leaves(places)) is not None]:
        found = [name for name in files if fits(name)]
        if exclude:
            found = [name for name in found if not _held((*path, name), exclude, is_folder=False)]
        walked.files.extend([before + name for name in found])
    for name in sorted(folders):
        below = (*path, name)
        after = [(glob, step) for glob, places in state if (step := glob.step(places, name))]
        if after and not _held(below, exclude, is_folder=True):
            if any(glob.whole(places) for glob, places in after):
                walked.folders.append(below)
            _walk(root, below, after, exclude, walked)


def _held(path: Parts, exclude: Sequence[Glob], *, is_folder: bool) -> bool:
    """The folders it stands in were judged before."""
    return any(glob.matches(path) for glob in exclude if is_folder or not glob.folders_only)


def _literal(state: _State) -> list[str] | None:
    """The names to look up where only some can match: a repository's root may be large, and `docs` is all one wants."""
    names: set[str] = set()
    for glob, places in state:
        literal = glob.literal(places)
        if literal is None:
            return None
        names |= set(literal)
    return sorted(names)


def _look(folder: str, names: list[str] | None, files: list[str], folders: list[str]) -> None:
    """Adds what is in a folder. Links to folders are left out, other links count as files."""
    if names is None:
        with os.scandir(folder) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif not (entry.is_symlink() and os.path.isdir(entry.path)):  # whereas `is_dir` raises for a loop
                    files.append(entry.name)
        files.sort()
        return
    for name in names:
        path = os.path.join(folder, name)
        try:
            mode = os.lstat(path).st_mode
        except FileNotFoundError:
            continue
        if stat.S_ISDIR(mode):
            folders.append(name)
        elif not (stat.S_ISLNK(mode) and os.path.isdir(path)):
            files.append(name)
