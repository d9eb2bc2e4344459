"""Puts changed answers into a spec: only the lines of what changed are replaced. Comments, order, blank lines, quotes and line
ends of all else stay as they are.

Answers with a home go there: into a field of the front matter, or, once, into their section.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType

from specgen import answersfile, frontmatter, questions
from specgen.commandline import PLAIN, Commands
from specgen.compose.selection import Selection, select
from specgen.errors import ConflictError, InputError, Problem
from specgen.frozen import Frozen
from specgen.model import Answer, Answers, Document, Heading, Library, Question
from specgen.readers.markdown import read
from specgen.renderers.markdown.answers import IDLE, UNUSED
from specgen.sections import SectionNames, recognised
from specgen.update import front, sectiontext
from specgen.update.differences import changed
from specgen.update.entries import added, put, put_records, take_out
from specgen.update.proof import FAULT
from specgen.update.spans import Slot, keys
from specgen.update.splices import Splices
from specgen.yamltext import Plain

_FENCE = re.compile(r"(`{3,}|~{3,})")


class Way(IntEnum):
    """How changed values are written: each next way is for what the one before could not write."""

    FINE = 0  # of a list the fields that changed
    WHOLE = 1  # each value whole
    QUOTED = 2  # and texts in one line: an indented comment below would belong to a block of text
    ONE_LINE = 3  # lists, too


class Put(Frozen):
    """`given` is prose whose section is not there yet: composing the document with it makes the section. `kept` says of
    each prose why it was not put in: somebody's words stand there."""

    text: str
    given: Mapping[str, Answer] = MappingProxyType({})
    kept: tuple[Problem, ...] = ()


def put_answers(
    document: Document, library: Library, before: Answers, after: Answers,
    places: Mapping[str, Heading | None] = MappingProxyType({}),
) -> Put:  # fmt: skip
    """The document's text with the answers `after` in place of `before`, which are all that it gives now. `places` are the
    headings that stand for sections.

    Raises InputError where there is no place for answers, ConflictError when the result does not read as was meant.
    """
    if document.answers is None:
        raise InputError(without_answers(document))
    there, problems, *_ = answersfile.of_document(document, library)
    if problems:
        raise InputError(*problems)
    work = _Work(document, library, before, after, there)
    prose = sectiontext.put(document, work.prose, places)
    for way in Way:
        text = work.text(way, prose.edits)
        found = read(text, document.file)
        if work.holds(found):
            text = _settled(found, library, work.was, work.now)
            if work.holds(read(text, document.file)):
                return Put(text, prose.given, prose.kept)
    raise ConflictError(Problem("the answers would not read as they were given", document.file, fix=FAULT))


def without_answers(document: Document, commands: Commands = PLAIN) -> Problem:
    """What to say of a spec that has no place for answers."""
    heading = recognised(document, SectionNames(["answers"]))["answers"]
    line = heading.line if heading else 1
    put_in = f"{commands.quoted('update', document.file)} puts one in."
    fix = "Write a line ```yaml and a line ``` under it." if heading else put_in
    return Problem("there is no section Answers with a yaml block in it", document.file, line, 1, fix)


