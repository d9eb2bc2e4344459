"""`adopt` adds and touches nothing: documents of many shapes, and those of the corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from specgen import cli
from specgen.cli import composing
from specgen.readers.markdown import read

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
RFC = (
    "# Receipts by mail\n\n## Motivation\n\nPaper costs 3 cents.\n\n## Test Plan\n\nTBD\n\n"
    "## Checklist\n\n- [x] talked to legal\n"
)


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")

    def call(*arguments: str) -> tuple[int, str]:
        code = cli.main([*arguments])
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    return call


Run = Callable[..., tuple[int, str]]


def test_front_matter_figures_checklist_and_answers_are_added(run: Run) -> None:
    Path("rfc-7.md").write_text(RFC, encoding="utf-8")
    code, said = run("adopt", "rfc-7.md")
    made = Path("rfc-7.md").read_text(encoding="utf-8")
    assert code == 0
    assert made.startswith(
        "---\nspecgen: 1\nid: rfc-7\ntitle: Receipts by mail\nstatus: draft\nowners: []\ncreated: 2026-11-20\n"
    )
    assert RFC in made
    assert made.count("## Checklist") == 2, "a checklist of their own is left alone"
    assert "```yaml\n```" in made
    assert "problem (line 3)" in said
    assert "tests (line 7)" in said
    assert "From status review on, check demands those that the answers ask for" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "Tier and components are not known yet"),
        (("spec.tier=1",), "Components are not known yet"),
        (("spec.components=database",), "Tier is not known yet"),
        (("spec.tier=1", "spec.components=database"), ""),
    ],
)
def test_what_would_narrow_the_checklist_is_said(run: Run, given: tuple[str, ...], said: str) -> None:
    Path("rfc.md").write_text(RFC, encoding="utf-8")
    _, told = run("adopt", "rfc.md", *(word for one in given for word in ("--set", one)))
    whole = f"{said}, so the checklist is the strictest there is. To narrow it: specgen answer rfc.md"
    assert (whole in told) if said else ("strictest" not in told)


def test_adopting_twice_changes_nothing_and_says_so(run: Run) -> None:
    Path("rfc.md").write_text(RFC, encoding="utf-8")
    run("adopt", "rfc.md")
    once = Path("rfc.md").read_bytes()
    code, said = run("adopt", "rfc.md")
    assert (code, Path("rfc.md").read_bytes()) == (0, once)
    assert "is a spec already" in said
    assert run("update", "rfc.md") == (0, "rfc.md is up to date.")


def test_answers_given_go_into_the_file(run: Run) -> None:
    Path("rfc.md").write_text(RFC, encoding="utf-8")
    run("adopt", "rfc.md", "--set", "spec.tier=1", "--set", "spec.components=database", "--set", "spec.owners=@ada")
    made = Path("rfc.md").read_text(encoding="utf-8")
    assert "\ntier: 1\n" in made
    assert 'owners: ["@ada"]' in made
    assert "spec.components: [database]" in made
    assert "**DATABASE" in made or "**DB" in made or "**REPL" in made
    assert run("update", "rfc.md") == (0, "rfc.md is up to date.")


def test_dry_run_shows_a_diff_and_writes_nothing(run: Run) -> None:
    Path("rfc.md").write_text(RFC, encoding="utf-8")
    code, said = run("adopt", "--dry-run", "rfc.md")
    assert code == 0
    assert "+id: rfc" in said
    assert Path("rfc.md").read_text(encoding="utf-8") == RFC


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("final", ["", "\n", "\n\n\n"])
def test_bytes_of_the_document_stay(run: Run, end: str, bom: bytes, final: str) -> None:
    body = (RFC.rstrip("\n") + final).replace("\n", end).encode()
    Path("rfc.md").write_bytes(bom + body)
    assert run("adopt", "rfc.md")[0] == 0
    made = Path("rfc.md").read_bytes()
    assert made.startswith(bom + b"---")
    assert made.count(b"\xef\xbb\xbf") == len(bom) // 3
    assert body.rstrip(b"\r\n") + end.encode() in made
    assert (made.count(b"\r\n") == made.count(b"\n")) is (end == "\r\n")
    assert run("update", "rfc.md") == (0, "rfc.md is up to date.")


def test_front_matter_of_another_tool_is_shared(run: Run) -> None:
    text = '---\n# of the site\ntitle: "Receipts"\nlayout: page\nreviewers:\n  - "@bob"\n---\n\nText.\n'
    Path("page.md").write_text(text, encoding="utf-8")
    assert run("adopt", "page.md")[0] == 0
    made = Path("page.md").read_text(encoding="utf-8")
    assert 'other: [layout]\n# of the site\ntitle: "Receipts"\nlayout: page\n' in made
    assert made.count("title:") == made.count("reviewers:") == 1
    assert run("update", "page.md") == (0, "page.md is up to date.")


def test_a_field_that_means_something_else_stays_and_ours_is_spelled_otherwise(run: Run) -> None:
    text = (
        "---\nstatus: implementable # as of June\ntitle: Forward\ncreated: 2019-09-19\ntier: gold\ntemplate: post.html\n"
        "owners: the team\n---\n\nText.\n"
    )
    Path("page.md").write_text(text, encoding="utf-8")
    code, said = run("adopt", "page.md", "--set", "spec.owners=@ada")
    made = Path("page.md").read_text(encoding="utf-8")
    assert code == 0
    assert text.removeprefix("---\n") in made
    assert "status (line 2): stays the other tool's; specgen reads specgen_status: draft" in said
    assert "other: [status, tier, template, owners]\n" in made
    assert 'specgen_status: draft\nspecgen_owners: ["@ada"]\n' in made
    assert made.count("title:") == made.count("created:") == 1
    assert run("update", "page.md") == (0, "page.md is up to date.")
    assert run("answer", "page.md", "--set", "spec.tier=2", "--set", "spec.title=Mail")[0] == 0
    made = Path("page.md").read_text(encoding="utf-8")
    assert "specgen_tier: 2\n" in made
    assert "tier: gold\ntemplate: post.html\n" in made
    assert "title: Mail\n" in made
    assert run("check", "--select", "front-matter", "page.md")[0] == 0


def test_a_title_given_stands_beside_the_one_of_the_other_tool(run: Run) -> None:
    Path("page.md").write_text("---\ntitle: forward_to_loki\n---\n\nText.\n", encoding="utf-8")
    assert run("adopt", "page.md", "--title", "Forward to Loki")[0] == 0
    made = Path("page.md").read_text(encoding="utf-8")
    assert "specgen_title: Forward to Loki\n" in made
    assert "\ntitle: forward_to_loki\n" in made


def test_without_ours_update_does_not_write_over_the_field_of_the_other_tool(run: Run) -> None:
    Path("page.md").write_text("---\ntemplate: post.html\n---\n\nText.\n", encoding="utf-8")
    run("adopt", "page.md")
    made = Path("page.md").read_text(encoding="utf-8")
    Path("page.md").write_text(made.replace("specgen_template: adopted 1.0.0\n", ""), encoding="utf-8")
    assert run("update", "page.md")[0] == 0
    made = Path("page.md").read_text(encoding="utf-8")
    assert "\ntemplate: post.html\n" in made
    assert "\nspecgen_template: spec 1.0.0\n" in made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\nother: x\n---\n\n# X\n", 'page.md:2:1: the front matter of another tool has a field "other"'),
        ("---\na: &x 1\n---\n\n# X\n", "page.md:2:4"),
        ("---\n# theirs\n{title: x, status: y}\n---\n", "page.md:3:1: the fields of the front matter stand in braces."),
        ("---\n{}\n---\n", "page.md:2:1: the fields of the front matter stand in braces."),
        ("---\n  title: x\n---\n", "page.md:2:3: the fields of the front matter stand away from the margin."),
        ("Text.\n\n# A\x1bb\n", "page.md:3: the heading holds the character U+001B (escape)"),
        ("---\nspecgen: 2\ntitle: x\n---\n", "page.md:2:10: The spec has format 2, and this version of specgen reads"),
        ("---\nspecgen: 1\ntitle: x\n---\n", "page.md:1:1: `id` is missing."),
        ("# X\n\n```sh\nls\n", 'page.md:3:1: "```sh" opens what is never closed'),
        ("# X\n\n- [x] **SPEC-02** `must` Ours.\n", "page.md:3:1: has a checklist item SPEC-02 already"),
        (
            "\n---\nspecgen: 1\nid: x\n---\n<!-- specgen:begin verdict -->\nx\n<!-- specgen:end verdict -->\n",
            "page.md:6:1: holds markers of specgen",
        ),
        ("# X\n\n<<<<<<< mine\na\n=======\nb\n>>>>>>> theirs\n", "page.md:3:1: a merge conflict stands here"),
    ],
)
def test_what_cannot_be_adopted_is_said_and_left(run: Run, text: str, said: str) -> None:
    Path("page.md").write_text(text, encoding="utf-8")
    Path("fine.md").write_text(RFC, encoding="utf-8")
    code, told = run("adopt", "page.md", "fine.md")
    assert code == 3
    assert said in told
    assert Path("page.md").read_text(encoding="utf-8") == text
    assert Path("fine.md").read_text(encoding="utf-8").startswith("---\nspecgen: 1"), (
        "the other file is adopted all the same"
    )


@pytest.mark.parametrize(
    ("title", "said"),
    [("A\x1bb", "page.md: the title holds the character U+001B (escape)"), (" ", "page.md: `title` is missing.")],
)
@pytest.mark.parametrize("text", [RFC, "---\nlayout: page\n---\n\n# X\n"])
def test_a_title_that_cannot_stand_is_no_line_of_the_file(run: Run, text: str, title: str, said: str) -> None:
    Path("page.md").write_text(text, encoding="utf-8")
    code, told = run("adopt", "page.md", "--title", title)
    assert (code, said in told) == (3, True), told
    assert Path("page.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("block", ["spec.domain: internal", "kind: Pod", "a: [unclosed"])
def test_a_heading_answers_of_their_own_is_not_ours(run: Run, block: str) -> None:
    text = f"# Notes\n\n## Answers\n\n```yaml\n{block}\n```\n"
    Path("notes.md").write_text(text, encoding="utf-8")
    assert run("adopt", "notes.md")[0] == 0
    assert text in Path("notes.md").read_text(encoding="utf-8")
    assert run("update", "notes.md") == (0, "notes.md is up to date.")


def test_documents_without_a_heading_or_a_word(run: Run) -> None:
    for name, text in (
        ("empty.md", ""),
        ("blank.md", "\n\n"),
        ("plain.md", "Only words."),
        ("rule.md", "---\n\nText.\n"),
    ):
        Path(name).write_text(text, encoding="utf-8")
        assert run("adopt", name)[0] == 0, name
        assert text.strip() in Path(name).read_text(encoding="utf-8")
        assert run("update", name) == (0, f"{name} is up to date.")


def test_the_corpus_is_adopted_and_updates_change_nothing(run: Run) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of other people's documents is not here")
    shutil.copytree(CORPUS, "corpus", copy_function=shutil.copyfile)
    for folder, _, _ in os.walk("corpus"):
        Path(folder).chmod(0o755)
    before = {path: path.read_bytes() for path in sorted(Path("corpus").rglob("*.md"))}
    code, said = run("adopt", *map(str, before))
    assert "error:" not in said
    assert code == 0
    for path, data in before.items():
        made = path.read_bytes()
        body = data[4:] if data.startswith(b"---\n") else data
        assert body.rstrip(b"\n") in made, path
    after = {path: path.read_bytes() for path in before}
    composer = composing.composer([], [])
    assert all(composer.is_sealed(read(data, str(path))) for path, data in after.items())
    for _ in range(2):
        assert run("update", *map(str, before))[0] == 0
        assert {path: path.read_bytes() for path in before} == after


@pytest.mark.parametrize("name", ["specgen.toml", "a.py", "a.yaml", "t.csv", "notes.txt", "page.mdx", "README", "md"])
def test_a_file_that_is_no_markdown_is_left_alone(run: Run, name: str) -> None:
    text = "exclude = []  # where specs are\n"
    Path(name).write_text(text, encoding="utf-8")
    code, said = run("adopt", "--no-config", name)
    ending = f"ends in {Path(name).suffix}" if Path(name).suffix else "has no ending"
    assert (code, Path(name).read_text(encoding="utf-8")) == (3, text)
    assert f"{name}: is no Markdown document: its name {ending}. adopt takes .md, " in said
    assert "is now a spec" not in said


@pytest.mark.parametrize("name", ["A.MD", "a.markdown", "a.mdown", "a.mkd", "a.b.md"])
def test_every_ending_of_markdown_is_adopted(run: Run, name: str) -> None:
    Path(name).write_text(RFC, encoding="utf-8")
    assert run("adopt", name)[0] == 0
    assert RFC in Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("front", "language"),
    [
        ('+++\ntitle = "Receipts"\n+++\n', "TOML"),
        ('---toml\ntitle = "Receipts"\n---\n', "TOML"),
        ('--- json\n{"title": "Receipts"}\n---\n', "JSON"),
        (';;;\n"title": "Receipts"\n;;;\n', "JSON"),
        ('{\n  "title": "Receipts"\n}\n', "JSON"),
    ],
)
def test_front_matter_that_is_no_yaml_is_not_buried(run: Run, front: str, language: str, end: str) -> None:
    data = f"{front}\n{RFC}".replace("\n", end).encode()
    Path("page.md").write_bytes(data)
    code, said = run("adopt", "page.md")
    assert (code, Path("page.md").read_bytes()) == (3, data)
    assert f"page.md:1:1: the front matter is {language}, and specgen shares a block with YAML alone" in said
    assert "Write it as YAML between two lines of ---" in said


@pytest.mark.parametrize("begin", ["+++\n\n", "{: .lead}\n\n", "{% raw %}\n\n", "{\n\n"])
def test_what_only_begins_as_front_matter_does_is_text(run: Run, begin: str) -> None:
    Path("page.md").write_text(begin + RFC, encoding="utf-8")
    assert run("adopt", "page.md")[0] == 0
    assert begin + RFC in Path("page.md").read_text(encoding="utf-8")
