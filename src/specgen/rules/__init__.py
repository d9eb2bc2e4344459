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
from specgen.model.report import UNREADABLE
from specgen.rules._repository import Missing, Repository
from specgen.rules._subject import Composed, Known, Subject

__all__ = [
    "Composed", "Found", "Known", "Lack", "Missing", "Named", "Needs", "Repository", "Rule", "Subject", "Versions",
    "find", "infos", "rules",
]  # fmt: skip


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


class Versions(StrEnum):
    """What a rule can say of a file that was written with other versions of packs or template than those in use. That such a
    file is behind is said once; what differs because of it is not counted one by one."""

    ANY = "any"  # everything
    SAME_PACKS = "same packs"  # of other packs a part: it takes what newer ones may have brought for no fault
    SAME = "same"  # nothing, so it is not run


class Lack(StrEnum):
    """What a file lacks for every rule to judge it; of a rule that could not, silence says nothing. A file has one at most,
    the first of these: it keeps every rule from judging that a later one would."""

    TEXT = "text"  # its bytes are no text
    FRONT_MATTER = "front matter"  # it cannot be read, and says that this is a spec
    IDENTITY = "identity"  # it is no spec
    COMPUTED = "computed"  # for a fault of its answers or its template, and one may hide others
    PACKS = "packs"  # those in use, or their versions, are others than it was written with
    TEMPLATE = "template"  # the one in use has another version


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
    versions: Versions = Versions.ANY

    @property
    def info(self) -> RuleInfo:
        return RuleInfo(self.name, self.title, (self.text or "").strip(), self.gravity, self.since)

    def holds_at(self, status: str) -> bool:
        """Whether the rule is demanded at that status. A retired spec is asked for nothing but its successor."""
        if status == "retired":
            return self.since in ("draft", "retired") and self.needs is Needs.NOTHING
        return self.since != "retired" and STATUSES.index(self.since) <= STATUSES.index(status)

    def judges(self, lack: str) -> bool:
        """Whether the rule finds all that it is to find in a file with that lack; "" is none."""
        if not lack:
            return True
        if lack == Lack.TEXT:
            return self.name == UNREADABLE
        if lack == Lack.FRONT_MATTER:  # that has to be mended first, and nothing else is sure
            return self.anywhere and self.since == "draft"
        if lack == Lack.IDENTITY:
            return self.anywhere
        if lack == Lack.COMPUTED:
            return self.needs is Needs.NOTHING
        return self.versions is Versions.ANY or (lack == Lack.TEMPLATE and self.versions is Versions.SAME_PACKS)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by name."""
    return registry.parts(__name__, "RULE", Rule)


def find(name: str) -> Rule | None:
    return rules().get(name)


def infos() -> tuple[RuleInfo, ...]:
    """What there is to say of each rule, sorted by name."""
    return tuple(rule.info for _, rule in sorted(rules().items()))
