"""An example of every figure, computed from the examples of the questions it reads.

Where the examples do not reach a figure (a single node has no failover), one answer that it could read is changed until they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from specgen import questions
from specgen.calculators import FigureSpec
from specgen.compose.figures import Figures, compute, recompute
from specgen.frozen import Frozen, replace
from specgen.model import Answer, Figure, Library, Quantity, Question, Record, Unknown
from specgen.quantities import show, show_bounded
from specgen.questions import AnswerError

RECORD = "example"  # the key of the one record that every list holds


class Examples(Frozen):
    """The examples of all questions as answers, and every figure that follows from them."""

    asked: Mapping[str, Question]
    answers: Mapping[str, Answer]
    figures: Figures

    def of(self, spec: FigureSpec) -> str:
        """What it is computed from, then working and value; "" when no example reaches it."""
        found = self.reaching(spec)
        return _told(found[1]) if found else ""

    def reaching(self, spec: FigureSpec) -> tuple[Mapping[str, Answer], Figure] | None:
        """Answers that make the figure known, and the figure."""
        tried = ((answers, recompute(answers, id, self.figures)) for id, answers in self._changed(spec))
        for answers, figures in ((self.answers, self.figures), *tried):
            for figure in figures[spec.id]:
                if figure.value is not None:
                    return answers, figure
        return None

    def _changed(self, spec: FigureSpec) -> Iterator[tuple[str, Mapping[str, Answer]]]:
        for id, question in self.asked.items():
            near = spec.each and question.list_id == spec.each
            if not near and id not in (*spec.needs, *spec.reads):
                continue
            for other in _others(question, self.answer(id)):
                yield id, self._with(question, other)

    def answer(self, id: str) -> Answer | None:
        """The example of a question, or of a field `LIST[].FIELD`."""
        head, bracket, name = id.partition("[].")
        return fields_of(self.answers.get(head)).get(name) if bracket else self.answers.get(id)

    def _with(self, question: Question, other: Answer) -> Mapping[str, Answer]:
        if not question.list_id:
            return {**self.answers, question.id: other}
        fields = {**fields_of(self.answers[question.list_id]), question.field_name: other}
        return {**self.answers, question.list_id: Answer((Record(RECORD, fields),), RECORD)}


def examples(packs: Library) -> Examples:
    """All questions answered with their own examples, each list with one record."""
    asked = {question.id: question for question in packs.questions()}
    answers: dict[str, Answer] = {}
    for id, question in asked.items():
        if question.type == "records":
            read = {one.field_name: _read(one) for one in asked.values() if one.list_id == id}
            fields = {name: answer for name, answer in read.items() if answer is not None}
            answers[id] = Answer((Record(RECORD, fields),), RECORD)
        elif not question.list_id and (answer := _read(question)):
            answers[id] = answer
    return Examples(asked, answers, compute(answers))


def fields_of(listed: Answer | None) -> Mapping[str, Answer]:
    """The fields of a list's one record."""
    return next((one.fields for one in listed.records), {}) if listed else {}


def _others(question: Question, answer: Answer | None) -> Iterator[Answer]:
    """What else could be answered: another choice, the opposite, a tenth or ten times as much."""
    if question.type == "choice":
        yield from (Answer(choice, choice) for choice in question.choices)
    elif answer is not None and isinstance(answer.value, bool):
        yield Answer(not answer.value, "no" if answer.value else "yes")
    elif answer is not None and isinstance(answer.value, Quantity):
        for factor in (Fraction(1, 10), Fraction(10)):
            moved = replace(answer.value, amount=answer.value.amount * factor)
            yield replace(answer, value=moved, text=show(moved, 6))


def _read(question: Question) -> Answer | None:
    if not question.example:
        return None
    try:
        answer = questions.read_text(question.example, question)
    except AnswerError:  # the example of a text or of prose need not be one line that parses
        return None
    return None if isinstance(answer.value, Unknown) else answer


def _told(figure: Figure) -> str:
    value = show_bounded(figure)
    given = ", ".join(f"{_name(one.name)} {one.text}" for one in figure.inputs if not one.name.startswith("figures."))
    computed = f"{figure.working} = {value}" if figure.working else value
    return f"{given}\n{computed}" if given else computed


def _name(path: str) -> str:
    return path.replace(f".{RECORD}.", "[].")
