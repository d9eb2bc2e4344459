"""A generated block of this spec was taken out.

The verdict, or a table of figures that the answers give, is not in the file. Readers cannot see what is not there: a spec
without its verdict looks ready to sign. A file that never had any is not asked for them: one that somebody wrote by hand,
without `packs` in its front matter and without the hidden lines below the answers.

To mend it: `specgen update FILE` writes it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Needs, Rule, Subject, Versions


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    document = subject.document
    if composed is None or not document.was_composed:
        return
    here = {block.name: block for block in document.blocks}
    line = min(document.body, max(len(document.lines), 1))
    for block in composed.fresh.blocks:
        if block.name in here:
            line = here[block.name].end
        elif block.name not in document.broken and composed.fresh.inside(block).strip():
            said = f'The block "{block.name}" is not in the spec, and the answers give one.'
            yield Found(line, said, f"{subject.command('update')} writes it again.", block.name)


RULE = Rule(
    name="block-missing",
    title="A generated block was taken out",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=("## Checklist\n\nNothing was generated here yet.\n\n## Answers\n\n```yaml\navailability.target: 99%\n```\n",),
    bad=(
        "## Checklist\n\n<!-- specgen:begin progress -->\nDone: 0 of 1 `must`.\n<!-- specgen:end progress -->\n\n"
        "## Answers\n\n```yaml\navailability.target: 99%\n```\n",
        "## Answers\n\n```yaml\navailability.target: 99%\n```\n\n<!-- specgen:seal 0123456789abcdef never -->\n",
    ),
    find=_find,
    needs=Needs.COMPARED,
    versions=Versions.SAME,
)
