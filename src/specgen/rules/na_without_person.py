"""An item is marked "not applicable", and nobody stands behind that, or no reason does.

That something does not apply is a decision. Whoever reads the spec in a year must be able to ask why, and whom. For `must`
items this is an error, for the others a warning.

To mend it: end the line with who decided it: `  - N/A: reason. @who`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity, NoteKind
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._items import NOT_APPLICABLE, at_note, said, standing, written


def _find(subject: Subject) -> Iterator[Found]:
    for one in standing(subject):
        note = one.ticked.note(NoteKind.NOT_APPLICABLE)
        if note is None or one.ticked.state != NOT_APPLICABLE or (note.person and note.text.strip(" .")):
            continue
        quoted = f'{one.ticked.id} "{said(subject.document, note)}"'
        lacks = "gives no reason" if note.person else "names nobody"
        if not note.person and not note.text.strip(" ."):
            lacks = "gives no reason and names nobody"
        what = "what makes it so and who decided it" if "reason" in lacks else "who decided it"
        yield at_note(subject, one, note, f"{quoted} {lacks}.", f'Write {what}: "{written(note)}".')


_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"
_ITEM = "**SECRETS-02** `must` Keep the master copy in a managed store and none in the repository."

RULE = Rule(
    name="na-without-person",
    title="Not applicable, but nobody says so, or not why",
    gravity=Gravity.ERROR,
    since="approved",
    text=__doc__,
    good=(f"### Automate\n- [ ] {_ITEM}\n  - N/A: the system has no secrets at all. @security\n{_ANSWERS}",),
    bad=(
        f"### Automate\n- [ ] {_ITEM}\n  - N/A: the system has no secrets at all\n{_ANSWERS}",
        f"### Automate\n- [ ] {_ITEM}\n  - N/A: @security\n{_ANSWERS}",
    ),
    find=_find,
    needs=Needs.ITEMS,
)
