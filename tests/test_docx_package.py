"""The file around the text: properties, images, reference documents, schema, same bytes."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from schemas.reading import REFERENCE, SPEC, W, Word, style_of, word
from schemas.wordprocessing import faults
from specgen.renderers.docx import image_links, render, untouched


@pytest.fixture(scope="module")
def spec() -> Word:
    return word(SPEC)


def test_header_and_footer_are_filled(spec: Word) -> None:
    header, footer = spec.parts["word/header1.xml"].decode(), spec.parts["word/footer1.xml"].decode()
    assert "Cards &amp; &lt;limits&gt;" in header
    assert "review · tier 1 · 2026-11-20" in footer
    assert "NUMPAGES" in footer
    assert "{" not in header + footer


def test_properties(spec: Word) -> None:
    opened = docx.Document(BytesIO(spec.data))
    core = opened.core_properties
    assert (core.title, core.author, core.comments) == ("Cards & <limits>", "@a, @b", "")
    assert core.created is not None
    assert core.created.date().isoformat() == "2026-11-20"
    assert core.modified == core.created
    custom = spec.parts["docProps/custom.xml"].decode()
    for name, value in (("specgen-id", "cards"), ("specgen-status", "review"), ("specgen-format", "1")):
        assert f'name="{name}"' in custom
        assert f">{value}<" in custom
    assert b"python-docx" not in b"".join(spec.parts.values())


def test_export_part(spec: Word) -> None:
    export = etree.fromstring(spec.parts["customXml/item1.xml"])
    assert export.findtext("{*}answers") == "spec.domain: payments\n"
    assert export.find("{*}markdown").get("sha256") == sha256(SPEC.encode()).hexdigest()
    other = Word(render(SPEC, reference=REFERENCE, source_digest="abc"))
    assert b'sha256="abc"' in other.parts["customXml/item1.xml"]
    assert untouched(spec.data)


def test_an_edited_document_is_not_untouched(spec: Word) -> None:
    opened = docx.Document(BytesIO(spec.data))
    opened.paragraphs[0].runs[0].text = "Other"
    stream = BytesIO()
    opened.save(stream)
    assert not untouched(stream.getvalue())


def test_same_input_same_bytes(spec: Word) -> None:
    assert render(SPEC, reference=REFERENCE) == spec.data


def test_reopens_in_python_docx(spec: Word) -> None:
    opened = docx.Document(BytesIO(spec.data))
    assert [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "Goals", "Design", "Checklist", "Answers",
    ]  # fmt: skip


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * 3 * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


IMAGES = '# T\n\n![a "b"](img/x%20y.png) ![two](img/x%20y.png) ![gone](no.png) ![net](https://x.y/z.png) ![d](data:x)\n'


def test_image_links() -> None:
    assert image_links(IMAGES) == ("img/x y.png", "no.png")
    assert image_links("no pictures") == ()


def test_images() -> None:
    shown = word(IMAGES, images={"img/x y.png": _png(3000, 20)})
    drawings = list(shown.root.iter("{*}docPr"))
    assert [one.get("descr") for one in drawings] == ['a "b"', "two"]
    assert [name for name in shown.parts if "media" in name] == ["word/media/image1.png"]
    extent = next(shown.root.iter("{*}extent"))
    assert int(extent.get("cx")) <= 9638 * 635
    assert "[Image: gone]" in shown.text
    assert "[Image: net]" in shown.text
    assert shown.faults() == []


def test_a_reference_with_cover() -> None:
    reference = docx.Document(BytesIO(REFERENCE))
    body = reference.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for line in ("Company cover: {title} by {owners}", "{content}", "The end of {id}"):
        reference.add_paragraph(line)
    stream = BytesIO()
    reference.save(stream)
    covered = word(SPEC, reference=stream.getvalue())
    lines = covered.text.splitlines()
    assert lines[0] == "Company cover: Cards & <limits> by @a, @b"
    assert lines[-1] == "The end of cards"
    assert covered.paragraphs("Title") == []
    assert covered.faults() == []


def test_a_reference_without_our_styles_gets_them() -> None:
    stream = BytesIO()
    docx.Document().save(stream)
    plain = word(SPEC, reference=stream.getvalue())
    assert [text for _, text in plain.headings][:2] == ["Goals", "Design"]
    styles = {one.get(f"{W}styleId") for one in etree.fromstring(plain.parts["word/styles.xml"]).iter(f"{W}style")}
    used = {style_of(p) for p in plain.root.iter(f"{W}p")} - {""}
    assert used <= styles
    assert b"NUMPAGES" in b"".join(content for name, content in plain.parts.items() if "footer" in name)
    assert b"python-docx" not in plain.parts["docProps/core.xml"]
    assert b'w:percent="100"' in plain.parts["word/settings.xml"]
    assert [fault for fault in plain.faults() if "document.xml" in fault or "settings.xml" in fault] == []


def test_the_reference_document_is_what_its_script_makes(tmp_path: Path) -> None:
    output = tmp_path / "reference.docx"
    script = Path(__file__).parents[1] / "tools" / "make_reference_docx.py"
    subprocess.run([sys.executable, str(script), str(output)], check=True)
    assert output.read_bytes() == REFERENCE


def test_importing_the_renderer_is_cheap() -> None:
    code = (
        "import specgen.renderers.docx, sys; print(sorted({'docx', 'lxml', 'markdown_it', 'yaml'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.strip() == "[]"


def test_everything_is_valid(spec: Word) -> None:
    assert spec.faults() == []
    assert Word(REFERENCE).faults() == []


def test_the_schema_check_can_fail(spec: Word) -> None:
    good = spec.parts["word/document.xml"]
    assert faults(good) == []
    for old, new in (
        (b"<w:cantSplit/><w:tblHeader/>", b"<w:cantSplit/><w:tbl/>"),
        (b'w:ascii="', b'w:latin="'),
        (b"<w:pageBreakBefore/>", b"<w:pageBreakBefore/><w:pStyle w:val='x'/>"),
        (b'<w:fldChar w:fldCharType="begin"/>', b"<w:fldChar/>"),
        (b"<w:pageBreakBefore/>", b'<w:pageBreakBefore w:val="maybe"/>'),
        (b"</w:tc></w:tr>", b"</w:tc>text</w:tr>"),
        (b"<w:b/>", b"<w:bold/>"),
        (b"<w14:checked ", b"<w14:ticked "),
    ):
        changed = good.replace(old, new, 1)
        assert changed != good, old
        assert faults(changed), old
