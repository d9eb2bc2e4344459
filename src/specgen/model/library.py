"""What packs declare: questions, items, facts and contradiction rules."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from specgen.frozen import Frozen
from specgen.model.finding import Phase
from specgen.model.mark import NOWHERE, Mark

NONE: Mapping[str, str] = MappingProxyType({})


class Condition(Frozen):
    """A parsed `when:`. `tree` is nested tuples of plain values (JSON can hold it); `names` are the dotted names read."""

    source: str
    tree: tuple[Any, ...]
    names: tuple[str, ...] = ()
    mark: Mark = NOWHERE


class Truth(Frozen):
    """Result of a condition: True, False or None (cannot be decided), and the names whose values were missing."""

    value: bool | None
    needs: tuple[str, ...] = ()


class Severity(StrEnum):
    """Of items."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"

    __hash__ = str.__hash__  # an enumeration's own is a call into Python


class Level(StrEnum):
    """Of contradictions."""

    ERROR = "error"
    WARNING = "warning"


FRONT, SECTION = "front_matter.", "section."  # before the name of what an answer has its home in


class Question(Frozen):
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
    choices: Mapping[str, str] = NONE
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
    plausible: tuple[str, ...] = ()  # lowest and highest value that an honest guess may turn out to be; () for no range
    layers: Mapping[str, str] = NONE  # YAML field -> "core 1.0.0"
    mark: Mark = NOWHERE

    @property
    def list_id(self) -> str:
        """Of `dependencies[].p99` the list's id `dependencies`; "" for a question of its own."""
        head, bracket, _ = self.id.partition("[].")
        return head if bracket else ""

    @property
    def field_name(self) -> str:
        return self.id.partition("[].")[2]

    @property
    def section(self) -> str:
        """The section that holds the answer; "" where none does."""
        return self.home.removeprefix(SECTION) if self.home.startswith(SECTION) else ""

    @property
    def front(self) -> str:
        """The field of the front matter that holds the answer; "" where none does."""
        return self.home.removeprefix(FRONT) if self.home.startswith(FRONT) else ""

    @property
    def comment(self) -> str:
        """What stands in its section until somebody writes there."""
        return f"<!-- {self.guidance or self.ask} -->"


class Item(Frozen):
    """A checklist item. `keep` exempts it from softening, None means as its pack does; `tiers` is the highest tier number
    it is composed at."""

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
    keep: bool | None = None
    tiers: int | None = None
    see: tuple[str, ...] = ()
    layers: Mapping[str, str] = NONE
    mark: Mark = NOWHERE


class Example(Frozen):
    """A case for a rule: full dotted keys to source values; `facts.*` and `figures.*` may be pinned."""

    given: Mapping[str, Any]
    mark: Mark = NOWHERE


class Rule(Frozen):
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
    layers: Mapping[str, str] = NONE
    mark: Mark = NOWHERE


class FactRule(Frozen):
    """How a fact follows from answers; with `each` it holds when any record satisfies it."""

    name: str
    when: Condition
    each: str = ""
    pack: str = ""
    layer: str = ""
    mark: Mark = NOWHERE


class Pack(Frozen):
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
    mark: Mark = NOWHERE


class Layer(Frozen):
    """A folder of packs with one version: the built-in one, or a team's."""

    name: str
    version: str
    title: str = ""


class Removed(Frozen):
    """What a layer took away from the layers below it, so that whoever still names it can be told why it is gone."""

    kind: str  # "question", "item" or "rule"
    id: str
    reason: str
    layer: str  # "acme 1.0.0"
    home: str = ""  # of a question: where its answer would have stood
    mark: Mark = NOWHERE


class Library(Frozen):
    """All layers merged and checked: what composition works from. Order is pack order, then file order."""

    packs: tuple[Pack, ...]
    layers: tuple[Layer, ...]
    removed: tuple[Removed, ...] = ()
    digest: str = ""  # of the texts that all of it was read from

    def questions(self) -> tuple[Question, ...]:
        return tuple(q for p in self.packs for q in p.questions)

    def items(self) -> tuple[Item, ...]:
        return tuple(i for p in self.packs for i in p.items)

    def rules(self) -> tuple[Rule, ...]:
        return tuple(r for p in self.packs for r in p.rules)

    def facts(self) -> tuple[FactRule, ...]:
        return tuple(f for p in self.packs for f in p.facts)
