"""The configuration: what it may say, which file holds where, and which files its patterns name."""

from __future__ import annotations

import argparse
import fnmatch
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specgen import config, rules
from specgen.cli import configuration
from specgen.cli.configuration import Settings
from specgen.cli.world import World
from specgen.config import globs, keys, places, values
from specgen.config.keys import CHECK, REQUIRE, TOP, Key, Kind
from specgen.errors import InputError, Problem, UsageError
from specgen.frozen import replace

ROOT = Path(__file__).resolve().parents[1]
NAMES = set(rules.rules())


def read(text: str, table: str = "", known: set[str] | None = None) -> config.Config:
    return config.read(text, "specgen.toml", table, known)


def faults(text: str, table: str = "", known: set[str] | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text, table, known)
    return [str(one) for one in caught.value.problems]


# --- text to values --------------------------------------------------------------------------------------------------


def test_an_empty_file_is_the_defaults() -> None:
    assert read("") == config.Config()
    assert read("").specs == ("docs/specs/**/*.md",)


def test_every_key_is_read() -> None:
    found = read("""
specs = ["specs/*.md"]
exclude = ["README.md"]
packs = ["a", "../b"]
templates = ["t"]
word_template = "t/company.docx"
answers = ["usual.yaml"]
new_in = "specs"
review_days = 30

[[require]]
for = "services/*/"
spec = "specs/{name}.md"

[[require]]
for = "jobs/*.py"
spec = "specs/{stem}.md"

[check]
select = ["must-open"]
ignore = ["contradiction"]
fail_on = "warning"
baseline = "baseline.json"

[check.per_file_ignores]
"old/" = ["must-open", "contradiction"]
""")
    assert found.specs == ("specs/*.md",)
    assert (found.exclude, found.packs, found.templates) == (("README.md",), ("a", "../b"), ("t",))
    assert (found.word_template, found.answers, found.new_in) == ("t/company.docx", ("usual.yaml",), "specs")
    assert found.review_days == 30
    assert [(one.paths, one.spec, one.mark.line) for one in found.require] == [
        ("services/*/", "specs/{name}.md", 11), ("jobs/*.py", "specs/{stem}.md", 15),
    ]  # fmt: skip
    check = found.check
    assert (check.select, check.ignore, check.fail_on) == (("must-open",), ("contradiction",), "warning")
    assert check.baseline == "baseline.json"
    assert dict(check.per_file_ignores) == {"old/": ("must-open", "contradiction")}
    assert found.marks["word_template"].line == 6


def test_pyproject_has_a_table_of_ours() -> None:
    text = '[project]\nname = "x"\n[tool.specgen]\nspecs = ["*.md"]\n[tool.specgen.check]\nfail_on = "never"\n'
    assert read(text, "tool.specgen").specs == ("*.md",)
    assert read(text, "tool.specgen").check.fail_on == "never"
    assert read('[project]\nname = "x"\n', "tool.specgen") == config.Config()
    text = '[tool.specgen]\nspec = ["*.md"]\n[tool.specgen.check]\nfailon = "never"\n[[tool.specgen.require]]\nfor = "a"\n'
    assert faults(text, "tool.specgen") == [
        'specgen.toml:2:1: "spec" is not a key of [tool.specgen]. Did you mean "specs"?',
        'specgen.toml:4:1: "failon" is not a key of [check]. Did you mean "fail_on"?',
        'specgen.toml:5:3: [[require]] has no `spec`. Add spec = "docs/specs/{name}.md"',
    ]


