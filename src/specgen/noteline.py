"""The one grammar of what stands under a checklist item: `Evidence: text @person, 2026-11-20`, `N/A: reason. @person`,
`Waived: reason. @person, until 2027-01-31`. Everything else there is a person's own note.

The tail is read from the end, so a reason may hold commas, dates and names of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from specgen.model import Note, NoteKind

_BULLET = re.compile(r"[ \t]+[-*+][ \t]+(?P<text>.*)")
_LABEL = re.compile(
    r"(?:\*\*|__)?(?P<label>Evidence|N/A|Waived|Retired)(?:\*\*|__)?[ \t]*:(?:\*\*|__)?[ \t]*(?P<rest>.*)",
    re.IGNORECASE,
)
_KINDS = {kind.value.lower(): kind for kind in NoteKind if kind.value}
# What stands at the end, behind a blank or a sign. Behind it is looked for last: where `@` or digits come first, Python finds
# the few places that can match at once.
_UNTIL = re.compile(r"(?<![^\s,.;(])until[ \t]+(?P<date>[^\s,;()]+?)[.)]*$", re.IGNORECASE)
_UNTIL_DAY = re.compile(r"(?<![^\s,.;(])until[ \t]+(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[.)]*$", re.IGNORECASE)
_DATE = re.compile(r"(?P<date>[0-9](?<![^\s,;(][0-9])[0-9]{3}-[0-9]{2}-[0-9]{2})[.)]*$")
_PERSON = re.compile(r"(?P<person>@(?<![^\s,.;(]@)[\w][\w./@-]*?)[.)]*$")

_LOOSE = re.compile(r"(@(?<![^\s,.;(]@)\w[\w./@-]*)[,;]?[ \t]+until[ \t]+([^@]*)$", re.IGNORECASE)  # "until next year"


def is_note(line: str) -> bool:
    """Whether the line is a sub-bullet."""
    return _BULLET.fullmatch(line.rstrip()) is not None


def read(text: str, number: int) -> Note:
    """A note from the text after its bullet."""
    labelled = _LABEL.fullmatch(text.strip())
    if labelled is None:
        return Note(NoteKind.OTHER, number, text.strip())
    kind, rest = _KINDS[labelled["label"].lower()], labelled["rest"].strip()
    rest, date = _tail(rest, _UNTIL if kind is NoteKind.WAIVED else _DATE)
    rest, person = _tail(rest, _PERSON)
    if kind is NoteKind.WAIVED and not date:
        rest, date = _tail(rest, _UNTIL_DAY)  # the person stands behind it
        if not date and not person and (loose := _LOOSE.search(rest, max(len(rest) - _TAIL, 0))):
            rest, person, date = rest[: loose.start()].rstrip(" ,;("), loose[1], loose[2]
    said = _COMMENT.sub("", rest).strip() if "<!--" in rest else rest.strip()
    return Note(kind, number, "" if _NOTHING.fullmatch(said) else said, "" if person == _NOBODY else person, date)


def wrapped(lines: Sequence[str], paragraph: int, number: int) -> Note:
    """A note over several lines, the first `paragraph` of which are its own words: it ends at the first line that makes it
    whole, and what follows is said beside it."""
    whole = read(" ".join(lines), number)
    if len(lines) == 1 or whole.kind not in (NoteKind.WAIVED, NoteKind.NOT_APPLICABLE):
        return whole
    for end in range(1, min(paragraph, _LONGEST) + 1):
        note = read(" ".join(lines[:end]), number)
        if is_whole(note):
            return note
    own = read(" ".join(lines[:paragraph]), number)
    return own if own.text and not is_whole(whole) else whole


def is_whole(note: Note) -> bool:
    """Whether it says all that a note of its kind has to say to close an item."""
    if note.kind is NoteKind.EVIDENCE:
        return bool(note.text or note.person)
    if note.kind is NoteKind.WAIVED and not _DAY.fullmatch(note.date):
        return False
    return bool(note.text and note.person)


_LONGEST = 20  # lines of a reason
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAIL = 200  # characters: a name or a date is no longer, and looking further back would cost its square
_COMMENT = re.compile(r"<!--.*?-->")
# Words that say nothing; some are those by which specgen itself shows how such a line is written.
_NOTHING = re.compile(
    r"[\s\-–—.*_`~<\[(]*+(?:none|nothing|n/?a|tbd|todo|\?+|link(?: or place)?|reason|https?://(?:…|\.{3})?)?[\s\-–—.*_`~!>\](\)]*",
    re.IGNORECASE,
)
_NOBODY = "@who"


def _tail(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """The text without what `pattern` finds at its end, and that."""
    start = max(len(text) - _TAIL, 0)
    found = pattern.search(text[start:])
    if found is None:
        return text, ""
    before = start + max(found.start() - 1, 0)  # the blank or the sign goes, too
    return text[:before].rstrip(" ,;("), found[1]


_HEAD = re.compile(
    r"(?:\*\*|__)?(?P<label>[A-Za-z][A-Za-z./\\ -]{0,14}?)(?:\*\*|__)?[ \t]*(?:[:=]|[-–—](?=[ \t]|$))(?:\*\*|__)?(?P<rest>.*)"
)
_NO_SIGN = re.compile(
    r"(?P<label>evidence(?=[ \t]+https?://|$)|waived(?=[ \t].*\buntil\b|$)|n/a(?=[\s,;(]|$))[\s,;]*(?P<rest>.*)",
    re.IGNORECASE,
)
_MEANT = {
    "evidence": NoteKind.EVIDENCE, "waived": NoteKind.WAIVED, "waiver": NoteKind.WAIVED, "waive": NoteKind.WAIVED,
    "na": NoteKind.NOT_APPLICABLE, "notapplicable": NoteKind.NOT_APPLICABLE,
}  # fmt: skip
_SHORTEST = 6  # letters of a word that may be misspelt
_WORDS = ("waited", "wavered")  # that somebody may begin a note with


def meant(text: str) -> tuple[NoteKind, str] | None:
    """What a person's own note was meant to be, and what stands behind its label: `Waiver: …`, `NA: …`, `Evidence - …`. None
    for a note like any other."""
    for pattern in (_HEAD, _NO_SIGN):
        found = pattern.match(text)
        kind = _kind(re.sub(r"[^a-z]", "", found["label"].lower())) if found else None
        if found and kind:
            return kind, found["rest"].strip()
    return None


def _kind(label: str) -> NoteKind | None:
    if label in _MEANT or label in _WORDS:
        return _MEANT.get(label)
    return next((one for word, one in _MEANT.items() if len(word) >= _SHORTEST and _is_slip(label, word)), None)


def _is_slip(word: str, right: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two have changed places."""
    same = 0
    while same < min(len(word), len(right)) and word[same] == right[same]:
        same += 1
    rest, wanted = word[same:], right[same:]
    swapped = wanted[1:2] + wanted[:1] + wanted[2:]
    return rest[1:] in (wanted, wanted[1:]) or rest == wanted[1:] or (len(wanted) > 1 and rest == swapped)


def render(kind: NoteKind, text: str, indent: int = 2) -> str:
    """The line of a note, as specgen writes it under an item."""
    return f"{' ' * indent}- {kind.value or 'Note'}: {' '.join(text.split())}"
