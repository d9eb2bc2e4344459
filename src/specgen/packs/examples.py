"""Examples of rules: what the source values of one mean, as answers and as pinned facts and figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from specgen import quantities, questions
from specgen.calculators import FigureSpec, figures
from specgen.errors import InputError, Problem
from specgen.frozen import Frozen, replace
from specgen.model import Answer, Basis, Example, Library, Mark, Quantity, Question, Record
from specgen.packs.faults import meant
from specgen.yamltext import Mapping as Map
from specgen.yamltext import Node, Scalar, Sequence

Given = tuple[dict[str, Answer], dict[str, bool], dict[str, Quantity]]


class Known(Frozen):
    """What an example may speak of: questions by id (fields of lists apart), facts and figures."""

    questions: Mapping[str, Question]
    fields: Mapping[str, Mapping[str, Question]]  # list id -> field name -> question
    facts: frozenset[str]
    figures: Mapping[str, FigureSpec]


def known(asked: Iterable[Question], facts: Iterable[str], specs: Mapping[str, FigureSpec]) -> Known:
    """Sorts questions into those of their own and fields of lists."""
    own: dict[str, Question] = {}
    fields: dict[str, dict[str, Question]] = {}
    for question in asked:
        if question.list_id:
            fields.setdefault(question.list_id, {})[question.field_name] = question
        else:
            own[question.id] = question
    return Known(own, fields, frozenset(facts), specs)


def read_example(example: Example, library: Library) -> Given:
    """The answers, pinned facts and pinned figures of an example; keys without `answers.`, `facts.`, `figures.`.

    A bare number counts as measured. Raises InputError, which cannot happen for an example of a loaded library.
    """
    facts = (fact.name for fact in library.facts())
    given, problems = read(example, known(library.questions(), facts, figures()))
    if problems:
        raise InputError(*problems)
    return given


def read(example: Example, names: Known) -> tuple[Given, list[Problem]]:
    """Like `read_example`, with the problems beside what could be read."""
    answers: dict[str, Answer] = {}
    facts: dict[str, bool] = {}
    pinned: dict[str, Quantity] = {}
    problems: list[Problem] = []

    def refuse(message: str, mark: Mark, fix: str = "") -> None:
        problems.append(Problem(message, *mark, fix))

    for key, node in example.given.items():
        root, _, rest = key.partition(".")
        if key in names.questions:
            answer, found = questions.read_node(node, names.questions[key], names.fields.get(key, {}))
            problems += found
            if answer is not None:
                answers[key] = _measured(answer, node)
        elif root == "facts" and rest in names.facts:
            if isinstance(node, Scalar) and node.text in ("true", "false"):
                facts[rest] = node.text == "true"
            else:
                refuse(f"{key} is pinned to something that is neither true nor false.", node.mark)
        elif root == "figures" and rest in names.figures:
            try:
                pinned[rest] = _quantity(node, names.figures[rest])
            except quantities.QuantityError as error:
                refuse(f"{key}: {error}", node.mark)
        else:
            every = [*names.questions, *(f"facts.{id}" for id in names.facts)]
            every += [f"figures.{id}" for id in names.figures]
            refuse(f"Nothing is called {key}, of which this example speaks.", node.mark, meant(key, every))
    return (answers, facts, pinned), problems


def _quantity(node: Node, spec: FigureSpec) -> Quantity:
    if not isinstance(node, Scalar):
        raise quantities.QuantityError("A figure is pinned to one number.")
    if spec.dimension not in quantities.UNITS_HINT:
        raise quantities.QuantityError(f"Nobody types a {spec.dimension}. Give the answers that it is computed from.")
    return quantities.parse(node.text, spec.dimension)


def _measured(answer: Answer, node: Any) -> Answer:
    """The answer with every number that says nothing of its basis counted as measured."""
    if isinstance(answer.value, tuple) and isinstance(node, Sequence):
        records = [
            _measured_record(one, item) if isinstance(one, Record) else one
            for one, item in zip(answer.value, node.items, strict=False)
        ]
        return replace(answer, value=tuple(records))  # type: ignore[arg-type]  # all records or all texts, as they came
    bare = isinstance(node, Scalar) and ";" not in node.text
    return replace(answer, basis=Basis.MEASURED) if bare and answer.basis is Basis.ASSUMED else answer


def _measured_record(record: Record, node: Node) -> Record:
    if not isinstance(node, Map) or node.get("basis") is not None:
        return record
    fields = {name: _measured(answer, node.get(name)) for name, answer in record.fields.items()}
    return replace(record, fields=fields)
