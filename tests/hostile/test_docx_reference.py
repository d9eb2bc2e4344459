"""Reference documents from strangers: refused at the gate, or used without harm."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from specgen.errors import InputError
from specgen.renderers.docx import render, untouched

REFERENCE = (Path(__file__).parents[2] / "templates" / "reference.docx").read_bytes()
RELATION = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'  # noqa: E501 - one element


def changed(changes: dict[str, bytes | None]) -> bytes:
    """The reference document with parts replaced, added or (None) left out."""
    stream = BytesIO()
    with ZipFile(BytesIO(REFERENCE)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        parts: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def part(name: str) -> bytes:
    with ZipFile(BytesIO(REFERENCE)) as archive:
        return archive.read(name)


def with_relation(kind: str, target: str) -> bytes:
    name = "word/_rels/document.xml.rels"
    end = b"</Relationships>"
    return changed({name: part(name).replace(end, RELATION.format(kind, target).encode() + end)})


def with_doctype(name: str) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return changed({name: part(name).replace(b"?>\n", b"?>\n" + bomb, 1)})


def duplicate() -> bytes:
    stream = BytesIO(REFERENCE)
    with ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/styles.xml", b"<x/>")
    return stream.getvalue()


def encrypted() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo("[Content_Types].xml"), b"<x/>")
    data = bytearray(stream.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


HOSTILE = {
    "empty": b"",
    "no zip": b"hello",
    "cut": REFERENCE[: len(REFERENCE) // 2],
    "another zip": b"PK\x05\x06" + bytes(18),
    "no document": changed({"word/document.xml": None}),
    "broken XML": changed({"word/styles.xml": b"<w:styles"}),
    "other root": changed({"word/document.xml": b"<html/>"}),
    "not XML": changed({"word/document.xml": b"\x00\x01"}),
    "UTF-16": changed({"word/styles.xml": part("word/styles.xml").decode().encode("utf-16")}),
    "DOCTYPE": with_doctype("word/document.xml"),
    "DOCTYPE in styles": with_doctype("word/styles.xml"),
    "DOCTYPE in settings": with_doctype("word/settings.xml"),
    "external template": with_relation("attachedTemplate", "http://evil/x.dotm"),
    "external image": with_relation("image", "file://evil/share/x.png"),
    "external object": with_relation("oleObject", "http://evil/x"),
    "macros": changed({"word/vbaProject.bin": b"x"}),
    "macro type": changed({
        "[Content_Types].xml": part("[Content_Types].xml").replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )
    }),
    "leaves the archive": changed({"../evil.xml": b"<x/>"}),
    "bomb": changed({"word/media/x.bin": bytes(20 * 1024 * 1024)}),
    "tight": changed({"word/media/x.bin": bytes(10 * 1024 * 1024)}),
    "many entries": changed({f"word/x{n}": b"" for n in range(2_100)}),
    "two cases of one name": changed({"WORD/styles.xml": b"<x/>"}),
    "encrypted": encrypted(),
    "deep": changed({"word/document.xml": b"<w:document>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</w:document>"}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_refused(name: str) -> None:
    with pytest.raises(InputError) as caught:
        render("# T\n\ntext\n", reference=HOSTILE[name])
    assert caught.value.exit_code == 3
    assert caught.value.problems[0].fix


def test_duplicate_names_are_refused() -> None:
    with pytest.raises(InputError, match="two entries of one name"):
        render("# T\n", reference=duplicate())


def refused(markdown: str, reference: bytes) -> str:
    """The error's words, or "" when the document was made."""
    try:
        render(markdown, reference=reference)
    except InputError as error:
        return str(error)
    return ""


def test_any_damage_is_refused_or_harmless() -> None:
    """One byte changed anywhere: an error with words, or a document; nothing else."""
    for at in range(0, len(REFERENCE), 97):
        data = bytearray(REFERENCE)
        data[at] ^= 0x55
        assert "reference document" in (refused("# T\n\n1. x\n", bytes(data)) or "reference document")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("word/numbering.xml", b'w:numId w:val="', b'w:numId w:val="x'),
        ("word/numbering.xml", b'w:abstractNumId="1"', b""),
        ("word/document.xml", b'w:w="11906"', b'w:w="0"'),
        ("word/document.xml", b'w:w="11906"', b'w:w="wide"'),
        ("word/document.xml", b'w:left="1134"', b'w:left="99999"'),
        ("word/styles.xml", b'w:styleId="Normal"', b""),
        ("word/settings.xml", b'w:percent="100"', b""),
    ],
)
def test_odd_values(name: str, old: bytes, new: bytes) -> None:
    reference = changed({name: part(name).replace(old, new)})
    words = refused("# T\n\n1. x\n\n|a|\n|-|\n|b|\n", reference)
    assert words == "" or "reference document" in words


def test_a_document_that_is_none_is_refused_by_untouched() -> None:
    with pytest.raises(InputError):
        untouched(b"x")
    assert not untouched(REFERENCE)
