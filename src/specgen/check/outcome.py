"""What one file gave: small enough to send between processes and to keep, since it holds no document."""

from __future__ import annotations

from specgen.frozen import NamedTuple, new
from specgen.model.report import Checked, Named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from specgen.model import Finding

FOREVER = "9999-12-31"


class Outcome(NamedTuple):
    """`until` is the last day on which the same bytes give the same findings; `lack` is what kept
    rules from judging the file, a `rules.Lack`; "" where nothing did."""

    checked: Checked
    findings: tuple[Finding, ...]
    named: Named | None = None
    until: str = FOREVER
    lack: str = ""


_FIELDS = ("rule", "gravity", "line", "column", "message", "fix", "subject", "since", "phase")


def to_data(outcome: Outcome) -> list[Any]:
    """As JSON values, without the file's name: the same text under another name gives the same."""
    findings = [[getattr(one, field) for field in _FIELDS] for one in outcome.findings]
    checked, named = outcome.checked, outcome.named
    return [
        [checked.status, checked.tier, checked.title], findings, [named.id, named.line] if named else None,
        outcome.until, outcome.lack,
    ]  # fmt: skip


def from_data(data: list[Any], file: str) -> Outcome:
    """The outcome for `file`. Raises TypeError, ValueError or LookupError for what `to_data` did not make."""
    (status, tier, title), findings, named, until, lack = data
    made: tuple[Finding, ...] = ()
    if findings:
        from specgen.model import Finding, Gravity

        made = tuple([Finding(rule, Gravity(gravity), file, *rest) for rule, gravity, *rest in findings])
    return Outcome(
        Checked(file, status, tier, title), made, Named(file, *named) if named else None, str(until), str(lack)
    )


def to_line(outcome: Outcome) -> str:
    """As text without a line end: columns where nothing was found, which is read ten times as fast as JSON."""
    checked, named = outcome.checked, outcome.named
    words = [checked.status, checked.title, named.id if named else ""]
    if outcome.findings or outcome.lack or not all(map(str.isprintable, words)):
        import json

        return f"{outcome.until}\t{json.dumps(to_data(outcome), separators=(',', ':'))}"  # ASCII; no tab stands in it
    tier, line = "" if checked.tier is None else checked.tier, named.line if named else ""
    return f"{outcome.until}\t{checked.status}\t{tier}\t{checked.title}\t{named.id if named else ''}\t{line}"


def from_lines(lines: Sequence[str], files: Sequence[str]) -> list[Outcome]:
    """The outcome for each of the files. Raises TypeError, ValueError or LookupError for what `to_line` did not make."""
    parts = [line.split("\t") for line in lines]
    others = [data[1] for data in parts if len(data) == 2]
    rows: list[Any] = []
    if others:
        import json

        rows = json.loads(f"[{','.join(others)}]")  # at once: to call the reader for each takes four times as long
        if len(rows) != len(others):
            raise ValueError(rows)
    read = iter(rows)
    return [
        _clean(data, file) if len(data) == 6 else from_data(next(read), file)
        for data, file in zip(parts, files, strict=True)
    ]


def _clean(data: list[str], file: str) -> Outcome:
    """No arguments are counted here: this is done for each file of a repository."""
    until, status, tier, title, id, line = data
    checked = new(Checked, (file, status, int(tier) if tier else None, title))
    made: Outcome = new(Outcome, (checked, (), new(Named, (file, id, int(line))) if line else None, until, ""))
    return made
