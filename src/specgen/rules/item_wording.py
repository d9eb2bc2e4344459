"""The wording of a checklist item, its severity or its evidence is not that of the pack.

An item's text is the pack's: that is how forty specs stay comparable, and how a correction reaches all of them. A word that
is softened by hand in one spec is a decision that nobody sees.

To mend it: `specgen update FILE` puts the pack's words back and keeps yours as a note below the item. To change an item for
your team, use a team's pack.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.itemline import is_recorded
from specgen.model import Document, Gravity, Ticked
from specgen.rules import Found, Needs, Rule, Subject, Versions
from specgen.rules._items import first
from specgen.rules._text import indent, short

_BEFORE, _AFTER = 4, 8  # words shown around the first one that differs


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    if composed is None:
        return
    behind = bool(subject.behind)
    document, known = subject.document, subject.known.phases
    here = first(document)
    for fresh in composed.fresh.items:
        item = here.get(fresh.id)
        if item is None or (behind and not _by_hand(item, document)):  # newer packs have other words
            continue
        difference = _difference(item, fresh)
        if difference:
            message, same, word = difference
            line = document.lines[item.line - 1]
            column = _column(line, line.find(fresh.id), same, word)
            fix = f"{subject.command('update')} restores it; to change it for your team, use a team's pack."
            yield Found(item.line, message, fix, item.id, column or indent(line), known.get(item.id, ""))


def _by_hand(item: Ticked, document: Document) -> bool:
    """Whether the line differs from what specgen wrote there."""
    return not is_recorded(document.wording.get(item.id, ""), item.severity, item.text, item.evidence)


def _column(line: str, start: int, same: str, word: str) -> int:
    """Where `word` stands behind the words that are the `same`; 0 where that cannot be said."""
    at = max(line.find(same, start), start) + len(same) if same else start
    return line.find(word, at) + 1 if word else 0


def _difference(item: Ticked, fresh: Ticked) -> tuple[str, str, str] | None:
    """What is said of it, the words that are the same, and the word that is not."""
    if item.severity != fresh.severity:
        was = f"says `{item.severity}`" if item.severity else "has lost its severity"
        return f"{item.id} {was}; the pack and the tier make it `{fresh.severity}`.", "", f"`{item.severity}`"
    if item.text != fresh.text:
        return _words(item.id, item.text, fresh.text, "reads")
    if item.evidence != fresh.evidence:
        return _words(item.id, item.evidence, fresh.evidence, "is ticked by")
    return None


def _words(id: str, here: str, pack: str, verb: str) -> tuple[str, str, str]:
    ours, theirs = here.split(), pack.split()
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    word = ours[same] if same < len(ours) else ""
    if not here:
        return f'{id} says nothing more; the pack says "{short(pack, 120)}"', "", ""
    was, now = _cut(ours, same), _cut(theirs, same)
    if was.rstrip(".") != now.rstrip("."):
        was, now = was.rstrip("."), now.rstrip(".")
    return f'{id} {verb} "{was}"; the pack says "{now}".', " ".join(ours[:same]), word


def _cut(words: list[str], at: int) -> str:
    first = max(at - _BEFORE, 0)
    last = at + _AFTER
    shown = " ".join(words[first:last])
    return short(f"{'… ' if first else ''}{shown}{' …' if last < len(words) else ''}", 120)


_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"
_GOALS = (
    "### Document\n- [ ] **SPEC-02** `{}` List goals as observable outcomes with a target value{}. → every goal has a number, "
    f"a unit and a date\n{_ANSWERS}"
)

RULE = Rule(
    name="item-wording",
    title="A checklist item does not say what the pack says",
    gravity=Gravity.WARNING,
    since="review",
    text=__doc__,
    good=(_GOALS.format("should", " and a date"),),
    bad=(_GOALS.format("should", ", if there is one"), _GOALS.format("may", " and a date")),
    find=_find,
    needs=Needs.COMPARED,
    versions=Versions.SAME_PACKS,
)
