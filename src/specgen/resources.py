"""The only module that knows where packaged data lives: name in, text or bytes out.

`templates/` and `checklists/` stand at the top of the project so that they are easy to find and edit; in a wheel they are
folders of the package. Both cases end here, so that a wheel, a zipped wheel, an editable install and a bare checkout work.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _folder(name: str) -> Traversable:
    from pathlib import Path

    package = Path(__file__).resolve().parent
    if not package.is_dir():  # inside a zip; importlib.resources would cost every other start 9 ms
        from importlib.resources import files

        return files("specgen").joinpath(name)
    packaged = package / name
    return packaged if packaged.is_dir() else package.parents[1] / name  # editable install or bare checkout


def texts(folder: str, suffix: str) -> dict[str, str]:
    """Every file of a packaged folder (`checklists`, `templates`, `data`, `examples/NAME`) that ends in `suffix`."""
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(_folder(folder).iterdir(), key=lambda e: e.name)
        if entry.name.endswith(suffix) and entry.is_file()
    }


def state(folder: str) -> str:
    """Name, size and time of each file of a packaged folder, sorted: what to look at before anything is read anew. "" for
    a zipped program."""
    package = os.path.dirname(os.path.realpath(__file__))
    if not os.path.isdir(package):
        return ""
    for above in (package, os.path.dirname(os.path.dirname(package))):  # as `_folder` looks for it
        try:
            entries = os.scandir(os.path.join(above, folder))
        except OSError:
            continue
        with entries:
            found = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
        return "\n".join(sorted(f"{name} {about.st_size} {about.st_mtime_ns}" for name, about in found))
    return ""


def text(folder: str, name: str) -> str:
    """One packaged file as text. Raises FileNotFoundError when it is not there."""
    return _folder(folder).joinpath(name).read_text(encoding="utf-8")


def data(folder: str, name: str) -> bytes:
    """One packaged file as bytes."""
    return _folder(folder).joinpath(name).read_bytes()


def folders(folder: str) -> list[str]:
    """Names of the folders inside a packaged folder, sorted (the examples, for instance)."""
    return sorted(entry.name for entry in _folder(folder).iterdir() if entry.is_dir())
