"""The seal: a hidden line by which a file shows that what is computed in it follows from its answers.

`new` and `update` write it. Its digest covers all that is computed in the file, all it was computed from, and what computed
it: program, packs and templates. While it fits, and says that nothing is to be found in the answers at the spec's status,
`check` need not compute the spec, which takes many times as long as to read it; while it only fits, `check` need not write
it anew. Ticks, notes, prose, the id, the status and
the padding of tables are no part of it, so people change them as they like. A seal that does not fit is as good as none. It
keeps nobody from making one on purpose: `check --recompute` looks at none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from specgen import __version__, blocktext, sealline
from specgen.frontmatter import STATUSES, name_and_version
from specgen.model import Document, Gravity, Seal, Spec
from specgen.rules import (
    Subject,
    contradiction,
    number_without_basis,
    question_unanswered,
    section_missing,
    unknown_without_owner,
)

NEVER = "never"

DIGITS = 16
# The rules that need what the answers compute to. Named here, since to seal a file is no reason to import all rules.
OF_ANSWERS = (contradiction.RULE, question_unanswered.RULE, unknown_without_owner.RULE, number_without_basis.RULE)


def key(library: str, templates: Mapping[str, str]) -> str:
    """Of what computes: this version, the packs' digest and the templates."""
    return _digest([[__version__, library], *([name, text] for name, text in sorted(templates.items()))])


def can_hold(fresh: Document, spec: Spec) -> bool:
    """Whether a seal of this document would say enough: a team's template may write items of its own, or one twice."""
    items = sorted((one.item.id, one.severity.value) for one in spec.items)
    return fresh.answers is not None and sorted((one.id, one.severity) for one in fresh.items) == items


def made(fresh: Document, spec: Spec, subject: Subject, written: Iterable[str], key: str) -> Seal:
    """The seal for the document of `subject`: it fits as long as that holds what `fresh`, written from `spec`, holds.
    `written` are the sections of that document in which somebody has written."""
    answers = subject.document.answers
    written = [*written]
    since = _since(subject)
    # The digest holds which sections are written, not which headings stand there without a word below them.
    if any(one.section not in written for one in section_missing.own_headings(fresh, spec)):
        since = min(since, section_missing.RULE.since, key=(*STATUSES, NEVER).index)
    seal = Seal("", since, *question_unanswered.further(spec))
    return seal._replace(digest=_of(fresh, answers.text if answers else "", written, key, seal))


def fits(document: Document, written: Iterable[str], key: str) -> bool:
    """Whether the document's own seal is that of what stands in it."""
    seal, answers = document.seal, document.answers
    return seal is not None and answers is not None and seal.digest == _of(document, answers.text, written, key, seal)


def quiet(seal: Seal, status: str) -> bool:
    """Whether nothing is to be found at that status in what the answers compute to."""
    return seal.since == NEVER or STATUSES.index(status) < STATUSES.index(seal.since)


def _since(subject: Subject) -> str:
    """The status from which on one of the rules has more to say than how many further questions are open, which the seal
    says itself."""
    for rule in sorted(OF_ANSWERS, key=lambda one: STATUSES.index(one.since)):
        counts = rule is question_unanswered.RULE
        if rule.find and any(not (counts and one.gravity is Gravity.INFO) for one in rule.find(subject)):
            return rule.since
    return NEVER


def _of(document: Document, answers: str, written: Iterable[str], key: str, seal: Seal) -> str:
    return _digest([[key, sealline.said(seal), answers], *_groups(document, written)])[:DIGITS]


def _groups(document: Document, written: Iterable[str]) -> list[list[str]]:
    """All that rules compare with what was computed, and what else it is computed from."""
    groups: list[list[str]] = []
    one = document.identity
    if one is not None:
        groups = [[f"{one.format} {one.tier} {one.created} {one.reviewed}", one.title, one.template]]
        groups += [[*one.owners], [*one.reviewers], [*one.packs]]
        if not name_and_version(one.template)[1]:  # a team's own, which may ask for these
            groups.append([one.id, one.status])
    groups += [sorted(written), sorted([section.id for section in document.sections])]
    for block in sorted(document.blocks):
        text = document.inside(block)
        lines = blocktext.normal(blocktext.COUNT.sub("of ", text) if block.name == blocktext.PROGRESS else text)
        groups.append([block.name, *lines])
    groups.append([f"{item.id} {item.severity} {item.text}\0{item.evidence}" for item in document.items])
    return groups


def _digest(groups: Iterable[Sequence[str]]) -> str:
    """Of texts without NUL, which the reader refuses: with how many there are in each group, no two read the same."""
    text = "\0".join([part for group in groups for part in (str(len(group)), *group)])
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
