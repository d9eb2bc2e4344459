"""Files that are read: whole, of a size that was meant, as text where they are text."""

from __future__ import annotations

from specgen.errors import InputError, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

MAX_SPEC = 5 * 1024 * 1024


def read(path: Path | str, limit: int = MAX_SPEC) -> bytes:
    """The file's bytes. Raises InputError when it is missing, a folder, unreadable or larger than `limit`."""
    if "\0" in str(path):
        raise InputError(Problem(f"{str(path)!r} is not a file name"))
    try:
        with open(path, "rb") as file:
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


def text(path: Path | str, limit: int = MAX_SPEC) -> str:
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
