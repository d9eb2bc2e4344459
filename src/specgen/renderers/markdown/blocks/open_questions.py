"""What nobody knows yet, ordered by what an answer unlocks. Owner and date come from the answer itself."""

from __future__ import annotations

import re

from specgen.model import Asked, Level, Spec, SpecQuestion, Unknown
from specgen.quantities import plural
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code, rich
from specgen.renderers.markdown.view import names, paragraphs, table
from specgen.unknowns import asks, most_useful, ownerless, record_name, unlocks

_NAMED = 6  # of those left for later, enough to start with
_LISTED = 40  # more rows than this nobody reads; the rest are counted


def make(spec: Spec) -> str:
    weights = unlocks(spec)
    asked = [one for one in spec.questions if not one.question.section]
    unknown = sorted((one for one in asked if one.state is Asked.UNKNOWN), key=lambda one: -weights[one.path])
    left = sum(one.state is Asked.OPEN and one.question.prompt for one in asked)
    useful = [one.path for one in most_useful(spec) if one.state is Asked.OPEN][:_NAMED]
    intro = ""
    if unknown:
        intro = f"{len(unknown)} {_needs(len(unknown), ownerless(spec))} What has the worst consequence comes first."
    rows = _together(spec, unknown)
    more = f"{plural(len(rows) - _LISTED, 'more is', 'more are')} unknown." if len(rows) > _LISTED else ""
    later = ""
    if left:
        named = f"; these unlock most: {names(useful)}" if useful else ""
        count = plural(left, "question was", "questions were")
        later = f"{count} left for later{named}. `specgen explain ID` says how to answer."
    header = ("Question", "Answer as", "Unlocks", "Owner, due")
    return paragraphs(intro, table(header, [_row(spec, many) for many in rows[:_LISTED]]), more, later)


def _needs(count: int, without: int) -> str:
    """How many of the unknown ones still need somebody who finds out."""
    if not without:
        return "is unknown, and somebody is named." if count == 1 else "are unknown; each has an owner."
    if without == count:
        who = "is unknown; it needs an owner" if count == 1 else "are unknown; each needs an owner"
    else:
        who = f"are unknown; {without} {'needs' if without == 1 else 'need'} an owner"
    return f"{who} before review."


def _together(spec: Spec, unknown: list[SpecQuestion]) -> list[list[SpecQuestion]]:
    """One row for each question; the same one about several records, with one owner and the same consequence, is one row."""
    rows: dict[tuple[str, ...], list[SpecQuestion]] = {}
    for one in unknown:
        key = (one.question.id, _who(one), _unlocked(spec, one)) if one.record else (one.path,)
        rows.setdefault(key, []).append(one)
    return list(rows.values())


def _row(spec: Spec, many: list[SpecQuestion]) -> tuple[str, ...]:
    first = many[0]
    if len(many) == 1:
        asked, path = asks(spec, first), first.path
    else:
        asked = f"{', '.join(record_name(spec, one) for one in many)}: {first.question.ask}"
        path = first.question.id.replace("[].", ".*.")
    return cell(asked), code(path), _unlocked(spec, first) or _used_by(spec, first), cell(_who(first))


def _who(one: SpecQuestion) -> str:
    value = one.answer.value if one.answer else None
    return ", ".join(part for part in (value.owner, value.by) if part) if isinstance(value, Unknown) else ""


def _unlocked(spec: Spec, one: SpecQuestion) -> str:
    """What hangs on an answer: contradictions in their own words, those of its own pack and the worst first; else figures
    and items."""
    path = one.path
    rules = {rule.id: rule for rule in spec.library.rules()}
    waiting = [rules[id] for id in dict.fromkeys(other.id for other in spec.waiting if path in other.needs)]
    waiting.sort(key=lambda rule: (rule.pack != one.question.pack, rule.severity is not Level.ERROR))
    figures = [figure.title for many in spec.figures.values() for figure in many if path in figure.missing]
    items = [waiting.id for waiting in spec.may_apply if path in waiting.needs]
    rest = [*dict.fromkeys(cell(title) for title in figures), *items]
    if waiting:
        first = f"{rich(_plain(waiting[0].title))}? ({code(waiting[0].id)})"
        others = len(waiting) - 1 + len(rest)
        return f"{first}, and {others} more" if others else first
    return ", ".join(rest[:3]) + (f" and {len(rest) - 3} more" if len(rest) > 3 else "")


def _plain(title: str) -> str:
    """A rule's title as a question; the record it speaks of stands in the row already."""
    return re.sub(r"\{each\.\w+\}", "it", title).rstrip(".")


def _used_by(spec: Spec, one: SpecQuestion) -> str:
    """What the pack says a question feeds, for answers that hold nothing up but refine something."""
    last = one.question.help.strip().rpartition("\n")[2]
    if not last.startswith("Used by: "):
        return ""
    rules = {rule.id for rule in spec.library.rules()}
    named = last.removeprefix("Used by: ").rstrip(".").split(", ")
    return ", ".join(code(one) if one in rules else cell(one) for one in named)


BLOCK = Block("open-questions", make)
