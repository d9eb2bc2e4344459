"""Where a YAML node ends in its lines, so that one value can be replaced and all around it stays: comments, blanks, quotes.

The reader of YAML knows where nodes begin. Lines and marks count from 1, indices into a line from 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from specgen import yamltext
from specgen.errors import InputError, Problem
from specgen.model import Document
from specgen.yamltext import Mapping, Node, Scalar

_HEADER = re.compile(r"[|>](?:([1-9])[-+]?|[-+]([1-9])?)?")


class End(NamedTuple):
    """The last line of a node. `rest` is the index behind it in that line, None for what ends with its line. `comments`
    stood inside brackets, or in a list of texts with dashes."""

    last: int
    rest: int | None
    comments: tuple[str, ...] = ()


class Slot(NamedTuple):
    """One key of a mapping with its value. `colon` is the index behind the colon."""

    key: Scalar
    node: Node
    colon: int
    end: End

    @property
    def name(self) -> str:
        return self.key.text

    @property
    def first(self) -> int:
        return self.key.mark.line

    @property
    def last(self) -> int:
        return max(self.first, self.end.last)

    @property
    def margin(self) -> int:
        return self.key.mark.column - 1


def keys(document: Document, source: str, first: int, last: int) -> dict[str, Slot]:
    """The keys of YAML that stands in the lines `first` to `last`. Raises InputError where they have no lines of their own."""
    root = yamltext.parse(source, document.file, first)
    if not isinstance(root, Mapping):
        return {}
    try:
        return {slot.name: slot for slot in slots(document.lines, root, last)}
    except ValueError as error:
        fix = "Write one `key: value` a line, then run it again."
        raise InputError(Problem("the keys do not stand one a line", document.file, first, 1, fix)) from error


def slots(lines: Sequence[str], node: Mapping, limit: int) -> list[Slot]:
    """The keys of a mapping in block style, which ends in line `limit` at the latest. Raises ValueError for keys in
    brackets or with a question mark: those have no lines of their own."""
    found: list[Slot] = []
    for number, (key, value) in enumerate(node.pairs):
        upto = node.pairs[number + 1][0].mark.line - 1 if number + 1 < len(node.pairs) else limit
        before = lines[key.mark.line - 1][: key.mark.column - 1]
        colon = _colon(lines, key)
        if upto < key.mark.line or before.strip(" \t-") or not colon:
            raise ValueError(key.text)
        found.append(Slot(key, value, colon, end(lines, value, upto, key.mark.column - 1)))
    return found


def _colon(lines: Sequence[str], key: Scalar) -> int:
    """The index behind the colon of a key; 0 where it does not stand behind it."""
    last, rest, _ = end(lines, key, key.mark.line, 0)
    line = lines[last - 1]
    behind = line[rest:].lstrip(" \t") if rest is not None else ""
    return len(line) - len(behind) + 1 if behind.startswith(":") else 0


def in_brackets(lines: Sequence[str], node: Node) -> bool:
    return not isinstance(node, Scalar) and lines[node.mark.line - 1][node.mark.column - 1 : node.mark.column] in (
        "[",
        "{",
    )


def end(lines: Sequence[str], node: Node, limit: int, margin: int) -> End:
    """Where `node` ends, at the latest in line `limit`. `margin` is the index at which its key or dash stands."""
    line, at = node.mark.line, node.mark.column - 1
    if isinstance(node, Scalar):
        return _plain(lines, node, limit) if node.plain else _marked(lines, line, at, limit, margin)
    if in_brackets(lines, node):
        return _brackets(lines, line, at, limit)
    if isinstance(node, Mapping):
        key, value = node.pairs[-1]
        return End(max(key.mark.line, end(lines, value, limit, key.mark.column - 1).last), None)
    if any(not isinstance(one, Scalar) for one in node.items):  # what stands at a record goes with it
        return End(end(lines, node.items[-1], limit, margin).last, None)
    return _dashes(lines, node, limit, margin)


def _dashes(lines: Sequence[str], node: yamltext.Sequence, limit: int, margin: int) -> End:
    """A list of texts, a line or more for each; behind and between them may stand comments."""
    comments: list[str] = []
    last = node.mark.line - 1
    while last and _is_between(lines[last - 1]):  # up to the key
        last -= 1
    starts = [*(one.mark.line for one in node.items[1:]), limit + 1]
    for one, below in zip(node.items, starts, strict=True):
        comments += [line.strip() for line in lines[last : one.mark.line - 1] if line.lstrip().startswith("#")]
        found = end(lines, one, below - 1, margin)
        tail = "" if found.rest is None else lines[found.last - 1][found.rest :].strip()
        comments += [*found.comments, *([tail] if tail.startswith("#") else ())]
        last = found.last
    return End(last, None, tuple(comments))


def _is_between(line: str) -> bool:
    """Whether YAML reads nothing in the line."""
    return not line.strip() or line.lstrip().startswith("#")


def _plain(lines: Sequence[str], node: Scalar, limit: int) -> End:
    line, at = node.mark.line, node.mark.column - 1
    if lines[line - 1].startswith(node.text, at):
        return End(line, at + len(node.text))
    last = trimmed(lines, line, limit)
    comment = re.search(r"[ \t]+#", lines[last - 1])
    return End(last, comment.start() if comment else len(lines[last - 1].rstrip()))


def trimmed(lines: Sequence[str], first: int, last: int) -> int:
    """`last` without the blank and comment lines at the end."""
    while last > first and _is_between(lines[last - 1]):
        last -= 1
    return last


def _marked(lines: Sequence[str], line: int, at: int, limit: int, margin: int) -> End:
    """A text in quotes, or a block of text under `|` or `>`."""
    header = _HEADER.match(lines[line - 1], at)
    if header is None:
        last, rest = _quoted(lines, line, at, limit)
        return End(last, rest)
    said = header[1] or header[2]
    indent = margin + int(said) if said else 0
    last = line
    for number in range(line + 1, limit + 1):
        text = lines[number - 1]
        if not text.strip():
            continue
        column = len(text) - len(text.lstrip(" "))
        indent = indent or max(column, margin + 1)
        if column < indent:
            break
        last = number
    return End(last, None)


def _quoted(lines: Sequence[str], line: int, at: int, limit: int) -> tuple[int, int]:
    """The line and the index behind the closing quote."""
    quote = lines[line - 1][at]
    at += 1
    while line <= limit:
        text = lines[line - 1]
        while at < len(text):
            if quote == '"' and text[at] == "\\":
                at += 1
            elif text[at] == quote:
                if quote == '"' or text[at + 1 : at + 2] != "'":
                    return line, at + 1
                at += 1
            at += 1
        line, at = line + 1, 0
    raise ValueError("a quote that is never closed")


def _brackets(lines: Sequence[str], line: int, at: int, limit: int) -> End:
    depth, fresh = 0, True  # `fresh`: a quote here begins a text, and belongs to none
    comments: list[str] = []
    while line <= limit:
        while at < len(lines[line - 1]):
            text = lines[line - 1]
            sign = text[at]
            if sign in "\"'" and fresh:
                (line, at), fresh = _quoted(lines, line, at, limit), False
                continue
            if sign == "#" and text[at - 1 : at] in ("", " ", "\t"):
                comments.append(text[at:].rstrip())
                break
            depth += (sign in "[{") - (sign in "]}")
            at += 1
            if not depth:
                return End(line, at, tuple(comments))
            fresh = sign in "[{,:" or (fresh and sign in " \t")
        line, at = line + 1, 0
    raise ValueError("a bracket that is never closed")
