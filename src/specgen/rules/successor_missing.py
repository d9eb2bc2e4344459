"""A retired spec does not say what replaced it.

Whoever finds an old spec wants to know what holds now. That is the one thing that is asked of a retired spec.

To mend it: write one line with a link, `Replaced by [Instant transfers 2](instant-transfers-2.md).`; "superseded by" and
"successor" will do as well. If nothing came after it, say so: `Replaced by nothing: switched off in May.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Rule, Subject

_SAYS = re.compile(
    r"\b(?:replaced|superseded|succeeded|taken over)\s+(?:by|with)\b|\b(?:successor|moved to|merged into)\b", re.I
)
_LINK = re.compile(r"\]\([^\s)]|\]\[|<?https?://|\b[\w./-]+\.md\b|\bnothing\b", re.I)


def _find(subject: Subject) -> Iterator[Found]:
    document = subject.document
    identity = document.identity
    if identity is None or subject.status != "retired":
        return
    if any(_names_it(line, below) for line, below in _pairs(document.lines, document.kinds)):
        return
    said = f'"{identity.title}" is retired, and no line says with a link what replaced it.'
    fix = 'Write "Replaced by [title](file.md)." or "Replaced by nothing: reason."'
    yield Found(max(document.field_line("status"), 1), said, fix)


def _pairs(lines: tuple[str, ...], kinds: str) -> Iterator[tuple[str, str]]:
    """Each line of text and the one it goes on in."""
    for number, kind in enumerate(kinds):
        if kind in "tlqh":
            goes_on = number + 1 < len(kinds) and kinds[number + 1] in "tq"
            yield lines[number], lines[number + 1] if goes_on else ""


def _names_it(line: str, below: str) -> bool:
    said = _SAYS.search(line)
    return bool(said) and bool(_LINK.search(f"{line} {below}", said.end() if said else 0))


RULE = Rule(
    name="successor-missing",
    title="A retired spec does not say what replaced it",
    gravity=Gravity.ERROR,
    since="retired",
    text=__doc__,
    good=(
        "# Instant transfers\n\nReplaced by [Instant transfers 2](instant-transfers-2.md).\n",
        "# Instant transfers\n\nReplaced by nothing: the bank closed this product in May.\n",
    ),
    bad=("# Instant transfers\n\nNobody uses it any more.\n",),
    find=_find,
)
