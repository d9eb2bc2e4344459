"""Brings a spec forward: what its answers, packs and template say today flows into the file, and nothing a person wrote is lost.

No template is interpreted here. The spec is composed anew, read like any other document, and three things of it are merged:
blocks by name, items by id, and missing sections after their nearest preceding sibling.

    changes   what was done, for the summary
    splices   edits of lines, applied at once
    blocks    generated text between markers
    items     the checklist's lines, and the hidden line that records their wording
    phases    items whose phase has changed
    headings  which heading of the fresh document is which one of the file
    sections  those that are missing, and those that are left over
    leftover  answers whose questions have left the packs
    markers   those that cannot be used
    front     versions of packs and template in the front matter
    merge     all of that in order, and a second time to see that nothing more would change
    proof     that nothing a person wrote is gone
    conflicts what git leaves in generated text where two branches met
    adopt     a document that exists becomes a spec

Answers go into the file before that, each into its own lines:

    answers      changed answers into the block, the front matter, and sections that hold nothing yet
    entries      one key, one record, one field in place of what it was
    spans        where a YAML value ends in its lines
    sectiontext  prose into its section
    differences  how two sets of answers differ
"""

from __future__ import annotations

from specgen.errors import InputError
from specgen.frozen import replace
from specgen.model import Document
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.rules import Composed
from specgen.update.changes import Change, Kind, Updated, What
from specgen.update.merge import merge

__all__ = ["Change", "Kind", "Updated", "What", "update"]


def update(document: Document, composed: Composed, composer: Composer) -> Updated:
    """The document's text brought forward to what `composer` made of it, and sealed. Line ends stay as they are; with nothing
    to change the text is the same.

    Raises InputError when something in the file hides the rest of it, ConflictError when the result, read back, is not
    what was meant: then nothing may be written.
    """
    if document.unclosed:
        raise InputError(*(one for one in document.faults if one.line == document.unclosed))
    made = merge(document, composed)
    after = document if made.text == document.text else read(made.text, document.file)
    return replace(made, text=composer.sealed(after, composed if composer.alike(document, after) else None))
