"""A placeholder stands where an answer belongs: TBD, TODO, FIXME, ???, "to be determined", `<date>`.

A placeholder is a promise to oneself that nobody else can see the date of. It is looked for in the text, in lists, tables,
headings, front matter and answers; not in code, not in what specgen has generated, and not where it stands in quotation marks.
Documents that are no specs are looked at as well.

To mend it: write what it stands for. If nobody knows yet, say that, and who finds out by when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from specgen.blocktext import BAR
from specgen.model import Document, Gravity
from specgen.rules import Found, Rule, Subject
from specgen.rules._spans import Prose, prose, spotted
from specgen.rules._text import Subjects, around, short

_BEFORE = r"(?<![^\W_])(?<![./\\-])(?<![^\W_]_)"  # `_TBD_` is one, `NOT_TBD` is none
_WORD = re.compile(
    rf"{_BEFORE}(?:TBD|tbd|TB[AC]|TODO|FIXME|T\.B\.D\.)(?!_*[^\W_]|-|\.\w|\(\))|{_BEFORE}[Tt]odo:"
    r"|(?<![\w?])\?{3,}"
    r"|(?i:\bto be (?:determined|decided|confirmed)\b)(?=[ \t]*(?:[.,;:)\]!?|]|$))"
    r"|(?:^[ \t]*T|[-*+|:][ \t]+[Tt])o be (?:determined|decided|confirmed)\b"
)
_ANGLE = re.compile(r"(?<![^\s(\[|*_,;>\"'])<(?P<name>[A-Za-z][^<>\n]{0,58}[^<>\s/=]|\.\.\.|…)>(?![\w=])")
_TO_BE = "(?i:e (?:determined|decided|confirmed))"
_SIGNS = (  # whatever the patterns above find holds one of these
    re.compile(rf"B(?:[ACD]|\.D|{_TO_BE})"),  # TBD, TBA, TBC, T.B.D.
    re.compile(rf"b(?:d|{_TO_BE})"),
    re.compile(r"T(?:ODO|odo:)"),
    re.compile(r":(?<=todo:)"),
    re.compile(r"F(?=IXME)"),
    re.compile(r"\?(?=\?\?)"),
    re.compile(r"<[A-Za-z.…]"),
)
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "«": "»"}
_TAGS = """
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center cite
    code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font
    footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map
    mark math menu meta meter nav object ol optgroup option output p picture pre progress q rp rt ruby s samp
    script section select slot small source span strong style sub summary sup svg table tbody td template textarea
    tfoot th thead time title tr track tt u ul var video wbr
