"""The checklist: wording follows the pack, ticks and what stands under an item are the person's.

A wording that differs from what was recorded when it was written was edited by hand: it stays, as a note. So does one of
which nothing is recorded. An item that the packs ask for no more leaves, unless somebody worked on it: then it is marked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from specgen import itemline, markerline, noteline
from specgen.itemline import ItemLine
from specgen.model import Document, Heading, Hiding, NoteKind, Ticked
from specgen.readers.markdown.lines import scan
from specgen.sections import last_written
from specgen.update import phases
from specgen.update.changes import Change, Kind, What
from specgen.update.headings import Matches
from specgen.update.splices import Splices

RETIRED = "the packs no longer ask for this here."
AGAIN = "asked for again"
EDITED = "edited by hand; the former wording is kept as a note"
UNRECORDED = "whether its wording was edited by hand is not recorded; the former one is kept as a note"
WORKED_ON = "asked for no more; kept and marked, since somebody worked on it"
UNSURE = "asked for no more; kept and marked, since nothing records whether its wording was edited by hand"
OPEN = "what stands below it opens code or HTML that never ends; close it, then update again"
_FRONT = re.compile(r" {0,3}[-*+][ \t]{1,4}\[[ \txX]\][ \t]+")


def merge(
    document: Document, fresh: Document, packed: Collection[str], matches: Matches, splices: Splices, *, newer: bool = False,
) -> tuple[list[Change], dict[str, str]]:  # fmt: skip
    """Brings every item forward; also the digests to record, by id. `packed` are the ids of all items of the packs, which are
    `newer` than those that the file was written with."""
    run = _Items(document, fresh, packed, splices)
    if newer and not document.broken:
        run.phases(matches)
    run.words()
    run.leaving()
    run.missing(matches)
    return run.changes, run.recorded


class _Items:
    def __init__(self, document: Document, fresh: Document, packed: Collection[str], splices: Splices) -> None:
        self.document, self.fresh, self.packed, self.splices = document, fresh, packed, splices
        self.here: dict[str, Ticked] = {}
        for one in document.items:
            self.here.setdefault(one.id, one)
        self.asked = {one.id: one for one in fresh.items}
        self.changes: list[Change] = []
        self.moving: dict[str, Ticked] = {}  # leave their place, and are put below the heading of their phase
        self.astray: set[str] = set()  # these too, and those that should and cannot
        self._starts = {one.line for one in document.items}
        self._apart: set[int] = set()  # lines below which a list was set apart from what stands around it
        self.recorded = dict(fresh.wording)
        again = [one for one in document.items if self.here[one.id] is not one]
        self.twice = {one.id for one in again}
        why = "stands there twice; the first one counts"
        self.changes += [Change(Kind.FAULT, What.ITEM, one.id, one.line, why) for one in again]
        ours = {*packed, *self.asked, *document.wording}  # no other can have been meant
        unread = [
            one for one in document.hidden if one.where is Hiding.LIST and one.id in ours and one.id not in self.here
        ]
        why = "stands in a numbered list, too far in, or between other signs; write it as the others, from the margin"
        self.unread = {one.id for one in unread}
        self.changes += [Change(Kind.FAULT, What.ITEM, one.id, one.line, why) for one in unread]

    # --- phases ---

    def phases(self, matches: Matches) -> None:
        for one in phases.astray(self.document, _groups(self.fresh), matches):
            old, now = one.item, self.asked[one.item.id]
            if old.id in self.twice:
                continue
            self.astray.add(old.id)
            if phases.can_move(self.document, old) and (_same(old, now) or not self._edited(old)):
                self.moving[old.id] = old
            else:
                self.changes.append(Change(Kind.KEPT, What.ITEM, old.id, old.line, one.note))

    # --- wording ---

    def words(self) -> None:
        for id, now in self.asked.items():
            old = self.here.get(id)
            if old is None or id in self.moving:
                continue
            retired = [note.line for note in old.notes if note.kind is NoteKind.RETIRED and note.text == RETIRED]
            for line in retired:
                self.splices.drop(line, line)
            if retired:
                self.changes.append(Change(Kind.CHANGED, What.ITEM, id, old.line, AGAIN))
            if _same(old, now):
                continue
            former = _Former(self.document, old)
            note = ""
            if former.text and self._edited(old):
                note = EDITED if id in self.document.wording else UNRECORDED
            if note and not self._note(old, noteline.render(NoteKind.OTHER, former.text, former.indent)):
                continue
            self._reword(old, now)
            if note or not retired:
                self.changes.append(Change(Kind.KEPT if note else Kind.CHANGED, What.ITEM, id, old.line, note))

    def _reword(self, old: Ticked, now: Ticked) -> None:
        self.splices.replace(old.line, old.worded, [self._reworded(old, now)])

    def _reworded(self, old: Ticked, now: Ticked) -> str:
        """The pack's words behind the person's own bullet and box."""
        line = self.document.lines[old.line - 1]
        front = _FRONT.match(line)
        new = itemline.render(ItemLine(now.id, now.severity, now.text, now.evidence, old.done))
        kept = front[0] if front else ""
        return kept + new[new.index("**") :]

    def _edited(self, old: Ticked) -> bool:
        return not itemline.is_recorded(self.document.wording.get(old.id, ""), old.severity, old.text, old.evidence)

    # --- items that leave ---

    def leaving(self) -> None:
        if self.document.broken:  # one of them may be what keeps a block from being taken for whole
            return
        for id, old in self.here.items():
            written_by_us = id in self.document.wording
            if id in self.asked or id in self.twice or not (written_by_us or id in self.packed):
                continue  # asked for, or somebody's own
            worked_on = old.done or old.notes or old.last > old.worded or self._words_below(old.last)
            if worked_on or self._edited(old):
                self._retire(old, WORKED_ON if worked_on or written_by_us else UNSURE)
                if written_by_us:
                    self.recorded[id] = self.document.wording[id].split()[0]
            else:
                self.splices.replace(old.line, old.worded, ())
                self.changes.append(Change(Kind.REMOVED, What.ITEM, id, old.line))

    def _words_below(self, last: int) -> bool:
        """Whether something of a person's stands directly below that line, where the item above would take it in."""
        line = self.document.lines[last] if last < len(self.document.lines) else ""
        ours = last + 1 in self._starts or markerline.is_in(line) or self.document.kinds[last : last + 1] == "h"
        return bool(line.strip()) and not ours

    def _retire(self, old: Ticked, why: str) -> None:
        if any(note.kind is NoteKind.RETIRED for note in old.notes):
            return
        indent = _Former(self.document, old).indent
        if self._note(old, noteline.render(NoteKind.RETIRED, RETIRED, indent)):
            self.changes.append(Change(Kind.KEPT, What.ITEM, old.id, old.line, why))

    def _note(self, old: Ticked, line: str) -> bool:
        """Puts a note below all that stands under the item; False, and told, where that is code or HTML which never ends and
        would swallow the note."""
        own = self.document.lines[old.line - 1 : old.last]
        for gap in ([], [""]):
            if scan([*own, *gap, line]).kinds[-1] == "l":
                self._set_apart(old.last)
                self.splices.insert(old.last, [*gap, line], tight=True)
                return True
        self.changes.append(Change(Kind.FAULT, What.ITEM, old.id, old.line, OPEN))
        return False

    # --- items that are new ---

    def missing(self, matches: Matches) -> None:
        """Each after its nearest predecessor of the same phase that is there, else before its nearest successor."""
        self._hidden()
        for heading, group in _groups(self.fresh):
            place = matches.get(heading) if heading else None
            stay = {one.id: self.here[one.id] for one in group if one.id in self.here and one.id not in self.astray}
            for at, one in enumerate(group):
                if (one.id in self.here and one.id not in self.moving) or one.id in self.unread:
                    continue
                before = next((stay[o.id] for o in reversed(group[:at]) if o.id in stay), None)
                after = next((stay[o.id] for o in group[at + 1 :] if o.id in stay), None)
                if before is not None:
                    self._insert(one, before.last)
                elif after is not None:
                    self._insert(one, after.line - 1)
                elif place is not None:
                    self._insert_first(one, place)
                # else the heading is missing too, and comes with its items

    def _hidden(self) -> None:
        """Once they are put in anew, nothing else names their former lines, which may hold a tick."""
        for one in self.document.hidden:
            missing = one.id in self.asked and one.id not in self.here and one.id not in self.unread
            if missing and one.where not in (Hiding.LIST, Hiding.BLOCK):
                why = f"stands in {one.where}, where it does not count; put in anew, open"
                self.changes.append(Change(Kind.KEPT, What.ITEM, one.id, one.line, why))

    def _insert(self, one: Ticked, after: int) -> None:
        self._set_apart(after)
        if old := self.moving.get(one.id):
            same = self.document.lines[old.line - 1 : old.worded]
            self.splices.remove(old.line, old.worded)
            self.splices.insert(after, same if _same(old, one) else [self._reworded(old, one)], tight=True)
            self.changes.append(Change(Kind.CHANGED, What.ITEM, one.id, old.line))
            return
        line = itemline.render(ItemLine(one.id, one.severity, one.text, one.evidence))
        self.splices.insert(after, [line], tight=True)
        self.changes.append(Change(Kind.NEW, What.ITEM, one.id))

    def _set_apart(self, after: int) -> None:
        """From what stands directly below: text, numbers and some HTML would go on with the line that is put above them."""
        below = self.document.lines[after] if after < len(self.document.lines) else ""
        if below.strip() and after + 1 not in self._starts and after not in self._apart:
            self.splices.insert(after, [])
            self._apart.add(after)

    def _insert_first(self, one: Ticked, heading: Heading) -> None:
        """Into a section that holds none of them: below what is written there, apart from it."""
        last = last_written(self.document, heading.last, heading.end)
        if last not in self._apart:
            self.splices.insert(last, [""] if last > heading.last else [], tight=True)
            self._apart.add(last)
        self._insert(one, last)


class _Former:
    """The wording of an item as it stands in the file, in one line, and where sub-bullets of it stand."""

    def __init__(self, document: Document, old: Ticked) -> None:
        lines = [line.strip() for line in document.lines[old.line - 1 : old.worded]]
        text = " ".join(lines)
        front = _FRONT.match(document.lines[old.line - 1])
        text = text[len(front[0].lstrip()) :] if front else text
        bold = re.match(r"(\*\*|__)\S+?\1[ \t]*", text)
        self.text = text[bold.end() :] if bold else text
        margin = len(front[0]) - len(front[0].lstrip(" ")) if front else 0
        self.indent = margin + 2


def _same(old: Ticked, now: Ticked) -> bool:
    """Whether both have the same wording."""
    return (old.severity, old.text, old.evidence) == (now.severity, now.text, now.evidence)


def _groups(fresh: Document) -> Iterator[tuple[Heading | None, Sequence[Ticked]]]:
    """The items under each heading."""
    found: dict[Heading | None, list[Ticked]] = {}
    for item in fresh.items:
        heading = next((one for one in reversed(fresh.headings) if one.line < item.line), None)
        found.setdefault(heading, []).append(item)
    yield from found.items()
