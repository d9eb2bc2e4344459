"""Image bytes -> parts of the package: PNG, JPEG and GIF, which every version of Word shows.

The headers are read here, since python-docx reads them unchecked and fails in a dozen ways on broken ones. What is not
such an image is no picture, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import NamedTuple

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part

from specgen.renderers.docx.body import Picture

_EMU_PER_INCH = 914_400
_DPI, _LEAST_DPI, _MOST_DPI = 96, 36, 1_200  # what a header does not say, and what is believed of what it says
_METRE = 39.370_1  # inches
_NO_SIZE = (0xC4, 0xC8, 0xCC)  # JPEG markers between C0 and CF that are no start of frame (ITU T.81, table B.1)


class Header(NamedTuple):
    """Of an image: file name extension, width and height in pixels, pixels an inch."""

    kind: str
    width: int
    height: int
    dpi: float


def pictures(word: Document, images: Mapping[str, bytes]) -> Callable[[str], Picture | None]:
    """A look-up from target to picture, which adds equal images to the package once."""
    relations: dict[bytes, str] = {}

    def look_up(target: str) -> Picture | None:
        data = images.get(target, b"")
        header = read(data)
        if header is None:
            return None
        key = sha256(data).digest()
        if key not in relations:
            package = word.part.package
            name = package.next_partname(f"/word/media/image%d.{header.kind}")
            relations[key] = word.part.relate_to(
                Part(name, f"image/{header.kind}", data, package), RELATIONSHIP_TYPE.IMAGE
            )
        scale = _EMU_PER_INCH / header.dpi
        return Picture(relations[key], int(header.width * scale), int(header.height * scale))

    return look_up


def read(data: bytes) -> Header | None:
    """The header of an image, or None for anything else, an image without extent included."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 33:
        found = Header("png", _big(data, 16, 4), _big(data, 20, 4), _png_density(data))
    elif data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = (int.from_bytes(data[at : at + 2], "little") for at in (6, 8))
        found = Header("gif", width, height, _DPI)
    elif data.startswith(b"\xff\xd8"):
        found = _jpeg(data)
    else:
        return None
    dpi = found.dpi if _LEAST_DPI <= found.dpi <= _MOST_DPI else _DPI
    return found._replace(dpi=dpi) if 0 < found.width < 1 << 20 and 0 < found.height < 1 << 20 else None


def _png_density(data: bytes) -> float:
    """Of chunk pHYs (PNG 11.3.4.3), which stands before the pixels."""
    at = 8
    while at + 17 <= len(data) and data[at + 4 : at + 8] != b"IDAT":
        if data[at + 4 : at + 8] == b"pHYs":
            return _big(data, at + 8, 4) / _METRE if data[at + 16] == 1 else _DPI
        at += 12 + _big(data, at, 4)
    return _DPI


def _jpeg(data: bytes) -> Header:
    """Size of the first start of frame; density of the JFIF segment (ITU T.871, 10.1)."""
    at, dpi = 2, float(_DPI)
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xE0 and data[at + 4 : at + 9] == b"JFIF\0" and at + 14 <= len(data):
            dpi = _big(data, at + 12, 2) * {1: 1.0, 2: 2.54}.get(data[at + 11], 0.0)
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            return Header("jpeg", _big(data, at + 7, 2), _big(data, at + 5, 2), dpi)
        at += 2 + max(_big(data, at + 2, 2), 2)
    return Header("jpeg", 0, 0, dpi)


def _big(data: bytes, at: int, length: int) -> int:
    return int.from_bytes(data[at : at + length], "big")
