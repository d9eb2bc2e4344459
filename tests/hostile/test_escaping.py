"""Class 12 of the threat list, escaper by escaper: text stays in its cell, its line, its label; prose adds no structure."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_oracle import BREAKS, INDENT, LINE, definitions, flat, foreign, parser, plain, targets, tasks, unfenced

from specgen import itemline
from specgen.renderers.markdown.escape import cell, code, diagram, inline, rich
from specgen.renderers.markdown.prose import prose

FOLLOWING = "<!-- specgen:begin y -->\n| a |\n|---|\n| b |\n<!-- specgen:end y -->\n\n## After\n"
ENOUGH = settings(max_examples=150, deadline=None, derandomize=True)


@ENOUGH
@given(text=LINE, escaper=st.sampled_from([cell, inline, rich, code]))
@example(text="a\\", escaper=cell)
@example(text="\\|", escaper=code)
@example(text="", escaper=code)
@example(text="`a` | `b|c`", escaper=rich)
def test_a_cell_keeps_its_table(text: str, escaper: Callable[[str], str]) -> None:
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
        opened = [token.type for token in tokens if token.type.endswith("_open") and "list" not in token.type]
        assert opened == [f"{kind}_open", "paragraph_open"]
    assert not made.startswith("::")


@ENOUGH
@given(
    lines=st.lists(
        st.one_of(st.builds("{}{}".format, INDENT, LINE), st.builds("a{}{}".format, BREAKS, LINE), st.just("")),
        max_size=10,
    )
)
@example(lines=["```", "   ```", "# Heading", "```"])
@example(lines=["foo", "-"])
@example(lines=["foo", "- - -", "==="])
@example(lines=["> foo", "> ---"])
@example(lines=["\\<img src=x onerror=alert(1)>"])
@example(lines=["[a\\](javascript:alert(1))"])
@example(lines=["[a](javascript\\:alert(1)) [b](java&#115;cript:x) [c](&#106;avascript:x)", "[d](", "javascript:x)"])
@example(lines=["[a]( javascript:x) [b](\tjavascript:x) [c](\xa0javascript:x) [d]( <javascript:x>)"])
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
    source = f"## Before\n<!-- specgen:section x -->\n{made}\n\n{FOLLOWING}"
    tokens = parser().parse(source)
    assert [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"] == [
        "Before",
        "After",
    ]
    assert [token.content.split()[1] for token in tokens if token.type == "html_block" and token.level == 0] == [
        "specgen:section", "specgen:begin", "specgen:end",
    ]  # fmt: skip
    assert [token.type for token in tokens][-12:-7] != ["fence"]
    assert not any(token.type == "html_inline" for token in flat(tokens))
    assert not any(token.type == "html_block" and token.level for token in tokens)
    assert not tasks(tokens)
    assert not any(map(foreign, targets(tokens)))
    assert not definitions(source)
    outside = [line for line in unfenced(source) if itemline.parse(line)]
    assert not outside
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in unfenced(source))


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
    ["\n", "# \n", "- ", "> ", "[", "[a\n", "[a]:", "](", "`", "` `` ``` ", "```a\n", "~~~\n ", " ", "\t", "- \n",
    "-", "=", "<", "\\",
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
    decoded = re.sub(
        r"#(35|quot|lt|gt|amp|37);",
        lambda found: {"35": "#", "quot": '"', "lt": "<", "gt": ">", "amp": "&", "37": "%"}[found[1]],
        made,
    )
    assert decoded == " ".join(text.split()).replace("`", "'").replace("|", "/")
