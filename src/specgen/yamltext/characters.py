"""Which characters may stand in text, and how bytes become text.

Word and HTML are XML: a character XML 1.0 forbids (section 2.2) would make a document nobody can open, so it is
refused at the entrance. YAML forbids some more in its source; those may be written as escapes in double quotes.
"""

from __future__ import annotations

import re

from specgen.errors import InputError, Problem

ILLEGAL_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Beyond XML's: what libyaml refuses, and the breaks (NEL, LS, PS) that YAML 1.1 readers fold to a space but editors
# do not count as lines, so that a text would change silently and every later place would be wrong.
ESCAPED_IN_YAML = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
REFUSED_IN_SOURCE = re.compile(rf"{ILLEGAL_IN_XML.pattern}|{ESCAPED_IN_YAML.pattern}")

_NAMES = {
    0x00: "null", 0x07: "bell", 0x08: "backspace", 0x0B: "vertical tab", 0x0C: "form feed", 0x1B: "escape",
    0x7F: "delete", 0x85: "next line", 0x2028: "line separator", 0x2029: "paragraph separator",
    0xFEFF: "byte order mark",
}  # fmt: skip


def code_point(character: str) -> str:
    """`U+001B (escape)`: how a message names a character that cannot be shown."""
    number = ord(character)
    kind = _NAMES.get(number) or ("half of a surrogate pair" if 0xD800 <= number <= 0xDFFF else "")
    kind = kind or ("control character" if number < 0xA0 else "not a character")
    return f"U+{number:04X} ({kind})"


def illegal_in_xml(text: str) -> str:
    """The first character of `text` that XML 1.0 forbids, as `U+0007 (bell)`; "" when there is none."""
    found = ILLEGAL_IN_XML.search(text)
    return code_point(found[0]) if found else ""


def place(text: str, offset: int, first_line: int = 1) -> tuple[int, int]:
    """Line and column of `offset`, in characters from 1; LF, CRLF and a lone CR end a line."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return first_line + before.count("\n"), len(before) - before.rfind("\n")


def decode(source: bytes, file: str) -> str:
    """Bytes of a UTF-8 file as text; a byte order mark at the start stays (as U+FEFF).

    Raises InputError for UTF-16, for binary data, and at the first byte that is not UTF-8.
    """
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(Problem("The file is UTF-16, not UTF-8.", file, 1, 1, "Save it as UTF-8."))
    if b"\0" in source:
        line = source.count(b"\n", 0, source.index(b"\0")) + 1
        message = "The file holds null bytes: it is binary or UTF-16, not text."
        raise InputError(Problem(message, file, line, 0, "Save it as UTF-8."))
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8")
        line, column = place(before, len(before))
        message = f"Byte 0x{source[error.start]:02X} is not UTF-8."
        fix = "Save the file as UTF-8 (it may be in an older encoding such as Windows-1252)."
        raise InputError(Problem(message, file, line, column, fix)) from None
