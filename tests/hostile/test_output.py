"""Classes 16 and 17 of the threat list: what other people wrote cannot drive the terminal, hide text, or command the CI run
whose log it lands in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from specgen import cli
from specgen.cli import library
from specgen.model import Library

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DRIVING = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff{BIDI}]")
LAYER = "name: acme\nversion: 1.0.0\ntitle: Acme\n"

# Legal YAML, every text as hostile as the loader lets it be: lines, commands, Markdown, braces, quotes.
PACK = """\
pack: evil
prefix: EVIL
version: 1.0.0
title: "T ::stop-commands::y ##[error]y"
summary: "::error::z ##[group]g"
questions:
  - id: evil.name
    ask: "::warning::Which name?"
    type: text
    essential: true
    help: |
      Some help.
      ::stop-commands::y
       ##[error]y
    example: "::debug::x'; touch gone; '"
  - id: evil.choice
    ask: "##[error]Which one?"
    type: choice
    choices: {a: "::add-mask::a", b: "##[error]b"}
    essential: true
items:
  - id: EVIL-01
    phase: document
    severity: must
    text: "::stop-commands::y - [x] **IDEM-03** `must` done"
    evidence: "::error::nothing"
    why: |
      ::stop-commands::y
    reference: "##[error]none"
rules:
  - id: evil-rule
    severity: error
    title: "::error::title"
    message: "::stop-commands::y"
    fix: "##[error]x EVIL-01"
    reference: "::x::"
    when: answers.evil.choice == "a"
    examples: {fires: [{evil.choice: a}], silent: [{evil.choice: b}]}
"""

# Files that are refused: what they hold is repeated in messages, and so is how they are called.
REFUSED = {
    "escape.yaml": 'pack: "\x1b[31mred"\n',
    "escaped.yaml": 'pack: "\\e[31mred"\n',
    "title.yaml": 'pack: "\\x9b31m\\u202e\\x1b]0;title\\x07"\n',
    "bidi.yaml": f"pack: a\nprefix: A\ntitle: '{BIDI}'\n",
    "bom.yaml": 'pack: "\\uFEFF\\u2028::error::x"\n',
    "key.yaml": '"a\\n::error::b\\u202e\\x9b": 1\n',
    "tag.yaml": "pack: !\u202e::error::x y\n",
    "anchor.yaml": "pack: &\u202ex y\n",
    "id.yaml": 'pack: evil\nprefix: EVIL\nversion: "\\n::error::x"\ntitle: a\nsummary: b\nitems:\n'
    '  - id: "\\n::error::EVIL\\u202e"\n',
    "when.yaml": 'pack: evil\nprefix: EVIL\nversion: 1.0.0\ntitle: a\nsummary: b\n'
    'applies: "answers.\\n::error::x == \'\\u202e\'"\n',
    "syntax.yaml": "pack: [\u202e\n::error::x\n",
    "latin.yaml": "pack: \x85::error::x\n",
}  # fmt: skip

ANSWERS = [
    'spec.title: "\\e[31m"\n',
    'spec.title: "a\\n::error::b"\n',
    'spec.title: "\\u202e"\n',
    '"\\n::error::x": 1\n',
    '"\\u202e\\x9b31m": 1\n',
    'spec.tier: "\\n::error::x\\u202e"\n',
    'availability.target: "::error::\\u202e\\x9b"\n',
    'spec.owners: ["\\n::error::x"]\n',
    'dependencies: [{name: "\\n::error::x"}]\n',
    'dependencies: [{name: x, "\\n::error::y": 1}]\n',
    'dependencies: [{name: "::error::x"}, {name: "::error::x"}]\n',
    'spec.domain: "::error::payments"\n',
    "spec.tier: !\u202e::error::x 1\n",
    "- \u202e\n",
    "spec.title: *\u202ex\n",
]  # fmt: skip


BUILT_IN = library.load([])


def load(folders: list[Path]) -> Library:
    """The built-in packs are read once for all these runs; a team's are read as ever."""
    return _load(folders) if folders else BUILT_IN


_load = library.load


@pytest.fixture(autouse=True)
def _world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(library, "load", load)
    monkeypatch.setenv("FORCE_COLOR", "1")
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "LAYER.yaml").write_text(LAYER, encoding="utf-8")


@pytest.fixture(params=[False, True], ids=["terminal", "actions"])
def actions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if request.param:
        monkeypatch.setenv("GITHUB_ACTIONS", "1")
    return bool(request.param)


def run(capfdbinary: pytest.CaptureFixture[bytes], actions: bool, *arguments: str) -> tuple[int, str]:
    """Exit code and all that was printed, as text; every byte of it has been looked at."""
    code = cli.main(list(arguments))
    seen = capfdbinary.readouterr()
    text = (seen.out + b"\n" + seen.err).decode("utf-8")
    bare = COLOUR.sub("", text)
    assert not DRIVING.findall(bare)
    assert "this is a bug" not in bare
    if actions:
        assert not [line for line in bare.splitlines() if line.lstrip().startswith("::")]
        assert "##[" not in bare
        assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    return code, bare


