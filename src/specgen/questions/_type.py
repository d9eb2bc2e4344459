"""What a question type is: the contract between the modules of this room and those that read and write answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from specgen.frozen import Frozen
from specgen.model import Dimension, Question, Value

_SHOWN = 60  # characters of a refused answer that a message repeats


class AnswerError(ValueError):
    """The text does not answer the question. `suggestion` is what the person may have meant, or ""."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


class QuestionType(Frozen):
    """One type of answer. Every module of this room declares one as `QUESTION_TYPE`.

    `kind` is the kind of `conditions.Name` it is to conditions; `dimension` is None unless the answer is a number.
    `parse` reads cleaned, stripped text that is neither empty nor `unknown`, and raises AnswerError. `show` is its
    inverse: canonical text that `parse` reads to an equal value. `hint` says how to type one, with an example.
    `collect` (types that hold several values) reads values that are already apart, as in a YAML sequence.
    `complete` turns what is typed at a prompt into what `parse` reads: files spell choices out, people need not.
    """

    name: str
    kind: str
    dimension: Dimension | None
    parse: Callable[[str, Question], Value]
    show: Callable[[Value], str]
    hint: str
    many: bool = False
    multiline: bool = False
    collect: Callable[[Sequence[str], Question], Value] | None = None
    complete: Callable[[str, Question], str] | None = None


def quoted(text: str) -> str:
    """`text` as a message may repeat it: shortened, in one line, without control characters."""
    return printable(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def printable(text: str) -> str:
    """`text` with what cannot be seen written as escapes: `\\u202e`."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def wrong_kind(value: object, expected: str) -> TypeError:
    """For `show` given a value of another type: a fault of the program, never of a person."""
    return TypeError(f"expected {expected}, got {type(value).__name__}")
