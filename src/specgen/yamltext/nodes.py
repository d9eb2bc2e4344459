"""What YAML text becomes: scalars, sequences and mappings, each with its place.

Named tuples like `Mark`: a pack has thousands, and a frozen dataclass takes twice as long to make.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NamedTuple

from specgen.model import Mark
from specgen.model.mark import NOWHERE


class Scalar(NamedTuple):
    """A text. `plain` is False when it was quoted or a block, and so can only mean text."""

    text: str
    plain: bool = True
    mark: Mark = NOWHERE


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    mark: Mark = NOWHERE


class Mapping(NamedTuple):
    """Pairs in file order; the texts of the keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    mark: Mark = NOWHERE

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None. Linear: records are short, and long maps are walked by their pairs."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None

    def keys(self) -> tuple[str, ...]:
        return tuple(name.text for name, _ in self.pairs)


Node = Scalar | Sequence | Mapping

_TYPED = re.compile(
    r"(?P<null>|~|null|Null|NULL)|(?P<true>true|True|TRUE)|(?P<false>false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]+)|0o(?P<octal>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)"
    r"|(?P<decimal>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?)"
)
_LONGEST_NUMBER = 400  # characters; Python refuses to convert very long ones, and no spec needs them


def plain_value(node: Scalar) -> str | int | Fraction | bool | None:
    """What a scalar means by the core schema of YAML 1.2 (section 10.3.2), decimals exactly.

    `no`, `on`, `1:30` and dates are text. So are `.inf`, `.nan`, exponents of four digits and numbers over
    400 characters: nothing here can compute with them.
    """
    found = _TYPED.fullmatch(node.text) if node.plain and len(node.text) <= _LONGEST_NUMBER else None
    match found and found.lastgroup:
        case None:
            return node.text
        case "null":
            return None
        case "true" | "false" as word:
            return word == "true"
        case "decimal":
            return Fraction(node.text)
        case "octal":
            return int(node.text[2:], 8)
        case "hex":
            return int(node.text[2:], 16)
    return int(node.text)


def data(node: Node) -> Any:
    """The node without places: str, list and dict, nested. Scalars stay text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return {key.text: data(value) for key, value in node.pairs}
