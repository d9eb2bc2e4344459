"""What `check` has to say: findings as values. Showing them is the work of reporters."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from specgen.frozen import Frozen
from specgen.model.values import Mark


class Gravity(StrEnum):
    """Of findings. Only those at or above what `--fail-on` says make a run fail; information never does."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(Frozen):
    """One thing that is wrong in one file.

    `since` is the status from which on it is demanded, "draft" for always; `phase` is that of the item it is about ("" for
    none), `subject` what it is about within the rule (an item, question or section id): with rule and file it tells
    findings apart however lines move. `message` and `fix` are plain text; `more` names what else the message stands for.
    """

    rule: str
    gravity: Gravity
    file: str
    line: int
    column: int
    message: str
    fix: str
    subject: str = ""
    since: str = "draft"
    phase: str = ""

    @property
    def mark(self) -> Mark:
        return Mark(self.file, self.line, self.column)


class RuleInfo(NamedTuple):
    """What a reporter may say of a rule: its name, title (one line) and explanation (its docstring)."""

    name: str
    title: str
    text: str
    gravity: Gravity
    since: str


class Checked(NamedTuple):
    """One file that was checked. `status` is what it was held to, `tier` what its front matter says; "" and None for what is
    no spec."""

    file: str
    status: str
    tier: int | None
    title: str = ""


class Named(NamedTuple):
    """A spec that was read: its file, and its id with the line it stands in."""

    file: str
    id: str
    line: int


class Failure(NamedTuple):
    """The run itself failed for this file, or as a whole (`file` is ""): it could not be read, say."""

    file: str
    message: str
    fix: str = ""


class Report(Frozen):
    """The result of one run of `check`: everything a reporter needs, in the order it is to be shown."""

    version: str
    files: tuple[Checked, ...]
    findings: tuple[Finding, ...]  # sorted by file, line, column, rule
    rules: tuple[RuleInfo, ...]  # every rule there is, sorted by name
    failures: tuple[Failure, ...] = ()
    accepted: int = 0  # findings that the baseline holds
    failed: bool = False  # whether the findings make the run fail (--fail-on)
