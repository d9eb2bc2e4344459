"""Names of the modules of a room, read from its folder: nothing of the room is imported for it."""

from __future__ import annotations

import os

import specgen


def modules(room: str) -> list[str]:
    """Names of the modules in `specgen.ROOM`, sorted, without private ones: what `registry.names` says, in a tenth of the
    time, which counts where a run needs nothing else of the room."""
    try:
        names = os.listdir(os.path.join(specgen.__path__[0], room))
    except OSError:  # a zipped program has no folders
        from specgen import registry

        return registry.names(f"specgen.{room}")
    found = (name.removesuffix(".py") for name in names if name.endswith(".py") or "." not in name)
    return sorted(name for name in found if not name.startswith("_"))


def rules() -> list[str]:
    """Names of the rules: each is that of its module, `must-open` of `must_open`."""
    return [name.replace("_", "-") for name in modules("rules")]
