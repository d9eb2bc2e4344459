"""Boxes to tick, in columns: arrows move, Space ticks, Enter goes on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from specgen.cli.ask import BACK, HELP, LATER, REVIEW, UNKNOWN
from specgen.cli.terminal import clean

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import OneStyleAndTextTuple
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output

_KEYS = {"<": BACK, "?": HELP, ">": REVIEW, "u": UNKNOWN, "l": LATER}
_BESIDE = 6  # columns of " [x] " and the gap after a label
_MOST_COLUMNS = 3


class Grid:
    """Which boxes are ticked and where the cursor is; no screen, so that it can be tested without one."""

    def __init__(self, choices: Mapping[str, str], ticked: Collection[str], width: int) -> None:
        self.keys = list(choices)
        self.labels = [clean(label) for label in choices.values()]
        self.ticked = {key for key in self.keys if key in ticked}
        self.at = 0
        self.cell = max(map(len, self.labels), default=0) + _BESIDE
        self.columns = max(1, min(_MOST_COLUMNS, width // self.cell))

    def move(self, by: int) -> None:
        if 0 <= self.at + by < len(self.keys):
            self.at += by

    def toggle(self) -> None:
        self.ticked ^= {self.keys[self.at]}

    def chosen(self) -> tuple[str, ...]:
        return tuple(key for key in self.keys if key in self.ticked)

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
        Layout(Window(body, dont_extend_height=True)), key_bindings=_bindings(grid), input=keys, output=output,
        style=Style.from_dict({"here": "reverse" if color else ""}),
    )  # fmt: skip
    return app


def _bindings(grid: Grid) -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    moves = {"right": 1, "tab": 1, "left": -1, "s-tab": -1, "down": grid.columns, "up": -grid.columns}
    for name, by in moves.items():
        bindings.add(name)(lambda event, by=by: grid.move(by))
    bindings.add(" ")(lambda event: grid.toggle())

    @bindings.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        event.app.exit(result=grid.chosen())

    for key, word in _KEYS.items():
        bindings.add(key)(lambda event, word=word: event.app.exit(result=word))

    @bindings.add("c-c")
    @bindings.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @bindings.add("c-d")
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError())

    return bindings