BAD = {
    "pakcs = []": ':1:1: "pakcs" is not a key of the configuration. Did you mean "packs"?',
    "word-template = 'x'": ':1:1: "word-template" is not a key of the configuration. Did you mean "word_template"?',
    "zzz = 1": ':1:1: "zzz" is not a key of the configuration. It takes specs, exclude, packs, ',
    "[tool.specgen]\npacks = []": ':1:1: "tool" is not a key of the configuration. In a file of its own the keys',
    'packs = "checklists"': ':1:1: `packs` must be a list, not a text. Put it into brackets: ["checklists"]',
    "packs = [1]": ":1:1: `packs` must be a list of texts, and holds a number.",
    "packs = 2026-11-20": ":1:1: `packs` must be a list of texts, not a date or time.",
    'packs = [" "]': ":1:1: `packs` holds an empty path.",
    "word_template = ['x']": ":1:1: `word_template` must be a text in quotes, not a list. Write word_template = ",
    'word_template = "a\\u0000b"': ":1:1: `word_template` holds a control character: 'a\\x00b'. Remove it.",
    "review_days = true": ":1:1: `review_days` must be a whole number of days, not true.",
    "review_days = 1.5": ":1:1: `review_days` must be a whole number of days, not a number.",
    "review_days = 0": ":1:1: `review_days` is 0; it must lie between 1 and 36500.",
    'specs = ["/etc/*.md"]': ':1:1: `specs` "/etc/*.md" is an absolute path.',
    'specs = ["../*.md"]': ':1:1: `specs` "../*.md" leaves the folder of this file.',
    'specs = ["docs\\\\*.md"]': ':1:1: `specs` "docs\\*.md" holds a backslash. Use / between folders, on Windows, too.',
    'specs = ["docs/**.md"]': ':1:1: `specs` "docs/**.md" has `**` inside the name "**.md".',
    'specs = [""]': ':1:1: `specs` "" is empty.',
    'new_in = "../specs"': ':1:1: `new_in` "../specs" leads out of the folder of this file.',
    'new_in = "/tmp"': ':1:1: `new_in` "/tmp" leads out of the folder of this file.',
    "check = 3": ":1:1: [check] must be a table, not a number.",
    "[check]\nfail_on = 'eror'": ':2:1: `fail_on` is "eror"; it must be error, warning or never. Did you mean "error"?',
    "[check]\nfail_on = 1": ":2:1: `fail_on` must be a text in quotes, not a number.",
    "[check]\nignore = ['must-opn']": ':2:1: `ignore` names "must-opn", which is not a rule. Did you mean "must-open"?',
    "[check]\nbaseline = 'C:\\x'": ':2:1: `baseline` "C:\\x" holds a backslash.',
    "[check.per_file_ignores]\n'a' = 'b'": ':2:1: `per_file_ignores` for "a" must be a list, not a text.',
    "[check.per_file_ignores]\n'a' = ['b']": ':2:1: `per_file_ignores` for "a" names "b", which is not a rule.',
    "[check.per_file_ignores]\n'../a' = []": ':2:1: `per_file_ignores` has the pattern "../a", which leaves the folder',
    "[check]\nper_file_ignores = []": ":2:1: `per_file_ignores` must be a table, not a list.",
    "require = 'x'": ":1:1: `require` must be given as [[require]], in two brackets, not as a text.",
    "[require]\nfor = 'a'\nspec = 'b.md'": ":1:2: `require` must be given as [[require]], in two brackets, not as a table.",
    "[[require]]\nfor = 'a'": ":1:3: [[require]] has no `spec`.",
    "[[require]]\nfor = 'a'\nspec = '{nmae}.md'": ':3:1: `spec` "{nmae}.md" holds {nmae}, which nothing stands for. Did',
    "[[require]]\nfor = 'a'\nspec = '{name.md'": ':3:1: `spec` "{name.md" has a brace without its other half.',
    "[[require]]\nfor = 'a'\nspec = '*.md'": ':3:1: `spec` "*.md" is a pattern, and must be one path.',
    "[[require]]\nfor = 'a'\nspec = '../{name}.md'": ':3:1: `spec` "../{name}.md" leads out of the folder of this file.',
    "packs = [": ":1:1: is not TOML: ",
    "packs = []\npacks = []\n[check]": ":2:11: is not TOML: Cannot overwrite a value.",
}  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_says_where_and_what_instead(text: str) -> None:
    (said,) = faults(text, known=NAMES)
    assert said.startswith(f"specgen.toml{BAD[text]}")


def test_faults_are_said_all_at_once_in_their_order() -> None:
    text = "\n".join(["packs = 'a'", "pakcs = 1", "[check]", "fail_on = 'x'", "selct = []", "[[require]]", "[other]"])
    assert [re.findall(r":(\d+):", one)[0] for one in faults(text)] == ["1", "2", "4", "5", "6", "6", "7"]


def test_rules_are_checked_only_where_they_are_known() -> None:
    text = '[check]\nignore = ["of-tomorrow"]'
    assert read(text).check.ignore == ("of-tomorrow",)
    assert len(faults(text, known=NAMES)) == 1


