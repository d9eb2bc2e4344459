"""Classes 4, 5 and 18 of the threat list: specgen writes where it was told to, never through a link, under names that
every system takes."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from specgen import cli
from specgen.cli import library
from specgen.errors import InputError
from specgen.frontmatter import check_id, slug
from specgen.model import Library

THEIRS = "not yours"
LINKS = pytest.mark.skipif(os.name == "nt", reason="making a link needs a privilege on Windows")


BUILT_IN = library.load([])


def load(folders: list[Path]) -> Library:
    """The built-in packs are read once for all these runs; a team's are read as ever."""
    return _load(folders) if folders else BUILT_IN


_load = library.load


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a file beside it that nobody may touch."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_text(THEIRS, encoding="utf-8")
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(library, "load", load)
    return tmp_path / "inside"


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Reading a pipe without a writer takes for ever: that shall be a failure, not a run that hangs."""
    if os.name == "nt":
        yield
        return

    def give_up(*_: object) -> None:
        raise RuntimeError("still waiting")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every path below `folder`'s parent: bytes of files, None for the rest."""
    top = folder.parent
    return {
        str(path.relative_to(top)): path.read_bytes() if path.is_file() else None for path in sorted(top.rglob("*"))
    }


def new(*arguments: str) -> int:
    return cli.main(["new", *arguments, "--allow-missing"])


IDS = [
    "../x", "..", ".", "/x", "/etc/x", "C:\\x", "C:x", "\\\\host\\share", "a/b", "a\\b", "x\0", "\0", "x.md",
    "aux.txt", "-", "-x", "x-",
    "CON", "con", "prn", "aux", "nul", "com1", "COM9", "lpt1", "a b", "a\nb", "ä", "x:y", "x|y", "*", "?", "~",
    "$HOME", "%TEMP%",
    "x" * 101, "..%2fx", "\u202ex", "x ", " ", "COM¹",
]  # fmt: skip
NAMELESS = [
    "", " ", ".", "..", "/", "\\", "\0", "x\0y", "con", "NUL", "Aux", "com1", "日本", "\u202e", "a\nb", "\x1b[31m", "???",
    "x" * 70_000,
]  # fmt: skip


@pytest.mark.parametrize("id", IDS)
def test_an_id_is_a_name_and_no_path(id: str, inside: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = tree(inside)
    assert new("X", f"--id={id}") in (2, 3)
    assert tree(inside) == before
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert "bug" not in said.err


@pytest.mark.parametrize("title", NAMELESS)
def test_a_title_that_makes_no_name_is_refused(title: str, inside: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = tree(inside)
    assert new(title) in (2, 3)
    assert tree(inside) == before
    assert capfd.readouterr().err.startswith("error: ")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../x", "x.md"), ("/x", "x.md"), ("C:\\x", "c-x.md"), ("aux.txt", "aux-txt.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("a/../../b", "a-b.md"), ("Straße (Köln)", "strasse-koln.md"), ("con.", None), ("x.md", "x-md.md"),
        (".hidden", "hidden.md"),
    ],
)  # fmt: skip
def test_any_other_title_becomes_one_name_in_this_folder(title: str, name: str | None, inside: Path) -> None:
    before = tree(inside)
    assert new(title) == (0 if name else 3)
    assert sorted(set(tree(inside)) - set(before)) == ([f"inside/{name}"] if name else [])


def test_the_list_of_device_names() -> None:
    devices = ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
    for device in devices:
        problem = check_id(device)
        assert problem is not None
        assert "Windows" in problem.message
        assert check_id(f"{device}-spec") is None
    assert all(check_id(name) is None for name in ("console", "com10", "auxiliary", "null", "lpt"))
    for title in ("CON", "Con.", "con ", "(nul)", "COM¹"):
        assert check_id(slug(title)) is not None
    with pytest.raises(InputError):
        slug("../")


