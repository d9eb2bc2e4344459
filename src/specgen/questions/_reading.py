"""One line of text to an answer: the grammar of the prompt, of `--set` and of every YAML scalar."""

from __future__ import annotations

from specgen.model import Answer, Mark, Question, Unknown, Value
from specgen.questions._basis import Grounds, default_basis, split
from specgen.questions._characters import clean
from specgen.questions._find import find
from specgen.questions._type import AnswerError, QuestionType

UNKNOWN = "unknown"
_NOWHERE_FROM = Grounds()


def read_text(text: str, question: Question) -> Answer:
    """What was typed at the prompt or after `--set`: a value, for numbers `value; basis; source; as-of`.

    `unknown` is read in every type, `none` is an empty list. Choices may be shortened. Raises AnswerError.
    """
    kind = find(question.type)
    typed = clean(text, question, kind.multiline)
    if kind.complete is not None and typed != UNKNOWN:
        typed = kind.complete(typed, question)
    return read_scalar(typed, question, Mark())


def read_scalar(text: str, question: Question, mark: Mark, shared: Grounds = _NOWHERE_FROM) -> Answer:
    """As `read_text`, but choices are spelled out: a file must not change its meaning when a choice is added.

    `shared` is what an observed number rests on when it does not say so itself.
    """
    kind = find(question.type)
    text = clean(text, question, kind.multiline)
    if text.strip() == UNKNOWN:
        return Answer(Unknown(), UNKNOWN, mark=mark)
    if kind.dimension is None:
        return plain_answer(parsed(text, question, kind), question, kind, mark)
    value, grounds = split(text, question)
    return number(value, grounds.completed(shared, question), question, kind, mark)


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
