"""Asking for one value: shown, read, put right, and given its basis. What a prompt can end with is a `Reply`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum

from specgen import questions
from specgen.cli.ask import BACK, DONE, HELP, LATER, NONE, REVIEW, UNKNOWN, Prompter, Terminated
from specgen.cli.terminal import Terminal, clean
from specgen.commandline import PLAIN, Commands
from specgen.errors import nearest
from specgen.frozen import replace
from specgen.model import Answer, Basis, Dimension, Place, Quantity, Question, Unknown
from specgen.quantities import say
from specgen.wrapping import KEPT

MARK = "› "
_ROOM = 24  # columns left to type in
_BASES = {"measured": Basis.MEASURED, "contract": Basis.CONTRACT, "assumed": Basis.ASSUMED}
_SOURCES = {
    Basis.MEASURED: "What measured it, and when? (ping from Lagos; 2026-11-01)",
    Basis.CONTRACT: "Which document and clause?",
}
_OWNERLESS = "needs an owner before review. Typed with one: unknown; @ada; 2027-01-31"
_NOTHING = "Nothing is typed. ? shows how to answer; unknown if nobody knows, later to leave it open."
_TICKING = (
    "Arrows move, Space ticks and takes the tick away, Enter goes on. Or type the beginning of a choice and Enter to tick "
    "it; none if it is none of them."
)
_BASIS_HELP = (
    "measured: somebody saw this number; contract: a document promises it; assumed: a guess, which specgen keeps "
    "marked and tries out at its far end. The first letter is enough."
)


class Move(Enum):
    """What a person may do instead of answering."""

    BACK = BACK
    REVIEW = REVIEW
    LATER = LATER
    DONE = DONE  # in a record only: this field and all that are left of it are for later


Reply = Answer | Move
Keep = Callable[[Answer], None]
_MOVES = {move.value: move for move in Move}


class Talk:
    """One conversation: a person, the screen, and the day it is; `commands` is how hints name the packs."""

    def __init__(self, prompter: Prompter, terminal: Terminal, today: str, commands: Commands = PLAIN) -> None:
        self.prompter, self.terminal, self.today, self.commands = prompter, terminal, today, commands

    # --- saying ---

    def tell(self, text: str, style: str = "", indent: str = "") -> None:
        for line in self.terminal.wrap(text, indent):
            self.terminal.say(line, style)

    def choice(self, number: int, text: str, now: str) -> None:
        """A numbered line of a menu: `  2  Does a request fail when this fails?  yes`."""
        start = f"{number:>5}  "
        first, *more = self.terminal.wrap(f"{text}  {now}", " " * len(start), start)
        if more or not first.endswith(now):
            for line in (first, *more):
                self.terminal.say(line)
        else:
            self.terminal.say(first.removesuffix(now) + self.terminal.styled(now, "hint"))

    def line(self, prompt: str, words: Sequence[str] = (), multiline: bool = False) -> str:
        """What was typed; a prompt too long to type after stands on a line of its own."""
        if len(prompt) > self.terminal.width - _ROOM:
            indent = prompt[: len(prompt) - len(prompt.lstrip())]
            self.tell(prompt.removesuffix(MARK).strip(), indent=indent)
            prompt = indent + MARK
        return self.prompter.line(prompt.replace(KEPT, " "), words=words, multiline=multiline)

    def yes(self, prompt: str, indent: str = "", *, otherwise: bool = True) -> bool:
        """Whether the person agrees; Enter means `otherwise`."""
        while True:
            text = self.line(f"{indent}{prompt} {'[Y/n]' if otherwise else '[y/N]'} {MARK}").lower()
            if not text:
                return otherwise
            if text in ("y", "yes"):
                return True
            if text in ("n", "no", BACK):
                return False
            self.tell("Type y or n.", "warning", indent)

    def explain(self, question: Question, indent: str = "  ") -> None:
        """What `?` shows."""
        self.tell(question.help, indent=indent)
        self.tell(_TICKING if question.type == "choices" else questions.hint(question), indent=indent)
        if question.example and not question.choices:
            self.tell(f"For example: {question.example}", indent=indent)
        self.tell(f"More: {self.commands.bare(f'explain {question.id}')}", "hint", indent)

    # --- one value ---

    def value(
        self, question: Question, now: Answer | None = None, *, label: str = "", indent: str = "", optional: bool = False,
        half: bool = False, keep: Keep | None = None,
    ) -> Reply:  # fmt: skip
        """An answer to any question but lists of records and prose.

        `now` stays when Enter is pressed; without one Enter takes the question's default, or leaves an `optional`
        question for later. `label` stands before the mark where the question was not printed above. `keep` takes a
        number where the person leaves before its source is said; with `half`, `now` is such a number.
        """
        shown = questions.show(now, question) if now else question.default
        if label and question.choices:
            self.tell(label, indent=indent)
            label = ""
        self._choices(question, indent)
        prompt = f"{indent}{label}{'  ' if label else ''}{MARK}"
        while True:
            ticks = question.type == "choices"
            text = self._ticked(question, shown, optional) if ticks else self.line(prompt, _words(question))
            if text in _MOVES and (optional or text != DONE):
                return _MOVES[text]
            if text == HELP:
                self.explain(question, indent + "  ")
                continue
            if not text and now is not None:
                if not half:
                    return now
                text = now.text
            if not text and not question.default:
                if optional:
                    return Move.LATER
                self.tell(_NOTHING, "warning", indent + "  ")
                continue
            text = text or question.default
            answer = self.read(text, question, now, indent, keep)
            if answer is not None:
                return answer

    def _ticked(self, question: Question, shown: str, optional: bool) -> str:
        """What was ticked, as it would be typed. Enter on boxes nobody touched is no answer: that may be an oversight."""
        ticked = [] if shown in ("", UNKNOWN, NONE) else [part.strip() for part in shown.split(",")]
        while True:
            chosen = self.prompter.many_of(question.choices, ticked)
            if isinstance(chosen, str):
                return chosen
            if not chosen and not shown and optional:
                return LATER
            if chosen or shown or self.yes("None of these?", "  ", otherwise=False):
                return ", ".join(chosen) or NONE

    def _choices(self, question: Question, indent: str) -> None:
        if question.type != "choice":
            return
        labels = " / ".join(question.choices.values())
        if len(labels) + len(indent) < self.terminal.width and not any(key.isdecimal() for key in question.choices):
            self.tell(labels, "hint", indent + " ")
            return
        width = max(map(len, question.choices))
        for key, label in question.choices.items():
            start = clean(f"{indent} {key:{width}}  ")
            first, *more = self.terminal.wrap("" if label == key else label, " " * len(start), start)
            self.terminal.say(start + self.terminal.styled(first[len(start) :], "hint"))
            for line in more:
                self.terminal.say(line, "hint")

    def read(
        self, text: str, question: Question, now: Answer | None, indent: str, keep: Keep | None = None
    ) -> Answer | None:
        """The answer that `text` is, or None when it has to be typed again."""
        if question.type == "date" and text.lower() == "today":
            text = self.today
        try:
            answer = _with_percent(questions.read_text(text, question))
        except questions.AnswerError as error:
            meant = self._meant(error, text, question, indent)
            return self.read(meant, question, now, indent, keep) if meant else None
        if answer.is_unknown:
            self.tell(noted(answer), indent=indent + "  ")
            return answer
        read_as = _read_as(text.partition(";")[0], answer, question)
        if read_as:
            self.tell(f"Read as {read_as}.", indent=indent + "  ")
        if isinstance(answer.value, Quantity) and question.kind == "observed" and ";" not in text:
            try:
                return self._grounds(answer, question, now, indent + "  ")
            except (KeyboardInterrupt, EOFError, Terminated):
                if keep:
                    keep(answer)
                raise
        return answer

    def _meant(self, error: questions.AnswerError, text: str, question: Question, indent: str) -> str:
        """What to read instead, when the person agrees; "" to type it again."""
        value, semicolon, rest = text.partition(";")
        suggestion = error.suggestion
        if not suggestion or questions.find(question.type).many or suggestion == value.strip():
            self.tell(error.message, "warning", indent + "  ")
            return ""
        self.tell(error.message, "warning", indent + "  ")
        agreed = self.yes(f"Did you mean {suggestion}?", indent + "  ")
        return suggestion + semicolon + rest if agreed else ""

    # --- basis ---

    def _grounds(self, answer: Answer, question: Question, now: Answer | None, indent: str) -> Answer | None:
        """The number with what it rests on; None to go back to the number."""
        prompt = f"{indent}Where from?  measured / contract / assumed"
        before = now.basis if now and now.basis in _BASES.values() and now.basis else Basis.ASSUMED
        while True:
            typed = self.line(f"{prompt} (Enter: {before.word})  {MARK}", tuple(_BASES))
            if typed == BACK:
                return None
            if typed == HELP:
                self.tell(_BASIS_HELP, indent=indent + "  ")
                continue
            found = [name for name in _BASES if typed and name.startswith(typed.lower())]
            if found or not typed:
                break
            close = nearest(typed.lower()[:20], list(_BASES))
            hint = f"Did you mean {close}? " if close else ""
            self.tell(f"{hint}Type measured, contract or assumed, or its first letter.", "warning", indent)
        basis = _BASES[found[0]] if found else before
        if basis not in _SOURCES:
            return replace(answer, basis=basis)
        return self._sourced(answer, basis, question, now, indent)

    def _sourced(
        self, answer: Answer, basis: Basis, question: Question, now: Answer | None, indent: str
    ) -> Answer | None:
        kept = now.source if now and now.basis is basis else ""
        while True:
            source = self.line(f"{indent}{_SOURCES[basis]}{f'  now: {kept}' if kept else ''}  {MARK}")
            if source == BACK:
                return None
            if source == HELP:
                self.tell("So that a reader can look it up. Enter leaves it out.", indent=indent + "  ")
                continue
            try:
                read = questions.read_text(f"{answer.text}; {basis.name.lower()}; {source or kept}", question)
                dated = basis is not Basis.MEASURED or read.as_of or not source
                return read if dated else replace(read, as_of=self.today)  # or it would never grow old
            except questions.AnswerError as error:
                self.tell(error.message, "warning", indent)


def noted(answer: Answer) -> str:
    """What is said to an answer that is unknown."""
    owner = answer.value.owner if isinstance(answer.value, Unknown) else ""
    who = f", for {owner} to find out." if owner else f" and {_OWNERLESS}"
    return f"Noted. It will stand under Open questions{who}"


def _words(question: Question) -> tuple[str, ...]:
    """What Tab completes."""
    if question.type == "bool":
        return ("yes", "no", UNKNOWN, LATER)
    return (*question.choices, *question.choices.values(), UNKNOWN, LATER) if question.choices else (UNKNOWN, LATER)


def _read_as(typed: str, answer: Answer, question: Question) -> str:
    """How the answer was understood, where that is not what was typed; "" where it is."""
    value = answer.value
    if isinstance(value, Quantity):
        meant = say(answer)
        return "" if _bare(meant) == _bare(typed) else meant
    if isinstance(value, Place):
        latitude, longitude = float(value.latitude), float(value.longitude)
        meant = f"{value.name}, {latitude:.2f},{longitude:.2f}"
        return "" if value.name.casefold() == typed.strip().casefold() or "," in typed else meant
    if question.type == "choice" and isinstance(value, str):
        label = question.choices.get(value, value)
        return "" if typed.strip().casefold() in (value.casefold(), label.casefold()) else label
    return ""


def _with_percent(answer: Answer) -> Answer:
    """A bare 85 was read as 85%: it is kept, shown and written with its sign."""
    value = answer.value
    if isinstance(value, Quantity) and value.dimension is Dimension.RATIO and not answer.text.endswith("%"):
        return replace(answer, text=f"{answer.text}%")
    return answer


def _bare(text: str) -> str:
    return re.sub(r"[\s,]", "", text).casefold()
