"""A section that belongs into this spec is not there.

The template and the answers say which sections a spec has. One that was deleted takes its question with it: nobody notices
that alternatives, or the way back, were never thought about.

A section is known by its marker `<!-- specgen:section ID -->`, or, where that is gone, by the words of its heading; it may be
moved anywhere and renamed while it keeps its marker.

The template of adopted documents has no such sections: there the document's own headings stand for them, under the names that
other templates use too (Motivation, Proposal, Test plan). The sections that its answers ask for are demanded all the same.

To mend it: `specgen update FILE` puts it back at its place; in an adopted document write the heading yourself. What does not
apply is answered with one sentence that says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Document, Gravity, Question, Spec
from specgen.rules import Found, Needs, Rule, Subject, Versions
from specgen.rules._text import short
from specgen.sections import SectionNames, recognised


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    if composed is None:
        return
    document, asks = subject.document, subject.known.asks
    titles = {one.id: one.heading.text if one.heading else one.id for one in composed.fresh.sections}
    own = {one.section: _called(one.section, composed.names)[0] for one in own_headings(composed.fresh, composed.spec)}
    lines = {one.id: one.line for one in document.sections}
    lines |= {id: one.last for id, one in recognised(document, composed.names, titles).items() if one}
    line, after = min(document.body, max(len(document.lines), 1)), ""
    for id, title in (own | titles).items():
        if id in lines:
            line, after = lines[id], title
            continue
        ask = asks[id].ask if id in asks else ""
        said = f'The section "{short(title)}" is missing' + (f'; it asks "{short(ask, 150)}"' if ask else ".")
        yield Found(line, said, _to_write(id, composed.names) if id in own else _fix(subject, id, after), id)


def own_headings(fresh: Document, spec: Spec) -> list[Question]:
    """The questions that headings of the document's own have to answer: all that ask for a section, where the template has no
    place for any."""
    asked = [one.question for one in spec.questions if one.question.section]
    placed = {one.id for one in fresh.sections}
    return [] if any(one.section in placed for one in asked) else asked


def _called(id: str, names: SectionNames) -> tuple[str, ...]:
    return names.called.get(id, ()) or (id.replace("_", " ").capitalize(),)


_NAMED = 3  # headings that would do


def _to_write(id: str, names: SectionNames) -> str:
    first, *others = (f'"{short(one)}"' for one in _called(id, names)[:_NAMED])
    such = f", or {' or '.join(others)}" if others else ""
    return f"Write a heading {first}{such}, and the answer below it; if it does not apply, say why."


def _fix(subject: Subject, id: str, after: str) -> str:
    where = f' after "{short(after)}"' if after else ""
    return f"{subject.command('update')} puts it back{where}, with its marker for {id}."


_SHORT = (
    "# Operations report\n\n## Problem and goals\nThe job failed for four days.\n\n### Goals\nKnown within 26 h.\n\n"
    "## How it works\nA nightly job.\n\n## Availability\nEvery hour counts.\n\n{}"
    "## Checklist\n\n## Answers\n\n```yaml\nspec.domain: internal\navailability.target: 99%\n```\n"
)

_ADOPTED = (
    "---\nspecgen: 1\nid: report\ntitle: Operations report\nstatus: review\ntier: 3\ntemplate: adopted\n---\n\n"
    "# Operations report\n\n## Motivation\nThe job failed for four days.\n\n## Objectives\nKnown within 26 h.\n\n{}"
    "## Process today\nBy hand.\n\n## Availability\nEvery hour counts.\n\n"
    "## Checklist\n\n## Answers\n\n```yaml\nspec.domain: internal\n```\n"
)

RULE = Rule(
    name="section-missing",
    title="A section that belongs into this spec is not there",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(_SHORT.format(""), _ADOPTED.format("## Proposal\nA nightly job.\n\n")),
    bad=(_SHORT.format("").replace("### Goals\n", ""), _ADOPTED.format("")),
    find=_find,
    needs=Needs.COMPARED,
    versions=Versions.SAME,
)
