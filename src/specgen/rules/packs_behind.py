"""The spec was written with other versions of the packs than those in use.

New items, changed wordings and corrected formulas have not reached it. That is said once, and the blocks that differ because
of it are not counted one by one.

To mend it: `specgen update FILE` brings the new versions in; ticks, evidence and text stay. When the file was written with a
newer version than yours, upgrade instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.commandline import word
from specgen.frontmatter import is_newer, name_and_version
from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._text import sentence


def _find(subject: Subject) -> Iterator[Found]:
    behind = subject.behind
    if not behind or subject.status == "retired":
        return
    document = subject.document
    said = "; ".join(_says(before, now) for before, now in behind)
    if any(before and now and is_newer(before, now) for before, now in behind):
        fix = "Upgrade specgen, or the folder of packs; an older version would take away what the newer one added."
    elif any(before and not now for before, now in behind):
        names = " ".join(f"--drop-layer {word(name_and_version(before)[0])}" for before, now in behind if not now)
        update = f"{subject.command('update', names)} takes its items out"
        fix = f"Name the folder of these packs in specgen.toml (packs), or, if they are given up, {update}."
    else:
        fix = subject.known.commands.typed("update", document.file)
    yield Found(max(document.field_line("packs"), 1), sentence(said), fix)


def _says(before: str, now: str) -> str:
    if not before:
        return f"in use is {now}, and the spec was written without it"
    if not now:
        return f"the spec was written with {before}, which is not in use"
    if not name_and_version(before)[1]:
        return f"the spec names {before} without a version, in use is {now}"
    return f"the spec was written with {before}, in use is {now}"


RULE = Rule(
    name="packs-behind",
    title="The spec was written with other versions of the packs",
    gravity=Gravity.WARNING,
    since="draft",
    text=__doc__,
    good=("---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\n---\n\n# Instant transfers\n",),
    bad=(
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\npacks: [core 0.9.0]\n---\n",
        "---\nspecgen: 1\nid: instant-transfers\ntitle: Instant transfers\npacks: [core 1.0.0, nowhere 2.1.0]\n---\n",
    ),
    find=_find,
)
