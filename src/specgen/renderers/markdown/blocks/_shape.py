"""The shape of the main data: what it makes of their volume, and who keeps them whole."""

from __future__ import annotations

from specgen.quantities import plural
from specgen.renderers.markdown.view import UNKNOWN, View, paragraphs, table


def shape(view: View) -> str:
    if view.answer("model.shape") is None:
        return ""
    rows = [row for row in _rows(view) if row[1] != UNKNOWN]
    return paragraphs(table(("Main data", ""), rows), _told(view))


def _rows(view: View) -> list[tuple[str, str]]:
    return [
        ("Shape", view.label("model.shape")),
        ("New attributes a month", view.sourced("model.new_attributes")),
        ("Types, references, uniqueness kept by", view.label("model.integrity")),
        ("Entities in three years", view.sourced("model.entities")),
        ("Attributes of one entity", view.sourced("model.attributes")),
        ("Rows in three years", _bounded(view, "model.rows")),
        ("Searched, sorted or joined by attribute", _yes(view, "model.attribute_queries")),
        ("Reports that nobody foresees", _yes(view, "model.reporting")),
        ("Self-joins of the widest report", view.sourced("model.joins")),
        ("Size today", view.sourced("database.size")),
        ("Size in three years", _bounded(view, "model.size_later")),
    ]


def _yes(view: View, id: str) -> str:
    return {True: "yes", False: "no", None: UNKNOWN}[view.flag(id)]


def _bounded(view: View, id: str) -> str:
    figure = view.figure(id)
    shown = view.badged(id)
    return f"{figure.bound} {shown}" if figure.bound and figure.value is not None else shown


def _told(view: View) -> str:
    said = []
    joins, widest = view.known("model.joins_for"), view.amount("model.joins")
    if joins is not None:
        said.append(
            f"To show all attributes as columns takes {plural(int(joins), 'self-join')}, or a grouping that reads every "
            "attribute row before it can filter by one."
        )
    if widest is not None and widest > 1:
        said.append(f"The widest report reads the attribute table {int(widest) + 1} times in one statement.")
    keeper = view.answer("model.integrity")
    if keeper is not None and keeper.value != "database":
        said.append(
            "No key or constraint stops a wrong row, so drift shows only where something scans for it (MODEL-08)."
        )
    return " ".join(said)
