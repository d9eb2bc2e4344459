"""Hostile Markdown, and what another parser makes of a document.

The oracle is markdown-it, which specgen does not use to write Markdown; its own guard against links is off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

PIECES = [
    "#", "# ", "## h", "- ", "* ", "+ ", "> ", "1. ", "9) ", "|", " | ", "|---|", "`", "``", "```", "```x", "~~~", "<!--",
    "-->", "<b>", "<a\t", "</details>", "<script>", "<?x", "<!X", "[x] ", "[X]", "[ ] ", "[\t] ", "[a](", "](", ")", "[a]:",
    "[", "]", "![", "javascript:x", "data:x", "https://a.b/c?d=e&f", "<https://a.b>", "<https://a`b>", "\\", "&#35;", "&lt;",
    "&colon;", "**", "*", "__", "_", "a", " b ", "IDEM-03", "**IDEM-03** ", "`must` ", "---", "===", "=", "$", "{{7*7}}",
    "{% raw %}", "::stop-commands::y", "##[error]", "→", '"', "'", ": ", "é", "\u200b", "\xa0", "%", "%%{init}%%", "@ada", "!",
    "specgen:", "{", "}", ",", ";", "~~", "http://x", "#quot;", "  ", "0", "-", "+",
]  # fmt: skip
LINE = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
INDENT = st.sampled_from(
    ["", "", "", " ", "  ", "   ", "    ", "      ", "\t", "> ", "- ", "  - ", "1. ", "> > ", "- > "]
)
PROSE = st.lists(st.one_of(st.builds("{}{}".format, INDENT, LINE), st.just("")), max_size=10).map("\n".join)
BREAKS = st.sampled_from(["\x85", "\u2028", "\u2029"])  # line ends for some programs, for Markdown none


def parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # its own guard must not hide that ours is missing
    return made


def flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or ())


def plain(token: Token) -> str:
    said = (
        " " if child.type in ("softbreak", "hardbreak") else "" if child.children else child.content
        for child in flat(token.children or ())
    )  # fmt: skip
    return " ".join("".join(said).split())


def targets(tokens: Sequence[Token]) -> list[str]:
    return [str(token.attrs.get("href", token.attrs.get("src", ""))) for token in flat(tokens) if token.attrs]


def foreign(target: str) -> bool:
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", target)
    return scheme is not None and scheme[1].lower() not in ("http", "https", "mailto")


TASK = re.compile(r"\[[\sxX]\](?:\s|$)")


def tasks(tokens: Sequence[Token]) -> list[str]:
    """The first words of every list item that a host would draw with a box."""
    return [
        tokens[n + 2].content[:20]
        for n, token in enumerate(tokens[:-2])
        if token.type == "list_item_open" and tokens[n + 2].type == "inline" and TASK.match(tokens[n + 2].content)
    ]


def definitions(source: str) -> object:
    env: dict[str, object] = {}
    parser().parse(source, env)
    return env.get("references")


def unfenced(source: str, tokens: Sequence[Token] | None = None) -> list[str]:
    """The lines that no fence holds, as the oracle sees it; `tokens` are those of the source where somebody has them."""
    held: set[int] = set()
    for token in parser().parse(source) if tokens is None else tokens:
        if token.type in ("fence", "code_block") and token.map:
            held.update(range(*token.map))
    return [line for number, line in enumerate(source.split("\n")) if number not in held]
