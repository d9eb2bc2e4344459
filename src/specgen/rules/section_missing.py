"""A section that belongs into this spec is not there.

The template and the answers say which sections a spec has. One that was deleted takes its question with it: nobody notices
that alternatives, or the way back, were never thought about.

A section is known by its marker `<!-- specgen:section ID -->`, or, where that is gone, by the words of its heading; it may be
moved anywhere and renamed while it keeps its marker.

To mend it: `specgen update FILE` puts it back at its place. What does not apply is answered with one sentence that says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Document, Gravity, Section
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._template import other_version
from specgen.rules._text import folded, short


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    if composed is None or subject.behind or other_version(subject):
        return
    document = subject.document
    ids = {section.id: section.heading.last if section.heading else section.line for section in document.sections}
    titles = {_key(heading.text): heading.last for heading in document.headings}
    asks = {question.section: question.ask for question in subject.library.questions() if question.section}
    line, after = min(document.body, max(len(document.lines), 1)), ""
    for section in composed.fresh.sections:
        title = section.heading.text if section.heading else section.id
        known = ids.get(section.id) or titles.get(_key(title))
        if known:
            line, after = known, title
            continue
        ask = asks.get(section.id, "")
        said = f'The section "{short(title)}" is missing' + (f'; it asks "{short(ask, 150)}"' if ask else ".")
        yield Found(line, said, _fix(document, section, after), section.id)


def _key(title: str) -> str:
    return folded(title).casefold()


def _fix(document: Document, section: Section, after: str) -> str:
    where = f' after "{short(after)}"' if after else ""
    return f'"specgen update {document.file}" puts it back{where}, with its marker for {section.id}.'


_SHORT = (
    "# Operations report\n\n## Problem and goals\nThe job failed for four days.\n\n### Goals\nKnown within 26 h.\n\n"
    "## How it works\nA nightly job.\n\n## Availability\nEvery hour counts.\n\n{}"
    "## Checklist\n\n## Answers\n\n```yaml\nspec.domain: internal\navailability.target: 99%\n```\n"
)

RULE = Rule(
    name="section-missing",
    title="A section that belongs into this spec is not there",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(_SHORT.format(""),),
    bad=(_SHORT.format("").replace("### Goals\n", ""),),
    find=_find,
    needs=Needs.COMPARED,
)
