"""A `must` item of the checklist is open.

From status approved on, each `must` item is done with evidence, not applicable with a reason, or waived until a date, by
somebody. What is open then is what the reviewers would find out after launch.

To mend it: tick the item and add `  - Evidence: LINK` below it; or `  - N/A: reason. @who`; or, for what comes later,
`  - Waived: reason. @who, until DATE`. `specgen explain ID` says why the item exists.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity, Severity
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._items import OPEN, at_open, standing, ticks
from specgen.rules._text import short


def _find(subject: Subject) -> Iterator[Found]:
    for one in standing(subject):
        if one.severity is Severity.MUST and one.ticked.state == OPEN:
            message = f'{one.ticked.id} is open: "{short(one.ticked.text, 150)}"'
            fix = f'Tick it and add "  - Evidence: LINK", or "  - Waived: reason. @who, until DATE".{ticks(one)}'
            yield at_open(subject, one, message, fix)


_ANSWERS = "\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"

RULE = Rule(
    name="must-open",
    title="A must item is open",
    gravity=Gravity.ERROR,
    since="approved",
    text=__doc__,
    good=(
        "### Automate\n- [x] **SECRETS-02** `must` Keep the master copy in a managed store and none in the repository.\n"
        f"  - Evidence: https://ci.example/secret-scan/812\n{_ANSWERS}",
        "### Automate\n- [ ] **SECRETS-02** `must` Keep the master copy in a managed store and none in the repository.\n"
        f"  - Waived: the vault moves in May. @sre, until 2999-05-31\n{_ANSWERS}",
    ),
    bad=(
        "### Automate\n- [ ] **SECRETS-02** `must` Keep the master copy in a managed store and none in the repository.\n"
        f"{_ANSWERS}",
    ),
    find=_find,
    needs=Needs.ITEMS,
)
