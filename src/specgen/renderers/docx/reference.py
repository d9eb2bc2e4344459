"""What a reference document has, and what is added to it: styles, numbering, settings."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml import etree

from specgen.renderers.docx.body import Area
from specgen.renderers.docx.furniture import W
from specgen.renderers.docx.numbering import Lists
from specgen.renderers.docx.styles import Styles

_MODE = "15"  # Word 2013 and later; without it Word opens the file in compatibility mode, where boxes cannot be clicked
_AFTER_COMPAT = (
    *(
        "docVars",
        "rsids",
        "mathPr",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
    ),
    *("doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", "schemaLibrary"),
    *("shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator", "docId", "chartTrackingRefBased"),
)
_LEAST, _MOST = 2_000, 31_680  # twentieths of a point: Word's own limits for a page, so that nothing divides by zero


def styles(word: Document) -> Styles:
    """Styles of the reference document by name."""
    found = []
    for style in word.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None and (id := style.get(qn("w:styleId"))):
            found.append((name.get(qn("w:val"), ""), id))
    return Styles(found)


def numbers_headings(word: Document) -> bool:
    """Whether its first heading style carries a number."""
    return _number_of(word, "heading 1") > 0


def lists(word: Document) -> Lists:
    """The numbering it has; its styles `List Bullet` and `List Number` lend their look to the lists."""
    part = _numbering(word)
    if part is None:
        return Lists(set(), set())
    abstracts = {_integer(one, "abstractNumId") for one in part.element.findall(qn("w:abstractNum"))}
    instances = {_integer(one, "numId"): one for one in part.element.findall(qn("w:num"))}
    ordered = instances.get(_number_of(word, "list number"))
    abstract = ordered.find(qn("w:abstractNumId")) if ordered is not None else None
    bullet = _number_of(word, "list bullet")
    return Lists(
        abstracts,
        set(instances),
        bullet if bullet in instances else 0,
        _integer(abstract, "val") if abstract is not None else None,
    )


def area(section: etree._Element) -> Area:
    """The room for text on its pages, from the last section."""
    size, margin = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))

    def measure(element: etree._Element | None, name: str, otherwise: int) -> int:
        return abs(_integer(element, name)) if element is not None and element.get(qn(f"w:{name}")) else otherwise

    width = measure(size, "w", 11_906) - measure(margin, "left", 1_134) - measure(margin, "right", 1_134)
    height = measure(size, "h", 16_838) - measure(margin, "top", 1_417) - measure(margin, "bottom", 1_247)
    return Area(min(max(width, _LEAST), _MOST), min(max(height, _LEAST), _MOST))


def complete(word: Document, used: Styles, needed: Lists) -> None:
    """Add the styles and lists that the blocks use and the reference document lacks."""
    word.styles.element.extend(_elements(used.missing))
    if not needed.instances:
        return
    part = _numbering(word)
    if part is None:
        blob = f"<w:numbering {W}/>".encode()
        part = XmlPart.load(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, blob, word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    root = part.element
    first = next((n for n, child in enumerate(root) if child.tag == qn("w:num")), len(root))
    for n, element in enumerate(_elements(needed.abstracts)):
        root.insert(first + n, element)
    last = max((n for n, child in enumerate(root) if child.tag in (qn("w:num"), qn("w:abstractNum"))), default=-1)
    for n, element in enumerate(_elements(needed.instances), last + 1):
        root.insert(n, element)


def settle(word: Document) -> None:
    """Settings without which the file is invalid or its boxes are dead."""
    root = word.settings.element
    zoom = root.find(qn("w:zoom"))
    if zoom is not None and not zoom.get(qn("w:percent")):
        zoom.set(qn("w:percent"), "100")
    compat = root.find(qn("w:compat"))
    if compat is None:
        followers = [n for n, child in enumerate(root) if etree.QName(child).localname in _AFTER_COMPAT]
        compat = etree.Element(qn("w:compat"))
        root.insert(followers[0] if followers else len(root), compat)
    if not any(one.get(qn("w:name")) == "compatibilityMode" for one in compat.findall(qn("w:compatSetting"))):
        mode = etree.SubElement(compat, qn("w:compatSetting"))
        for name, value in (
            ("name", "compatibilityMode"),
            ("uri", "http://schemas.microsoft.com/office/word"),
            ("val", _MODE),
        ):
            mode.set(qn(f"w:{name}"), value)


def _numbering(word: Document) -> XmlPart | None:
    try:
        part = word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        return None
    return part if isinstance(part, XmlPart) else None


def _number_of(word: Document, name: str) -> int:
    """The `w:numId` that a style carries, 0 for none."""
    for style in word.styles.element.iter(qn("w:style")):
        found = style.find(qn("w:name"))
        if found is not None and found.get(qn("w:val"), "").lower() == name:
            number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            return _integer(number, "val") if number is not None else 0
    return 0


def _integer(element: etree._Element, name: str) -> int:
    """An attribute as a number. Word writes measures as decimals now and then."""
    return int(float(element.get(qn(f"w:{name}")) or 0))


def _elements(xml: list[str]) -> list[etree._Element]:
    return list(etree.fromstring(f"<x {W}>{''.join(xml)}</x>", etree.XMLParser(resolve_entities=False)))
