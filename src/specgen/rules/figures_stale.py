"""A generated block does not say what the answers say today.

Verdict and figures follow from the answers alone. Where a block differs, either an answer was changed by hand and nothing was
computed again, or somebody has edited the block; in both cases readers rely on a number that nothing supports. White space
and the padding of tables do not count. Ticks move the block `progress` only, and that is information.

To mend it: `specgen update FILE`. To change a number, change the answer it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen import blocktext
from specgen.model import Gravity, Phase, Severity
from specgen.rules import Found, Needs, Rule, Subject, Versions
from specgen.rules._blocks import Drift, drift, lines, more
from specgen.rules._items import OPEN, demanded, first


def _find(subject: Subject) -> Iterator[Found]:
    document = subject.document
    if subject.seal:  # of all blocks only the counts of ticks may differ
        blocks = [block for block in document.blocks if block.name == blocktext.PROGRESS]
        fresh = {block.name: document.inside(block) for block in blocks}
    elif subject.composed is None:
        return
    else:
        blocks = [*document.blocks]
        fresh = {block.name: subject.composed.fresh.inside(block) for block in subject.composed.fresh.blocks}
    for block in blocks:
        wanted = fresh.get(block.name, "")
        if block.name == blocktext.PROGRESS and wanted:
            wanted = _ticked(wanted, subject)
        here = document.inside(block)
        difference = None if here == wanted else drift(lines(here, block.begin + 1), lines(wanted, 1))
        if difference is None:
            continue
        gravity = Gravity.INFO if block.name == blocktext.PROGRESS else None
        fix = subject.known.commands.typed("update", document.file)
        message = _message(block.name, difference, bool(wanted.strip()))
        yield Found(difference.number or block.end, message, fix, block.name, gravity=gravity)


def _message(name: str, difference: Drift, exists: bool) -> str:
    shown = name.removeprefix("figures.")
    if not exists:
        return f"The {shown} block is not made from the answers of today; what it says rests on answers that are gone."
    return f"The {shown} block {difference.said}.{more(difference.more)}"


_LINE = tuple(("", severity) for severity in Severity)
_TABLE = tuple((phase, severity) for phase in Phase for severity in Severity)


def _ticked(text: str, subject: Subject) -> str:
    """The progress with the ticks of the file: its counts stand in the order of phases and severities."""
    done = {one.id for one in first(subject.document).values() if one.state != OPEN}
    by_line = subject.document.identity is not None and subject.document.identity.tier == 3
    counts: dict[tuple[str, str], list[bool]] = {}
    for one in demanded(subject):
        counts.setdefault(("" if by_line else one.phase, one.severity), []).append(one.id in done)
    closed = iter([sum(counts[key]) for key in (_LINE if by_line else _TABLE) if key in counts])
    return blocktext.COUNT.sub(lambda found: f"{next(closed, 0)} of ", text)


_BLOCK = (
    "## Availability\n\n<!-- specgen:begin figures.availability -->\n"
    "**Target: {}** (`decided`), over a rolling 30 d (specgen's choice).\n\n"
    "Budget: 14.4 min a day, 1.68 h a week, **7.2 h in 30 days**, 3.65 d in a year of 365 days.\n"
    "<!-- specgen:end figures.availability -->\n\n## Answers\n\n```yaml\navailability.target: 99%\n```\n"
)

RULE = Rule(
    name="figures-stale",
    title="A generated block does not say what the answers say",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(_BLOCK.format("99%"),),
    bad=(_BLOCK.format("99.5%"),),
    find=_find,
    needs=Needs.ITEMS,
    versions=Versions.SAME,
)
