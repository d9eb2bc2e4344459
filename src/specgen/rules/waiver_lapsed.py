"""The end of a waiver has passed, or is no day of the calendar.

A waiver holds until its day, that day included. After it the item is open again: that is what the date is for. Of several
below one item the one that lasts longest counts. For `must` items this is an error, for the others a warning.

To mend it: close the item, or agree on a new date with whoever must agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.frontmatter.days import day
from specgen.model import Gravity
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._items import at_note, said, standing, waiver


def _find(subject: Subject) -> Iterator[Found]:
    today = day(subject.today)
    for one in standing(subject):
        note = waiver(one)
        if note is None or not note.date or today is None:
            continue
        until, quoted = day(note.date), f'{one.ticked.id} "{said(subject.document, note)}"'
        if until is None:
            message = f'{quoted}: "{note.date}" is no day of the calendar.'
            yield at_note(subject, one, note, message, "Write the day as year-month-day: until 2027-01-31.")
        elif until < today:
            reviewers = subject.document.identity.reviewers if subject.document.identity else ()
            whom = f" with {reviewers[0]}" if reviewers else ""
            fix = f"Close it, or agree on a new date{whom}."
            yield at_note(subject, one, note, f"{quoted} has ended.", fix)


_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"
_ITEM = "**SECRETS-02** `must` Keep the master copy in a managed store and none in the repository."

RULE = Rule(
    name="waiver-lapsed",
    title="A waiver has ended",
    gravity=Gravity.ERROR,
    since="approved",
    text=__doc__,
    good=(f"### Automate\n- [ ] {_ITEM}\n  - Waived: the vault moves in May. @sre, until 2999-05-31\n{_ANSWERS}",),
    bad=(
        f"### Automate\n- [ ] {_ITEM}\n  - Waived: the vault moves in May. @sre, until 2001-05-31\n{_ANSWERS}",
        f"### Automate\n- [ ] {_ITEM}\n  - Waived: the vault moves in May. @sre, until 2999-02-31\n{_ANSWERS}",
        f"### Automate\n- [ ] {_ITEM}\n  - Waived: the vault moves in May. @sre, until summer\n{_ANSWERS}",
    ),
    find=_find,
    needs=Needs.ITEMS,
)
