"""Content controls: the boxes, drop-downs and text fields that a person fills in Word.

All are run-level, since LibreOffice rewrites block-level ones; children of `w:sdtPr` stand in schema order.
"""

from __future__ import annotations

from specgen.renderers.docx.identity import EVIDENCE_HINT, STATES, TAG_LENGTH
from specgen.renderers.docx.runs import run, styled
from specgen.renderers.docx.sanitise import escape

_FONT = 'w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"'
_TICKED, _OPEN = "\u2612", "\u2610"


def checkbox(number: int, ticked: bool, title: str, tag: str = "") -> str:
    """A box that can be clicked. With a tag it can be ticked but not deleted."""
    look = f"<w:rPr><w:rFonts {_FONT}/></w:rPr>"
    return (
        f'<w:sdt><w:sdtPr>{look}{_names(title, tag)}<w:id w:val="{number}"/>'
        f'{_lock(tag)}<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
        f'<w14:checkedState w14:val="{ord(_TICKED):X}" w14:font="MS Gothic"/>'
        f'<w14:uncheckedState w14:val="{ord(_OPEN):X}" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f'<w:sdtContent><w:r><w:rPr><w:rFonts {_FONT} w:hint="eastAsia"/></w:rPr>'
        f"<w:t>{_TICKED if ticked else _OPEN}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def state(number: int, chosen: str, title: str, tag: str) -> str:
    """A drop-down of the four states of an item."""
    choices = "".join(f'<w:listItem w:displayText="{one}" w:value="{one}"/>' for one in STATES)
    return (
        f'<w:sdt><w:sdtPr>{_names(title, tag)}<w:id w:val="{number}"/>{_lock(tag)}'
        f'<w:dropDownList w:lastValue="{chosen}">{choices}</w:dropDownList></w:sdtPr>'
        f"<w:sdtContent>{run(chosen)}</w:sdtContent></w:sdt>"
    )


def field(number: int, content: str, title: str, tag: str, hint_style: str) -> str:
    """A text field of one or more lines; empty, it shows a hint that is not content."""
    hint = "" if content else "<w:showingPlcHdr/>"
    shown = run(content) if content else run(EVIDENCE_HINT, styled(hint_style))
    return (
        f'<w:sdt><w:sdtPr>{_names(title, tag)}<w:id w:val="{number}"/>{_lock(tag)}{hint}<w:text w:multiLine="1"/>'
        f"</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    )


def _names(title: str, tag: str) -> str:
    alias = f'<w:alias w:val="{escape(title[:TAG_LENGTH])}"/>' if title else ""
    return alias + (f'<w:tag w:val="{escape(tag)}"/>' if tag else "")


def _lock(tag: str) -> str:
    return '<w:lock w:val="sdtLocked"/>' if tag else ""
