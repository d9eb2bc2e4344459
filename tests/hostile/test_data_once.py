"""Class 3 of the threat list: an answer is data. It is placed by a template and never read as one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt

from specgen import cli, yamltext

PAYLOADS = [
    "{{7*7}}{% raw %}",
    "{% raw %}{{7*7}}",
    "{{ spec.title }}{# gone #}",
    "{%- include 'spec.md.j2' -%}",
    "${7*7} #{7} <%= 7+42 %>",
    "{0.real} %(x)s {figures.availability.chain} {{each.name}}",
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "1")


def answers(payload: str) -> str:
    return yamltext.write(
        {
            "spec.title": payload,
            "spec.tier": "1",
            "spec.components": ["external_calls", "user_facing", "mutating_api"],
            "spec.owners": [payload],
            "spec.problem": f"Before {payload} after",
            "availability.target": "99.9%",
            "dependencies": [
                {"name": payload, "hard": "yes", "availability": "99.5%", "timeout": "5 s", "attempts": "3"}
            ],
        }
    )


def new(payload: str, *options: str) -> str:
    Path("answers.yaml").write_text(answers(payload), encoding="utf-8")
    assert (
        cli.main(["new", "--answers", "answers.yaml", "--allow-missing", "--id", "x", "--format", "md,docx", *options])
        == 0
    )
    return Path("x.md").read_text(encoding="utf-8")


def said(markdown: str) -> str:
    """What the document shows to a reader, as another parser sees it; the source may hold backslashes."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown.partition("\n---\n")[2])
    return "\n".join(
        "".join(child.content for child in token.children or ()) if token.type == "inline" else token.content
        for token in tokens
    )


def in_word() -> str:
    document = Document("x.docx")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_answer_arrives_in_markdown_as_it_was_typed(payload: str) -> None:
    text = new(payload)
    shown = said(text)
    assert shown.lstrip().startswith(payload)  # the heading
    assert shown.count(payload) > 5
    assert f"Before {payload} after" in text  # prose: byte for byte
    assert payload in text.split("```yaml\n")[1]  # the answers: byte for byte
    assert f"title: {yamltext.flow([payload])[1:-1]}\n" in text or f"title: {payload}\n" in text
    assert "49" not in shown.rpartition("<!-- specgen:wording")[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_and_in_word(payload: str) -> None:
    new(payload)
    shown = in_word()
    assert f"Before {payload} after" in shown
    assert payload in shown.split("\n")
    with zipfile.ZipFile(io.BytesIO(Path("x.docx").read_bytes())) as package:
        assert b">49<" not in package.read("word/document.xml")


def test_a_team_template_places_it_unread(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "own.md.j2").write_text(
        "{{ front_matter }}\n\n# {{ spec.title }}\n\n{{ sections.problem }}\n\n{% set x = sections.problem %}{{ x ~ x|trim }}\n"
        "{{ items.document }}\n{{ items.automate }}\n{{ items.monitor }}\n{{ answers }}\n",
        encoding="utf-8",
    )
    text = new(PAYLOADS[0], "--templates", "t", "--template", "own")
    assert text.count(f"Before {PAYLOADS[0]} after") == 3


def test_a_hostile_pack_is_placed_unread(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "LAYER.yaml").write_text('name: acme\nversion: 1.0.0\ntitle: "{{7*7}}"\n', encoding="utf-8")
    (tmp_path / "packs" / "evil.yaml").write_text(
        "pack: evil\nprefix: EVIL\nversion: 1.0.0\ntitle: E\nsummary: S\nitems:\n"
        "  - id: EVIL-01\n    phase: document\n    severity: must\n    text: 'Say {{7*7}}{% raw %}.'\n"
        "    evidence: '{% endraw %}{{7*7}}'\n    why: w\n    reference: r\n",
        encoding="utf-8",
    )
    text = new("x", "--packs", "packs")
    assert "[ ] EVIL-01 must Say {{7*7}}{% raw %}. → {% endraw %}{{7*7}}\n" in said(text)
