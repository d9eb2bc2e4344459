"""The interview from the first trait to the review: which step is next, what its answer changes, where to go then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from specgen.cli.interview import order, people, prose, review, wording
from specgen.cli.interview.order import PEOPLE, Part, Step
from specgen.cli.interview.panel import Panel
from specgen.cli.interview.records import RecordList
from specgen.cli.interview.state import State
from specgen.cli.interview.talk import MARK, Move, Reply, Talk
from specgen.frozen import replace
from specgen.model import Answer, Record, SpecQuestion
from specgen.quantities import plural


class End(Enum):
    WRITE = "write"
    SAVE = "save"
    LEAVE = "leave"


@dataclass(slots=True)
class Flow:
    """`rest` says that the person wants the questions that could wait, too."""

    talk: Talk
    state: State
    panel: Panel
    rest: bool = False
    announced: str = ""

    def run(self) -> End:
        """Asks until the person writes, saves or leaves."""
        back: Step | None = None
        while True:
            step = back or self._next()
            back = None
            if step is None:
                end = self._finish()
                if isinstance(end, End):
                    return end
                back = end
                continue
            move = self.ask(step)
            if move is Move.BACK:
                back = self._before(step)
                if back is None:
                    self.talk.tell("This is the first question.", "hint")
                    back = step
            elif move is Move.REVIEW:
                end = self._review()
                if isinstance(end, End):
                    return end
                back = end

    # --- which step ---

    def _steps(self) -> list[Step]:
        return order.steps(self.state.spec, self.state.visited, self.state.later, self.rest, self.state.scope)

    def _next(self) -> Step | None:
        """The first step that was not asked yet. When the traits are complete, what follows from them is said."""
        step = next((one for one in self._steps() if one.path not in self.state.visited), None)
        if step is None or step.part is not Part.TRAITS:
            self._announce()
        return step

    def _before(self, step: Step | None) -> Step | None:
        """The step asked here that comes before; of None, the last one."""
        found: Step | None = None
        for one in self._steps():
            if step is not None and one.path == step.path:
                break
            if one.path in self.state.visited:
                found = one
        return found

    def _announce(self) -> None:
        if self.state.scope.only:
            return
        spec = self.state.spec
        packs = len(spec.packs)
        now = sum(one.part is Part.ESSENTIAL for one in self._steps())
        rest = order.left(spec, self.state.visited, self.state.later, self.state.scope)
        head = f"{packs} pack{' applies' if packs == 1 else 's apply'}."
        wait = f"; {rest} more can wait." if rest else "."
        text = f"{head} {plural(now, 'question')} now (a list counts as one){wait}"
        if head != self.announced:
            self.announced = head
            self.talk.terminal.say()
            self.talk.tell(text, "bold")

    # --- one step ---

    def ask(self, step: Step) -> Move | None:
        """Asks and keeps the answer; the move, where the person wants to go elsewhere."""
        self._head(step)
        if step.path == PEOPLE:
            move = self._people(step)
        else:
            reply = self._reply(step)
            move = reply if isinstance(reply, Move) else None
            if isinstance(reply, Answer):
                self._keep(step, reply)
        if move is Move.LATER:
            self._leave(step)
        if move in (None, Move.LATER) or self._now(step) is not None:
            self.state.visited.add(step.path)  # also a list that was left half-way: it is there to come back to
        if move in (None, Move.LATER):
            self.panel.show(self.state.spec)
            return None
        return move

    def _head(self, step: Step) -> None:
        steps = [one for one in self._steps() if one.part is step.part]
        paths = [one.path for one in steps]
        screen = self.talk.terminal
        screen.say()
        if step.path in paths:
            screen.say(order.heading(step, paths.index(step.path) + 1, len(paths)), "bold")
        if step.path == PEOPLE:
            self.talk.tell(people.ASK)
            return
        record = f"{self._record_name(step)}: " if step.record else ""
        self.talk.tell(record + wording.asked(step.question, self._now(step)))

    def _reply(self, step: Step) -> Reply:
        question, now = step.question, self._now(step)
        if question.type == "records":
            return RecordList(self.talk, self.state, question, lambda: self.panel.show(self.state.spec)).ask()
        if question.type == "prose":
            return prose.ask(self.talk, question, now)
        half = self.state.is_half(step.path)
        return self.talk.value(question, now, half=half, keep=lambda one: self.state.put_half(question, step.record, one))

    def _people(self, step: Step) -> Move | None:
        reviewers = next((one for one in self.state.library.questions() if one.home == order.REVIEWERS), step.question)
        before = self.state.answers.get(step.question.id), self.state.answers.get(reviewers.id)
        now = (before[0], before[1]) if before[0] and before[1] else None
        found = people.ask(self.talk, step.question, reviewers, now)
        if isinstance(found, Move):
            return found
        self.state.put(step.question.id, found[0])
        self.state.put(reviewers.id, found[1])
        return None

    def _keep(self, step: Step, answer: Answer) -> None:
        if step.record:
            self.state.put_field(step.question, step.record, answer)
        else:
            self.state.put(step.question.id, answer)

    def _leave(self, step: Step) -> None:
        if step.record:
            self.state.leave_field(step.question, step.record)
        else:
            self.state.leave(step.path)

    def _record(self, step: Step) -> Record | None:
        return next((one for one in self.state.records(step.question.list_id) if one.key == step.record), None)

    def _record_name(self, step: Step) -> str:
        record, listed = self._record(step), self.state.question(step.question.list_id)
        name = record.fields.get(listed.key) if record and listed else None
        return name.text if name else step.record

    def _now(self, step: Step) -> Answer | None:
        if step.record:
            record = self._record(step)
            return record.fields.get(step.question.field_name) if record else None
        return self.state.answers.get(step.path)

    # --- the end ---

    def _finish(self) -> End | Step | None:
        """After the last step: the rest of the questions, if the person likes, or the review."""
        state = self.state
        rest = 0 if self.rest else order.left(state.spec, state.visited, state.later, state.scope)
        if not rest:
            return self._review()
        screen = self.talk.terminal
        screen.say()
        self.talk.tell(f"All that matters now is asked. {plural(rest, 'question')} can wait.", "bold")
        while True:
            text = self.talk.line(f"Enter for the review, more to go on with them {MARK}", ("more",)).lower()
            if text in ("", ">", "w", "write", "review"):
                return self._review()
            if text == Move.BACK.value:
                return self._before(None)
            if text in ("more", "m", "go on"):
                self.rest = True
                self.talk.tell("Enter > at any of them for the review.", "hint")
                return None
            self.talk.tell("They can be answered in the file later. Type more, or nothing.", "warning", "  ")

    def _review(self) -> End | Step | None:
        """The review; a step to go to, or None to go on with what is open."""
        while True:
            # What was put off is offered here again: it is the last chance before the file is written.
            chosen = review.ask(
                self.talk, self.state.spec, self.state.counts, len(self._open()), self.state.scope.written
            )
            if isinstance(chosen, SpecQuestion):
                self.ask(Step(chosen.path, chosen.question, Part.ESSENTIAL))
            elif chosen is review.Choice.WRITE:
                return End.WRITE
            elif chosen is review.Choice.SAVE:
                return End.SAVE
            elif chosen is review.Choice.LEAVE:
                if self.talk.yes("Leave without a spec and without a draft?"):
                    return End.LEAVE
            elif chosen is review.Choice.OPEN:
                self._take_up(self._open())
                return None
            else:
                last = self._before(None)
                if last:
                    return last

    def _open(self) -> list[Step]:
        """Traits and essential questions without an answer, put off or never reached."""
        return [
            one
            for one in order.steps(
                self.state.spec, self.state.visited, (), False, replace(self.state.scope, only=False)
            )
            if self._now(one) is None and not (one.path == PEOPLE and one.question.id in self.state.answers)
        ]

    def _take_up(self, steps: Sequence[Step]) -> None:
        self.state.scope = replace(self.state.scope, only=False)
        for one in steps:
            self.state.visited.discard(one.path)
            self.state.later.discard(one.path)