class _Work:
    """What changes where. `there` are the answers of the block as it is, `wanted` the new ones: None takes a key out."""

    def __init__(
        self, document: Document, library: Library, before: Answers, after: Answers, there: Mapping[str, Answer]
    ) -> None:
        self.document, self.library, self.there = document, library, there
        self.by_id = answersfile.top_level(library)
        self.was, self.now = select(library, before), select(library, after)
        self.wanted: dict[str, Answer | None] = {}
        self.front: dict[str, Plain | None] = {}
        self.prose: list[tuple[Question, Answer]] = []
        for question in changed(library, before, after):
            self._sort(question, after.get(question.id))
        for id, answer in there.items():  # what was not used, and now goes to its home
            question = self.by_id[id]
            if question.home and id in self.was.unused and id not in self.now.unused and id not in self.wanted:
                self._sort(question, answer)

    def _sort(self, question: Question, answer: Answer | None) -> None:
        unused = question.id in self.now.unused
        if not question.home or (unused and answer is not None and question.section):
            self.wanted[question.id] = answer
            return
        if question.id in self.there:
            self.wanted[question.id] = None
        said = answer is not None and not answer.is_unknown and answer.value != ()
        if question.front:
            empty: Plain | None = [] if question.front == "owners" else None
            found = questions.write_node(answer, question, {}) if answer is not None and said else empty
            self.front[question.front] = found
        elif said and answer is not None:
            self.prose.append((question, answer))

    # --- the text ---

    def text(self, way: Way, prose: Sequence[sectiontext.Edit]) -> str:
        """With every change."""
        splices = Splices(self.document.text)
        self._front(splices)
        self._answers(splices, way)
        for edit in prose:
            edit(splices)
        return splices.text()

    def _front(self, splices: Splices) -> None:
        identity = self.document.identity
        if not self.front or identity is None:
            return
        there = front.fields(self.document, identity)
        for name, value in sorted(self.front.items(), key=lambda one: frontmatter.KEYS.index(one[0])):
            if name in there and value is None:
                take_out(there[name], splices)
            elif name in there and value is not None:
                put(self.document.lines, there[name], value, splices)
            elif value is not None:
                made = added(identity.spelled(name), value, 0)
                splices.insert(_above(name, frontmatter.KEYS, there, 1), made, tight=True)

    def _answers(self, splices: Splices, way: Way) -> None:
        answers = self.document.answers
        if answers is None or not self.wanted:
            return
        lines = self.document.lines
        there = keys(self.document, answers.text, answers.opening + 1, answers.closing - 1)
        line = next((n for n in range(answers.opening + 1, answers.closing) if lines[n - 1].strip() == UNUSED), 0)
        idle = next(
            (n for n in range(answers.opening + 1, answers.closing) if lines[n - 1].strip().startswith(IDLE)), 0
        )
        used = {name: slot for name, slot in there.items() if not line or slot.first < line}
        below = {name: slot for name, slot in there.items() if name not in used}
        margin = next((slot.margin for slot in there.values()), 0)
        order = list(self.by_id)
        fresh: list[str] = []
        for id in order:
            if id not in self.wanted:
                continue
            value = self._value(id)
            one_line = way is Way.ONE_LINE or (way is Way.QUOTED and isinstance(value, str))
            made = [] if value is None else added(id, value, margin, one_line=one_line)
            fresh += made
            if value is None and id in there:
                take_out(there[id], splices)
            elif value is not None and id in there:
                if way is not Way.FINE or not self._records(there[id], splices):
                    put(lines, there[id], value, splices, one_line=one_line)
            elif value is not None and id not in self.now.unused:
                splices.insert(_above(id, order, used, answers.opening), made, tight=True)
            elif value is not None:
                last = line or (idle or answers.closing) - 1
                heading = [] if line or below else [" " * margin + UNUSED]
                at = _above(id, order, below, last)
                splices.insert(at, [*heading, *made], tight=True)
                line = line or last
        self._fence(fresh, splices)

    def _value(self, id: str) -> Plain | None:
        answer = self.wanted[id]
        if answer is None:
            return None
        question = self.by_id[id]
        return questions.write_node(answer, question, answersfile.fields(self.library, id) if question.key else {})

    def _records(self, slot: Slot, splices: Splices) -> bool:
        """Whether the list could be changed record by record."""
        question, answer = self.by_id[slot.name], self.wanted[slot.name]
        before = self.there.get(slot.name)
        old, new = before.records if before else (), answer.records if answer else ()
        fields = answersfile.fields(self.library, slot.name) if question.key else {}
        return put_records(self.document.lines, slot, question, fields, old, new, splices)

    def _fence(self, fresh: Sequence[str], splices: Splices) -> None:
        """Longer fences where the new lines hold a run that would end them."""
        answers = self.document.answers
        found = _FENCE.search(self.document.lines[answers.opening - 1]) if answers else None
        if answers is None or found is None:
            return
        sign = found[1][0]
        longest = max((len(run) for line in fresh for run in re.findall(f"{sign}+", line)), default=0)
        if longest >= len(found[1]):
            for number in (answers.opening, answers.closing):
                line = self.document.lines[number - 1]
                splices.replace(number, number, [_FENCE.sub(sign * (longest + 1), line, count=1)])

    # --- the proof ---

    def holds(self, found: Document) -> bool:
        """Whether the new text reads as was meant: every answer of the block, and the front matter."""
        answers, problems, *_ = answersfile.of_document(found, self.library)
        meant = {**self.there, **self.wanted}
        if problems or found.problems or found.identity is None or found.answers is None:
            return False
        front = {name: getattr(found.identity, name) for name in self.front}
        if any(value != _identity_value(name, self.front[name]) for name, value in front.items()):
            return False
        return not changed(self.library, {id: one for id, one in meant.items() if one is not None}, answers)


def _identity_value(name: str, value: Plain | None) -> object:
    if name == "tier":
        return None if value is None else int(str(value))
    if name == "title":
        return value
    return tuple(value) if value is not None and not isinstance(value, str) else ()


def _above(id: str, order: Sequence[str], there: Mapping[str, Slot], otherwise: int) -> int:
    """The line below which a new key belongs: the last one of its nearest predecessor, or `otherwise`."""
    place = {name: order.index(name) for name in there if name in order}
    earlier = [name for name in place if place[name] < order.index(id)]
    return there[max(earlier, key=lambda name: place[name])].last if earlier else otherwise


# --- what is used, and what is not ---------------------------------------------------------------------------------------


def _settled(document: Document, library: Library, was: Selection, now: Selection) -> str:
    """Keys that have come into use leave the part that is not used, and the comments there say what is so now."""
    answers = document.answers
    if answers is None:
        return document.text
    lines, span = document.lines, range(answers.opening + 1, answers.closing)
    there = keys(document, answers.text, answers.opening + 1, answers.closing - 1)
    splices = Splices(document.text)
    line = next((number for number in span if lines[number - 1].strip() == UNUSED), 0)
    if line:
        used = {name: slot for name, slot in there.items() if slot.first < line}
        below = {name: slot for name, slot in there.items() if slot.first > line}
        order = list(answersfile.top_level(library))
        back = [id for id in order if id in below and id in was.unused and id not in now.unused]
        for id in back:
            slot = below.pop(id)
            splices.insert(_above(id, order, used, answers.opening), lines[slot.first - 1 : slot.last], tight=True)
            take_out(slot, splices)
        if not below:
            splices.replace(line, line, ())
    if was.idle != now.idle:
        margin = next((" " * slot.margin for slot in there.values()), "")
        said = [f"{margin}{IDLE} {', '.join(now.idle)}"] if now.idle else []
        old = next((number for number in span if lines[number - 1].strip().startswith(IDLE)), 0)
        if old:
            splices.replace(old, old, said)
        elif said:
            splices.insert(answers.closing - 1, said, tight=True)
    return splices.text()
