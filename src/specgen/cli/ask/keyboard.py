"""The prompter of a real terminal, on prompt_toolkit.

That takes 80 ms to import, so it happens at the first prompt, when its question already stands on the screen.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from specgen.cli.ask import Editor, Terminated, typed
from specgen.cli.terminal import clean

if TYPE_CHECKING:
    from types import FrameType

    from prompt_toolkit.application import Application
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output

_SIGNALS: dict[int, type[BaseException]] = {signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: Terminated}


class KeyboardPrompter:
    """Prompts on stderr, reads the terminal. Inside `with prompter.listening()` SIGTERM becomes `Terminated`, and neither
    it nor Ctrl-C is lost between two prompts."""

    def __init__(
        self, color: bool, editor: Editor | None = None, width: int = 80, ends: tuple[Input, Output] | None = None
    ) -> None:
        """`ends` are prompt_toolkit's keyboard and screen; stdin and stderr unless a test brings its own."""
        self._color, self._editor, self._width = color, editor, width
        self._running: Application[Any] | None = None
        self._stopped: type[BaseException] | None = None  # the signal that came, as what it raises
        self._terminal = ends

    # --- the three questions ---

    def line(self, prompt: str, *, words: Sequence[str] = (), multiline: bool = False) -> str:
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.shortcuts import CompleteStyle, PromptSession

        keys, output = self._ends()
        session: PromptSession[str] = PromptSession(
            clean(prompt), input=keys, output=output, key_bindings=_paste_bindings(multiline),
            completer=WordCompleter(list(words), ignore_case=True, sentence=True) if words else None,
            complete_while_typing=False, complete_style=CompleteStyle.READLINE_LIKE, reserve_space_for_menu=0,
            enable_suspend=sys.platform != "win32",
        )  # fmt: skip
        return typed(self._run(session.app), multiline=multiline)

    def many_of(self, choices: Mapping[str, str], ticked: Collection[str]) -> tuple[str, ...] | str:
        from specgen.cli.ask.ticks import boxes

        keys, output = self._ends()
        chosen: tuple[str, ...] | str = self._run(boxes(choices, ticked, keys, output, self._width, self._color))
        return chosen

    def edit(self, text: str) -> str | None:
        return None if self._editor is None else self._editor(text)

    # --- signals ---

    @contextmanager
    def listening(self) -> Iterator[None]:
        """SIGTERM raises `Terminated` and Ctrl-C KeyboardInterrupt inside this block, also in the middle of a prompt.

        What a signal raises can be lost: Python drops it where a callback may not raise, as while modules are imported.
        So the next prompt raises it again.
        """
        before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopped = _SIGNALS[number]
        app = self._running
        if app is None:
            raise self._stopped
        # Inside a prompt the event loop runs: it would log an exception raised here and go on. A loop that has not
        # begun, or has just ended, is caught in `_run`.
        if app.loop is not None and app.loop.is_running():
            app.loop.call_soon_threadsafe(_leave, app, self._stopped)

    def _run(self, app: Application[Any]) -> Any:
        self._running = app
        try:
            answer = app.run(pre_run=self._check, handle_sigint=False)
        finally:
            self._running = None
        self._check()
        return answer

    def _check(self) -> None:
        if self._stopped is not None:
            raise self._stopped

    def _ends(self) -> tuple[Input, Output]:
        if self._terminal is None:
            from prompt_toolkit.input import create_input

            self._terminal = create_input(sys.stdin), _output(self._color)
        return self._terminal


def _leave(app: Application[Any], why: type[BaseException]) -> None:
    if app.is_running and not app.is_done:  # not when a key, or an earlier signal, ended it
        app.exit(exception=why())


def _output(color: bool) -> Output:
    """Stderr as prompt_toolkit's screen. It is never asked for the cursor's position: not every terminal answers, and a
    late answer would be typed into the next question."""
    if sys.platform == "win32":
        from prompt_toolkit.output import create_output

        return create_output(stdout=sys.stderr)
    from prompt_toolkit.output import ColorDepth
    from prompt_toolkit.output.vt100 import Vt100_Output

    depth = None if color else ColorDepth.DEPTH_1_BIT
    output = Vt100_Output.from_pty(sys.stderr, default_color_depth=depth)
    output.enable_cpr = False
    return output


def _paste_bindings(multiline: bool) -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    @bindings.add("<bracketed-paste>")
    def _(event: KeyPressEvent) -> None:
        # The stock binding inserts the text as it came, line ends and escape sequences included.
        event.current_buffer.insert_text(typed(event.data, multiline=multiline))

    return bindings
