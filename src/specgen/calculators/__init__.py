"""Numbers in, figures out: formulas with their source, and the figures made from answers.

A module here holds pure functions on `Fraction`s (seconds, ratios, bytes, kilometres: see `model.Dimension`) and a tuple
`FIGURES` that says which answers each figure reads. To add a calculator: one file here, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

from specgen import registry
from specgen.frozen import Frozen
from specgen.model import Answer, Basis, Dimension, Input, Place, Quantity, Record, Unknown


class Missing(Exception):
    """An input is not there: `names` are the answers (or figures) that would have to be known."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        self.names = names


class Outcome(Frozen):
    """What a figure's function returns. `working` is the formula with its numbers; `bound` "at least" or "at most"."""

    value: Quantity | bool
    working: str = ""
    bound: str = ""
    caveats: tuple[str, ...] = ()
    basis: Basis | None = None  # only to weaken: a constant of the model that is a default


class Known(Frozen):
    """A number a figure may read: its exact value and what it rests on."""

    value: Quantity | bool
    basis: Basis
    text: str = ""


class Given:
    """What a figure's function may ask for. It notes every input that was used, so that basis and inputs follow.

    Inside a figure that speaks of each record, `answers` holds that record's fields as `LIST[].FIELD`.
    """

    __slots__ = ("answers", "figures", "record", "used")

    def __init__(
        self,
        answers: Mapping[str, Answer],
        figures: Mapping[str, Known],
        record: Record | None = None,
        used: dict[str, Input] | None = None,
    ) -> None:
        self.answers = answers
        self.figures = figures
        self.record = record
        self.used: dict[str, Input] = {} if used is None else used

    def quantity(self, name: str) -> Quantity:
        """A number by its dotted id: an answer (`availability.target`, `dependencies[].p99`) or `figures.ID`.

        Raises Missing when it is absent or unknown.
        """
        if name.startswith("figures."):
            known = self.figures.get(name.removeprefix("figures."))
            if known is None or isinstance(known.value, bool):
                raise Missing(name)
            self.used[name] = Input(name, known.text, known.basis)
            return known.value
        answer = self._answer(name)
        if not isinstance(answer.value, Quantity):
            raise Missing(name)
        path = self._path(name)
        self.used[path] = Input(path, answer.text, answer.basis or Basis.ASSUMED)
        return answer.value

    def amount(self, name: str) -> Fraction:
        """The exact amount of `quantity(name)` in its dimension's base unit."""
        return self.quantity(name).amount

    def amount_or_none(self, name: str) -> Fraction | None:
        """Like `amount`, but None when it is not known: for inputs that only refine a figure."""
        try:
            return self.amount(name)
        except Missing:
            return None

    def word(self, name: str) -> str:
        """A choice or text. Raises Missing when it is absent or unknown. A choice is decided: it weakens nothing."""
        answer = self._answer(name)
        if not isinstance(answer.value, str):
            raise Missing(name)
        return answer.value

    def flag(self, name: str) -> bool:
        answer = self._answer(name)
        if not isinstance(answer.value, bool):
            raise Missing(name)
        return answer.value

    def place(self, name: str) -> Place:
        answer = self._answer(name)
        if not isinstance(answer.value, Place):
            raise Missing(name)
        path = self._path(name)
        self.used[path] = Input(path, answer.value.name, Basis.DECIDED)
        return answer.value

    def records(self, name: str) -> tuple[Record, ...]:
        """All records of a list; () when the list is answered as empty. Raises Missing when it is absent or unknown."""
        answer = self._answer(name)
        records = answer.records
        if not isinstance(answer.value, tuple) or len(records) < len(answer.value):
            raise Missing(name)
        return records

    def of(self, name: str, record: Record) -> Given:
        """The same view on one record of list `name`: `given.of("dependencies", r).amount("dependencies[].p99")`."""
        fields = {f"{name}[].{key}": answer for key, answer in record.fields.items()}
        return Given({**self.answers, **fields}, self.figures, record, self.used)

    def _answer(self, name: str) -> Answer:
        answer = self.answers.get(name)
        if answer is None or isinstance(answer.value, Unknown):
            raise Missing(self._path(name))
        return answer

    def _path(self, name: str) -> str:
        head, bracket, tail = name.partition("[].")
        return f"{head}.{self.record.key}.{tail}" if bracket and self.record else name


class FigureSpec(Frozen):
    """How one figure is made.

    `needs` must all be known (all missing ones are named at once); `reads` may refine. Both name answers by id, fields as
    `LIST[].FIELD`, other figures as `figures.ID`. `each` names a list: the figure then exists once per record.
    `source` is where the formula comes from. `assumes` names constants of specgen's own ("route factor 1.5").
    """

    id: str
    title: str
    dimension: Dimension
    formula: str
    compute: Callable[[Given], Outcome]
    needs: tuple[str, ...]
    reads: tuple[str, ...] = ()
    each: str = ""
    source: str = ""
    help: str = ""
    unit: str = ""  # what a plain number counts: "h", "months", "requests"
    toward: str = ""  # "down" or "up" where rounding the other way would promise too much


def figures() -> dict[str, FigureSpec]:
    """Every figure by id, in the order of modules and declaration. Raises ValueError for two of one id."""
    return dict(_declared())


@cache
def _declared() -> dict[str, FigureSpec]:
    """Looked for once a process: a run asks for them dozens of times."""
    found: dict[str, FigureSpec] = {}
    for module in registry.names(__name__):
        for spec in registry.part(__name__, module, "FIGURES", tuple):
            if spec.id in found:
                raise ValueError(f"two calculators declare {spec.id}")
            found[spec.id] = spec
    return found
