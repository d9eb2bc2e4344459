"""A heading asks for something, and nothing stands under it.

A spec of headings looks complete from afar. Nothing said are: blank lines, the comment that guides the author, the words of
the template as they were, fields without a value (`- Feature gate name:`), tables without values, boxes of which none is
ticked; and what only fills the place: `...`, `[describe the design]`, `{{ fill in }}`, a link or an image that leads nowhere, a
block of code that holds TBD. "None", "N/A" and "WIP" alone do not answer the questions of a spec's own sections.

A heading with headings below it is a container, one that calls itself optional may stay blank, and of a spec's own sections
what specgen has computed is not the answer. Documents that are no specs are looked at in the same way, and questions in bold
type as well as headings.

To mend it: answer below the heading. "Does not apply, because …" is an answer. A heading that nobody needs can go.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Document, Gravity, Section
from specgen.rules import Found, Known, Rule, Subject
from specgen.rules._asking import Part, parts
from specgen.rules._text import Subjects, folded, short
from specgen.sections import recognised

_LONGEST = 40  # lines that guidance could have; a longer text is a person's


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    asks, sections = subject.known.asks, document.sections
    asked = {section.id: asks[section.id] for section in sections if section.id in asks}
    if not asked and document.identity is not None:  # adopted: headings of its own stand for them
        sections = _own(document, subject.known)
        asked = {section.id: asks[section.id] for section in sections}
    for part in parts(document, asked, sections):
        unchanged = part.question is not None and not part.blank and _is_guidance(document, part)
        if part.blank or unchanged:
            key = subjects(part.section or short(part.title, 120))
            yield Found(part.line, _message(part, unchanged), _fix(part), key)


def _own(document: Document, known: Known) -> tuple[Section, ...]:
    """One section for each heading that stands for one or several."""
    found = {one.line: Section(id, one.line, one) for id, one in recognised(document, known.names).items() if one}
    return tuple(one for one in found.values() if one.id in known.asks)


def _message(part: Part, unchanged: bool) -> str:
    holds = "holds the words of the template as they were" if unchanged else _holds(part)
    if part.question is not None:
        return f'{short(part.title, 60)} asks "{short(part.question.ask, 150)}" and {holds}.'
    return f'"{short(part.title, 150)}" {holds}.' if part.title else f"A heading without words {holds}."


def _holds(part: Part) -> str:
    if part.seen.field:
        return f'holds only empty fields, the first is "{part.seen.field}"'
    if part.seen.boxes:
        return "holds boxes of which none is ticked"
    if part.seen.filler:
        return f'holds only "{part.seen.filler}"' + (" and does not say why" if part.seen.bare else "")
    if part.seen.comment:
        return "holds only its guidance comment" if part.question else "holds only a comment"
    return "holds nothing"


def _fix(part: Part) -> str:
    question = part.question
    if question is None:
        return "Answer below the heading; if it does not apply, say why. A heading that nobody needs can go."
    example = f" Such as: {short(question.example, 150)}" if question.example else ""
    bare = " If there is nothing to write, say why." if part.seen.bare else ""
    return f"Write it below the heading, in your own words.{bare}{example}"


def _is_guidance(document: Document, part: Part) -> bool:
    """Whether the section's text is the guidance, which somebody took out of its comment and left as it was."""
    section = document.section(part.section)
    if section is None or section.heading is None or part.question is None:
        return False
    given = part.question.guidance, part.question.ask
    firsts = {"", *map(_first_word, given)}
    words: list[str] = []
    blocks: dict[int, int] = {}
    number = section.heading.last + 1
    while number <= section.heading.end and len(words) <= _LONGEST:
        kind = document.kinds[number - 1]
        if kind in "tlq":
            words.append(document.lines[number - 1])
            if len(words) == 1 and _first_word(words[0]) not in firsts:
                return False  # as nearly always
        elif kind == "c":
            blocks = blocks or {block.begin: block.end for block in document.blocks}
        number = blocks.get(number, number) + 1
    return folded(" ".join(words)) in map(folded, given)


def _first_word(text: str) -> str:
    return "".join(text.split(maxsplit=1)[:1])


RULE = Rule(
    name="section-unanswered",
    title="A heading asks for something, and nothing stands under it",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(
        "# Instant transfers\n\n## Alternatives\n<!-- specgen:section alternatives -->\nDoing nothing: 41 tickets a quarter "
        "stay.\n",
        "# Instant transfers\n\n## Rollback\n\n### How is it switched off?\n\n- [x] Feature gate\n  - Name: transfers.instant\n"
        "- [ ] Other\n  - Details:\n\n### Infrastructure needed (optional)\n",
        "# Instant transfers\n\n## Alternatives\n<!-- specgen:section alternatives -->\nNone: the scheme leaves no choice.\n\n"
        "## References\n\n[RFC 9110]\n\n## Does it need downtime?\n\nN/A\n",
    ),
    bad=(
        "# Instant transfers\n\n## Alternatives\n<!-- specgen:section alternatives -->\n<!-- Which options did you reject? -->"
        "\n",
        "# Instant transfers\n\n## Rollback\n\n### How is it switched off?\n\n- [ ] Feature gate\n  - Name:\n- [ ] Other\n"
        "  - Details:\n",
        "# Instant transfers\n\n## Rollback\n\n* **How is it switched off?**\n\n* **Who does it?**\n\n  The one on call.\n",
        "# Instant transfers\n\n## Risks\n\n| Risk | Owner |\n|---|---|\n|  |  |\n",
        "# Instant transfers\n\n## Design\n\n[describe the design]\n\n![]()\n",
        "# Instant transfers\n\n## Design\n\n```text\nTBD\n```\n\n{{ fill in }}\n",
        "# Instant transfers\n\n## Alternatives\n<!-- specgen:section alternatives -->\nNone.\n",
    ),
    find=_find,
    anywhere=True,
)
