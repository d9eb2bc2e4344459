"""Markdown source -> tokens, and what a spec's markers say about them: sections, checklist, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from specgen import markerline
from specgen.frozen import Frozen

NEEDS_PARSER = re.compile(r"[\\`*_\[\]<>&!~\n]")
_TAG = re.compile(r"<(/?)(details|summary)(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NOT_SLUG = re.compile(r"[^\w\- ]", re.UNICODE)
NESTING = 100  # deeper quotes and lists are cut by the parser; its recursion has to stay below Python's limit


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING, "linkify": False, "typographer": False})
    parser.core.ruler.at("inline", _inline)
    return parser.enable(["table", "strikethrough"])


def _inline(state: StateCore) -> None:
    """markdown-it's own rule, but words without any sign of Markdown are one text token and need no parser: they are two
    thirds of all lines, cells and items."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = [] if token.children is None else token.children
            if token.content and not NEEDS_PARSER.search(token.content):
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


class Piece(NamedTuple):
    """Part of an HTML block: "summary" or "text"."""

    kind: str
    text: str


class Heading(Frozen):
    index: int  # of its heading_open token
    level: int  # 1 to 6, as in Markdown
    text: str
    slug: str  # unique, as GitHub makes it
    section: str  # of the marker, else the slug
    unanswered: bool
    end: int  # index of the token after the section, sub-headings included


class Source:
    """Tokens of a document, with the closing token of each opening one."""

    __slots__ = ("close", "env", "headings", "tokens")

    def __init__(self, tokens: Sequence[Token], close: Sequence[int], env: dict[str, object]) -> None:
        self.tokens = tokens
        self.close = close
        self.env = env
        self.headings: dict[int, Heading] = {}

    def section(self, name: str) -> Heading | None:
        return next((h for h in self.headings.values() if h.section == name), None)

    def inline(self, text: str) -> list[Token]:
        """Tokens of one line of Markdown, with the link definitions of this document."""
        return _parser().parseInline(text, self.env)[0].children or []


def read(body: str) -> Source:
    """Parse Markdown without front matter."""
    env: dict[str, object] = {}
    tokens = _parser().parse(body, env)
    close = [0] * len(tokens)
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting == 1:
            opened.append(index)
        elif token.nesting == -1:
            close[opened.pop()] = index
    source = Source(tokens, close, env)
    _find_headings(source, is_spec=markerline.is_in(body))
    return source


def images(markdown: str) -> list[str]:
    """Image targets in order of appearance, as the parser normalises them."""
    if "![" not in markdown:
        return []
    return [
        str(child.attrs["src"])
        for token in _parser().parse(markdown)
        for child in _deep(token.children or ())
        if child.type == "image"
    ]


def _deep(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _deep(token.children or ())


def pieces(html: str) -> list[Piece]:
    """What an HTML block shows: comments vanish, `<details>` opens nothing, the rest is text."""
    html = _without_comments(html)
    found, start, kind = [], 0, "text"
    for tag in _TAG.finditer(html):
        found.append(Piece(kind, html[start : tag.start()].strip()))
        kind = "summary" if tag[2].lower() == "summary" and not tag[1] else "text"
        start = tag.end()
    found.append(Piece(kind, html[start:].strip()))
    return [piece for piece in found if piece.text]


def _without_comments(html: str) -> str:
    """A comment without end stays, so that it is seen. (A regular expression would take quadratic time on many.)"""
    kept, start = [], 0
    while (opening := html.find("<!--", start)) >= 0 and (closing := html.find("-->", opening + 4)) >= 0:
        kept.append(html[start:opening])
        start = closing + 3
    return "".join(kept) + html[start:]


def is_break(html: str) -> bool:
    return _BREAK.fullmatch(html) is not None


def is_comment(html: str) -> bool:
    return html.startswith("<!--")


def plain(children: Sequence[Token] | None) -> str:
    """What inline tokens say, without their look."""
    parts = []
    for child in children or ():
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and is_break(child.content)):
            parts.append(" ")
        elif child.type == "html_inline" and not is_comment(child.content):
            parts.append(child.content)
        elif child.type == "image":
            parts.append(plain(child.children))
    return "".join(parts)


def answers(source: Source) -> str:
    """Text of the YAML block in the section *Answers*, or ""."""
    section = source.section("answers")
    if section is None:
        return ""
    blocks = (t for t in source.tokens[section.index : section.end] if t.type == "fence")
    return next((t.content for t in blocks if t.info.strip() in ("yaml", "yml")), "")


def _find_headings(source: Source, is_spec: bool) -> None:
    """Only in a spec is a heading without text a question that nobody answered; elsewhere it is just a heading."""
    tokens = source.tokens
    found = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0]
    levels = [int(tokens[i].tag[1]) for i in found]
    ends = _section_ends(found, levels, len(tokens))
    used: dict[str, int] = {}
    for n, index in enumerate(found):
        text = plain(tokens[index + 1].children).strip()
        following = found[n + 1] if n + 1 < len(found) else len(tokens)
        own = tokens[index + 3 : following]
        slug = _slug(text, used)
        source.headings[index] = Heading(
            index,
            levels[n],
            text,
            slug,
            _marker(own) or slug,
            is_spec and following == ends[n] and not _says_something(own),
            ends[n],
        )


def _section_ends(found: Sequence[int], levels: Sequence[int], length: int) -> list[int]:
    ends = [length] * len(found)
    waiting: list[int] = []
    for n, level in enumerate(levels):
        while waiting and levels[waiting[-1]] >= level:
            ends[waiting.pop()] = found[n]
        waiting.append(n)
    return ends


def _marker(tokens: Sequence[Token]) -> str:
    for token in tokens:
        for line in token.content.split("\n") if token.type == "html_block" else ():
            marker = markerline.parse(line)
            if marker and marker.word == "section" and marker.named:
                return marker.rest
    return ""


def _says_something(tokens: Sequence[Token]) -> bool:
    return any(t.type != "html_block" or pieces(t.content) for t in tokens)


def _slug(text: str, used: dict[str, int]) -> str:
    """GitHub's: lower case, punctuation out, spaces to hyphens, `-1` for the second of a name."""
    base = _NOT_SLUG.sub("", text.strip().lower()).replace(" ", "-")
    count = used.get(base, 0)
    used[base] = count + 1
    return f"{base}-{count}" if count else base
