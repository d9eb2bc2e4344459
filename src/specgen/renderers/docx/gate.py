"""Looks at a `.docx` before any parser does: what a hostile file can do is stopped here."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from specgen.errors import InputError, Problem

MEBIBYTE = 1024 * 1024
MOST_UNPACKED, MOST_PART, MOST_ENTRIES, MOST_RATIO = 64 * MEBIBYTE, 16 * MEBIBYTE, 2_000, 200
_SMALL = 64 * 1024  # below this size a high ratio is nothing but white space
_ENCRYPTED = 0x1
_MACROS = re.compile(r"vbaProject|vbaData|macroEnabled|activeX|oleObject", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_ADVICE = "Save it again from Word as a plain .docx, or use another file."


def admit(data: bytes, name: str = "the reference document") -> dict[str, bytes]:
    """All parts of a `.docx` by name. Raises InputError for a file that is no `.docx`, is too large when unpacked, or
    holds what a template must not: encrypted or duplicate entries, DOCTYPE, external relationships, macros."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse(_of_entries(entries), name)
            parts = {entry.filename: _content(archive, entry, name) for entry in entries}
    # zipfile's own: NotImplementedError for an unknown compression, RuntimeError for an encrypted entry.
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise InputError(Problem(f"{name} is not a readable .docx: {error}.", fix=_ADVICE)) from error
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        raise InputError(Problem(f"{name} is not a Word document.", fix=_ADVICE))
    _refuse(_of_content(parts), name)
    return parts


def _refuse(faults: list[str], name: str) -> None:
    if faults:
        raise InputError(*(Problem(f"{name} {fault}.", fix=_ADVICE) for fault in faults))


def _of_entries(entries: list[ZipInfo]) -> list[str]:
    names = [entry.filename for entry in entries]
    faults = []
    if len(entries) > MOST_ENTRIES:
        faults.append(f"has {len(entries)} entries, more than {MOST_ENTRIES}")
    if len({name.lower() for name in names}) != len(names):
        faults.append("has two entries of one name")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        faults.append("is encrypted")
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        faults.append("has an entry that leaves the archive")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        faults.append(f"is larger than {MOST_UNPACKED // MEBIBYTE} MiB unpacked")
    for entry in entries:
        if entry.file_size > MOST_PART:
            faults.append(f"has a part larger than {MOST_PART // MEBIBYTE} MiB")
        elif entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            faults.append("has a part that is packed too tightly")
    return faults


def _content(archive: ZipFile, entry: ZipInfo, name: str) -> bytes:
    """Never more than the entry announces, whatever its stream holds."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise InputError(Problem(f"{name} lies about the size of its parts.", fix=_ADVICE))
    return content


def _of_content(parts: dict[str, bytes]) -> list[str]:
    faults = []
    for name, content in parts.items():
        types = content.decode("utf-8", "replace") if name == "[Content_Types].xml" else ""
        if _MACROS.search(name) or _MACROS.search(types):
            faults.append("holds macros or embedded programs")
        if name.endswith((".xml", ".rels")) and not _is_plain_xml(content):
            faults.append(f"declares a document type or an unusual encoding in {name}")
        if name.endswith(".rels") and any(
            _EXTERNAL.search(one) and not _HYPERLINK.search(one) for one in _RELATIONSHIP.findall(content)
        ):
            faults.append(f"refers to something outside itself in {name}")
        if b"attachedTemplate" in content and name.startswith("word/"):
            faults.append("is attached to a template")
    return sorted(set(faults))


def _is_plain_xml(content: bytes) -> bool:
    """UTF-8 without a DOCTYPE. In UTF-16 or UTF-7 the search for one could be fooled, and no editor writes those."""
    head = content[:200].lower()
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
        return False
    encoding = re.search(rb"encoding\s*=\s*[\"']([^\"']*)", head)
    return b"<!doctype" not in content.lower() and (encoding is None or encoding[1] in (b"utf-8", b"us-ascii"))
