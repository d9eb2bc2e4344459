"""Names that let a reader find an item again in a document that an editor has rewritten.

Identity is carried three times, because editors drop some of it: the tag of a content control, a bookmark around the
box, and the id printed in the row.
"""

from __future__ import annotations

from hashlib import sha256

STATES = ("open", "done", "N/A", "waived")
EVIDENCE_HINT = "…"  # shown in an empty evidence control; a reader takes it as empty
TAG_LENGTH = 64  # Word's limit for tags and aliases
CUSTOM_XML = "urn:specgen:export:1"  # namespace of the part with answers and digests
CHECKLIST_HEADER = ("", "Id", "Item", "State", "Evidence or reason")


def tag(kind: str, item: str) -> str:
    """Tag of a control: `kind` is "i" (box), "s" (state) or "e" (evidence)."""
    return f"sg:{kind}:{item}"[:TAG_LENGTH]


def bookmark(item: str) -> str:
    """Name of the bookmark around an item's box. The leading underscore hides it from Word's list of bookmarks."""
    return f"_sg_{sha256(item.encode()).hexdigest()[:16]}"


class ControlIds:
    """Hands out the integers that content controls must carry: derived from the tag, unique within the document."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def number(self, seed: str) -> int:
        number = int.from_bytes(sha256(seed.encode()).digest()[:4]) & 0x7FFFFFFF
        while number in self._taken or number == 0:
            number = (number + 1) & 0x7FFFFFFF
        self._taken.add(number)
        return number
