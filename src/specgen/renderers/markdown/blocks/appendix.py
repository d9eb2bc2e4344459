"""Every figure with its formula, its numbers and what it rests on; then the unknown ones with what they need."""

from __future__ import annotations

from collections import Counter

from specgen.model import Figure, Spec
from specgen.quantities import plural, show_figure
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code
from specgen.renderers.markdown.view import View, badge, names, paragraphs, table

INTRO = (
    "A result is as good as its weakest input: measured, contract, assumed, default. `decided` is a choice of this spec "
    "and weakens nothing. Two significant digits where an input is assumed or default; for availabilities they count on "
    "the missing part."
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
        table(header, [_row(figure, view) for figure in known]),
        _caveats(known),
        _senseless(figures),
        _unknown(figures, spec),
        "`specgen explain availability.chain` gives source, model and caveats of a figure.",
    )


def _senseless(figures: list[Figure]) -> str:
    """Figures that the answers rule out, with the reason: no answer would make them known."""
    reasons = _caveats([figure for figure in figures if figure.value is None and not figure.missing])
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


def _row(figure: Figure, view: View) -> tuple[str, ...]:
    result = f"{figure.bound} {show_figure(figure)}" if figure.bound else show_figure(figure)
    return (
        f"{code(figure.id)}{_about(figure, view)}", cell(figure.formula), cell(figure.working), cell(result), badge(figure.basis),
        _swing(figure, view),
    )  # fmt: skip


def _swing(figure: Figure, view: View) -> str:
    """Which guess moves this result most, and to what."""
    found = view.spec.swings.get((figure.id, figure.record))
    return f"{cell(found.then)} with {code(found.path)} at {cell(found.far)}" if found else ""


def _about(figure: Figure, view: View) -> str:
    return f" ({view.record_name(figure.record)})" if figure.record else ""


def _caveats(figures: list[Figure]) -> str:
    said: dict[str, list[str]] = {}
    for figure in figures:
        for caveat in figure.caveats:
            said.setdefault(caveat, []).append(figure.id)
    return "\n".join(f"- {names(dict.fromkeys(ids))}: {cell(caveat)}" for caveat, ids in said.items())


BLOCK = Block("figures.appendix", make)
