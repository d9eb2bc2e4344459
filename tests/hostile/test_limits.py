"""Class 19 of the threat list, and wrong values: too much or nonsense ends soon, in a sentence, with nothing written."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from specgen import cli
from specgen.cli import library
from specgen.model import Library

PACK = "pack: evil\nprefix: EVIL\nversion: 1.0.0\ntitle: E\nsummary: S\n"
ANSWER = 65_536
PACK_BYTES = 1_000_000

BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(8)
)
BAD_FILES: dict[str, bytes] = {
    "brackets": b"[" * 100_000,
    "braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "binary": bytes(range(256)) * 40,
    "zeros": b"\0" * 5000,
    "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "utf-16": "a: 1\n".encode("utf-16"),
    "latin-1": "a: é\n".encode("latin-1"),
    "alias": b"a: &a [1]\nb: *a\n",
    "bomb": BOMB,
    "merge": b"a: {<<: {b: 1}}\n",
    "tag": b"a: !!python/object/apply:os.system ['touch gone']\n",
    "two": b"a: 1\n---\nb: 2\n",
    "tab": b"a:\n\t- 1\n",
    "list": b"- a\n",
    "text": b"hello",
    "twice": b"a: 1\na: 2\n",
    "too large": b"a: " + b"x" * (PACK_BYTES - 2),
    "far too large": b"a: " + b"x" * (6 * 1024 * 1024),
}  # fmt: skip


BUILT_IN = library.load([])


def load(folders: list[Path]) -> Library:
    """The built-in packs are read once for all these runs; a team's are read as ever."""
    return _load(folders) if folders else BUILT_IN


_load = library.load


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    cli.main(["list", "packs"])  # imports are no part of the seconds below


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(library, "load", load)


def refused(
    capfd: pytest.CaptureFixture[str], *arguments: str, codes: tuple[int, ...] = (3,), seconds: float = 1.5
) -> str:
    before = sorted(os.listdir())
    capfd.readouterr()
    began, worked = time.perf_counter(), sum(os.times()[:4])
    code = cli.main(list(arguments))
    assert sum(os.times()[:4]) - worked < seconds  # of work, children's too: other programs may be busy meanwhile
    assert time.perf_counter() - began < 10 * seconds, "it waits for something"
    seen = capfd.readouterr()
    assert code in codes, seen.err
    assert seen.out == ""
    assert all(line.startswith(("error: ", "  ")) for line in seen.err.splitlines())
    assert "bug" not in seen.err
    assert 10 < len(seen.err) < 20_000
    assert sorted(os.listdir()) == before
    return seen.err


