"""Questions and answers in a few words, for the line that asks and for summaries."""

from __future__ import annotations

from specgen import questions
from specgen.cli.ask import NONE
from specgen.model import Answer, Basis, Place, Question, Record, Unknown
from specgen.quantities import say
from specgen.wrapping import KEPT

_SHORT = 24  # characters of a label that still fits into a summary
TICK = "Space ticks, Enter goes on; or type unknown, later, ?, <."
_FEW = 3  # values that are named; more are counted


def asked(question: Question, now: Answer | None) -> str:
    """The question with what Enter gives, or with how an answer looks: `How long?  such as 24 h`."""
    if now is not None and question.type not in ("choices", "records"):
        return f"{question.ask}  {_whole(f'now: {value(question, now)}')}"
    if question.default and question.type != "choices":
        return f"{question.ask}  {_whole(f'Enter: {question.default}')}"
    if question.type == "bool":
        return f"{question.ask}  {_whole('yes / no')}"
    if question.type == "choices":
        return f"{question.ask} {TICK}"
    if question.choices or question.type in ("prose", "records"):
        return question.ask
    example = question.example.partition(";")[0]
    return f"{question.ask}  {_whole(f'such as {example}')}" if example else question.ask


def _whole(hint: str) -> str:
    """Short hints stay on one line."""
    return hint.replace(" ", KEPT) if len(hint) <= _SHORT else hint


def value(question: Question, answer: Answer) -> str:
    """The answer alone, shortened."""
    given = answer.value
    if isinstance(given, Unknown):
        known = ", ".join(filter(None, (given.owner, given.by)))
        return f"unknown ({known})" if known else "unknown"
    if question.type == "prose":
        lines = answer.text.count("\n") + 1
        return f"{lines} line{'' if lines == 1 else 's'}"
    if isinstance(given, tuple):
        return _many(question, given)
    if isinstance(given, Place):
        return given.label or given.name
    if question.type == "choice":
        label = question.choices.get(answer.text, answer.text)
        return label if len(label) <= _SHORT else words(answer.text)
    weak = f" ({answer.basis.word})" if answer.basis in (Basis.ASSUMED, Basis.DEFAULT) and answer.basis else ""
    return (say(answer) or questions.show(answer, question)) + weak


def _many(question: Question, given: tuple[str, ...] | tuple[Record, ...]) -> str:
    names = []
    for one in given:
        if isinstance(one, Record):
            key = one.fields.get(question.key)
            names.append(key.text if key else one.key)
        else:
            names.append(one)
    if question.choices and len(names) > _FEW:
        return f"{len(names)} of {len(question.choices)} {words(last_word(question))}"
    return ", ".join(names) or f"no {words(last_word(question))}"


def said(question: Question, answer: Answer) -> str:
    """The answer with as much of its question as it takes to be understood: `p99 3 s`, `not redundant`."""
    name = words(last_word(question))
    if isinstance(answer.value, bool):
        return name if answer.value else f"not {name}"
    text = value(question, answer)
    if isinstance(answer.value, tuple | Place) or question.type in ("prose", "text"):
        return text
    if question.type == "choice" and not answer.is_unknown:
        says_nothing = answer.text.isdecimal() or text == NONE
        return f"{name} {answer.text}" if says_nothing else text
    return f"{name} {text}"


def last_word(question: Question) -> str:
    """The last part of the id: `p99` of `latency.p99`."""
    return (question.field_name or question.id).rpartition(".")[2]


def words(name: str) -> str:
    return name.replace("_", " ")
