"""Markers that cannot be used: they stay as they are, and each is told. Whose text stands beside one is for a person to say."""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Document
from specgen.update.changes import Change, Kind, What


def faults(document: Document) -> Iterator[Change]:
    """All of them but a second list of wordings: an update makes one of both."""
    for problem in document.faults:
        if problem.line not in document.wording_lines:
            yield Change(Kind.FAULT, What.MARKER, "", problem.line, f"{problem.message} {problem.fix}".rstrip())
