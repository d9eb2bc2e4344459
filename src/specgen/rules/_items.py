"""Checklist items as the spec demands them, beside what their lines say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from specgen import noteline
from specgen.frontmatter.days import day
from specgen.model import Document, Gravity, Note, NoteKind, Phase, Severity, Ticked
from specgen.rules import Found, Subject
from specgen.rules._text import folded, indent, short

DONE, WAIVED, NOT_APPLICABLE, OPEN = "done", "waived", "n/a", "open"


class Demanded(NamedTuple):
    """An item that applies."""

    id: str
    severity: Severity
    phase: Phase


class Standing(NamedTuple):
    """An item that applies, and its line."""

    severity: Severity
    phase: Phase
    ticked: Ticked

    @property
    def gravity(self) -> Gravity:
        """An error where the item is a `must`: nothing but a proper closing of it counts."""
        return Gravity.ERROR if self.severity is Severity.MUST else Gravity.WARNING


@lru_cache(maxsize=1)  # several rules ask for those of one subject in turn
def demanded(subject: Subject) -> list[Demanded]:
    """The items that apply; a sealed document holds just these."""
    if subject.seal:
        phases = subject.known.phases
        return [
            Demanded(one.id, _SEVERITIES[one.severity], phases[one.id])
            for one in subject.document.items
            if one.severity in _SEVERITIES and one.id in phases  # always, where nobody has forged the seal
        ]
    composed = subject.composed
    return [Demanded(one.item.id, one.severity, one.item.phase) for one in composed.spec.items] if composed else []


_SEVERITIES = {one.value: one for one in Severity}


@lru_cache(maxsize=1)
def standing(subject: Subject) -> Sequence[Standing]:
    """The items that apply and stand in the document. Of two with one id the first counts."""
    here = first(subject.document)
    return [Standing(one.severity, one.phase, here[one.id]) for one in demanded(subject) if one.id in here]


def first(document: Document) -> dict[str, Ticked]:
    """Items by id; of two with one id the first."""
    return {one.id: one for one in reversed(document.items)}


def waiver(one: Standing) -> Note | None:
    """What the item is waived by, None where it is not. Waivers are renewed: of several the one that lasts longest counts,
    and before one whose end cannot be read any that ends on a day."""
    if one.ticked.state != WAIVED:
        return None
    found = [note for note in one.ticked.notes if note.kind is NoteKind.WAIVED]
    return max(found, key=lambda note: (day(note.date) is not None, note.date))


def at_note(subject: Subject, one: Standing, note: Note, message: str, fix: str) -> Found:
    """A finding about a note under an item."""
    column = indent(subject.document.lines[note.line - 1])
    return Found(note.line, message, fix, one.ticked.id, column, one.phase, one.gravity)


def at_item(subject: Subject, one: Standing, message: str, fix: str) -> Found:
    column = indent(subject.document.lines[one.ticked.line - 1])
    return Found(one.ticked.line, message, fix, one.ticked.id, column, one.phase, one.gravity)


def written(note: Note) -> str:
    """A note as it has to read; @who and DATE stand for what it lacks."""
    text, person = short(note.text, 120).rstrip(" ."), note.person or "@who"
    if note.kind is NoteKind.NOT_APPLICABLE:
        return f"{note.kind.value}: {text or 'reason'}. {person}"
    return f"{note.kind.value}: {text or 'reason'}. {person}, until {note.date or 'DATE'}"


def at_open(subject: Subject, one: Standing, message: str, fix: str) -> Found:
    """A finding about an item that nothing closes. Where a note below it nearly does, what that must read is the mend."""
    for note in one.ticked.notes:
        meant = noteline.meant(note.text) if note.kind is NoteKind.OTHER else None
        if meant:
            kind, rest = meant
            wanted = f"{kind.value}: {short(rest, 120) or 'LINK'}"
            if kind is not NoteKind.EVIDENCE:
                wanted = written(noteline.read(f"{kind.value}: {rest}", note.line))
            message = f'{message} "{said(subject.document, note)}" in line {note.line} does not count.'
            ticked = " and tick the item" if kind is NoteKind.EVIDENCE and not one.ticked.done else ""
            bullet = "" if noteline.is_note(subject.document.lines[note.line - 1]) else "  - "
            fix = f'Write "{bullet}{wanted}"{ticked}.'
            break
    return at_item(subject, one, message, fix)


def said(document: Document, note: Note) -> str:
    """A note as it was typed, without its bullet."""
    line = document.lines[note.line - 1]
    return short(line.strip()[1:].strip() if noteline.is_note(line) else line.strip())


def ticks(one: Standing) -> str:
    """A sentence that says what closes the item, as its line has it; "" where it has nothing."""
    evidence = short(one.ticked.evidence, 150).rstrip(" .")
    return f" What ticks it: {evidence}." if evidence else ""


def has_evidence(item: Ticked) -> bool:
    """Whether something below the item can be looked at, or somebody vouches for it. The words that ask for evidence, written
    there again, are none."""
    asked = _key(item.evidence)
    for note in item.notes:
        if note.kind is NoteKind.EVIDENCE and (note.person or (note.text and (not asked or _key(note.text) != asked))):
            return True
    return False


def _key(text: str) -> str:
    return folded(text).strip(" .*_`\"'").casefold()
