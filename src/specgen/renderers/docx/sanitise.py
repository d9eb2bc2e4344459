"""What may enter the XML of a Word document: legal characters, escaped text, harmless link targets."""

from __future__ import annotations

import re
from urllib.parse import unquote

from specgen.errors import InputError, Problem
from specgen.yamltext.characters import ILLEGAL_IN_XML, code_point, place

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_SAFE_SCHEMES = ("http", "https", "mailto")
_SHOWN = 20  # a binary file has thousands of such characters; twenty are enough to see that


def refuse_illegal(markdown: str) -> None:
    """Raise InputError naming code point, line and column of characters that no XML document can hold."""
    problems: list[Problem] = []
    for found in ILLEGAL_IN_XML.finditer(markdown):
        message = f"The character {code_point(found[0])} cannot be stored in a Word document."
        problems.append(Problem(message, "", *place(markdown, found.start()), "Delete it."))
        if len(problems) == _SHOWN:
            break
    if problems:
        raise InputError(*problems)


def escape(text: str) -> str:
    """Text for an element or a double-quoted attribute. Illegal characters, which an entity such as `&#12;` can still
    bring in after the check of the source, become U+FFFD."""
    text = ILLEGAL_IN_XML.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def is_external(target: str) -> bool:
    """Whether a link may become a relationship: http, https, mailto, or a relative path.

    Looked at as a careless program would read it: decoded, without spaces and control characters. A target that starts
    with two slashes (or backslashes) is a network share on Windows: opening it sends credentials.
    """
    read = _BLANK.sub("", unquote(target)).replace("\\", "/")
    scheme = _SCHEME.match(read)
    return bool(read) and not read.startswith("//") and (scheme is None or scheme[1].lower() in _SAFE_SCHEMES)


def is_local(target: str) -> bool:
    """Whether an image is a file beside the spec (never fetched from a network)."""
    return is_external(target) and ":" not in target.split("/")[0] and not target.startswith(("/", "#"))