def test_faults_lie_where_an_editor_shows_them() -> None:
    text = '''# a comment = 1
specs = [
  "a.md",   # new_in = 3
  "nope = 4",
]
exclude = ["""
packs = 1
"""]
"new_in" = 3
check."fail_on" = 7
'''
    assert [one.split(": ")[0] for one in faults(text)] == [
        "specgen.toml:6:1", "specgen.toml:9:1", "specgen.toml:10:1",
    ]  # fmt: skip


def test_places_of_keys() -> None:
    found = places.places('a.b = 1\n[c."d e"]\nf = {g = 1}\n[[h]]\ni = 1\n[[h]]\n i = 2\n[h.j]\nk = 1\n')
    assert found["a", "b"] == (1, 1)
    assert found["c", "d e", "f"] == (3, 1)
    assert (found["h", 0, "i"], found["h", 1, "i"]) == ((5, 1), (7, 2))
    assert found["h", 1, "j", "k"] == (9, 1)
    assert places.nearest(found, ("c", "d e", "f", "g")) == (3, 1)
    assert places.nearest(found, ("nothing",)) == (1, 1)


@given(st.text(alphabet='ab=[]{}"\'#\\.\n ,*/-1', max_size=60))
@example('a = """\n[b]\nc = 1"""\nd = 1')
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands there: a configuration, or faults that each have a line of the text."""
    problems: tuple[Problem, ...] = ()
    try:
        read(text)
    except InputError as error:
        problems = error.problems
    assert all(one.file == "specgen.toml" and 1 <= one.line <= text.count("\n") + 1 for one in problems)


def test_deep_nesting_is_refused() -> None:
    assert len(faults("packs = " + "[" * 100_000)) == 1


# --- what is said of keys --------------------------------------------------------------------------------------------

TABLES: dict[str, dict[str, Key]] = {"": TOP, "[[require]]": REQUIRE, "[check]": CHECK}
ALL = [(table, name) for table, known in TABLES.items() for name in known if name not in ("require", "check")]


@pytest.mark.parametrize(("table", "name"), ALL)
def test_examples_and_defaults_of_keys_are_good(table: str, name: str) -> None:
    key = TABLES[table][name]
    for text in filter(None, (key.example, key.default)):
        value = tomllib.loads(f"x = {text}")["x"]
        assert values.read(key.kind, value, NAMES).faults == ()


def test_defaults_that_are_told_are_those_that_hold() -> None:
    told: dict[str, Any] = {name: tomllib.loads(f"x = {key.default}")["x"] for name, key in TOP.items() if key.default}
    held = config.Config()
    assert told == {
        "specs": list(held.specs), "exclude": [], "packs": [], "templates": [], "answers": [], "new_in": ".",
        "review_days": held.review_days,
    }  # fmt: skip
    assert tomllib.loads(f"x = {CHECK['fail_on'].default}")["x"] == held.check.fail_on
    assert set(TOP) | {"marks"} == set(config.Config._fields)
    assert set(CHECK) == set(config.Checking._fields)


def test_every_kind_is_used_and_read() -> None:
    used = {key.kind for known in TABLES.values() for key in known.values()}
    assert used == set(Kind)


def rows(table: str) -> str:
    """The table of docs/configuration.md."""
    lines = ["| Key | Takes | Default | Example | Means |", "|---|---|---|---|---|"]
    for name, key in TABLES[table].items():
        if key.kind in (Kind.TABLE, Kind.TABLES):
            continue
        default = f"`{key.default}`" if key.default else "required" if key.required else "none"
        lines.append(f"| `{name}` | {key.kind.value} | {default} | `{key.example}` | {key.about} |")
    return "\n".join(lines)


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_documented(table: str) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert rows(table) in page, rows(table)


def test_what_the_page_shows_is_a_configuration() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```toml(?: (\S+))?\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(shown) >= 2
    for name, text in shown:
        table = "tool.specgen" if name == "pyproject.toml" else ""
        assert config.read(text, name, table, NAMES)


# --- patterns --------------------------------------------------------------------------------------------------------

MATCHES = {
    "docs/specs/**/*.md": (
        ["docs/specs/a.md", "docs/specs/x/y/a.md"],
        ["docs/a.md", "docs/specs/a.txt", "docs/specs/.a.md", "docs/specs/.x/a.md", "a/docs/specs/a.md", "docs/specs"],
    ),
    "*.md": (["a.md", "A.md"], ["x/a.md", ".md", "a.MD"]),
    "**/*.md": (["a.md", "x/y/a.md"], [".git/a.md", "x/.y/a.md"]),
    "docs/**": (["docs/a", "docs/x/a"], ["docs", "doc"]),
    "services/?/spec.md": (["services/a/spec.md"], ["services/ab/spec.md", "services//spec.md"]),
    "[ab]*/[!x]": (["a/y", "bc/y"], ["a/x", "c/y"]),
    ".github/*.md": ([".github/a.md"], [".github/.a.md"]),
    "./a/./b.md": (["a/b.md"], ["b.md"]),
    "**/**/**/a": (["a", "x/a"], ["b"]),
    "a[": (["a["], ["a"]),
}


@pytest.mark.parametrize("pattern", MATCHES)
def test_pattern(pattern: str) -> None:
    glob = globs.parse(pattern)
    assert isinstance(glob, globs.Glob)
    good, bad = MATCHES[pattern]
    assert [path for path in good if not glob.matches(tuple(path.split("/")))] == []
    assert [path for path in bad if glob.matches(tuple(path.split("/")))] == []


def test_a_folder_holds_what_is_in_it() -> None:
    old, readme = globs.anywhere("docs/old/"), globs.anywhere("README.md")
    assert isinstance(old, globs.Glob)
    assert isinstance(readme, globs.Glob)
    assert old.holds(("docs", "old", "x", "a.md"))
    assert old.holds(("docs", "old"), is_folder=True)
    assert not old.holds(("docs", "old"))
    assert not old.holds(("docs", "older", "a.md"))
    assert readme.holds(("README.md",))
    assert readme.holds(("docs", "specs", "README.md"))


_NAMES = st.sampled_from(["a", "b", "ab", "a.md", "b.md", ".c"])
_PARTS = st.sampled_from(["a", "b", "*", "*.md", "a*", "?", "**", "[ab]", "[!a]*"])


@given(st.lists(_PARTS, min_size=1, max_size=4).map("/".join), st.lists(_NAMES, min_size=1, max_size=4))
def test_walking_and_asking_agree(pattern: str, path: list[str]) -> None:
    """`leaves` and `literal` are short cuts: they may not decide anything else than `step`."""
    glob = globs.parse(pattern)
    assert isinstance(glob, globs.Glob)
    places = glob.start
    *above, last = path
    for name in above:
        literal = glob.literal(places)
        if literal is not None and name not in literal:
            assert not glob.step(places, name)
        places = glob.step(places, name)
    leaf = glob.leaves(places)
    assert bool(leaf and leaf(last)) == glob.whole(glob.step(places, last)) == glob.matches(tuple(path))


@given(st.sampled_from(["*", "*.md", "*a", "*.", "*b.md"]), st.text("ab.md\n", min_size=1))
def test_the_usual_pattern_is_read_as_any_other(pattern: str, name: str) -> None:
    glob = globs.parse(pattern)
    assert isinstance(glob, globs.Glob)
    assert glob.matches((name,)) is (fnmatch.fnmatchcase(name, pattern) and not name.startswith("."))


# --- which file holds ------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "docs" / "specs").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def settings(**options: Any) -> Settings:
    return configuration.load(argparse.Namespace(**options), World.real())


def test_without_any_file_the_defaults_hold_here(repository: Path) -> None:
    found = settings()
    assert (found.config, found.file, found.folder) == (config.Config(), "", str(repository))


@pytest.mark.parametrize("name", ["specgen.toml", "pyproject.toml"])
def test_the_nearest_file_holds(repository: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    head = "[tool.specgen]\n" if name == "pyproject.toml" else ""
    write(repository / name, head + "review_days = 1\n")
    write(repository / "docs" / name, head + "review_days = 2\n")
    assert (settings().config.review_days, settings().file) == (1, name)
    monkeypatch.chdir(repository / "docs" / "specs")
    found = settings()
    assert (found.config.review_days, found.file, found.folder) == (2, f"../{name}", str(repository / "docs"))


def test_a_pyproject_without_our_table_is_passed_over(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "specgen.toml", "review_days = 1\n")
    write(repository / "docs" / "pyproject.toml", '[project]\nname = "about-specgen"\n')
    write(repository / "docs" / "specs" / "pyproject.toml", "this is [no TOML\n")
    monkeypatch.chdir(repository / "docs" / "specs")
    assert settings().config.review_days == 1


def test_the_search_ends_at_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository.parent / "specgen.toml", "review_days = 1\n")
    assert settings().file == ""
    (repository / ".git").rmdir()
    write(repository / ".git", "gitdir: elsewhere\n")  # as in a worktree
    assert settings().file == ""
    (repository / ".git").unlink()
    monkeypatch.chdir(repository / "docs")
    assert settings().file == "../../specgen.toml"


def test_two_files_in_one_folder_are_an_error(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "specgen.toml")
    write(repository / "pyproject.toml", "[tool.specgen]\n")
    monkeypatch.chdir(repository / "docs")
    with pytest.raises(InputError, match=r"^\.\./specgen\.toml: pyproject\.toml has a \[tool\.specgen\], too"):
        settings()
    assert settings(no_config=True).file == ""
    assert settings(config=Path("../pyproject.toml")).file == "../pyproject.toml"


def test_a_file_may_be_named(repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "other" / "any.toml", "review_days = 3\n")
    found = settings(config=Path("../other/any.toml"))
    assert (found.config.review_days, found.folder) == (3, str(tmp_path / "other"))
    assert found.path("packs").as_posix() == "../other/packs"
    with pytest.raises(UsageError, match=r"--config nothing\.toml: there is no such file"):
        settings(config=Path("nothing.toml"))
    write(repository / "pyproject.toml")
    with pytest.raises(UsageError, match=r"it has no \[tool.specgen\]"):
        settings(config=Path("pyproject.toml"))


def test_faults_of_a_found_file_name_it_as_it_is_called_here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "pyproject.toml", "[tool.specgen]\npakcs = 1\n")
    monkeypatch.chdir(repository / "docs")
    with pytest.raises(InputError, match=r"^\.\./pyproject\.toml:2:1: "):
        settings()
    write(repository / "pyproject.toml", "[tool.specgen\n")
    with pytest.raises(InputError, match=r"^\.\./pyproject\.toml:1:\d+: is not TOML"):
        settings()
    (repository / "pyproject.toml").write_bytes(b"[tool.specgen]\n# \xff\n")
    with pytest.raises(InputError, match=r"^\.\./pyproject\.toml:2: byte 17 is not UTF-8 text"):
        settings()


def test_a_file_with_a_byte_order_mark_and_windows_line_ends(repository: Path) -> None:
    (repository / "specgen.toml").write_bytes(b"\xef\xbb\xbfspecs = ['a.md']\r\nreview_days = 5\r\n")
    assert settings().config.review_days == 5


# --- options ---------------------------------------------------------------------------------------------------------


def test_the_command_line_wins(repository: Path) -> None:
    write(repository / "specgen.toml", 'packs = ["a", "b"]\ntemplates = ["t"]\nword_template = "w.docx"\n')
    for name in ("a", "b", "t"):
        (repository / name).mkdir()
    write(repository / "w.docx")
    options = argparse.Namespace(packs=[], templates=[], word_template=None)
    configuration.apply(options, World.real())
    assert (options.packs, options.templates) == ([Path("a"), Path("b")], [Path("t")])
    assert options.word_template == Path("w.docx")
    given = argparse.Namespace(packs=[Path("x")], templates=[Path("y")], word_template=Path("z"))
    configuration.apply(given, World.real())
    assert (given.packs, given.templates, given.word_template) == ([Path("x")], [Path("y")], Path("z"))


def test_what_the_file_names_must_be_there(repository: Path) -> None:
    write(repository / "specgen.toml", '\npacks = ["a", "b"]\nword_template = "w.docx"\n')
    (repository / "b").mkdir()
    with pytest.raises(InputError) as caught:
        configuration.apply(argparse.Namespace(packs=[], word_template=None), World.real())
    assert [str(one) for one in caught.value.problems] == [
        "specgen.toml:2:1: `packs` names a: there is no such folder. Mend the name, or make it.",
        "specgen.toml:3:1: `word_template` names w.docx: there is no such file. Mend the name, or make it.",
    ]


# --- which files -----------------------------------------------------------------------------------------------------


def test_specs_are_sorted_and_called_as_from_here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.md", "a.md", "x/c.md", "x/d.txt", ".hidden/e.md"):
        write(repository / "docs" / "specs" / name)
    write(repository / "README.md")
    assert settings().specs().files == ("docs/specs/a.md", "docs/specs/b.md", "docs/specs/x/c.md")
    write(repository / "specgen.toml")
    monkeypatch.chdir(repository / "docs")
    assert settings().specs().files == ("specs/a.md", "specs/b.md", "specs/x/c.md")
    write(repository / "src" / "x.py")
    monkeypatch.chdir(repository / "src")
    assert settings().specs().files == ("../docs/specs/a.md", "../docs/specs/b.md", "../docs/specs/x/c.md")


def test_files_and_folders_may_be_named(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("docs/specs/a.md", "docs/specs/x/b.md", "docs/specs/x/README.md", "other/c.md"):
        write(repository / name)
    write(repository / "specgen.toml", 'exclude = ["README.md"]\n')
    found = settings()
    assert found.specs(["docs/specs/x"]).files == ("docs/specs/x/b.md",)
    assert found.specs(["."]).files == ("docs/specs/a.md", "docs/specs/x/b.md")
    assert found.specs(["./other/c.md", "docs"]).files == ("docs/specs/a.md", "docs/specs/x/b.md", "other/c.md")
    assert found.specs(["other"]).files == ()
    assert found.specs(["absent.md"]).files == ("absent.md",)
    named = found.specs([Path("docs/specs/x/README.md"), repository / "docs" / "specs" / "a.md"])
    assert named.files == ((repository / "docs" / "specs" / "a.md").as_posix(),)
    assert named.excluded == ("docs/specs/x/README.md",)
    monkeypatch.chdir(repository / "docs" / "specs" / "x")
    assert settings().specs(["."]).files == ("b.md",)
    assert settings().specs([".."]).files == ("../a.md", "b.md")
    assert settings().specs(["../../.."]).files == ("../a.md", "b.md")


def test_what_is_excluded_is_not_walked_into(repository: Path) -> None:
    for name in ("docs/specs/a.md", "docs/specs/old/b.md", "docs/specs/x/old/c.md", "docs/specs/old.md"):
        write(repository / name)
    write(repository / "specgen.toml", 'exclude = ["old/", "docs/specs/x"]\n')
    assert settings().specs().files == ("docs/specs/a.md", "docs/specs/old.md")
    write(repository / "specgen.toml", 'exclude = ["old"]\n')
    assert settings().specs().files == ("docs/specs/a.md", "docs/specs/old.md")
    write(repository / "specgen.toml", 'exclude = ["docs/specs/old"]\n')
    assert settings().specs(["docs/specs/old/b.md"]).excluded == ("docs/specs/old/b.md",)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_links_to_folders_are_not_followed(repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "outside" / "secret.md")
    write(repository / "docs" / "specs" / "a.md")
    (repository / "docs" / "specs" / "out").symlink_to(tmp_path / "outside")
    (repository / "docs" / "specs" / "round").symlink_to(repository / "docs")
    (repository / "docs" / "specs" / "gone.md").symlink_to("nowhere")
    # a link to a file is handed on: whoever reads it says what it is
    assert settings().specs().files == ("docs/specs/a.md", "docs/specs/gone.md")
    write(repository / "specgen.toml", 'specs = ["docs/specs/out/*.md"]\n')
    assert settings().specs().files == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_folder_may_be_reached_through_a_link(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "docs" / "specs" / "a.md")
    (tmp_path / "short").symlink_to(repository)
    assert settings().specs([tmp_path / "short" / "docs"]).files == ("docs/specs/a.md",)
    write(repository / "specgen.toml", "review_days = 4\n")
    monkeypatch.chdir(tmp_path)
    found = settings(config=Path("short/specgen.toml"))
    assert found.specs().files == ("repo/docs/specs/a.md",)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="file modes do not bind root")
def test_a_folder_that_cannot_be_read_is_said_and_the_others_are_walked(repository: Path) -> None:
    write(repository / "docs" / "specs" / "a.md")
    closed = repository / "docs" / "specs" / "closed"
    closed.mkdir(mode=0)
    try:
        found = settings().specs()
    finally:
        closed.chmod(0o700)
    assert found.files == ("docs/specs/a.md",)
    assert [str(one) for one in found.problems] == ["docs/specs/closed/: cannot be read: Permission denied"]


def test_a_folder_that_fails_while_it_is_walked(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for everybody, root too."""
    write(repository / "docs" / "specs" / "a.md")
    write(repository / "docs" / "specs" / "x" / "b.md")
    scan = os.scandir

    def failing(path: str) -> Any:
        if path.endswith("x"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", failing)
    found = settings().specs()
    assert found.files == ("docs/specs/a.md",)
    assert [str(one) for one in found.problems] == ["docs/specs/x/: cannot be read: Permission denied"]


def test_only_folders_that_can_hold_specs_are_looked_into(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository may hold a hundred thousand files: the walk begins where the pattern stops to be literal."""
    for name in ("node_modules/x/a.md", "src/b.md", "docs/other/c.md", "docs/specs/x/d.md"):
        write(repository / name)
    looked: list[str] = []
    scan = os.scandir

    def counting(path: str) -> Any:
        looked.append(Path(path).relative_to(repository).as_posix())
        return scan(path)

    monkeypatch.setattr(os, "scandir", counting)
    assert settings().specs().files == ("docs/specs/x/d.md",)
    assert looked == ["docs/specs", "docs/specs/x"]


# --- what is required ------------------------------------------------------------------------------------------------


def test_every_service_needs_a_spec(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("services/pay/main.py", "services/ship/main.py", "services/README.md", "jobs/nightly.py"):
        write(repository / name)
    write(repository / "docs" / "specs" / "pay.md")
    write(repository / "specgen.toml", """
[[require]]
for = "services/*/"
spec = "docs/specs/{name}.md"
[[require]]
for = "jobs/*.py"
spec = "docs/specs/{parent}/{stem}.md"
""")
    assert settings().required().specs == (
        ("services/pay/", "docs/specs/pay.md", True),
        ("services/ship/", "docs/specs/ship.md", False),
        ("jobs/nightly.py", "docs/specs/jobs/nightly.md", False),
    )
    monkeypatch.chdir(repository / "docs")
    assert settings().required().specs[1] == ("services/ship/", "specs/ship.md", False), (
        "what it is for is called the same from everywhere, or a baseline would not hold"
    )


def test_names_are_taken_as_they_are(repository: Path) -> None:
    (repository / "s" / "{stem}").mkdir(parents=True)
    write(repository / "specgen.toml", '[[require]]\nfor = "s/*"\nspec = "{name}-{parent}.md"\n')
    assert [one.spec for one in settings().required().specs] == ["{stem}-s.md"]


def test_a_pattern_that_matches_nothing_is_told(repository: Path) -> None:
    write(repository / "docs" / "specs" / "a.md")
    assert settings().unmatched() == ()
    text = 'specs = ["docs/specs", "docs/specs/*.md"]\n[[require]]\nfor = "servces/*/"\nspec = "x.md"\n'
    write(repository / "specgen.toml", text)
    assert [str(one) for one in settings().unmatched()] == [
        'specgen.toml:1:1: `specs`: nothing matches "docs/specs". Did you mean "docs/specs/**/*.md"?'
    ]
    assert [str(one) for one in settings().required().slips] == [
        'specgen.toml:2:3: `for`: nothing matches "servces/*/". Is it spelt as the folders are?',
    ]


def test_rules_may_be_ignored_for_some_files(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "specgen.toml", """
[check.per_file_ignores]
"docs/specs/old/" = ["must-open", "contradiction"]
"legacy-*.md" = ["item-missing"]
"docs/specs/old/x.md" = ["id-duplicate"]
""")
    found = settings()
    assert found.ignored("docs/specs/new.md") == frozenset()
    assert found.ignored("docs/specs/old/a.md") == {"must-open", "contradiction"}
    assert found.ignored("docs/specs/old/x.md") == {"must-open", "contradiction", "id-duplicate"}
    assert found.ignored(Path("docs/legacy-a.md")) == {"item-missing"}
    assert found.ignored("../legacy-a.md") == frozenset()
    monkeypatch.chdir(repository / "docs" / "specs")
    assert settings().ignored("old/a.md") == {"must-open", "contradiction"}


def test_paths_of_the_file_are_called_as_from_here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "specgen.toml")
    assert settings().path("packs/acme/").as_posix() == "packs/acme"
    assert settings().path("").as_posix() == "."
    assert settings().path(str(repository.parent)) == repository.parent
    monkeypatch.chdir(repository / "docs")
    assert settings().path("packs").as_posix() == "../packs"
    assert settings().path("docs/specs").as_posix() == "specs"
    assert settings().path("../shared").as_posix() == "../../shared"


def test_settings_are_values(repository: Path) -> None:
    assert settings() == settings()
    assert replace(settings().config, packs=("x",)).packs == ("x",)
    assert keys.FAIL_ON[0] == config.Checking().fail_on
