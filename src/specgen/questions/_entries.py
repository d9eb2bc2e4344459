"""Several values in one line: comma separated, and in double quotes where a value holds a comma."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from specgen.questions._type import AnswerError, quoted

NONE = "none"  # the text of an empty list


def split(text: str) -> tuple[str, ...]:
    """The values of a line. Raises AnswerError when a quote is left open."""
    try:
        rows = list(csv.reader([text], skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise AnswerError(f"{quoted(text)}: a double quote is not closed, or text follows it.") from error
    return tuple(value.strip() for row in rows for value in row if value.strip())


def join(values: Sequence[str]) -> str:
    """The line that `split` reads as `values`."""
    return ", ".join(_one(value) for value in values) or NONE


def _one(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if "," in value or value.startswith('"') else value


def checked(values: Sequence[str]) -> tuple[str, ...]:
    """The values; () for none at all and for `none` alone. Raises AnswerError for reserved words and repetition."""
    values = tuple(value.strip() for value in values)
    if values in ((), (NONE,)):
        return ()
    seen: set[str] = set()
    for value in values:
        if value in ("", NONE, "unknown"):
            meant = f"{value} stands alone, not in a list." if value else "One of the values is empty."
            raise AnswerError(meant, value)
        if value.casefold() in seen:
            raise AnswerError(f"{quoted(value)} is given twice. Name each once.")
        seen.add(value.casefold())
    return values