"""
_HTML = frozenset(_TAGS.split())
_SWITCHES = frozenset(("open", "disabled", "checked", "hidden", "controls", "selected", "readonly", "required"))


class Hit(NamedTuple):
    begin: int
    end: int
    text: str


def _find(subject: Subject) -> Iterator[Found]:
    document = subject.document
    numbers = spotted(document.text, _SIGNS)
    if not numbers:
        return
    subjects, titles, tables = Subjects(), _Titles(document), _Tables(document)
    apart: set[int] | None = None
    for line in prose(document, numbers):
        if apart is None:
            apart = _generated(document)
        if line.number in apart or (line.kind == "m" and document.identity is None):
            continue
        goes_on = document.kinds[line.number : line.number + 1] == "t"
        hits = list(_hits(line, goes_on=goes_on))
        if hits:
            title = "Front matter" if line.kind == "m" else titles.above(line.number)
            yield _found(line, hits, title, tables.column(line, hits[0]), document, subjects)
    yield from _in_answers(document, numbers, subjects)


def _generated(document: Document) -> set[int]:
    """Lines that hold no words of a person: generated blocks, and the wording of items."""
    lines = {number for block in document.blocks for number in range(block.begin, block.end + 1)}
    for item in document.items:
        lines.update(range(item.line, max(item.worded, item.line) + 1))
    return lines


def _hits(line: Prose, *, goes_on: bool) -> Iterator[Hit]:
    text = line.text
    length, last_quote = len(text.rstrip()), text.rfind('"')
    for found in _WORD.finditer(text):
        word = _bare(found)
        begin, end = found.end() - len(word), found.end()
        if goes_on and end == length and word.lower().startswith("to be"):
            continue  # by whom, or when, stands in the next line
        if line.kind != "m" and _quoted(text, begin, end):
            continue
        yield Hit(begin, end, word)
    at = quotes = 0  # quotation marks up to there
    for found in _ANGLE.finditer(text) if "<" in text else ():
        begin, end = found.span()
        quotes, at = quotes + text.count('"', at, begin), begin
        # part of something quoted, `"Usage: run <file>"`: that is how a thing is written, and no blank
        told = (quotes % 2 == 1 and last_quote >= end) or _quoted(text, begin, end)
        if not told and not _is_html(found["name"]):
            yield Hit(begin, end, found[0])


def _bare(found: re.Match[str]) -> str:
    return found[0].lstrip(" \t|-*+:")


def _quoted(text: str, begin: int, end: int) -> bool:
    """Whether somebody speaks of the word instead of using it."""
    closing = _QUOTES.get(text[begin - 1 : begin])
    return closing is not None and text[end : end + 1] == closing


def _is_html(name: str) -> bool:
    tag, _, rest = name.partition(" ")
    words = rest.rstrip("/").split()
    return tag.lower().rstrip("/") in _HTML and ("=" in rest or all(word.lower() in _SWITCHES for word in words))


def _found(line: Prose, hits: list[Hit], title: str, column: str, document: Document, subjects: Subjects) -> Found:
    first = hits[0]
    source = document.lines[line.number - 1]
    shown = _shown(source, first)
    held = ", ".join(dict.fromkeys(short(hit.text, 40) for hit in hits[:3]))
    said = f'{short(title, 60)}: "{shown}" still holds {held}.' if title else f'"{shown}" still holds {held}.'
    if column:
        fix = f'Fill in "{short(column, 60)}", or take the row out.'
    elif first.text.startswith("<"):
        fix = "Put the real value in its place, or take the line out."
    else:
        fix = "Write what it stands for; if nobody knows yet, who finds out by when."
    return Found(line.number, said, fix, subjects(shown), first.begin + 1)


def _shown(source: str, hit: Hit) -> str:
    row = source.strip().startswith("|")
    text = around(source, hit.begin, hit.end)
    return text.strip(" |") if row else re.sub(r"^(?:[-*+>#]+|\d+[.)])[ \t]+", "", text)


def _in_answers(document: Document, numbers: Sequence[int], subjects: Subjects) -> Iterator[Found]:
    """TBD as a text of an answer; a fence like any other, but what stands in it is data."""
    answers = document.answers
    if answers is None:
        return
    for number in numbers:
        said, _, _ = document.lines[number - 1].partition(" #")
        found = _WORD.search(said) if answers.opening < number < answers.closing else None
        if found:
            key, word = subjects(short(said)), _bare(found)
            fix = "Write the answer; if nobody knows yet, unknown, with an owner."
            message = f'Answers: "{short(said)}" still holds {word}.'
            yield Found(number, message, fix, key, found.end() - len(word) + 1)


class _Titles:
    """The heading above a line; lines are asked for in rising order."""

    def __init__(self, document: Document) -> None:
        self._headings, self._at = document.headings, -1

    def above(self, line: int) -> str:
        while self._at + 1 < len(self._headings) and self._headings[self._at + 1].line <= line:
            self._at += 1
        return self._headings[self._at].text if self._at >= 0 else ""


class _Tables:
    """The title of the column that a placeholder fills alone; lines are asked for in rising order."""

    def __init__(self, document: Document) -> None:
        self._lines, self._kinds = document.lines, document.kinds
        self._asked, self._head = 0, list[str]()

    def column(self, line: Prose, hit: Hit) -> str:
        if line.kind != "t" or "|" not in line.text:
            return ""
        begin, end = line.text.rfind("|", 0, hit.begin) + 1, line.text.find("|", hit.end)
        if line.text[begin : end if end >= 0 else None].strip() != hit.text:
            return ""
        cell = len(BAR.findall(line.text.lstrip()[: hit.begin].removeprefix("|")))
        head = self._header(line.number)
        return head[cell] if cell < len(head) else ""

    def _header(self, number: int) -> list[str]:
        """The titles of the table that the line is in; looked for no further up than the line asked for before."""
        top = number
        while top > 1 and top - 1 != self._asked and self._kinds[top - 2] == "t":
            top -= 1
        known = top > 1 and top - 1 == self._asked and self._kinds[top - 2] == "t"
        if not known:
            below = self._lines[top].strip() if top < len(self._lines) else ""
            title = self._lines[top - 1].strip().removeprefix("|")
            self._head = [one.strip() for one in BAR.split(title)] if set(below) <= set("|:- \t") and below else []
        self._asked = number
        return self._head


RULE = Rule(
    name="placeholder",
    title="A placeholder stands where an answer belongs",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(
        "## Goals\n\n| Goal | By |\n|---|---|\n| Time to answer 3 s | 2027-03-01 |\n\nA test that says `TODO` is skipped.\n",
        'The rule finds "TBD" in tables.\n\n```text\nTODO\n```\n',
    ),
    bad=(
        "## Goals\n\n| Goal | By |\n|---|---|\n| Time to answer 3 s | TBD |\n",
        "## Tests\n\n- `pkg/api`: <date> - <coverage>\n",
        "## Rollout\n\nThe first region is to be decided.\n",
    ),
    find=_find,
    anywhere=True,
)
