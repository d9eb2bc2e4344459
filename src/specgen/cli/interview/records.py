"""Lists of records, one after the other and field by field; then a summary in which each can be changed or removed."""

from __future__ import annotations

import re
from collections.abc import Callable

from specgen import questions
from specgen.cli.ask import BACK, HELP, LATER, NONE, REVIEW, UNKNOWN
from specgen.cli.interview import summary, wording
from specgen.cli.interview.record import RecordForm
from specgen.cli.interview.state import State
from specgen.cli.interview.talk import MARK, Move, Reply, Talk
from specgen.model import Answer, Question, Record

_HOW = (
    "One after the other; Enter on an empty name ends the list. Enter on a field leaves it for later, done leaves all that "
    "are left of this one."
)
_END = "end"  # an empty name: the list is complete


class RecordList:
    """Asks for one list. `seen` is called after each record, when figures may have changed."""

    def __init__(self, talk: Talk, state: State, question: Question, seen: Callable[[], None]) -> None:
        self.talk, self.state, self.question, self.seen = talk, state, question, seen
        self.form = RecordForm(talk, state, question)

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
        if records and self.form.waits(records[-1].key):
            self.talk.tell(f"Going on with {records[-1].fields[self.question.key].text}.")
        stopped = self.form.ask(records[-1].key, again=False) if records else None
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
            end = self.form.ask(key, again=False)
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
            elif (text == NONE or text.partition(";")[0].strip() == UNKNOWN) and not self._records():
                try:
                    return questions.read_text(text, self.question)
                except questions.AnswerError as error:
                    self.talk.tell(error.message, "warning", "  ")
            elif text:
                added = self.form.named(text)
                if added:
                    return added
            elif self._records() or self.talk.yes("There are none at all?", "  "):
                return _END

    # --- the summary ---

    def _menu(self) -> Reply:
        shown: tuple[Record, ...] = ()
        while True:
            records = self._records()
            if not records:
                return self._add()
            if records != shown:
                fields = self.state.fields(self.question.id)
                for line in summary.lines(records, fields, self.question.key, self.talk.terminal):
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
            elif self.form.change(record.key) is Move.REVIEW:
                return Move.REVIEW
            self.seen()
