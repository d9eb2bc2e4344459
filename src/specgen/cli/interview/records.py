"""Lists of records, one after the other and field by field; then a summary in which each can be changed or removed."""

from __future__ import annotations

import re
from collections.abc import Callable

from specgen import questions
from specgen.cli.ask import BACK, HELP, LATER, REVIEW, UNKNOWN
from specgen.cli.interview import wording
from specgen.cli.interview.state import State
from specgen.cli.interview.talk import MARK, Move, Reply, Talk
from specgen.errors import InputError
from specgen.frontmatter import slug
from specgen.frozen import Frozen
from specgen.model import Answer, Basis, Question, Record

_HOW = "One after the other; Enter on an empty name ends the list, Enter on a field leaves it for later."
_END = "end"  # an empty name: the list is complete


class RecordList(Frozen):
    """Asks for one list. `seen` is called after each record, when figures may have changed."""

    talk: Talk
    state: State
    question: Question
    seen: Callable[[], None]

    def ask(self) -> Reply:
        """The whole list, or where the person wants to go. Every field is kept in the state as soon as it is answered."""
        self.talk.tell(_HOW, "hint")
        resumed = f"{self.question.id}[]" in self.state.later
        self.state.unfinished(self.question.id, True)
        end = self._resume() if resumed else self._menu()
        # Only an interrupted list stays marked: leaving it by a key is a decision.
        self.state.unfinished(self.question.id, False)
        if isinstance(end, Answer):
            self.state.put(self.question.id, end)
        return end

    def _resume(self) -> Reply:
        records = self._records()
        stopped = self._fields(records[-1].key, again=False) if records else None
        return stopped if stopped is Move.REVIEW else self._add()

    def _records(self) -> tuple[Record, ...]:
        return self.state.records(self.question.id)

    def _whole(self) -> Answer:
        records = self._records()
        return Answer(records, questions.find(self.question.type).show(records))

    # --- adding ---

    def _add(self) -> Reply:
        """Records until the empty name."""
        while True:
            key = self._name()
            if isinstance(key, Answer):
                return key
            if key is Move.BACK and self._records():
                return self._menu()
            if isinstance(key, Move):
                return key
            if key == _END:
                return self._menu() if self._records() else self._whole()
            end = self._fields(key, again=False)
            if end is Move.REVIEW:
                return end
            self.seen()

    def _name(self) -> str | Answer | Move:
        """The key of a new record that is in the list then; `_END`; or an answer for the whole list."""
        field = self.state.fields(self.question.id)[self.question.key]
        while True:
            text = self.talk.line(f"{wording.words(self.question.key).capitalize()} {MARK}", tuple(field.choices))
            if text in (BACK, REVIEW):
                return Move(text)
            if text == HELP:
                self.talk.explain(self.question)
            elif text in (UNKNOWN, LATER) and self._records():
                self.talk.tell("Enter ends the list.", "warning", "  ")
            elif text == LATER:
                return Move.LATER
            elif text in (UNKNOWN, "none") and not self._records():
                return questions.read_text(text, self.question)
            elif text:
                added = self._named(text, field)
                if added:
                    return added
            elif self._records() or self.talk.yes("There are none at all?", "  "):
                return _END

    def _named(self, text: str, field: Question, instead_of: str = "") -> str:
        """Puts a record of that name into the list, or renames one; "" when the name does not do."""
        answer = self.talk.read(text, field, None, "")
        if answer is None or answer.is_unknown:
            return ""
        try:
            key = slug(answer.text)
        except InputError as error:
            self.talk.tell(str(error), "warning", "  ")
            return ""
        records = self._records()
        if key != instead_of and any(one.key == key for one in records):
            self.talk.tell(f"{answer.text} is in the list already; it can be changed at the end.", "warning", "  ")
            return ""
        name = field.field_name
        if instead_of:
            self.state.renamed(self.question.id, instead_of, key)
            records = tuple(
                Record(key, {**one.fields, name: answer}) if one.key == instead_of else one for one in records
            )
        else:
            records = (*records, Record(key, {name: answer}))
        self.state.put_records(self.question, records)
        return key

    # --- fields ---

    def _fields(self, key: str, *, again: bool) -> Move | None:
        """Asks the fields of one record that apply: all of them `again`, else those without an answer."""
        fields = self.state.fields(self.question.id)
        asked: list[str] = []
        back = ""
        while True:
            name = back or self._next(key, asked, again)
            if not name:
                return None
            field, now = fields[name], self._record(key).fields.get(name)
            if name == self.question.key:
                reply: Reply | None = self._rename(key, field, now)
                if isinstance(reply, Answer):
                    key = slug(reply.text)
            else:
                reply = self.talk.value(field, now, label=wording.asked(field, now), indent="  ", optional=True)
            if reply is Move.REVIEW:
                return reply
            if reply is Move.BACK:
                asked = [one for one in asked if one != name]
                back = asked.pop() if asked else self.question.key
                if name == self.question.key:
                    return Move.BACK
                continue
            back = ""
            asked.append(name)
            if reply is Move.LATER:
                self.state.leave_field(field, key)
            elif isinstance(reply, Answer) and name != self.question.key:
                self.state.put_field(field, key, reply)

    def _next(self, key: str, asked: list[str], again: bool) -> str:
        known = self._record(key).fields
        for name in self.state.applying(self.question.id, key):
            waits = f"{self.question.id}.{key}.{name}" in self.state.later
            if name not in asked and (again or not (name in known or waits)):
                return name
        return ""

    def _record(self, key: str) -> Record:
        return next(one for one in self._records() if one.key == key)

    def _rename(self, key: str, field: Question, now: Answer | None) -> Reply:
        """The record's name again; a record is known by it, so it has to have one."""
        before = now.text if now else ""
        while True:
            text = self.talk.line(f"{wording.words(self.question.key).capitalize()}  now: {before}  {MARK}")
            if text in (BACK, REVIEW):
                return Move(text)
            if text == HELP:
                self.talk.explain(field)
                continue
            renamed = self._named(text or before, field, instead_of=key)
            if renamed:
                return next(one for one in self._records() if one.key == renamed).fields[field.field_name]

    # --- the summary ---

    def _menu(self) -> Reply:
        shown: tuple[Record, ...] = ()
        while True:
            records = self._records()
            if not records:
                return self._add()
            for line in (
                ()
                if records == shown
                else summary(records, self.state.fields(self.question.id), self.question, self.talk.terminal.width)
            ):
                self.talk.terminal.say(line)
            shown = records
            many = f"1-{len(records)}" if len(records) > 1 else "1"
            text = self.talk.line(f"  Add, change {many}, remove {many}, or Enter to go on {MARK}").lower()
            if text in (BACK, REVIEW):
                return Move(text)
            if not text:
                return self._whole()
            if text in ("a", "add"):
                return self._add()
            chosen = re.fullmatch(r"(change|c|remove|r)?\s*(\d{1,4})", text)
            if chosen is None or not 1 <= int(chosen[2]) <= len(records):
                self.talk.tell("Type add, change 1, remove 1, or nothing.", "warning", "  ")
                continue
            record = records[int(chosen[2]) - 1]
            if (chosen[1] or "change").startswith("r"):
                self.state.put_records(self.question, tuple(one for one in records if one is not record))
            elif self._fields(record.key, again=True) is Move.REVIEW:
                return Move.REVIEW
            self.seen()


def summary(records: tuple[Record, ...], fields: dict[str, Question], question: Question, width: int) -> list[str]:
    """One numbered line a record: its name, then what is known of it."""
    names = [one.fields[question.key].text for one in records]
    longest = min(max(map(len, names)), 30)
    lines = []
    for number, (record, name) in enumerate(zip(records, names, strict=True), 1):
        shown = {field: answer for field, answer in record.fields.items() if field in fields and field != question.key}
        said = [_said(fields[field], answer) for field, answer in shown.items()]
        line = f"{number:>3}  {name:{longest}}   {'   '.join(said)}".rstrip()
        lines.append(line if len(line) <= width else line[: width - 1] + "…")
    return lines


def _said(field: Question, answer: Answer) -> str:
    """As in the review, but with every basis: in a list the good numbers stand beside the guesses."""
    basis = answer.basis
    strong = f" {basis.word}" if basis in (Basis.MEASURED, Basis.CONTRACT) and basis else ""
    return wording.said(field, answer) + strong
