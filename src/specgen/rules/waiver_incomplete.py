"""A waiver lacks its reason, its person or its end.

A waiver says: we know, we go live without it, until this day, and this person answers for it. Without an end it is a decision
never to do it; without a person nobody has taken it. For `must` items this is an error, for the others a warning.

To mend it: `  - Waived: reason. @who, until 2027-01-31`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._items import at_note, said, standing, waiver, written


def _find(subject: Subject) -> Iterator[Found]:
    for one in standing(subject):
        note = waiver(one)
        if note is None:
            continue
        parts = {"reason": note.text.strip(" ."), "person": note.person, "end": note.date}
        lacks = [name for name, value in parts.items() if not value]
        if lacks:
            message = f'{one.ticked.id} "{said(subject.document, note)}" gives no {" and no ".join(lacks)}.'
            yield at_note(subject, one, note, message, f'Write "{written(note)}"; {_HOW}')


_HOW = "@who is the one who answers for it, and a date is written 2027-01-31."
_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"
_ITEM = "**SECRETS-02** `must` Keep the master copy in a managed store and none in the repository."

RULE = Rule(
    name="waiver-incomplete",
    title="A waiver without reason, person or end",
    gravity=Gravity.ERROR,
    since="approved",
    text=__doc__,
    good=(f"### Automate\n- [ ] {_ITEM}\n  - Waived: the vault moves in May. @sre, until 2999-05-31\n{_ANSWERS}",),
    bad=(
        f"### Automate\n- [ ] {_ITEM}\n  - Waived: the vault moves in May.\n{_ANSWERS}",
        f"### Automate\n- [ ] {_ITEM}\n  - Waived: @sre, until 2999-05-31\n{_ANSWERS}",
    ),
    find=_find,
    needs=Needs.ITEMS,
)
