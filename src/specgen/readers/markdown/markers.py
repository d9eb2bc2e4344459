"""specgen's own comments. A marker stands alone on its line; what cannot be used is a fault, and never guessed at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from specgen import itemline, markerline, sealline
from specgen.errors import Problem, nearest
from specgen.frozen import new
from specgen.model import Block, Heading, Seal, Section

_DIGEST = re.compile(r"([A-Z][A-Z0-9]*-[0-9]+)=([0-9a-f]{8})")
_WORDS = ("begin", "end", "section", "wording", "seal")
_RIGHT = "Put it right, alone on its line, as specgen wrote it; a line that specgen never wrote can go."
_HALF = (
    'Put "<!-- specgen:{half} {name} -->" back {where} its text; or delete this line and the generated text {where} it, then '
    "update the spec."
)
_HELD = "Move the two markers of the block so that nothing but generated text is between them: it is written anew."
_TWICE = "Delete one of the two, both its markers and what is between them; then update the spec."
_MISPLACED = "Take the line out that stands under the wrong heading."


class Marks(NamedTuple):
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    wording: Mapping[str, str]
    wording_lines: tuple[int, ...]
    seal: Seal | None
    seal_lines: tuple[int, ...]
    faults: tuple[Problem, ...]
    broken: frozenset[str]


def read(lines: Sequence[str], kinds: str, headings: Sequence[Heading], file: str) -> Marks:
    """Every marker of a document, in its order."""
    return _Markers(lines, headings, file).read(kinds)


class _Markers:
    def __init__(self, lines: Sequence[str], headings: Sequence[Heading], file: str) -> None:
        self.lines, self.file = lines, file
        self.headings = headings
        self.passed = 0  # headings above the line at hand
        self.sections: dict[str, Section] = {}
        self.blocks: dict[str, Block] = {}
        self.open: tuple[str, int] | None = None
        self.wording: dict[str, str] = {}
        self.others: dict[str, dict[str, None]] = {}  # second and further digests of an item
        self.wording_lines: list[int] = []
        self.seals: dict[int, Seal | None] = {}  # by line
        self.faults: list[Problem] = []
        self.broken: set[str] = set()

    def read(self, kinds: str) -> Marks:
        at, inside = kinds.find("c"), -1
        while at >= 0:
            line = self.lines[at]
            if inside == at:  # a comment of several lines: what looks like a marker in it is none
                inside = at + 1 if "-->" not in line else -1
            elif "-->" not in line:
                inside = at + 1
                self._line(at + 1, line)
            elif "specgen:" in line:
                self._line(at + 1, line)
            at = kinds.find("c", at + 1)
        if self.open:
            name, line_number = self.open
            self._fault(line_number, f'The block "{name}" begins here and never ends.', _endless(name), name)
        for block in list(self.blocks.values()):
            self._swallowed(block, kinds)
        for name in self.broken:  # which of two is the right one nobody can tell
            self.blocks.pop(name, None)
        for id, digests in self.others.items():
            self.wording[id] = " ".join([self.wording[id], *digests])
        return Marks(
            tuple(self.sections.values()), tuple(self.blocks.values()), self.wording, tuple(self.wording_lines),
            next(iter(self.seals.values())) if len(self.seals) == 1 else None, tuple(self.seals),
            tuple(self.faults), frozenset(self.broken),
        )  # fmt: skip

    def _swallowed(self, block: Block, kinds: str) -> None:
        """No block holds headings, comments or items. Where one does, a marker was moved, and words would be lost."""
        inside = kinds[block.begin : block.end - 1]
        if "h" not in inside and "c" not in inside and "l" not in inside:
            return
        for number in range(block.begin + 1, block.end):
            kind = kinds[number - 1]
            if kind in "hc" or (kind == "l" and itemline.parse(self.lines[number - 1])):
                shown = _short(self.lines[number - 1])
                message = f'The block "{block.name}" has come to hold "{shown}" (line {number}).'
                self._fault(block.begin, message, _HELD, block.name)
                return

    def _line(self, number: int, line: str) -> None:
        marker = markerline.parse(line)
        if marker is None:
            if markerline.is_begun(line):
                self._fault(number, f'"{_short(line)}" is no whole marker.', _RIGHT)
            return
        word, rest, named = marker
        if word in ("begin", "end", "section") and not named:
            self._fault(number, f'"{_short(line)}" names no {"section" if word == "section" else "block"}.', _RIGHT)
        elif word == "begin":
            self._begin(number, rest)
        elif word == "end":
            self._end(number, rest)
        elif word == "section":
            self._section(number, rest)
        elif word == "wording":
            self._wording(number, rest)
        elif word == "seal":
            self.seals[number] = sealline.parse(rest)
        else:
            close = nearest(word, _WORDS)
            hint = f" Did you mean specgen:{close}?" if close else ""
            self._fault(number, f'"{_short(line)}" is no marker of specgen.{hint}', _RIGHT)

    def _begin(self, number: int, name: str) -> None:
        if self.open:
            other, line = self.open
            message = f'The block "{other}" begins here and does not end before the next one begins.'
            self._fault(line, message, _endless(other), other)
        self.open = (name, number)

    def _end(self, number: int, name: str) -> None:
        if self.open is None or self.open[0] != name:
            fix = _HALF.format(half="begin", name=name, where="above")
            if self.open and (meant := nearest(name, [self.open[0]])):
                fix = f'If it ends "{meant}" (line {self.open[1]}), give both the name that specgen wrote. Else: {fix}'
            self._fault(number, f'The block "{name}" ends here and never began.', fix, name)
            return
        begin, self.open = self.open[1], None
        if name in self.blocks:
            first = self.blocks[name].begin
            self._fault(begin, f'The block "{name}" stands here a second time, first in line {first}.', _TWICE, name)
            return
        self.blocks[name] = new(Block, (name, begin, number))

    def _section(self, number: int, id: str) -> None:
        while self.passed < len(self.headings) and self.headings[self.passed].line < number:
            self.passed += 1
        heading = self.headings[self.passed - 1] if self.passed else None
        if id in self.sections:
            first = self.sections[id].line
            message = f'The section "{id}" is marked here a second time, first in line {first}.'
            self._fault(number, message, _MISPLACED)
        else:
            self.sections[id] = new(Section, (id, number, heading))

    def _wording(self, number: int, rest: str) -> None:
        if self.wording_lines:  # a merge has left two: both tell what was written
            first = self.wording_lines[0]
            message = f"The list of wordings stands here a second time, first in line {first}, as after a merge."
            self.faults.append(Problem(message, self.file, number, 1, "An update makes one of both."))
        for id, digest in _DIGEST.findall(rest):
            if self.wording.setdefault(id, digest) != digest:
                self.others.setdefault(id, {})[digest] = None
        self.wording_lines.append(number)

    def _fault(self, line: int, message: str, fix: str, name: str = "") -> None:
        self.faults.append(Problem(message, self.file, line, 1, fix))
        if name:
            self.broken.add(name)


def _endless(name: str) -> str:
    return _HALF.format(half="end", name=name, where="below")


def _short(line: str) -> str:
    text = " ".join(line.split())
    return text if len(text) <= 60 else f"{text[:60]}…"
