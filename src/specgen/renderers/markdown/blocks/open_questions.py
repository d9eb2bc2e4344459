"""What nobody knows yet, ordered by what an answer unlocks. Owner and date come from the answer itself."""

from __future__ import annotations

from specgen.model import Asked, Spec, SpecQuestion, Unknown
from specgen.quantities import plural
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code
from specgen.renderers.markdown.view import names, paragraphs, table
from specgen.unknowns import asks, most_useful, unlocks

_NAMED = 6  # of those left for later, enough to start with
_LISTED = 40  # more rows than this nobody reads; the rest are counted


def make(spec: Spec) -> str:
    weights = unlocks(spec)
    asked = [one for one in spec.questions if not one.question.home.startswith("section.")]
    unknown = sorted((one for one in asked if one.state is Asked.UNKNOWN), key=lambda one: -weights[one.path])
    left = sum(one.state is Asked.OPEN for one in asked)
    useful = [one.path for one in most_useful(spec) if one.state is Asked.OPEN][:_NAMED]
    intro = ""
    if unknown:
        verb = "is unknown; it needs an owner" if len(unknown) == 1 else "are unknown; each needs an owner"
        intro = f"{len(unknown)} {verb} before review. They are listed by what an answer unlocks."
    more = f"{plural(len(unknown) - _LISTED, 'more is', 'more are')} unknown." if len(unknown) > _LISTED else ""
    later = ""
    if left:
        named = f"; these unlock most: {names(useful)}" if useful else ""
        count = plural(left, "question was", "questions were")
        later = f"{count} left for later{named}. `specgen explain ID` says how to answer."
    header = ("Question", "Answer as", "Unlocks", "Owner, due")
    return paragraphs(intro, table(header, [_row(spec, one) for one in unknown[:_LISTED]]), more, later)


def _row(spec: Spec, one: SpecQuestion) -> tuple[str, ...]:
    value = one.answer.value if one.answer else None
    who = ", ".join(part for part in (value.owner, value.by) if part) if isinstance(value, Unknown) else ""
    return cell(asks(spec, one)), code(one.path), _unlocked(spec, one.path) or _used_by(spec, one), cell(who)


def _unlocked(spec: Spec, path: str) -> str:
    rules = [waiting.id for waiting in spec.waiting if path in waiting.needs]
    figures = [figure.title for many in spec.figures.values() for figure in many if path in figure.missing]
    items = [waiting.id for waiting in spec.may_apply if path in waiting.needs]
    said = [*dict.fromkeys(code(rule) for rule in rules), *dict.fromkeys(cell(title) for title in figures), *items]
    return ", ".join(said[:3]) + (f" and {len(said) - 3} more" if len(said) > 3 else "")


def _used_by(spec: Spec, one: SpecQuestion) -> str:
    """What the pack says a question feeds, for answers that hold nothing up but refine something."""
    last = one.question.help.strip().rpartition("\n")[2]
    if not last.startswith("Used by: "):
        return ""
    rules = {rule.id for rule in spec.library.rules()}
    named = last.removeprefix("Used by: ").rstrip(".").split(", ")
    return ", ".join(code(one) if one in rules else cell(one) for one in named)


BLOCK = Block("open-questions", make)
