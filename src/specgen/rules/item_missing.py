"""A checklist item that applies to this spec is not in it.

The packs and the answers say which items apply. An item that was deleted is not done, it is forgotten; one that does not
apply is marked so, with a reason.

To mend it: `specgen update FILE` puts it back in its place. Then close it, or write below it `  - N/A: reason. @who`. What
never applies to your team is removed by a team's pack.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Document, Gravity
from specgen.rules import Found, Needs, Rule, Subject, Versions
from specgen.rules._items import first
from specgen.rules._text import short


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    if composed is None:
        return
    document = subject.document
    here, hidden, known = first(document), {one.id for one in document.hidden}, subject.known.phases
    behind = bool(subject.behind)
    line = _checklist(document)
    for item in composed.fresh.items:
        if item.id in here:
            line = here[item.id].line
        elif item.id in hidden:  # said by item-hidden
            continue
        elif not behind or item.id in document.wording:  # newer packs may have brought it; what was here was deleted
            said = f'{item.id} is missing: "{short(item.text, 150)}"'
            fix = f'{subject.command("update")} puts it back; if it does not apply, write below it "N/A: reason. @who".'
            yield Found(line, said, fix, item.id, phase=known.get(item.id, ""))


def _checklist(document: Document) -> int:
    """The line of the checklist's heading; else where the answers begin, else the first line of the text."""
    section = document.section("checklist")
    if section is not None:
        return section.heading.line if section.heading else section.line
    if document.answers is not None:
        return document.answers.opening
    return min(document.body, max(len(document.lines), 1))


_DOCUMENT = (
    "### Document\n- [ ] **SPEC-01** `should` State the problem with at least one measured fact and its source.\n{}"
    "- [ ] **SPEC-05** `should` Name one accountable owner and a status drawn from a fixed list.\n\n"
    "### Automate\n- [ ] **SECRETS-02** `must` Keep the master copy in a managed store and none in the repository.\n\n"
    "## Answers\n\n```yaml\nspec.domain: internal\npacks.skip:\n  - {{pack: dam, reason: no process}}\n"
    "  - {{pack: availability, reason: no promise}}\n```\n"
)
_GOALS = "- [ ] **SPEC-02** `should` List goals as observable outcomes with a target value and a date.\n"

RULE = Rule(
    name="item-missing",
    title="A checklist item that applies is not in the spec",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(_DOCUMENT.format(_GOALS),),
    bad=(_DOCUMENT.format(""),),
    find=_find,
    needs=Needs.COMPARED,
    versions=Versions.SAME_PACKS,
)
