"""Classes 6, 7, 8, 11 and 19 of the threat list for specs that are there already: two writers, kills, a full disk, encodings,
huge files. Nothing a person wrote is lost, and whoever comes second says so."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from processes import POSIX, environment, run

from specgen import cli, packs, resources
from specgen.cli import existing, files
from specgen.errors import ConflictError

SPEC = resources.text("examples/ops-report", "ops-report.md")
STALE = SPEC.replace("availability.target: 99%", "availability.target: 98%")
TESTS = Path(__file__).resolve().parents[1]

# Runs `update` in children that are forked with everything loaded, under the small library of tests/test_update.py.
PREPARED = """
import gc, json, os, signal, sys, time
sys.path.insert(0, sys.argv[1])
import test_update as small
from specgen import cli
from specgen.cli import composing
composing.composer = lambda *folders: small.composer(True)
small.updated(small.written())  # whatever is imported on the way is imported now
gc.disable()  # looking through all values would copy every page of memory in each child
gc.freeze()
NULL = os.open(os.devnull, os.O_WRONLY)
def update():
    child = os.fork()
    if child == 0:
        os.dup2(NULL, 2)
        code = 70
        try:
            code = cli.main(["update", "--no-config", "spec.md"])
        finally:
            os._exit(code)
    return child
