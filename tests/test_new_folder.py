"""`specgen new -o FILE` makes the folders that are missing, as `new_in` always did."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen import cli

QUICK = ["--set", "spec.tier=3", "--allow-missing", "--no-input", "--date", "2026-11-20"]


def new(*arguments: str) -> int:
    return cli.main(["new", "Receipts", *arguments, *QUICK])


def test_what_check_prints_for_a_missing_spec_works_right_after_init(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("services/svc01").mkdir(parents=True)
    require = '[[require]]\nfor = "services/*/"\nspec = "docs/specs/{name}.md"\n'
    Path("specgen.toml").write_text(f'specs = ["docs/specs/*.md"]\n{require}', encoding="utf-8")
    cli.main(["check"])
    assert "-o docs/specs/svc01.md" in capsys.readouterr().out
    assert new("-o", "docs/specs/svc01.md") == 0
    assert [path.name for path in Path("docs/specs").iterdir()] == ["svc01.md"]
    assert cli.main(["check", "--exists"]) == 0


@pytest.mark.parametrize("form", ["md,docx", "docx"])
def test_word_files_get_their_folder_too(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert new("-o", "a/b/receipts.md", "--format", form) == 0
    assert {path.suffix[1:] for path in Path("a/b").iterdir()} == {*form.split(",")}


def test_nothing_is_made_where_the_spec_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("real").mkdir()
    Path("link").symlink_to("real")
    assert new("-o", "link/deeper/receipts.md") == 4
    assert new("-o", "more/receipts.md", "--set", "availability.targt=99%") != 0
    assert [*Path("real").iterdir()] == []
    assert not Path("more").exists()


def test_a_folder_is_no_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert new("-o", "docs/specs/") == 2
    assert "-o docs/specs/ names a folder; name a file in it." in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_a_file_where_a_folder_is_meant_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").write_text("a file", encoding="utf-8")
    assert new("-o", "docs/specs/receipts.md") == 4
    assert "docs: is a file; a folder belongs here." in " ".join(capsys.readouterr().err.split())
    assert Path("docs").read_text(encoding="utf-8") == "a file"
