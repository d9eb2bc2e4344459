"""Another value for one answer: how far a guess can be off, what follows then, and from where on a contradiction fires."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from specgen.compose.figures import PREFIX, Figures, recompute
from specgen.compose.selection import Selection
from specgen.compose.verdicts import Case, cases, firing
from specgen.compose.world import World
from specgen.frozen import replace
from specgen.model import Answer, Answers, Dimension, Effect, Quantity, Question
from specgen.quantities import show
from specgen.questions import find

FIRES = "fires"
_HALVINGS = 12  # to a four thousandth of the way: three digits


def far_ends(quantity: Quantity, question: Question) -> tuple[Quantity, ...]:
    """The values tried instead, the furthest first: see the first lines of `assumptions`."""
    amount = quantity.amount
    if question.plausible:
        ends = [find(question.type).parse(text, question) for text in question.plausible]
        known = [end for end in ends if isinstance(end, Quantity)]
        return tuple(sorted(known, key=lambda end: -round(apart(quantity, end), 9)))  # the lower one of two as far away
    if quantity.dimension is not Dimension.RATIO:
        return (replace(quantity, amount=amount * 2),)
    near_one = Fraction(9, 10) < amount < 1
    return (replace(quantity, amount=max(2 * amount - 1, Fraction(0)) if near_one else amount / 2),)


def apart(one: Quantity, other: Quantity) -> float:
    """The distance of two amounts on a logarithmic scale; of shares near one, that of the missing parts, of others the
    plain difference."""
    first, second = one.amount, other.amount
    if one.dimension is Dimension.RATIO:
        if not (Fraction(9, 10) < first < 1 and second < 1):
            return float(abs(first - second))
        first, second = 1 - first, 1 - second
    if first <= 0 or second <= 0:
        return math.inf if first != second else 0.0
    return abs(_log(first) - _log(second))


def _log(amount: Fraction) -> float:
    """Of whole numbers: a float holds nothing below 1e-308."""
    return math.log(amount.numerator) - math.log(amount.denominator)


class Trial:
    """Tries other values for one answer: the figures then, and the contradictions that begin or stop to fire."""

    def __init__(
        self, chosen: Selection, figures: Figures, found: Sequence[Case], sources: Mapping[str, frozenset[str]],
        question: Question, answer: Answer, put: Callable[[Answer], Answers],
    ) -> None:  # fmt: skip
        """`put` makes all answers with another one in the place of `answer`; `found` is every rule as things stand."""
        self._chosen, self._figures, self._found, self._sources = chosen, figures, found, sources
        self._question, self._answer, self._put = question, answer, put

    def at(self, value: Quantity) -> tuple[Figures, list[Effect]]:
        chosen = self._chosen
        changed = self._put(replace(self._answer, value=value, text=show(value, 6)))
        after = recompute(changed, self._question.id, self._figures)
        world = World(chosen.fact_rules, chosen.applying, chosen.answers, changed, after)
        moving = {self._question.id, *(f"{PREFIX}{id}" for id in after if after[id] is not self._figures[id])}
        return after, list(_verdicts(self._found, moving, self._sources, world))


def from_where(now: Quantity, far: Quantity, there: list[Effect], trial: Trial) -> list[Effect]:
    """The contradictions that fire first on the way to the far end, with the value from which on they do; then what else
    changes there. Found by halving: what fires at the far end is taken to fire from some point on."""
    near, beyond = now.amount, far.amount
    for _ in range(_HALVINGS):
        middle = (near + beyond) / 2
        if any(one.after == FIRES for one in trial.at(replace(now, amount=middle))[1]):
            beyond = middle
        else:
            near = middle
    reached = replace(now, amount=beyond)
    first = [one for one in (trial.at(reached)[1] if beyond != far.amount else there) if one.after == FIRES]
    at = show(reached, 3, "up" if far.amount > now.amount else "down")
    keys = {(one.title, one.record) for one in first}
    rest = [one for one in there if (one.title, one.record) not in keys]
    return [*(replace(one, at=at) for one in first), *rest]


def _verdicts(
    found: Sequence[Case], moving: set[str], sources: Mapping[str, frozenset[str]], world: World
) -> Iterator[Effect]:
    """Rules that begin to fire, then those that stop. Only what reads something that moves is asked again."""
    touched = {one.rule.id: one.rule for one in found if not moving.isdisjoint(sources[one.rule.id])}
    anew = {(one.rule.id, _key(one)): one for one in cases(touched.values(), world)}
    then = [anew.get((one.rule.id, _key(one)), one) for one in found]
    before = {(one.rule.id, _key(one)) for one in firing(found)}
    after = {(one.rule.id, _key(one)) for one in firing(then)}
    for keys, others, effect in ((after, before, ("silent", FIRES)), (before, after, (FIRES, "silent"))):
        for one in found:
            key = (one.rule.id, _key(one))
            if key in keys and key not in others:
                yield Effect(f"contradiction {key[0]}", *effect, key[1])


def _key(case: Case) -> str:
    return case.record.key if case.record else ""
