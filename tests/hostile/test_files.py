"""Classes 7 and 8 of the threat list: killed, without space or without permission, specgen leaves the old file or the new
one, and says what happened."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from processes import POSIX, environment, run

from specgen.cli import files
from specgen.errors import ConflictError, OutputError

# --- killed while writing ----------------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from specgen.cli import files
target, size = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
number = 0
while True:
    number += 1
    files.write(target, (b"%08d" % number) * (size // 8))
"""


def whole(data: bytes) -> bool:
    return len(data) > 0 and data == data[:8] * (len(data) // 8)


KILLER = """
import json, os, signal, sys, tempfile, time  # tempfile here, or each writer would be killed while importing it
from pathlib import Path
from specgen.cli import files
target = Path("spec.md")
torn = left = modes = 0
for kill in range(200):
    writer = os.fork()
    if writer == 0:
        number = 0
        while True:
            number += 1
            files.write(target, (b"%08d" % number) * 25_000)
    time.sleep(0.002 + 0.0007 * (kill % 9))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    data = target.read_bytes()
    torn += not (data and data == data[:8] * (len(data) // 8))
    modes += target.stat().st_mode & 0o777 != 0o640
    left += any(name.startswith(files.TEMPORARY) for name in os.listdir())
print(json.dumps([torn, modes, left]))
"""


@POSIX
def test_200_kills_tear_no_file(tmp_path: Path) -> None:
    target = tmp_path / "spec.md"
    target.write_bytes(b"00000000" * 1000)
    target.chmod(0o640)
    done = subprocess.run(
        [sys.executable, "-c", KILLER], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    torn, modes, left = json.loads(done.stdout)
    assert (torn, modes) == (0, 0)
    assert left > 20  # so many hit it in the middle; else nothing was tested
    assert len(temporary(tmp_path)) <= 1  # each run sweeps what the one before it left
    files.write(target, b"new")
    assert temporary(tmp_path) == []


def temporary(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(files.TEMPORARY)]


@POSIX
def test_a_run_that_lives_keeps_its_temporary_file(tmp_path: Path) -> None:
    """Two runs write the same file again and again: neither sweeps the other's unfinished file away."""
    target = tmp_path / "spec.md"
    code = WRITER.replace("while True:", "while number < 150:")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(target), "20000"],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for writer in writers:
        assert writer.communicate(timeout=60)[1] == b""
        assert writer.returncode == 0
    assert whole(target.read_bytes())
    assert temporary(tmp_path) == []


def leftover(path: Path) -> Path:
    """The name of a file that a killed run leaves for `path`, made by such a run."""
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    made: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", lambda name, _: made.append(name) or killed())
        with pytest.raises(KeyboardInterrupt):
            files.write(path, b"x")
    return Path(made[0])


def test_only_our_own_leftovers_of_this_file_are_removed(tmp_path: Path) -> None:
    spec, other = tmp_path / "spec.md", leftover(tmp_path / "other.md")
    ours, folder = leftover(spec), leftover(spec)
    longer = ours.with_name(f"{ours.name}.md")
    theirs = [other, longer, *(tmp_path / name for name in ("x-spec.md", ".specgen.toml", ".specgen-notes-spec.md"))]
    theirs += [tmp_path / f"{files.TEMPORARY}abcd1234-spec.md", tmp_path / f".specgen-lock-{ours.name[-16:]}"]
    for path in (ours, *theirs):
        path.write_text("x", encoding="utf-8")
    folder.mkdir()
    files.write(spec, b"x")
    assert sorted(tmp_path.iterdir()) == sorted([*theirs, folder, spec])
    files.write(tmp_path / "[a]*.md", b"x")  # no pattern
    assert other.exists()


@pytest.mark.parametrize("written", ["baseline.json", "x.md", "notes-x.md", "e.json"])
def test_a_file_whose_name_begins_as_ours_is_a_persons(written: str, tmp_path: Path) -> None:
    theirs = [tmp_path / name for name in (".specgen-baseline.json", ".specgen-notes-x.md", ".specgen-lock-x.md")]
    for path in theirs:
        path.write_text("theirs", encoding="utf-8")
    target = tmp_path / written
    with files.lock(target):
        files.write(target, b"x")
    assert sorted(tmp_path.iterdir()) == sorted([*theirs, target])
    assert {path.read_text(encoding="utf-8") for path in theirs} == {"theirs"}


def test_a_report_beside_the_baseline_leaves_it_there(tmp_path: Path) -> None:
    (tmp_path / "spec.md").write_text("# Spec\n\n## Risks\n", encoding="utf-8")
    assert run(["check", "spec.md", "--write-baseline"], tmp_path).returncode == 0
    before = (tmp_path / ".specgen-baseline.json").read_bytes()
    assert run(["check", "spec.md", "-o", "baseline.json", "--format", "json"], tmp_path).returncode == 0
    assert (tmp_path / ".specgen-baseline.json").read_bytes() == before


@pytest.mark.parametrize("length", [200, 255])
def test_a_long_name_is_locked_and_written_like_any_other(length: int, tmp_path: Path) -> None:
    """The longest name there can be; and no lock of one name is the name of another file."""
    name = f"{'y' * length}"[:-3] + ".md"
    target, tail = tmp_path / name, tmp_path / name[-200:]
    for path in (target, tail):
        path.write_text("theirs", encoding="utf-8")
    with files.lock(target):
        files.write(target, b"new")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == {tail: b"theirs"} | {target: b"new"}


def test_a_lock_that_somebody_wrote_into_is_not_taken_away(tmp_path: Path) -> None:
    with files.lock(tmp_path / "spec.md"):
        (lock,) = tmp_path.iterdir()
    assert list(tmp_path.iterdir()) == []
    lock.write_text("theirs", encoding="utf-8")
    with files.lock(tmp_path / "spec.md"):
        pass
    assert lock.read_text(encoding="utf-8") == "theirs"


class Msvcrt:
    """Locks as Windows has them: a byte of a file is one process's until that unlocks it."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.held: dict[int, int] = {}  # inode -> descriptor
        self.none = False  # whether the file system has none

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        if self.none:
            raise OSError(22, "Invalid argument")
        inode = os.fstat(descriptor).st_ino
        if mode == self.LK_UNLCK:
            assert self.held.pop(inode) == descriptor
        elif self.held.setdefault(inode, descriptor) != descriptor:
            raise PermissionError(13, "Permission denied")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Msvcrt:
    """What differs there for locks. Where it is the real thing, the real locks would be asked."""
    made = Msvcrt()
    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setitem(sys.modules, "msvcrt", made)
    return made


def test_on_windows_the_second_run_ends(windows: Msvcrt, tmp_path: Path) -> None:
    target = tmp_path / "spec.md"
    with files.lock(target):
        with pytest.raises(ConflictError, match="is being changed by another specgen"), files.lock(target):
            pytest.fail("two at once")
        files.write(target, b"new")
    assert list(tmp_path.iterdir()) == [target]
    assert windows.held == {}
    with files.lock(target):
        assert len(windows.held) == 1


def test_on_windows_a_lock_that_another_run_has_open_stays(
    windows: Msvcrt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object, **__: object) -> None:
        assert windows.held == {}, "unlocked before, or the other run would wait for nothing"
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", opened)
    for _ in range(2):
        with files.lock(tmp_path / "spec.md"):
            assert len(windows.held) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_system_without_locks_keeps_nobody_from_writing(windows: Msvcrt, tmp_path: Path) -> None:
    windows.none = True
    with files.lock(tmp_path / "spec.md"):
        files.write(tmp_path / "spec.md", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["spec.md"]


@POSIX
def test_a_network_file_system_without_locks_keeps_nobody_from_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def without(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", without)
    with files.lock(tmp_path / "spec.md"):
        files.write(tmp_path / "spec.md", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["spec.md"]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_the_mode_is_kept(mode: int, tmp_path: Path) -> None:
    target = tmp_path / "spec.md"
    target.write_text("old", encoding="utf-8")
    target.chmod(mode)
    files.write(target, b"new")
    assert target.stat().st_mode & 0o777 == mode


@POSIX
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write(tmp_path / "spec.md", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "spec.md").stat().st_mode & 0o777 == 0o640


# --- no space, no permission -------------------------------------------------------------------------------------------


def limited() -> None:
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (4096, 4096)
    )  # a disk that is full after 4 KiB: the same OSError from write


@POSIX
@pytest.mark.parametrize("formats", ["md", "docx", "md,docx"])
def test_a_full_disk_leaves_the_old_file(formats: str, tmp_path: Path) -> None:
    for name in ("x.md", "x.docx"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    done = run(["new", "X", "--allow-missing", "--force", "--format", formats], tmp_path, before=limited)
    assert done.returncode == 5
    assert "x." in done.stderr
    assert "written" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.docx", "x.md"]
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"old"}


@POSIX
def test_a_disk_that_is_full_when_flushed_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Network file systems report a full disk late."""
    target = tmp_path / "spec.md"
    target.write_text("old", encoding="utf-8")
    for name in ("fsync", "chmod", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, failing)
            with pytest.raises(OutputError, match=r"spec\.md: cannot be written: No space left"):
                files.write(target, b"new")
        assert [path.name for path in tmp_path.iterdir()] == ["spec.md"]
        assert target.read_text(encoding="utf-8") == "old"


def failing(*arguments: object) -> None:
    raise OSError(28, "No space left on device")


@POSIX
def test_a_folder_that_takes_nothing_is_named(tmp_path: Path) -> None:
    """A mode would not stop root; nobody can make a file in /proc."""
    done = run(["new", "X", "--allow-missing", "-o", "/proc/x.md"], tmp_path)
    assert done.returncode == 5
    assert done.stderr.startswith("error: /proc/x.md: ")
    assert done.stderr.count("\n") == 1


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="modes do not bind root; /proc stands in above")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        done = run(["new", "X", "--allow-missing"], tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert done.returncode == 5
    assert "x.md" in done.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "no").write_text("a file", encoding="utf-8")
    done = run(["new", "X", "--allow-missing", "-o", "no/x.md"], tmp_path)
    assert done.returncode == 4
    assert "no: is a file; a folder belongs here" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["no"]
