"""Looks at a `.docx` as its reader does: headings, tables, boxes, all text."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from schemas.wordprocessing import faults
from specgen.renderers.docx import render

REFERENCE = (Path(__file__).parents[2] / "templates" / "reference.docx").read_bytes()
SPEC = (Path(__file__).parent / "cards.md").read_text(encoding="utf-8")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


@dataclass
class Word:
    """A document that was written: bytes and the root of its main part."""

    data: bytes

    def __post_init__(self) -> None:
        with ZipFile(BytesIO(self.data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])

    def paragraphs(self, style: str) -> list[str]:
        found = self.root.iter(f"{W}p")
        return [text(p) for p in found if p.find(f"{W}pPr/{W}pStyle") is not None and style_of(p) == style]

    @property
    def headings(self) -> list[tuple[str, str]]:
        return [(style_of(p), text(p)) for p in self.root.iter(f"{W}p") if style_of(p).startswith("Heading")]

    @property
    def tables(self) -> list[list[list[str]]]:
        found = self.root.iter(f"{W}tbl")
        return [[[text(c) for c in r.findall(f"{W}tc")] for r in t.findall(f"{W}tr")] for t in found]

    @property
    def boxes(self) -> dict[str, bool]:
        """Tag (or "" for a plain task) -> ticked."""
        return {
            tag_of(one): one.find(f".//{W14}checked").get(f"{W14}val") == "1"
            for one in self.root.iter(f"{W}sdtPr")
            if one.find(f"{W14}checkbox") is not None
        }

    @property
    def controls(self) -> dict[str, str]:
        """Tag -> text of every tagged control."""
        return {tag_of(one.find(f"{W}sdtPr")): text(one) for one in self.root.iter(f"{W}sdt")}

    @property
    def text(self) -> str:
        return "\n".join(text(p) for p in self.root.iter(f"{W}p"))

    @property
    def links(self) -> list[str]:
        """Targets of all relationships of the document."""
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        return [one.get("Target", "") for one in relations if one.get("TargetMode") == "External"]

    def faults(self) -> list[str]:
        """Of every WordprocessingML part, against the schema."""
        return [
            f"{name}: {fault}"
            for name, content in self.parts.items()
            if name.startswith("word/") and name.endswith(".xml") and "theme" not in name
            for fault in faults(content)
        ]


def word(markdown: str, *, reference: bytes = REFERENCE, images: dict[str, bytes] | None = None) -> Word:
    return Word(render(markdown, reference=reference, images=images))


def style_of(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def tag_of(properties: etree._Element) -> str:
    found = properties.find(f"{W}tag")
    return "" if found is None else found.get(f"{W}val", "")


def text(element: etree._Element) -> str:
    """All text, content controls included; a line break is a newline, a tab a tab."""
    parts = []
    for one in element.iter(f"{W}t", f"{W}br", f"{W}tab"):
        if one.tag == f"{W}tab" and one.getparent().tag != f"{W}r":
            continue
        parts.append({f"{W}br": "\n", f"{W}tab": "\t"}.get(one.tag) or one.text or "")
    return "".join(parts)
