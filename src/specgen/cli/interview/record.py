"""One record of a list: its name, its fields one after the other, and the menu in which one of them is changed."""

from __future__ import annotations

from specgen.cli.ask import BACK, HELP, REVIEW
from specgen.cli.interview import summary, wording
from specgen.cli.interview.state import State
from specgen.cli.interview.talk import MARK, Move, Reply, Talk
from specgen.errors import InputError
from specgen.frontmatter import record_key
from specgen.model import Answer, Question, Record


class RecordForm:
    """Asks about the records of one list. Every field is kept in the state as soon as it is answered."""

    def __init__(self, talk: Talk, state: State, question: Question) -> None:
        self.talk, self.state, self.question = talk, state, question

    # --- the name ---

    def named(self, text: str, instead_of: str = "") -> str:
        """Puts a record of that name into the list, or renames one, and returns its key; "" when the name does not do."""
        field = self.state.fields(self.question.id)[self.question.key]
        answer = self.talk.read(text, field, None, "")
        if answer is None or answer.is_unknown:
            return ""
        try:
            key = record_key(answer.text)
        except InputError as error:
            self.talk.tell(str(error), "warning", "  ")
            return ""
        records = self.state.records(self.question.id)
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

    def _rename(self, key: str) -> tuple[str, Move | None]:
        """The record's name again; a record is known by it, so it has to have one."""
        field = self.state.fields(self.question.id)[self.question.key]
        before = self._record(key).fields[self.question.key].text
        while True:
            text = self.talk.line(f"{wording.words(self.question.key).capitalize()}  now: {before}  {MARK}")
            if text in (BACK, REVIEW):
                return key, Move(text)
            if text == HELP:
                self.talk.explain(field)
                continue
            renamed = self.named(text or before, instead_of=key)
            if renamed:
                return renamed, None

    def _record(self, key: str) -> Record:
        return next(one for one in self.state.records(self.question.id) if one.key == key)

    # --- its fields ---

    def ask(self, key: str, *, again: bool) -> Move | None:
        """Asks the fields of one record that apply: all of them `again`, else those without an answer."""
        asked: list[str] = []
        back = ""
        while True:
            name = back or self._next(key, asked, again=again)
            if not name:
                return None
            key, move = self._field(key, name)
            if move is Move.REVIEW:
                return move
            if move is Move.DONE:
                self._leave_rest(key)
                return None
            if move is Move.BACK:
                if name == self.question.key:
                    return move
                asked = [one for one in asked if one != name]
                back = asked.pop() if asked else self.question.key
                continue
            back = ""
            asked.append(name)

    def _leave_rest(self, key: str) -> None:
        """Leaves every field without an answer for later."""
        fields = self.state.fields(self.question.id)
        while name := self._next(key, [], again=False):
            self.state.leave_field(fields[name], key)

    def waits(self, key: str) -> bool:
        """Whether a field of the record is still to be asked."""
        return bool(self._next(key, [], again=False))

    def change(self, key: str) -> Move | None:
        """Shows the fields of a record and asks the one that is chosen, and what applies only now; or all of them."""
        fields, known = self.state.fields(self.question.id), self._record(key).fields
        names = self.state.applying(self.question.id, key)
        for number, name in enumerate(names, 1):
            text = summary.value(fields[name], known[name]) if name in known else "open"
            self.talk.choice(number, fields[name].ask, text)
        while True:
            text = self.talk.line(f"  Which? 1-{len(names)}, or Enter for all {MARK}")
            if not text:
                return self.ask(key, again=True)
            if text in (BACK, REVIEW):
                return Move(text)
            if text.isdecimal() and 1 <= int(text[:6]) <= len(names):
                break
            self.talk.tell("Type one of the numbers, or nothing.", "" if text == HELP else "warning", "  ")
        key, move = self._field(key, names[int(text) - 1])
        return move or self.ask(key, again=False)

    def _field(self, key: str, name: str) -> tuple[str, Move | None]:
        """Asks one field and keeps the answer; the record's key afterwards, and where the person wants to go."""
        if name == self.question.key:
            return self._rename(key)
        field, now = self.state.fields(self.question.id)[name], self._record(key).fields.get(name)
        reply: Reply = self.talk.value(
            field, now, label=wording.asked(field, now), indent="  ", optional=True,
            half=self.state.is_half(f"{self.question.id}.{key}.{name}"),
            keep=lambda one: self.state.put_half(field, key, one),
        )  # fmt: skip
        if isinstance(reply, Answer):
            self.state.put_field(field, key, reply)
            return key, None
        if reply is Move.LATER:
            self.state.leave_field(field, key)
            return key, None
        return key, reply

    def _next(self, key: str, asked: list[str], *, again: bool) -> str:
        known = self._record(key).fields
        for name in self.state.applying(self.question.id, key):
            path = f"{self.question.id}.{key}.{name}"
            done = (name in known and not self.state.is_half(path)) or path in self.state.later
            if name not in asked and (again or not done):
                return name
        return ""
