"""Runs the calculators in the order of what they read. A figure takes the weakest basis of its inputs."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.calculators import FigureSpec, Given, Known, Missing, Outcome, figures
from specgen.model import Answer, Answers, Basis, Figure, Record, Unknown


def compute(answers: Answers) -> dict[str, tuple[Figure, ...]]:
    """Every declared figure by id: one, or one per record. Raises ValueError when figures read each other in a circle."""
    specs = figures()
    done: dict[str, tuple[Figure, ...]] = {}
    for id in _order(specs):
        done[id] = _figure(specs[id], answers, specs, done)
    return {id: done[id] for id in specs}


def _order(specs: Mapping[str, FigureSpec]) -> list[str]:
    order: list[str] = []
    open_: list[str] = []

    def visit(id: str) -> None:
        if id in order:
            return
        if id in open_:
            raise ValueError(f"figures read each other in a circle: {' -> '.join([*open_, id])}")
        open_.append(id)
        for name in (*specs[id].needs, *specs[id].reads):
            if name.startswith("figures."):
                visit(name.removeprefix("figures."))
        open_.pop()
        order.append(id)

    for id in specs:
        visit(id)
    return order


def _figure(
    spec: FigureSpec, answers: Answers, specs: Mapping[str, FigureSpec], done: Mapping[str, tuple[Figure, ...]]
) -> tuple[Figure, ...]:
    if not spec.each:
        return (_one(spec, answers, done, None),)
    listed = answers.get(spec.each)
    if listed is None or isinstance(listed.value, Unknown) or not isinstance(listed.value, tuple):
        return (_blank(spec, "", (spec.each,)),)
    records = [one for one in listed.value if isinstance(one, Record)]
    return tuple(_one(spec, answers, done, record) for record in records)


def _one(
    spec: FigureSpec, answers: Answers, done: Mapping[str, tuple[Figure, ...]], record: Record | None
) -> Figure:
    key = record.key if record else ""
    seen: dict[str, Answer] = dict(answers)
    if record:
        seen |= {f"{spec.each}[].{name}": answer for name, answer in record.fields.items()}
    known = {id: made for id, many in done.items() if (made := _known(many, key)) is not None}
    given = Given(seen, known, record)
    missing: list[str] = []
    for need in spec.needs:
        missing += _missing(need, given, done, key)
    if missing:
        return _blank(spec, key, tuple(dict.fromkeys(missing)))
    try:
        outcome = spec.compute(given)
    except Missing as gap:
        paths = [path for name in gap.names for path in _missing_names(name, done, key)]
        return _blank(spec, key, tuple(dict.fromkeys(paths)))
    return _made(spec, key, given, outcome)


def _made(spec: FigureSpec, key: str, given: Given, outcome: Outcome) -> Figure:
    inputs = tuple(given.used.values())
    weakest = max([outcome.basis or Basis.DECIDED, *(one.basis for one in inputs)])
    return Figure(
        spec.id, spec.title, outcome.value, weakest, key, outcome.bound, spec.formula, outcome.working, inputs,
        caveats=outcome.caveats, unit=spec.unit,
    )  # fmt: skip


def _blank(spec: FigureSpec, key: str, missing: tuple[str, ...]) -> Figure:
    return Figure(spec.id, spec.title, None, record=key, formula=spec.formula, missing=missing)


def _known(many: tuple[Figure, ...], key: str) -> Known | None:
    """The figure as seen from record `key`: that record's own, else the global one."""
    for figure in many:
        if figure.record in (key, "") and figure.value is not None:
            return Known(figure.value, figure.basis, figure.working)
    return None


def _missing(need: str, given: Given, done: Mapping[str, tuple[Figure, ...]], key: str) -> list[str]:
    if need.startswith("figures."):
        return [] if need.removeprefix("figures.") in given.figures else _missing_names(need, done, key)
    answer = given.answers.get(need)
    if answer is not None and not answer.is_unknown:
        return []
    head, bracket, tail = need.partition("[].")
    return [f"{head}.{key}.{tail}" if bracket else need]


def _missing_names(name: str, done: Mapping[str, tuple[Figure, ...]], key: str) -> list[str]:
    """A missing figure is traced back to the answers it misses itself."""
    if not name.startswith("figures."):
        return [name]
    for figure in done.get(name.removeprefix("figures."), ()):
        if figure.record in (key, "") and figure.missing:
            return list(figure.missing)
    return [name]
