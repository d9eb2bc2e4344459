"""Which text is let in: size, characters and markers are judged here once, before any type reads the answer.

- At most 65,536 bytes of UTF-8.
- What XML 1.0 cannot hold (C0 controls except tab and newline, surrogates, U+FFFE, U+FFFF) is refused everywhere: such
  an answer could never become a .docx. Windows and old Mac line ends become newlines first.
- `<!-- specgen:` is refused everywhere: it would be read back as a marker of the file.
- Answers of one line (all types but prose) hold no line break, no C1 control (U+007F to U+009F; some drive a terminal)
  and no control of writing direction (U+202A to U+202E, U+2066 to U+2069): those can make a name, a number or a choice
  read as another one. Prose keeps them, the renderers write it in a place of its own.
"""

from __future__ import annotations

import re

from specgen.model import Question
from specgen.questions._type import AnswerError

MAX_BYTES = 65_536

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("[\n\x85\u2028\u2029]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\x7f-\x9f]")
_MARKER = re.compile(r"<!--\s*/?\s*specgen\b", re.IGNORECASE)


def clean(text: str, question: Question, multiline: bool) -> str:
    """`text` with newlines as line ends, stripped. Raises AnswerError naming the question and the code point."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise AnswerError(f"The answer to {question.id} is longer than {MAX_BYTES:,} bytes; shorten it.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse(_ILLEGAL, text, question, "no document can hold it")
    if _MARKER.search(text):
        raise AnswerError(
            f"The answer to {question.id} holds a marker <!-- specgen:…; those are reserved. Write it another way."
        )
    if multiline:
        return re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()
    _refuse(_DIRECTION, text, question, "it changes the order in which text is read")
    text = text.strip()
    _refuse(_LINE_BREAK, text, question, "this answer is one line")
    _refuse(_INVISIBLE, text, question, "it cannot be seen")
    return text


def _refuse(characters: re.Pattern[str], text: str, question: Question, why: str) -> None:
    found = characters.search(text)
    if found is not None:
        point = f"U+{ord(found[0]):04X} at position {found.start() + 1}"
        raise AnswerError(f"The answer to {question.id} holds the character {point}: {why}.")
