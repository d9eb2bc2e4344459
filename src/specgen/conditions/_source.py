"""The text of a condition: where its characters stand in the file, and which of them it may hold."""

from __future__ import annotations

import re
from typing import NoReturn

from specgen.errors import InputError, Problem
from specgen.model import Mark

MAX_LENGTH = 1_000
MAX_BRACKETS = 64  # the parser's own limit is another in every Python
ALLOWED = (
    'A condition is made of and, or, not, comparisons, in, + - * /, numbers, "texts", [lists] and names '
    "under answers. answered. facts. figures. each."
)

STRING = re.compile(r""""[^"]*"|'[^']*'""")
# What stands outside strings and must not: letters glued to a number (of `1and 2` Python only warns), a
# comment (it would swallow the rest), and letters that Python silently replaces (NFKC) when in a name.
_SCAN = re.compile(
    STRING.pattern
    + r"|(?P<glued>(?<![\w.])[0-9][0-9.]*[A-Za-z_%][\w%]*)|(?P<comment>\#)|(?P<foreign>[^\x20-\x7e])"
)
_UNIT = re.compile(r"[0-9.]+(?!(?:e|j|and|or|in|not|if)$)(?:%|[A-Za-z]+)")


def problem(mark: Mark, at: int, message: str, fix: str = "") -> Problem:
    """A fault at character `at` of the condition that stands at `mark`.

    The text counts as one plain line: who knows the file moves the column where YAML quoted or folded it.
    Without a mark the place is line 1 of the text itself.
    """
    column = max(mark.column, 1) + at
    return Problem(message, mark.file, max(mark.line, 1), column, fix)


class Source:
    """A condition's text, ready for the parser as `clean`: without space around it and on one line."""

    __slots__ = ("_encoded", "clean", "lead", "mark", "text")

    def __init__(self, text: str, mark: Mark) -> None:
        """Raises InputError for characters that no condition holds."""
        self.text, self.mark = text, mark
        unbroken = text.replace("\n", " ").replace("\t", " ")
        self.clean = unbroken.strip(" ")
        self.lead = len(unbroken) - len(unbroken.lstrip(" "))
        self._refuse_text()
        if sum(map(self.clean.count, "([{")) > MAX_BRACKETS:
            self.fail(0, f"The condition has more than {MAX_BRACKETS} brackets.", "Make parts of it facts.")
        for found in _SCAN.finditer(self.clean):
            if found.lastgroup:
                self._refuse_part(found)
        self._encoded = b"" if self.clean.isascii() else self.clean.encode()

    def fail(self, at: int, message: str, fix: str = ALLOWED) -> NoReturn:
        """Raises InputError for a fault at character `at` of `clean`."""
        raise InputError(problem(self.mark, at + self.lead, message, fix))

    def span(self, start: int, end: int) -> tuple[int, str]:
        """Character offset and text of what the parser found: it counts UTF-8 bytes."""
        if self._encoded:
            return len(self._encoded[:start].decode()), self._encoded[start:end].decode()
        return start, self.clean[start:end]

    def _refuse_text(self) -> None:
        if len(self.text) > MAX_LENGTH:
            message = f"The condition has {len(self.text)} characters; at most {MAX_LENGTH} are read."
            self.fail(0, message, "Make parts of it facts.")
        if not self.clean:
            self.fail(0, "The condition is empty.", "Leave `when` out for what always applies.")
        if not self.clean.isprintable():
            at = next(at for at, character in enumerate(self.clean) if not character.isprintable())
            message = f"The condition holds the invisible character U+{ord(self.clean[at]):04X}."
            self.fail(at, message, "Remove it, or type a space.")
        if "\\" in self.clean:
            at = self.clean.index("\\")
            self.fail(at, "There is no backslash in a condition.", "Texts are taken as they stand.")

    def _refuse_part(self, found: re.Match[str]) -> None:
        at, what = found.start(), found[0]
        if found.lastgroup == "comment":
            fix = "Put the comment on a line of its own."
            self.fail(at, "There are no comments inside a condition.", fix)
        if found.lastgroup == "foreign":
            fix = "Quotes are \" or ', and names are made of ASCII letters."
            self.fail(at, f"{what} (U+{ord(what):04X}) stands outside quotes.", fix)
        fix = "Write digits, with a point for decimals: 1000 or 99.95."
        if _UNIT.fullmatch(what):
            fix = f'Put an amount with its unit in quotes: "{what}".'
        self.fail(at, f"{what[:40]} is not a number.", fix)
