"""What follows if a guess is wrong: every assumed or default number is moved to the far end and all is computed anew.

The far end is the same for every number of a kind, so that no reader has to ask why: twice as much; for a share above 90%
twice the missing part; for any other share half of it. It is not a forecast, it shows what the spec hangs on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from specgen.compose.figures import Figures, recompute
from specgen.compose.selection import Selection
from specgen.compose.verdicts import contradictions
from specgen.compose.world import World
from specgen.model import (
    Answer,
    Answers,
    Assumption,
    Basis,
    Contradiction,
    Dimension,
    Effect,
    Figure,
    Quantity,
    Question,
    Record,
)
from specgen.quantities import say, show, show_figure

_SHOWN = 2  # effects a reader can take in per assumption


def assumptions(
    chosen: Selection, usable: Answers, figures: Figures, fired: Sequence[Contradiction]
) -> tuple[Assumption, ...]:
    """Every guess that a figure reads, in question order, with what it moves."""
    questions = {question.id: question for question in chosen.asked}
    read = {one.name for many in figures.values() for figure in many for one in figure.inputs}
    found: list[Assumption] = []
    for path, question, answer, moved in _guesses(usable, questions):
        if path not in read:
            continue
        quantity = answer.value
        if not isinstance(quantity, Quantity):
            continue
        far = far_end(quantity)
        changed = moved(replace(answer, value=far, text=show(far, 6)))
        after = recompute(changed, question.id, figures)
        world = World(chosen.fact_rules, chosen.applying, changed, changed, after)
        then, _ = contradictions(chosen.packs, world)
        effects = (*_verdicts(fired, then), *_moves(path, figures, after))[:_SHOWN]
        basis = answer.basis or Basis.ASSUMED
        found.append(Assumption(path, question.ask, say(answer), basis, show(far, 6), effects))
    return tuple(found)


def far_end(quantity: Quantity) -> Quantity:
    """The value tried instead: see the module's first lines."""
    amount = quantity.amount
    if quantity.dimension is not Dimension.RATIO:
        return replace(quantity, amount=amount * 2)
    return replace(quantity, amount=max(2 * amount - 1, Fraction(0)) if amount > Fraction(9, 10) else amount / 2)


class _Move:
    """Puts another answer at one path of all answers."""

    def __init__(self, answers: Answers, id: str, record: Record | None = None, field: str = "") -> None:
        self._answers, self._id, self._record, self._field = answers, id, record, field

    def __call__(self, answer: Answer) -> dict[str, Answer]:
        if self._record is None:
            return {**self._answers, self._id: answer}
        listed = self._answers[self._id]
        records = (
            tuple(one for one in listed.value if isinstance(one, Record)) if isinstance(listed.value, tuple) else ()
        )
        changed = tuple(
            replace(one, fields={**one.fields, self._field: answer}) if one.key == self._record.key else one
            for one in records
        )
        return {**self._answers, self._id: replace(listed, value=changed)}


def _guesses(answers: Answers, questions: Mapping[str, Question]) -> Iterator[tuple[str, Question, Answer, _Move]]:
    for id, question in questions.items():
        answer = answers.get(id)
        if answer is None:
            continue
        if _is_guess(answer):
            yield id, question, answer, _Move(answers, id)
        elif isinstance(answer.value, tuple):
            for record in answer.value:
                if isinstance(record, Record):
                    for field, value in record.fields.items():
                        asked = questions.get(f"{id}[].{field}")
                        if asked and _is_guess(value):
                            yield f"{id}.{record.key}.{field}", asked, value, _Move(answers, id, record, field)


def _is_guess(answer: Answer) -> bool:
    return isinstance(answer.value, Quantity) and (answer.basis or Basis.DECIDED) >= Basis.ASSUMED


def _verdicts(before: Sequence[Contradiction], after: Sequence[Contradiction]) -> Iterator[Effect]:
    then = {(one.rule.id, one.record): one for one in after}
    now = {(one.rule.id, one.record): one for one in before}
    for key in then.keys() - now.keys():
        yield Effect(f"contradiction {key[0]}", "silent", "fires", key[1])
    for key in now.keys() - then.keys():
        yield Effect(f"contradiction {key[0]}", "fires", "silent", key[1])


def _moves(path: str, before: Figures, after: Figures) -> Iterator[Effect]:
    """Figures that read the number come first, then those further down."""
    moved = [
        (now, then)
        for id, many in before.items()
        for now, then in zip(many, after[id], strict=True)
        if now.value is not None and now.value != then.value
    ]
    moved.sort(key=lambda pair: (not _turns(*pair), all(one.name != path for one in pair[0].inputs)))
    told: set[str] = set()
    for now, then in moved:
        if now.id not in told:  # one record speaks for all of its list
            told.add(now.id)
            yield Effect(now.title, show_figure(now), show_figure(then), now.record)


def _turns(now: Figure, then: Figure) -> bool:
    """What was left is gone: the change that matters most."""
    return (
        isinstance(now.value, Quantity)
        and isinstance(then.value, Quantity)
        and now.value.amount >= 0 > then.value.amount
    )
