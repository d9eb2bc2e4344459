"""What `check` has to say of one file: findings as values. Showing them is the work of reporters."""

from __future__ import annotations

from enum import StrEnum

from specgen.frozen import Frozen
from specgen.model.mark import Mark


class Gravity(StrEnum):
    """Of findings. Only those at or above what `--fail-on` says make a run fail; information never does."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Phase(StrEnum):
    """Of the items that findings may be about."""

    DOCUMENT = "document"
    AUTOMATE = "automate"
    MONITOR = "monitor"

    __hash__ = str.__hash__  # an enumeration's own is a call into Python


class Finding(Frozen):
    """One thing that is wrong in one file.

    `since` is the status from which on it is demanded, "draft" for always; `phase` is that of the item it is about ("" for
    none), `subject` what it is about within the rule (an item, question or section id): with rule and file it tells
    findings apart however lines move. `message` and `fix` are plain text.
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
    def order(self) -> tuple[str, int, int, str, str, str]:
        """What findings are sorted by."""
        return self.file, self.line, self.column, self.rule, self.subject, self.message

    @property
    def mark(self) -> Mark:
        return Mark(self.file, self.line, self.column)
