"""Commands that messages print say again which packs, templates and configuration were typed: pasted, they do what is meant."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from specgen import cli
from specgen.commandline import Commands

DAY = ["--date", "2026-11-20"]
LAYER = "name: house\nversion: 1.0.0\ntitle: House\n"
PACK = """\
pack: house
prefix: HOUSE
version: 1.0.0
title: House
summary: What this house asks.
questions:
  - id: house.runbook
    ask: Where does the runbook live?
    type: choice
    choices: {wiki: in the wiki, repo: beside the code}
    example: wiki
    essential: true
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a spec of a team's packs, which no configuration names."""
    monkeypatch.chdir(tmp_path)
    Path("my packs").mkdir()
    Path("my packs/LAYER.yaml").write_text(LAYER, encoding="utf-8")
    Path("my packs/house.yaml").write_text(PACK, encoding="utf-8")
    Path("t").mkdir()
    Path("t/brief.md.j2").write_text("# {{ spec.title }}\n", encoding="utf-8")
    assert run("new", "Receipts", "--packs", "my packs", "--set", "spec.tier=3", "--allow-missing", *DAY) == 0
    return tmp_path


def run(*arguments: str) -> int:
    return cli.main([*arguments])


def findings(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, str]]:
    capsys.readouterr()
    run("check", "receipts.md", "--format", "json", "--all", *options, *DAY)
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)["findings"]
    return found


def test_a_finding_is_mended_by_the_command_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    packs = ("--packs", "my packs")
    (one,) = [one for one in findings(capsys, "--status", "review", *packs) if "house.runbook" in one["fix"]]
    command = 'specgen answer receipts.md --only house.runbook --packs "my packs"'
    assert one["fix"].startswith(f"{command} asks it.")
    assert run(*shlex.split(command)[1:], "--no-input") == 2  # asked, not unknown
    said = capsys.readouterr().err
    assert "Where does the runbook live?" in said
    assert "there is no such question" not in said


def test_no_option_is_repeated_that_the_configuration_says(capsys: pytest.CaptureFixture[str]) -> None:
    Path("specgen.toml").write_text('specs = ["*.md"]\npacks = ["my packs"]\n', encoding="utf-8")
    fixes = " ".join(one["fix"] for one in findings(capsys, "--status", "review"))
    assert '"specgen answer receipts.md --only house.runbook"' in fixes
    assert "--packs" not in fixes


def test_outcomes_that_are_kept_say_what_this_run_was_typed(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same packs, once by an option and once by the configuration: one content, two commands."""
    monkeypatch.delenv("SPECGEN_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    ways = [("--packs", "my packs"), ("--config", "other.toml"), ("--packs", "my packs")]
    Path("other.toml").write_text('specs = ["*.md"]\npacks = ["my packs"]\n', encoding="utf-8")
    for option, value in ways:
        fixes = [one["fix"] for one in findings(capsys, "--status", "review", option, value)]
        (one,) = [fix for fix in fixes if "house.runbook" in fix]
        assert f"{option} {shlex.quote(value)}".replace("'", '"') in one


def test_what_is_to_do_next_says_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("answer", "receipts.md", "--set", "house.runbook=wiki", "--packs", "my packs", *DAY) == 0
    said = " ".join(capsys.readouterr().err.split())
    (command,) = re.findall(r'specgen answer receipts\.md --only \S+ --packs "my packs"', said)
    assert run(*shlex.split(command)[1:], "--no-input") == 2


def test_what_was_adopted_goes_on_with_them(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.md").write_text("# Old\n\nWords.\n", encoding="utf-8")
    assert run("adopt", "old.md", "--packs", "my packs", "--templates", "t", *DAY) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert 'Next: specgen answer old.md --packs "my packs" --templates t, then specgen check old.md' in said


def test_a_required_spec_and_what_is_no_spec(capsys: pytest.CaptureFixture[str]) -> None:
    Path("services/a").mkdir(parents=True)
    require = '[[require]]\nfor = "services/*/"\nspec = "docs/{name}.md"\n'
    Path("c.toml").write_text(f'specs = ["*.md"]\n{require}', encoding="utf-8")
    run("check", "--config", "c.toml", "--format", "json", *DAY)
    found = json.loads(capsys.readouterr().out)["findings"]
    (fix,) = [one["fix"] for one in found if one["rule"] == "spec-missing"]
    assert 'specgen new "TITLE" -o docs/a.md --config c.toml' in fix
    Path("plain.md").write_text("# Plain\n", encoding="utf-8")
    assert run("update", "plain.md", "--no-config", "--packs", "my packs") == 3
    assert 'specgen adopt plain.md --packs "my packs" --no-config' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("new --resume", "specgen new --resume --packs a --packs b --templates t --config c.toml"),
        ("explain IDEM-03", "specgen explain IDEM-03 --packs a --packs b --config c.toml"),
        ("check", 'specgen check --packs a --packs b --templates t --config c.toml --baseline "old ones.json"'),
    ],
)
def test_a_command_is_given_what_it_knows(command: str, said: str) -> None:
    commands = Commands(("a", "b"), ("t",), "c.toml", baseline="old ones.json")
    assert commands.bare(command) == said
    assert commands.typed("render", "a.md", "--to docx") == "specgen render a.md --to docx --config c.toml"


def test_a_baseline_is_mended_by_the_command_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without its name another one would be written, which accepts everything."""
    baseline, own = Path("old ones.json"), Path(".specgen-baseline.json")
    named = ("--packs", "my packs", "--baseline", str(baseline))
    mend = 'specgen check --write-baseline --packs "my packs" --baseline "old ones.json"'

    def told(file: str) -> list[str]:
        capsys.readouterr()
        run("check", file, "--format", "json", "--status", "review", *named, *DAY)
        found = json.loads(capsys.readouterr().out)["findings"]
        return [one["fix"] for one in found if one["rule"] == "baseline-outdated"]

    Path("specgen.toml").write_text('specs = ["*.md"]\n', encoding="utf-8")
    Path("plain.md").write_text("# Plain\n\nTBD\n", encoding="utf-8")
    assert run("check", "--write-baseline", "--status", "review", *named, *DAY) == 0
    before = baseline.read_text(encoding="utf-8")
    Path("plain.md").write_text("# Plain\n\nWords.\n", encoding="utf-8")
    assert told("plain.md") == [f"{mend} takes it out."]
    Path("receipts.md").rename("bills.md")
    assert told("bills.md") == [f"{mend} writes the new one."]

    baseline.write_text(f"<<<<<<< HEAD\n{before}=======\n{before}>>>>>>> topic\n", encoding="utf-8")
    capsys.readouterr()
    assert run("check", *named, *DAY) == 3
    assert f"{mend} does." in " ".join(capsys.readouterr().err.split())
    assert run(*shlex.split(mend)[1:], "--status", "review", *DAY) == 0
    assert told("bills.md") == told("plain.md") == []
    assert not own.exists()
