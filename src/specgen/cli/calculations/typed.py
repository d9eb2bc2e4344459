"""`attempts=3 timeout=5s` to answers. A list's fields may be typed several times, or with commas: one for each record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from specgen import questions
from specgen.calculators import FigureSpec
from specgen.cli.calculations.operands import ALIASES, Operand, close, find, inner, main_fields
from specgen.errors import UsageError
from specgen.frontmatter import record_key
from specgen.frozen import replace
from specgen.model import Answer, Basis, Quantity, Question, Record
from specgen.questions import AnswerError

_BARE = re.compile(r"[0-9]*\.?[0-9]+")
_SHOWN = 60
MOST = 100  # records that one command line can give
# What a calculation is about unless somebody says otherwise: a soft dependency or a step by machine would be left out.
TAKEN = {"dependencies[].hard": "yes", "process.steps[].manual": "yes"}

Values = Mapping[str, Sequence[str]]  # operand id -> texts, one for each record


class Typed:
    """What was typed, ready to compute with. `keys` are the ids that were given, `taken` the flags that were not."""

    def __init__(self, answers: dict[str, Answer], keys: frozenset[str], taken: frozenset[str]) -> None:
        self.answers, self.keys, self.taken = answers, keys, taken


def read(texts: Sequence[str], wanted: Sequence[FigureSpec], known: Sequence[Operand], name: str) -> Typed:
    """The answers of `key=value` arguments. Raises UsageError with everything that is wrong, and what to type instead."""
    faults: list[str] = []
    values = _collected(texts, known, name, faults)
    answers: dict[str, Answer] = {}
    for operand in known:
        if operand.id in values and not operand.question.list_id and operand.question.type != "records":
            if len(values[operand.id]) > 1:
                faults.append(f"{operand.key} is given twice.")
            elif (answer := _answer(operand, values[operand.id][0], faults)) is not None:
                answers[operand.id] = answer
    taken: set[str] = set()
    for one in known:
        if one.question.type == "records":
            listed = _list(one.question, values, wanted, known, faults, taken)
            if listed is not None:
                answers[one.id] = Answer(listed)
    if faults:
        raise UsageError(*dict.fromkeys(faults))
    return Typed(answers, frozenset(values), frozenset(taken))


def _collected(texts: Sequence[str], known: Sequence[Operand], name: str, faults: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    keys: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        found = find(key.strip(), known)
        if not equals:
            faults.append(f"{_short(text)}: write it as key=value, for instance {known[0].key if known else 'key'}=….")
        elif len(found) > 1:
            listed = " or ".join(one.key for one in found)
            faults.append(f"{_short(key)} could be {listed}: type one of these.")
        elif not found:
            near = close(key, known)
            hint = f" Did you mean {near}?" if near else ""
            takes = ", ".join(one.key for one in known) or "nothing"
            faults.append(f"{name} takes no {_short(key)!r}.{hint} It takes {takes}.")
        elif value.strip() != "unknown":  # not known is the same as not given
            target = _target(found[0], value, known)
            if keys.setdefault(target.id, found[0].key) != found[0].key:
                same = f"{keys[target.id]} and {found[0].key} are the same here, {target.id}: type one of them."
                other = next((one for one in known if ALIASES.get(one.id) == key.strip()), None)
                faults.append(f"{same} For {other.id} type {other.key}={_short(value)}." if other else same)
            values.setdefault(target.id, []).extend(
                _parts(value, target.question) if target.question.list_id else [value]
            )
    return values


def _target(operand: Operand, value: str, known: Sequence[Operand]) -> Operand:
    """Bare values of a list are its first field that can be read from them: availabilities, times or places."""
    if operand.question.type != "records" or value.strip() == "none":
        return operand
    fields = main_fields(operand.id, known)
    for field in fields:
        if all(_fits(part, field.question) for part in _parts(value, field.question)):
            return field
    return fields[0] if fields else operand


def _parts(value: str, question: Question) -> list[str]:
    """One value where it reads as one: 1,900 is a number and 6.45,3.39 a place."""
    if _fits(value, question) or ";" in value:
        return [value]
    return [part.strip() for part in value.split(",") if part.strip()] or [value]


def _fits(text: str, question: Question) -> bool:
    try:
        questions.read_text(text, question)
    except AnswerError:
        return False
    return not (questions.find(question.type).kind == "text" and "," in text)


def _answer(operand: Operand, text: str, faults: list[str]) -> Answer | None:
    """A typed number is given: nobody doubts it here, unless its basis is typed too."""
    question = operand.question
    try:
        answer = questions.read_text(text, question)
    except AnswerError as error:
        faults.append(_fault(operand, text.strip(), error))
        return None
    plain = isinstance(answer.value, Quantity) and ";" not in text
    return replace(answer, basis=Basis.DECIDED) if plain else answer


def _fault(operand: Operand, text: str, error: AnswerError) -> str:
    shown = f"{operand.key}={_short(text)}"
    if operand.question.type == "percent" and _BARE.fullmatch(text) and Fraction(text) <= 1 and error.suggestion:
        return f"{shown} reads as {text}%. For {error.suggestion} type {operand.key}={error.suggestion}."
    hint = f" Did you mean {operand.key}={error.suggestion}?" if error.suggestion else ""
    message = str(error)
    return f"{shown}: {message.removeprefix(f'{text}: ')}{hint}"


def _list(
    question: Question, values: Values, wanted: Sequence[FigureSpec], known: Sequence[Operand], faults: list[str],
    taken: set[str],
) -> tuple[Record, ...] | None:  # fmt: skip
    """The records of a list; () when it is optional here and none is typed, None when it has to be typed."""
    fields = [one for one in known if one.question.list_id == question.id]
    typed = {one.question.field_name: values[one.id] for one in fields if one.id in values}
    if question.id in values and not typed:
        return ()  # `none`
    specs = inner(wanted).values()
    if not typed and not any(one.each == question.id for one in specs):
        return None if any(question.id in one.needs for one in specs) else ()
    count = max([1, *(len(texts) for texts in typed.values())])
    uneven = [one.key for one in fields if len(values.get(one.id, [""])) not in (1, count)]
    if uneven:
        faults.append(f"{', '.join(uneven)}: give {count} values, one for each record, or one for all.")
        return ()
    if count > MOST:
        faults.append(f"{question.id}: {count} records are more than {MOST}.")
        return ()
    for one in fields:
        if one.id in TAKEN and one.id not in values:
            typed[one.question.field_name] = [TAKEN[one.id]]
            taken.add(one.id)
    return tuple(_records(question, fields, typed, count, faults))


def _records(
    question: Question, fields: Sequence[Operand], typed: Mapping[str, Sequence[str]], count: int, faults: list[str]
) -> Iterator[Record]:
    seen: set[str] = set()
    for number in range(count):
        answers: dict[str, Answer] = {}
        for one in fields:
            texts = typed.get(one.question.field_name)
            if texts and (answer := _answer(one, texts[number if len(texts) > 1 else 0], faults)) is not None:
                answers[one.question.field_name] = answer
        name = answers.get(question.key)
        if name is None and any(
            one.question.type == "text" for one in fields if one.question.field_name == question.key
        ):
            answers[question.key] = Answer(f"no. {number + 1}", f"no. {number + 1}")
        key = record_key(name.text) if name and not name.is_unknown else str(number + 1)
        if key in seen:
            faults.append(f"{key} is given twice: {question.key} must tell records apart.")
        seen.add(key)
        yield Record(key, answers)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
