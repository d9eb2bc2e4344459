"""What a template must not leave out: a spec without its answers or items could never be updated, and prose would be lost."""

from __future__ import annotations

from collections.abc import Iterator

from specgen import markerline
from specgen.model import Asked, Spec
from specgen.renderers.markdown.answers import SUMMARY
from specgen.renderers.markdown.blocks import blocks


def lost(spec: Spec, text: str) -> list[str]:
    """What the template left out although somebody would miss it: each as a sentence."""
    return [*_frame(text), *_prose(spec, text), *_items(spec, text)]


def _frame(text: str) -> Iterator[str]:
    if not text.startswith("---\nspecgen:"):
        yield "the template does not begin with {{ front_matter }}"
    if f"<summary>{SUMMARY}</summary>" not in text:
        yield "the template does not place {{ answers }}"


def _prose(spec: Spec, text: str) -> Iterator[str]:
    for one in spec.questions:
        id = one.question.section
        if id and one.state is Asked.ANSWERED and markerline.section(id) not in text:
            yield f"the template does not place {{{{ sections.{id} }}}}, which {one.question.id} has written"


def _items(spec: Spec, text: str) -> Iterator[str]:
    phases = {one.item.phase for one in spec.items if f"**{one.item.id}**" not in text}
    for phase in sorted(phases):
        yield f"the template does not place {{{{ items.{phase.value} }}}}"


def unplaced(spec: Spec, text: str) -> list[str]:
    """Names of blocks that have something to say and stand nowhere: fine for a template that means it."""
    return [name for name, one in blocks().items() if markerline.begin(name) not in text and one.make(spec)]
