"""The documentation is true: nothing is missing from it, nothing in it is stale, every command in it can be typed."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from specgen import answersfile, cli, errors, itemline, packs, questions, registry
from specgen.calculators import figures
from specgen.cli import check
from specgen.cli import commands as known_commands
from specgen.cli.list import KINDS, SPECS
from specgen.frontmatter import fields
from specgen.packs import tables

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "specgen"
OWN = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = sorted(
    [*(ROOT / name for name in OWN), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*/README.md"),
     *(ROOT / "tests" / "commands").glob("*.md")]
)  # fmt: skip
MODULES = sorted(SOURCE.rglob("*.py"))
ROOMS = sorted({path.parent for path in MODULES} - {SOURCE})
_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PARSERS = cli.everything()
_COMMANDS = known_commands.find()


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """The page without what stands in fences and code spans."""
    return re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))


# --- generated pages -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def make_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_names_every_kind_that_can_be_listed() -> None:
    (row,) = [line for line in read("README.md").split("\n") if line.startswith("| `specgen list KIND`")]
    assert [kind for kind in (*KINDS, SPECS) if kind not in row] == []


def test_generated_pages_are_fresh(make_docs: ModuleType) -> None:
    made = make_docs.pages()
    stale = [named(path) for path, text in made.items() if not path.exists() or read(path) != text]
    assert stale == [], "run: python tools/make_docs.py"
    assert set((ROOT / "docs" / "reference").rglob("*.md")) == set(made), "a page that nobody makes"


def test_reference_names_everything_that_has_an_id() -> None:
    library = packs.built_in()
    contradictions = read("docs/reference/contradictions.md")
    for pack in library.packs:
        page = read(f"docs/reference/packs/{pack.name}.md")
        assert [one.id for one in (*pack.questions, *pack.items) if f"`{one.id}`" not in page] == []
        assert [one.id for one in pack.rules if f"(../contradictions.md#{one.id})" not in page] == []
        assert [one.id for one in pack.rules if f"### {one.id}\n" not in contradictions] == []


def test_the_readme_counts_right() -> None:
    library, text = packs.built_in(), read("README.md")
    counted = (len(library.packs), sum(1 for _ in library.questions()), len(figures()), sum(1 for _ in library.rules()))
    for number, what in zip(counted, ("{} packs", "{} questions", "{} figures", "your answers, {} of them"), strict=True):
        assert what.format(number) in text


def test_pictures_are_small_pngs() -> None:
    used = [target for target in _LINK.findall(read("README.md")) if target.endswith(".png")]
    assert len(used) >= 2
    for target in used:
        data = (ROOT / target).read_bytes()
        assert data.startswith(b"\x89PNG"), target
        assert len(data) < 200_000, target


# --- links and commands ----------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Of the headings, as GitHub makes them."""
    found = re.findall(r"^#{1,6} +(.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).strip().replace(" ", "-") for title in found}


def broken_links(page: Path, text: str) -> Iterator[str]:
    for target in _LINK.findall(prose(text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        goal = (page.parent / unquote(name)).resolve() if name else page
        if not goal.exists() or (anchor and anchor not in anchors(goal.read_text(encoding="utf-8"))):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page, read(page))) == []


def test_a_broken_link_is_seen() -> None:
    text = "[a](README.md#start) [b](NOPE.md) [c](README.md#nope) [d](https://example.org) `[e](NOPE.md)`"
    assert list(broken_links(ROOT / "README.md", text)) == ["NOPE.md", "README.md#nope"]


def commands(text: str) -> Iterator[list[str]]:
    """Arguments of every `specgen …` in sh and console blocks, and of `python -m`-like spellings of it."""
    for _, info, body in _FENCE.findall(text):
        if info.split(" ")[0] not in ("sh", "console"):
            continue
        for line in body.replace("\\\n> ", " ").replace("\\\n", " ").splitlines():
            if info.startswith("console") and not line.startswith("$ "):
                continue
            for part in re.split(r"&&|\||[<>] *\S+", line.removeprefix("$ ")):
                words = shlex.split(part, comments=True)
                if words and words[0].rpartition("/")[2] == "specgen":
                    yield words[1:]


def parses(arguments: list[str]) -> bool:
    try:
        _PARSERS.parse_args(arguments)
    except SystemExit as stop:
        return stop.code == 0
    return True


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent.name != "commands"], ids=named
)  # transcripts show wrong ones on purpose
def test_commands_can_be_typed(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [shlex.join(words) for words in commands(read(page)) if not parses(words)]
    assert wrong == [], capsys.readouterr().err


def test_a_command_that_cannot_be_typed_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    found = list(
        commands("```sh\n.venv/bin/specgen new --nope | head\nls\n```\n```console\n$ specgen list packs > a\nx\n```\n")
    )
    assert found == [["new", "--nope"], ["list", "packs"]]
    assert [parses(words) for words in found] == [False, True]
    assert "--nope" in capsys.readouterr().err


def test_pages_show_commands() -> None:
    assert sum(len(list(commands(read(page)))) for page in PAGES if page.name == "README.md") >= 8


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_tables_have_their_columns(page: Path) -> None:
    """A bar inside a cell would cut it in two."""
    for block in re.findall(r"(?:^\|.*\n)+", _FENCE.sub("", read(page)), re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(counts) == 1, block


# --- answers and settings in the text -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [ROOT / "README.md", *(ROOT / "docs").glob("*.md")], ids=named)
def test_answers_files_in_the_text_can_be_read(page: Path) -> None:
    library = packs.built_in()
    for _, info, body in _FENCE.findall(read(page)):
        kind, _, name = info.partition(" ")
        if kind == "yaml" and name and "/" not in name:
            assert answersfile.read(body, f"{page.name}: {name}", library)


# --- nothing is missing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", _COMMANDS)
def test_command_is_documented(name: str) -> None:
    assert f"## specgen {name}" in read("docs/reference/commands.md")
    assert any(f"$ specgen {name}" in read(page) for page in (ROOT / "tests" / "commands").glob("*.md"))


def test_readme_shows_commands_that_exist_and_where_all_are() -> None:
    shown = set(re.findall(r"^\| `specgen (\w+)", read("README.md"), re.MULTILINE))
    assert {"new", "render", "list", "explain"} <= shown <= set(_COMMANDS)
    assert "(docs/reference/commands.md)" in read("README.md")


@pytest.mark.parametrize("name", _COMMANDS)
def test_command_has_help_with_examples(name: str) -> None:
    module = importlib.import_module(f"specgen.cli.{name}")
    head, _, examples = module.HELP.partition("examples:\n")
    assert head.strip()
    assert f"specgen {name}" in examples
    for line in examples.splitlines():
        command = re.split(r" {2,}", line.strip())[0]
        for words in commands(f"```sh\n{command}\n```\n"):
            assert parses(words), line


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_module_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said
    assert said.split("\n\n")[0].rstrip().endswith((".", ":", "`.")), "the first paragraph is a sentence"


def code_map() -> set[str]:
    table = read("ARCHITECTURE.md").partition("## Code map")[2].partition("## Floors")[0]
    return {
        name for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    }


def test_code_map_is_complete_and_true() -> None:
    rooms = {f"{room.relative_to(SOURCE).as_posix()}/" for room in ROOMS}
    top = {path.name for path in MODULES if path.parent == SOURCE}
    assert code_map() == rooms | top | {"data/"}


def test_floors_are_those_that_are_checked() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    layers = next(one["layers"] for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    drawn = read("ARCHITECTURE.md").partition("## Floors")[2].partition("```text\n")[2].partition("```")[0]
    assert drawn.splitlines() == layers


def test_exit_codes_are_all_explained() -> None:
    raised = {one.exit_code for one in errors.SpecgenError.__subclasses__()} | {errors.SpecgenError.exit_code}
    ends = {check.FINDINGS, cli.USAGE, cli.INTERRUPTED, cli.ENDED, cli.TERMINATED}
    page = read("docs/exit-codes.md")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)} == raised | ends | {0}
    in_readme = {int(code) for code in re.findall(r"^\| (\d+) \|", read("README.md"), re.MULTILINE)}
    assert in_readme == {0, check.FINDINGS, *raised} - {errors.SpecgenError.exit_code}


def test_every_type_of_answer_is_explained() -> None:
    page = read("docs/answers.md")
    table = page.partition("## Values")[2].partition("##")[0]
    in_table = {
        name.strip() for row in re.findall(r"^\| ([a-z, ]+) \|", table, re.MULTILINE) for name in row.split(",")
    }
    assert set(registry.names(questions.__name__)) == in_table


@pytest.mark.parametrize("name", ["HEADER", "QUESTION", "ITEM", "RULE", "FACT"])
def test_every_key_of_a_pack_is_explained(name: str) -> None:
    page = read("docs/packs.md").partition("## Keys")[2].partition("## Conditions")[0]
    assert [key for key in getattr(tables, name) if f"`{key}" not in page and f"{key}:" not in page] == []


# --- what must not stand in it -----------------------------------------------------------------------------------------

_ABSENT = ("check", "update", "answer", "adopt", "calc", "init", "import")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_command_is_announced_that_does_not_exist(page: Path) -> None:
    found = re.findall(r"`specgen (\w+)", read(page))
    assert [name for name in found if name in _ABSENT and name not in _COMMANDS] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name != "commands"], ids=named)
def test_no_path_of_a_machine(page: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:root|work|home|tmp|Users)/", read(page)) == []


def test_readme_begins_with_what_one_screen_needs() -> None:
    first = "\n".join(read("README.md").splitlines()[:40])
    for wanted in ("## Start", "specgen new --example", "<!-- test-command -->\n```sh\n", "docs/images/"):
        assert wanted in first


# --- the file format ----------------------------------------------------------------------------------------------------


def test_every_field_and_status_of_the_front_matter_is_explained() -> None:
    page = read("docs/spec.md").partition("## Front matter")[2]
    assert [key for key in fields.KEYS if f"`{key}`" not in page] == []
    assert [status for status in fields.STATUSES if status not in page] == []


def test_items_shown_are_items() -> None:
    shown = re.findall(r"^- \[.\] .*", read("docs/spec.md"), re.MULTILINE)
    library = {item.id: item.text for item in packs.built_in().items()}
    assert len(shown) == 3
    for line in shown:
        found = itemline.parse(line)
        assert found is not None, line
        assert found.text == library[found.id], "the wording of the pack"
