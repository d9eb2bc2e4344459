"""What follows if a guess is wrong: every assumed or default number is moved to the far end and what reads it is computed anew.

The far end is the end of the question's plausible range that lies further from the answer. Where a question names no range
it is the same for every number of a kind, so that no reader has to ask why: twice as much; for a share above 90% twice the
missing part; for any other share, and for all of something, half of it. It is not a forecast, it shows what the spec hangs on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from specgen.compose.figures import Figures
from specgen.compose.selection import Selection
from specgen.compose.trials import FIRES, Trial, apart, far_ends, from_where
from specgen.compose.verdicts import Case
from specgen.frozen import replace
from specgen.model import (
    Answer,
    Answers,
    Assumption,
    Basis,
    Condition,
    Dimension,
    Effect,
    FactRule,
    Figure,
    Quantity,
    Question,
    Record,
    Swing,
)
from specgen.quantities import PERIODS, number, say, show, show_figure

_TOLD_FIRST = (
    "latency.left",
    "retries.in_flight",
    "retries.in_flight_next_year",
    "latency.connection",
    "availability.chain",
    "process.toil",
)
_SHOWN = 2  # effects a reader can take in per assumption
_TRIED = 40  # guesses moved to their far end: more than a reader weighs, and each costs a computation of the whole


def assumptions(
    chosen: Selection, usable: Answers, figures: Figures, found: Sequence[Case]
) -> tuple[tuple[Assumption, ...], Mapping[tuple[str, str], Swing]]:
    """Every guess that a figure reads, in question order, with what it moves; and for every figure that rests on guesses
    the one that moves it most, by figure id and record. `found` is every rule as things stand."""
    facts = {rule.name: rule for rule in chosen.fact_rules}
    sources = {one.rule.id: _reads(one.rule.when, one.rule.each, facts) for one in found}
    questions = {question.id: question for question in chosen.asked}
    read = {one.name for many in figures.values() for figure in many for one in figure.inputs}
    told: list[Assumption] = []
    swings: dict[tuple[str, str], tuple[float, Swing]] = {}
    for path, question, answer, moved in _guesses(usable, questions):
        if path not in read:
            continue
        quantity = answer.value
        if not isinstance(quantity, Quantity):
            continue
        ends = [end for end in far_ends(quantity, question) if end != quantity]
        if not ends or len(told) >= _TRIED:
            why = f"not tried: only the first {_TRIED} are" if ends else "nothing lies beyond zero"
            told.append(Assumption(path, question.ask, _said(answer), answer.basis or Basis.ASSUMED, "", untried=why))
            continue
        trial = Trial(chosen, figures, found, sources, question, answer, moved)
        for far in ends:  # the nearer end only where the further one changes nothing
            after, verdicts = trial.at(far)
            if verdicts or any(_size(*pair) for id in figures for pair in zip(figures[id], after[id], strict=True)):
                break
        if any(one.after == FIRES for one in verdicts):
            verdicts = from_where(quantity, far, verdicts, trial)
        effects = (*verdicts, *_moves(path, quantity, figures, after))[:_SHOWN]
        basis = answer.basis or Basis.ASSUMED
        told.append(Assumption(path, question.ask, _said(answer), basis, _in_its_unit(far, answer), effects))
        _note_swings(swings, path, _in_its_unit(far, answer), figures, after)
    return tuple(told), {key: swing for key, (_, swing) in swings.items()}


def _in_its_unit(far: Quantity, answer: Answer) -> str:
    """The far end as a reader compares it with the answer: 1,800/d beside 900/d."""
    period = answer.text.rpartition("/")[2].strip()
    if far.dimension is Dimension.RATE and period in PERIODS:
        return f"{number(far.amount * PERIODS[period], 6)}/{period}"
    return show(far, 6)


def _said(answer: Answer) -> str:
    return f"{say(answer)}, measured {answer.as_of}, not within the review period" if answer.stale else say(answer)


def _note_swings(
    swings: dict[tuple[str, str], tuple[float, Swing]], path: str, far: str, before: Figures, after: Figures
) -> None:
    """Keeps for each figure the guess that moves it most."""
    for id, many in before.items():
        if after[id] is many:
            continue
        for now, then in zip(many, after[id], strict=True):
            size, key = _size(now, then), (id, now.record)
            if size and (key not in swings or size > swings[key][0]):
                swings[key] = (size, Swing(path, far, show_figure(then)))


def _size(now: Figure, then: Figure) -> float:
    """How far a figure moves, as a factor on a scale where half is as far as twice; gone is furthest."""
    if now.value is None or now.value == then.value:
        return 0.0
    if not isinstance(now.value, Quantity) or not isinstance(then.value, Quantity):
        return math.inf
    return apart(now.value, then.value)


class _Move:
    """Puts another answer at one path of all answers."""

    def __init__(self, answers: Answers, id: str, record: Record | None = None, field: str = "") -> None:
        self._answers, self._id, self._record, self._field = answers, id, record, field

    def __call__(self, answer: Answer) -> dict[str, Answer]:
        if self._record is None:
            return {**self._answers, self._id: answer}
        listed = self._answers[self._id]
        changed = tuple(
            replace(one, fields={**one.fields, self._field: answer}) if one.key == self._record.key else one
            for one in listed.records
        )
        return {**self._answers, self._id: replace(listed, value=changed)}


def _guesses(answers: Answers, questions: Mapping[str, Question]) -> Iterator[tuple[str, Question, Answer, _Move]]:
    for id, question in questions.items():
        answer = answers.get(id)
        if answer is None:
            continue
        if _is_guess(answer):
            yield id, question, answer, _Move(answers, id)
        for record in answer.records:
            for field, value in record.fields.items():
                asked = questions.get(f"{id}[].{field}")
                if asked and _is_guess(value):
                    yield f"{id}.{record.key}.{field}", asked, value, _Move(answers, id, record, field)


def _is_guess(answer: Answer) -> bool:
    return isinstance(answer.value, Quantity) and (answer.basis or Basis.DECIDED) >= Basis.ASSUMED


def _reads(when: Condition | None, each: str, facts: Mapping[str, FactRule]) -> frozenset[str]:
    """The question ids (`LIST[].FIELD` for fields) and `figures.ID` that a condition rests on, through facts too."""
    found: set[str] = set()
    for name in when.names if when else ():
        kind, _, rest = name.partition(".")
        if kind == "facts" and rest in facts:
            found |= _reads(facts[rest].when, facts[rest].each, facts)
        elif kind == "each":
            found.add(f"{each}[].{rest}")
        else:
            found.add(name if kind == "figures" else rest)
    return frozenset(found)


def _moves(path: str, guess: Quantity, before: Figures, after: Figures) -> Iterator[Effect]:
    """Figures that read the number come first, then those further down."""
    moved = [
        (now, then)
        for id, many in before.items()
        for now, then in zip(many, after[id], strict=True)
        if now.value is not None and now.value != then.value
    ]
    telling = [pair for pair in moved if not _is_the_guess(path, guess, pair[0])]
    moved = telling or moved
    moved.sort(key=lambda pair: (not _turns(*pair), _rank(pair[0]), all(one.name != path for one in pair[0].inputs)))
    told: set[str] = set()
    for now, then in moved:
        change = f"{show_figure(now)} {show_figure(then)}"
        if (
            now.id not in told and change not in told
        ):  # one record speaks for all of its list, one sum for its only part
            told |= {now.id, change}
            yield Effect(now.title, show_figure(now), show_figure(then), now.record)


def _is_the_guess(path: str, guess: Quantity, figure: Figure) -> bool:
    """Whether a figure only repeats the answer: that it moves with it tells nothing."""
    return figure.value == guess and [one.name for one in figure.inputs] == [path]


def _rank(figure: Figure) -> int:
    """What a reader decides by comes first: time left, requests hanging, the chain; then everything else."""
    return _TOLD_FIRST.index(figure.id) if figure.id in _TOLD_FIRST else len(_TOLD_FIRST)


def _turns(now: Figure, then: Figure) -> bool:
    """What was left is gone: the change that matters most."""
    return (
        isinstance(now.value, Quantity)
        and isinstance(then.value, Quantity)
        and now.value.amount >= 0 > then.value.amount
    )
