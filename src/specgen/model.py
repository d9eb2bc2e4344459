"""The values that flow through specgen: frozen, without input or output.

Read from the top: a number and what it rests on, an answer, what a pack declares, what a spec holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Any, NamedTuple


class Mark(NamedTuple):
    """Where something was written; lines and columns count from 1."""

    file: str = ""
    line: int = 0
    column: int = 0


# --- numbers and answers ---------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount with its dimension. `currency` is an ISO 4217 code, for money only."""

    amount: Fraction
    dimension: Dimension = Dimension.NUMBER
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on earth in decimal degrees; `name` is how a reader knows it, `label` how the person typed it."""

    name: str
    latitude: Fraction
    longitude: Fraction
    label: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The legal answer "nobody knows yet": never true, never false. `by` is an ISO date or empty."""

    owner: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a repeated group. `key` is the slug of its key field; `fields` maps field name to answer."""

    key: str
    fields: Mapping[str, Answer]
    mark: Mark = Mark()


Value = str | bool | Quantity | Place | date | tuple[str, ...] | tuple[Record, ...] | Unknown


@dataclass(frozen=True, slots=True)
class Answer:
    """A value given for a question. Numbers carry a basis and, where measured or contracted, a source.

    `text` is the value as the person typed it (normalised), so that it can be written back unchanged.
    """

    value: Value
    text: str = ""
    basis: Basis | None = None
    source: str = ""
    as_of: str = ""
    mark: Mark = Mark()

    @property
    def is_unknown(self) -> bool:
        return isinstance(self.value, Unknown)


Answers = Mapping[str, Answer]  # question id -> answer; a list question holds a tuple of records


# --- what packs declare ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed `when:`. `tree` is nested tuples of plain values (JSON can hold it); `names` are the dotted names read."""

    source: str
    tree: tuple[Any, ...]
    names: tuple[str, ...] = ()
    mark: Mark = Mark()


@dataclass(frozen=True, slots=True)
class Truth:
    """Result of a condition: True, False or None (cannot be decided), and the names whose values were missing."""

    value: bool | None
    needs: tuple[str, ...] = ()


class Phase(StrEnum):
    DOCUMENT = "document"
    AUTOMATE = "automate"
    MONITOR = "monitor"


class Severity(StrEnum):
    """Of items."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Level(StrEnum):
    """Of contradictions."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked. `id` is dotted (`latency.p99`); a field of a list is `dependencies[].p99`.

    `type` names a module of `questions/`. `kind` is "decided" or "observed" (numbers only). Bounds are source text in
    the question's own unit (`below: 100%`). `home` is "" or "front_matter.X" or "section.X". `default` only
    preselects at the prompt; `assume` enters figures with basis `default` when unanswered.
    """

    id: str
    ask: str
    type: str
    pack: str = ""
    help: str = ""
    example: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    assume: str = ""
    kind: str = "observed"
    when: Condition | None = None
    essential: bool = False
    trait: bool = False
    prompt: bool = True  # False: answered in a file only, never asked
    home: str = ""
    guidance: str = ""  # for a prose question with a section: the comment shown to its author
    key: str = ""  # for records: the name of the field that identifies one
    above: str = ""
    below: str = ""
    minimum: str = ""
    maximum: str = ""
    layers: Mapping[str, str] = field(default_factory=dict)  # YAML field -> "core 1.0.0"
    mark: Mark = Mark()

    @property
    def list_id(self) -> str:
        """Of `dependencies[].p99` the list's id `dependencies`; "" for a question of its own."""
        head, bracket, _ = self.id.partition("[].")
        return head if bracket else ""

    @property
    def field_name(self) -> str:
        return self.id.partition("[].")[2]


@dataclass(frozen=True, slots=True)
class Item:
    """A checklist item. `keep` exempts it from softening; `tiers` is the highest tier number it is composed at."""

    id: str
    phase: Phase
    severity: Severity
    text: str
    evidence: str
    why: str
    reference: str
    pack: str = ""
    when: Condition | None = None
    each: str = ""
    keep: bool = False
    tiers: int | None = None
    see: tuple[str, ...] = ()
    layers: Mapping[str, str] = field(default_factory=dict)
    mark: Mark = Mark()


@dataclass(frozen=True, slots=True)
class Example:
    """A case for a rule: full dotted keys to source values; `facts.*` and `figures.*` may be pinned."""

    given: Mapping[str, Any]
    mark: Mark = Mark()


@dataclass(frozen=True, slots=True)
class Rule:
    """A contradiction rule of a pack. `title` is one short sentence, `message` and `fix` hold `{names}`."""

    id: str
    severity: Level
    title: str
    message: str
    fix: str
    reference: str
    pack: str = ""
    when: Condition | None = None
    each: str = ""
    silent_if: tuple[str, ...] = ()
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()
    layers: Mapping[str, str] = field(default_factory=dict)
    mark: Mark = Mark()


