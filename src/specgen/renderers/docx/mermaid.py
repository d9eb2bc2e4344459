"""A mermaid flowchart as lines of text: Word cannot draw it, and a reader needs what it says, not how it is written."""

from __future__ import annotations

import re
from html import unescape

_NODE = re.compile(
    r"""(?P<id>[^\W]\w*(?:-\w+)*?)\s*
    (?:(?P<open>\[\(|\[\[|\(\[|\(\(\(?|\{\{|\[/|\[\\|[\[({>])\s*
       (?:"(?P<quoted>[^"]*)"|(?P<bare>[^\])}"]*))\s*
       (?:\)\]|\]\]|\]\)|\)\)\)?|\}\}|/\]|\\\]|[\])}]))?(?::::\w+)?""",
    re.VERBOSE,
)
_EDGE = re.compile(
    r"""\s*(?:(?P<thick>={2,}>?)|(?P<dotted>-\.+->?)|(?P<line>-{2,}[>xo]?))
    \s*(?:\|\s*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^|]*?))\s*\|)?\s*""",
    re.VERBOSE,
)
_WORDED = re.compile(r'(==|--|-\.)\s+"?([^"|>]+?)"?\s+(==>?|-->?|\.->?)')
_IGNORED = ("classdef", "class ", "style ", "linkstyle", "click ", "direction ", "subgraph", "%%", "end")
_ENTITY = re.compile(r"#(\w+);")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def lines(code: str) -> list[str]:
    """One line an arrow, such as `App (Lagos) → Transfer API: TLS 1.3`; empty when `code` is not a flowchart that
    this module understands in full, so that nothing of it is lost. → normal, ⇒ thick, ⇢ dotted, — without a head."""
    first, _, rest = code.strip().partition("\n")
    if not first.strip().lower().startswith(("flowchart", "graph")):
        return []
    labels: dict[str, str] = {}
    edges: list[tuple[str, str, str, str]] = []
    for line in rest.splitlines():
        line = line.strip().rstrip(";")
        if line and not line.lower().startswith(_IGNORED) and not _read(line, labels, edges):
            return []
    shown: set[str] = set()
    result = []
    for left, arrow, right, word in edges:
        text = f"{_name(left, labels, shown)} {arrow} {_name(right, labels, shown)}"
        result.append(f"{text}: {_said(' '.join(_BREAK.sub(', ', word).split()))}" if word else text)
    return result + [_name(node, labels, shown) for node in labels if node not in shown]


def _read(line: str, labels: dict[str, str], edges: list[tuple[str, str, str, str]]) -> bool:
    line = _WORDED.sub(_as_label, line)
    left, position = _nodes(line, 0, labels)
    if not left:
        return False
    while position < len(line):
        edge = _EDGE.match(line, position)
        if edge is None:
            return False
        right, position = _nodes(line, edge.end(), labels)
        if not right:
            return False
        word = edge["quoted"] or edge["bare"] or ""
        edges += [(a, _arrow(edge), b, word) for a in left for b in right]
        left = right
    return True


def _as_label(found: re.Match[str]) -> str:
    """`-- text -->` says the same as `-->|text|`."""
    head = ">" if found[3].endswith(">") else ""
    stem = {"--": "--", "==": "==", "-.": "-.-"}[found[1]]
    return f'{stem}{head}|"{found[2]}"|'


def _nodes(line: str, position: int, labels: dict[str, str]) -> tuple[list[str], int]:
    """The nodes joined by `&` at `position`, and where they end."""
    found = []
    while node := _NODE.match(line, position):
        label = node["quoted"] if node["quoted"] is not None else node["bare"]
        labels[node["id"]] = label or labels.get(node["id"], "") or node["id"]
        found.append(node["id"])
        position = node.end()
        rest = line[position:].lstrip()
        if not rest.startswith("&"):
            break
        position = len(line) - len(rest) + 1
        position += len(line[position:]) - len(line[position:].lstrip())
    return found, position


def _arrow(edge: re.Match[str]) -> str:
    text = edge["thick"] or edge["dotted"] or edge["line"]
    if not text.endswith(">"):
        return "—"
    return "⇒" if edge["thick"] else "⇢" if edge["dotted"] else "→"


def _name(node: str, labels: dict[str, str], shown: set[str]) -> str:
    """The label's first line; at its first mention the others follow in brackets."""
    name, *details = (_said(part) for part in _BREAK.split(labels[node].strip()))
    if node in shown or not details:
        shown.add(node)
        return name
    shown.add(node)
    return f"{name} ({', '.join(details)})"


def _said(text: str) -> str:
    """Mermaid's own entities, `#quot;` and `#35;`, as the characters they stand for."""
    return unescape(_ENTITY.sub(lambda found: f"&{'#' * found[1].isdigit()}{found[1]};", text))
