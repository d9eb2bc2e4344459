"""A configuration that is kept is the one that was read, and nothing that is kept is trusted more than the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen import config
from specgen.cli import cache, main
from specgen.cli.configured import Configured
from specgen.config import Checking, Config, Require, stored
from specgen.errors import InputError
from specgen.frozen import replace
from specgen.model import Mark

WHOLE = """
specs = ["a/*.md", "b/**/*.md"]
exclude = ["README.md"]
packs = []
templates = ["templates"]
word_template = "company.docx"
answers = ["answers.yaml"]
new_in = "docs"
review_days = 180

[check]
select = ["must-open"]
ignore = []
fail_on = "warning"
baseline = "base.json"
per_file_ignores = {"old/" = ["must-open", "id-duplicate"], "new/" = []}

[[require]]
for = "services/*/"
spec = "docs/{name}.md"

[[require]]
for = "jobs/*"
spec = "docs/{stem}.md"
"""


def read(text: str, file: str = "specgen.toml", rules: set[str] | None = None) -> Config:
    return Configured(rules, os.environ).read(text.encode(), text, file, "")


@pytest.mark.parametrize("text", ["", WHOLE, 'specs = ["é*.md"]\n', "[check]\n"])
def test_what_is_kept_is_what_was_read(text: str, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(text)
    assert first == config.read(text, "specgen.toml")
    monkeypatch.setattr("specgen.cli.configured.read", _forbidden)
    assert read(text) == first


def _forbidden(*_: object) -> None:
    raise AssertionError("this file was not to be read anew")


def test_places_are_those_of_the_file_that_is_read(kept: Path) -> None:
    read(WHOLE)
    again = read(WHOLE, "../specgen.toml")
    assert again == config.read(WHOLE, "../specgen.toml")
    assert again.marks["specs"] == Mark("../specgen.toml", 2, 1)


def test_faults_are_said_every_time(kept: Path) -> None:
    for _ in range(2):
        with pytest.raises(InputError, match="spec"):
            read('spec = ["a.md"]\n')
    assert not kept.exists()


def test_rules_that_are_known_are_part_of_what_is_kept(kept: Path) -> None:
    text = '[check]\nignore = ["must-open"]\n'
    read(text)
    read(text, rules={"must-open"})
    with pytest.raises(InputError, match="must-open"):
        read(text, rules={"id-duplicate"})


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign", "writable", "empty", "link"])
def test_a_damaged_file_is_as_good_as_none(damage: str, kept: Path, tmp_path: Path) -> None:
    whole = read(WHOLE)
    (path,) = kept.iterdir()
    data = path.read_bytes()
    if damage == "writable":
        path.chmod(0o666)
    elif damage == "link":
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    elif damage == "foreign":
        cache.write(path, b"review_days\tmany\nanything")
    else:
        path.write_bytes({"cut": data[:-20], "changed": data.replace(b"180", b"999"), "empty": b""}[damage])
    assert read(WHOLE) == whole


def test_a_changed_program_reads_it_anew(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(WHOLE)
    monkeypatch.setattr(cache, "program", lambda _: "config/keys.py 1 1")
    read(WHOLE)
    assert len([*kept.iterdir()]) == 2


def test_without_the_cache_nothing_is_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Configured(None, None).read(b"", "", "specgen.toml", "")
    monkeypatch.setenv(cache.OFF, "1")
    read(WHOLE)
    assert not kept.exists()


@pytest.mark.parametrize("name", ["specgen.toml", "pyproject.toml"])
def test_a_command_keeps_it(
    name: str, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'specs = ["a/**/*.md"]\n'
    (tmp_path / name).write_text(f"[tool.specgen]\n{text}" if name == "pyproject.toml" else text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--no-cache"]) == 3
    assert not kept.exists()
    said = [capsys.readouterr()]
    for _ in range(2):
        assert main(["check"]) == 3, "nothing matches a pattern"
        said.append(capsys.readouterr())
    assert said[0] == said[1] == said[2]
    assert len([*kept.glob("config-*.txt")]) == 1


_TEXTS = st.text(st.characters(exclude_characters="\t\n", exclude_categories=["Cs"]))
_LISTS = st.lists(_TEXTS, max_size=3).map(tuple)


@given(_LISTS, _TEXTS, st.integers(1, 999), st.dictionaries(_TEXTS, _LISTS, max_size=2))
def test_every_text_reads_back(several: tuple[str, ...], one: str, number: int, ignores: dict[str, tuple[str, ...]]) -> None:
    made = Config(
        specs=several, packs=several, new_in=one, review_days=number, check=Checking(several, (), one, one, ignores),
        require=(Require(one, one, Mark("x.toml", number, 2)),), marks={one: Mark("x.toml", 1, number)},
    )  # fmt: skip
    assert stored.read(stored.write(made), "x.toml") == made


@pytest.mark.parametrize("text", ["a\tb", "a\nb"])
def test_what_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a"):
        stored.write(replace(Config(), new_in=text))
