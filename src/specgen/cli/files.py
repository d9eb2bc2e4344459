"""Reading and writing files so that nothing is lost: whole or not at all, never through a link, never unseen.

A killed process leaves the old file or the new one; a full disk leaves the old one.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from specgen.errors import ConflictError, InputError, OutputError, Problem

TEMPORARY = ".specgen-"  # how our unfinished files begin, so that stale ones can be told from a person's
MAX_SPEC = 5 * 1024 * 1024


def read(path: Path, limit: int = MAX_SPEC) -> bytes:
    """The file's bytes. Raises InputError when it is missing, a folder, unreadable or larger than `limit`."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError(Problem("there is no such file", str(path))) from error
    except IsADirectoryError as error:
        raise InputError(Problem("this is a folder, not a file", str(path))) from error
    except OSError as error:
        raise InputError(Problem(f"cannot be read: {error.strerror}", str(path))) from error
    if len(data) > limit:
        raise InputError(Problem(f"is larger than {limit:,} bytes", str(path), fix="Split it, or name another file."))
    return data


def text(path: Path, limit: int = MAX_SPEC) -> str:
    """The file as UTF-8 text, its byte order mark removed."""
    return decode(read(path, limit), str(path))


def decode(data: bytes, name: str) -> str:
    """UTF-8 text. Raises InputError with the line of the first byte that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fix = "Save it as UTF-8."
        raise InputError(Problem(f"byte {error.start} is not UTF-8 text", name, line, fix=fix)) from error


def write(path: Path, data: bytes) -> None:
    """Replaces the file at once: a temporary file beside it, flushed to disk, then renamed over it; mode is kept.

    Raises OutputError when writing fails (the old file is untouched) and ConflictError when the target is a link.
    """
    refuse_link(path)
    _sweep(path)
    try:
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=f"-{path.name}"[-100:], dir=path.parent)
    except OSError as error:
        raise OutputError(Problem(f"cannot be written: {error.strerror}", str(path))) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except OSError as error:
        raise OutputError(Problem(f"cannot be written: {error.strerror}", str(path))) from error
    finally:
        Path(name).unlink(missing_ok=True)  # gone already when all went well
    _flush_folder(path.parent)


def refuse_link(path: Path) -> None:
    """An output that is a link could point anywhere: the person shall name the real file."""
    if path.is_symlink():
        raise ConflictError(Problem("is a symbolic link; specgen does not write through links", str(path)))


def _mode(path: Path) -> int:
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sweep(path: Path) -> None:
    """Removes what a killed run of ours left behind for this very file."""
    for stale in path.parent.glob(f"{TEMPORARY}*-{path.name}"[-120:]):
        if not stale.is_symlink():
            stale.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """The rename itself must reach the disk; not every system can open a folder, and then there is nothing to do."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def folder_texts(folder: Path, suffix: str) -> dict[str, str]:
    """Every file of a team's folder that ends in `suffix`. Links are refused: they can lead out of the folder."""
    if folder.is_symlink() or not folder.is_dir():
        raise InputError(Problem("is not a folder", str(folder), fix="Name a folder that is not a symbolic link."))
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.name.endswith(suffix):
            if path.is_symlink():
                raise InputError(Problem("is a symbolic link; put the file itself here", str(path)))
            found[path.name] = text(path)
    return found