@pytest.mark.parametrize("output", [".", "..", "./", "../outside", "\0", "a\0b", "/", "x" * 300])
def test_an_output_that_is_no_file_name_is_refused(
    output: str, inside: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = tree(inside)
    for force in ([], ["--force"]):
        assert new("X", "-o", output, *force) in (2, 3, 4, 5)
    assert tree(inside) == before
    assert "bug" not in capfd.readouterr().err


def test_where_to_write_is_the_persons_own_choice(inside: Path) -> None:
    assert new("X", "-o", "../x.md") == 0
    assert (inside.parent / "x.md").is_file()


@LINKS
@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_what_is_no_file_is_not_replaced_by_one(kind: str, inside: Path) -> None:
    """As `-o /dev/null --force` would, run as root. The test makes odd files of its own: should the guard ever fail, the
    machine it runs on must not lose its devices."""
    if kind == "pipe":
        os.mkfifo("odd")
    else:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("odd")
    before = os.lstat("odd")
    for force in ([], ["--force"]):
        assert new("X", "-o", "odd", *force) == 4
        assert cli.main(["render", "../outside/secret.md", "-o", "odd", *force]) == 4
    after = os.lstat("odd")
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)


@LINKS
@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("target", ["../outside/secret.md", "../outside/new.md", "own.md", "/nonexistent/x.md"])
def test_an_output_that_is_a_link_is_refused(target: str, force: list[str], inside: Path) -> None:
    (inside / "own.md").write_text(THEIRS, encoding="utf-8")
    (inside / "x.md").symlink_to(target)
    (inside / "x.docx").symlink_to(target)
    before = tree(inside)
    assert new("X", *force) == 4
    assert new("X", "-o", "x.md", *force) == 4
    assert new("X", "--format", "docx", *force) == 4
    assert cli.main(["render", "own.md", "-o", "x.docx", *force]) == 4
    assert cli.main(["render", "../outside/secret.md", "-o", "x.docx", *force]) == 4
    assert tree(inside) == before
    assert (inside / "x.md").is_symlink()


@LINKS
@pytest.mark.parametrize("output", ["link/x.md", "link/secret.md", "./link/x.md", "sub/link/x.md", "link/../link/x.md"])
def test_an_output_below_a_link_is_refused(output: str, inside: Path) -> None:
    (inside / "sub").mkdir()
    for link in (inside / "link", inside / "sub" / "link"):
        link.symlink_to(inside.parent / "outside")
    before = tree(inside)
    for path in (output, str(inside / output)):
        assert new("X", "-o", path, "--force") == 4
    assert tree(inside) == before
    assert tree(inside)["outside/secret.md"] == THEIRS.encode()


@LINKS
def test_a_linked_folder_elsewhere_is_refused_too(inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inside / "link").symlink_to(inside.parent / "outside")
    monkeypatch.chdir("/")
    before = tree(inside)
    assert new("X", "-o", str(inside / "link" / "x.md")) == 4
    assert tree(inside) == before


PACK = "pack: evil\nprefix: EVIL\nversion: 1.0.0\ntitle: E\nsummary: S\n"
LAYER = "name: acme\nversion: 1.0.0\ntitle: A\n"


@LINKS
@pytest.mark.parametrize("link", ["folder", "LAYER.yaml", "evil.yaml", "pipe", "folder.yaml", "dangling"])
def test_a_pack_folder_holds_no_links(link: str, inside: Path, capfd: pytest.CaptureFixture[str]) -> None:
    outside = inside.parent / "outside"
    (outside / "LAYER.yaml").write_text(LAYER, encoding="utf-8")
    (outside / "evil.yaml").write_text(PACK, encoding="utf-8")
    own = inside / "packs"
    if link == "folder":
        own.symlink_to(outside)
    else:
        own.mkdir()
        for name, text in (("LAYER.yaml", LAYER), ("evil.yaml", PACK)):
            if name == link:
                (own / name).symlink_to(outside / name)
            else:
                (own / name).write_text(text, encoding="utf-8")
    if link == "pipe":
        os.mkfifo(own / "x.yaml")  # opening it would wait for ever
    elif link == "folder.yaml":
        (own / "x.yaml").mkdir()
    elif link == "dangling":
        (own / "x.yaml").symlink_to("nowhere")
    before = set(tree(inside)) if link != "pipe" else None
    for command in (["list", "packs"], ["explain", "SPEC-01"], ["new", "X", "--allow-missing"]):
        assert cli.main([*command, "--packs", "packs"]) == 3
    assert before is None or set(tree(inside)) == before
    assert "packs" in capfd.readouterr().err


