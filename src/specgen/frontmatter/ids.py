"""Ids: slugs that are safe as file names on every system."""

from __future__ import annotations

import re

from specgen.errors import InputError, Problem
from specgen.model import Mark
from specgen.model.mark import NOWHERE

LONGEST_ID = 100  # with a folder and an extension well below every file system's 255 bytes

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # Windows opens the device, whatever the extension
# Letters that NFKD does not take apart into an ASCII letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
)


def slug(title: str) -> str:
    """A title or name as a lower-case ASCII id: `NIP switch (Lagos)` is `nip-switch-lagos`.

    Raises InputError when no Latin letter or digit is left of it.
    """
    text = title.lower()
    if not text.isascii():
        import unicodedata  # only for names that need it

        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", title).casefold().translate(_LETTERS)).lower()
        text = "".join(character for character in text if not unicodedata.combining(character))
    found = "-".join(re.findall(r"[a-z0-9]+", text))
    if not found:
        raise InputError(
            Problem(
                f"{title!r} holds no Latin letter or digit to make an id of.", fix="Give an id of your own: --id NAME."
            )
        )
    return found


def record_key(name: str) -> str:
    """The key a record is addressed by: its slug, or its own letters where the script is not Latin (`银行`).

    A key names no file, so any script will do. Raises InputError when there is neither letter nor digit.
    """
    try:
        return slug(name)
    except InputError:
        found = "-".join(re.findall(r"\w+", name.casefold()))
        if not found:
            raise InputError(Problem(f"{name!r} holds no letter or digit to tell it from others by.")) from None
        return found


def check_id(id: str, mark: Mark = NOWHERE) -> Problem | None:
    """What is wrong with an id, or None: lower-case ASCII words with `-` between, no Windows device name."""
    if not _SLUG.fullmatch(id):
        try:
            meant = slug(id)[:LONGEST_ID].strip("-")
            fix = f"Write `{meant}-spec`." if _DEVICE.fullmatch(meant) else f"Write `{meant}`."
        except InputError:
            fix = "Write an id such as `instant-transfers`."
        shown = id if len(id) <= LONGEST_ID else id[:LONGEST_ID] + "…"
        return Problem(f'The id "{shown}" is not lower-case words of a–z and 0–9 with - between.', *mark, fix)
    if _DEVICE.fullmatch(id):
        return Problem(
            f'"{id}" names a device on Windows and cannot be a file name there.', *mark, f"Write `{id}-spec`."
        )
    if len(id) > LONGEST_ID:
        return Problem(f"The id has {len(id)} characters, more than {LONGEST_ID}.", *mark, "Shorten it.")
    return None
