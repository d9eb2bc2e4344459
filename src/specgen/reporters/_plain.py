"""Text of specs and names of files, made harmless for output that no terminal cleans on its way."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# What a terminal, an XML reader or a log obeys or hides: controls, marks of writing direction, line and paragraph
# separators, invisible tags, lone surrogates, the two characters that are none. None of them is printable in the words of
# Unicode, and no blank is but the space: most texts need no regular expression.
HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = r"[^\S \u00a0]+"  # blanks other than spaces: line ends, tabs
_STRAY = "[\ud800-\udb7f\udb80-\udc7f\udd00-\udfff]"  # all but those that stand for a byte of a file's name
_DRIVE = r"[A-Za-z]:/"


def visible(text: str) -> str:
    """`text` with everything hidden written out: ESC becomes `\\x1b`, a line end `\\n`."""
    if text.isprintable():
        return text
    import re

    return re.sub(HIDDEN, _escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def paragraph(text: str) -> str:
    """`text` on one line, with nothing hidden in it. Spaces stay: a fix may quote the indent of a line."""
    if text.isprintable():
        return text.strip(" ")
    import re

    parts = [part.strip(" ") for part in re.split(_BREAKS, text)]
    return visible(" ".join(filter(None, parts)))


def slashes(file: str) -> str:
    """The path as every host writes it."""
    return file.replace("\\", "/")


def uri(file: str) -> str:
    """The path as a URI reference (RFC 3986): percent-encoded, relative unless the path is absolute.

    Bytes of a name that are no text (Python holds them as surrogates) become those bytes again.
    """
    import re
    from urllib.parse import quote

    path = slashes(file)
    encoded = quote(re.sub(_STRAY, "\ufffd", path).encode("utf-8", "surrogateescape"), safe="/")
    if path.startswith("//"):
        return f"file:{encoded}"
    if path.startswith("/"):
        return f"file://{encoded}"
    return f"file:///{path[0]}:{encoded[4:]}" if re.match(_DRIVE, path) else encoded
