"""Inline Markdown -> runs: emphasis, code, links, images, line breaks."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from specgen.renderers.docx.body import Body
from specgen.renderers.docx.runs import run, styled
from specgen.renderers.docx.sanitise import escape, is_external
from specgen.renderers.docx.source import NEEDS_PARSER, is_break, is_comment, plain

_EMU_PER_TWIP = 635
_ON = {"strong_open": "strong", "em_open": "em", "s_open": "s"}
_OFF = {"strong_close": "strong", "em_close": "em", "s_close": "s"}
_LOOK = (("strong", "<w:b/><w:bCs/>"), ("em", "<w:i/><w:iCs/>"), ("s", "<w:strike/>"))  # in schema order


def runs(body: Body, children: Sequence[Token] | None, *, small: bool = False, bold: bool = False) -> str:
    """Runs for inline tokens. `small` is for tables, `bold` makes all of them so."""
    out: list[str] = []
    depth = {"strong": int(bold), "em": 0, "s": 0}
    base = ""  # a character style: of a link while it is open
    look = _look(depth)
    link: tuple[str, str] = ("", "")  # what closes the open link, and the text that follows it
    for token in children or ():
        kind = token.type
        if kind in ("text", "text_special"):
            out.append(run(token.content, look))
        elif kind == "code_inline":
            code = styled(body.styles["Verbatim Char Small" if small else "Verbatim Char"])
            out.append(run(token.content, code + look.removeprefix(base)))
        elif kind in _ON or kind in _OFF:
            depth[_ON.get(kind) or _OFF[kind]] += token.nesting
            look = base + _look(depth)
        elif kind == "softbreak":
            out.append(run(" ", look))
        elif kind == "hardbreak":
            out.append("<w:r><w:br/></w:r>")
        elif kind == "link_open":
            start, *end = _link(body, str(token.attrs.get("href", "")))
            link = (end[0], end[1])
            out.append(start)
            if start:
                base = styled(body.styles["Hyperlink"])
                look = base + _look(depth)
        elif kind == "link_close":
            base = ""
            look = base + _look(depth)
            out += [link[0], run(link[1], look)]
        elif kind == "html_inline":
            out.append(_html(token.content, look))
        elif kind == "image":
            out.append(image(body, str(token.attrs.get("src", "")), plain(token.children)))
    return "".join(out)


def markdown(body: Body, text: str) -> str:
    """Runs for a line of Markdown source in a table. Plain words skip the parser: there may be thousands of lines."""
    if not NEEDS_PARSER.search(text):
        return run(text)
    return runs(body, body.source.inline(text), small=True)


def image(body: Body, target: str, alt: str) -> str:
    """A drawing that fits the page, or the alternative text in brackets where there is no picture to show."""
    picture = body.picture(unquote(target))
    name = alt or target.rsplit("/", 1)[-1]
    if picture is None:
        return run(f"[Image: {name}]", styled(body.styles["Placeholder Text"]))
    # Two thirds of the page's height leave room for the heading and the sentence that speaks of the picture.
    scale = min(
        1.0,
        body.area.width * _EMU_PER_TWIP / picture.width,
        body.area.height * _EMU_PER_TWIP * 2 / 3 / picture.height,
    )
    size = f'cx="{max(1, int(picture.width * scale))}" cy="{max(1, int(picture.height * scale))}"'
    number, described = body.number(), escape(name)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Picture {number}" descr="{described}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}" descr="{described}"/><pic:cNvPicPr/>'
        "</pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{picture.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _look(depth: dict[str, int]) -> str:
    return "".join(xml for name, xml in _LOOK if depth[name])


def _link(body: Body, target: str) -> tuple[str, str, str]:
    """What opens a link, what closes it, and text to follow: the address, where it may not become a link."""
    if target.startswith("#"):
        anchor = body.anchors.get(unquote(target[1:]).lower())
        return (f'<w:hyperlink w:anchor="{anchor}" w:history="1">', "</w:hyperlink>", "") if anchor else ("", "", "")
    if is_external(target):
        return f'<w:hyperlink r:id="{body.relation(target)}" w:history="1">', "</w:hyperlink>", ""
    return "", "", f" ({target})" if target else ""


def _html(html: str, look: str) -> str:
    if is_break(html):
        return "<w:r><w:br/></w:r>"
    return "" if is_comment(html) else run(html, look)
