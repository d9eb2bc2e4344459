"""Classes 12 and 13 of the threat list: whatever a person answers, the document around it stays the same.

The oracle is markdown-it, which specgen does not use to write Markdown. A spec made of hostile answers is read back and
compared with one made of harmless answers in the same places: headings, items, ticks, HTML, and every block-level token
inside generated blocks are equal, and the text itself arrives.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from specgen import frontmatter, itemline, packs, questions, resources, yamltext
from specgen.cli import given as answers_file
from specgen.compose import compose
from specgen.errors import InputError
from specgen.model import Answer, Identity, Library, Question, Record
from specgen.renderers.markdown import render
from specgen.renderers.markdown.escape import cell, code, diagram, inline, rich
from specgen.renderers.markdown.prose import prose

ENOUGH = settings(max_examples=150, deadline=None, derandomize=True)
WHOLE = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

PIECES = [
    "#", "# ", "## h", "- ", "* ", "+ ", "> ", "1. ", "9) ", "|", " | ", "|---|", "`", "``", "```", "```x", "~~~", "<!--",
    "-->", "<b>", "<a\t", "</details>", "<script>", "<?x", "<!X", "[x] ", "[X]", "[ ] ", "[\t] ", "[a](", "](", ")", "[a]:",
    "[", "]", "![", "javascript:x", "data:x", "https://a.b/c?d=e&f", "<https://a.b>", "<https://a`b>", "\\", "&#35;", "&lt;",
    "&colon;", "**", "*", "__", "_", "a", " b ", "IDEM-03", "**IDEM-03** ", "`must` ", "---", "===", "=", "$", "{{7*7}}",
    "{% raw %}", "::stop-commands::y", "##[error]", "→", '"', "'", ": ", "é", "\u200b", "\xa0", "%", "%%{init}%%", "@ada", "!",
    "specgen:", "{", "}", ",", ";", "~~", "http://x", "#quot;", "  ", "0", "-", "+",
]  # fmt: skip
LINE = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
INDENT = st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "      ", "\t", "> ", "- ", "  - ", "1. ", "> > ", "- > "])
PROSE = st.lists(st.one_of(st.builds("{}{}".format, INDENT, LINE), st.just("")), max_size=10).map("\n".join)
BREAKS = st.sampled_from(["\x85", "\u2028", "\u2029"])  # line ends for some programs, for Markdown none


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])


def flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or ())


def plain(token: Token) -> str:
    parts = []
    for child in flat(token.children or ()):
        parts.append(" " if child.type in ("softbreak", "hardbreak") else child.content if not child.children else "")
    return " ".join("".join(parts).split())


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


# --- the escapers one by one: many examples, a small document ---------------------------------------------------------


@ENOUGH
@given(text=LINE, escaper=st.sampled_from([cell, inline, rich, code]))
@example(text="a\\", escaper=cell)
@example(text="\\|", escaper=code)
@example(text="", escaper=code)
@example(text="`a` | `b|c`", escaper=rich)
def test_a_cell_keeps_its_table(text: str, escaper: Any) -> None:
    tokens = parser().parse(f"| h | i |\n|---|---|\n| {escaper(text)} | z |\n")
    cells = [tokens[n + 1] for n, token in enumerate(tokens) if token.type == "td_open"]
    assert [token.type for token in tokens].count("tr_open") == 2
    assert len(cells) == 2
    assert plain(cells[1]) == "z"
    assert not any(token.type == "html_inline" for token in flat(tokens))
    assert not targets(tokens)
    if escaper in (cell, inline):
        assert plain(cells[0]) == " ".join(text.split())


@ENOUGH
@given(text=LINE)
@example(text="C #")
@example(text="-")
@example(text="1)")
@example(text="__init__")
@example(text="::error::x")
def test_a_line_is_a_heading_a_paragraph_or_an_entry_as_its_place_says(text: str) -> None:
    made = inline(text)
    assume(made)
    expected = " ".join(text.split())
    for before, kind in (("# ", "heading"), ("", "paragraph"), ("- ", "paragraph"), ("**Zq**\n", "paragraph")):
        tokens = parser().parse(f"{before}{made}\n\nend\n")
        (first, *_) = [token for token in tokens if token.type == "inline"]
        assert plain(first).removeprefix("Zq ") == expected
        assert [token.type for token in tokens if token.type.endswith("_open") and not token.type.startswith(("bullet", "list"))] == [
            f"{kind}_open", "paragraph_open",
        ]  # fmt: skip
    assert not made.startswith("::")


@ENOUGH
@given(lines=st.lists(st.one_of(st.builds("{}{}".format, INDENT, LINE), st.builds("a{}{}".format, BREAKS, LINE), st.just("")), max_size=10))
@example(lines=["```", "   ```", "# Heading", "```"])
@example(lines=["foo", "-"])
@example(lines=["foo", "- - -", "==="])
@example(lines=["> foo", "> ---"])
@example(lines=["\\<img src=x onerror=alert(1)>"])
@example(lines=["[a\\](javascript:alert(1))"])
@example(lines=["[a](javascript\\:alert(1)) [b](java&#115;cript:x) [c](&#106;avascript:x)", "[d](", "javascript:x)"])
@example(lines=["[a](<java\tscript:x>) ![b](data:text/html,x) [c](VBScript:x) [d](foo:x)"])
@example(lines=["[a", "b]: javascript:x", "", "[a b] [ ]"])
@example(lines=["[a\\]b]: /x", "[^1]: note"])
@example(lines=["- [\t] **IDEM-03** `must` x", "+ [x]", "  text", "-", "  [X] y", "1. [ ] z"])
@example(lines=["- a", "  ```", "# Heading", "  ```"])
@example(lines=["foo", "      ```", "# Heading", "      ```"])
@example(lines=["foo ``` bar", "      ```", "      <b>", "      ```"])
@example(lines=["- a `", "- <b> `"])
@example(lines=["foo ` bar", "`<b>` x"])
@example(lines=["```", "x", "      ```", "# Heading"])
@example(lines=["| ` | <b> ` |", "|---|---|", "| ` | <b> ` |"])
@example(lines=["~~~", "# code", "~~~ no end"])
@example(lines=["<details>", "", "# hidden", "<!--", "--> x"])
@example(lines=["<https://a`b> <b> `"])
@example(lines=["`\\`<b>", "\\`<i>`"])
@example(lines=["Zq1 ```x``` <b>", "~~~~", "```", "~~~"])
@example(lines=["> ```", "> # x", "> ```", "> <b>"])
def test_prose_adds_no_structure(lines: list[str]) -> None:
    text = "\n".join(lines)
    made = prose(text)
    source = f"## Before\n<!-- specgen:section x -->\n{made}\n\n<!-- specgen:begin y -->\n| a |\n|---|\n| b |\n<!-- specgen:end y -->\n\n## After\n"
    tokens = parser().parse(source)
    assert [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"] == ["Before", "After"]
    assert [token.content.split()[1] for token in tokens if token.type == "html_block" and token.level == 0] == [
        "specgen:section", "specgen:begin", "specgen:end",
    ]  # fmt: skip
    assert [token.type for token in tokens][-12:-7] != ["fence"]
    assert not any(token.type == "html_inline" for token in flat(tokens))
    assert not any(token.type == "html_block" and token.level for token in tokens)
    assert not tasks(tokens)
    assert not any(map(foreign, targets(tokens)))
    assert not parser_env(source)
    outside = [line for line in unfenced(source) if itemline.parse(line)]
    assert not outside
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in unfenced(source))


def parser_env(source: str) -> object:
    env: dict[str, object] = {}
    parser().parse(source, env)
    return env.get("references")


def unfenced(source: str) -> list[str]:
    """The lines that no fence holds, as the oracle sees it."""
    held: set[int] = set()
    for token in parser().parse(source):
        if token.type in ("fence", "code_block") and token.map:
            held.update(range(*token.map))
    return [line for number, line in enumerate(source.split("\n")) if number not in held]


KEPT = [
    "Plain text, *emphasis*, **strong**, ~~gone~~, C# and a_b_c.",
    "- one\n  - two\n\n    more\n- three",
    "1. first\n2. second\n\n   ```sh\n   # no heading\n   run <id> --x\n   ```\n3. third",
    "- a\n  - b\n\n    ```sh\n    run # all\n    ```",
    "```yaml\n# comment\n- [ ] not a task\n<b>\n```",
    "~~~\n```\n# in it\n```\n~~~",
    "| a | b |\n|---|---|\n| `c` | [d](e.md) |",
    "> quoted\n> text",
    "See [the wiki](https://a.b/c_d?e=f#g), [a file](../x/y.md), [a part](#risks), <https://a.b>, [mail](mailto:a@b.c).",
    "`GET /transfers/<id>` answers `[x](y:z)` or ``a`b<c>``.",
    "above\n\n---\n\nbelow",
    "a < b and c > d & e \\* f",
    "![chart](img/chart.png \"title\")",
    "Line one  \nline two\\\nline three",
    "use ```x``` inline",
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_ordinary_markdown_stays_as_it_was_written(text: str) -> None:
    assert prose(text) == text


@pytest.mark.parametrize(
    "unit",
    ["\n", "# \n", "- ", "> ", "[", "[a\n", "[a]:", "](", "`", "` `` ``` ", "```a\n", "~~~\n ", " ", "\t", "- \n", "-", "=", "<", "\\",
     "    ```\n", "1. ", "<https://", "*", "|", "`\n", "![](", "a\n", "```a\n  x\n"],
)  # fmt: skip
def test_the_largest_prose_costs_little(unit: str) -> None:
    text = "a" + unit * (65_536 // len(unit)) + "z\n   ```"
    began = time.perf_counter()
    prose(text)
    inline(text)
    rich(text)
    assert time.perf_counter() - began < 1.5


@ENOUGH
@given(text=LINE)
@example(text='"]; click service call x')
@example(text="%%{init: {'theme': 'dark'}}%%")
def test_a_label_stays_in_its_quotes(text: str) -> None:
    made = diagram(text)
    assert not re.search(r'["<>`|\n]|%%', made)
    decoded = re.sub(r"#(35|quot|lt|gt|amp|37);", lambda found: {"35": "#", "quot": '"', "lt": "<", "gt": ">", "amp": "&", "37": "%"}[found[1]], made)
    assert decoded == " ".join(text.split()).replace("`", "'").replace("|", "/")


# --- whole specs -------------------------------------------------------------------------------------------------------


@cache
def library() -> Library:
    return packs.load(resources.texts("checklists", ".yaml"))


@cache
def templates() -> dict[str, str]:
    return resources.texts("templates", ".j2")


@cache
def base() -> dict[str, yamltext.Plain]:
    """The answers of the largest example, as `yamltext.write` takes them."""
    text = resources.text("examples/instant-transfers", "answers.yaml")
    found = answers_file.read(text, "base", library())
    by_id = {question.id: question for question in library().questions()}
    return {id: questions.write_node(one, by_id[id], answers_file.fields(library(), id)) for id, one in found.items()}


def attacked(text: str, long: str) -> str:
    """The answers file with `text` in every one-line place and `long` in every section."""
    answers = dict(base())
    for question in library().questions():
        if question.list_id:
            continue
        if question.type == "text":
            answers[question.id] = text
        elif question.type == "prose":
            answers[question.id] = long
        elif question.type == "texts" and question.id != "packs.add":
            answers[question.id] = [text, f"{text} b"]
        elif question.type == "records" and question.id != "packs.skip":
            answers[question.id] = records(question, answers.get(question.id), text)
    answers["latency.measured_at"] = {"unknown": "true", "owner": text, "by": "2027-01-31"}
    answers["load.peak"] = {"value": "40/s", "basis": "measured", "source": text}
    return yamltext.write(answers)


def records(question: Question, given: yamltext.Plain | None, text: str) -> yamltext.Plain:
    fields = answers_file.fields(library(), question.id)
    entries = [dict(one) for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    made: list[yamltext.Plain] = []
    for number, entry in enumerate(entries or [{}, {}], 1):
        for name, field in fields.items():
            if field.type == "text":
                entry[name] = f"{text} n{number}"
            elif name == question.key and name not in entry:
                entry[name] = "Lagos" if number == 1 else "London"
        if isinstance(entry.get("availability"), dict):
            entry["availability"] = {**entry["availability"], "source": text}
        made.append(entry)
    return made


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    tokens: list[Token]
    answers: dict[str, Answer]


def made(text: str, long: str) -> Made:
    answers = answers_file.read(attacked(text, long), "answers.yaml", library())
    identity = Identity("x", text, tier=0, owners=(text, f"{text} b"), reviewers=(text,), created="2026-11-20")
    markdown = render(compose(library(), answers, identity), templates())
    return Made(markdown, parser().parse(frontmatter.split(markdown)[1]), answers)


@cache
def harmless() -> Made:
    return made("a z9", "a")


def shape(tokens: list[Token]) -> list[object]:
    """All that must not depend on answers: headings, markers and comments, and the blocks inside generated parts."""
    found: list[object] = []
    inside = False
    for number, token in enumerate(tokens):
        if token.type == "html_block":
            inside = inside or "specgen:begin" in token.content
            if "specgen:end" in token.content:
                inside = False
            found.append(("html", token.content))
        elif token.type == "heading_open":
            title = plain(tokens[number + 1])
            found.append((token.tag, token.level, title if token.tag != "h1" else ""))
        elif inside:
            found.append((token.type, token.tag, token.level))
    return found


def without_marks(value: object) -> object:
    if isinstance(value, Answer):
        return (without_marks(value.value), value.text, value.basis, value.source, value.as_of)
    if isinstance(value, Record):
        return (value.key, {name: without_marks(one) for name, one in value.fields.items()})
    return tuple(map(without_marks, value)) if isinstance(value, tuple) else value


@WHOLE
@given(start=LINE, middle=PROSE)
@example(start="\n".join(["x"]), middle="Zq1\n-\n\n```\n   ```\n# Heading\n```\n- [x] **IDEM-03** `must` done")
@example(start="a | b `c` <!-- x --> ", middle="a\u2028# Heading\n\u2029- [x] **IDEM-03** `must` done\x85# Heading")
@example(start="]; ``` ~~~ # ", middle="<details>\n\n- [x] **LAT1-01** `must` x\n```yaml\nspec.title: b\n")
@example(start="C: 'x' \"y\" #", middle="[IDEM-03]: javascript:x\n[x]: /y\n\n> - 1. # H")
@example(start="{{7*7}}{% raw %}", middle="{{7*7}}{% raw %}")
def test_a_spec_of_hostile_answers_has_the_shape_of_a_harmless_one(start: str, middle: str) -> None:
    text = f"{start}z9".strip()
    long = f"Zq1 first\n\n{middle}\n\nZq2 last"
    try:
        spec = made(text, long)
    except InputError as error:
        assume("reserved" not in str(error))  # a marker: refused at the entrance
        raise
    like = harmless()
    assert shape(spec.tokens) == shape(like.tokens)
    assert boxes(spec.text) == boxes(like.text)
    assert tasks(spec.tokens) == tasks(like.tokens)
    assert [t.content for t in flat(spec.tokens) if t.type == "html_inline"] == [
        t.content for t in flat(like.tokens) if t.type == "html_inline"
    ]
    assert not any(map(foreign, targets(spec.tokens)))
    arrives(spec, " ".join(text.split()))
    reads_back(spec, text)


def boxes(markdown: str) -> list[tuple[str, bool]]:
    return [(item.id, item.done) for line in unfenced(frontmatter.split(markdown)[1]) if (item := itemline.parse(line))]


def arrives(spec: Made, text: str) -> None:
    said = [plain(token) for token in spec.tokens if token.type == "inline"]
    assert said[0] == text  # the title
    assert f"{text} n1" in said  # the first dependency, in a cell of its own
    assert any(f"{text} n1: " in one for one in said)  # a question about it
    assert sum("Zq1 first" in one for one in said) == sum("Zq2 last" in one for one in said) > 10


def reads_back(spec: Made, text: str) -> None:
    identity, problems = frontmatter.read(spec.text, "x.md")
    assert not problems
    assert identity is not None
    assert (identity.title, identity.owners, identity.reviewers) == (text, (text, f"{text} b"), (text,))
    (block,) = [token.content for token in spec.tokens if token.type == "fence" and token.info == "yaml" and "users:" in token.content]
    again = answers_file.read(block, "block", library())
    homes = {question.id for question in library().questions() if question.home}
    assert {id: without_marks(one) for id, one in again.items()} == {
        id: without_marks(one) for id, one in spec.answers.items() if id not in homes
    }
