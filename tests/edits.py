"""What happens to a spec between two updates: people write, move, delete and tick; formatters pad and wrap; merges stop halfway.

An edit is three numbers and a name: which, where, and a choice. Each makes of a list of lines another one.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping

from hypothesis import strategies as st

Edit = tuple[str, int, int]

PROSE = (
    "Plain words {n}.", "A hard break {n}  \nand the rest {n}", "## A heading of ours {n}\n\nIts text {n}.",
    "Underlined {n}\n===", "Underlined {n}\n---", "### Automate\n\n{n}", "## Checklist\n\n{n}", "# Title {n}",
    "## Answers\n\n{n}", "```text\n{n}\n\n\n- [x] **{id}** `must` in a fence {n}\n<!-- specgen:begin verdict -->\n```",
    "```\n<!-- specgen:begin verdict -->\n{n}\n<!-- specgen:end verdict -->\n```", "~~~~ x {n}\n``` {n}\n## {n}\n~~~~",
    "> quoted {n}\n> - [x] **{id}** `must` in a quote\nand goes on {n}", "<!-- a note {n} -->",
    "<!--\n{n}\n\n<!-- specgen:section goals -->\n- [x] **{id}** hidden\n", "<!--\n{n}\n\n- [x] **{id}** hidden\n-->",
    "| a {n} | b |\n|---|---|\n| \\| {n} | |", "<details><summary>{n}</summary>\n\ninside {n}\n\n</details>",
    "<div>\n{n}\n</div>", "<pre>\n{n}\n\n- [x] **{id}** x\n<!-- specgen:begin verdict -->\n</pre>",
    "- one {n}\n  - two\n    - three {n}\n\n      deep {n}", "1. one {n}\n2. two\n   ```\n   {n}\n   ```",
    "- [ ] a box of ours {n}", "- [x] **OURS-{k}** our item {n}\n  - Evidence: {n}", "    code {n}\n\n\n    more",
    "\ttab {n}", "n\u00e9e \u65e5\u672c\u8a9e {n} \u200b\U0001f600", "a\u2028b\x85c\x0bd {n}", "***", "---", "===",
    "[ref{k}]: https://example.com/{n}", "<!-- specgen {n} -->", "<!-- specgen:begn verdict -->",
    "specgen:begin verdict {n}", "words <!-- specgen:begin verdict --> {n}",
    "- [ ] **ZZZ-99** `must` nobody's item {n}", "1. [x] **{id}** numbered {n}", "$$ {n} $$", "\\# {n}",
    "white space {n} \t ", "<b>{n}</b>", "&lt;!-- {n} --&gt;", "- {n}\n\n\n  far {n}", "* \n  {n}", "+ + {n}",
    "- group\n    - [x] **{id}** too deep {n}", "TBD", "TODO {n}", "{{{{ {n} }}}} {{% raw %}}", "```{n}", "<!-- {n}",
    "<script>{n}", "<details>", "-->", "</details>", "<!-- specgen:section problem -->",
    "<!-- specgen:section ours-{k} -->", "```yaml\nspec.tier: 1\n```",
    "<!-- specgen:begin ours -->\n{n}\n<!-- specgen:end ours -->", "<!-- specgen:wording {id}=00000000 -->",
    "<!-- specgen:seal 0 -->", "- [x] **{id}** `must` ours now {n}", "-\t[ ]\t**{id}**\t{n}", "__{n}__ <br>", "| {n} |",
    "|---|",
)  # fmt: skip
UNDER = (
    "  - Evidence: {n} @ada, 2026-11-01", "  - N/A: {n}. @bob", "  - Waived: {n}. @ada, until 2027-01-31",
    "  Evidence: {n}", "  - a note {n}\n    goes on {n}\n\n    and on {n}",
    "  ```sh\n  {n}\n\n  - [x] **{id}** x\n  ```", "  | t {n} | u |\n  |---|---|", "\t- with a tab {n}",
    "  <!-- hidden {n} -->", "  - Retired: {n}", "  - Note: {n}", "  > quoted {n}", "  - [ ] a part {n}",
    "  - [x] **OURS-{k}** a part {n}", "\n  after a blank {n}", "lazy {n}", "      - deep {n}",
    "  - Evidence:\n    {n}", "  1. {n}", "  - \n", "  - Evidence: `{n}", "  # in the item {n}", "  ***{n}***",
    "  two {n}  \n  lines\\\n  {n}", "  <div>\n  {n}\n  </div>", "  ```\n  {n}", "  <pre>\n\n  {n}", "  <x-y>\n  {n}",
    "  - a\n\n    <div>{n}", "  - Retired: the packs no longer ask for this here.",
)  # fmt: skip
# Edits after which `update` never refuses.
CALM = (
    "tick", "wrap", "reword", "severity", "sign", "loose", "item twice", "item gone", "under", "move", "block",
)  # fmt: skip

ALONE = (
    "# Receipts by mail", "Title\n=====", "## Motivation", "## Test Plan\n\nTBD",
    "## Checklist\n\n- [x] talked to legal", "## Verdict", "## Answers\n\n```yaml\nkind: Pod\n```", "### Document",
    "Only words", "",
)  # fmt: skip
FRONTS = (
    "---\ntitle: Ours\n---\n", '---\n# of the site\ntitle: "Ours"\nlayout: page\nowners:\n  - "@bob"\n---\n\n',
    "---\n---\n", "---\n\n", "---\n", "---\nstatus: implementable # as of June\ncreated: 2019-09-19\ntier: gold\n...\n",
    "---\nid: x\ntemplate: post.html\nmore: |\n  text\n\n  ---\n---\n",
)  # fmt: skip

_ITEM = re.compile(r"- \[[ x]\] \*\*([A-Z0-9]+-\d+)\*\*")


def foreign() -> st.SearchStrategy[str]:
    """Documents of other people, with line ends of every sort."""
    gap = st.sampled_from(["\n", "\n\n", "\n\n", "\r\n", "\n \n", "\n\n\n\n"])
    part = st.tuples(st.integers(0, len(PROSE) + len(ALONE) - 1), gap)
    front = st.sampled_from(["", "", "", *FRONTS])
    return st.builds(_document, front, st.lists(part, max_size=8), st.sampled_from(["", "\n", "\r\n"]))


def _document(front: str, parts: list[tuple[int, str]], end: str) -> str:
    made = [front]
    for number, (which, gap) in enumerate(parts):
        text = (*PROSE, *ALONE)[which]
        made.append(text.format(n=f"human{number}", k=number, id="KEP-1") + gap)
    text = "".join(made)
    return text.replace("\r\n", "\n").replace("\n", end) if end else text


def lists(most: int) -> st.SearchStrategy[list[Edit]]:
    one = st.tuples(st.sampled_from(NAMES), st.integers(0, 9999), st.integers(0, 999))
    return st.lists(one, min_size=1, max_size=most)


def edited(text: str, edits: list[Edit]) -> str:
    """The text after these edits; what is written in it holds words that stand nowhere else."""
    lines = text.split("\n")
    for number, (name, at, choice) in enumerate(edits):
        lines = EDITS[name](lines, at, choice, f"human{number}")
    return "\n".join(lines)


def _body(lines: list[str]) -> int:
    return lines.index("---", 1) + 1 if "---" in lines[1:] else 0


def _place(lines: list[str], at: int) -> int:
    start = _body(lines)
    return start + at % max(len(lines) - start, 1)


def _items(lines: list[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if _ITEM.match(line)]


def _chosen(items: list[int], at: int) -> int:
    """One of the items; every other time one of the first, of which newer packs change or remove some."""
    return items[at // 2 % (len(items) if at % 2 else min(len(items), 5))]


def _filled(text: str, lines: list[str], choice: int, word: str) -> list[str]:
    ids = [found[1] for n in _items(lines) if (found := _ITEM.match(lines[n]))] or ["SPEC-01"]
    return text.format(n=word, k=word.removeprefix("human"), id=ids[choice % len(ids)]).split("\n")


def _prose(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    place = _place(lines, at)
    made = _filled(PROSE[choice % len(PROSE)], lines, at, word)
    apart = [""] * (at % 3 > 0)
    return [*lines[:place], *apart, *made, *apart, *lines[place:]]


def _section(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    """Words where they belong: below the guidance of a section."""
    marks = [n for n, line in enumerate(lines) if line.startswith("<!-- specgen:section")]
    if not marks:
        return lines
    place = marks[at % len(marks)] + 1 + choice % 2
    return [*lines[:place], *_filled(PROSE[choice % 28], lines, at, word), *lines[place:]]


def _under(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    items = _items(lines)
    if not items:
        return lines
    place = _chosen(items, at) + 1
    return [*lines[:place], *_filled(UNDER[choice % len(UNDER)], lines, at, word), *lines[place:]]


def _item(change: Callable[[str, int, str], str]) -> Callable[[list[str], int, int, str], list[str]]:
    """An edit of an item's line."""

    def edit(lines: list[str], at: int, choice: int, word: str) -> list[str]:
        items = _items(lines)
        if not items:
            return lines
        place = _chosen(items, at)
        return [*lines[:place], *change(lines[place], choice, word).split("\n"), *lines[place + 1 :]]

    return edit


