"""The front matter: the versions of template and packs are the tool's, all else is the person's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from specgen.model import Document, Identity
from specgen.update.changes import Change, Kind
from specgen.update.splices import Splices
from specgen.yamltext import flow, scalar

FRONT = "front matter"
_COMMENT = re.compile(r"[ \t]+#.*$")


def merge(document: Document, now: Identity, splices: Splices) -> list[Change]:
    """Writes `template` and `packs` anew where they differ; comments behind them stay."""
    before = document.identity
    changes: list[Change] = []
    if before is None:
        return changes
    for key, old, new, value in (
        ("template", before.template, now.template, scalar(now.template)),
        ("packs", ", ".join(before.packs), ", ".join(now.packs), flow(now.packs)),
    ):
        if old == new:
            continue
        key = before.spelled(key)
        first, last = _lines(document, key)
        if not first:
            splices.insert(document.body - 2, [f"{key}: {value}"], tight=True)
        elif _has_comment(document, first, last):
            note = f"comments stand inside the list; write {key}: {value} yourself"
            changes.append(Change(Kind.FAULT, FRONT, key, first, note))
            continue
        else:
            comment = _COMMENT.search(document.lines[first - 1]) if first == last else None
            splices.replace(first, last, [f"{key}: {value}{comment[0] if comment else ''}"])
        changes.append(Change(Kind.CHANGED, FRONT, key, first, f"{old or 'nothing'} → {new}"))
    return changes


def _lines(document: Document, key: str) -> tuple[int, int]:
    """The first and the last line of a field; (0, 0) where it is not there."""
    lines: Sequence[str] = document.lines[: document.body - 2]
    for number, line in enumerate(lines, 1):
        if re.match(rf"[\"']?{key}[\"']?[ \t]*:", line):
            last = number
            while last < len(lines) and "".join(lines[number - 1 : last]).count("[") > "".join(
                lines[number - 1 : last]
            ).count("]"):
                last += 1  # a list in brackets may go over lines, at any column
            while last < len(lines) and (lines[last][:1] in (" ", "\t", "]", "-") or not lines[last].strip()):
                last += 1
            while not lines[last - 1].strip():
                last -= 1
            return number, last
    return 0, 0


def _has_comment(document: Document, first: int, last: int) -> bool:
    return last > first and any(re.search(r"(?:^|\s)#", line) for line in document.lines[first - 1 : last])
