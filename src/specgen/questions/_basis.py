"""What a number rests on, as people write it: `80 ms; measured; ping from Lagos; 2026-05-01`."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from specgen.errors import nearest
from specgen.model import Basis, Question
from specgen.questions._type import AnswerError, quoted

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {basis.word: basis for basis in Basis}


class Grounds(NamedTuple):
    """Where a number comes from; `basis` is None when nobody said."""

    basis: Basis | None = None
    source: str = ""
    as_of: str = ""

    def completed(self, shared: Grounds, question: Question) -> Grounds:
        """These grounds, or the `shared` ones of a record for an observed number that has no basis of its own."""
        if self.basis is not None or question.kind == "decided":
            return self
        return Grounds(shared.basis, self.source or shared.source, self.as_of or shared.as_of)


def split(line: str, question: Question) -> tuple[str, Grounds]:
    """`value; basis; source; as-of` as the value's text and its grounds. All but the value may be left out.

    A source may hold semicolons; a last part that is a date is the as-of date. Raises AnswerError.
    """
    value, *rest = (part.strip() for part in line.split(";"))
    basis = read_basis(rest[0], question) if rest and rest[0] else None
    more = [part for part in rest[1:] if part]
    as_of = more.pop() if more and _ISO.fullmatch(more[-1]) else ""
    return value, Grounds(basis, "; ".join(more), read_date(as_of) if as_of else "")


def read_basis(word: str, question: Question) -> Basis:
    """The basis of that name. Raises AnswerError, also for a `decided` number that the question says is observed."""
    basis = _WORDS.get(word.lower())
    if basis is None:
        close = nearest(word.lower()[:20], tuple(_WORDS))
        raise AnswerError(f"{quoted(word)} is not a basis: {', '.join(_WORDS)}.", close)
    if basis is Basis.DECIDED and question.kind != "decided":
        raise AnswerError("This number is observed, not decided: it is measured, contract or assumed.", "assumed")
    return basis


def is_basis(word: str) -> bool:
    return word.lower() in _WORDS


def read_date(text: str) -> str:
    """`text` when it is a day of the calendar written 2027-01-31. Raises AnswerError."""
    if _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise AnswerError(f"{text} is not a day of the calendar.") from error
    raise AnswerError(f"{quoted(text)} is not a date. Type year-month-day: 2027-01-31.")


def default_basis(question: Question) -> Basis:
    """What a bare number counts as: a choice of the spec, or a guess until somebody names a source."""
    return Basis.DECIDED if question.kind == "decided" else Basis.ASSUMED
