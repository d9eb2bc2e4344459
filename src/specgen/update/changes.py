"""What an update did, said to people."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from specgen.frozen import Frozen


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"  # a person's word that stands in the way of a change, and stays
    FAULT = "fault"  # what could not be brought forward until somebody mends it


class What(StrEnum):
    """What a change is about."""

    ITEM = "item"
    SECTION = "section"
    BLOCK = "block"
    MARKER = "marker"
    FRONT_MATTER = "front matter"
    ANSWER = "answer"


class Change(NamedTuple):
    """`name` says which one, "" for a marker; `line` where it was, of a fault where it is now, 0 for new ones."""

    kind: Kind
    what: What
    name: str
    line: int = 0
    note: str = ""


class Updated(Frozen):
    text: str
    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> Sequence[Change]:
        return [one for one in self.changes if one.kind in kinds]
