"""What a spec holds: everything that follows from answers and packs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from specgen.frozen import Frozen
from specgen.model.library import Item, Level, Library, Pack, Question, Rule, Severity, Truth
from specgen.model.values import Answer, Answers, Basis, Quantity


class Input(Frozen):
    """One operand of a figure as shown to the reader."""

    name: str
    text: str
    basis: Basis


class Figure(Frozen):
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
    toward: str = ""  # "down" or "up" where rounding the other way would promise too much, whatever `bound` says


class Contradiction(Frozen):
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
    refused: str = ""  # why an acceptance of it does not count
    until: str = ""  # the last day on which an acceptance counts


class Waiting(Frozen):
    """An item or rule that cannot be decided, and the missing answers that would decide it."""

    id: str
    needs: tuple[str, ...]
    record: str = ""


class SpecItem(Frozen):
    item: Item
    severity: Severity  # effective, after the tier


class Effect(Frozen):
    """What one assumption moves: a figure before and after, or a contradiction that appears or goes."""

    title: str
    before: str
    after: str
    record: str = ""
    at: str = ""  # of a contradiction: the value from which on it is so


class Assumption(Frozen):
    """A number that is assumed or a default, and what follows if it is wrong: `far` is the value tried, and where none
    was, `untried` says why."""

    path: str
    ask: str
    text: str
    basis: Basis
    far: str
    effects: tuple[Effect, ...] = ()
    untried: str = ""


class Swing(Frozen):
    """Of the guesses that a figure rests on, the one that moves it most: the answer, the far end tried, the figure then."""

    path: str
    far: str
    then: str


NO_SWINGS: Mapping[tuple[str, str], Swing] = MappingProxyType({})


class Asked(StrEnum):
    """State of a question that applies."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    OPEN = "open"


class SpecQuestion(Frozen):
    """A question that applies (for a field: to one record). `path` is `latency.p99` or `dependencies.interbank-switch.p99`."""

    question: Question
    path: str
    state: Asked
    answer: Answer | None = None
    record: str = ""


OWN = "specgen_"  # before a field of the front matter whose plain name belongs to another tool


class Identity(Frozen):
    """The front matter. `other` are fields in the same block that another tool reads: where one of them has a name of ours,
    ours is spelled `specgen_NAME`."""

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
    other: tuple[str, ...] = ()
    format: int = 1

    def spelled(self, name: str) -> str:
        """A field of ours as it stands in the file."""
        return f"{OWN}{name}" if name in self.other else name


class Spec(Frozen):
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
    idle: tuple[str, ...] = ()  # paths of record fields that were answered and do not apply to their record
    assumptions: tuple[Assumption, ...] = ()
    swings: Mapping[tuple[str, str], Swing] = NO_SWINGS  # by figure id and record

    def figure(self, id: str, record: str = "") -> Figure:
        """The figure of that id (and record). Raises KeyError when no calculator declares it."""
        for one in self.figures[id]:
            if one.record == record:
                return one
        raise KeyError(f"{id} for record {record!r}")
