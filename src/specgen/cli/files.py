"""Reading and writing files so that nothing is lost: whole or not at all, never through a link, never unseen.

A killed process leaves the old file or the new one; a full disk leaves the old one.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from specgen.cli.sources import decode as decode
from specgen.cli.sources import read as read
from specgen.cli.sources import text as text
from specgen.errors import ConflictError, InputError, OutputError, Problem, UsageError

# Names that nobody else gives a file: what begins so, and the digest of the name of the file that it is for.
TEMPORARY, LOCK = ".specgen-tmp-", ".specgen-lock-"


def write(path: Path, data: bytes, *, before: bytes | None = None) -> None:
    """Replaces the file at once: a temporary file beside it, flushed to disk, then renamed over it; mode is kept.

    Raises OutputError when writing fails (the old file is untouched) and ConflictError for what `refuse` refuses, or when
    the file does not hold `before` any more, where that is given.
    """
    refuse(path)
    try:
        _sweep(path)
        with _temporary(path) as (file, name):
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(name, _mode(path))
            if _WINDOWS:  # which renames closed files only; elsewhere closing would give up the lock too early
                file.close()
            if before is not None and read(path) != before:  # looked at again in the last moment
                raise ConflictError(changed(path))
            os.replace(name, path)
    except OSError as error:
        raise OutputError(Problem(f"cannot be written: {error.strerror or error}", str(path))) from error
    _flush_folder(path.parent)


def changed(path: Path) -> Problem:
    return Problem("was changed by somebody else meanwhile; nothing was written", str(path), fix="Run it again.")


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Keeps other runs of ours from changing the file meanwhile. Raises ConflictError when one is at it.

    The lock is on a file of its own beside it, and ends with the process, however that ends. Where a file system has no
    locks, the look just before the file is replaced is all there is.
    """
    name = path.parent / f"{LOCK}{_digest(path)}"
    try:
        descriptor = os.open(name, _OPENED, 0o600)
    except OSError as error:
        raise OutputError(Problem(f"cannot be locked: {error.strerror}", str(path))) from error
    with os.fdopen(descriptor, "rb+") as file:
        if not (_locked_on_windows(file) if _WINDOWS else _ours(file, str(name))):
            fix = "Wait for it to end, then run it again."
            raise ConflictError(Problem("is being changed by another specgen", str(path), fix=fix))
        try:
            yield
        finally:
            empty = not os.fstat(file.fileno()).st_size  # as ours are
            if _WINDOWS:  # which removes no file that is open: one that another run waits with stays
                _unlock_on_windows(file)
                file.close()
            if empty:
                with suppress(PermissionError):
                    name.unlink(missing_ok=True)


def refuse(path: Path) -> None:
    """Refuses as a target: a link, which could point anywhere (the person shall name the real file); a folder below the
    working one that is a link; what is no file (a device would be replaced by one); a name that another file has but
    for its case, since the two cannot live together on every system. Raises ConflictError, UsageError for what can be no name."""
    if not path.name or "\0" in str(path):
        raise UsageError(f"{str(path)!r} is not a file name.")
    for link in (path, *_folders(path)):
        if link.is_symlink():
            fix = f"Name the real file: {path.resolve()}."
            raise ConflictError(Problem("is a symbolic link; specgen does not write through links", str(link), fix=fix))
    above = next((folder for folder in path.parents if folder.exists()), path.parent)
    if above.is_file():
        raise ConflictError(Problem("is a file; a folder belongs here", str(above), fix="Rename it, or name another folder."))
    if path.is_dir():
        raise ConflictError(Problem("is a folder, not a file", str(path), fix="Name a file in it."))
    if path.exists() and not path.is_file():
        fix = "Name a file, or use -o - for standard output."
        raise ConflictError(Problem("is a device or a pipe, not a file", str(path), fix=fix))
    if not path.exists() and path.parent.is_dir():
        _refuse_case(path)


def _folders(path: Path) -> list[Path]:
    """The folders a repository could have made links: its own. What stands at the top of the disk belongs to the system."""
    here = Path.cwd()
    whole = here / path
    below = [folder for folder in whole.parents if folder.is_relative_to(here) and folder != here]
    return below or [folder for folder in (whole.parent,) if folder.parent != Path(folder.anchor) and folder != here]


