"""What one run of `check` found, as a Report: of each file, and what only all files together show."""

from __future__ import annotations

from specgen import __version__
from specgen.cli.checking.look import failures, read
from specgen.commandline import PLAIN, Commands
from specgen.errors import InputError
from specgen.frozen import replace
from specgen.model import Failure, Named, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from specgen.check.outcome import Outcome
    from specgen.cli.checking.chosen import Chosen
    from specgen.cli.settings import Settings
    from specgen.model import Finding, RuleInfo
    from specgen.rules import Missing

EXISTS = "spec-missing"


def gathered(
    found: Sequence[Outcome], failed: Sequence[Failure], chosen: Chosen, settings: Settings, apart: Sequence[str],
    explained: tuple[RuleInfo, ...] = (), commands: Commands = PLAIN,
) -> Report:  # fmt: skip
    """Everything that was found, sorted. `apart` are specs that were not looked at and whose ids must differ too."""
    named = [one.named for one in found if one.named is not None]
    findings: list[Finding] = [one for outcome in found if outcome.findings for one in outcome.findings]
    missing: tuple[Missing, ...] = ()
    if chosen.required and EXISTS in chosen.names:
        from specgen.cli.checking.required import absent

        missing, unread = absent(chosen.required, {one.file for one in named}, settings.folder)
        known = {one.file for one in failed}
        failed = [*failed, *(one for one in failures(unread) if one.file not in known)]
    elsewhere = others((one.id for one in named), apart, settings.folder)
    over = _across([*named, *elsewhere], missing, chosen.names, commands)
    if over:
        looked_at = {one.checked.file for one in found}
        findings += [one for one in over if one.file in looked_at or one.rule == EXISTS]
    ignored = {path: settings.ignored(path) for path in {one.file for one in findings}}
    kept = [one for one in findings if one.rule not in ignored[one.file]]
    kept.sort(key=lambda one: one.order)
    lacking = tuple([(one.checked.file, one.lack) for one in found if one.lack])
    checked = tuple([one.checked for one in found])
    return Report(__version__, checked, tuple(kept), explained, tuple(failed), lacking=lacking, specs=tuple(named))


def _across(
    named: Sequence[Named], missing: tuple[Missing, ...], names: Collection[str], commands: Commands
) -> tuple[Finding, ...]:
    """What the rules over all files find. They are imported where ids repeat or a spec is missing: there is no other such
    rule, and most runs have nothing for them."""
    if not missing and len({one.id for one in named}) == len(named):
        return ()
    import os

    from specgen import rules
    from specgen.check.checker import across

    once = {os.path.realpath(one.file): one for one in named}  # a file may be called by several names
    return across(rules.Repository(tuple(once.values()), missing, commands=commands), names)


def others(of: Iterable[str], paths: Sequence[str], folder: str) -> list[Named]:
    """Specs among `paths`, which are not checked in this run, that have one of these ids. YAML is dear: it is read only where
    one of the ids stands in the front matter, or an escape, which could spell one."""
    ids = {one.encode() for one in of} if paths else set()
    if not ids:
        return []
    import re

    words = re.compile(rb"[a-z0-9]+(?:-[a-z0-9]+)*")
    found = []
    for path in paths:
        try:
            head = read(path, folder)[:20_000]
        except InputError:
            continue
        front = head.partition(b"\n---")[0]
        if b"\\" in front or not ids.isdisjoint(words.findall(front)):
            from specgen import frontmatter

            identity, _ = frontmatter.read(head.decode("utf-8-sig", "replace"), path)
            if identity and identity.id.encode() in ids:
                found.append(Named(path, identity.id, 1))
    return found


FAILING = {"error": ("error",), "warning": ("error", "warning"), "never": ()}  # by gravity


def judged(report: Report, fail_on: str) -> Report:
    """It fails where something could not be checked, or one of its findings is at least as grave as `fail_on` says."""
    told = replace(report, failing=FAILING[fail_on])
    return replace(told, failed=bool(told.failures) or any(told.fails(one) for one in told.findings))
