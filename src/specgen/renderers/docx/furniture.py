"""What stands around the blocks: cover, header, footer, all the reference document's, with words in braces filled in.

A reference document may hold `{title}`, `{status}` and the others of `values` in its header, footer and cover, each
within one run. Its cover is what stands before a paragraph `{content}`; without such a paragraph its body is only a
sample.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml import etree

from specgen.renderers.docx.front import Front
from specgen.renderers.docx.runs import paragraph, run
from specgen.renderers.docx.styles import LINE, Styles
from specgen.yamltext.characters import ILLEGAL_IN_XML

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_WORD = re.compile(r"\{(title|id|status|tier|owners|reviewers|created|review_by|state)\}")
_CONTENT = "{content}"
_REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))
_KINDS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)


class Frame(NamedTuple):
    """Elements before and after the blocks, the section's properties, and whether the cover shows the title."""

    before: list[etree._Element]
    after: list[etree._Element]
    section: etree._Element
    shows_title: bool


def values(front: Front, title: str) -> dict[str, str]:
    """The words that may stand in braces. `state` is status, tier and date in one."""
    keys = ("id", "status", "tier", "owners", "reviewers", "created", "review_by")
    return {"title": title, "state": front.state} | {key: front[key] for key in keys}


def frame(word: Document, words: dict[str, str]) -> Frame:
    """Take the reference document's body apart."""
    body = word.element.body
    children = list(body)
    last = section(word)
    if children and children[-1] is last:
        children.pop()
    at = next((n for n, child in enumerate(children) if _text(child) == _CONTENT), None)
    if at is None:
        return Frame([], [], last, False)
    before, after = children[:at], children[at + 1 :]
    shows_title = any("{title}" in (t.text or "") for child in before for t in child.iter(qn("w:t")))
    for child in before + after:
        _fill(child, words)
    return Frame(before, after, last, shows_title)


def section(word: Document) -> etree._Element:
    """The properties of the reference document's last section; A4 with margins of 2 cm where it has none."""
    last = next(reversed(word.element.body), None)
    return last if last is not None and last.tag == qn("w:sectPr") else etree.fromstring(_SECTION)


def fill(word: Document, words: dict[str, str], styles: Styles, section: etree._Element, width: int) -> None:
    """Put the words into headers and footers; a reference document without any gets plain ones."""
    if not any(child.tag in _REFERENCES for child in section):
        _add_plain(word, styles, section, width)
    for relation in word.part.rels.values():
        if relation.reltype in _KINDS and not relation.is_external:
            _fill(relation.target_part.element, words)


def header(style_id: str, width: int) -> str:
    """A running header: title left, id right, above a thin line."""
    border = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
    content = run("{title}") + "<w:r><w:tab/></w:r>" + run("{id}")
    xml = paragraph(style_id, content, numbering=border, tabs=_right(width))
    return f"<w:hdr {W} {R}>{xml}</w:hdr>"


def footer(style_id: str, width: int) -> str:
    """A running footer: state left, page X of Y right."""
    fields = (f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>' for name in ("PAGE", "NUMPAGES"))
    page, pages = fields
    content = run("{state}") + "<w:r><w:tab/></w:r>" + run("page ") + page + run(" of ") + pages
    return f"<w:ftr {W} {R}>{paragraph(style_id, content, tabs=_right(width))}</w:ftr>"


_SECTION = (
    f'<w:sectPr {W}><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1134" w:bottom="1247" '
    'w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def _right(width: int) -> str:
    return f'<w:tab w:val="right" w:pos="{width}"/>'


def _add_plain(word: Document, styles: Styles, section: etree._Element, width: int) -> None:
    package = word.part.package
    made = (
        ("header", header(styles["header"], width), CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
        ("footer", footer(styles["footer"], width), CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    )
    for n, (kind, xml, content_type, relationship) in enumerate(made):
        name = package.next_partname(f"/word/{kind}%d.xml")
        part = XmlPart.load(name, content_type, xml.encode(), package)
        reference = etree.Element(qn(f"w:{kind}Reference"))
        reference.set(qn("w:type"), "default")
        reference.set(qn("r:id"), word.part.relate_to(part, relationship))
        section.insert(n, reference)


def _fill(element: etree._Element, words: dict[str, str]) -> None:
    for text in element.iter(qn("w:t")):
        if text.text and "{" in text.text:
            text.text = _WORD.sub(lambda found: ILLEGAL_IN_XML.sub("\ufffd", words[found[1]]), text.text)


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t"))).strip() if element.tag == qn("w:p") else ""
