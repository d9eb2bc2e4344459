"""Image bytes -> parts of the package. What is not an image that Word shows is no picture, never an error."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from io import BytesIO

from docx.document import Document
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError

from specgen.renderers.docx.body import Picture

# python-docx reads headers of images without checking them; beside its own errors these come out of broken ones.
_BROKEN = (
    UnrecognizedImageError,
    UnexpectedEndOfFileError,
    InvalidImageStreamError,
    struct.error,
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
)
_LARGEST = 27_273_042_316_900  # English Metric Units: what a drawing's extent can hold (ST_PositiveCoordinate)


def pictures(word: Document, images: Mapping[str, bytes]) -> Callable[[str], Picture | None]:
    """A look-up from target to picture, which adds each image to the package once."""
    found: dict[str, Picture | None] = {}

    def look_up(target: str) -> Picture | None:
        if target not in found:
            found[target] = _add(word, images[target]) if target in images else None
        return found[target]

    return look_up


def _add(word: Document, data: bytes) -> Picture | None:
    try:
        relation, image = word.part.get_or_add_image(BytesIO(data))
        width, height = int(image.width), int(image.height)
    except _BROKEN:
        return None
    return Picture(relation, width, height) if 0 < width <= _LARGEST and 0 < height <= _LARGEST else None
