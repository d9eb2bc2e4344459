"""A package as a zip file: parts in a fixed order with a fixed date, so that equal documents are equal files.

python-docx could save it too, but writes the document's XML a second time and packs everything twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE
from docx.package import Package

from specgen.renderers.docx.sanitise import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WHEN = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip entry can carry
_FIRST = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")  # in this order they are sorted, too
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DEFAULTS = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}


def pack(package: Package, made: Mapping[str, bytes]) -> bytes:
    """The package as bytes. `made` are parts by name (`word/document.xml`) whose content is ready."""
    entries = {"_rels/.rels": package.rels.xml}
    types: dict[str, str] = {}
    for part in package.iter_parts():
        name = part.partname.membername
        types[name] = part.content_type
        entries[name] = made[name] if name in made else part.blob  # noqa: SIM401  a blob is made when it is asked for
        if len(part.rels):
            entries[part.partname.rels_uri.membername] = part.rels.xml
    entries["[Content_Types].xml"] = _content_types(types)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in sorted(entries, key=lambda name: (name not in _FIRST, name)):
            entry = ZipInfo(name, _WHEN)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # the system that wrote it would show in the bytes
            archive.writestr(entry, entries[name])
    return stream.getvalue()


def _content_types(types: Mapping[str, str]) -> bytes:
    """What each part is (ECMA-376 part 2, 10.1.2.2): two kinds by their extension, all others one by one."""
    defaults = [f'<Default Extension="{kind}" ContentType="{type_}"/>' for kind, type_ in _DEFAULTS.items()]
    overrides = [
        f'<Override PartName="/{escape(name)}" ContentType="{escape(type_)}"/>'
        for name, type_ in sorted(types.items())
        if _DEFAULTS.get(name.rpartition(".")[2]) != type_
    ]
    return f'{HEAD}<Types xmlns="{_TYPES}">{"".join(defaults + overrides)}</Types>'.encode()
