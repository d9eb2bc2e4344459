"""Numbers and answers: what people give, and what each number rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import IntEnum, StrEnum
from fractions import Fraction

from specgen.frozen import Frozen
from specgen.model.mark import NOWHERE, Mark


class Dimension(StrEnum):
    """What a number measures. Amounts are held in the unit named here, exactly, as a `Fraction`."""

    NUMBER = "number"  # a pure count or factor
    RATIO = "ratio"  # a share; 99.95% is 9995/10000
    DURATION = "duration"  # seconds
    SIZE = "size"  # bytes
    RATE = "rate"  # events a second
    THROUGHPUT = "throughput"  # bytes a second
    DISTANCE = "distance"  # kilometres
    MONEY = "money"  # units of `Quantity.currency`


class Basis(IntEnum):
    """What a number rests on, strongest first; a result takes the weakest (largest) of its inputs.

    `DECIDED` is a choice of this spec (a target, a timeout) or a constant: it needs no source and weakens nothing.
    """

    DECIDED = 1
    MEASURED = 2
    CONTRACT = 3
    ASSUMED = 4
    DEFAULT = 5

    @property
    def word(self) -> str:
        return self.name.lower()


class Quantity(Frozen):
    """An exact amount with its dimension. `currency` is an ISO 4217 code, for money only."""

    amount: Fraction
    dimension: Dimension = Dimension.NUMBER
    currency: str = ""


class Place(Frozen):
    """A point on earth in decimal degrees; `name` is how a reader knows it, `label` how the person typed it."""

    name: str
    latitude: Fraction
    longitude: Fraction
    label: str = ""


class Unknown(Frozen):
    """The legal answer "nobody knows yet": never true, never false. `by` is an ISO date or empty."""

    owner: str = ""
    by: str = ""


class Record(Frozen):
    """One entry of a repeated group. `key` is the slug of its key field; `fields` maps field name to answer."""

    key: str
    fields: Mapping[str, Answer]
    mark: Mark = NOWHERE


Value = str | bool | Quantity | Place | date | tuple[str, ...] | tuple[Record, ...] | Unknown


class Answer(Frozen):
    """A value given for a question. Numbers carry a basis and, where measured or contracted, a source.

    `text` is the value as the person typed it (normalised), so that it can be written back unchanged.
    """

    value: Value
    text: str = ""
    basis: Basis | None = None
    source: str = ""
    as_of: str = ""
    mark: Mark = NOWHERE
    stale: bool = False  # measured too long ago: counts as assumed, and is still written as measured

    @property
    def is_unknown(self) -> bool:
        return isinstance(self.value, Unknown)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of a list; () for any other answer."""
        value = self.value
        return tuple([one for one in value if isinstance(one, Record)]) if isinstance(value, tuple) else ()


Answers = Mapping[str, Answer]  # question id -> answer; a list question holds a tuple of records
