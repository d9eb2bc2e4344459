"""What a Markdown file says: front matter, sections, blocks, items with ticks and notes, answers. Lines count from 1."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from specgen.errors import Problem
from specgen.frozen import Frozen
from specgen.model.spec import Identity


class Heading(NamedTuple):
    """At the top level of the document, not inside a list or a quote. `last` is its last line (an underline's, say);
    `end` the last line before the next heading, `whole` the last line before the next one of its level or above."""

    line: int
    level: int
    text: str
    last: int
    end: int
    whole: int


class Section(NamedTuple):
    """A heading with a marker `<!-- specgen:section ID -->` in its own lines; `line` is the marker's."""

    id: str
    line: int
    heading: Heading | None  # None when the marker stands above the first heading


class Block(NamedTuple):
    """Generated text between two markers; `begin` and `end` are the markers' lines."""

    name: str
    begin: int
    end: int


class NoteKind(StrEnum):
    EVIDENCE = "Evidence"
    NOT_APPLICABLE = "N/A"
    WAIVED = "Waived"
    RETIRED = "Retired"  # written by specgen: the packs ask for the item no more, and somebody had worked on it
    OTHER = ""


class Note(NamedTuple):
    """A sub-bullet of an item: `Waived: reason. @person, until DATE`. `date` is as it was typed, "" without one."""

    kind: NoteKind
    line: int
    text: str  # without label, person and date
    person: str = ""
    date: str = ""


class Ticked(NamedTuple):
    """A checklist item as its lines say it: its wording ends in line `worded`, its sub-bullets in line `last`."""

    id: str
    line: int
    last: int
    severity: str
    text: str
    evidence: str  # what would tick it, after the arrow
    done: bool
    notes: tuple[Note, ...]
    worded: int = 0

    def note(self, kind: NoteKind) -> Note | None:
        """The first note of that kind."""
        return next((one for one in self.notes if one.kind is kind), None)

    @property
    def state(self) -> str:
        """ "n/a" beats "waived" beats "done"; else "open"."""
        kinds = [one.kind for one in self.notes] if self.notes else ()
        if NoteKind.NOT_APPLICABLE in kinds:
            return "n/a"
        if NoteKind.WAIVED in kinds:
            return "waived"
        return "done" if self.done else "open"


class Hiding(StrEnum):
    """Where an item's line does not count, in words that a sentence can go on with."""

    CODE = "a code block"
    QUOTE = "a quote"
    COMMENT = "a comment"
    HTML = "a block of HTML"
    BLOCK = "a generated block"
    LIST = "a list in which it is not read"


class HiddenItem(NamedTuple):
    """An item's line where it does not count."""

    id: str
    line: int
    where: Hiding


class AnswersText(NamedTuple):
    """The fenced YAML in *Answers*: `opening` and `closing` are the lines of its fences, `text` what is between them."""

    opening: int
    closing: int
    text: str


class Seal(NamedTuple):
    """What the hidden line below the answers says: that what is computed here follows from them, and what there is to say of
    them. See `specgen.seal`."""

    digest: str
    since: str  # the status from which on something is found in what the answers compute to; "never"
    further: int = 0  # questions that were never answered and are only counted
    named: tuple[str, ...] = ()  # those of them that most depends on


class Document(Frozen):
    """A file as it is, with everything that is wrong with its form. Nothing in here was computed.

    `text` has no byte order mark and the line ends of the file; `lines` have none. `kinds` has one letter a line: see
    `readers.markdown.lines`. `faults` are markers that cannot be used; names of blocks in them are in `broken`.
    """

    file: str
    text: str
    lines: tuple[str, ...] = ()
    kinds: str = ""
    body: int = 1  # the first line after the front matter
    identity: Identity | None = None
    problems: tuple[Problem, ...] = ()  # of the front matter
    unreadable: Problem | None = None  # when the bytes are no text of ours: then there is nothing else
    headings: tuple[Heading, ...] = ()
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    items: tuple[Ticked, ...] = ()
    hidden: tuple[HiddenItem, ...] = ()
    answers: AnswersText | None = None
    wording: Mapping[str, str] = MappingProxyType({})  # item id -> digest of what was written; several after a merge
    wording_lines: tuple[int, ...] = ()
    seal: Seal | None = None  # None also where there are two, as after a merge
    seal_lines: tuple[int, ...] = ()
    faults: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()
    unclosed: int = 0  # the line of code, a comment or HTML that never ends and hides the rest

    @property
    def has_front_matter(self) -> bool:
        return self.body > 1 or bool(self.problems)

    @property
    def means_to_be_a_spec(self) -> bool:
        """Whether front matter names specgen's format, readable or not."""
        return self.identity is not None or self.field_line("specgen") > 0

    @property
    def marked(self) -> int:
        """The first line with a marker of specgen, whether it can be used or not; 0 where there is none."""
        ours = [*self.wording_lines, *self.seal_lines, *(one.line for one in self.sections), *(one.begin for one in self.blocks)]
        return min([*ours, *(one.line for one in self.faults if one.line != self.unclosed)], default=0)

    @property
    def was_composed(self) -> bool:
        """Whether specgen has written in it: blocks, hidden lines (a seal counts whether it fits or not), or `packs`. Who writes
        a spec by hand begins without any of them."""
        packs = self.identity.packs if self.identity else ()
        return bool(self.blocks or self.wording_lines or self.seal_lines or packs)

    def field_line(self, name: str) -> int:
        """The line of a field of the front matter; 0 where it is not there."""
        name = self.identity.spelled(name) if self.identity else name
        for number, line in enumerate(self.lines[: max(self.body - 1, 0)], 1):
            if line.startswith(name) and line[len(name) :].lstrip().startswith(":"):
                return number
        return 0

    def section(self, id: str) -> Section | None:
        return next((one for one in self.sections if one.id == id), None)

    def inside(self, block: Block) -> str:
        """What stands between the markers, lines joined by LF."""
        return "\n".join(self.lines[block.begin : block.end - 1])
