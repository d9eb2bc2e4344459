"""One file through every rule that its status demands; then what only all files together can show."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from specgen.check.outcome import FOREVER, Outcome
from specgen.errors import Problem
from specgen.frontmatter import STATUSES
from specgen.frontmatter.days import ISO, day
from specgen.model import Checked, Document, Finding, NoteKind
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.rules import Composed, Found, Known, Lack, Named, Needs, Repository, Rule, Subject, Versions, rules
from specgen.seal import quiet


class Checker:
    """Checks files under one library, one set of templates, one day and one choice of rules.

    With a `status` every spec is held to what that one demands, whatever its own is. With `recompute` no seal counts.
    """

    def __init__(
        self, composer: Composer, today: str, names: Collection[str] | None = None, status: str = "",
        *, recompute: bool = False,
    ) -> None:  # fmt: skip
        self._composer, self._today, self._status = composer, today, status
        chosen = [rule for name, rule in sorted(rules().items()) if names is None or name in names]
        self._rules = [rule for rule in chosen if rule.find is not None]
        self._at: dict[str, list[Rule]] = {
            status: [one for one in self._rules if one.holds_at(status)] for status in STATUSES
        }
        self._sealed = {at: [one for one in some if one.needs is not Needs.COMPARED] for at, some in self._at.items()}
        self._known = Known(composer.library, composer.names, composer.commands)
        self._recompute = recompute

    def outcome(self, data: bytes | str, file: str) -> Outcome:
        """What is wrong with one file. Never raises on content."""
        document = read(data, file)
        identity = document.identity
        status = self._status or (identity.status if identity else "review")
        sealed = identity is not None and not self._recompute and self._composer.is_sealed(document)
        seal = document.seal if sealed and document.seal and quiet(document.seal, status) else None

        def compose() -> tuple[Composed | None, tuple[Problem, ...]]:
            return self._composer.of_sealed(document) if sealed else self._composer.composed(document)

        subject = Subject(document, self._today, self._composer.library, compose, status, self._known, seal)
        applying, lack = (self._sealed[status], "") if seal else self._applying(subject)
        findings = found(applying, subject)
        checked = Checked(file, subject.status, identity.tier, identity.title) if identity else Checked(file, "", None)
        named = Named(file, identity.id, max(document.field_line("id"), 1)) if identity else None
        until = _until(document, self._today)
        return Outcome(checked, ordered(findings), named, until, lack)

    def _applying(self, subject: Subject) -> tuple[list[Rule], str]:
        """The rules to run, and what keeps some from judging the file; what is no spec is held to the rules that any document
        can be held to."""
        document, demanded = subject.document, self._at[subject.status]
        if document.unreadable is not None:
            return _judging(self._rules, Lack.TEXT), Lack.TEXT
        if document.identity is None and (document.means_to_be_a_spec or document.marked):
            return _judging(self._rules, Lack.FRONT_MATTER), Lack.FRONT_MATTER
        if document.identity is None:
            return _judging(demanded, Lack.IDENTITY), Lack.IDENTITY
        if all(one.needs is Needs.NOTHING for one in demanded):
            return demanded, ""
        if subject.problems:  # said by two of the rules that need more
            return demanded, Lack.COMPUTED
        lack = Lack.PACKS if subject.behind else Lack.TEMPLATE if subject.other_template else ""
        return [one for one in demanded if one.versions is not Versions.SAME] if lack else demanded, lack


def _judging(rules: Iterable[Rule], lack: str) -> list[Rule]:
    return [one for one in rules if one.judges(lack)]


def found(rules: Iterable[Rule], subject: Subject) -> list[Finding]:
    """What rules that look at one file find in it."""
    file = subject.document.file
    return [_finding(rule, one, file) for rule in rules if rule.find for one in rule.find(subject)]


def across(repository: Repository, names: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What the rules over all files find."""
    return ordered(
        _finding(rule, one, one.file)
        for name, rule in sorted(rules().items())
        if rule.over is not None and (names is None or name in names)
        for one in rule.over(repository)
    )


def _finding(rule: Rule, one: Found, file: str) -> Finding:
    return Finding(
        rule.name, one.gravity or rule.gravity, one.file or file, one.line, one.column, one.message, one.fix,
        one.subject, one.since or rule.since, one.phase,
    )  # fmt: skip


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: one.order))


def _until(document: Document, today: str) -> str:
    """The last day before a date in the file passes: until then the same text gives the same findings."""
    dates = [note.date for item in document.items for note in item.notes if note.kind is NoteKind.WAIVED]
    if document.identity:
        dates.append(document.identity.review_by)
    if document.answers and "accepted" in document.answers.text:  # contradictions, each until a day
        dates += ISO.findall(document.answers.text)
    return min((one for one in dates if one >= today and day(one)), default=FOREVER)
