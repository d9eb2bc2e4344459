"""A reference document becomes a finished one: body replaced, styles completed, header and footer filled."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from xml.parsers import expat

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from specgen.errors import InputError, Problem
from specgen.renderers.docx import archive, document, furniture, properties, reference
from specgen.renderers.docx.body import Body
from specgen.renderers.docx.front import Front
from specgen.renderers.docx.gate import admit
from specgen.renderers.docx.pictures import pictures
from specgen.renderers.docx.sanitise import escape
from specgen.renderers.docx.source import Source, answers

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": _MC,
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}


def build(source: Source, front: Front, reference_bytes: bytes, images: Mapping[str, bytes], digest: str) -> bytes:
    """The finished `.docx`. Raises InputError when the reference document is not acceptable."""
    word = _opened(reference_bytes)
    title = document.title(front, list(source.headings.values()))
    words = furniture.values(front, title)
    frame = furniture.frame(word, words)
    area = reference.area(frame.section)
    styles, lists = reference.styles(word), reference.lists(word)
    body = Body(source, styles, lists, area, pictures(word, images))
    numbered = reference.numbers_headings(word)
    xml = document.write(body, front, own_title=not frame.shows_title, numbered=numbered)
    furniture.fill(word, words, styles, frame.section, area.width)
    made = _whole(word, frame, xml)
    for address, relation in body.relations.items():
        word.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)
    reference.complete(word, styles, lists)
    reference.settle(word)
    package = word.part.package
    properties.set_core(package, front, title)
    properties.set_custom(package, front)
    properties.add_export(package, front, answers(source), digest, made)
    return archive.pack(package, {word.part.partname.membername: made})


def untouched(data: bytes) -> bool:
    """Whether `word/document.xml` is still what specgen wrote, by the digest recorded beside it. Raises InputError
    when `data` is no acceptable `.docx`."""
    parts = admit(data, "the document")
    recorded = f'<document sha256="{sha256(parts["word/document.xml"]).hexdigest()}"/>'.encode()
    return any(recorded in content for name, content in parts.items() if name.startswith("customXml/"))


def _opened(data: bytes) -> Document:
    """Behind the gate: well-formed or not, the file is harmless; here it turns out whether Word's parts are there."""
    admit(data)
    try:
        word = docx.Document(BytesIO(data))
        faulty = word.element.body is None or word.styles.element.tag != qn("w:styles")
        reference.lists(word)
        reference.numbers_headings(word)
        reference.area(furniture.section(word))
    except (OpcError, LookupError, ValueError, ArithmeticError, AttributeError, etree.XMLSyntaxError) as error:
        raise InputError(_unusable(f": {error}")) from error
    if faulty:
        raise InputError(_unusable(""))
    return word


def _unusable(detail: str) -> Problem:
    return Problem(f"The reference document cannot be used{detail}.", fix="Save it again from Word as a plain .docx.")


def _whole(word: Document, frame: furniture.Frame, xml: str) -> bytes:
    """`word/document.xml`: the blocks between what stands before and after them, under a root that declares what all of
    them use. It stays text: as a tree, a long document would take three times the memory, and a third more time."""
    old = word.element
    known = set(_NAMESPACES.values())
    extra = {p: address for p, address in old.nsmap.items() if p and p not in _NAMESPACES and address not in known}
    declared = "".join(f' xmlns:{prefix}="{escape(address)}"' for prefix, address in {**_NAMESPACES, **extra}.items())
    ignorable = [p for p in (old.get(f"{{{_MC}}}Ignorable") or "").split() if p in extra]
    before, after = _text(frame.before), _text([*frame.after, frame.section])
    opening = f'<w:document{declared} mc:Ignorable="{" ".join(["w14", *ignorable])}"><w:body>'
    made = "".join((archive.HEAD, opening, before, xml, after, "</w:body></w:document>")).encode()
    expat.ParserCreate().Parse(made, True)  # raises ExpatError rather than write what Word cannot open
    return made


def _text(elements: list[etree._Element]) -> str:
    return "".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in elements)
