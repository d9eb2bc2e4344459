"""Of many findings of one rule in one file, the one that is shown and those it stands for."""

from __future__ import annotations

from specgen.frozen import NamedTuple
from specgen.model import Finding, Gravity
from specgen.reporters._counts import amount, of_gravity
from specgen.reporters._plain import paragraph
from specgen.wrapping import KEPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GRAVEST_FIRST = tuple(Gravity)


class Fold(NamedTuple):
    """`same` has the gravity of the finding that is shown; `others` are all the rest, gravest first."""

    shown: Finding
    same: tuple[Finding, ...] = ()
    others: tuple[tuple[Gravity, tuple[Finding, ...]], ...] = ()


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.file, []).append(finding)
    return found


def folded(findings: Iterable[Finding]) -> list[Fold]:
    """The findings of one file, one fold a rule, where the first of its gravest findings stands."""
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    return sorted(map(_fold, rules.values()), key=lambda fold: (fold.shown.line, fold.shown.column, fold.shown.rule))


def _fold(findings: Sequence[Finding]) -> Fold:
    kinds = [(one, tuple(f for f in findings if f.gravity is one)) for one in _GRAVEST_FIRST]
    (_, first), *others = [(gravity, found) for gravity, found in kinds if found]
    return Fold(first[0], first[1:], tuple(others))


def rest(fold: Fold, width: int) -> list[str]:
    """What else the shown finding stands for, one sentence a gravity: all names in two lines of `width`, else some."""
    said = [_named(f"{len(fold.same):,} more", fold.same, width)] if fold.same else []
    return said + [_named(of_gravity(len(found), gravity), found, width) for gravity, found in fold.others]


def _named(what: str, findings: Sequence[Finding], width: int) -> str:
    names = [_name(finding) for finding in findings]
    whole = f"{what}: {', '.join(names)}"
    if len(whole) <= 2 * width - 20:  # wrapping loses a word's length or so
        return whole
    shown = 1
    while shown < len(names) and len(_some(what, names, shown + 1)) <= width:
        shown += 1
    return _some(what, names, shown)


def _some(what: str, names: Sequence[str], shown: int) -> str:
    left = amount(len(names) - shown, "other")
    return f"{what}: {', '.join(names[:shown])}{f' and {left}' if shown < len(names) else ''}"


def _name(finding: Finding) -> str:
    subject = paragraph(finding.subject)
    if not subject:
        return f"line{KEPT}{finding.line}" if finding.line else "the whole file"
    return f"{subject}{KEPT}({finding.line})" if finding.line else subject
