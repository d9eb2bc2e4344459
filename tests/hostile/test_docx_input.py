"""Markdown that tries to break the Word document, or whoever opens it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from specgen.errors import InputError
from specgen.renderers.docx import image_links, render
from specgen.renderers.docx.pictures import read
from specgen.renderers.docx.sanitise import is_external

REFERENCE = (Path(__file__).parents[2] / "templates" / "reference.docx").read_bytes()
ILLEGAL = [*range(9), 11, 12, *range(14, 32), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]


def parts(markdown: str) -> dict[str, bytes]:
    with ZipFile(BytesIO(render(markdown, reference=REFERENCE))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(markdown: str) -> str:
    return "".join(etree.fromstring(parts(markdown)["word/document.xml"]).itertext("{*}t"))


@pytest.mark.parametrize("code", ILLEGAL)
@pytest.mark.parametrize(
    "place", ["para {} x", "# T {}", "|a|\n|-|\n|{}|", "- [ ] **A-1** `must` x {} y", "```\n{}\n```"]
)
def test_characters_that_xml_cannot_hold_are_named(code: int, place: str) -> None:
    with pytest.raises(InputError) as caught:
        render("one\n\n" + place.replace("{}", chr(code)), reference=REFERENCE)
    problem = caught.value.problems[0]
    assert f"U+{code:04X}" in problem.message
    assert problem.line >= 3
    assert problem.column >= 1


def test_entities_cannot_smuggle_them_in() -> None:
    assert "\ufffd" in text("a &#12; b &#x1; c &#xFFFF; d &#xD800;")
    assert "body" in text('---\ntitle: "x\\u0001\\ufffe"\n---\n\nbody\n')


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd", "//host/share",
        "\\\\\\\\host\\\\share", "%5C%5Chost", "C:/x", "ms-word:ofe|u|http://x", "search-ms:query=x", "ftp://x", "mhtml:x",
        " javascript:alert(1)", "java&#10;script:alert(1)", "&#106;avascript:alert(1)",
    ],
)  # fmt: skip
def test_only_harmless_links_become_links(target: str) -> None:
    markdown = f"# T\n\n[shown]({target}) [shown](<{target}>) [shown][r]\n\n[r]: <{target}>\n"
    written = parts(markdown)
    relations = etree.fromstring(written["word/_rels/document.xml.rels"])
    for one in relations:
        if one.get("TargetMode") == "External":
            assert is_external(one.get("Target", ""))
            assert not one.get("Target", "").lower().startswith(("javascript", "java", "%6a"))
    assert b"w:hyperlink" not in written["word/document.xml"]
    assert "shown" in text(markdown)


@pytest.mark.parametrize("target", ["http://a", "https://a/b?c#d", "mailto:a@b", "./a.md", "a/b.md#c", "../x.md", "/x"])
def test_harmless_links(target: str) -> None:
    assert is_external(target)


@pytest.mark.parametrize("data", ["{{7*7}}{% raw %}", "{title}", "{content}", "${x}", "%s"])
def test_nothing_is_rendered_twice(data: str) -> None:
    written = parts(f"---\nspecgen: 1\ntitle: '{data}'\nowners: ['{data}']\n---\n\n# {data}\n\n{data}\n")
    assert data in "".join(etree.fromstring(written["word/document.xml"]).itertext("{*}t"))
    assert data in "".join(etree.fromstring(written["word/header1.xml"]).itertext("{*}t"))


def test_fields_cannot_be_written() -> None:
    written = parts('# T\n\n## { INCLUDETEXT "x" }\n\n{ DDEAUTO c:\\\\x } MERGEFIELD\n\n## B\n\nx\n')[
        "word/document.xml"
    ]
    codes = [t.text or "" for t in etree.fromstring(written).iter("{*}instrText")]
    assert all(code.split()[0] in ("TOC", "PAGEREF") for code in codes)


@pytest.mark.parametrize(
    "markdown",
    [
        "[" * 20_000, "*a " * 20_000, ">" * 5_000 + " a", "`" * 20_000, "<!--" * 20_000, "<details>" * 20_000,
        "<summary>" * 20_000, "".join("  " * n + "- a\n" for n in range(300)), "[a](b" * 8_000, "a" * 200_000,
        "|" + "a|" * 400 + "\n|" + "-|" * 400 + "\n" + ("|" + "b|" * 400 + "\n") * 20,
        "```mermaid\nflowchart LR\n" + "a" + " --> a" * 5_000 + "\n```",
        "```mermaid\nflowchart LR\n" + "a[" * 20_000 + "\n```", "```mermaid\nflowchart LR\na -- " + "x " * 20_000 + "\n```",
        "\n".join(f"[l{n}]: x{n}" for n in range(5_000)), "![a](b)" * 3_000, "1. a\n\n\n" * 2_000,
    ],
    ids=range(17),
)  # fmt: skip
def test_large_and_nested_input_is_quick(markdown: str) -> None:
    assert len(render("# T\n\n" + markdown, reference=REFERENCE)) > 1000


def test_five_thousand_items_are_quick() -> None:
    lines = (f"- [ ] **AB-{n:04d}** `must` Do `{n}`. → proof\n  - Evidence: https://x.y/{n}\n" for n in range(5_000))
    written = parts("# T\n\n## Checklist\n\n### Document\n" + "".join(lines))["word/document.xml"]
    assert written.count(b"<w14:checkbox>") == 5_000


def test_images_that_are_none_show_their_text() -> None:
    for data in (
        b"",
        b"x",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ):
        shown = render("![alt](a.png)", reference=REFERENCE, images={"a.png": data})
        with ZipFile(BytesIO(shown)) as archive:
            assert b"[Image: alt]" in archive.read("word/document.xml")


def test_image_headers_never_fail() -> None:
    seeds = (
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(range(60)),
        b"GIF89a" + bytes(20),
        b"\xff\xd8\xff\xe0" + bytes(60),
    )
    for seed in seeds:
        for cut in range(len(seed)):
            read(seed[:cut])
            for value in (0, 0x7F, 0xFF):
                read(seed[:cut] + bytes([value]) + seed[cut + 1 :])


def test_images_of_the_network_are_not_asked_for() -> None:
    targets = (
        "http://a/b.png",
        "//a/b.png",
        "data:image/png;base64,xx",
        "file:///a.png",
        "C:\\a.png",
        "/etc/a.png",
        "ok/a.png",
    )
    assert image_links("".join(f"![x](<{target}>)\n" for target in targets)) == ("ok/a.png",)


def test_comments_cannot_hide_text() -> None:
    assert "after" in text("# T\n\n<!-- never closed\n\nafter\n")
    assert "specgen:begin" not in text("# T\n\n<!-- specgen:begin x -->\n\nafter\n")
