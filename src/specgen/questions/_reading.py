"""One line of text to an answer: the grammar of the prompt, of `--set` and of every YAML scalar."""

from __future__ import annotations

import re

from specgen.model import Answer, Mark, Question, Unknown, Value
from specgen.questions._basis import Grounds, default_basis, is_basis, read_date, split
from specgen.questions._characters import clean
from specgen.questions._find import find
from specgen.questions._type import AnswerError, QuestionType

UNKNOWN = "unknown"
_WORDS = ("prose", "text", "texts")  # types of which any words are a value
_HANDLE = re.compile(r"@\S+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOWHERE_FROM = Grounds()


def read_text(text: str, question: Question) -> Answer:
    """What was typed at the prompt or after `--set`: a value, for numbers `value; basis; source; as-of`.

    `unknown` is read in every type, also as `unknown; owner; day`; `none` is an empty list. Choices may be shortened.
    Raises AnswerError.
    """
    kind = find(question.type)
    typed = clean(text, question, kind.multiline)
    if kind.complete is not None and unknown(typed, kind) is None:
        typed = kind.complete(typed, question)
    return read_scalar(typed, question, Mark())


def read_scalar(text: str, question: Question, mark: Mark, shared: Grounds = _NOWHERE_FROM) -> Answer:
    """As `read_text`, but choices are spelled out: a file must not change its meaning when a choice is added.

    `shared` is what an observed number rests on when it does not say so itself.
    """
    kind = find(question.type)
    text = clean(text, question, kind.multiline)
    nobody_knows = unknown(text, kind)
    if nobody_knows is not None:
        return Answer(nobody_knows, UNKNOWN, mark=mark)
    if kind.dimension is None:
        return plain_answer(parsed(text, question, kind), question, kind, mark)
    value, grounds = split(text, question)
    return number(value, grounds.completed(shared, question), question, kind, mark)


def unknown(text: str, kind: QuestionType) -> Unknown | None:
    """`unknown`, or who finds out and by when: `unknown; @ada; 2027-01-31`, in either order, one of them left out.

    None for anything else. Where any words are a value, the owner has to be a handle: "unknown; we will see" is a text.
    Raises AnswerError for a day that the calendar does not have.
    """
    word, *rest = (part.strip() for part in text.split(";"))
    if word != UNKNOWN:
        return None
    said = [part for part in rest if part]
    days = [part for part in said if _DAY.fullmatch(part)]
    owners = [part for part in said if part not in days]
    words = kind.name in _WORDS and rest and not (said and all(map(_HANDLE.fullmatch, owners)))
    if len(days) > 1 or len(owners) > 1 or words or any(map(is_basis, owners)):
        return None
    return Unknown(owners[0] if owners else "", read_date(days[0]) if days else "")


def number(text: str, grounds: Grounds, question: Question, kind: QuestionType, mark: Mark) -> Answer:
    """The answer of a number with its grounds; a bare one is decided or assumed, as its question says."""
    if text == UNKNOWN:
        raise AnswerError("unknown has no basis and no source; write unknown alone.", UNKNOWN)
    basis = default_basis(question) if grounds.basis is None else grounds.basis
    return Answer(parsed(text, question, kind), text, basis, grounds.source, grounds.as_of, mark)


def plain_answer(value: Value, question: Question, kind: QuestionType, mark: Mark) -> Answer:
    """The answer of a value that carries no basis; its text is the canonical one."""
    return Answer(value, kind.show(value), mark=mark)


def parsed(text: str, question: Question, kind: QuestionType) -> Value:
    """The value of cleaned text. Raises AnswerError, also when there is none."""
    if not text:
        raise AnswerError(f"Nothing is given. {kind.hint} If nobody knows, type unknown.")
    return kind.parse(text, question)
