"""Runs the calculators in the order of what they read. A figure takes the weakest basis of its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from specgen.calculators import FigureSpec, Given, Known, Missing, Outcome, figures
from specgen.model import Answers, Basis, Figure, Record

Figures = Mapping[str, tuple[Figure, ...]]
PREFIX = "figures."


def compute(answers: Answers) -> dict[str, tuple[Figure, ...]]:
    """Every declared figure by id: one, or one per record. Raises ValueError when figures read each other in a circle."""
    specs, in_order = _all()
    run = _Run(answers)
    for id in in_order:
        run.figure(specs[id])
    return {id: run.done[id] for id in specs}


@cache
def _all() -> tuple[Mapping[str, FigureSpec], tuple[str, ...]]:
    """Every figure as declared, and the order to make them in: the same for every computation of a run."""
    specs = figures()
    return specs, tuple(order(specs.values()))


def recompute(answers: Answers, changed: str, before: Figures) -> dict[str, tuple[Figure, ...]]:
    """The same when only the question `changed` (`LIST[].FIELD` for a field) got another value than for `before`.

    Figures that nothing has touched, or that come out as they were, are the very ones of `before`.
    """
    specs, _ = _all()
    touched, beside = _downstream(changed)
    run = _Run(answers)
    run.done.update(before)
    for id in beside:
        run.keep(specs[id], before[id])
    stale = {changed}
    for id in touched:
        if not stale.isdisjoint(_read_by(specs[id])):
            run.figure(specs[id])
            if run.done[id] != before[id]:
                stale.add(f"{PREFIX}{id}")
                continue
        run.keep(specs[id], before[id])
    return run.done


def _read_by(spec: FigureSpec) -> tuple[str, ...]:
    return (*spec.needs, *spec.reads)


@cache
def _downstream(changed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The figures that rest on an answer, themselves or through others, in the order to make them in; and the other figures
    that those read."""
    specs, in_order = _all()
    moving = {changed}
    for id in in_order:
        if not moving.isdisjoint(_read_by(specs[id])):
            moving.add(f"{PREFIX}{id}")
    touched = tuple(id for id in in_order if f"{PREFIX}{id}" in moving)
    read = {name for id in touched for name in _read_by(specs[id])} - moving
    return touched, tuple(id for id in in_order if f"{PREFIX}{id}" in read)


def order(specs: Iterable[FigureSpec]) -> list[str]:
    """Figure ids so that each comes after those it reads, otherwise as declared. Raises ValueError on a circle."""
    by_id = {spec.id: spec for spec in specs}
    done: dict[str, None] = {}
    open_: list[str] = []

    def visit(id: str) -> None:
        if id in done:
            return
        if id in open_:
            raise ValueError(f"figures read each other in a circle: {' -> '.join([*open_, id])}")
        open_.append(id)
        for name in _read_by(by_id[id]):
            if name.startswith(PREFIX):
                visit(name.removeprefix(PREFIX))
        open_.pop()
        done[id] = None

    for id in by_id:
        visit(id)
    return list(done)


class _Run:
    """One computation of all figures: what is done, and what a figure of each record can see."""

    def __init__(self, answers: Answers) -> None:
        self.done: dict[str, tuple[Figure, ...]] = {}
        self._answers = answers
        self._known: dict[str, Known] = {}
        self._seen: dict[tuple[str, str], tuple[Answers, dict[str, Known]]] = {}

    def figure(self, spec: FigureSpec) -> None:
        made: list[Figure] = []
        for record in self._records(spec):
            if isinstance(record, Record):
                figure = self._one(spec, record)
                self._note(figure, self._view(spec.each, record)[1])
            else:
                figure = _blank(spec, "", (spec.each,)) if spec.each else self._one(spec, None)
                self._note(figure, self._known)
            made.append(figure)
        self.done[spec.id] = tuple(made)

    def keep(self, spec: FigureSpec, made: tuple[Figure, ...]) -> None:
        """Takes over figures that nothing has touched."""
        records = {one.key: one for one in self._records(spec) if one is not None}
        for figure in made:
            self._note(figure, self._view(spec.each, records[figure.record])[1] if figure.record else self._known)
        self.done[spec.id] = made

    def _records(self, spec: FigureSpec) -> tuple[Record | None, ...]:
        """The records a figure speaks of; (None,) for a global one, or when the list is not known."""
        if not spec.each:
            return (None,)
        listed = self._answers.get(spec.each)
        if listed is None or not isinstance(listed.value, tuple):
            return (None,)
        return listed.records

    def _view(self, list_id: str, record: Record) -> tuple[Answers, dict[str, Known]]:
        """All answers with the record's fields, and the figures of that record alone; made once for each record."""
        key = (list_id, record.key)
        if key not in self._seen:
            fields = {f"{list_id}[].{name}": answer for name, answer in record.fields.items()}
            self._seen[key] = ({**self._answers, **fields}, {})
        return self._seen[key]

    def _note(self, figure: Figure, known: dict[str, Known]) -> None:
        if figure.value is not None:
            known[figure.id] = Known(figure.value, figure.basis, figure.working)

    def _one(self, spec: FigureSpec, record: Record | None) -> Figure:
        key = record.key if record else ""
        seen, own = self._view(spec.each, record) if record else (self._answers, {})
        given = Given(seen, {**self._known, **own}, record)
        missing = [path for need in spec.needs for path in self._missing(need, given, key)]
        if missing:
            return _blank(spec, key, tuple(dict.fromkeys(missing)))
        try:
            outcome = spec.compute(given)
        except Missing as gap:
            paths = [path for name in gap.names for path in self._traced(name, key)]
            return _blank(spec, key, tuple(dict.fromkeys(paths)))
        except ValueError as senseless:  # a calculator says in the reader's words why there is no such number
            return _blank(spec, key, (), (str(senseless),))
        return _made(spec, key, given, outcome)

    def _missing(self, need: str, given: Given, key: str) -> list[str]:
        if need.startswith(PREFIX):
            return [] if need.removeprefix(PREFIX) in given.figures else self._traced(need, key)
        answer = given.answers.get(need)
        if answer is not None and not answer.is_unknown:
            return []
        head, bracket, tail = need.partition("[].")
        return [f"{head}.{key}.{tail}" if bracket else need]

    def _traced(self, name: str, key: str) -> list[str]:
        """A missing figure is traced back to the answers it misses itself."""
        if not name.startswith(PREFIX):
            return [name]
        for figure in self.done.get(name.removeprefix(PREFIX), ()):
            if figure.record in (key, "") and figure.missing:
                return list(figure.missing)
        return []


def _made(spec: FigureSpec, key: str, given: Given, outcome: Outcome) -> Figure:
    inputs = tuple(given.used.values())
    return Figure(
        spec.id,
        spec.title,
        outcome.value,
        max([outcome.basis or Basis.DECIDED, *(one.basis for one in inputs)]),
        key,
        outcome.bound,
        spec.formula,
        outcome.working,
        inputs,
        caveats=outcome.caveats,
        unit=spec.unit,
        toward=spec.toward,
    )


def _blank(spec: FigureSpec, key: str, missing: tuple[str, ...], why: tuple[str, ...] = ()) -> Figure:
    return Figure(spec.id, spec.title, None, record=key, formula=spec.formula, missing=missing, caveats=why)
