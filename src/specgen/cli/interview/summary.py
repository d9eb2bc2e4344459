"""A list of records at a glance: `1  Interbank switch   hard   99.5% contract   p99 1.8 s assumed   3 x 5 s`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specgen.cli.interview import wording
from specgen.cli.terminal import Terminal
from specgen.frozen import replace
from specgen.model import Answer, Basis, Question, Record
from specgen.wrapping import KEPT

_NAME = 30  # columns of a record's name at most; a third of a narrow screen
_GAP = "   "

# Facts that need no name beside them, or a shorter one. `{}` is the value.
_PHRASES = {
    "dependencies[].availability": "{}",
    "dependencies[].cache_ttl": "cached {}",
    "dependencies[].hit_ratio": "hits {}",
}
_NOT = {"dependencies[].hard": "soft"}
# Two fields of a list that are one fact: how often, and how long each time.
_TIMES = {"dependencies": ("attempts", "timeout")}


def lines(records: Sequence[Record], fields: Mapping[str, Question], key: str, terminal: Terminal) -> list[str]:
    """Each record numbered, its name and then its facts; lines are broken between facts."""
    names = [one.fields[key].text for one in records]
    width = min(max(map(len, names)), _NAME, terminal.width // 3)
    found: list[str] = []
    for number, (record, name) in enumerate(zip(records, names, strict=True), 1):
        start = f"{number:>3}  {name:{width}}{_GAP}"
        room = terminal.width - width - 8
        said = [fact.replace(" ", KEPT) if len(fact) <= room else fact for fact in facts(record, fields, key)]
        found += [line.rstrip() for line in terminal.wrap(_GAP.join(said), " " * (width + 8), start)]
    return found


def facts(record: Record, fields: Mapping[str, Question], key: str) -> Iterator[str]:
    """What is known of a record but its name, in a few words each, in the order of its answers."""
    shown = {name: answer for name, answer in record.fields.items() if name in fields and name != key}
    often, long = _TIMES.get(fields[key].list_id, ("", ""))
    folded = all(name in shown and not shown[name].is_unknown for name in (often, long))
    for name, answer in shown.items():
        if not folded or name not in (often, long):
            yield _fact(fields[name], answer)
        elif name == long:
            weakest = max(one.basis or Basis.DECIDED for one in (shown[often], answer))
            yield f"{_plain(fields[often], shown[often])} x {_plain(fields[long], answer)}{_grounds(weakest)}"


def value(field: Question, answer: Answer) -> str:
    """The answer with every basis: in a list the good numbers stand beside the guesses."""
    return _plain(field, answer) + _grounds(answer.basis)


def _fact(field: Question, answer: Answer) -> str:
    if answer.value is False and field.id in _NOT:
        return _NOT[field.id]
    if field.id in _PHRASES and not answer.is_unknown:
        return _PHRASES[field.id].format(value(field, answer))
    return wording.said(field, replace(answer, basis=None)) + _grounds(answer.basis)


def _plain(field: Question, answer: Answer) -> str:
    return wording.value(field, replace(answer, basis=None))


def _grounds(basis: Basis | None) -> str:
    return f" {basis.word}" if basis not in (None, Basis.DECIDED) else ""
