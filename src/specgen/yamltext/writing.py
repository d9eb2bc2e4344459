"""Values to YAML text: block style, one field a line, the same text for the same values.

What is written reads back as it was; a text is quoted only where it must be, so that files look as a person writes
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from specgen.errors import InputError, Problem
from specgen.yamltext.characters import ESCAPED_IN_YAML, illegal_in_xml

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]


class OneLine(dict[str, str]):
    """A mapping that stands on one line also in block style: a number with what it rests on."""


_NOT_ON_ONE_LINE = re.compile(rf"[\t\r\n]|{ESCAPED_IN_YAML.pattern}")
_NOT_IN_BLOCK = re.compile(rf"\r|{ESCAPED_IN_YAML.pattern}")
_SPECIAL_START = frozenset(",[]{}#&*!|>'\"%@`?:")
_IN_FLOW = re.compile(r"[,\[\]{}:?]")
_READ_AS_SOMETHING_ELSE = frozenset(("", "~", "null", "Null", "NULL", "<<", "-", "="))
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(rf"[\"\\\n\r\t]|{ESCAPED_IN_YAML.pattern}")
_LONGEST_KEY = 1000  # YAML finds the colon of a key only within 1024 characters


def scalar(text: str, *, in_flow: bool = False) -> str:
    """`text` on one line: plain where that reads back as the same text, else quoted.

    Raises InputError for a character that XML forbids: no reader of ours would take it back.
    """
    if name := illegal_in_xml(text):
        raise InputError(Problem(f"The text holds the character {name}.", fix="Delete it."))
    if _plain(text) and not (in_flow and _IN_FLOW.search(text)):
        return text
    if ('"' in text or "\\" in text) and "'" not in text and not _NOT_ON_ONE_LINE.search(text):
        return f"'{text}'"
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text) + '"'


def _plain(text: str) -> bool:
    if text in _READ_AS_SOMETHING_ELSE or text != text.strip() or text[0] in _SPECIAL_START:
        return False
    if text.startswith(("- ", "---", "...")) or text.endswith(":"):
        return False
    return ": " not in text and " #" not in text and not _NOT_ON_ONE_LINE.search(text)


def flow(texts: Iterable[str]) -> str:
    """A list of texts on one line: `["@sre", core 1.0.0]`."""
    return inline([*texts])


def inline(value: Plain) -> str:
    """Nested mappings, lists and texts on one line: `[{name: switch, hard: true}]`."""
    if isinstance(value, str):
        return scalar(value, in_flow=True)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(key, in_flow=True)}: {inline(item)}' for key, item in value.items())}}}"
    return f"[{', '.join(inline(item) for item in value)}]"


def block_text(text: str, indent: int) -> str:
    """`text` as a literal block whose lines stand at column `indent` (at least 1), without a final newline.

    Falls back to one quoted line where a literal would not give the same text back: leading blanks, several
    final newlines, carriage returns, invisible characters.
    """
    body = text.lstrip("\n")
    if "\n" not in text or body[:1] in ("", " ", "\t") or text.endswith("\n\n") or _NOT_IN_BLOCK.search(text):
        return scalar(text)
    if illegal_in_xml(text):
        return scalar(text)  # which says what is wrong
    header = "|" if text.endswith("\n") else "|-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([header, *(" " * indent + line if line else "" for line in lines)])


def write(value: Plain, indent: int = 0) -> str:
    """Block-style YAML of nested mappings, lists and texts, lines indented by `indent`, with a final newline."""
    return "".join(f"{line}\n" for line in _lines(value, indent))


def _lines(value: Plain, indent: int) -> list[str]:
    margin = " " * indent
    if isinstance(value, str):
        return [margin + block_text(value, indent + 2)]
    if not value:
        return [margin + ("{}" if isinstance(value, Mapping) else "[]")]
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines += _field(scalar(key), item, indent)
        return lines
    for item in value:
        first, *rest = _lines(item, indent + 2)
        lines += [f"{margin}- {first[indent + 2 :]}", *rest]
    return lines


def _field(key: str, value: Plain, indent: int) -> list[str]:
    margin = " " * indent
    head = f"{margin}{key}:" if len(key) <= _LONGEST_KEY else f"{margin}? {key}\n{margin}:"
    if isinstance(value, str):
        return [f"{head} {block_text(value, indent + 2)}"]
    if not value:
        return [f"{head} {'{}' if isinstance(value, Mapping) else '[]'}"]
    words = not isinstance(value, Mapping) and all(isinstance(one, str) for one in value)
    if isinstance(value, OneLine) or words:
        return [f"{head} {inline(value)}"]
    return [head, *_lines(value, indent + 2)]
