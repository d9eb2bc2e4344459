"""An escaper for each place a person's text can land in: a table cell, a line of text, a diagram, a block of prose.

A value must never change the structure around it: no heading, task, table column, comment or marker can come out of it.
Prose, which is Markdown of its own, has a module of its own.
"""

from __future__ import annotations

import re

# An underscore between letters or digits is no emphasis and stays readable.
_INLINE = re.compile(r"[\\`*\[\]<>&|~$]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|[-+](?=\s|$)|=+$|-+$|>|::")  # `::` begins a command in a CI log
_ORDERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_CLOSING_HASHES = re.compile(r"(?<=\s)(#+)$")  # a heading drops them at its end


def inline(text: str) -> str:
    """One line of text that renders as itself. Line breaks become spaces."""
    return _started(_escaped(" ".join(text.split())))


def _escaped(line: str) -> str:
    return _INLINE.sub(lambda match: "\\" + match[0], line)


def _started(line: str) -> str:
    """A line cannot begin a heading, list, quote or underline, nor end a heading early."""
    if _LINE_START.match(line):
        line = "\\" + line
    line = _ORDERED.sub(r"\1\\\2", line, count=1) if _ORDERED.match(line) else line
    return _CLOSING_HASHES.sub(r"\\\1", line)


def rich(text: str) -> str:
    """A pack's text for one line: like `inline`, but `code` in backticks stays code."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:  # an odd backtick: no pairs to trust
        return inline(text)
    made = [code(part) if number % 2 else _escaped(part) for number, part in enumerate(parts)]
    return _started("".join(made))


def cell(text: str) -> str:
    """The same inside a table cell; `inline` has escaped the pipes already."""
    return inline(text)


def code(text: str) -> str:
    """`text` as inline code, also in a table cell: backticks and pipes cannot be escaped there, so they are replaced."""
    line = " ".join(text.split()).replace("`", "'").replace("|", "/")
    return f"`{line}`" if line else ""  # two backticks alone would open code of their own


_ENTITIES = (
    ("#", "#35;"), ("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("%%", "#37;#37;"), ("`", "'"),
    ("|", "/"),
)  # fmt: skip


def diagram(text: str) -> str:
    """Text inside a quoted mermaid label: quotes, signs of HTML, of comments and directives (`%%`) are replaced by
    entities, line ends by spaces."""
    line = " ".join(text.split())
    for sign, entity in _ENTITIES:
        line = line.replace(sign, entity)
    return line