def _refuse_case(path: Path) -> None:
    folded = path.name.casefold()
    for name in os.listdir(path.parent):
        if name != path.name and name.casefold() == folded:
            fix = "Use that name, or one that differs in more."
            raise ConflictError(Problem(f"differs from {name} only in case", str(path), fix=fix))


def _mode(path: Path) -> int:
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


_WINDOWS = os.name == "nt"
_OPENED = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def _temporary(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """An open, locked file beside `path` and its name; it is gone afterwards unless it was renamed."""
    import tempfile  # only by what writes: it would cost every reader 4 ms

    name = ""
    try:
        while True:
            descriptor, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=f"-{_digest(path)}", dir=path.parent)
            with os.fdopen(descriptor, "wb") as file:
                if _ours(file, name):
                    yield file, name
                    return
            # another run swept it away in the instant before it was locked
    finally:
        if name:
            Path(name).unlink(missing_ok=True)  # gone already when all went well


def _ours(file: BinaryIO, name: str) -> bool:
    try:
        return _locked(file, name)
    except OSError:  # a file system without locks: there nobody can lock, and so nobody sweeps
        return True


def _digest(path: Path) -> str:
    """Of the name, which may be as long as names can be; in any case, since some systems take both for one file."""
    from hashlib import sha256

    return sha256(os.fsencode(path.name.casefold())).hexdigest()[:16]


def _locked(file: BinaryIO, name: str) -> bool:
    """Whether this process is now the one that has the file locked, and the file is still in its folder.

    The lock ends with the process, however that ends: whoever gets it knows that no writer lives. Windows does not let
    anybody remove a file that is open, and needs no lock.
    """
    if _WINDOWS:
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.stat(name).st_ino == os.fstat(file.fileno()).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _locked_on_windows(file: BinaryIO) -> bool:
    msvcrt = import_module("msvcrt")  # by name: type checkers elsewhere know nothing of it
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except PermissionError:
        return False
    except OSError:  # a file system without locks
        pass
    return True


def _unlock_on_windows(file: BinaryIO) -> None:
    """At once: closing the file would do it too, but nobody says when."""
    msvcrt = import_module("msvcrt")
    with suppress(OSError):
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)


def _sweep(path: Path) -> None:
    """Removes what a killed run of ours left behind for this very file: nothing of a run that still lives, and nothing
    whose name is not wholly one of ours."""
    ours = re.compile(rf"{re.escape(TEMPORARY)}[a-z0-9_]{{8}}-{_digest(path)}")
    for name in os.listdir(path.parent):
        stale = path.parent / name
        if ours.fullmatch(name) and stale.is_file() and not stale.is_symlink():
            with suppress(OSError), stale.open("rb+") as file:  # gone in between, or not ours to open: no matter
                if _locked(file, str(stale)):
                    stale.unlink()


def _flush_folder(folder: Path) -> None:
    """The rename itself must reach the disk. Not every system can open or flush a folder, and then there is nothing to
    do: the file itself is safe."""
    if _WINDOWS:
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def folder_texts(folder: Path, suffix: str) -> dict[str, str]:
    """Every file of a team's folder that ends in `suffix`. Links are refused: they can lead out of the folder. So are
    pipes and devices, which may never end, and names that differ only in case."""
    if folder.is_symlink() or not folder.is_dir():
        raise InputError(Problem("is not a folder", str(folder), fix="Name a folder that is not a symbolic link."))
    found: dict[str, str] = {}
    folded: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.name.endswith(suffix):
            if path.is_symlink():
                raise InputError(Problem("is a symbolic link; put the file itself here", str(path)))
            if not path.is_file():
                raise InputError(Problem("is not a file; rename or remove it", str(path)))
            if other := folded.get(path.name.casefold()):
                raise InputError(Problem(f"differs from {other} only in case; rename one of them", str(path)))
            folded[path.name.casefold()] = path.name
            found[path.name] = text(path)
    return found
