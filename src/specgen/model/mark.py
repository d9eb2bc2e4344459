"""Places in what people wrote."""

from __future__ import annotations

from specgen.frozen import NamedTuple


class Mark(NamedTuple):
    """Where something was written; lines and columns count from 1."""

    file: str = ""
    line: int = 0
    column: int = 0


NOWHERE = Mark()
