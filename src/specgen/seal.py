"""The seal: a hidden line by which a file shows that what is computed in it follows from its answers.

`new` and `update` write it. Its digest covers all that is computed in the file, all it was computed from, and what computed
it: program, packs and templates. While it fits, `check` need not compute the spec, which takes thirty times as long as to read
it. Ticks, notes, prose, the id, the status and the padding of tables are no part of it, so people change them as they like.
A seal that does not fit is as good as none. It keeps nobody from making one on purpose: `check --recompute` looks at none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from specgen import __version__, blocktext, sealline
from specgen.frontmatter import STATUSES
from specgen.model import Document, Seal, Spec
from specgen.rules import Subject, contradiction, number_without_basis, question_unanswered, unknown_without_owner

NEVER = "never"
PROGRESS = "progress"
DIGITS = 16
# The rules that look at what the answers compute to, and at nothing else.
OF_ANSWERS = (contradiction.RULE, question_unanswered.RULE, unknown_without_owner.RULE, number_without_basis.RULE)


def key(library: str, templates: Mapping[str, str]) -> str:
    """Of what computes: this version, the packs' digest and the templates."""
    return _digest([__version__, library, *(part for item in sorted(templates.items()) for part in item)])


def made(fresh: Document, spec: Spec, subject: Subject, written: Iterable[str], key: str) -> Seal:
    """The seal for the document of `subject`: it fits as long as that holds what `fresh`, written from `spec`, holds.
    `written` are the sections of `fresh` in which somebody has written."""
    answers = subject.document.answers
    count, named = question_unanswered.further(spec)
    seal = Seal("", _since(subject, count), count, named)
    return seal._replace(digest=_of(fresh, answers.text if answers else "", written, key, seal))


def fits(document: Document, written: Iterable[str], key: str) -> bool:
    """Whether the document's own seal is that of what stands in it."""
    seal, answers = document.seal, document.answers
    return seal is not None and answers is not None and seal.digest == _of(document, answers.text, written, key, seal)


def quiet(seal: Seal, status: str) -> bool:
    """Whether nothing is to be found at that status in what the answers compute to."""
    return seal.since == NEVER or STATUSES.index(status) < STATUSES.index(seal.since)


def _since(subject: Subject, further: int) -> str:
    """The status from which on one of the rules has more to say than that further questions are open."""
    for rule in sorted(OF_ANSWERS, key=lambda one: STATUSES.index(one.since)):
        counted = bool(further) and rule is question_unanswered.RULE
        if rule.find and len([*zip(rule.find(subject), range(2), strict=False)]) > counted:
            return rule.since
    return NEVER


def _of(document: Document, answers: str, written: Iterable[str], key: str, seal: Seal) -> str:
    return _digest([key, sealline.said(seal), answers, *_parts(document, written)])[:DIGITS]


def _parts(document: Document, written: Iterable[str]) -> list[str]:
    """All that rules compare with what was computed, and what else it is computed from."""
    parts: list[str] = []
    one = document.identity
    if one is not None:
        parts = [f"{one.format} {one.tier} {one.created} {one.reviewed}", one.title, one.template]
        parts += [*one.owners, "", *one.reviewers, "", *one.packs]
    parts += ["", *sorted(written), "", *sorted([section.id for section in document.sections])]
    for block in sorted(document.blocks):
        text = document.inside(block)
        parts += (block.name, *blocktext.normal(blocktext.COUNT.sub("of ", text) if block.name == PROGRESS else text))
    parts += [f"{one.id} {one.severity} {one.text}\0{one.evidence}" for one in document.items]
    return parts


def _digest(parts: Iterable[str]) -> str:
    """Texts hold no NUL: the reader refuses it."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
