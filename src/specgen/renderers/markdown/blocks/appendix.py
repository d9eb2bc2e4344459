"""Every figure with its formula, its numbers and what it rests on; then the unknown ones with what they need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from specgen.model import Figure, Spec, Swing
from specgen.quantities import plural, show_bounded
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code
from specgen.renderers.markdown.view import View, badge, names, paragraphs, table

INTRO = (
    "A result is as good as its weakest input: measured, contract, assumed, default. `decided` is a choice of this spec, "
    "or specgen's where nobody made one, and weakens nothing. Two significant digits where an input is assumed or "
    "default; for availabilities they count on the missing part."
)


_NAMED = 12  # missing answers a reader would still look through


def make(spec: Spec) -> str:
    view = View(spec)
    figures = [figure for many in spec.figures.values() for figure in many]
    known = [figure for figure in figures if figure.value is not None]
    if not known:
        return ""
    header = ("Figure", "Formula", "With", "Result", "Basis", "If a guess is wrong")
    return paragraphs(
        INTRO,
        table(header, [_row(many, view) for many in _by_id(known)]),
        _caveats(known),
        _senseless(figures),
        _unknown(figures, spec),
        "`specgen explain availability.chain` gives source, model and caveats of a figure.",
    )


def _senseless(figures: list[Figure]) -> str:
    """Figures that the answers rule out for everything they speak of, with the reason: no answer would make them known."""
    open_ = {figure.id for figure in figures if figure.value is not None or figure.missing}
    reasons = _caveats([figure for figure in figures if figure.id not in open_])
    return f"There is no such number:\n\n{reasons}" if reasons else ""


def _unknown(figures: list[Figure], spec: Spec) -> str:
    """What is unknown by the answers it waits for, those that most figures wait for first."""
    asked = {question.path for question in spec.questions}
    unknown = [figure for figure in figures if figure.value is None and asked.intersection(figure.missing)]
    if not unknown:
        return ""
    waits = Counter(path for figure in unknown for path in figure.missing if path in asked)
    named = ", ".join(f"{code(path)} ({count})" for path, count in waits.most_common(_NAMED))
    more = f" and {plural(len(waits) - _NAMED, 'other answer')}" if len(waits) > _NAMED else ""
    return f"Unknown: {plural(len(unknown), 'figure')}, waiting for {named}{more}."


def _by_id(figures: list[Figure]) -> list[list[Figure]]:
    """Figures of one id together, in order; a figure that only repeats another one's numbers is left out."""
    groups: dict[str, list[Figure]] = {}
    told: set[tuple[tuple[str, str], ...]] = set()
    for figure in figures:
        groups.setdefault(figure.id, []).append(figure)
    kept = []
    for many in groups.values():
        numbers = tuple((one.working, show_bounded(one)) for one in many)
        if numbers not in told:
            kept.append(many)
        told.add(numbers)
    return kept


def _row(many: list[Figure], view: View) -> tuple[str, ...]:
    """One figure; for a list, its records side by side."""
    first = many[0]

    def said(text: Callable[[Figure], str]) -> str:
        texts = [text(one) for one in many]
        if len(set(texts)) == 1:
            return texts[0]
        return "<br>".join(f"{view.record_name(one.record)}: {each}" for one, each in zip(many, texts, strict=True) if each)

    about = f" ({view.record_name(first.record)})" if first.record and len(many) == 1 else ""
    return (
        f"{code(first.id)}{about}", cell(first.formula), said(lambda one: cell(one.working)),
        said(lambda one: cell(show_bounded(one))), said(lambda one: badge(one.basis)), _swings(many, view),
    )  # fmt: skip


def _swings(many: list[Figure], view: View) -> str:
    """Which guess moves this result most, and to what; one that is the same for all records is named once."""
    found = [(one, swing) for one in many if (swing := view.spec.swings.get((one.id, one.record)))]
    if not found:
        return ""
    guesses = {(swing.path, swing.far) for _, swing in found}
    if len(guesses) > 1:
        return "<br>".join(f"{view.record_name(one.record)}: {_then(swing)}" for one, swing in found)
    last = found[-1][1]
    earlier = "; ".join(cell(swing.then) for _, swing in found[:-1])
    return f"{earlier}; {_then(last)}" if earlier else _then(last)


def _then(swing: Swing) -> str:
    return f"{cell(swing.then)} with {code(swing.path)} at {cell(swing.far)}"


def _caveats(figures: list[Figure]) -> str:
    said: dict[str, list[str]] = {}
    for figure in figures:
        for caveat in figure.caveats:
            said.setdefault(caveat, []).append(figure.id)
    return "\n".join(f"- {names(dict.fromkeys(ids))}: {cell(caveat)}" for caveat, ids in said.items())


BLOCK = Block("figures.appendix", make)
