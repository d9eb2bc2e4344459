"""Markdown -> Word. A pure function of the Markdown, the reference document and the bytes of the images.

`front` and `source` read the Markdown; `document`, `blocks`, `tables`, `checklist`, `contents` and `inline` write its
XML into a `body`; `package` puts that into the reference document, which `gate` has let in. Nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Mapping


def render(
    markdown: str, *, reference: bytes, images: Mapping[str, bytes] | None = None, source_digest: str = ""
) -> bytes:
    """A `.docx` with the look of `reference`, itself a `.docx`.

    `images` maps the targets of `image_links` to file contents; one that is missing or no image shows its alternative
    text. `source_digest` is the SHA-256 of the file exported, by default of `markdown` in UTF-8. The same arguments
    give the same bytes. Raises InputError for characters that XML cannot hold (with line and column), and for a
    reference document that is damaged or not safe to open.
    """
    from hashlib import sha256

    from specgen.renderers.docx.front import split
    from specgen.renderers.docx.package import build
    from specgen.renderers.docx.sanitise import refuse_illegal
    from specgen.renderers.docx.source import read

    refuse_illegal(markdown)
    front, body = split(markdown)
    digest = source_digest or sha256(markdown.encode()).hexdigest()
    return build(read(body), front, reference, images or {}, digest)


def image_links(markdown: str) -> tuple[str, ...]:
    """Targets of local images, percent-decoded, each once in order of appearance: what to pass to `render`.

    They are as the person wrote them; whether one stays under the spec's folder is for the caller to see.
    """
    from urllib.parse import unquote

    from specgen.renderers.docx.front import split
    from specgen.renderers.docx.sanitise import is_local
    from specgen.renderers.docx.source import images

    return tuple(dict.fromkeys(unquote(target) for target in images(split(markdown)[1]) if is_local(target)))


def untouched(docx: bytes) -> bool:
    """Whether nobody has edited the text of a document since specgen wrote it. Raises InputError for no `.docx`."""
    from specgen.renderers.docx.package import untouched as recorded_digest_matches

    return recorded_digest_matches(docx)
