"""What to type where nothing can be computed yet: found by typing the examples of what is missing until there is a number."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from specgen.calculators import FigureSpec
from specgen.cli.calculations.operands import Operand, example, operands
from specgen.cli.calculations.results import Result, results
from specgen.cli.calculations.typed import read
from specgen.errors import UsageError
from specgen.model import Library

ROUNDS = 4  # what is missing of a figure shows by and by: first a list, then the fields of its records


def lacking(name: str, given: Sequence[str], wanted: Sequence[FigureSpec], library: Library) -> list[Operand]:
    """The inputs that would give one of the wanted figures a value, the fewest first.

    Where the examples give none (they describe some other system), what is missing of the first figure; empty where
    no pack asks for it.
    """
    known = operands(wanted, library)
    tries = [_tried(name, given, spec, wanted, known, library) for spec in wanted]
    good = [needed for needed, works in tries if works and needed]
    return min(good or [needed for needed, _ in tries if needed], key=len, default=[])


def _tried(
    name: str, given: Sequence[str], spec: FigureSpec, wanted: Sequence[FigureSpec], known: Sequence[Operand],
    library: Library,
) -> tuple[list[Operand], bool]:  # fmt: skip
    needed: dict[str, Operand] = {}
    for _ in range(ROUNDS):
        words = [*given, *(shlex.split(example(one, known))[0] for one in needed.values())]
        try:
            found = results([spec], read(words, wanted, known, name), library)
        except UsageError:  # an example that does not go with what was typed
            return [*needed.values()], False
        if any(one.figure.value is not None for one in found):
            return [*needed.values()], True
        more = [one for one in _open(found, known) if one.id not in needed]
        if not more:
            return [*needed.values()], False
        needed |= {one.id: one for one in more}
    return [*needed.values()], False


def _open(found: Sequence[Result], known: Sequence[Operand]) -> list[Operand]:
    """What is missing, as the operands of the whole family; else what refines: a figure may need one of several."""
    ids = dict.fromkeys([one.id for result in found for one in result.missing] or [one.id for one in found[0].refines])
    return [one for id in ids for one in known if one.id == id]
