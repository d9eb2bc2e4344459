"""What `check` demands of a spec. One rule a module; its docstring is its page, its examples are its tests.

To add one: a module with `RULE = Rule(…)`, whose `find` yields a `Found` for each thing that is wrong. A rule looks at one
file through a `Subject`, or, with `over`, at all files of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from specgen import registry
from specgen.frontmatter import STATUSES
from specgen.frozen import Frozen
from specgen.model import Gravity, Named, RuleInfo
from specgen.rules._repository import Missing, Repository
from specgen.rules._subject import Composed, Known, Subject

__all__ = ["Composed", "Found", "Known", "Missing", "Named", "Needs", "Repository", "Rule", "Subject", "find", "infos", "rules"]


class Found(NamedTuple):
    """A finding as a rule says it: the check adds rule and file. `gravity` and `since` are the rule's unless given."""

    line: int
    message: str
    fix: str
    subject: str = ""
    column: int = 1
    phase: str = ""
    gravity: Gravity | None = None
    since: str = ""
    file: str = ""  # for rules over all files


class Needs(StrEnum):
    """What a rule has to know besides the file's own text: to compute it costs many times what reading the file costs. Where a
    seal fits, nothing is computed."""

    NOTHING = "nothing"
    ITEMS = "items"  # which items apply; under a seal those of the file
    ANSWERS = "answers"  # what the answers compute to; a seal counts only where nothing is to be found in that
    COMPARED = "compared"  # whether the file holds what its answers compute to; a seal says that it does


class Rule(Frozen):
    """`since` is the status from which on the rule is demanded. `anywhere` says that it looks at documents that are no specs,
    too.

    `good` and `bad` are documents: where one has no front matter, the tests put one with the status `since` above it.
    """

    name: str
    title: str
    gravity: Gravity
    since: str
    text: str | None  # the module's docstring
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    find: Callable[[Subject], Iterator[Found]] | None = None
    over: Callable[[Repository], Iterator[Found]] | None = None
    needs: Needs = Needs.NOTHING
    anywhere: bool = False

    @property
    def info(self) -> RuleInfo:
        return RuleInfo(self.name, self.title, (self.text or "").strip(), self.gravity, self.since)

    def holds_at(self, status: str) -> bool:
        """Whether the rule is demanded at that status. A retired spec is asked for nothing but its successor."""
        if status == "retired":
            return self.since in ("draft", "retired") and self.needs is Needs.NOTHING
        return self.since != "retired" and STATUSES.index(self.since) <= STATUSES.index(status)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by name."""
    return registry.parts(__name__, "RULE", Rule)


def find(name: str) -> Rule | None:
    return rules().get(name)


def infos() -> tuple[RuleInfo, ...]:
    """What there is to say of each rule, sorted by name."""
    return tuple(rule.info for _, rule in sorted(rules().items()))
