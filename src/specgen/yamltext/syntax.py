"""What the YAML parser's error means for the person who has to mend the file.

The parser says what it missed ("did not find expected key"), not what was typed. The typed line says more: a tab,
a quote too few, a colon inside a text. Works on the wording of both libyaml and PyYAML's own parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from specgen.errors import Problem

_VALUE = re.compile(r"[ ]*(?:- +)*(?:[^\s:#\"'\[{&*!|>%@`-][^:]*:[ ]+)?(?=(.))")
_QUOTE = "Put it in quotes"


class _Place(NamedTuple):
    line: int  # from 0, as the parser counts
    column: int


class _Fault(NamedTuple):
    """An error with the lines around it."""

    what: str  # context and problem, in lower case
    at: _Place
    start: _Place  # where the thing begins that could not be read to its end
    lines: list[str]

    def text(self, place: _Place) -> str:
        return self.lines[place.line] if place.line < len(self.lines) else ""

    def character(self, place: _Place) -> str:
        return self.text(place)[place.column : place.column + 1]


_Meaning = tuple[str, str, _Place]  # message, fix, place


def explain(error: Exception, source: str, file: str, first_line: int) -> Problem:
    """A Problem for the exception of a YAML parser over `source`, which begins at `first_line` of `file`."""
    lines = re.split(r"\r\n|\n|\r", source)
    at = _place(getattr(error, "problem_mark", None)) or _Place(len(lines) - 1, 0)
    start = _place(getattr(error, "context_mark", None)) or at
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}"
    fault = _Fault(said.lower(), at, start, lines)
    message, fix, place = next(meaning for look in _LOOKS if (meaning := look(fault)))
    return Problem(message, file, place.line + first_line, place.column + 1, fix)


def _place(mark: Any) -> _Place | None:
    return None if mark is None else _Place(mark.line, mark.column)


def _in_quotes(line: str, column: int) -> str:
    """The text that begins at `column` as it should stand: of `owner: @ops # who` it is `"@ops"`."""
    in_brackets = "[" in line[:column] or "{" in line[:column]
    text = re.split(r"\s#|[,\]}]" if in_brackets else r"\s#", line[column:], maxsplit=1)[0].rstrip()
    if not text or len(text) > 60 or '"' in text or "\\" in text:
        return f"{_QUOTE}."
    return f'{_QUOTE}: "{text}".'


def _begins_with_sign(fault: _Fault, place: _Place) -> _Meaning:
    sign = fault.character(place)
    fix = _in_quotes(fault.text(place), place.column)
    return f"A text cannot begin with {sign} unless it is in quotes.", fix, place


def _quoted(fault: _Fault) -> _Meaning | None:
    if "quoted scalar" not in fault.what:
        return None
    quote = fault.character(fault.start)
    if "end of stream" in fault.what or "document" in fault.what:
        message = f"The text that begins here with {quote} is never closed."
        return message, f"Close it with {quote}.", fault.start
    escape = "A backslash in double quotes begins an escape such as \\n, and this one is not known."
    return escape, "Write \\\\ for a backslash, or put the text in 'single quotes'.", fault.at


def _chr(fault: _Fault) -> _Meaning | None:
    if "chr() arg" not in fault.what:  # the pure parser only, and without a place
        return None
    return "An escape \\U names a code point above U+10FFFF.", "Write a code point that exists.", fault.at


def _tab(fault: _Fault) -> _Meaning | None:
    tab = re.match(r" *\t", fault.text(fault.at))
    if not tab:
        return None
    fix = "Indent with spaces (two for each level) and set the editor to insert spaces."
    return "A tab is used for indentation.", fix, _Place(fault.at.line, tab.end() - 1)


def _token(fault: _Fault) -> _Meaning | None:
    if "cannot start any token" not in fault.what:
        return None
    if fault.character(fault.at) == "\t":
        return "A tab stands where a space is expected.", "Replace it with a space.", fault.at
    return _begins_with_sign(fault, fault.at)


def _sign_of_yaml(fault: _Fault) -> _Meaning | None:
    signs = ("block scalar", "an alias", "an anchor", "a tag", "tag handle", "a directive")
    return _begins_with_sign(fault, fault.start) if any(sign in fault.what for sign in signs) else None


def _version(fault: _Fault) -> _Meaning | None:
    if "yaml document" not in fault.what:
        return None
    return "A % directive is not allowed here.", "Delete the lines down to `---`.", fault.at


def _colon_in_text(fault: _Fault) -> _Meaning | None:
    if "mapping values are not allowed" not in fault.what:
        return None
    line = fault.text(fault.at)
    inner = re.search(r":\s+", line[: fault.at.column])
    if inner:
        fix = _in_quotes(line, inner.end())
        value = _Place(fault.at.line, inner.end())
        return "A colon followed by a space stands inside a text without quotes.", fix, value
    above = fault.at.line - 1
    while above > 0 and not fault.lines[above].strip():
        above -= 1
    before = fault.lines[above] if above >= 0 else ""
    if before.strip() and not re.search(r":(\s|$)|^\s*-\s", before):
        return _no_colon(before, above)
    key = _Place(fault.at.line, len(line) - len(line.lstrip()))
    fix = "Line it up with the key above; a text with a colon in it belongs in quotes."
    return "This key is indented as if the value of the line above went on.", fix, key


def _no_colon(line: str, number: int) -> _Meaning:
    word = line.strip()
    column = len(line) - len(line.lstrip())
    key, colon, _ = word.partition(":")
    if colon and key:
        message = f'After the colon of "{key}" a space is missing.'
        return message, "Write `key: value`.", _Place(number, column)
    short = word if len(word) <= 40 else word[:39] + "…"
    fix = "Write `key: value`; a text that goes on from the line above must be indented or in quotes."
    return f'There is no colon after "{short}".', fix, _Place(number, column)


def _key_without_colon(fault: _Fault) -> _Meaning | None:
    if "could not find expected ':'" not in fault.what:
        return None
    return _no_colon(fault.text(fault.start), fault.start.line)


def _bracket(fault: _Fault) -> _Meaning | None:
    if "',' or" not in fault.what:
        return None
    opening = fault.character(fault.start)
    closing = {"[": "]", "{": "}"}.get(opening, "the closing bracket")
    message = f"What begins here with {opening} is not closed with {closing}, or a comma is missing in it."
    return message, f"Close it, or put the text in quotes if {opening} belongs to it.", fault.start


def _entry(fault: _Fault) -> _Meaning | None:
    if "sequence entries are not allowed" in fault.what:
        fix = "Put each `- ` on a line of its own under the key, or put the text in quotes."
        return "A list cannot begin with - on the line of its key.", fix, fault.at
    if "mapping keys are not allowed" in fault.what or "node content" in fault.what:
        return _begins_with_sign(fault, fault.at)
    return None


def _colon_in_brackets(fault: _Fault) -> _Meaning | None:
    if "found unexpected ':'" not in fault.what:
        return None
    fix = _in_quotes(fault.text(fault.start), fault.start.column)
    return "A colon stands inside a text without quotes.", fix, fault.start


def _after_value(fault: _Fault) -> _Meaning | None:
    before = fault.text(fault.at)[: fault.at.column].rstrip()
    if "while parsing a block" not in fault.what or not before:
        return None
    if before[-1] in "\"'":
        inside = '\\" inside "…"' if before[-1] == '"' else "'' inside '…'"
        fix = f"Look for a quote too many or too few here or above; a quote is written {inside}."
        return "There is text after the closing quote.", fix, fault.at
    value = _VALUE.match(fault.text(fault.at))
    if value and value[1] in "[{*&!":
        return _begins_with_sign(fault, _Place(fault.at.line, value.end()))
    return None


def _list_line(fault: _Fault) -> _Meaning | None:
    if "block collection" not in fault.what:
        return None
    fix = "Begin it with `- ` under the one above, or indent it by two more if it belongs to that item."
    return "This line stands among list items and is none.", fix, fault.at


def _key_line(fault: _Fault) -> _Meaning | None:
    if "block mapping" not in fault.what:
        return None
    if fault.character(fault.at) == ":":
        return "A key is missing before the colon.", "Write `key: value`.", fault.at
    fix = "Give all keys of one group the same number of spaces; a text with : or # in it belongs in quotes."
    return "This line does not line up with the keys above it.", fix, fault.at


def _root(fault: _Fault) -> _Meaning | None:
    if "document start" not in fault.what:
        return None
    if any(line.rstrip() == "..." for line in fault.lines[: fault.at.line]):
        return "A second document begins here.", "Keep one document, without `...` between.", fault.at
    fix = "Indent it as the first line is; a text that begins with [ or { belongs in quotes."
    return "This line does not belong to what stands above it.", fix, fault.at


def _else(fault: _Fault) -> _Meaning:
    message = f"This is not valid YAML ({fault.what.strip()})."
    return message, "Look at the indentation, colons and quotes around here.", fault.at


_LOOKS: tuple[Callable[[_Fault], _Meaning | None], ...] = (
    _quoted, _chr, _tab, _token, _version, _sign_of_yaml, _root, _colon_in_text, _key_without_colon, _bracket,
    _entry, _colon_in_brackets, _after_value, _list_line, _key_line, _else,
)  # fmt: skip
