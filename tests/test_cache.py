"""The kept libraries: equal to what is read anew, and never the reason for an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen import packs, resources
from specgen.cli import cache, library
from specgen.errors import InputError
from specgen.model import (
    Condition,
    Example,
    FactRule,
    Item,
    Layer,
    Level,
    Library,
    Mark,
    Pack,
    Phase,
    Question,
    Removed,
    Rule,
    Severity,
)
from specgen.packs import stored
from specgen.yamltext import Mapping, Scalar, Sequence

LAYER = "name: acme\nversion: 1.0.0\n"
PACK = "pack: idempotency\nchange:\n  items:\n    IDEM-09: {evidence: a panel}\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "LAYER.yaml").write_text(LAYER, encoding="utf-8")
    (folder / "idempotency.yaml").write_text(PACK, encoding="utf-8")
    return folder


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, packs cannot be read."""

    def refuse(*_: object) -> Library:
        raise AssertionError("the packs were read again")

    monkeypatch.setattr(packs, "load", refuse)
    monkeypatch.setattr(packs, "built_in", refuse)


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


# --- as text and back --------------------------------------------------------------------------------------------------

MARKS = st.builds(Mark, st.sampled_from(["", "core.yaml", "ä.yaml"]), st.integers(0, 9), st.integers(0, 9))
TEXTS = st.text(max_size=5)
WORDS = st.lists(TEXTS, max_size=2).map(tuple)
TREES = st.recursive(
    st.tuples(st.sampled_from(["name", "text"]), st.integers(0, 99), st.one_of(TEXTS, st.booleans(), st.none())),
    lambda part: st.tuples(st.just("and"), st.integers(0, 99), part, part),
    max_leaves=4,
)
CONDITIONS = st.builds(Condition, TEXTS, TREES, WORDS, MARKS)
WHEN = st.none() | CONDITIONS
SCALARS = st.builds(Scalar, TEXTS, st.booleans(), MARKS)
NODES = st.recursive(
    SCALARS,
    lambda node: (
        st.builds(Sequence, st.lists(node, max_size=2).map(tuple), MARKS)
        | st.builds(Mapping, st.lists(st.tuples(SCALARS, node), max_size=2).map(tuple), MARKS)
    ),
    max_leaves=4,
)
NAMED = st.dictionaries(TEXTS, TEXTS, max_size=2)
EXAMPLES = st.lists(st.builds(Example, st.dictionaries(TEXTS, NODES, max_size=2), MARKS), max_size=2).map(tuple)
FACTS = st.builds(FactRule, TEXTS, CONDITIONS, mark=MARKS)
QUESTIONS = st.builds(Question, TEXTS, TEXTS, TEXTS, choices=NAMED, when=WHEN, essential=st.booleans(), layers=NAMED, mark=MARKS)
ITEMS = st.builds(
    Item, TEXTS, st.sampled_from(Phase), st.sampled_from(Severity), TEXTS, TEXTS, TEXTS, TEXTS, when=WHEN,
    tiers=st.none() | st.integers(0, 3), see=WORDS, layers=NAMED, mark=MARKS,
)  # fmt: skip
RULES = st.builds(
    Rule, TEXTS, st.sampled_from(Level), TEXTS, TEXTS, TEXTS, TEXTS, when=WHEN, silent_if=WORDS, fires=EXAMPLES,
    silent=EXAMPLES, layers=NAMED, mark=MARKS,
)  # fmt: skip


def some(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=2).map(tuple)


PACKS = st.builds(
    Pack, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, order=st.integers(), applies=WHEN, keep=st.booleans(), facts=some(FACTS),
    questions=some(QUESTIONS), items=some(ITEMS), rules=some(RULES), layer=TEXTS, mark=MARKS,
)  # fmt: skip
REMOVED = st.builds(Removed, TEXTS, TEXTS, TEXTS, TEXTS, mark=MARKS)
LIBRARIES = st.builds(Library, some(PACKS), some(st.builds(Layer, TEXTS, TEXTS, TEXTS)), some(REMOVED))


@given(LIBRARIES)
def test_a_library_survives_being_stored(made: Library) -> None:
    found = stored.read(stored.write(made))
    assert found == made
    assert repr(found) == repr(made).replace("mappingproxy({})", "{}")  # kinds too: a severity is no mere text


def test_the_built_in_library_survives_being_stored() -> None:
    assert stored.read(stored.write(packs.built_in())) == packs.built_in()


# --- in a file ---------------------------------------------------------------------------------------------------------


def test_a_kept_library_is_the_one_that_was_read(kept: Path, request: pytest.FixtureRequest) -> None:
    first = library.load([])
    request.getfixturevalue("unread")
    assert library.load([]) == first == stored.read(files(kept)[0].read_text(encoding="utf-8").partition("\n")[2])


def test_a_teams_packs_are_kept_too(kept: Path, team: Path, request: pytest.FixtureRequest) -> None:
    first = library.load([team])
    request.getfixturevalue("unread")
    assert library.load([team]) == first
    assert len(files(kept)) == 1


