"""Generated blocks: each is made from a Spec by one module here, between markers that `check` and `update` know.

To add one: a module with `BLOCK = Block("figures.x", make)`; a template places it as `{{ blocks.figures.x }}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from specgen import markerline, registry
from specgen.frozen import Frozen
from specgen.model import Spec


class Block(Frozen):
    """`name` stands in the markers. `make` returns Markdown without markers, "" when there is nothing to say."""

    name: str
    make: Callable[[Spec], str]


@cache
def blocks() -> Mapping[str, Block]:
    """Every block by name."""
    return registry.parts(__name__, "BLOCK", Block)


def marked(name: str, text: str) -> str:
    """`text` between the markers of block `name`; "" stays ""."""
    return markerline.block(name, text) if text else ""