@pytest.mark.parametrize("name", BAD_FILES)
def test_an_answers_file_that_is_none(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_bytes(BAD_FILES[name])
    assert "a.yaml" in refused(capfd, "new", "X", "--answers", "a.yaml", "--allow-missing")


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("file", ["evil.yaml", "LAYER.yaml"])
def test_a_pack_that_is_none(name: str, file: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("packs").mkdir()
    Path("packs/LAYER.yaml").write_text("name: acme\nversion: 1.0.0\ntitle: A\n", encoding="utf-8")
    Path("packs", file).write_bytes(BAD_FILES[name])
    assert file in refused(capfd, "list", "packs", "--packs", "packs")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf"])
def test_an_empty_file(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    Path("packs").mkdir()
    Path("packs/LAYER.yaml").write_text("name: acme\nversion: 1.0.0\ntitle: A\n", encoding="utf-8")
    Path("packs/evil.yaml").write_bytes(data)
    refused(capfd, "list", "packs", "--packs", "packs")
    Path("t").mkdir()
    Path("t/own.md.j2").write_bytes(data)
    Path("a.yaml").write_bytes(data)
    code = cli.main(["new", "--answers", "a.yaml", "--allow-missing"])
    assert code in (2, 3)  # no title; or no answers at all
    assert not list(Path().glob("*.md"))


@pytest.mark.parametrize("data", [b"\xff\xfe", bytes(range(256)), b"\x89PNG\r\n\x1a\n"])
def test_a_template_or_a_spec_that_is_no_text(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    Path("t").mkdir()
    Path("t/own.md.j2").write_bytes(data)
    assert "own.md.j2" in refused(capfd, "new", "X", "--allow-missing", "--templates", "t", "--template", "own")
    Path("spec.md").write_bytes(data)
    assert "spec.md" in refused(capfd, "render", "spec.md")
    Path("ref.docx").write_bytes(data)
    Path("spec.md").write_bytes(b"# A\n")
    refused(capfd, "render", "spec.md", "--word-template", "ref.docx")


def test_one_byte_over_each_limit(capfd: pytest.CaptureFixture[str]) -> None:
    assert "65,536" in refused(
        capfd, "new", "X", "--allow-missing", "--set", "spec.problem=" + "a" * (ANSWER + 1), codes=(2,)
    )
    Path("a.yaml").write_text(f"spec.problem: {'a' * (ANSWER + 1)}\n", encoding="utf-8")
    assert "65,536" in refused(capfd, "new", "X", "--allow-missing", "--answers", "a.yaml")
    Path("a.yaml").write_text(f"spec.problem: {'é' * (ANSWER // 2)}é\n", encoding="utf-8")
    assert "65,536" in refused(capfd, "new", "X", "--allow-missing", "--answers", "a.yaml")
    Path("packs").mkdir()
    Path("packs/LAYER.yaml").write_text("name: acme\nversion: 1.0.0\ntitle: A\n", encoding="utf-8")
    Path("packs/evil.yaml").write_bytes(PACK.encode() + b"#" * (PACK_BYTES + 1 - len(PACK)))
    assert "1,000,000" in refused(capfd, "list", "packs", "--packs", "packs")
    Path("spec.md").write_bytes(b"a" * (5 * 1024 * 1024 + 1))
    assert "5,242,880" in refused(capfd, "render", "spec.md")
    rows = "\n".join(f"  - {{name: n{number}}}" for number in range(1001))
    Path("a.yaml").write_text(f"dependencies:\n{rows}\n", encoding="utf-8")
    assert "1,000" in refused(capfd, "new", "X", "--allow-missing", "--answers", "a.yaml")


def test_at_the_limit_all_is_well() -> None:
    Path("a.yaml").write_text(f"spec.problem: {'a' * ANSWER}\nspec.title: X\n", encoding="utf-8")
    Path("packs").mkdir()
    Path("packs/LAYER.yaml").write_text("name: acme\nversion: 1.0.0\ntitle: A\n", encoding="utf-8")
    Path("packs/evil.yaml").write_bytes(PACK.encode() + b"#" * (PACK_BYTES - len(PACK)))
    assert cli.main(["new", "--answers", "a.yaml", "--allow-missing", "--packs", "packs"]) == 0
    assert "a" * ANSWER in Path("x.md").read_text(encoding="utf-8")


WRONG = [
    ("availability.target", "100%"), ("availability.target", "0.999"), ("availability.target", "101%"),
    ("availability.target", "-1%"),
    ("availability.target", "99.9"), ("availability.target", "99,9%"), ("availability.target", "99.9 %%"),
    ("availability.target", "NaN%"),
    ("availability.target", "1e9%"), ("availability.target", "0%"), ("availability.target", "9" * 1000 + "%"),
    ("latency.p99", "-5 s"), ("latency.p99", "5"), ("latency.p99", "5 MB"), ("latency.p99", "300 mss"),
    ("latency.p99", "1,5 s"),
    ("latency.p99", "inf s"), ("latency.p99", "0x10 s"), ("latency.p99", "0 s"), ("latency.p99", "1e99999 s"),
    ("latency.p99", "1__0 s"),
    ("load.peak", "40"), ("load.peak", "-1/s"), ("load.peak", "40/parsec"), ("load.peak", "40 s"),
    ("idempotency.record_size", "1"), ("idempotency.record_size", "1 mb/s"), ("idempotency.record_size", "-1 kB"),
    ("latency.fanout", "1.5"), ("latency.fanout", "-1"), ("latency.fanout", "many"), ("latency.fanout", "9" * 5000),
    ("availability.revenue", "100"), ("availability.revenue", "100 NGNX"), ("availability.revenue", "-1 NGN"),
    ("distance.origin", "Atlantis"), ("distance.origin", "91,0"), ("distance.origin", "0,181"),
    ("distance.origin", "x" * 5000),
    ("spec.tier", "4"), ("spec.tier", "-1"), ("spec.domain", "zoo"), ("spec.components", "database, databse"),
    ("idempotency.atomic", "maybe"),
    ("spec.title", "TBD"), ("nothing.here", "1"), ("spec", "x"), ("dependencies", "x"),
]  # fmt: skip
ACCEPTED = {("availability.target", "99.9")}  # bare, but above 1: it can only be a percent


@pytest.mark.parametrize(("key", "value"), WRONG, ids=lambda text: text[:20])
def test_a_wrong_value_is_said_and_nothing_is_written(key: str, value: str, capfd: pytest.CaptureFixture[str]) -> None:
    if (key, value) in ACCEPTED:
        assert cli.main(["new", "X", "--allow-missing", "--set", f"{key}={value}"]) == 0
        return
    said = refused(capfd, "new", "X", "--allow-missing", "--set", f"{key}={value}", codes=(2,))
    assert key in said
    assert len(said) < 900
    Path("a.yaml").write_text(
        f"spec.title: X\n{key}: '{value}'\n" if key != "spec.title" else f"{key}: '{value}'\n", encoding="utf-8"
    )
    said = refused(capfd, "new", "--allow-missing", "--answers", "a.yaml")
    assert "a.yaml:" in said
    assert key in said


def test_all_faults_of_a_file_are_said_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    lines = [f"{key}: '{value}'" for key, value in dict(WRONG).items() if key not in ("spec.title", "spec")]
    Path("a.yaml").write_text("\n".join(lines), encoding="utf-8")
    said = refused(capfd, "new", "X", "--answers", "a.yaml")
    assert [line.split(":")[2] for line in said.splitlines()] == [str(number) for number in range(1, len(lines) + 1)]


def test_many_records_are_soon_done() -> None:
    rows = "\n".join(
        f"  - {{name: n{number}, hard: yes, availability: 99.9%, p99: 5 ms, timeout: 1 s, attempts: 2}}"
        for number in range(40)
    )
    Path("a.yaml").write_text(
        f"spec.title: X\navailability.target: 99%\nspec.components: [external_calls]\ndependencies:\n{rows}\n",
        encoding="utf-8",
    )
    began = time.perf_counter()
    assert cli.main(["new", "--answers", "a.yaml", "--allow-missing"]) == 0
    assert time.perf_counter() - began < 5
