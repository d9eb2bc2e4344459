"""The block at the top of a spec: identity and state, read and written (templates never write YAML).

Also where ids come from: an id names files, so it is a slug that every file system takes.
"""

from __future__ import annotations

from specgen.frontmatter.block import FrontMatter, find, split, write
from specgen.frontmatter.fields import FIXED, FORMAT, KEYS, NO_FORMAT, STATUSES, read, shared
from specgen.frontmatter.ids import LONGEST_ID, check_id, record_key, slug
from specgen.frontmatter.versions import is_newer, name_and_version

__all__ = [
    "FIXED",
    "FORMAT",
    "KEYS",
    "LONGEST_ID",
    "NO_FORMAT",
    "STATUSES",
    "FrontMatter",
    "check_id",
    "find",
    "is_newer",
    "name_and_version",
    "read",
    "record_key",
    "shared",
    "slug",
    "split",
    "write",
]
