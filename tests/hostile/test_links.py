"""Class 20 of the threat list: a link in a spec leads to a web page, a mail address or a file beside it, and nowhere else."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from specgen import cli, yamltext

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

BAD = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript\\:alert(1)", "java&#115;cript:alert(1)", "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "java%73cript:alert(1)",
    "javascript%3Aalert(1)", "<javascript:alert(1)>", "<java\tscript:alert(1)>", "< javascript:alert(1)>", " javascript:alert(1)",
    "\tjavascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
    "file:///etc/passwd", "ms-word:ofe|u|http://x", "mhtml:http://x", "feed:javascript:x", "view-source:javascript:x", "tel:1", "ftp://x",
    "\u200bjavascript:x", "\x7fjavascript:x", "//evil.example/x", "\\\\evil.example\\x", "https&colon;//x",
]  # fmt: skip
GOOD = [
    "https://a.example/b?c=d&e#f",
    "http://a.example",
    "mailto:ada@a.example",
    "other.md",
    "../x/y.md#z",
    "#risks",
    "img/a.png",
]


def prose(targets: list[str]) -> str:
    """Every way Markdown knows to make a link of each."""
    lines = []
    for number, target in enumerate(targets):
        lines += [
            f"[a{number}]({target}) ![b{number}]({target}) [c{number}]({target} \"title\")", "",
            f"[d{number}][r{number}] [r{number}] <{target}>", "",
            f"[r{number}]: {target}", "", f"> - [e{number}]({target})", "", f"| a |\n|---|\n| [f{number}]({target}) |", "",
            f"<a href=\"{target}\">g{number}</a> \\[h{number}\\]({target}) [i{number}\\]({target}) [j{number}\\\\]({target})", "",
            f"[k{number}](", f"{target})", "", f"[![l{number}]({target})]({target})", "",
        ]  # fmt: skip
    return "\n".join(lines)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[str]:
    """The targets of all links and images in the Markdown, as a host would make them, and of all in the Word file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "1")
    targets = list(request.param)
    names = [target.strip() for target in targets if target.strip().isprintable()]  # what one line may hold
    answers: dict[str, yamltext.Plain] = {
        "spec.title": f"[x]({targets[0]})",
        "spec.owners": [f"[x]({targets[0]})"],
        "spec.problem": prose(targets),
        "spec.components": ["external_calls"],
        "availability.target": "99%",
        "dependencies": [{"name": f"n{number} [x]({name}) <{name}>"} for number, name in enumerate(names)],
    }
    Path("a.yaml").write_text(yamltext.write(answers), encoding="utf-8")
    assert cli.main(["new", "--answers", "a.yaml", "--allow-missing", "--id", "x", "--format", "md,docx"]) == 0
    body = Path("x.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    parser = MarkdownIt("commonmark").enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # the parser's own guard must not hide that ours is missing
    html = parser.render(body)
    with zipfile.ZipFile("x.docx") as package:
        relationships = [
            one.get("Target", "")
            for name in package.namelist() if name.endswith(".rels")
            for one in etree.fromstring(package.read(name)).iter(RELATIONSHIP) if one.get("TargetMode") == "External"
        ]  # fmt: skip
        whole = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
    assert b"HYPERLINK &quot;javascript" not in whole
    return [*re.findall(r'(?:href|src)="([^"]*)"', html), *relationships]


@pytest.mark.parametrize("made", [BAD], indirect=True)
def test_no_link_leads_to_code_or_to_the_disk(made: list[str]) -> None:
    for target in made:
        scheme = re.match(r"[\x00-\x20\x7f-\xa0\u200b]*([A-Za-z][A-Za-z0-9+.\-\s]*):", target)
        assert scheme is None or scheme[1].lower() in ("http", "https", "mailto"), target
        assert not re.search("(?i)javascript:|vbscript:|data:", target), target


@pytest.mark.parametrize("made", [GOOD], indirect=True)
def test_ordinary_links_stay(made: list[str]) -> None:
    for target in GOOD:
        assert made.count(target.replace("&", "&amp;")) >= 4
    assert {"https://a.example/b?c=d&e#f", "mailto:ada@a.example", "../x/y.md#z"} <= set(made)  # in Word


@pytest.mark.parametrize("target", BAD)
def test_a_spec_edited_by_hand_brings_no_such_link_into_word(target: str, tmp_path: Path) -> None:
    """`render` takes any Markdown: what it holds never went through our escapers."""
    (tmp_path / "x.md").write_text(
        f"# A\n\n[a]({target}) <{target}> ![b]({target}) [ok](https://a.example)\n\n- [c][r]\n\n[r]: {target}\n",
        encoding="utf-8",
    )
    assert cli.main(["render", str(tmp_path / "x.md")]) == 0
    with zipfile.ZipFile(tmp_path / "x.docx") as package:
        relationships = package.read("word/_rels/document.xml.rels").decode()
    found = re.findall(r'Target="([^"]*)" TargetMode="External"', relationships)
    assert "https://a.example" in found
    assert not [
        one
        for one in found
        if one.startswith("//") or (":" in one and not one.startswith(("https:", "http:", "mailto:")))
    ]


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a privilege on Windows")
def test_an_image_outside_the_folder_of_the_spec_is_not_read(tmp_path: Path) -> None:
    """Class 5: a link of the file system is no way out either."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "theirs.png").write_bytes(b"\x89PNG\r\n\x1a\n not yours")
    (inside / "link.png").symlink_to(tmp_path / "theirs.png")
    images = f"![a](../theirs.png) ![b](link.png) ![c]({tmp_path}/theirs.png) ![d](file:///etc/passwd)"
    (inside / "x.md").write_text(f"# A\n\n{images}\n", encoding="utf-8")
    assert cli.main(["render", str(inside / "x.md")]) == 0
    with zipfile.ZipFile(inside / "x.docx") as package:
        assert not [name for name in package.namelist() if name.startswith("word/media")]
        assert not [name for name in package.namelist() if b"not yours" in package.read(name)]
