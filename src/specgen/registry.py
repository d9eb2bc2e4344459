"""Finds the modules of a room, so that adding a part means adding one file.

A room is a package whose modules each hold one named constant (for instance `QUESTION_TYPE`). Looking a part up by name
imports that module alone; listing a room imports all of it and refuses two parts of one name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TypeVar

Part = TypeVar("Part")


def names(room: str) -> list[str]:
    """Module names in the package `room`, sorted, without private ones."""
    import pkgutil  # which imports a fifth of the standard library, and looking one part up does without

    package = import_module(room)
    return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))


def part(room: str, module: str, attribute: str, kind: type[Part]) -> Part:
    """The part that `room.module` declares as `attribute`.

    Raises KeyError when the room has no such module, TypeError when the part is of the wrong kind: both are faults of
    the program, not of its input.
    """
    if module.startswith("_") or not module.isidentifier():
        raise KeyError(module)
    try:
        found = getattr(import_module(f"{room}.{module}"), attribute, None)
    except ModuleNotFoundError as error:
        if error.name == f"{room}.{module}":
            raise KeyError(module) from error
        raise
    if not isinstance(found, kind):
        raise TypeError(f"{room}.{module}.{attribute} is {type(found).__name__}, expected {kind.__name__}")
    return found


def parts(room: str, attribute: str, kind: type[Part]) -> dict[str, Part]:
    """Every part of a room by its `name` (or the module's name). Raises ValueError for two of one name."""
    found: dict[str, Part] = {}
    for module in names(room):
        one = part(room, module, attribute, kind)
        name = str(getattr(one, "name", module))
        if name in found:
            raise ValueError(f"{room} has two parts named {name}")
        found[name] = one
    return found
