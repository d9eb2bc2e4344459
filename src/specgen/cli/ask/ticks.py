"""Boxes to tick, in columns: arrows move, Space ticks, Enter goes on. What is typed is a word, and Enter acts on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from specgen.cli.ask import BACK, DONE, HELP, LATER, NONE, REVIEW, UNKNOWN, typed
from specgen.cli.terminal import clean

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import OneStyleAndTextTuple
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output

WORDS = (LATER, UNKNOWN, NONE, DONE, HELP, BACK, REVIEW)
_BESIDE = 6  # columns of " [x] " and the gap after a label
_MOST_COLUMNS = 3
_SHOWN = 24  # characters of a word in a message
_LONGEST = 200  # characters of a word: a paste by mistake is no choice


class Grid:
    """Which boxes are ticked, where the cursor is and what is typed; no screen, so that it can be tested without one."""

    def __init__(self, choices: Mapping[str, str], ticked: Collection[str], width: int) -> None:
        self.keys = list(choices)
        self.labels = [clean(label) for label in choices.values()]
        self.ticked = {key for key in self.keys if key in ticked}
        self.at = 0
        self.word, self.note = "", ""
        self.width = width
        self.cell = max(map(len, self.labels), default=0) + _BESIDE
        self.columns = max(1, min(_MOST_COLUMNS, width // self.cell))

    def move(self, by: int) -> None:
        if 0 <= self.at + by < len(self.keys):
            self.at += by

    def toggle(self) -> None:
        self.ticked ^= {self.keys[self.at]}

    def chosen(self) -> tuple[str, ...]:
        return tuple(key for key in self.keys if key in self.ticked)

    # --- the word ---

    def type(self, text: str) -> None:
        """Adds what was typed or pasted to the word. A blank belongs to it once it is begun; before that it ticks."""
        self.note = ""
        if text == " " and not self.word:
            self.toggle()
        elif text.isprintable():  # a key without a meaning comes as its escape sequence
            self.word = (self.word + text).lstrip()[:_LONGEST]

    def rub_out(self, all_of_it: bool = False) -> None:
        self.word, self.note = "" if all_of_it else self.word[:-1], ""

    def enter(self) -> tuple[str, ...] | str | None:
        """The result, or None to stay: no word goes on, one of `WORDS` leaves, the beginning of a choice ticks it."""
        word = self.word.strip().casefold()
        if not word:
            return self.chosen()
        if word in WORDS and word not in self.keys:
            return word
        self._tick_named(word)
        return None

    def complete(self) -> None:
        """What Tab does: the next box, or with a word what it stands for."""
        word = self.word.strip().casefold()
        begun = [one for one in WORDS if word and one.startswith(word)]
        if not word:
            self.move(1)
        elif len(begun) == 1 and not self._named(word):
            self.word = begun[0]
        else:
            self._tick_named(word)

    def _named(self, word: str) -> list[str]:
        """Keys that a key or label, or the beginning of one, stands for; a whole name wins over beginnings."""
        names = [(key, (key.casefold(), label.casefold())) for key, label in zip(self.keys, self.labels, strict=True)]
        whole = [key for key, both in names if word in both]
        return whole or [key for key, both in names if any(name.startswith(word) for name in both)]

    def _tick_named(self, word: str) -> None:
        """Ticks what the word stands for; a word that stands for nothing, or for several, is said and taken away."""
        found, self.word = self._named(word), ""
        if len(found) == 1:
            self.at = self.keys.index(found[0])
            self.ticked.add(found[0])  # Space takes a tick away; a word never does
            return
        short = word if len(word) <= _SHOWN else f"{word[: _SHOWN - 1]}…"
        labels = " / ".join(self.labels[self.keys.index(key)] for key in found)
        self.note = f"{short} could be: {labels}." if found else f"No choice begins with {short}."

    # --- the screen ---

    def fragments(self, done: bool) -> list[OneStyleAndTextTuple]:
        """Style and text of each piece; the box under the cursor is marked until the person is `done`."""
        found: list[OneStyleAndTextTuple] = []
        for number, (key, label) in enumerate(zip(self.keys, self.labels, strict=True)):
            here = number == self.at and not done
            style, mark = ("class:here", "›") if here else ("", " ")
            box = f"{mark}[{'x' if key in self.ticked else ' '}] "
            last = number % self.columns == self.columns - 1 or number == len(self.keys) - 1
            end = "" if number == len(self.keys) - 1 else "\n" if last else " "
            found.append((style, f"{box}{label if last else label.ljust(self.cell - 5)}{end}"))
        if self.word:
            found.append(("", f"\n› {self.word[-max(self.width - 4, 8) :]}"))
        if self.note and not done:
            found.append(("", f"\n  {self.note}"))
        return found


def boxes(
    choices: Mapping[str, str], ticked: Collection[str], keys: Input, output: Output, width: int, color: bool
) -> Application[tuple[str, ...] | str]:
    """The application that shows the grid; its result is what `Prompter.many_of` returns."""
    from prompt_toolkit.application import Application
    from prompt_toolkit.layout import FormattedTextControl, Layout, Window
    from prompt_toolkit.styles import Style

    grid = Grid(choices, ticked, width)
    body = FormattedTextControl(lambda: grid.fragments(app.is_done), focusable=True, show_cursor=False)
    app: Application[tuple[str, ...] | str] = Application(
        Layout(Window(body, dont_extend_height=True, wrap_lines=True)), key_bindings=_bindings(grid), input=keys,
        output=output, style=Style.from_dict({"here": "reverse" if color else ""}),
    )  # fmt: skip
    return app


def _bindings(grid: Grid) -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    moves = {"right": 1, "left": -1, "s-tab": -1, "down": grid.columns, "up": -grid.columns}
    for name, by in moves.items():
        bindings.add(name)(lambda event, by=by: grid.move(by))
    bindings.add("tab")(lambda event: grid.complete())
    bindings.add("backspace")(lambda event: grid.rub_out())
    bindings.add("c-u")(lambda event: grid.rub_out(all_of_it=True))
    bindings.add("<any>")(lambda event: grid.type(event.data))
    bindings.add("<bracketed-paste>")(lambda event: grid.type(typed(event.data)))

    @bindings.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        result = grid.enter()
        if result is not None:
            event.app.exit(result=result)

    @bindings.add("c-c")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @bindings.add("c-d")
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError())

    return bindings
