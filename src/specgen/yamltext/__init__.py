"""Strict YAML: text to nodes that know their place, and back to text.

Scalars stay the text a person typed (`no`, `1.10`, `99.95%`); what they mean is decided by whoever reads them.
Anchors, aliases, tags, merge keys, duplicate keys and second documents do not exist here, so a file cannot run
code or blow up.
"""

from __future__ import annotations

from specgen.yamltext.characters import decode, illegal_in_xml
from specgen.yamltext.nodes import Mapping, Node, Scalar, Sequence, data, plain_value
from specgen.yamltext.reading import MAXIMUM_BYTES, MAXIMUM_DEPTH, parse
from specgen.yamltext.writing import OneLine, Plain, block_text, flow, inline, scalar, write

__all__ = [
    "MAXIMUM_BYTES",
    "MAXIMUM_DEPTH",
    "Mapping",
    "Node",
    "OneLine",
    "Plain",
    "Scalar",
    "Sequence",
    "block_text",
    "data",
    "decode",
    "flow",
    "illegal_in_xml",
    "inline",
    "parse",
    "plain_value",
    "scalar",
    "write",
]
