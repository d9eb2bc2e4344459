"""The checklist of a phase as one table: box, id, item, state, evidence, each with a control that can be read back.

The evidence field holds what belongs to the state: of a waived item the reason of `Waived:`, of one that does not apply
the reason of `N/A:`, else the text of `Evidence:`. Every other sub-bullet stands under the item's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from specgen import itemline
from specgen.itemline import ItemLine
from specgen.renderers.docx import controls
from specgen.renderers.docx import runs as xml
from specgen.renderers.docx.body import Body, Place
from specgen.renderers.docx.identity import CHECKLIST_HEADER, bookmark, tag
from specgen.renderers.docx.inline import markdown
from specgen.renderers.docx.metrics import lines
from specgen.renderers.docx.tables import cell, gap, start, tr

_LABEL = re.compile(r"(Evidence|N/A|Waived):(?:\s+|$)", re.IGNORECASE)
_BEATS = (("n/a", "N/A"), ("waived", "waived"))  # N/A beats waived beats the tick
_SIZE = 9.0
_BOX, _ID, _STATE, _EVIDENCE = 480, 1240, 940, 2000  # twips; the item takes the rest
_LEAST_WIDTH = 7000  # on narrower paper all columns shrink


class Entry(NamedTuple):
    """An item and the tokens below its line."""

    item: ItemLine
    labels: tuple[tuple[str, str], ...]  # ("evidence", text), ("note", Markdown)
    rest: tuple[tuple[int, int], ...]  # token ranges of blocks that are neither line nor sub-bullet


def entry(body: Body, start_index: int, end: int) -> Entry | None:
    """The item of a list item, whose tokens run from `start_index` to `end` (its closing one); None if it is none."""
    tokens = body.source.tokens
    if tokens[start_index].type != "paragraph_open":
        return None
    item = itemline.parse("- " + tokens[start_index + 1].content.replace("\n", " "))
    if item is None:
        return None
    labels: list[tuple[str, str]] = []
    rest: list[tuple[int, int]] = []
    index = start_index + 3
    while index < end:
        close = body.source.close[index] if tokens[index].nesting == 1 else index
        if tokens[index].type == "bullet_list_open":
            _sub_bullets(body, index, close, labels, rest)
        else:
            rest.append((index, close + 1))
        index = close + 1
    return Entry(item, tuple(labels), tuple(rest))


def _sub_bullets(
    body: Body, start_index: int, end: int, labels: list[tuple[str, str]], rest: list[tuple[int, int]]
) -> None:
    tokens = body.source.tokens
    index = start_index + 1
    while index < end:
        close = body.source.close[index]
        first = index + 1
        if tokens[first].type == "paragraph_open":
            content = tokens[first + 1].content.strip()
            label = _LABEL.match(content)
            labels.append((label[1].lower(), content[label.end() :]) if label else ("note", content))
            first += 3
        if first < close:
            rest.append((first, close))
        index = close + 1


def table(body: Body, entries: list[Entry], place: Place, blocks: Callable[[int, int, Place], None]) -> None:
    """Write one table of items. `blocks` writes the tokens of a range at a place."""
    factor = min(1.0, place.width / _LEAST_WIDTH)
    box, id_width, state_width, evidence = (int(w * factor) for w in (_BOX, _ID, _STATE, _EVIDENCE))
    widths = [box, id_width, place.width - box - id_width - state_width - evidence, state_width, evidence]
    head = body.styles["Table Heading"]
    place.out.append(start(body.styles["Spec Table"], widths))
    cells = (cell(w, xml.paragraph(head, xml.run(text))) for w, text in zip(widths, CHECKLIST_HEADER, strict=True))
    place.out.append(tr("".join(cells), header=True))
    for one in entries:
        place.out.append(_row(body, one, widths, blocks))
        room = widths[2] / 20 - 9
        height = lines(one.item.text, room, _SIZE) * 12 + lines(one.item.evidence, room, 8) * 10 + 6
        body.pages.add(height + 11 * sum(kind == "note" for kind, _ in one.labels))
    place.out.append("</w:tbl>")
    gap(body, place)


def _row(body: Body, one: Entry, widths: list[int], blocks: Callable[[int, int, Place], None]) -> str:
    item, style = one.item, body.styles["Table Text"]
    chosen, text, notes = _state(one)
    box = controls.checkbox(body.controls.number(tag("i", item.id)), item.done, item.id, tag("i", item.id))
    if item.id not in body.items:  # a bookmark's name is unique; a second row of that id is known by its tag alone
        body.items.add(item.id)
        box = xml.bookmark(body.number(), bookmark(item.id), box)
    number = body.controls.number
    state = controls.state(number(tag("s", item.id)), chosen, f"State of {item.id}", tag("s", item.id))
    field = controls.field(
        number(tag("e", item.id)), text, f"Evidence of {item.id}", tag("e", item.id), body.styles["Placeholder Text"]
    )
    content = (
        xml.paragraph(style, box, align="center"),
        xml.paragraph(style, xml.run(item.id, xml.styled(body.styles["Item Id"]))),
        _item(body, one, notes, widths[2], blocks),
        xml.paragraph(style, state),
        xml.paragraph(style, field),
    )
    return tr("".join(cell(w, c) for w, c in zip(widths, content, strict=True)))


def _state(one: Entry) -> tuple[str, str, list[tuple[str, str]]]:
    """State of an item, the text of its field, and the sub-bullets that are left."""
    kinds = {kind for kind, _ in one.labels}
    chosen, label = "done" if one.item.done else "open", "evidence"
    for kind, name in _BEATS:
        if kind in kinds:
            chosen, label = name, kind
            break
    text = "\n".join(text for kind, text in one.labels if kind == label)
    return chosen, text, [(kind, text) for kind, text in one.labels if kind != label]


_SHOWN = {"evidence": "Evidence: ", "waived": "Waived: ", "n/a": "N/A: ", "note": ""}


def _item(
    body: Body, one: Entry, notes: list[tuple[str, str]], width: int, blocks: Callable[[int, int, Place], None]
) -> str:
    item, small = one.item, body.styles["Small Note"]
    badge = ""
    if item.severity:
        look = xml.styled(body.styles[f"Severity {item.severity}"])
        badge = xml.run(f"\u00a0{item.severity}\u00a0", look) + xml.run(" ")
    text = badge + markdown(body, item.text)
    out = [xml.paragraph(body.styles["Table Text"], text, rtl=xml.is_rtl(item.text))]
    if item.evidence:
        ticks = xml.run(f"{itemline.ARROW} ") + markdown(body, item.evidence)
        out.append(xml.paragraph(small, ticks, rtl=xml.is_rtl(item.evidence)))
    for kind, note in notes:
        out.append(xml.paragraph(small, markdown(body, _SHOWN[kind] + note), rtl=xml.is_rtl(note)))
    inside = Place(out, width - 200, "Small Note", 8.0, cell=True)
    for first, end in one.rest:
        blocks(first, end, inside)
    if out[-1].endswith("</w:tbl>"):
        gap(body, inside)
    return "".join(out)