@pytest.mark.parametrize("change", ["text", "name", "layer", "program", "version"])
def test_what_changes_the_library_is_read_anew(
    change: str, kept: Path, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.load([team])
    if change == "text":
        (team / "idempotency.yaml").write_text(PACK.replace("a panel", "another panel"), encoding="utf-8")
    elif change == "name":
        (team / "idempotency.yaml").rename(team / "ours.yaml")
    elif change == "layer":
        (team / "LAYER.yaml").write_text(LAYER.replace("1.0.0", "1.0.1"), encoding="utf-8")
    elif change == "program":
        monkeypatch.setattr(cache, "_program", lambda: "packs/read.py 1 1")
    else:
        monkeypatch.setattr(cache, "__version__", "0.0.0")
    found = library.load([team])
    assert len(files(kept)) == 2
    texts = {str(team / path.name): path.read_text(encoding="utf-8") for path in files(team)}
    assert found == packs.load(resources.texts("checklists", ".yaml"), texts)


def test_faults_are_said_every_time(kept: Path, team: Path) -> None:
    (team / "idempotency.yaml").write_text("pack: idempotenc\nchange: 1\n", encoding="utf-8")
    said = []
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            library.load([team])
        said.append(caught.value.problems)
    assert said[0] == said[1]
    assert not kept.exists()


def _digest(data: bytes) -> bytes:
    from hashlib import sha256

    return sha256(data).hexdigest().encode() + b"\n" + data


DAMAGE = {
    "empty": b"", "cut": None, "text changed": None, "no digest": b"[[],[]]", "not JSON": _digest(b"{"),
    "not UTF-8": _digest(b"\xff"), "another shape": _digest(b"{}"), "too few fields": _digest(b"[[[1]],[]]"),
    "deep": _digest(b"[" * 200_000),
    "a number": _digest(b"7"), "wrong word": _digest(json.dumps([[["a"] * 14], []]).encode()),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_ignored_and_replaced(damage: str, kept: Path) -> None:
    first = library.load([])
    (path,) = files(kept)
    good = path.read_bytes()
    bad = DAMAGE[damage]
    if bad is None:
        bad = good[:-10] if damage == "cut" else good.replace(b"availability", b"availabilitx")
    path.write_bytes(bad)
    assert library.load([]) == first
    assert path.read_bytes() == good


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of this kind")
def test_only_this_user_reads_it_and_nobody_else_writes_it(kept: Path) -> None:
    first = library.load([])
    (path,) = files(kept)
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept.stat().st_mode & 0o777 == 0o700
    path.write_bytes(_digest(b"[[],[]]"))
    path.chmod(0o666)  # anybody may have written that
    assert library.load([]) == first
    path.unlink()
    (kept / "elsewhere").write_bytes(_digest(b"[[],[]]"))
    path.symlink_to(kept / "elsewhere")
    assert library.load([]) == first
    assert not path.is_symlink()
    path.unlink()
    os.mkfifo(path)
    assert library.load([]) == first


@pytest.mark.parametrize("obstacle", ["file", "read-only", "folder in its place"])
def test_a_folder_that_takes_nothing_is_left_alone(obstacle: str, kept: Path) -> None:
    if obstacle == "file":
        kept.write_text("", encoding="utf-8")
    elif obstacle == "read-only":
        if sys.platform == "win32" or os.geteuid() == 0:
            pytest.skip("nothing is read-only for this user")
        kept.mkdir(mode=0o500)
    else:
        library.load([])
        (path,) = files(kept)
        path.unlink()
        (path / "inside").mkdir(parents=True)
    assert library.load([]) == packs.built_in()
    assert library.load([]) == packs.built_in()
    if kept.is_dir():
        assert not [path for path in files(kept) if path.name.startswith(".packs-")]


def test_it_can_be_switched_off(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.OFF, "1")
    library.load([])
    assert not kept.exists()


def test_no_home_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.OFF)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cache.place(os.environ, "packs-a.json") is None
    assert library.load([]) == packs.built_in()


def test_old_libraries_are_forgotten(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(cache.KEPT + 3):
        monkeypatch.setattr(cache, "__version__", f"0.0.{number}")
        library.load([])
        newest = max(files(kept), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert len(files(kept)) == cache.KEPT


def test_processes_that_start_together_all_succeed(tmp_path: Path) -> None:
    code = "from specgen.cli import main; raise SystemExit(main(['list', 'packs']))"
    env = {name: value for name, value in os.environ.items() if name != cache.OFF}
    env |= {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert len({out for out, _ in said}) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("platform", "env", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/var/c"}, "/var/c/specgen"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/ada/.cache/specgen"),
        ("linux", {}, "/home/ada/.cache/specgen"),
        ("darwin", {"XDG_CACHE_HOME": "/var/c"}, "/home/ada/Library/Caches/specgen"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/specgen/Cache"),
        ("win32", {}, "/home/ada/AppData/Local/specgen/Cache"),
    ],
)
def test_each_system_has_its_place(platform: str, env: dict[str, str], expected: str) -> None:
    assert Path(cache.folder(env, platform, "/home/ada")) == Path(expected)
