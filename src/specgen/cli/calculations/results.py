"""Typed answers to figures, and what each of them rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from specgen.calculators import FigureSpec
from specgen.cli.calculations.operands import FIGURES, Operand, is_number, of_path, operands
from specgen.cli.calculations.typed import TAKEN, Typed
from specgen.compose.figures import compute
from specgen.compose.world import effective
from specgen.frozen import Frozen
from specgen.model import Answer, Answers, Basis, Dimension, Figure, Library, Quantity
from specgen.quantities import say

GIVEN, DEFAULT = "given", "default"


class Ground(Frozen):
    """One input as shown: what was typed is given, or has the basis that was typed with it; the rest is a default."""

    operand: Operand
    text: str
    basis: str


class Result(Frozen):
    """A figure, the name of its record ("" for a global one), what it rests on and what else could be typed."""

    spec: FigureSpec
    figure: Figure
    record: str = ""
    grounds: tuple[Ground, ...] = ()
    missing: tuple[Operand, ...] = ()
    refines: tuple[Operand, ...] = ()
    why_not: tuple[str, ...] = ()  # where there is no such number: the reason in a sentence
    notes: tuple[str, ...] = ()  # what the value leaves out or takes for granted, with the keys that can be typed


def results(wanted: Sequence[FigureSpec], typed: Typed, library: Library) -> tuple[Result, ...]:
    """Every wanted figure, one for each record where it speaks of records."""
    asked = library.questions()
    answers = effective(asked, {question.id: question for question in asked}, typed.answers)
    made = compute(answers)
    return tuple(one for spec in wanted for one in _of(spec, typed, answers, made, library))


def _of(
    spec: FigureSpec, typed: Typed, answers: Answers, made: Mapping[str, Sequence[Figure]], library: Library
) -> Iterator[Result]:
    known = operands([spec], library)
    for figure in made[spec.id]:
        yield Result(
            spec,
            figure,
            _name(spec, figure, answers) if len(made[spec.id]) > 1 else "",
            tuple(_grounds(figure, known, typed, answers, made)),
            _missing(figure, known),
            tuple(_refining(spec, known, typed)),
            _why_not(figure, made),
            () if figure.value is None else tuple(_in_keys(text, known) for text in figure.caveats),
        )


def _name(spec: FigureSpec, figure: Figure, answers: Answers) -> str:
    """What the person typed for the record: its name or place, else its number."""
    listed = answers.get(spec.each)
    for record in listed.records if listed else ():
        if record.key == figure.record:
            texts = [one.text for field, one in record.fields.items() if field in ("name", "place")]
            return texts[0] if texts else figure.record
    return figure.record


def _inputs(figure: Figure, made: Mapping[str, Sequence[Figure]]) -> Iterator[str]:
    """Paths of the answers behind a figure, through the figures that it reads."""
    for one in figure.inputs:
        if not one.name.startswith(FIGURES):
            yield one.name
            continue
        for inner in made[one.name.removeprefix(FIGURES)]:
            if inner.record in ("", figure.record):
                yield from _inputs(inner, made)


def _grounds(
    figure: Figure, known: Sequence[Operand], typed: Typed, answers: Answers, made: Mapping[str, Sequence[Figure]]
) -> Iterator[Ground]:
    used = {operand.id for path in _inputs(figure, made) if (operand := of_path(path, known))}
    for operand in known:
        found = list(_answers(operand, figure, answers))
        if not found or (operand.id not in typed.keys and operand.id not in used | typed.taken):
            continue
        texts = dict.fromkeys(_shown(one) for one in found)
        yield Ground(operand, ", ".join(texts), _basis(operand, found, typed))


def _shown(answer: Answer) -> str:
    """As it was typed, 80h and not 3.33 d; but 99.95 is 99.95%."""
    ratio = isinstance(answer.value, Quantity) and answer.value.dimension is Dimension.RATIO
    return say(answer) if ratio else answer.text


def _basis(operand: Operand, found: Sequence[Answer], typed: Typed) -> str:
    if operand.id not in typed.keys:
        return DEFAULT
    bases = [one.basis for one in found if one.basis is not None and is_number(operand.question)]
    return GIVEN if not bases or max(bases) is Basis.DECIDED else max(bases).word


def _answers(operand: Operand, figure: Figure, answers: Answers) -> Iterator[Answer]:
    """What was answered, of a field for the figure's record, or for all records where it speaks of all."""
    question = operand.question
    if not question.list_id:
        answer = answers.get(operand.id)
        if answer is not None and not answer.is_unknown and question.type != "records":
            yield answer
        return
    listed = answers.get(question.list_id)
    for record in listed.records if listed else ():
        if figure.record in ("", record.key):
            answer = record.fields.get(question.field_name)
            if answer is not None and not answer.is_unknown:
                yield answer


def _missing(figure: Figure, known: Sequence[Operand]) -> tuple[Operand, ...]:
    found = [of_path(path, known) for path in figure.missing]
    return tuple({one.id: one for one in found if one is not None}.values())


def _refining(spec: FigureSpec, known: Sequence[Operand], typed: Typed) -> Iterator[Operand]:
    """Inputs of the figure itself that only refine it and were not typed."""
    for one in known:
        if one.id in spec.reads and one.id not in (*typed.keys, *TAKEN, *spec.needs) and one.question.type != "records":
            yield one


def _in_keys(text: str, known: Sequence[Operand]) -> str:
    """A caveat that names paths of answers, in the words that can be typed here: backoff for dependencies.1.backoff."""
    for one in known:
        list_id, field = one.question.list_id, one.question.field_name
        path = rf"{re.escape(list_id)}\.[\w-]+\.{field}" if list_id else re.escape(one.id)
        if "." in one.id:
            text = re.sub(rf"(?<![\w.]){path}(?![\w])", one.key, text)
    return text


def _why_not(figure: Figure, made: Mapping[str, Sequence[Figure]]) -> tuple[str, ...]:
    """The reason why a figure has no value though nothing is missing: its own, or that of a figure it reads."""
    if figure.value is not None or figure.missing:
        return ()
    if figure.caveats:
        return figure.caveats
    blank = [one for many in made.values() for one in many if one.value is None and one.record in ("", figure.record)]
    return tuple(dict.fromkeys(text for one in blank for text in one.caveats if not one.missing))