def _wrapped(line: str, choice: int, _: str) -> str:
    wide = 30 + choice % 60
    return textwrap.fill(line, wide, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _reworded(line: str, choice: int, word: str) -> str:
    words = line.split(" ")
    place = 4 + choice % max(len(words) - 4, 1)
    return " ".join([*words[:place], word, *words[place + choice % 2 :]])


def _sections(lines: list[str]) -> list[tuple[int, int]]:
    """Where sections of the second level begin and end."""
    heads = [n for n, line in enumerate(lines) if line.startswith("## ")]
    return list(zip(heads, [*heads[1:], len(lines)], strict=True))


def _move(lines: list[str], at: int, choice: int, _: str) -> list[str]:
    sections = _sections(lines)
    if not sections:
        return lines
    first, last = sections[at % len(sections)]
    moved, rest = lines[first:last], lines[:first] + lines[last:]
    heads = [n for n, line in enumerate(rest) if line.startswith("## ")] or [len(rest)]
    place = heads[choice % len(heads)]
    return rest[:place] + moved + rest[place:]


def _drop(lines: list[str], at: int, _: int, __: str) -> list[str]:
    sections = _sections(lines)
    first, last = sections[at % len(sections)] if sections else (0, 0)
    return lines[:first] + lines[last:]


def _heading(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    heads = [n for n, line in enumerate(lines) if re.match(r"#{1,4} ", line)]
    if not heads:
        return lines
    place = heads[at % len(heads)]
    line = lines[place]
    new = (
        f"## Our {word}", f"#{line}", line.removeprefix("#"), f"{line.lstrip('# ')}\n---", f"{line} #", f"**{line}**",
        f" {line}",
    )  # fmt: skip
    return [*lines[:place], *new[choice % len(new)].split("\n"), *lines[place + 1 :]]


def _marker(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    marks = [n for n, line in enumerate(lines) if line.startswith("<!-- specgen:")]
    if not marks:
        return lines
    place = marks[at % len(marks)]
    line = lines[place]
    new = (
        [], [line, line], [line.replace("-->", "->")], [f"  {line}"], [f"{line} {word}"], [line.replace("specgen:", "specgen:x")],
        [f"- {line}"], [word], [line, "", word, line], [f"<!--  {line[5:]}  "], [f"    {line}"],
    )  # fmt: skip
    return [*lines[:place], *new[choice % len(new)], *lines[place + 1 :]]


def _block(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    begins = [n for n, line in enumerate(lines) if line.startswith("<!-- specgen:begin ")]
    if not begins:
        return lines
    first = begins[at % len(begins)]
    end = lines[first].replace("begin", "end")
    last = lines.index(end, first) if end in lines[first:] else first
    inside = lines[first + 1 : last]
    new = (
        [], [lines[first], end], [lines[first], *inside, word, end], [*inside], lines[first : last + 1] * 2,
        [lines[first], "", *inside, "", end], [lines[first], *inside[:-1], end], [lines[first], *inside, f"## {word}", end],
        [lines[first], f"- [ ] **ZZZ-1** {word}", *inside, end], [end, *inside, lines[first]],
    )  # fmt: skip
    return [*lines[:first], *new[choice % len(new)], *lines[last + 1 :]]


def _formatted(lines: list[str], at: int, choice: int, _: str) -> list[str]:
    """As a formatter leaves the whole file."""
    kind = choice % 6
    start = _body(lines)
    body = lines[start:]
    if kind == 0:
        body = [re.sub(r"(?<!\\)\|(?=.)", "|  ", line) if line.startswith("|") else line for line in body]
    elif kind == 1:
        body = [re.sub(r"^(\s*)- ", rf"\1{'*+'[at % 2]} ", line) for line in body]
    elif kind == 2:
        body = [out for line in body for out in ([line, ""] if line.startswith(("#", "<!-- specgen:begin")) else [line])]
    elif kind == 3:
        body = [line for n, line in enumerate(body) if line or n % 5]
    elif kind == 4:
        body = [_wrapped(line, at, "") if _ITEM.match(line) else line for line in body]
    else:
        body = [line.replace("**", "__") if _ITEM.match(line) else line for line in body]
    return lines[:start] + "\n".join(body).split("\n")


def _conflict(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    place, long = _place(lines, at), choice % 4 + 1
    ours = lines[place : place + long]
    theirs = (ours, [], [word], ours[::-1], ours[:1])[choice % 5]
    middle = ["||||||| base", *ours[:1]] * (choice % 2)
    return [*lines[:place], "<<<<<<< mine", *ours, *middle, "=======", *theirs, ">>>>>>> theirs", *lines[place + long :]]


def _half(lines: list[str], at: int, choice: int, _: str) -> list[str]:
    place = _place(lines, at)
    return [*lines[:place], ("<<<<<<< mine", "=======", ">>>>>>> theirs", "||||||| base")[choice % 4], *lines[place:]]


def _front(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    place = 1 + at % max(_body(lines) - 1, 1)
    line = lines[place] if place < len(lines) else ""
    new = (
        [f"# {word}", line], [f"our_field: {word}", line], [], [line, line], ["", line], [f"{line} # {word}"],
        ["tier: 3" if line.startswith("tier:") else line], ["tier: 0" if line.startswith("tier:") else line],
    )  # fmt: skip
    return [*lines[:place], *new[choice % len(new)], *lines[place + 1 :]]


def _tier(lines: list[str], _: int, choice: int, __: str) -> list[str]:
    """Sections and items come and leave with the tier."""
    return [re.sub(r"^tier: \d$", f"tier: {choice % 4}", line) for line in lines]


def _answer(lines: list[str], at: int, choice: int, word: str) -> list[str]:
    """Something in the answers."""
    opening = next((n for n, line in enumerate(lines) if line.startswith("```yaml")), 0)
    closing = next((n for n, line in enumerate(lines[opening + 1 :], opening + 1) if line.startswith("```")), 0)
    if not closing:
        return lines
    place = opening + 1 + at % max(closing - opening - 1, 1)
    line = lines[place]
    new = (
        [], [f"# {word}", line], [f"{line}  # {word}"], ["", line], [line, line], [f"{line.partition(':')[0]}: unknown"],
        [word, line], [re.sub(r"\d+", "7", line)],
    )  # fmt: skip
    return [*lines[:place], *new[choice % len(new)], *lines[place + 1 :]]


def _line(change: Callable[[str, int, str], list[str]]) -> Callable[[list[str], int, int, str], list[str]]:
    """An edit of any line."""

    def edit(lines: list[str], at: int, choice: int, word: str) -> list[str]:
        place = _place(lines, at)
        return [*lines[:place], *change(lines[place], choice, word), *lines[place + 1 :]] if lines[place:] else lines

    return edit


def _swap(lines: list[str], at: int, choice: int, _: str) -> list[str]:
    one, other = _place(lines, at), _place(lines, choice * 7 + 3)
    made = [*lines]
    made[one], made[other] = made[other], made[one]
    return made


EDITS: Mapping[str, Callable[[list[str], int, int, str], list[str]]] = {
    "prose": _prose,
    "section": _section,
    "under": _under,
    "tick": _item(lambda line, *_: line.replace("- [ ]", "- [x]")),
    "wrap": _item(_wrapped),
    "reword": _item(_reworded),
    "severity": _item(lambda line, choice, _: re.sub("`(must|should|may)`", ("`may`", "", "`must`")[choice % 3], line)),
    "sign": _item(lambda line, choice, _: f"{(' *', '+', '   -', '* ', '-  ')[choice % 5]}{line[1:]}"),
    "loose": _item(lambda line, choice, _: f"{('1.', '-    ', '    -', '> -')[choice % 4]}{line[1:]}"),
    "item twice": _item(lambda line, *_: f"{line}\n{line.replace('[ ]', '[x]')}"),
    "item gone": _item(lambda *_: ""),
    "move": _move,
    "drop": _drop,
    "heading": _heading,
    "marker": _marker,
    "block": _block,
    "format": _formatted,
    "conflict": _conflict,
    "half": _half,
    "front": _front,
    "tier": _tier,
    "answer": _answer,
    "lose": _line(lambda *_: []),
    "twice": _line(lambda line, *_: [line, line]),
    "indent": _line(lambda line, choice, _: [f"{' ' * (choice % 5 + 1)}{line}"]),
    "word": _line(lambda line, _, word: [f"{line} {word}" if line.strip() else line]),
    "split": _line(lambda line, choice, _: [line[: choice % (len(line) + 1)], line[choice % (len(line) + 1) :]]),
    "swap": _swap,
}
NAMES = tuple(EDITS)