def code(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
def write(text):
    with open("spec.md", "w", encoding="utf-8") as file:
        file.write(text)
def read():
    with open("spec.md", encoding="utf-8") as file:
        return file.read()
"""
ROUNDS = (
    PREPARED
    + """
codes, lost, torn = {}, 0, 0
ids = ["SPEC-01", "SPEC-02", "SPEC-03", "SPEC-04"]
for number in range(100):
    stale = small.written().replace("It hurts.", f"It hurts {number} times.")
    for id in ids[: number % 5]:
        stale = stale.replace(f"- [ ] **{id}**", f"- [x] **{id}**")
    write(stale)
    first, second = update(), update()
    both = tuple(sorted((code(first), code(second))))
    codes[str(both)] = codes.get(str(both), 0) + 1
    found = read()
    lost += any(f"- [x] **{id}**" not in found for id in ids[: number % 5]) or f"hurts {number} times" not in found
    torn += "SPEC-07" not in found or not found.endswith("-->\\n")
print(json.dumps([codes, lost, torn]))
"""
)
KILLS = (
    PREPARED
    + """
old = small.written()
new = small.updated(old).text
torn = modes = halfway = 0
write(old)
os.chmod("spec.md", 0o640)
lasts = []
for _ in range(5):
    write(old)
    begun = time.monotonic()
    code(update())
    lasts.append(time.monotonic() - begun)
for number in range(200):
    write(old)
    child = update()
    time.sleep(sorted(lasts)[2] * (0.5 + 0.6 * (number % 40) / 40))  # most around the moment of writing
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = read()
    torn += found not in (old, new)
    halfway += any(name.startswith(".specgen-") for name in os.listdir())
    modes += os.stat("spec.md").st_mode & 0o777 != 0o640
write(old)
last = code(update())
print(json.dumps([torn, modes, halfway, last, sorted(os.listdir()), read() == new]))
"""
)


def played(script: str, folder: Path) -> object:
    done = subprocess.run(
        [sys.executable, "-c", script, str(TESTS)], cwd=folder, env=environment(), capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@POSIX
def test_two_updates_at_once_lose_no_tick_and_tear_no_file(tmp_path: Path) -> None:
    result = played(ROUNDS, tmp_path)
    assert isinstance(result, list)
    codes, lost, torn = result
    assert (lost, torn) == (0, 0)
    assert set(codes) <= {"(0, 0)", "(0, 4)"}
    assert "(0, 4)" in codes, "the two never met, so nothing was tested"
    assert os.listdir(tmp_path) == ["spec.md"]


@POSIX
def test_200_kills_leave_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    result = played(KILLS, tmp_path)
    assert isinstance(result, list)
    torn, modes, halfway, last, left, done = result
    assert (torn, modes) == (0, 0)
    assert halfway > 5, "so many were hit in the middle; else nothing was tested"
    assert (last, left, done) == (0, ["spec.md"], True), "the next run works, and sweeps what was left"


@pytest.mark.parametrize("command", ["update", "adopt"])
def test_an_editor_that_saves_meanwhile_wins(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("spec.md")
    path.write_text(STALE if command == "update" else "# Page\n", encoding="utf-8")
    before = files.lock

    def saved(target: Path) -> object:
        path.write_text("saved by the editor", encoding="utf-8")
        return before(target)

    monkeypatch.setattr(files, "lock", saved)
    assert cli.main([command, "spec.md"]) == 4
    assert path.read_text(encoding="utf-8") == "saved by the editor"
    assert "spec.md: was changed by somebody else meanwhile; nothing was written" in capsys.readouterr().err


def test_the_last_look_is_just_before_the_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "spec.md"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ConflictError, match="changed by somebody else"):
        files.write(path, b"new", before=b"what was read")
    assert [one.name for one in tmp_path.iterdir()] == ["spec.md"]
    assert path.read_text(encoding="utf-8") == "old"


@POSIX
def test_a_locked_file_is_left_alone_and_a_stale_lock_is_not_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("spec.md")
    path.write_text(STALE, encoding="utf-8")
    opened = existing.Opened(path)
    with opened.locked():
        (lock,) = (one for one in tmp_path.iterdir() if one.name.startswith(files.LOCK))
        assert cli.main(["update", "spec.md"]) == 4
        assert path.read_text(encoding="utf-8") == STALE
    lock.touch()  # of a run that was killed
    assert cli.main(["update", "spec.md"]) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["spec.md"]


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # a disk that is full after 4 KiB


@POSIX
@pytest.mark.parametrize("command", ["update", "adopt"])
def test_a_full_disk_leaves_the_old_file(command: str, tmp_path: Path) -> None:
    path = tmp_path / "spec.md"
    path.write_text(STALE if command == "update" else "# Page\n", encoding="utf-8")
    before = path.read_bytes()
    done = run([command, "spec.md"], tmp_path, before=limited)
    assert done.returncode == 5
    assert "spec.md: cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["spec.md"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("final", [True, False])
def test_bytes_stay_in_every_encoding_we_read(
    end: str, bom: str, final: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("spec.md")

    def put(text: str) -> bytes:
        data = (bom + (text if final else text.removesuffix("\n")).replace("\n", end)).encode()
        path.write_bytes(data)
        return data

    data = put(SPEC)
    assert cli.main(["update", "spec.md"]) == 0
    assert path.read_bytes() == data
    put(STALE)
    assert cli.main(["update", "spec.md"]) == 0
    made = path.read_bytes()
    assert made.startswith(bom.encode() + b"---")
    assert (b"\r\n" in made) is (end == "\r\n")
    assert made.count(b"\n") == made.count(end.encode())
    assert made.endswith(b"-->" + (end.encode() if final else b""))
    assert b"**Target: 98%**" in made


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (SPEC.encode("utf-16"), "is UTF-16 text"),
        (SPEC.replace("nightly", "nächtlich").encode("latin-1", "replace"), "is not UTF-8: byte 0xE4"),
        (SPEC.replace("nightly", "night\0ly").encode(), "holds a NUL byte"),
        (b"x" * (5 * 1024 * 1024 + 1), "is larger than 5,242,880 bytes"),
    ],
)
@pytest.mark.parametrize("command", ["update", "adopt"])
def test_what_is_no_text_is_refused_with_its_place(
    command: str,
    data: bytes,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("spec.md").write_bytes(data)
    assert cli.main([command, "spec.md"]) == 3
    assert said in capsys.readouterr().err
    assert Path("spec.md").read_bytes() == data


def test_a_link_is_not_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("real.md").write_text(STALE, encoding="utf-8")
    Path("link.md").symlink_to("real.md")
    assert cli.main(["update", "link.md"]) == 4
    assert Path("real.md").read_text(encoding="utf-8") == STALE
    assert Path("link.md").is_symlink()


def test_older_packs_take_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    version = packs.built_in().layers[0].version
    for written, said in (
        ("core 9.0.0", f"was written with core 9.0.0, and in use is core {version}"),
        (f"core {version}, acme 2.1.0", "was written with the packs acme 2.1.0, which are not in use"),
    ):
        text = STALE.replace(f"packs: [core {version}]", f"packs: [{written}]")
        text = re.sub(r"^title: .*", "title: From core 9.0.0 to acme 2.1.0", text, flags=re.MULTILINE)
        assert text != STALE
        line = text[: text.index("\npacks:")].count("\n") + 2
        Path("spec.md").write_text(text, encoding="utf-8")
        assert cli.main(["update", "spec.md"]) == 3
        assert f"spec.md:{line}:1: {said}" in capsys.readouterr().err
        assert Path("spec.md").read_text(encoding="utf-8") == text
    assert cli.main(["update", "spec.md", "--drop-layer", "acme"]) == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("acmee", '--drop-layer acmee: no spec here was written with packs of that name. Did you mean "acme"?'),
        ("other", "--drop-layer other: no spec here was written with packs of that name."),
        ("core", "--drop-layer core: these packs are in use, so nothing of theirs leaves."),
        ("acme", ""),
    ],
)
def test_a_layer_to_give_up_that_no_spec_has_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    version = packs.built_in().layers[0].version
    with_acme = STALE.replace(f"packs: [core {version}]", f"packs: [core {version}, acme 2.1.0]")
    Path("acme.md").write_text(with_acme, encoding="utf-8")
    Path("spec.md").write_text(STALE, encoding="utf-8")
    assert cli.main(["update", "acme.md", "spec.md", "--drop-layer", name]) == (0 if name == "acme" else 3)
    told = " ".join(capsys.readouterr().err.split())
    assert told.endswith(said or "2 specs updated, 0 as before.")


def test_an_older_template_takes_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = STALE.replace("template: spec 1.0.0", "template: spec 9.0.0")
    Path("spec.md").write_text(text, encoding="utf-8")
    assert cli.main(["update", "spec.md"]) == 3
    assert "was laid out by spec 9.0.0, and in use is spec 1.0.0" in " ".join(capsys.readouterr().err.split())
    assert Path("spec.md").read_text(encoding="utf-8") == text


def test_a_template_that_does_not_exist_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = STALE.replace("template: spec 1.0.0", "template: nope 3.0.0")
    line = text.split("\n").index("template: nope 3.0.0") + 1
    Path("spec.md").write_text(text, encoding="utf-8")
    assert cli.main(["update", "spec.md"]) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert f'spec.md:{line}:1: there is no template "nope". There are adopted, spec;' in said
    assert "Upgrade" not in said
    assert Path("spec.md").read_text(encoding="utf-8") == text
