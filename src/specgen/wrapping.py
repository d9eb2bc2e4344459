"""Text in lines of a given width, for terminals and reports. A command is never broken: somebody will paste it."""

from __future__ import annotations

KEPT = "\u00a0"  # a blank at which no line is broken
_NAME = "specgen "
_QUOTES = "\"'`"
_ENDS = ".,;:)"


def wrapped(text: str, width: int, indent: str = "", start: str | None = None) -> list[str]:
    """One paragraph in lines of at most `width` columns, unless a word or a command is longer; each after `indent`, the first
    one after `start`, where given. No line is broken at a `KEPT` blank, which is an ordinary one afterwards."""
    import textwrap  # not needed where nothing has to be said

    lines = textwrap.wrap(
        whole_commands(text), width, initial_indent=indent if start is None else start, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [line.replace(KEPT, " ") for line in lines]


def whole_commands(text: str) -> str:
    """`text` with `KEPT` blanks in every command. Of a sentence about specgen the same blanks are kept, which harms nobody."""
    if _NAME not in text:
        return text
    made, at = "", 0
    while (begin := text.find(_NAME, at)) >= 0:
        before = text[begin - 1 : begin]
        if before.isalnum() or before in ("-", "/", "_", "."):  # a longer word, or the name of a file
            end = begin + len(_NAME)
            made, at = made + text[at:end], end
            continue
        closing = text.find(before, begin) if before and before in _QUOTES else -1
        end = closing if closing > 0 else _end(text, begin)
        made, at = made + text[at:begin] + text[begin:end].replace(" ", KEPT), end
    return made + text[at:]


def _end(text: str, begin: int) -> int:
    """Where a command ends that no quotes enclose: after its name up to two words (`pack lint`), options with what they
    are given, and what looks like no word of a sentence."""
    at, words, option = begin, 0, False
    while at < len(text):
        end = _word_end(text, at)
        word = text[at:end]
        plain = word.rstrip(_ENDS).isalpha() and word == word.lower()
        if words > 2 and plain and not option:
            return at - 1
        words, option = words + 1, word.startswith("-")
        if end == len(text) or word[-1:] in _ENDS or text[end] != " ":
            return end
        at = end + 1
    return at


def _word_end(text: str, at: int) -> int:
    """The end of a word of a shell: a blank in quotes does not end it."""
    quote = ""
    for end in range(at, len(text)):
        sign = text[end]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign.isspace():
            return end
    return text.find(" ", at) if quote and " " in text[at:] else len(text)
