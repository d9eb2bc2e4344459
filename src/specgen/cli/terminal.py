"""What is printed for people: one sanitiser for every text, colour where it is wanted, lines of at most 96 columns.

Text comes from packs, specs and other people's files. It is made harmless here, at the last step before the stream, so
that no caller can forget it; colours are added after that, by this module alone.
"""

from __future__ import annotations

import os
import sys

from specgen.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

WIDEST = 96

# C0 and C1 controls, DEL, marks and overrides of writing direction, line and paragraph separators, invisible tag
# characters, lone surrogates: what a terminal obeys or what makes a line read as another one. None of them is printable in
# the words of Unicode, so that most texts need no regular expression.
_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
# The runner trims a line before it looks for `::`, and finds `##[` anywhere in it, so an indent would not help.
_WORKFLOW_COMMAND = r"(?m)^(?P<indent>\s*):(?=:)"
_OLD_WORKFLOW_COMMAND = "##["

_CODES = {
    "bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36",
    "error": "1;31", "warning": "33", "hint": "2", "title": "1",
}  # fmt: skip
DIFF = {"+": "green", "-": "red", "@": "cyan"}  # the style of a line of a diff, by its first sign
_ASCII = str.maketrans({
    "›": ">", "╭": "+", "├": "+", "╰": "+", "│": "|", "━": "=", "─": "-", "·": "-", "→": "->", "…": "...", "×": "x",
    "µ": "u",
})  # fmt: skip


def clean(text: str, *, multiline: bool = False, env: Mapping[str, str] | None = None) -> str:
    """`text` with everything that a terminal or a log would obey written out: ESC becomes `\\x1b`.

    Newline and tab stay with `multiline` only. With GITHUB_ACTIONS set in `env`, no line can be read as a command of
    the workflow: `::stop-commands::x` becomes `\\u003a:stop-commands::x`.
    """
    if not text.isprintable():
        import re

        kept = "\n\t" if multiline else ""
        text = re.sub(_HIDDEN, lambda found: found[0] if found[0] in kept else _escape(found[0]), text)
    if env is not None and env.get("GITHUB_ACTIONS") and ("::" in text or _OLD_WORKFLOW_COMMAND in text):
        import re

        text = re.sub(_WORKFLOW_COMMAND, r"\g<indent>\\u003a", text).replace(_OLD_WORKFLOW_COMMAND, "#\\u0023[")
    return text


def _escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


class Line(Frozen):
    """Pieces of text, each with a style; `Terminal.say` cleans them like any other text. Made with `Terminal.styled`
    and joined with `+`."""

    pieces: tuple[tuple[str, str], ...]  # text, style ("" for that of the whole line)

    def __add__(self, other: str | Line) -> Line:
        return Line(self.pieces + _line(other).pieces)

    def __radd__(self, other: str) -> Line:
        return Line(((other, ""), *self.pieces))

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


def _line(text: str | Line) -> Line:
    return text if isinstance(text, Line) else Line(((text, ""),))


class Terminal:
    """A stream that people read. `color` is what `--color` says: auto, always or never.

    Under auto, NO_COLOR wins over FORCE_COLOR, and that over whether the stream is a terminal. BrokenPipeError and
    other OSErrors are left to the caller.
    """

    def __init__(self, stream: TextIO, env: Mapping[str, str], color: str = "auto") -> None:
        self.stream = stream
        self.env = env
        self.is_tty = stream.isatty()
        self.color = _wants_color(self.is_tty, env, color)
        self.width = min(_columns(stream, env) if self.is_tty else WIDEST, WIDEST)

    def say(self, text: str | Line = "", style: str = "", *, multiline: bool = False) -> None:
        """Prints one line: newlines in it are written out too, unless `multiline` says that they are meant."""
        line = _line(text)
        _codes(style)  # an unknown style shall fail without colours too
        whole = clean(str(line), multiline=multiline, env=self.env)
        pieces = [(clean(piece, multiline=multiline), own or style) for piece, own in line.pieces]
        if self.color and whole == "".join(piece for piece, _ in pieces):
            # Judged as a whole first: two harmless pieces can make a workflow command together.
            whole = "".join(_paint(piece, own) for piece, own in pieces)
        self.stream.write(self.encodable(whole) + "\n")
        self.stream.flush()

    def styled(self, text: str, style: str) -> Line:
        """A piece of a line in a style such as "error", "hint" or "bold cyan". KeyError for any other."""
        _codes(style)
        return Line(((text, style),))

    def wrap(self, text: str, indent: str = "", start: str | None = None) -> list[str]:
        """The text in lines of at most `width` columns, each after `indent`; the first one after `start`, where given.
        Lines of the text stay apart; nothing is broken at a `KEPT` blank, or in a command."""
        from specgen.wrapping import wrapped  # not needed by commands that print data only

        lines: list[str] = []
        for line in clean(text, multiline=True).expandtabs(4).splitlines():
            lines += wrapped(line, max(self.width, 20), indent, None if lines or start is None else clean(start)) or [""]
        return lines or ([] if start is None else [clean(start)])

    def encodable(self, text: str) -> str:
        """The text as this stream can hold it: a log in an old code page shows plain signs, not a traceback."""
        encoding = self.stream.encoding or "utf-8"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            return text.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)
        return text


def _codes(style: str) -> str:
    return ";".join(_CODES[name] for name in style.split())


def _paint(text: str, style: str) -> str:
    return f"\x1b[{_codes(style)}m{text}\x1b[0m" if style and text else text


def _wants_color(is_tty: bool, env: Mapping[str, str], color: str) -> bool:
    if color in ("always", "never"):
        return color == "always"
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    if not is_tty or env.get("TERM") == "dumb":
        return False
    # The old console of Windows prints escape sequences instead of obeying them.
    return sys.platform != "win32" or any(name in env for name in ("WT_SESSION", "ANSICON", "ConEmuANSI", "TERM"))


def _columns(stream: TextIO, env: Mapping[str, str]) -> int:
    if env.get("COLUMNS", "").isdecimal():
        return max(int(env["COLUMNS"]), 20)
    try:
        return os.get_terminal_size(stream.fileno()).columns or WIDEST
    except (OSError, ValueError):  # not a terminal after all, or a stream without a file
        return WIDEST
