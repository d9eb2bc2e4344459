"""The spec was laid out by another version of its template than the one in use.

New sections and blocks, and blocks that are laid out anew, have not reached it. That is said once, and the sections and
blocks that differ because of it are not counted one by one. Templates of a team carry no version, so nothing is said of them.

To mend it: `specgen update FILE` brings the new layout in; ticks, evidence and text stay. When the file was written with a
newer version than yours, upgrade instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.frontmatter import is_newer
from specgen.model import Gravity
from specgen.rules import Found, Needs, Rule, Subject


def _find(subject: Subject) -> Iterator[Found]:
    versions = subject.other_template
    if versions is None:
        return
    document, (before, now) = subject.document, versions
    newer = is_newer(before, now)
    upgrade = "Upgrade specgen; an older version would take away what the newer one added."
    said = f"The spec was laid out by the template {before}, in use is {now}."
    fix = upgrade if newer else subject.known.commands.typed("update", document.file)
    yield Found(max(document.field_line("template"), 1), said, fix)


_FRONT = "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\ntemplate: {}\n---\n\n# Instant transfers\n"

RULE = Rule(
    name="template-behind",
    title="The spec was laid out by another version of its template",
    gravity=Gravity.WARNING,
    since="draft",
    text=__doc__,
    good=(_FRONT.format("spec 1.0.0"), _FRONT.format("spec")),
    bad=(_FRONT.format("spec 0.9.0"), _FRONT.format("adopted 2.0.0")),
    find=_find,
    needs=Needs.COMPARED,
)
