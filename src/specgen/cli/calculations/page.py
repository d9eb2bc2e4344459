"""Figures as text: one with its formula and working, or several as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from specgen.cli.calculations.families import Family, heading, remark
from specgen.cli.calculations.operands import Operand, example
from specgen.cli.calculations.results import DEFAULT, Ground, Result
from specgen.model import Answers, Basis
from specgen.quantities import show_figure
from specgen.wrapping import wrapped

WIDTH = 96
_GAP = "      "


def value(result: Result) -> str:
    """The value with its bound: "at most 99.5%"."""
    shown = show_figure(result.figure)
    return f"{result.figure.bound} {shown}".strip()


def figure(found: Sequence[Result]) -> str:
    """One figure; of several records, one after the other."""
    spec = found[0].spec
    lines = _headed(spec.title, spec.formula)
    for one in found:
        lines += ["", *_one(one)]
    lines += [""] if len(found) > 1 else []
    lines += _labelled("Source", [spec.source])
    return "\n".join(lines).rstrip()


def _one(result: Result) -> list[str]:
    start = f"{result.record}: " if result.record else ""
    if result.figure.value is None:
        said = " ".join(result.why_not) or "unknown"
        return [*_wrapped(f"{start}{said}", "  "), "", *_notes(result)]
    sign = "" if not result.figure.working else f"{result.figure.working} = "
    return [*_wrapped(f"{start}{sign}{value(result)}", "  "), "", *_notes(result)]


def _notes(result: Result) -> list[str]:
    lines = _labelled("Rests on", [ground(one) for one in result.grounds] + _constant(result))
    lines += _labelled("Note", result.notes)
    return lines + _labelled("Also takes", [more(one) for one in result.refines])


def _constant(result: Result) -> list[str]:
    """Where the weakest input is none of the answers: a constant of specgen's own."""
    own = any(one.basis == DEFAULT for one in result.grounds)
    return ["a constant of the formula (default)"] if result.figure.basis is Basis.DEFAULT and not own else []


def ground(one: Ground) -> str:
    return f"{one.operand.key} {one.text} ({one.basis})"


def said(operand: Operand) -> str:
    """An operand that is not given, with the question behind it."""
    return f"{operand.key}: {operand.question.ask}"


def more(operand: Operand, known: Sequence[Operand] = ()) -> str:
    """The same as it would be typed."""
    return f"{example(operand, known)}  {operand.question.ask}"


def table(family: Family, found: Sequence[Result], answers: Answers, known: Sequence[Operand]) -> str:
    """The known figures of a family, then those without a value and why, then what more could be typed."""
    rows = [(_label(family, one), value(one), "" if family.labels else one.spec.id) for one in found if _is_known(one)]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    lines = [*_headed(heading(family, answers), family.formula), ""]
    lines += [f"  {label:{widths[0]}}   {text:{widths[1]}}   {id}".rstrip() for label, text, id in rows]
    lines.append("")
    if text := remark(family, answers):
        lines += [*_wrapped(text, ""), ""]
    lines += _labelled(
        "Rests on", _unique(ground(one) for result in found if _is_known(result) for one in result.grounds)
    )
    reasons = _unique(" ".join(one.why_not) for one in found)
    for reason in reasons:
        without = [_label(family, one) for one in found if " ".join(one.why_not) == reason]
        lines += _labelled("No value", [f"{', '.join(without)}: {reason}"])
    lines += _labelled(
        "Note", [text for text in _unique(text for one in found for text in one.notes) if text not in reasons]
    )
    others = {one.id: one for result in found for one in (*result.missing, *result.refines)}
    lines += _labelled("Also takes", [more(one, known) for one in others.values()])
    lines += _labelled("Source", _unique(one.spec.source for one in found if _is_known(one)))
    return "\n".join(lines).rstrip()


def _is_known(result: Result) -> bool:
    return result.figure.value is not None


def _label(family: Family, result: Result) -> str:
    label = family.labels.get(result.spec.id, result.spec.title)
    return f"{label}, {result.record}" if result.record else label


def _headed(title: str, formula: str) -> list[str]:
    line = f"{title}{_GAP}{formula}".rstrip()
    return [line] if len(line) <= WIDTH else [title, *_wrapped(formula, "  ")]


def _unique(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _labelled(label: str, texts: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for text in texts:
        start = f"{label if not lines else '':12}"
        lines += wrapped(text, WIDTH, " " * 12, start)
    return lines


def _wrapped(text: str, indent: str) -> list[str]:
    return wrapped(text, WIDTH, indent) or [indent]