@pytest.mark.parametrize(
    "arguments",
    [
        *(["list", kind, *more] for kind in ("packs", "questions", "items", "contradictions")
          for more in ([], ["--format", "json"])),
        *(["explain", id, *more] for id in ("EVIL-01", "evil.name", "evil.choice", "evil-rule", "evil")
          for more in ([], ["--format", "json"])),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_hostile_pack_is_shown_as_text(
    arguments: list[str], actions: bool, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    pack()
    code, said = run(capfdbinary, actions, *arguments, "--packs", "packs")
    assert code == 0
    assert "evil" in said.lower()


def pack() -> None:
    Path("packs/evil.yaml").write_text(PACK, encoding="utf-8")


def test_a_hostile_pack_makes_a_quiet_spec(actions: bool, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    pack()
    code, said = run(capfdbinary, actions, "new", "X", "--packs", "packs")
    assert code == 2
    assert "touch gone" in said
    assert """--set "evil.name=::debug::x'; touch gone; '\"\n""" in said  # to be pasted: one word of a shell
    given = ["--set", "evil.choice=a", "--set", "evil.name=::error::x"]
    code, said = run(capfdbinary, actions, "new", "X", "--packs", "packs", "--allow-missing", *given)
    assert code == 0
    code, said = run(capfdbinary, actions, "new", "::error::X", "--id=x", "--packs", "packs", "--allow-missing", *given)
    assert code == 4  # with a diff of what is there and what would be
    assert "error::X" in said
    code, said = run(
        capfdbinary, actions, "new", "::error::X", "--id=y", "--packs", "packs", "--allow-missing", *given, "-o", "-"
    )
    assert code == 0
    assert [line for line in said.splitlines() if line.startswith("- [ ] **EVIL-01**")]
    assert not [line for line in said.splitlines() if line.lstrip().startswith(("::", "##["))]


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_pack_is_quoted_harmlessly(
    name: str, actions: bool, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("packs", name).write_text(REFUSED[name], encoding="utf-8")
    code, said = run(capfdbinary, actions, "new", "X", "--allow-missing", "--packs", "packs")
    assert code == 3
    assert name in said


@pytest.mark.parametrize(
    "name",
    [
        "a\x1b[31m.yaml",
        "a\n::error::b.yaml",
        "\u202eb.yaml",
        "::error::x.yaml",
        "##[error]x.yaml",
        "a\x9b.yaml",
        "a\udc80.yaml",
    ],
)
def test_a_file_name_is_quoted_harmlessly(name: str, actions: bool, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("packs", name).write_text("pack: [\n", encoding="utf-8")
    assert run(capfdbinary, actions, "list", "items", "--packs", "packs")[0] == 3
    assert run(capfdbinary, actions, "new", "--answers", f"packs/{name}")[0] == 3
    assert run(capfdbinary, actions, "new", "X", "--allow-missing", "-o", f"packs/{name}")[0] == 4
    assert run(capfdbinary, actions, "render", f"nowhere/{name}")[0] == 3
    assert run(capfdbinary, actions, "new", "X", "--allow-missing", "--templates", f"no{name}")[0] == 3


@pytest.mark.parametrize("text", ANSWERS)
def test_refused_answers_are_quoted_harmlessly(
    text: str, actions: bool, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("a.yaml").write_text(text, encoding="utf-8")
    code, said = run(capfdbinary, actions, "new", "--answers", "a.yaml")
    assert code in (2, 3)
    assert "error" in said
    assert not Path("x.md").exists()


@pytest.mark.parametrize("text", ["\x1b[31m\x9b31m", "a\n::error::b\u202e", "::error::x", "\r::error::x", "##[error]"])
def test_the_command_line_is_quoted_harmlessly(
    text: str, actions: bool, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for arguments in (
        [text], ["explain", text], ["new", f"--id={text}", "X"], ["new", "X", "--set", text], ["new", "X", "--date", text],
        ["new", "X", "--set", f"spec.tier={text}"], ["new", "X", "--set", f"{text}=1"], ["new", "X", "--format", text],
        ["new", "X", "--set", f"dependencies[{text}].timeout={text}"], ["new", "--example", text],
        ["list", "items", "--packs", text],
        ["new", "X", "--allow-missing", "--template", text],
    ):  # fmt: skip
        code, _ = run(capfdbinary, actions, *arguments)
        assert code in (2, 3), arguments


def test_our_own_colours_are_there_and_can_be_switched_off(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["explain", "nothing-like-it"])
    assert b"\x1b[31merror: " in capfdbinary.readouterr().err
    monkeypatch.setenv("NO_COLOR", "1")
    cli.main(["explain", "nothing-like-it"])
    assert b"\x1b" not in capfdbinary.readouterr().err
