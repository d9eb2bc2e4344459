"""The database section: one query or many, connections, the shape of the data, and what the engine does unasked."""

from __future__ import annotations

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.blocks._connections import connections
from specgen.renderers.markdown.blocks._engine import engine
from specgen.renderers.markdown.blocks._queries import queries
from specgen.renderers.markdown.blocks._shape import shape
from specgen.renderers.markdown.escape import code
from specgen.renderers.markdown.view import View, names, paragraphs

# What to say of figures that lack an answer: the subject, and the figures it is made of.
_WAITING = {
    "time in the database needs": ("database.sequential", "database.now"),
    "connections against the server's limit need": ("database.fleet", "database.instances_limit"),
    "connections at work need": ("database.busy",),
    "rows in three years need": ("model.rows",),
    "size in three years needs": ("model.size_later",),
}


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix in ("LAT2", "MODEL", "RDBMS") for pack in spec.packs):
        return ""
    if spec.identity.tier == 3:  # one paragraph is what a small service needs
        return queries(view)
    ways = queries(view)
    return paragraphs(ways, connections(view), shape(view), engine(view), _unknown(view, ways))


def _unknown(view: View, above: str) -> str:
    """One line for all that is missing: each answer once, at the first subject that waits for it.

    `above` is the paragraph on queries, which says by itself what the way in use still needs.
    """
    asked = {question.path for question in view.spec.questions}
    said: dict[str, list[str]] = {}
    told = {path for path in asked if code(path) in above}
    for subject, figures in _WAITING.items():
        missing = [path for id in figures for path in view.figure(id).missing if path in asked and path not in told]
        if missing:
            said[subject] = list(dict.fromkeys(missing))
            told.update(missing)
    for subject, path in (("engine defaults need", "database.engine"), ("isolation in force needs", "races.isolation")):
        if path in asked and view.answer(path) is None:
            said[subject] = [path]
    parts = [f"{subject} {names(paths)}" for subject, paths in said.items()]
    return f"Unknown: {'; '.join(parts)}." if parts else ""


BLOCK = Block("figures.database", make)
