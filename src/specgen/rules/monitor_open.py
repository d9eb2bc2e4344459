"""An item of the Monitor phase is open in a spec that says it is implemented.

Implemented means that it runs, and that somebody sees when it does not. So from this status on the whole Monitor phase is
done, not applicable or waived; for a `may` item it is a warning. Its `must` items are demanded from status approved on, by
`must-open`, and are not named twice.

To mend it: tick the item and add `  - Evidence: LINK`, or say below it why not: `  - N/A: reason. @who` or
`  - Waived: reason. @who, until DATE`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity, Phase, Severity
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._items import OPEN, at_open, standing, ticks
from specgen.rules._text import short


def _find(subject: Subject) -> Iterator[Found]:
    for one in standing(subject):
        if one.phase is not Phase.MONITOR or one.severity is Severity.MUST:
            continue
        if one.ticked.state == OPEN:
            message = f'{one.ticked.id} of the Monitor phase is open: "{short(one.ticked.text, 150)}"'
            fix = f'Tick it and add "  - Evidence: LINK", or "  - Waived: reason. @who, until DATE".{ticks(one)}'
            yield at_open(subject, one, message, fix)._replace(gravity=_GRAVITY[one.severity])


_GRAVITY = {Severity.SHOULD: Gravity.ERROR, Severity.MAY: Gravity.WARNING}
_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"
_ITEM = "**DAM-08** `should` Track volume in, volume out and exceptions for the whole process, and reconcile daily."

RULE = Rule(
    name="monitor-open",
    title="An item of the Monitor phase is open",
    gravity=Gravity.ERROR,
    since="implemented",
    text=__doc__,
    good=(
        f"### Monitor\n- [x] {_ITEM}\n  - Evidence: https://dash.example/volume\n{_ANSWERS}",
        f"### Monitor\n- [ ] {_ITEM}\n  - N/A: nothing is passed on, there is no volume out. @ops\n{_ANSWERS}",
    ),
    bad=(f"### Monitor\n- [ ] {_ITEM}\n{_ANSWERS}",),
    find=_find,
    needs=Needs.ITEMS,
)
