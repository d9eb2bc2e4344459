"""Markdown to a Document: what the file says, with lines, and what is wrong with its form. Never raises on content.

lines    what each line is: text, code, comment, quote
markers  specgen's own comments: sections, blocks, wording
items    the checklist: ticks, and what stands under them
answers  the fenced YAML in *Answers*
"""

from __future__ import annotations

from collections.abc import Sequence

from specgen import frontmatter
from specgen.errors import Problem
from specgen.frozen import new
from specgen.model import Document, Heading
from specgen.readers.markdown import answers, items, markers
from specgen.readers.markdown.lines import Scanned, Title, scan

__all__ = ["LARGEST", "read"]

LARGEST = 5 * 1024 * 1024  # bytes
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read(data: bytes | str, file: str) -> Document:
    """The document that these bytes (or this text) are."""
    if isinstance(data, bytes):
        text, unreadable = _decoded(data, file)
        if unreadable:
            return Document(file, "", unreadable=unreadable)
    else:
        text = data.removeprefix("\ufeff")
    if (0 in data) if isinstance(data, bytes) else ("\0" in data):
        line = text.count("\n", 0, text.index("\0")) + 1
        return Document(file, "", unreadable=Problem("holds a NUL byte, so it is no text", file, line, fix=_SAVE))
    return _read(text, file)


_SAVE = "Save it as UTF-8 text."


def _decoded(data: bytes, file: str) -> tuple[str, Problem | None]:
    if len(data) > LARGEST:
        fix = "Split it; no reader gets through that."
        return "", Problem(f"has {len(data):,} bytes, more than the {LARGEST:,} that are read", file, fix=fix)
    if encoding := _BOMS.get(data[:2]):
        return "", Problem(f"is {encoding} text", file, 1, 1, _SAVE)
    try:
        return data.decode().removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        shown = f"0x{data[error.start]:02X}"
        return "", Problem(f"is not UTF-8: byte {shown} cannot stand here", file, line, column, _SAVE)


def _read(text: str, file: str) -> Document:
    lines = tuple(text.replace("\r\n", "\n").split("\n") if "\r" in text else text.split("\n"))
    front = frontmatter.find(text)
    identity, problems = frontmatter.read(text, file) if front else (None, ())
    start = text.count("\n", 0, front.body) if front and front.closed else 0
    if front and front.closed and front.body and not text[: front.body].endswith("\n"):
        start += 1  # the closing line is the last one
    scanned = scan(lines, start)
    headings = _headings(scanned.titles, len(lines))
    marks = markers.read(lines, scanned.kinds, headings, file)
    faults = (*marks.faults, *_unclosed(scanned, lines, file))
    found, hidden = items.read(lines, scanned.kinds, marks.blocks, marks.wording)
    return Document(
        file, text, lines, scanned.kinds, start + 1, identity, problems, None, headings, marks.sections, marks.blocks,
        found, hidden, answers.read(lines, scanned.kinds, headings, marks.sections), marks.wording, marks.wording_lines,
        marks.seal, marks.seal_lines, faults, marks.broken, scanned.unclosed,
    )  # fmt: skip


def _unclosed(scanned: Scanned, lines: Sequence[str], file: str) -> list[Problem]:
    if not scanned.unclosed:
        return []
    shown = lines[scanned.unclosed - 1].strip()[:60]
    message = f'"{shown}" opens what is never closed; all below it counts as part of it.'
    return [Problem(message, file, scanned.unclosed, 1, "Close it, or take the line out.")]


def _headings(titles: Sequence[Title], total: int) -> tuple[Heading, ...]:
    """Each with where its own text ends, and where all that belongs to it ends."""
    whole = [total] * len(titles)
    waiting: list[int] = []  # indices of headings that have not ended, levels rising
    for number, title in enumerate(titles):
        while waiting and titles[waiting[-1]][2] >= title[2]:
            whole[waiting.pop()] = title[0] - 1
        waiting.append(number)
    ends = [first - 1 for first, *_ in titles[1:]] + [total] * bool(titles)
    return tuple(
        [
            new(Heading, (first, level, text, below, end, last))
            for (first, below, level, text), end, last in zip(titles, ends, whole, strict=True)
        ]
    )
