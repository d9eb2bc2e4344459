"""Which answers figures rest on, themselves or through other figures, and the keys by which people type them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from specgen import calculators, questions
from specgen.calculators import FigureSpec
from specgen.errors import nearest
from specgen.frozen import Frozen
from specgen.model import Library, Question

FIGURES = "figures."
# What people call an answer whose id ends in another word.
ALIASES = {"availability.target": "availability", "users": "places"}


class Operand(Frozen):
    """An answer that can be typed. `key` is the shortest name that no other operand of the same figures has.

    What a figure needs goes before what only refines one: `p99` of latency.left is the promise, not that of a hop.
    """

    question: Question
    key: str
    needed: bool = False

    @property
    def id(self) -> str:
        return self.question.id


def operands(wanted: Sequence[FigureSpec], library: Library) -> tuple[Operand, ...]:
    """In the order in which the figures read them; of a list also the list itself and the field that names a record."""
    by_id = {question.id: question for question in library.questions()}
    ids = [id for id in dict.fromkeys(_read(wanted)) if id in by_id]
    for list_id in dict.fromkeys(_lists(wanted, ids)):
        if list_id in by_id:  # a team may have removed it
            names = (list_id, f"{list_id}[].{by_id[list_id].key}")
            ids += [one for one in names if one not in ids and one in by_id]
    needed = {name for one in inner(wanted).values() for name in one.needs}
    return tuple(Operand(by_id[id], _shortest(id, ids, needed), id in needed) for id in ids)


def inner(wanted: Iterable[FigureSpec]) -> dict[str, FigureSpec]:
    """The wanted figures and all they read, by id."""
    known = calculators.figures()
    found: dict[str, FigureSpec] = {}
    waiting = [*wanted]
    while waiting:
        one = waiting.pop(0)
        if one.id not in found:
            found[one.id] = one
            waiting += [known[n.removeprefix(FIGURES)] for n in (*one.needs, *one.reads) if n.startswith(FIGURES)]
    return found


def _read(wanted: Iterable[FigureSpec]) -> Iterator[str]:
    specs = inner(wanted).values()
    for names in ([n for one in specs for n in one.needs], [n for one in specs for n in one.reads]):
        yield from (name for name in names if not name.startswith(FIGURES))


def _lists(wanted: Iterable[FigureSpec], ids: Sequence[str]) -> Iterator[str]:
    yield from (one.each for one in inner(wanted).values() if one.each)
    yield from (id.partition("[].")[0] for id in ids if "[]." in id)


def _endings(id: str) -> list[str]:
    """p99, hops.p99, latency.hops.p99 for latency.hops[].p99: the shortest first."""
    parts = id.replace("[]", "").split(".")
    return [".".join(parts[-length:]) for length in range(1, len(parts) + 1)]


def _shortest(id: str, ids: Sequence[str], needed: Set[str]) -> str:
    rivals = [other for other in ids if other != id and (id not in needed or other in needed)]
    others = {ending for other in rivals for ending in _endings(other)}
    alias = ALIASES.get(id, "")
    if alias and not any(alias in _endings(other) for other in ids if other != id):
        return alias
    return next((name for name in _endings(id) if name not in others), id)


def find(key: str, known: Sequence[Operand]) -> tuple[Operand, ...]:
    """The operands that a typed key can mean: one is right, none and several are not."""
    typed = key.lower()
    for matches in (
        [one for one in known if typed in (one.id, one.key)],
        [one for one in known if one.needed and typed in _endings(one.id)],
        [one for one in known if typed in _endings(one.id)],
        [one for one in known if typed == ALIASES.get(one.id)],
    ):
        if matches:
            return tuple(matches)
    return ()


def close(key: str, known: Sequence[Operand]) -> str:
    """The key nearest to a mistyped one, "" when none is near."""
    return nearest(key.lower(), [one.key for one in known])


def of_path(path: str, known: Sequence[Operand]) -> Operand | None:
    """The operand behind an answer's path: `dependencies.2.p99` is `dependencies[].p99`."""
    for one in known:
        list_id, field = one.question.list_id, one.question.field_name
        if path == one.id or (list_id and path.startswith(f"{list_id}.") and path.endswith(f".{field}")):
            return one
    return None


def is_number(question: Question) -> bool:
    return questions.find(question.type).dimension is not None


def example(operand: Operand, known: Sequence[Operand]) -> str:
    """`attempts=3`: what could be typed. Of a list, its main field twice."""
    question = operand.question
    if question.type == "records":
        field = main_fields(question.id, known)
        value = _sample(field[0].question) if field else "…"
        other = "London" if field and field[0].question.type == "place" else value  # a place is listed once
        return f"{operand.key}={value},{other}"
    return f"{operand.key}={_sample(question)}"


def _sample(question: Question) -> str:
    """The example of a question as one word of a shell, without its basis."""
    text = (question.example or question.assume or next(iter(question.choices), "…")).split(";")[0].strip()
    tight = text.replace(" ", "") if is_number(question) else text
    return f"'{tight}'" if " " in tight or "(" in tight else tight


def main_fields(list_id: str, known: Sequence[Operand]) -> list[Operand]:
    """The fields that a list's bare values may be: numbers and places, as the figures need them."""
    own = [one for one in known if one.question.list_id == list_id]
    return [one for one in own if is_number(one.question) or one.question.type == "place"]
