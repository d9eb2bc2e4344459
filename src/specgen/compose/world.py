"""What a condition can see: answers, facts, figures and the record at hand, three-valued.

Every missing name is traced back to the answers that would decide it, so that "may apply: needs X" always names
something a person can answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from specgen import conditions, questions
from specgen.compose.figures import Figures
from specgen.conditions import Operand
from specgen.frozen import replace
from specgen.model import (
    Answer,
    Answers,
    Basis,
    Condition,
    FactRule,
    Figure,
    Quantity,
    Question,
    Record,
    Truth,
    Unknown,
)


def effective(
    asked: Sequence[Question], applying: Mapping[str, Question], answers: Answers, idle: Collection[str] = ()
) -> Answers:
    """The answers as figures see them: `assume:` values filled in where a number is absent or unknown, and the fields of
    records at the paths `idle` left out, because they do not apply.

    What is decided weakens no figure, also when the choice was specgen's own default (a window of 30 days). A list that
    nobody is asked for is empty: no dependencies, not unknown ones.
    """
    filled = dict(answers)
    for question in asked:
        if question.type == "records" and question.id not in applying:
            filled[question.id] = Answer((), "none")
        if question.list_id and (question.assume or question.kind == DECIDED) and question.list_id in filled:
            filled[question.list_id] = _fields_filled(filled[question.list_id], question)
        if question.list_id in filled and idle:
            filled[question.list_id] = _fields_left_out(filled[question.list_id], question, idle)
        given = answers.get(question.id)
        if question.assume and not question.list_id and (given is None or given.is_unknown):
            filled[question.id] = given = assumed(question)
        if question.kind == DECIDED and given is not None and given.basis is not None:
            filled[question.id] = replace(given, basis=Basis.DECIDED)
    return filled


def _fields_filled(listed: Answer, question: Question) -> Answer:
    """The same for one field of each record of a list."""
    if not isinstance(listed.value, tuple):
        return listed
    name, filled = question.field_name, []
    for record in listed.records:
        given = record.fields.get(name)
        if question.assume and (given is None or given.is_unknown):
            given = assumed(question)
        if given is not None and question.kind == DECIDED and given.basis is not None:
            given = replace(given, basis=Basis.DECIDED)
        filled.append(record if given is None else replace(record, fields={**record.fields, name: given}))
    return replace(listed, value=tuple(filled))


def _fields_left_out(listed: Answer, question: Question, idle: Collection[str]) -> Answer:
    name, list_id = question.field_name, question.list_id
    if not isinstance(listed.value, tuple) or not any(path.endswith(f".{name}") for path in idle):
        return listed
    kept = tuple(
        replace(one, fields={key: value for key, value in one.fields.items() if key != name})
        if f"{list_id}.{one.key}.{name}" in idle
        else one
        for one in listed.records
    )
    return replace(listed, value=kept)


DECIDED = "decided"


def assumed(question: Question) -> Answer:
    """The answer that stands for an unanswered number. The packs' loader has proved that it parses."""
    value = questions.find(question.type).parse(question.assume, question)
    return Answer(value, question.assume, Basis.DEFAULT, "specgen default")


