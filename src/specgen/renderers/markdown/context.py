"""What a template may place: strings ready to stand in the document, nested by name. JSON types and nothing else."""

from __future__ import annotations

from typing import Any

from specgen import frontmatter, markerline
from specgen.model import SECTION, Answer, Asked, Phase, Question, Spec
from specgen.renderers.markdown.answers import answers_block
from specgen.renderers.markdown.blocks import blocks, marked
from specgen.renderers.markdown.escape import inline
from specgen.renderers.markdown.items import lines
from specgen.renderers.markdown.prose import prose

Context = dict[str, Any]  # JSON: str, and mappings of str to str or to such mappings

# Sections that hold only generated text have no question, but a marker all the same.
GENERATED = ("checklist", "calculations", "answers")


def context(spec: Spec) -> Context:
    """`front_matter`, `spec`, `sections`, `written` (ids of sections with prose), `blocks`, `items` and `answers`.
    What does not apply is "".

    A name with `-` or `.` in its marker is written with `_` and nesting here: `blocks.open_questions`,
    `blocks.figures.latency`.
    """
    made: Context = {}
    for name, one in blocks().items():
        _nest(made, name.replace("-", "_"), marked(name, one.make(spec)))
    identity = spec.identity
    return {
        "front_matter": frontmatter.write(identity).rstrip("\n"),
        "spec": {
            "id": identity.id, "title": inline(identity.title), "status": identity.status,
            "tier": "" if identity.tier is None else str(identity.tier),
        },
        "sections": sections(spec),
        "written": written(spec),
        "blocks": made,
        "items": {phase.value: lines(spec, phase) for phase in Phase},
        "answers": answers_block(spec),
    }  # fmt: skip


def sections(spec: Spec) -> dict[str, str]:
    """Section id to its marker and prose, or its marker and guidance; "" where its question does not apply."""
    homes = [one.home for one in spec.library.questions()]
    homes += [one.home for one in spec.library.removed]  # a template may place what a team's layer took away
    found = dict.fromkeys((home.removeprefix(SECTION) for home in homes if home.startswith(SECTION)), "")
    found |= {id: markerline.section(id) for id in GENERATED}
    for one in spec.questions:
        if id := one.question.section:
            found[id] = f"{markerline.section(id)}\n{_body(one.question, one.answer, one.state)}"
    return found


def written(spec: Spec) -> dict[str, str]:
    """The sections that hold prose, id to question, in question order: a short template places only these."""
    return {
        one.question.section: one.question.id
        for one in spec.questions
        if one.question.section and one.state is Asked.ANSWERED
    }


def _body(question: Question, answer: Answer | None, state: Asked) -> str:
    """The prose; otherwise the guidance as a comment, which the loader has proved cannot end early."""
    if answer is not None and state is Asked.ANSWERED and isinstance(answer.value, str):
        return prose(answer.value)
    return question.comment


def _nest(target: Context, name: str, text: str) -> None:
    *path, last = name.split(".")
    for part in path:
        target = target.setdefault(part, {})
    target[last] = text
