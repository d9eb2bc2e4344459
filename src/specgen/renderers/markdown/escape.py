"""An escaper for each place a person's text can land in: a table cell, a line of text, a block of prose.

A value must never change the structure around it: no heading, task, table column, comment or marker can come out of it.
"""

from __future__ import annotations

import re

_INLINE = re.compile(r"[\\`*\[\]<>&|~$]|(?<!\w)_|_(?!\w)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-+\s*$|>)")
_ORDERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")


def inline(text: str) -> str:
    """One line of text that renders as itself. Line breaks become spaces."""
    return _started(_escaped(" ".join(text.split())))


def _escaped(line: str) -> str:
    return _INLINE.sub(lambda match: "\\" + match[0], line)


def _started(line: str) -> str:
    """A line cannot begin a heading, list, quote or underline."""
    line = _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}", line)
    return _ORDERED.sub(r"\1\\\2", line)


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
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", "/") + "`"


def diagram(text: str) -> str:
    """Text inside a quoted mermaid label: quotes, brackets of HTML and line ends are replaced by entities or spaces."""
    line = " ".join(text.split())
    for sign, entity in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "'"), ("|", "/")):
        line = line.replace(sign, entity)
    return line


# A prefix of list bullets, quotes and spaces can stand before anything that is structure.
_PREFIX = r"^((?:\s|>|[-*+](?=\s)|\d{1,9}[.)](?=\s))*)"
_HEADING = re.compile(_PREFIX + r"(?=#{1,6}(?:\s|$))", re.MULTILINE)
_UNDERLINE = re.compile(_PREFIX + r"(?=(?:-+|=+)[ \t]*$)", re.MULTILINE)
_TASK = re.compile(_PREFIX + r"(?=\[[ xX]?\](?:\s|$))", re.MULTILINE)
_DEFINITION = re.compile(_PREFIX + r"(?=\[[^\]\n]*\]:)", re.MULTILINE)
_FENCE = re.compile(_PREFIX + r"(?=`{3,}|~{3,})", re.MULTILINE)
_HTML = re.compile(r"<(?!https?://[^\s<>]*>)(?=[A-Za-z/!?])")
_SCHEME = re.compile(r"\](?=\(\s*<?\s*(?!(?:https?|mailto):)[A-Za-z][A-Za-z0-9+.-]*:)|\](?=\(\s*<?\s*&)")
_CODE_BLOCK = re.compile(r"^```[\w-]*\n(?:(?!```).*\n)*?```$", re.MULTILINE)


def block(text: str) -> str:
    """Prose that a person wrote in Markdown, kept as Markdown but unable to add structure of its own to the document.

    Emphasis, links, lists, quotes, tables and closed code fences stay. Headings, task boxes, comments, HTML, link
    definitions, open fences and links of other schemes than http, https and mailto become text.
    """
    pieces: list[str] = []
    end = 0
    for fence in _CODE_BLOCK.finditer(text):
        pieces += [_prose(text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*pieces, _prose(text[end:])]).strip("\n")


def _prose(text: str) -> str:
    for pattern in (_HEADING, _UNDERLINE, _TASK, _DEFINITION, _FENCE):
        text = pattern.sub(r"\1" + r"\\", text)
    text = _HTML.sub(r"\\<", text)
    return _SCHEME.sub(r"\\]", text)
