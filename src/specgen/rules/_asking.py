"""The parts of a document that ask for something: sections of the template, headings without headings below them, and
questions in bold type, `* **How can it be switched off?**`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from specgen.model import Document, Heading, Question, Section
from specgen.rules._content import Seen, look, without_comments

_BOLD = re.compile(r" {0,1}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(\*\*|__)(?=\S)")
_LONGEST = 5  # lines of one bold question
_OPTIONAL = re.compile(r"[(\[]\s*optional\b|\boptional\s*[)\]]", re.IGNORECASE)


class Part(NamedTuple):
    """A part and what was seen in it. `question` is that of the template, for its sections."""

    line: int
    title: str
    seen: Seen
    choice: bool  # whether boxes in it are there to be chosen from
    section: str = ""
    question: Question | None = None

    @property
    def blank(self) -> bool:
        return not self.seen.says(choice=self.choice, why=self.question is not None)


def parts(document: Document, asked: Mapping[str, Question], sections: Sequence[Section]) -> Iterator[Part]:
    """Every part, in the order of lines. `asked` maps ids of `sections` to their questions.

    A section of the template holds what stands under its heading and its subheadings, but for generated blocks and other
    such sections. Any other heading is a part when it has no subheading; there generated text counts, since nobody else
    is to write there.
    """
    marked: dict[int, list[Section]] = {}
    for section in sections:
        if section.heading is not None and section.id in asked:
            marked.setdefault(section.heading.line, []).append(section)
    items = {item.line for item in document.items}
    blocks = {block.begin: block.end for block in document.blocks}  # no heading stands in one
    asking = "?" in document.text  # else nobody asks anything in bold type
    open_ones: list[tuple[Heading, list[Section], Seen]] = []  # marked sections around the heading at hand
    found: list[Part] = []
    for number, heading in enumerate(document.headings):
        while open_ones and open_ones[-1][0].whole < heading.line:
            found += _closed(open_ones.pop(), asked)
        own = marked.get(heading.line)
        if own:
            open_ones.append((heading, own, look(document, heading.last + 1, heading.end, items, blocks)))
            continue
        if open_ones and not open_ones[-1][2].text:
            open_ones[-1][2].add(look(document, heading.last + 1, heading.end, items, blocks))
            if not open_ones[-1][2].text:
                continue  # the section as a whole will be named
        found += _plain(document, heading, items, first=number == 0, asking=asking)
    while open_ones:
        found += _closed(open_ones.pop(), asked)
    yield from sorted(found, key=lambda part: part.line)


def _closed(section: tuple[Heading, list[Section], Seen], asked: Mapping[str, Question]) -> Iterator[Part]:
    heading, own, seen = section
    for one in own:
        yield Part(heading.line, heading.text, seen, True, one.id, asked[one.id])


def _plain(document: Document, heading: Heading, items: set[int], *, first: bool, asking: bool) -> Iterator[Part]:
    questions = list(_bold_questions(document, heading)) if asking else []
    for number, (line, begin, text, rest) in enumerate(questions):
        end = questions[number + 1][0] - 1 if number + 1 < len(questions) else heading.end
        seen = look(document, begin, end, items)
        seen.text |= bool(rest)
        yield Part(line, text, seen, True)
    title = first and len(document.headings) > 1  # of the document
    container = heading.whole > heading.end or questions
    if not title and not container and not _OPTIONAL.search(heading.text):
        seen = look(document, heading.last + 1, heading.end, items)
        yield Part(heading.line, heading.text, seen, heading.text.rstrip(" *_`").endswith("?"))


def _bold_questions(document: Document, heading: Heading) -> Iterator[tuple[int, int, str, str]]:
    """Line, first line of the answer, words, and what of the answer stands in the question's own lines."""
    number = heading.last + 1
    while number <= heading.end:
        line = document.lines[number - 1]
        bold = "**" in line or "__" in line
        asked = _bold_question(document.lines, document.kinds, number, heading.end) if bold else None
        if asked:
            yield number, *asked
            number = asked[0]
        else:
            number += 1


def _bold_question(lines: Sequence[str], kinds: str, number: int, end: int) -> tuple[int, str, str] | None:
    bold = _BOLD.match(lines[number - 1]) if kinds[number - 1] in "lt" else None
    if bold is None or (kinds[number - 1] == "t" and number > 1 and kinds[number - 2] in "tl"):
        return None
    words: list[str] = []
    for at in range(number, min(number + _LONGEST, end + 1)):
        if at > number and kinds[at - 1] != "t":
            break
        line = lines[at - 1][bold.end() :] if at == number else lines[at - 1].strip()
        inside, closing, rest = line.partition(bold[1])
        words.append(inside.strip())
        if closing:
            text = " ".join(words)
            return (at + 1, text, without_comments(rest).strip(" \t:.")) if text.endswith("?") else None
    return None
