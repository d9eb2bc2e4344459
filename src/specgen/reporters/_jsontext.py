"""JSON as text: one line for each row of a table, and no character in it that a terminal or a log would obey."""

from __future__ import annotations

import re
from collections.abc import Mapping

from specgen.reporters._plain import HIDDEN

_LONE = re.compile("[\ud800-\udfff]")


def text(value: object, rows: frozenset[str]) -> str:
    """`value` with indents, lists named in `rows` with one line for each element. Keys keep their order."""
    return f"{_broken(value, rows, '')}\n"


def _broken(value: object, rows: frozenset[str], indent: str, name: str = "") -> str:
    inner = f"{indent}  "
    if isinstance(value, Mapping) and value:
        lines = [f"{_flat(key)}: {_broken(one, rows, inner, key)}" for key, one in value.items()]
        return "{\n" + ",\n".join(inner + line for line in lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        lines = [_flat(one) if name in rows else _broken(one, rows, inner) for one in value]
        return "[\n" + ",\n".join(inner + line for line in lines) + f"\n{indent}]"
    return _flat(value)


def _flat(value: object) -> str:
    """On one line. `##[` starts a command in some hosts' logs wherever it stands, so it is spelt differently."""
    import json

    return re.sub(HIDDEN, _escaped, json.dumps(value, ensure_ascii=False)).replace("##[", "#\\u0023[")


def _escaped(found: re.Match[str]) -> str:
    """Half a character is nobody's text, and refused by strict readers."""
    import json

    return "\\ufffd" if _LONE.match(found[0]) else json.dumps(found[0])[1:-1]
