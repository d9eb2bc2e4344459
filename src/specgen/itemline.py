"""The one grammar of a checklist item's line: ``- [ ] **IDEM-03** `must` Text. → what ticks it``.

Whatever writes such a line and whatever reads one goes through here. Texts are Markdown source of one line. Since the
first lonely arrow ends the text, an arrow inside the text is written as `&rarr;`, which Markdown shows the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from specgen.frozen import Frozen

ARROW = "→"
_ENTITY = "&rarr;"
_LINE = re.compile(
    r" {0,3}[-*+][ \t]{1,4}\[(?P<box>[ \txX])\][ \t]+"
    r"(?P<mark>\*\*|__)(?P<id>[A-Z][A-Z0-9]*-[0-9]+)(?P=mark)"
    r"(?:[ \t]+`(?P<severity>must|should|may)`)?(?P<rest>[ \t].*)?",
    re.DOTALL,
)
_SPLIT = re.compile(rf"(?:^|(?<=\s)){ARROW}(?=\s|$)")


class ItemLine(Frozen):
    """One item as its line says it. `severity` is "must", "should", "may" or "" where a person deleted it.

    `text` and `evidence` hold Markdown of one line, runs of white space folded to one space.
    """

    id: str
    severity: str
    text: str
    evidence: str = ""
    done: bool = False


def parse(line: str) -> ItemLine | None:
    """The item on this line, or None when the line is not one. Accepts `*`, `+`, `[X]` and indents up to three."""
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        return None
    text, *evidence = _SPLIT.split(found["rest"] or "", maxsplit=1)
    id, severity, box = found.group("id", "severity", "box")
    words = _folded(text)
    return ItemLine(
        id, severity or "", words.replace(_ENTITY, ARROW) if "&" in words else words,
        _folded(evidence[0]) if evidence else "", box in "xX",
    )  # fmt: skip


def render(item: ItemLine) -> str:
    """The line of an item, without line end, in the one way specgen writes it."""
    text = _folded(item.text)
    if _SPLIT.search(text):
        text = text.replace(ARROW, _ENTITY)
    parts = [
        f"- [{'x' if item.done else ' '}]",
        f"**{item.id}**",
        f"`{item.severity}`" if item.severity else "",
        text,
        f"{ARROW} {_folded(item.evidence)}" if item.evidence.strip() else "",
    ]
    return " ".join(part for part in parts if part)


DIGEST = 8  # hex digits: enough to notice an edit, short enough for one line of many


def digest(severity: str, text: str, evidence: str) -> str:
    """Of an item's wording as its line has it."""
    return hashlib.sha256(f"{severity} {text}\n{evidence}".encode()).hexdigest()[:DIGEST]


def is_recorded(recorded: str, severity: str, text: str, evidence: str) -> bool:
    """Whether a wording is what was written: `recorded` holds its digest, or several after a merge of two branches."""
    return digest(severity, text, evidence) in recorded.split()


def wording_line(digests: Mapping[str, str]) -> str:
    """The hidden line that records what was written, so that an edited wording can be told from an old one."""
    return f"<!-- specgen:wording {' '.join(f'{id}={one}' for id, one in digests.items())} -->" if digests else ""


def _folded(text: str) -> str:
    return " ".join(text.split())
