"""Text of specs and names of files, made harmless for output that no terminal cleans on its way."""

from __future__ import annotations

import re

# What a terminal, an XML reader or a log obeys or hides: controls, marks of writing direction, line and paragraph
# separators, invisible tags, lone surrogates, the two characters that are none.
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile(r"[^\S \u00a0]+")  # blanks other than spaces: line ends, tabs
KEPT = "\u00a0"  # a blank at which no line is broken
_STRAY = re.compile("[\ud800-\udb7f\udb80-\udc7f\udd00-\udfff]")  # all but those that stand for a byte of a file's name
_DRIVE = re.compile(r"[A-Za-z]:/")


def visible(text: str) -> str:
    """`text` with everything hidden written out: ESC becomes `\\x1b`, a line end `\\n`."""
    return HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def paragraph(text: str) -> str:
    """`text` on one line, with nothing hidden in it. Spaces stay: a fix may quote the indent of a line."""
    parts = [part.strip(" ") for part in _BREAKS.split(text)]
    return visible(" ".join(filter(None, parts)))


def slashes(file: str) -> str:
    """The path as every host writes it."""
    return file.replace("\\", "/")


def uri(file: str) -> str:
    """The path as a URI reference (RFC 3986): percent-encoded, relative unless the path is absolute.

    Bytes of a name that are no text (Python holds them as surrogates) become those bytes again.
    """
    from urllib.parse import quote

    path = slashes(file)
    encoded = quote(_STRAY.sub("\ufffd", path).encode("utf-8", "surrogateescape"), safe="/")
    if path.startswith("//"):
        return f"file:{encoded}"
    if path.startswith("/"):
        return f"file://{encoded}"
    return f"file:///{path[0]}:{encoded[4:]}" if _DRIVE.match(path) else encoded
