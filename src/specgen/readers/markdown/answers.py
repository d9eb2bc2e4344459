"""The fenced YAML in *Answers*: the first one there."""

from __future__ import annotations

from collections.abc import Sequence

from specgen.model import AnswersText, Heading, Section

_INFO = ("yaml", "yml")
TITLE = "answers"


def read(
    lines: Sequence[str], kinds: str, headings: Sequence[Heading], sections: Sequence[Section]
) -> AnswersText | None:
    """The answers' text; None where there is no fence of YAML under the section marked `answers`, or under the last
    heading of that name."""
    top = next((one.heading for one in sections if one.id == TITLE), None)
    if top is None:
        top = next((one for one in reversed(headings) if one.text.strip().casefold() == TITLE), None)
    if top is None:
        return None
    opening = kinds.find("F", top.last, top.whole)
    while opening >= 0:
        closing = kinds.find("F", opening + 1, top.whole)
        if closing < 0:
            return None
        info = lines[opening].strip(" \t`~").casefold()
        if info.partition(" ")[0] in _INFO:
            return AnswersText(opening + 1, closing + 1, "\n".join(lines[opening + 1 : closing]))
        opening = kinds.find("F", closing + 1, top.whole)
    return None
