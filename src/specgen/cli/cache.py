"""What was read or found before, kept by content in the user's cache folder: packs, configurations, outcomes of checks.

A start that finds its packs here neither parses nor checks them, a quarter of its time. Nothing is ever wrong because of
it: a file that is missing, cut, changed or somebody else's is as good as none, and a folder that cannot be written to is
left alone. It may be deleted at any time; `SPECGEN_NO_CACHE=1` does without. It holds JSON and lines of text, so it cannot run.
"""

from __future__ import annotations

import os
import stat
import sys

from specgen import __version__
from specgen.cli import digests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from specgen.model import Library

OFF = "SPECGEN_NO_CACHE"
KEPT = 8  # of each kind: a few teams' layers, and the versions from before an upgrade
LARGEST = 64 * 1024 * 1024
_MADE_BY = ("packs", "conditions", "questions", "calculators", "yamltext", "model")  # rooms that decide what packs mean


def folder(env: Mapping[str, str], platform: str, home: str) -> str:
    """Where this user's programs keep what they can make again, as each system has it. `platform` is `sys.platform`."""
    if platform == "win32":
        return os.path.join(env.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "specgen", "Cache")
    if platform == "darwin":
        return os.path.join(home, "Library", "Caches", "specgen")
    given = env.get("XDG_CACHE_HOME", "")
    # The XDG specification tells programs to ignore a relative path.
    return os.path.join(given if given.startswith("/") else os.path.join(home, ".cache"), "specgen")


def place(env: Mapping[str, str], name: str) -> str | None:
    """The file of that name; None where there is no home."""
    path = os.path.join(folder(env, sys.platform, os.path.expanduser("~")), name)
    return path if os.path.isabs(path) else None


def library(layers: Sequence[Mapping[str, str]], load: Callable[[], Library]) -> Library:
    """The library of these layers (file name to text): the kept one, else what `load` makes, which is then kept.

    Raises what `load` raises; packs with faults are never kept, so their faults are said every time.
    """
    if os.environ.get(OFF):
        return load()
    path = place(os.environ, f"packs-{_key(layers)}.json")
    return load() if path is None else _read(path) or _kept(load(), path)


def _key(layers: Sequence[Mapping[str, str]]) -> str:
    """Of every text under its name, of this version, and of the files that read packs: a checkout has many states."""
    parts = [__version__, sys.version, _program()]
    for number, texts in enumerate(layers):
        for name, text in sorted(texts.items()):
            parts += [str(number), name, text]
    return digests.joined(parts)


def _program() -> str:
    return program(_MADE_BY)


def program(rooms: Sequence[str]) -> str:
    """Name, size and time of the modules that decide; "" for a zipped program, which has no states."""
    found: list[str] = []
    above = os.path.dirname(os.path.dirname(__file__))
    try:
        for room in rooms:
            with os.scandir(os.path.join(above, room)) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        about = entry.stat()
                        found.append(f"{room}/{entry.name} {about.st_size} {about.st_mtime_ns}")
    except OSError:
        return ""
    return "\n".join(sorted(found))


def _read(path: str) -> Library | None:
    """The library kept under this name; None unless it is whole and our own."""
    data = read(path)
    if data is None:
        return None
    from specgen.packs import stored

    try:
        return stored.read(data.decode())
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def read(path: str | Path) -> bytes | None:
    """What `write` has put there; None unless it is whole and our own."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not _ours(os.fstat(file.fileno())):
                return None
            head, _, data = file.read(LARGEST).partition(b"\n")
    except OSError:
        return None
    return data if head == digests.digest(data).encode() else None


def _ours(about: os.stat_result) -> bool:
    """A plain file that nobody else could have written."""
    if sys.platform == "win32":
        return stat.S_ISREG(about.st_mode)
    return stat.S_ISREG(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & 0o022


def _kept(made: Library, path: str) -> Library:
    """The library itself, kept if that is possible."""
    from specgen.packs import stored

    write(path, stored.write(made).encode("utf-8", "surrogatepass"))
    return made


def write(path: str | Path, data: bytes) -> None:
    """Keeps `data`, if that is possible: whole or not at all, for this user's eyes only. Of files of this kind (up to the
    first `-` of the name) the oldest are forgotten."""
    import tempfile
    from contextlib import suppress
    from pathlib import Path

    path = Path(path)
    kind = path.name.partition("-")[0]
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{kind}-", dir=path.parent)  # mode 0600 from the first byte on
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(digests.digest(data).encode() + b"\n")
                file.write(data)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)  # gone already when all went well
        _forget_old(path.parent, kind)


def _forget_old(kept: Path, kind: str) -> None:
    """Keeps the newest. A run that is reading an older one has it open, or makes it again."""
    aged = sorted(kept.glob(f"{kind}-*.*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in aged[KEPT:]:
        path.unlink(missing_ok=True)