class World:
    """Looks names up for conditions.

    `asked` are the questions that apply, `visible` is what people answered, `usable` has assumed values too.
    """

    def __init__(
        self,
        facts: Iterable[FactRule],
        asked: Mapping[str, Question],
        visible: Answers,
        usable: Answers,
        figures: Figures,
    ) -> None:
        self._rules = {rule.name: rule for rule in facts}
        self._asked = asked
        self._visible = visible
        self._usable = usable
        self._figures = figures
        self._facts: dict[str, Truth] = {}

    # --- conditions ---

    def truth(self, when: Condition | None, each: str = "", record: Record | None = None) -> Truth:
        """Whether `when` holds (for that record of list `each`); `needs` are answer paths, in order, without doubles."""
        if when is None:
            return Truth(True)
        found = conditions.evaluate(when, lambda name: self.operand(name, each, record))
        needs = [need for name in found.needs for need in self.needed(name, each, record)]
        return Truth(found.value, tuple(dict.fromkeys(needs)))

    def fact(self, name: str) -> Truth:
        """A fact's truth; with `each` it holds when any record satisfies it. Facts have no cycles: packs are checked."""
        if name not in self._facts:
            rule = self._rules.get(name)
            self._facts[name] = Truth(None, (f"facts.{name}",)) if rule is None else self.any(rule.when, rule.each)
        return self._facts[name]

    def any(self, when: Condition | None, each: str = "") -> Truth:
        """With `each`, a condition holds when any record of that list satisfies it."""
        if not each:
            return self.truth(when)
        records = self.records(each)
        if records is None:
            return Truth(None, (each,))
        found = [self.truth(when, each, record) for record in records]
        if any(one.value for one in found):
            return Truth(True)
        needs = tuple(dict.fromkeys(need for one in found if one.value is None for need in one.needs))
        return Truth(None, needs) if needs else Truth(False)

    def records(self, list_id: str) -> tuple[Record, ...] | None:
        """The records of a list, () when answered as none or when nobody is asked for it, None when not known."""
        if list_id not in self._asked:
            return ()
        answer = self._usable.get(list_id)
        if answer is None or not isinstance(answer.value, tuple):
            return None
        return answer.records

    # --- names ---

    def operand(self, name: str, each: str = "", record: Record | None = None) -> Operand | None:
        """The value of a dotted name, None when it is not known."""
        kind, _, rest = name.partition(".")
        if kind == "answered":
            given = self._visible.get(rest)
            return given is not None and not given.is_unknown
        if kind == "facts":
            return self.fact(rest).value
        if kind == "figures":
            figure = self.figure(rest, each, record)
            return figure.value if figure else None
        answer = self.answer(name, record)
        return None if answer is None or isinstance(answer.value, Unknown) else answer.value

    def answer(self, name: str, record: Record | None = None) -> Answer | None:
        """The answer behind `answers.ID` or `each.FIELD`."""
        kind, _, rest = name.partition(".")
        if kind == "each":
            return record.fields.get(rest) if record else None
        return self._usable.get(rest)

    def label(self, name: str, each: str = "") -> Mapping[str, str]:
        """The phrases of a choice, by key; empty for anything else."""
        kind, _, rest = name.partition(".")
        question = self._asked.get(f"{each}[].{rest}" if kind == "each" else rest)
        return question.choices if question else {}

    def figure(self, id: str, each: str = "", record: Record | None = None) -> Figure | None:
        found = self._figures.get(id, ())
        if record is not None:
            for one in found:
                if one.record == record.key:
                    return one
        return next((one for one in found if not one.record), None)

    def needed(self, name: str, each: str = "", record: Record | None = None) -> tuple[str, ...]:
        """The answer paths that would make a missing name known."""
        kind, _, rest = name.partition(".")
        if kind == "facts":
            return self.fact(rest).needs
        if kind == "figures":
            figure = self.figure(rest, each, record)
            return figure.missing if figure else (name,)
        if kind == "each" and record is not None:
            return (f"{each}.{record.key}.{rest}",)
        return (rest,)

    def sources(self, names: Iterable[str], each: str = "", record: Record | None = None) -> tuple[str, ...]:
        """The answer paths a decision rests on: facts and figures are traced back to what they read."""
        found: list[str] = []
        for name in names:
            kind, _, rest = name.partition(".")
            if kind == "facts" and rest in self._rules:
                rule = self._rules[rest]
                found += [rule.each] if rule.each else self.sources(rule.when.names)
            elif kind == "figures":
                found += self._read_by(rest, each, record)
            elif kind == "each" and record is not None:
                found.append(f"{each}.{record.key}.{rest}")
            else:
                found.append(rest)
        return tuple(dict.fromkeys(found))

    def _read_by(self, id: str, each: str, record: Record | None) -> list[str]:
        """The answer paths a figure was computed from, through the figures it reads."""
        figure = self.figure(id, each, record)
        found: list[str] = []
        for one in figure.inputs if figure else ():
            kind, _, rest = one.name.partition(".")
            found += self._read_by(rest, each, record) if kind == "figures" else [one.name]
        return found

    def guesses(self, names: Iterable[str], each: str = "", record: Record | None = None) -> tuple[str, ...]:
        """The answer paths behind these names that are assumed or a default: what would have to be measured."""
        found: list[str] = []
        for name in names:
            if self.basis(name, each, record) < Basis.ASSUMED:
                continue
            kind, _, rest = name.partition(".")
            figure = self.figure(rest, each, record) if kind == "figures" else None
            if figure is None:
                found += self.sources((name,), each, record)
                continue
            weak = [one.name for one in figure.inputs if one.basis >= Basis.ASSUMED]
            found += [one for one in weak if not one.startswith("figures.")]
            found += self.guesses((one for one in weak if one.startswith("figures.")), each, record)
            if not weak:  # a constant of the model itself is the guess
                found.append(name)
        return tuple(dict.fromkeys(found))

    def basis(self, name: str, each: str = "", record: Record | None = None) -> Basis:
        """What a name rests on; choices, texts and facts are statements of the person: decided."""
        kind, _, rest = name.partition(".")
        if kind == "figures":
            figure = self.figure(rest, each, record)
            return figure.basis if figure else Basis.DECIDED
        answer = self.answer(name, record) if kind in ("answers", "each") else None
        if answer is None or not isinstance(answer.value, Quantity):
            return Basis.DECIDED
        return answer.basis or Basis.ASSUMED
