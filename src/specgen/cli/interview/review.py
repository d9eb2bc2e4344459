"""The screen before anything is written: every answer in a few words, and what to do with them."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from specgen.cli.ask import BACK, HELP
from specgen.cli.interview import order, wording
from specgen.cli.interview.panel import count
from specgen.cli.interview.talk import MARK, Talk
from specgen.model import Answer, Asked, Spec, SpecQuestion
from specgen.unknowns import Counts

_NAME = 18  # columns of a group's name


class Choice(Enum):
    """What a person does with the answers, other than changing one."""

    WRITE = "w"
    SAVE = "s"
    LEAVE = "q"
    OPEN = "a"
    BACK = BACK


def groups(spec: Spec) -> dict[str, list[SpecQuestion]]:
    """Questions under their headings, in the order of asking; headings of which nothing was answered are left out."""
    found: dict[str, list[SpecQuestion]] = {order.Part.TRAITS.value: []}
    for one in spec.questions:
        if not one.record and one.question.prompt and one.question.home != order.TITLE:
            found.setdefault(order.group(one.question), []).append(one)
    return {
        name: many
        for name, many in found.items()
        if any(one.state is not Asked.OPEN or one.question.essential for one in many)
    }


def ask(
    talk: Talk, spec: Spec, totals: Counts, open_steps: int, written: Collection[str] = ()
) -> Choice | SpecQuestion:
    """Shows the review and returns what the person wants: a question to change, or one of `Choice`.

    `written` is prose that stands in the file, and is changed there.
    """
    shown = groups(spec)
    _show(talk, spec, totals, shown, written)
    if open_steps:
        said = f"{open_steps} of the questions that matter; a asks them"
        for line in talk.terminal.wrap(said, " " * (_NAME + 5), f"{'Open':{_NAME + 5}}"):
            talk.terminal.say(line, "warning")
    many = f"1-{len(shown)}" if len(shown) > 1 else "1"
    while True:
        text = talk.line(f"Change {many}, w to write, s to save a draft, q to leave {MARK}").lower()
        if text.isdecimal() and 1 <= int(text[:6]) <= len(shown):
            chosen = _one_of(talk, list(shown.values())[int(text) - 1], written)
            if chosen:
                return chosen
        elif text in ("write", "save", "quit", "leave"):
            return Choice({"write": "w", "save": "s"}.get(text, "q"))
        elif text == Choice.OPEN.value and not open_steps:
            talk.tell("Nothing essential is open.", "hint")
        elif text in [one.value for one in Choice]:
            return Choice(text)
        else:
            talk.tell(
                "A number opens the answers of that line; nothing is written before w.",
                "" if text == HELP else "warning",
            )


def _show(
    talk: Talk, spec: Spec, totals: Counts, shown: dict[str, list[SpecQuestion]], written: Collection[str]
) -> None:
    text = f"{totals.answered} answered · {totals.unknown} unknown · {totals.open} later"
    screen = talk.terminal
    screen.say()
    screen.say(screen.styled("Review", "bold") + text.rjust(max(screen.width, len(text) + 8) - len("Review")))
    for number, (name, many) in enumerate(shown.items(), 1):
        said = [_said(one, one.answer, written) for one in many if one.answer is not None]
        missing = sum(one.state is Asked.OPEN and one.question.essential for one in many)
        text = ", ".join([*said, *([f"{missing} open"] if missing else [])])
        for line in screen.wrap(text, " " * (_NAME + 5), f"{number:>3}  {name:{_NAME}}"):
            screen.say(line)
    screen.say(count(spec).replace(": ", "").replace("Contradictions", "Contradictions".ljust(_NAME + 5)))


def _said(one: SpecQuestion, answer: Answer, written: Collection[str]) -> str:
    if one.path in written:
        return f"{wording.words(wording.last_word(one.question))} written"
    return wording.said(one.question, answer)


def _is_blank_section(one: SpecQuestion) -> bool:
    return one.state is Asked.OPEN and bool(one.question.section)


def _one_of(talk: Talk, many: list[SpecQuestion], written: Collection[str]) -> SpecQuestion | None:
    """The question of a group that is to be changed; None to change none."""
    many = [one for one in many if not _is_blank_section(one) and one.path not in written]
    if not many:
        talk.tell("That stands in the file: change it there, in your editor.", "hint")
        return None
    if len(many) == 1:
        return many[0]
    for number, one in enumerate(many, 1):
        talk.choice(number, one.question.ask, wording.value(one.question, one.answer) if one.answer else "open")
    while True:
        text = talk.line(f"  Which? 1-{len(many)}, or Enter for none {MARK}")
        if text in ("", BACK):
            return None
        if text.isdecimal() and 1 <= int(text[:6]) <= len(many):
            return many[int(text) - 1]
        talk.tell("Type one of the numbers.", "warning", "  ")
