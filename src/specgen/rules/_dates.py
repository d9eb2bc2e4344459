"""Days as people write them.

No message says how long ago a day was: findings are kept until the next date in the file, and stay true until then.
"""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str) -> date | None:
    """The day, or None where the text is none of the calendar."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
