"""Days as front matter, notes and answers write them: 2026-11-20."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=1024)  # the specs of one repository name the same days again and again
def day(text: str) -> date | None:
    """The day; None where the text is none of the calendar. Python itself would also take `20261120` and `2026-W47-5`."""
    if not ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
