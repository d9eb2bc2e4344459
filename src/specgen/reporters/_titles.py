"""What a finding is called: its rule, and the id of what it is about. A line, a heading or a sentence is no id: the message
quotes those."""

from __future__ import annotations

from specgen.reporters._plain import paragraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from specgen.model import Finding


def title(finding: Finding, room: int = 1_000) -> str:
    """In at most `room` columns, unless nothing else names the id."""
    rule, subject = paragraph(finding.rule), paragraph(finding.subject)
    whole = f"{rule}: {subject}"
    return whole if _is_id(subject) and (len(whole) <= room or subject not in finding.message) else rule


def _is_id(subject: str) -> bool:
    """Of an item (`IDEM-03`), a question, section, block, field or contradiction; a contradiction may name its record. Where
    several findings have the same subject, a number in brackets follows."""
    first, *others = subject.split(" ")
    if others and others[-1].strip("()").isdigit():
        others.pop()
    if not all(sign.isalnum() or sign in "-_.[]" for sign in first):
        return False
    if others:
        return len(others) == 1 and "-" in first and first.islower()
    return first.islower() or (first.isupper() and "-" in first)
