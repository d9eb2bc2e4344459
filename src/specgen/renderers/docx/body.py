"""The document while it is written: what its XML refers to, and where a block stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from specgen.frozen import Frozen
from specgen.renderers.docx.identity import ControlIds
from specgen.renderers.docx.metrics import Pages
from specgen.renderers.docx.numbering import Lists
from specgen.renderers.docx.source import Source
from specgen.renderers.docx.styles import Styles


class Picture(NamedTuple):
    """An image in the package: relationship id, and its natural size in English Metric Units (914,400 an inch)."""

    relation: str
    width: int
    height: int


class Area(NamedTuple):
    """Where text goes on a page: width and height in twentieths of a point."""

    width: int
    height: int


class Place(Frozen):
    """Where blocks are written: the list that takes their XML, and what surrounds them."""

    out: list[str]
    width: int  # twentieths of a point
    style: str = "Normal"
    size: float = 10.5  # points
    quote: int = 0
    level: int = 0  # of lists, 0 outside
    indent: int = 0  # twentieths of a point
    cell: bool = False

    def deeper(self, *, quote: int = 0, level: int = 0, indent: int = 0) -> Place:
        style = "Block Text" if quote and not self.cell else self.style
        indent = min(self.indent + indent, self.width // 2)
        return Place(
            self.out, self.width, style, self.size, self.quote + quote, self.level + level, indent, self.cell
        )


class Body:
    """Counters and tables shared by everything that writes into one document."""

    def __init__(
        self, source: Source, styles: Styles, lists: Lists, area: Area, picture: Callable[[str], Picture | None]
    ) -> None:
        self.source = source
        self.styles = styles
        self.lists = lists
        self.area = area
        self.picture = picture  # target -> picture, None when its bytes are missing or no image
        self.controls = ControlIds()
        self.pages = Pages(area.height / 20)
        self.relations: dict[str, str] = {}  # address -> relationship id, in order of appearance
        self.anchors = {h.slug: f"_Toc{n:09d}" for n, h in enumerate(source.headings.values(), 100_000_001)}
        self.starts: dict[int, int] = {}  # index of a heading -> page
        self.items: set[str] = set()  # item ids that have a bookmark
        self._number = 0

    def number(self) -> int:
        """The next id for a bookmark or drawing."""
        self._number += 1
        return self._number

    def relation(self, address: str) -> str:
        """Relationship id of an external link; equal addresses share one."""
        return self.relations.setdefault(address, f"rIdLink{len(self.relations) + 1}")
