"""Runs, paragraphs, bookmarks and fields as XML text: the smallest pieces of a Word document."""

from __future__ import annotations

import re
from unicodedata import bidirectional

from specgen.renderers.docx.sanitise import escape

_SPLIT = re.compile(r"([\t\n])")
_SPECIAL = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def text(content: str) -> str:
    """Content of a run: text, with tabs and line breaks as Word wants them."""
    content = content.replace("\r", "")
    if "\n" not in content and "\t" not in content:
        return f'<w:t xml:space="preserve">{escape(content)}</w:t>'
    return "".join(
        _SPECIAL.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in _SPLIT.split(content)
        if part
    )


def run(content: str, properties: str = "") -> str:
    """A run of one look. `properties` is the content of w:rPr in schema order, without `w:rtl`, which is found here."""
    if not content:
        return ""
    if is_rtl(content):
        properties += "<w:rtl/>"
    return f"<w:r><w:rPr>{properties}</w:rPr>{text(content)}</w:r>" if properties else f"<w:r>{text(content)}</w:r>"


def styled(style_id: str) -> str:
    return f'<w:rStyle w:val="{style_id}"/>'


def is_rtl(content: str) -> bool:
    """Whether the first letter with a direction runs from right to left (Unicode Annex 9, rule P2)."""
    if content.isascii():
        return False
    for character in content:
        direction = bidirectional(character)
        if direction == "L":
            return False
        if direction in ("R", "AL"):
            return True
    return False


def paragraph(
    style_id: str,
    content: str,
    *,
    numbering: str = "",
    keep_next: bool = False,
    page_break: bool = False,
    tabs: str = "",
    rtl: bool = False,
    indent: str = "",
    align: str = "",
) -> str:
    """A paragraph with its properties in schema order. `style_id` "" is the default style."""
    properties = "".join((
        f'<w:pStyle w:val="{style_id}"/>' if style_id else "",
        "<w:keepNext/>" if keep_next else "",
        "<w:pageBreakBefore/>" if page_break else "",
        numbering,
        f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
        "<w:bidi/>" if rtl else "",
        indent,
        f'<w:jc w:val="{align}"/>' if align else "",
    ))  # fmt: skip
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>" if properties else f"<w:p>{content}</w:p>"


def bookmark(number: int, name: str, content: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def field_start(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, result: str) -> str:
    """A complex field with the result shown until the person updates it."""
    return field_start(instruction) + run(result) + FIELD_END
