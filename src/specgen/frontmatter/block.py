"""Where the front matter stands in a file, and how it is written."""

from __future__ import annotations

import re
from typing import NamedTuple

from specgen.model import Identity
from specgen.yamltext import flow, scalar

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r?\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


class FrontMatter(NamedTuple):
    """Offsets into the text: YAML source from `start` to `end`, the body from `body` on."""

    start: int
    end: int
    body: int
    closed: bool = True


def find(text: str) -> FrontMatter | None:
    """The front matter of a file, or None when its first line (after a byte order mark) is not `---`.

    Without a closing line everything is body: `closed` is False, the source is empty and `body` is 0.
    """
    opening = _OPENING.match(text)
    if not opening:
        return None
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return FrontMatter(opening.end(), opening.end(), 0, closed=False)
    return FrontMatter(opening.end(), closing.start(), closing.end())


def split(text: str) -> tuple[str, str]:
    """Front matter source and body; ("", text) when there is no front matter or it is not closed."""
    found = find(text)
    return (text[found.start : found.end], text[found.body :]) if found and found.closed else ("", text)


def write(identity: Identity) -> str:
    """The block with both its `---` lines, fields in fixed order; empty optional fields are left out."""
    fields = {
        "specgen": f"{identity.format}",
        "id": scalar(identity.id),
        "title": scalar(identity.title),
        "status": scalar(identity.status),
        "tier": "" if identity.tier is None else f"{identity.tier}",
        "owners": flow(identity.owners),
        "reviewers": flow(identity.reviewers) if identity.reviewers else "",
        "created": scalar(identity.created) if identity.created else "",
        "review_by": scalar(identity.review_by) if identity.review_by else "",
        "reviewed": scalar(identity.reviewed) if identity.reviewed else "",
        "template": scalar(identity.template) if identity.template else "",
        "packs": flow(identity.packs) if identity.packs else "",
        "other": flow(identity.other) if identity.other else "",
    }
    lines = [f"{identity.spelled(name)}: {value}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", ""])