@dataclass(frozen=True, slots=True)
class FactRule:
    """How a fact follows from answers; with `each` it holds when any record satisfies it."""

    name: str
    when: Condition
    each: str = ""
    pack: str = ""
    mark: Mark = Mark()


@dataclass(frozen=True, slots=True)
class Pack:
    name: str
    prefix: str
    version: str
    title: str
    summary: str
    order: int = 500
    applies: Condition | None = None
    keep: bool = False
    facts: tuple[FactRule, ...] = ()
    questions: tuple[Question, ...] = ()
    items: tuple[Item, ...] = ()
    rules: tuple[Rule, ...] = ()
    layer: str = ""
    mark: Mark = Mark()


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of packs with one version: the built-in one, or a team's."""

    name: str
    version: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """All layers merged and checked: what composition works from. Order is pack order, then file order."""

    packs: tuple[Pack, ...]
    layers: tuple[Layer, ...]

    def questions(self) -> tuple[Question, ...]:
        return tuple(q for p in self.packs for q in p.questions)

    def items(self) -> tuple[Item, ...]:
        return tuple(i for p in self.packs for i in p.items)

    def rules(self) -> tuple[Rule, ...]:
        return tuple(r for p in self.packs for r in p.rules)

    def facts(self) -> tuple[FactRule, ...]:
        return tuple(f for p in self.packs for f in p.facts)


# --- what a spec holds -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Input:
    """One operand of a figure as shown to the reader."""

    name: str
    text: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed value. `value` is None when it is unknown; then `missing` names what is needed.

    `record` is the key of the record it speaks of ("" for a global figure). `bound` is "", "at least" or "at most".
    """

    id: str
    title: str
    value: Quantity | bool | None
    basis: Basis = Basis.DECIDED
    record: str = ""
    bound: str = ""
    formula: str = ""
    working: str = ""  # the formula with the numbers in it
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    unit: str = ""  # what a plain number counts: "h", "months", "requests"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule that fired. `answers` are the ids that made it fire; `capped` says that severity was lowered and why."""

    rule: Rule
    severity: Level
    title: str
    message: str
    fix: str
    record: str = ""
    answers: tuple[str, ...] = ()
    capped: str = ""
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item or rule that cannot be decided, and the missing answers that would decide it."""

    id: str
    needs: tuple[str, ...]
    record: str = ""


@dataclass(frozen=True, slots=True)
class SpecItem:
    item: Item
    severity: Severity  # effective, after the tier


@dataclass(frozen=True, slots=True)
class Effect:
    """What one assumption moves: a figure before and after, or a contradiction that appears or goes."""

    title: str
    before: str
    after: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that is assumed or a default, and what follows if it is wrong: `far` is the value tried."""

    path: str
    ask: str
    text: str
    basis: Basis
    far: str
    effects: tuple[Effect, ...] = ()


class Asked(StrEnum):
    """State of a question that applies."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SpecQuestion:
    """A question that applies (for a field: to one record). `path` is `latency.p99` or `dependencies.interbank-switch.p99`."""

    question: Question
    path: str
    state: Asked
    answer: Answer | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The front matter."""

    id: str
    title: str
    status: str = "draft"
    tier: int | None = None
    owners: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    created: str = ""
    review_by: str = ""
    reviewed: str = ""
    template: str = ""
    packs: tuple[str, ...] = ()  # layers with versions, "core 1.0.0"
    format: int = 1


@dataclass(frozen=True, slots=True)
class Spec:
    """Everything that follows from answers and packs. Pure function of both; holds no clock."""

    identity: Identity
    library: Library
    packs: tuple[Pack, ...]  # that apply
    answers: Answers  # that apply, assumed values not included
    unused: Answers  # given, but their question does not apply
    questions: tuple[SpecQuestion, ...]
    facts: Mapping[str, Truth]
    figures: Mapping[str, tuple[Figure, ...]]  # id -> one figure, or one per record in record order
    items: tuple[SpecItem, ...]
    may_apply: tuple[Waiting, ...]
    contradictions: tuple[Contradiction, ...]  # errors first
    waiting: tuple[Waiting, ...]  # rules not evaluated
    assumptions: tuple[Assumption, ...] = ()

    def figure(self, id: str, record: str = "") -> Figure:
        """The figure of that id (and record). Raises KeyError when no calculator declares it."""
        for one in self.figures[id]:
            if one.record == record:
                return one
        raise KeyError(f"{id} for record {record!r}")
