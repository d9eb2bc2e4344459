"""An item stands in the checklist that no pack has, or that does not apply to this spec any more.

Its tick would count for nothing. Either its id is misspelt, or a pack has dropped it, or an answer has changed since, or it is
somebody's own. `specgen update` leaves one of your own as it is, but nobody counts it: an item with an id is asked for by a
pack, here a team's. A box without an id is a note like any other, and nothing is said of it.

To mend it: correct the id; or put the item into a team's pack, or take the id off. `specgen update FILE` takes out what does
not apply any more; what was ticked or noted it keeps and marks, and that is a warning only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specgen.errors import nearest
from specgen.model import Gravity, NoteKind, Ticked
from specgen.rules import Composed, Found, Needs, Rule, Subject, Versions
from specgen.rules._text import Subjects, ended, indent, short

_OWN = "An item of your own belongs into a team's pack; without its id it is a note of yours."
_LOOKED_UP = 20  # near matches are dear; a file with more unknown ids than that has another problem


def _find(subject: Subject) -> Iterator[Found]:
    composed, document, subjects = subject.composed, subject.document, Subjects()
    known, behind = subject.known.phases, bool(subject.behind)
    applies = {item.id for item in composed.fresh.items} if composed else set()
    gone = {one.id: one for one in subject.library.removed if one.kind == "item"}
    looked_up = 0
    for item in document.items:
        column, phase = indent(document.lines[item.line - 1]), known.get(item.id, "")
        kept = Gravity.WARNING if item.done or item.notes else None  # somebody's work hangs on it
        marked = item.note(NoteKind.RETIRED) is not None  # by update, which keeps such work
        if item.id in gone:
            said = f"{item.id} was removed by {gone[item.id].layer}: {ended(short(gone[item.id].reason, 200))}"
            yield Found(
                item.line, said, "Delete it, or move its evidence elsewhere.", subjects(item.id), column, "", kept
            )
        elif item.id not in known and (marked or item.id in document.wording):
            fix = "Move what is worth keeping elsewhere, and delete it."
            yield Found(item.line, f"{item.id} left the packs.", fix, subjects(item.id), column, "", kept)
        elif item.id not in known:
            looked_up += 1
            close = _nearest(item.id, known) if looked_up <= _LOOKED_UP else ""
            fix = f"Did you mean {close}? {_OWN}" if close else f"Correct the id. {_OWN}"
            said = f'No pack has an item {item.id}: "{short(item.text)}"'
            yield Found(item.line, said, fix, subjects(item.id), column)
        elif composed and item.id not in applies and not behind:
            fix = f"{subject.command('update')} takes it out, or marks it where it was ticked or noted."
            if marked:
                fix = "Move what is worth keeping elsewhere, and delete it; or change the answer back."
            yield Found(item.line, _idle(item, composed), fix, subjects(item.id), column, phase, kept)


def _nearest(id: str, known: Iterable[str]) -> str:
    """The nearest id with that prefix: one with another is no slip of the pen, but another pack."""
    prefix = f"{id.partition('-')[0]}-"
    return nearest(id, tuple(one for one in known if one.startswith(prefix)))


def _idle(item: Ticked, composed: Composed) -> str:
    waiting = next((one for one in composed.spec.may_apply if one.id == item.id), None)
    if waiting is None:
        return f'{item.id} does not apply to what the answers say: "{short(item.text)}"'
    needs = ", ".join(waiting.needs[:3])
    return f"Whether {item.id} applies cannot be said without {needs}, so it is not among the items to close."


_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"

RULE = Rule(
    name="item-unknown",
    title="A checklist item that no pack has, or that does not apply",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(
        f"### Document\n- [ ] **SPEC-01** `should` State the problem.\n{_ANSWERS}",
        f"### Document\n- [ ] Ask the scheme for its list of banks.\n{_ANSWERS}",
    ),
    bad=(
        f"### Document\n- [ ] **SPCE-01** `should` State the problem.\n{_ANSWERS}",
        f"### Document\n- [ ] **ACME-1** `must` Ask the scheme for its list of banks.\n{_ANSWERS}",
        f"### Automate\n- [ ] **IDEM-03** `must` Store the key under a unique constraint.\n{_ANSWERS}",
    ),
    find=_find,
    needs=Needs.COMPARED,
    versions=Versions.SAME_PACKS,
)
