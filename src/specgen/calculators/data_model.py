"""What the shape of the data makes of its volume: rows, self-joins, and size in three years."""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative, whole
from specgen.calculators._working import count, near, plain
from specgen.model import Dimension, Quantity

EAV_SOURCE = "Karwin, SQL Antipatterns, ch. 6 (Entity-Attribute-Value)"
GROWTH_SOURCE = "SRE Book ch. 18 (capacity planning)"
YEARS = 3
SHAPE, ENTITIES, ATTRIBUTES = "model.shape", "model.entities", "model.attributes"
SIZE, GROWTH = "database.size", "database.growth"


def attribute_rows(entities: Fraction, attributes: Fraction) -> Fraction:
    """Rows when each attribute of each entity has a row of its own: entities x attributes.

    Source: Karwin. Raises ValueError for negative entities or less than one attribute.
    """
    return Fraction(whole(entities, "the number of entities", 0) * whole(attributes, "the attributes of an entity"))


def self_joins(attributes: Fraction) -> Fraction:
    """Joins of a table with itself that read n attribute rows as one row: n - 1.

    Source: Karwin. Raises ValueError for less than one attribute.
    """
    return Fraction(whole(attributes, "the attributes of an entity") - 1)


def size_later(size: Fraction, growth: Fraction, years: Fraction) -> Fraction:
    """Bytes after some years of steady growth: size + years x growth. Raises ValueError for negative input."""
    grown = not_negative(growth, "the growth") * not_negative(years, "the years")
    return not_negative(size, "the size") + grown


# --- figures ---------------------------------------------------------------------------------------------------------


def _rows(given: Given) -> Outcome:
    entities = given.amount(ENTITIES)
    if given.word(SHAPE) != "eav":
        value = Fraction(whole(entities, "the number of entities", 0))
        notes = ("One row an entity; tables of details and history are not counted.",)
        return Outcome(count(value), plain(entities), AT_LEAST, notes)
    attributes = given.amount_or_none(ATTRIBUTES)
    if attributes is None:
        raise Missing(ATTRIBUTES)
    return Outcome(count(attribute_rows(entities, attributes)), f"{plain(entities)} x {plain(attributes)}")


def _joins(given: Given) -> Outcome:
    if given.word(SHAPE) != "eav":
        raise ValueError("Only attribute rows have to be joined with themselves to be read as one row.")
    attributes = given.amount(ATTRIBUTES)
    notes = ("Grouping by entity does without joins, but reads every attribute row before it can filter by one.",)
    return Outcome(count(self_joins(attributes)), f"{plain(attributes)} - 1", caveats=notes)


def _size(given: Given) -> Outcome:
    size, growth = given.amount(SIZE), given.amount(GROWTH)
    value = Quantity(size_later(size, growth, Fraction(YEARS)), Dimension.SIZE)
    working = f"{near(size / 10**9)} GB + {YEARS} x {near(growth / 10**9)} GB"
    return Outcome(value, working, caveats=("Growth stays what it is now.",))


FIGURES = (
    FigureSpec(
        "model.rows",
        "Rows of the main data in three years",
        Dimension.NUMBER,
        "entities x attributes, one row each (EAV); else entities",
        _rows,
        needs=(ENTITIES, SHAPE),
        reads=(ATTRIBUTES,),
        source=EAV_SOURCE,
        help="What indexes, backups and scans have to go through.",
        unit="rows",
    ),
    FigureSpec(
        "model.joins_for",
        "Self-joins to show all attributes as columns",
        Dimension.NUMBER,
        "attributes - 1",
        _joins,
        needs=(SHAPE, ATTRIBUTES),
        source=EAV_SOURCE,
        help="How often the attribute table is joined with itself in a report that has a column for each attribute.",
    ),
    FigureSpec(
        "model.size_later",
        "Size of the data in three years",
        Dimension.SIZE,
        "size + 3 x growth a year",
        _size,
        needs=(SIZE, GROWTH),
        source=GROWTH_SOURCE,
        help="What disks, backups and a restore have to cope with.",
        toward="up",
    ),
)
