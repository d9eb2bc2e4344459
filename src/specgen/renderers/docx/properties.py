"""What the file says about itself: core and custom properties, and the part that a reader of specgen's own looks at."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.package import Package
from lxml import etree

from specgen.renderers.docx.front import Front
from specgen.renderers.docx.identity import CUSTOM_XML
from specgen.renderers.docx.sanitise import escape

_LIMIT = 255  # desktop Word cuts longer values
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of user-defined properties, MS-OLEPS 2.25.1
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_STORE_ID = "{5EC6E000-0000-4000-8000-000000000001}"  # names the part within one file; ours, and always the same
_EMPTY = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}"/>'
_SHOWN = (("specgen-id", "id"), ("specgen-status", "status"), ("specgen-format", "specgen"))
_DCTERMS = "{http://purl.org/dc/terms/}"


def set_core(package: Package, front: Front, title: str) -> None:
    """Title, owners, dates and keywords. Whatever the reference document said of itself is overwritten."""
    core = package.core_properties
    core.title = title[:_LIMIT]
    core.author = core.last_modified_by = front["owners"][:_LIMIT]
    core.subject = "Technical specification"
    core.keywords = ", ".join(part for part in (front["id"], front["status"], _tier(front)) if part)[:_LIMIT]
    core.comments = core.category = core.version = core.content_status = core.identifier = ""
    core.revision = 1
    if day := _day(front.created):
        core.created = core.modified = day
        return
    part = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    element = cast("XmlPart", part).element  # no date is better than a wrong one
    for name in ("created", "modified"):
        for old in element.findall(_DCTERMS + name):
            element.remove(old)


def set_custom(package: Package, front: Front) -> None:
    """The short values by which a document is recognised. A team's own custom properties are kept."""
    kept: list[etree._Element] = []
    try:
        part = package.part_related_by(RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    except KeyError:
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, b"", package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    else:
        names = {name for name, _ in _SHOWN}
        kept = [one for one in etree.fromstring(part.blob, _strict()) if one.get("name") not in names]
    root = etree.fromstring(_EMPTY, _strict())
    root.extend(kept)
    for name, key in _SHOWN:
        if front[key]:
            one = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT_ID, name=name)
            units = front[key].encode("utf-16-le")[: 2 * _LIMIT]
            etree.SubElement(one, f"{{{_VALUES}}}lpwstr").text = units.decode("utf-16-le", "ignore")
    for number, one in enumerate(root, 2):
        one.set("pid", str(number))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # there is no setter


def add_export(package: Package, front: Front, answers: str, digest: str, document: bytes) -> None:
    """The custom XML part: answers, SHA-256 of the Markdown exported, SHA-256 of `word/document.xml` as written."""
    xml = (
        f'<export xmlns="{CUSTOM_XML}" id="{escape(front["id"])}"><markdown sha256="{escape(digest)}"/>'
        f'<document sha256="{sha256(document).hexdigest()}"/>'
        f'<answers xml:space="preserve">{escape(answers)}</answers></export>'
    )
    part = Part(package.next_partname("/customXml/item%d.xml"), CONTENT_TYPE.XML, xml.encode(), package)
    package.main_document_part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    about = (
        f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_STORE_ID}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{CUSTOM_XML}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    name = package.next_partname("/customXml/itemProps%d.xml")
    described = Part(name, CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, about.encode(), package)
    part.relate_to(described, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _tier(front: Front) -> str:
    return f"tier {front['tier']}" if front["tier"] else ""


def _day(date: str) -> datetime | None:
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None
    except ValueError:
        return None


def _strict() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
