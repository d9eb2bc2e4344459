"""The checklist's lines: items with their ticks, and the notes under them. One inside code, a quote, a comment or a
generated block does not count, and is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from specgen import itemline, noteline
from specgen.frozen import new
from specgen.itemline import ItemLine
from specgen.model import Block, HiddenItem, Hiding, Note, NoteKind, Ticked

_BOXED = re.compile(r"\][ \t]+(?:~~)?(?:\*\*|__)")  # in every line that one of the others takes
_ANYWHERE = re.compile(r"[\s>]*[-*+][ \t]{1,4}\[[ \txX]\][ \t]+(?:\*\*|__)([A-Z][A-Z0-9]*-[0-9]+)(?:\*\*|__)")
_LOOSE = re.compile(
    r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\\?\[[ \txX]\\?\][ \t]+(?:~~)?(?:\*\*|__)\[?([A-Z][A-Z0-9]*-[0-9]+)"
)
_BLANK = ("", " ", "\t")
_WHERE = {"f": Hiding.CODE, "i": Hiding.CODE, "q": Hiding.QUOTE, "c": Hiding.COMMENT, "x": Hiding.HTML}


def read(
    lines: Sequence[str], kinds: str, blocks: Sequence[Block], wording: Mapping[str, str]
) -> tuple[tuple[Ticked, ...], tuple[HiddenItem, ...]]:
    """The items in their order, and those that stand where they do not count."""
    found: list[Ticked] = []
    hidden: list[HiddenItem] = []
    spans = iter(sorted((one.begin, one.end) for one in blocks))
    begin, end = next(spans, (0, 0))
    for number, line in enumerate(lines, 1):
        if "]" not in line or "-" not in line:
            continue
        if not _BOXED.search(line):
            continue
        while end and number > end:
            begin, end = next(spans, (0, 0))
        kind = kinds[number - 1]
        if kind == "l" and not begin <= number <= end:
            item = itemline.parse(line)
            if item is not None:
                found.append(_item(lines, kinds, number, item, wording.get(item.id, "")))
            elif loose := _LOOSE.match(line):
                hidden.append(HiddenItem(loose[1], number, Hiding.LIST))
        elif item_id := _ANYWHERE.match(line):
            hidden.append(HiddenItem(item_id[1], number, _WHERE.get(kind, Hiding.BLOCK)))
    return tuple(found), tuple(hidden)


def _item(lines: Sequence[str], kinds: str, number: int, item: ItemLine, recorded: str) -> Ticked:
    """The item that begins on that line. A formatter may have broken its wording over several: they are its wording only
    where they say what was recorded; else somebody has written below it."""
    worded = number
    if worded < len(lines) and kinds[worded] == "t" and recorded:
        item, worded = _longer(lines, kinds, number, item, recorded)
    last, notes = _under(lines, kinds, number, worded)
    values = item.id, number, last, item.severity, item.text, item.evidence, item.done, notes, worded
    return new(Ticked, values)


def _longer(lines: Sequence[str], kinds: str, number: int, item: ItemLine, recorded: str) -> tuple[ItemLine, int]:
    """The item and the last line of its wording."""
    margin, whole = _indent(lines[number - 1]), lines[number - 1].rstrip()
    if itemline.is_recorded(recorded, item.severity, item.text, item.evidence):
        return item, number
    for below in range(number, min(number + _LONGEST, len(lines))):
        if kinds[below] != "t" or _indent(lines[below]) <= margin + 1:
            break
        whole = f"{whole} {lines[below].strip()}"
        longer = itemline.parse(whole)
        if longer and itemline.is_recorded(recorded, longer.severity, longer.text, longer.evidence):
            return longer, below + 1
    return item, number


_LONGEST = 20  # lines of one wording


def _under(lines: Sequence[str], kinds: str, number: int, worded: int) -> tuple[int, tuple[Note, ...]]:
    """The last line that belongs to the item, and the notes on the lines below its wording."""
    if worded < len(lines) and lines[worded][:1] not in _BLANK:  # the next item, most likely
        return worded, ()
    margin = _indent(lines[number - 1])
    last = worded
    for below in range(worded + 1, len(lines) + 1):
        line = lines[below - 1]
        if line[:1] not in _BLANK:  # not indented at all
            break
        if not line.strip(" \t"):
            continue
        if _indent(line) <= margin + 1 or kinds[below - 1] in "hc":
            break
        if kinds[below - 1] == "l" and "**" in line and itemline.parse(line):
            break  # an item of its own, however far it was moved in
        last = below
    return last, tuple(_notes(lines, kinds, worded, last)) if last > worded else ()


def _notes(lines: Sequence[str], kinds: str, worded: int, last: int) -> Iterator[Note]:
    """Each sub-bullet; what is indented deeper, or no bullet at all, goes on with the one above."""
    words: list[str] = []  # of the sub-bullet at hand, line by line
    at = margin = paragraph = 0  # the sub-bullet's line, its indent, and how many lines its first paragraph has
    for below in range(worded + 1, last + 1):
        line = lines[below - 1]
        if kinds[below - 1] == "l" and noteline.is_note(line) and (not at or _indent(line) <= margin):
            if at:
                yield noteline.wrapped(words, paragraph, at)
            margin, at, paragraph = _indent(line), below, 1
            words = [line.strip(" \t")[1:].strip(" \t")]
        elif said := line.strip():
            if at:
                paragraph += paragraph == below - at and kinds[below - 1] == "t"
                words.append(said)
            else:
                yield Note(NoteKind.OTHER, below, said)
    if at:
        yield noteline.wrapped(words, paragraph, at)


def _indent(line: str) -> int:
    wide = line.expandtabs(4) if "\t" in line else line
    return len(wide) - len(wide.lstrip(" "))
