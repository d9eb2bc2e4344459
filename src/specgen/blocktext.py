"""When two texts of a generated block are the same: a formatter may pad tables and move blank lines without making a spec
stale, and `update` must not undo what the formatter does for ever."""

from __future__ import annotations

import re

DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")  # the row below the header of a table
BAR = re.compile(r"(?<!\\)\|")  # what parts the cells of a row
_EDGE = re.compile(rf"[ \t]*{BAR.pattern}[ \t]*")
_RUN = re.compile(r"[ \t]+")
PROGRESS = "progress"  # the block that ticks move
COUNT = re.compile(r"\b\d+ of (?=\d)")  # how many of the items are closed, in the block of progress


def normal(text: str) -> tuple[str, ...]:
    """The lines that count, with white space folded and tables without padding; equal for texts that read the same."""
    return tuple([_line(line) for line in text.split("\n") if line.strip()])


def _line(line: str) -> str:
    line = line.strip()
    padded = "  " in line or "\t" in line
    if "|" not in line:
        return _RUN.sub(" ", line) if padded else line
    if "-" in line and DELIMITER.fullmatch(line):
        return re.sub(r"-+", "---", _EDGE.sub("|", line))
    if line[0] == "|" == line[-1] and len(line) > 1:  # a row
        if not padded and "\\|" not in line:  # as specgen writes it
            return line.replace(" |", "|").replace("| ", "|")
        line = _EDGE.sub("|", line)
    return _RUN.sub(" ", line)


def same(one: str, other: str) -> bool:
    """Whether nobody would see a difference between the two."""
    return one == other or normal(one) == normal(other)
