"""What one run of `check` gives. Without a finding nothing of `finding.py` is needed."""

from __future__ import annotations

from specgen.frozen import Frozen, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from specgen.model.finding import Finding, Gravity

UNREADABLE = "unreadable"  # the rule that finds a file without text: that fails every run


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
    """The run itself failed for this file, or as a whole (`file` is ""): it could not be read, say. A file may have several."""

    file: str
    message: str
    fix: str = ""
    line: int = 0  # from 1; 0 for the file as a whole
    column: int = 0


class Report(Frozen):
    """The result of one run of `check`: everything a reporter needs, in the order it is to be shown."""

    version: str
    files: tuple[Checked, ...]
    findings: tuple[Finding, ...]  # sorted by file, line, column, rule
    rules: tuple[RuleInfo, ...]  # every rule there is, sorted by name
    failures: tuple[Failure, ...] = ()
    accepted: int = 0  # findings that the baseline holds
    failed: bool = False  # whether the run fails: by a failure, or by one of its findings
    failing: tuple[str, ...] = ()  # the gravities that do so (--fail-on)
    lacking: tuple[tuple[str, str], ...] = ()  # files that not every rule could judge, with their `rules.Lack`
    specs: tuple[Named, ...] = ()  # the files that have an id

    def fails(self, finding: Finding) -> bool:
        """Whether this finding alone would make the run fail."""
        return finding.gravity in self.failing or finding.rule == UNREADABLE
