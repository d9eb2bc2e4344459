"""The one grammar of a checklist item's line: ``- [ ] **IDEM-03** `must` Text. → what ticks it``.

Whatever writes such a line and whatever reads one goes through here. Texts are Markdown source of one line. Since the
first lonely arrow ends the text, an arrow inside the text is written as `&rarr;`, which Markdown shows the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

from specgen import markerline
from specgen.frozen import Frozen

ARROW = "→"
_ENTITY = "&rarr;"
_LINE = re.compile(
    r" {0,3}[-*+][ \t]{1,4}\[([ \txX])\][ \t]+"  # bullet and box
    r"(?:\*\*([A-Z][A-Z0-9]*-[0-9]+)\*\*|__([A-Z][A-Z0-9]*-[0-9]+)__)"  # id
    r"(?:[ \t]+`(must|should|may)`)?([ \t].*)?",  # severity; text and evidence
    re.DOTALL,
)
_SPLIT = re.compile(rf"{ARROW}(?<!\S{ARROW})(?!\S)")  # the arrow first, which is found at once
_CACHED = 500  # characters of a line; longer ones would fill the memory


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
    return _known(line) if len(line) <= _CACHED else _parsed(line)


def _parsed(line: str) -> ItemLine | None:
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        return None
    box, bold, underscored, severity, rest = found.groups("")
    text, *evidence = _SPLIT.split(rest, maxsplit=1)
    words = _folded(text)
    return ItemLine(
        bold or underscored, severity, words.replace(_ENTITY, ARROW) if "&" in words else words,
        _folded(evidence[0]) if evidence else "", box in "xX",
    )  # fmt: skip


_known = lru_cache(maxsize=1024)(_parsed)  # the specs of one repository have most of their items in common


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
    said = " ".join(f"{id}={one}" for id, one in digests.items())
    return markerline.render("wording", said) if said else ""


def _folded(text: str) -> str:
    return " ".join(text.split())
