"""Whose line is it: what of a spec belongs to people, told without specgen's reader.

Only literal marker lines count, and of them only those that markdown-it-py does not see in code, a comment or raw HTML.
Where that leaves a doubt, the line is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt

Wordings = Collection[tuple[str, str]]  # of the packs: an item's id, and what may stand behind it without its severity

_MARKER = re.compile(r" {0,3}<!--[ \t]*specgen:(begin|end)[ \t]+(\S+)[ \t]*-->[ \t]*")
_HIDDEN = re.compile(r" {0,3}<!--[ \t]*specgen:(?:wording|seal)[ \t].*-->[ \t]*")
_ITEM = re.compile(
    r" {0,3}[-*+][ \t]{1,4}\[([ xX])\][ \t]+(?:\*\*([A-Z0-9]+-\d+)\*\*|__([A-Z0-9]+-\d+)__)(?=[ \t]|$)(.*)"
)
_SEVERITY = re.compile(r"\s*`(?:must|should|may)`(?=\s|$)")
_BULLET = re.compile(r"[ \t]*(?:[-*+](?=[ \t])|\d+[.)](?=[ \t])|[>|#]|```|~~~|<[a-z/!])")
_RAW = re.compile(r"<(?:!|\?|pre|script|style|textarea)", re.IGNORECASE)
_RETIRED = re.compile(r"[ \t]+[-*+][ \t]+Retired: the packs no longer ask for this here\.")
_LONGEST = 20  # lines of one wording


class Whose(NamedTuple):
    """`persons` are the lines of people, with their line ends; of blank lines between them one, and all in code. `ticked` are the
    packs' items with a tick, `edited` wordings that are not the packs'; `torn` whether a marker is without its other half."""

    persons: list[str]
    ticked: set[str]
    edited: list[str]
    torn: bool
    front: list[str]


def sort(text: str, wordings: Wordings) -> Whose:
    """The lines of a whole file."""
    lines = text.split("\n")
    bare = [line.removesuffix("\r") for line in lines]
    body = _body(bare)
    code, hidden, html, heads, quoted = _seen("\n".join(bare[body:]), body)
    marks = {
        n: found.groups() for n in range(body, len(bare))
        if n in html and n not in hidden and (found := _MARKER.fullmatch(bare[n]))
    }  # fmt: skip
    ids = {id for id, _ in wordings}
    items = {
        n: found for n in range(body, len(bare))
        if n not in code | hidden | html | quoted and (found := _ITEM.fullmatch(bare[n]))
    }  # fmt: skip
    comments = {n for n in html - hidden if bare[n].lstrip().startswith("<!--") and not _HIDDEN.fullmatch(bare[n])}
    ours, torn = _blocks(marks, {*comments, *heads, *items})  # no block holds any of these
    ticked, edited, seen = set[str](), list[str](), set[str]()
    for n, found in items.items():
        id = found[2] or found[3]
        if n in ours or id not in ids or id in seen:
            continue  # in a block, a person's own, or told of as standing there twice
        seen.add(id)
        if found[1] in "xX":
            ticked.add(id)
        last = _worded(bare, n, id, found[4], wordings)
        if last < 0:
            edited.append(folded(found[4]))
        ours.update(range(n, max(last, n) + 1))
    ours.update(n for n in range(body, len(bare)) if n not in code | hidden and _HIDDEN.fullmatch(bare[n]))
    ours.update(n for n in range(body, len(bare)) if n not in code | hidden and _RETIRED.fullmatch(bare[n]))
    persons: list[str] = []
    for n in range(body, len(lines)):
        if n in ours:
            continue
        if bare[n].strip() or n in code | hidden:
            persons.append(lines[n])
        elif persons and persons[-1] != "":
            persons.append("")
    if persons and lines[-1] == persons[-1] and not lines[-1].endswith("\r") and "\r" in text and persons[-1]:
        persons[-1] += "\r"  # the last line has no end, and may get one
    return Whose(persons, ticked, edited, torn, lines[:body])


def merged(text: str) -> str:
    """The text without the lines of git around two versions of hidden lines: of these both may stay."""
    lines = text.split("\n")
    code, hidden, *_ = _seen("\n".join(line.removesuffix("\r") for line in lines), 0)
    made: list[str] = []
    at = 0
    for n, line in enumerate(lines):
        if n < at:
            continue
        last = next((m for m in range(n + 1, len(lines)) if lines[m].startswith((">>>>>>> ", "<<<<<<< "))), len(lines) - 1)
        inside = [one.removesuffix("\r") for one in lines[n + 1 : last]]
        git = line.startswith("<<<<<<< ") and lines[last].startswith(">>>>>>> ") and "=======" in inside
        if git and n not in code | hidden and all(
            one == "=======" or one.startswith("|||||||") or not one.strip() or _HIDDEN.fullmatch(one) for one in inside
        ):
            made += [one for one in lines[n + 1 : last] if _HIDDEN.fullmatch(one.removesuffix("\r"))]
            at = last + 1
        else:
            made.append(line)
    return "\n".join(made)


def folded(text: str) -> str:
    return " ".join(text.split())


def _body(lines: Sequence[str]) -> int:
    if lines[0].rstrip(" \t").removeprefix("\ufeff") != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], 1) if line.rstrip(" \t") in ("---", "...")), 0)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").disable("inline")  # nobody looks inside a line


def _seen(body: str, start: int) -> tuple[set[int], set[int], set[int], set[int], set[int]]:
    """Lines in code, lines that a comment or raw HTML of several lines hides, all lines of HTML, headings, quotes."""
    code, hidden, html, heads, quoted = (set[int]() for _ in range(5))
    bare = body.replace("\r", " ").split("\n")
    for token in _parser().parse("\n".join(bare)):
        if token.map is None:
            continue
        first, end = token.map
        while end > first and not bare[end - 1].strip():
            end -= 1
        lines = range(start + first, start + end)
        if token.type in ("fence", "code_block"):
            code.update(lines)
        elif token.type == "heading_open":
            heads.update(lines if token.markup.startswith("#") else ())
        elif token.type == "blockquote_open":
            quoted.update(lines)
        elif token.type == "html_block":
            html.update(lines)
            if _RAW.match(token.content.lstrip()):
                hidden.update(lines if not token.content.lstrip().startswith("<!--") else lines[1:])
    return code, hidden, html, heads, quoted


def _blocks(marks: dict[int, tuple[str, ...]], never: set[int]) -> tuple[set[int], bool]:
    """The lines of whole blocks, and whether a marker belongs to none."""
    names = list(marks.values())
    ours, whole = set[int](), 0
    order = sorted(marks)
    for first, last in pairwise(order):
        name = marks[first][1]
        pair = marks[first] == ("begin", name) and marks[last] == ("end", name)
        if pair and names.count(("begin", name)) == names.count(("end", name)) == 1:
            whole += 2
            if not never.intersection(range(first + 1, last)):
                ours.update(range(first, last + 1))
    return ours, whole < len(order)


def _worded(lines: Sequence[str], n: int, id: str, rest: str, wordings: Wordings) -> int:
    """The last line of a wording that is the packs', which a formatter may have broken; -1 for none."""
    said = _SEVERITY.sub("", rest, count=1)
    for last in range(n, min(n + _LONGEST, len(lines))):
        if last > n:
            if not lines[last].startswith(("  ", "\t")) or _BULLET.match(lines[last]) or not lines[last].strip():
                return -1
            said = f"{said} {lines[last]}"
        if (id, folded(said)) in wordings:
            return last
    return -1


def wordings(lines: Iterable[str]) -> set[tuple[str, str]]:
    """Of the lines of items."""
    found = [item for line in lines if (item := _ITEM.fullmatch(line))]
    return {(item[2] or item[3], folded(_SEVERITY.sub("", item[4], count=1))) for item in found}


def missing(wanted: Sequence[str], found: Sequence[str]) -> str | None:
    """The first line that is not there in its order; None where all are."""
    rest = iter(found)
    return next((line for line in wanted if not any(line == other for other in rest)), None)
