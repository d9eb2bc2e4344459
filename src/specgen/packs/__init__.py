"""Pack files to a Library: read strictly, laid over each other, and every name in them checked.

    fields, tables   the keys of a pack file and how each value is read
    read             one file: YAML to drafts
    layers           drafts of all files laid over each other: add, change, remove
    asking           what a question says of itself
    names            what conditions and messages may name
    references       what entries say of each other
    examples         examples of rules: what their values mean
    loading          all of that in order
    stored           a library as JSON, so that it need not be read and checked anew

All faults of all files come in one InputError, sorted by file, line and column. Names are checked last, when every
layer is there, and not at all when declarations were lost: each place that names them would be called a fault.

A library that was stored is read without the others, so they are imported when they are used.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specgen.model import Example, Library
    from specgen.packs.examples import Given

__all__ = ["built_in", "load", "read_example"]


def built_in() -> Library:
    """The packs that come with specgen. Tests have read the examples of their rules: a third of the time."""
    from specgen import resources

    return _read(tuple(resources.texts("checklists", ".yaml").items()))


@lru_cache(maxsize=1)
def _read(texts: tuple[tuple[str, str], ...]) -> Library:
    """One reading a process: a library never changes, and 22 packs take a third of a second."""
    from specgen.packs import loading

    return loading.library((dict(texts),), with_examples=False)


def load(*layers: Mapping[str, str]) -> Library:
    """The library that the layers make together, lowest first; each maps file name to text, LAYER.yaml among them.

    Raises InputError with every problem of every file.
    """
    from specgen.packs import loading

    return loading.library(layers, with_examples=True)


def read_example(example: Example, library: Library) -> Given:
    """The answers, pinned facts and pinned figures of an example; keys without `answers.`, `facts.`, `figures.`.

    A bare number counts as measured. Raises InputError, which cannot happen for an example of a loaded library.
    """
    from specgen.packs import examples

    return examples.read_example(example, library)
