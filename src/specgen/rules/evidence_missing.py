"""An item is ticked, and nothing shows that it is done.

A tick is a claim; the link below it is what a reviewer can look at. What counts as evidence stands after the arrow in the
item's line; those words written again show nothing. For `must` items this is an error, for the others a warning.

To mend it: add a line below the item, `  - Evidence: LINK`; a place in this file, or who has looked, is good as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity, NoteKind
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._items import DONE, at_note, at_open, has_evidence, said, standing, ticks


def _find(subject: Subject) -> Iterator[Found]:
    for one in standing(subject):
        if one.ticked.state != DONE or has_evidence(one.ticked):
            continue
        note = one.ticked.note(NoteKind.EVIDENCE)
        if note is None:
            fix = f'Add below it "  - Evidence: LINK".{ticks(one)}'
            yield at_open(subject, one, f"{one.ticked.id} is ticked without evidence.", fix)
        else:
            quoted = f'{one.ticked.id} "{said(subject.document, note)}"'
            lacks = "only repeats what is asked for" if note.text else "shows nothing"
            fix = f'Write a link, or the place where it is found: "Evidence: LINK".{ticks(one)}'
            yield at_note(subject, one, note, f"{quoted} {lacks}.", fix)


_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"
_ITEM = "**SECRETS-02** `must` Keep the master copy in a managed store and none in the repository."

RULE = Rule(
    name="evidence-missing",
    title="An item is ticked without evidence",
    gravity=Gravity.ERROR,
    since="approved",
    text=__doc__,
    good=(
        f"### Automate\n- [x] {_ITEM}\n  - Evidence: https://ci.example/secret-scan/812 @ada, 2026-11-02\n{_ANSWERS}",
    ),
    bad=(
        f"### Automate\n- [x] {_ITEM}\n{_ANSWERS}",
        f"### Automate\n- [x] {_ITEM}\n  - Evidence:\n{_ANSWERS}",
        f"### Automate\n- [x] {_ITEM} → scan of the whole history without a hit\n"
        f"  - Evidence: scan of the whole history without a hit\n{_ANSWERS}",
    ),
    find=_find,
    needs=Needs.ITEMS,
)
