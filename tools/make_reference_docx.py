"""Makes templates/reference.docx from the style definitions of the Word renderer: the same bytes every time.

    PYTHONPATH=src python tools/make_reference_docx.py [OUTPUT]

Its body shows each style once, so that a team can open it, change the look and save it under another name.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from specgen.renderers.docx import furniture, numbering
from specgen.renderers.docx import styles as styling
from specgen.renderers.docx.runs import paragraph, run, styled
from specgen.renderers.docx.styles import DEFINITIONS, default_id, definition
from specgen.renderers.docx.tables import cell, start, tr

WIDTH = 9638  # A4 with margins of 2 cm, in twentieths of a point
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
THEME = "application/vnd.openxmlformats-officedocument.theme"
NUMBERED = {
    **{f"heading {n + 1}": numbering.reference(numbering.HEADINGS, n) for n in range(3)},
    "list bullet": numbering.reference(numbering.BULLETS),
    "list number": numbering.reference(numbering.NUMBERS),
}
PARTS = (  # name, content type, relationship of the document
    ("styles", "styles", "styles"),
    ("numbering", "numbering", "numbering"),
    ("settings", "settings", "settings"),
    ("fontTable", "fontTable", "fontTable"),
    ("header1", "header", "header"),
    ("header2", "header", "header"),
    ("footer1", "footer", "footer"),
    ("theme1", "theme", "theme"),
)


def styles() -> str:
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    made = (definition(style, default_id, NUMBERED.get(style.name.lower(), "")) for style in DEFINITIONS)
    return f"<w:styles {furniture.W}>{defaults}{''.join(made)}</w:styles>"


def lists() -> str:
    abstracts = numbering.headings(default_id) + numbering.bullets() + numbering.numbers()
    instances = "".join(numbering.instance(n, n) for n in (numbering.HEADINGS, numbering.BULLETS, numbering.NUMBERS))
    return f"<w:numbering {furniture.W}>{abstracts}{instances}</w:numbering>"


def settings() -> str:
    return (
        f'<w:settings {furniture.W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def fonts() -> str:
    known = (("Calibri", "Carlito", "swiss", "variable"), ("Consolas", "DejaVu Sans Mono", "modern", "fixed"))
    made = (
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="00"/><w:family w:val="{family}"/>'
        f'<w:pitch w:val="{pitch}"/></w:font>'
        for name, other, family, pitch in known
    )
    return f"<w:fonts {furniture.W}>{''.join(made)}</w:fonts>"


def theme() -> str:
    """The smallest theme that the schema allows. Styles do not refer to it; Word offers its colours in its menus."""
    dark, light = styling.INK, styling.TINT
    accents = (styling.ACCENT, "1A5FA8", "9C2B1D", "7A5200", "33613A", styling.GREY)
    named = {"dk1": "000000", "lt1": "FFFFFF", "dk2": dark, "lt2": light}
    named |= {f"accent{n}": color for n, color in enumerate(accents, 1)} | {"hlink": "1A5FA8", "folHlink": "66507A"}
    colors = "".join(f'<a:{name}><a:srgbClr val="{color}"/></a:{name}>' for name, color in named.items())
    font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="specgen"><a:themeElements>'
        f'<a:clrScheme name="specgen">{colors}</a:clrScheme><a:fontScheme name="specgen">'
        f"<a:majorFont>{font}</a:majorFont>"
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="specgen"><a:fillStyleLst>{fill * 3}'
        f"</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def body() -> str:
    """A sample of every style; the renderer throws it away."""
    out = [paragraph("Title", run("Reference document"))]
    out.append(
        paragraph(
            "",
            run(
                "Change the styles of this document to change the look of specifications; their names must stay. "
                "Header and footer are used as they are: words in braces ({title}, {id}, {status}, {tier}, {owners}, "
                "{reviewers}, {created}, {review_by}, {state}) are filled in. For a cover, lay it out here and put a "
                "paragraph that says only {content} after it."
            ),
        )
    )
    for style in DEFINITIONS:
        if style.kind == "paragraph" and style.name not in ("Title", "Normal", "header", "footer", "Table Gap"):
            out.append(paragraph(default_id(style.name), run(style.name)))
        elif style.kind == "character" and style.name != "Default Paragraph Font":
            out.append(paragraph("", run(style.name, styled(default_id(style.name)))))
    for name in ("Spec Table", "Spec Properties"):
        rows = "".join(
            tr("".join(cell(WIDTH // 2, paragraph(text, run(text))) for _ in range(2)), header=n == 0)
            for n, text in enumerate(("TableHeading", "TableText", "TableTextSmall"))
        )
        out.append(start(default_id(name), [WIDTH // 2] * 2) + rows + "</w:tbl>" + paragraph("TableGap", ""))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="first" r:id="rId6"/>'
        '<w:footerReference w:type="default" r:id="rId7"/><w:footerReference w:type="first" r:id="rId7"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1134" w:bottom="1247" w:left="1134" '
        'w:header="624" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    return f"<w:document {furniture.W} {furniture.R}><w:body>{''.join(out)}{section}</w:body></w:document>"


def content_types() -> str:
    made = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{THEME if kind == "theme" else f"{WORD}.{kind}"}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, kind) for name, kind, _ in PARTS))
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{made}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def relationships(targets: list[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'


def core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Reference document</dc:title></cp:coreProperties>"
    )


def document() -> bytes:
    """The whole file."""
    of_document = relationships([(f"{OFFICE}/relationships/{kind}", f"{name}.xml") for name, _, kind in PARTS])
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships([
            (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]),
        "word/document.xml": body(),
        "docProps/core.xml": core(),
        "word/_rels/document.xml.rels": of_document,
        "word/fontTable.xml": fonts(),
        "word/footer1.xml": furniture.footer("Footer", WIDTH),
        "word/header1.xml": furniture.header("Header", WIDTH),
        "word/header2.xml": f"<w:hdr {furniture.W}>{paragraph('Header', '')}</w:hdr>",
        "word/numbering.xml": lists(),
        "word/settings.xml": settings(),
        "word/styles.xml": styles(),
        "word/theme1.xml": theme(),
    }  # fmt: skip
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, HEAD + xml)
    return stream.getvalue()


if __name__ == "__main__":
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates" / "reference.docx"
    output.write_bytes(document())