@LINKS
@pytest.mark.parametrize("link", ["folder", "own.md.j2", "part.md.j2", "pipe"])
def test_a_template_folder_holds_no_links(link: str, inside: Path, capfd: pytest.CaptureFixture[str]) -> None:
    outside = inside.parent / "outside"
    (outside / "own.md.j2").write_text("{% include 'part.md.j2' %}", encoding="utf-8")
    (outside / "part.md.j2").write_text("x", encoding="utf-8")
    own = inside / "t"
    if link == "folder":
        own.symlink_to(outside)
    else:
        own.mkdir()
        (own / "own.md.j2").write_text("{% include 'part.md.j2' %}", encoding="utf-8")
        if link == "pipe":
            os.mkfifo(own / "part.md.j2")
        elif link == "own.md.j2":
            (own / link).unlink()
        if link != "pipe":
            (own / link).symlink_to(outside / link)
    assert new("X", "--templates", "t", "--template", "own") == 3
    assert not (inside / "x.md").exists()
    assert "t" in capfd.readouterr().err


@LINKS
def test_reading_answers_through_a_link_changes_nothing_behind_it(inside: Path) -> None:
    """`--answers <(make-answers)` is a link too, so reading one is allowed; it is the person who names it."""
    target = inside.parent / "outside" / "answers.yaml"
    target.write_text("spec.title: X\n", encoding="utf-8")
    (inside / "answers.yaml").symlink_to(target)
    before = tree(inside)
    assert new("--answers", "answers.yaml") == 0
    assert {name: text for name, text in tree(inside).items() if name != "inside/x.md"} == before


def case_sensitive(folder: Path) -> bool:
    (folder / "case").touch()
    found = not (folder / "CASE").exists()
    (folder / "case").unlink()
    return found


def test_names_that_differ_in_case_only_are_refused(inside: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if not case_sensitive(inside):
        pytest.skip("this file system cannot hold two such names")
    (inside / "Receipts.MD").write_text("mine", encoding="utf-8")
    assert new("Receipts", "--force") == 4
    assert "Receipts.MD" in capfd.readouterr().err
    assert sorted(path.name for path in inside.iterdir()) == ["Receipts.MD"]
    for folder, names, option in (
        ("p", ("LAYER.yaml", "layer.yaml"), "--packs"),
        ("t", ("A.md.j2", "a.md.j2"), "--templates"),
    ):
        (inside / folder).mkdir()
        for name in names:
            (inside / folder / name).write_text(LAYER, encoding="utf-8")
        assert new("X", option, folder) == 3
        assert "only in case" in capfd.readouterr().err


@pytest.mark.parametrize("blocked", ["file", "folder", "link"])
def test_one_output_that_is_refused_leaves_the_others_unwritten(inside: Path, blocked: str) -> None:
    """Two files or none: half a result would be taken for a whole one."""
    word = Path("t.docx")
    if blocked == "file":
        word.write_bytes(b"somebody's own")
    elif blocked == "folder":
        word.mkdir()
    elif os.name == "nt":
        pytest.skip("making a link needs a privilege on Windows")
    else:
        word.symlink_to("elsewhere.docx")
    assert cli.main(["new", "T", "--no-input", "--allow-missing", "--format", "md,docx"]) == 4
    assert not Path("t.md").exists()


@pytest.mark.parametrize("command", ["answer", "adopt", "update"])
def test_a_folder_or_device_in_place_of_a_spec_is_bad_input(
    command: str, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("specs").mkdir()
    Path("specs", "a.md").write_text("# A\n", encoding="utf-8")
    assert cli.main([command, "specs"]) == InputError.exit_code
    assert "specs" in capsys.readouterr().err
    if os.name != "nt":
        assert cli.main([command, os.devnull]) == InputError.exit_code
        assert f"{os.devnull}: is a device or a pipe, not a file. Name the file itself." in capsys.readouterr().err
    assert Path("specs", "a.md").read_text(encoding="utf-8") == "# A\n"
