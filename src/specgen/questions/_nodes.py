"""A YAML node to an answer. Every fault becomes a Problem with its place; nothing is raised for what a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from specgen import yamltext
from specgen.errors import InputError, Problem, nearest
from specgen.frontmatter import record_key
from specgen.model import Answer, Mark, Question, Record, Unknown
from specgen.questions import _basis, _characters, _entries
from specgen.questions._find import find
from specgen.questions._reading import UNKNOWN, number, plain_answer, read_scalar
from specgen.questions._type import AnswerError, QuestionType, quoted

Result = tuple[Answer | None, tuple[Problem, ...]]
MAX_RECORDS = 1000  # entries of one list; each may bring items and figures of its own
GROUNDS = ("basis", "source", "as_of")


def read_node(node: yamltext.Node, question: Question, fields: Mapping[str, Question]) -> Result:
    """The answer that `node` gives to `question`, or None and what is wrong with it.

    `fields` maps the field names of a list to their questions; it is empty for other types. A key with nothing
    after it is None without a problem: blank is not an answer. A list with a problem in one record is None as a whole.
    """
    return _read(node, question, fields, _basis.Grounds())


def _read(node: yamltext.Node, question: Question, fields: Mapping[str, Question], shared: _basis.Grounds) -> Result:
    if isinstance(node, yamltext.Scalar) and node.plain and not node.text:
        return None, ()
    kind = find(question.type)
    try:
        if isinstance(node, yamltext.Mapping) and node.get(UNKNOWN) is not None:
            return _unknown(node, question), ()
        if question.type == "records":
            return _list(node, question, fields)
        return _single(node, question, kind, shared), ()
    except AnswerError as error:
        return None, (problem(error, question, node.mark),)
    except _Misplaced as error:
        return None, (problem(error.fault, question, error.mark),)


class _Misplaced(Exception):
    """An AnswerError about a part of the node, with the place of that part."""

    def __init__(self, fault: AnswerError, mark: Mark) -> None:
        super().__init__(fault.message)
        self.fault, self.mark = fault, mark


def problem(error: AnswerError, question: Question, mark: Mark) -> Problem:
    """`error` as a Problem that names its question and offers the suggestion, once each."""
    message = error.message if question.id in error.message else f"{question.id}: {error.message}"
    offered = error.suggestion not in ("", UNKNOWN)
    return Problem(message, *mark, f"Did you mean {error.suggestion}?" if offered else "")


def _single(node: yamltext.Node, question: Question, kind: QuestionType, shared: _basis.Grounds) -> Answer:
    if isinstance(node, yamltext.Scalar):
        return read_scalar(node.text, question, node.mark, shared)
    if isinstance(node, yamltext.Mapping):
        if kind.dimension is None:
            raise AnswerError(f"This is a map, and basis and source belong to numbers only. {kind.hint}")
        return _number(node, question, kind, shared)
    if kind.collect is None:
        raise AnswerError(f"This is a list, not one value. A value with a comma goes in quotes. {kind.hint}")
    texts = [_entry(item, question) for item in node.items]
    _characters.clean(" ".join(texts), question, kind.multiline)  # together they are one answer, with one limit
    return plain_answer(kind.collect(texts, question), question, kind, node.mark)


def _entry(node: yamltext.Node, question: Question) -> str:
    if not isinstance(node, yamltext.Scalar):
        raise _Misplaced(AnswerError("Each value of this list is one text."), node.mark)
    try:
        return _characters.clean(node.text, question, multiline=False)
    except AnswerError as error:
        raise _Misplaced(error, node.mark) from error


def _texts(node: yamltext.Mapping, known: tuple[str, ...], question: Question) -> dict[str, str]:
    """The map as texts. Raises for a key that is not known and for a value that is not one text."""
    found: dict[str, str] = {}
    for key, value in node.pairs:
        if key.text not in known:
            raise _Misplaced(_not_known(key.text, known), key.mark)
        found[key.text] = _entry(value, question)
    return found


def _not_known(name: str, known: tuple[str, ...]) -> AnswerError:
    close = nearest(name[:100], known)
    listed = ", ".join(known)
    return AnswerError(f"{quoted(name)} is not known here, only {listed}.", close and f"`{close}`")


def _unknown(node: yamltext.Mapping, question: Question) -> Answer:
    found = _texts(node, (UNKNOWN, "owner", "by"), question)
    if found[UNKNOWN].lower() != "true":
        raise AnswerError("Write `unknown: true`, or the value itself.")
    by = _basis.read_date(found["by"]) if found.get("by") else ""
    return Answer(Unknown(found.get("owner", ""), by), UNKNOWN, mark=node.mark)


def _number(node: yamltext.Mapping, question: Question, kind: QuestionType, shared: _basis.Grounds) -> Answer:
    found = _texts(node, ("value", *GROUNDS), question)
    if not found.get("value"):
        raise AnswerError("The map has no value. Write {value: …, basis: …, source: …}.")
    grounds = _grounds(found, question).completed(shared, question)
    return number(found["value"], grounds, question, kind, node.mark)


def _grounds(found: Mapping[str, str], question: Question) -> _basis.Grounds:
    basis, as_of = found.get("basis"), found.get("as_of")
    return _basis.Grounds(
        _basis.read_basis(basis, question) if basis else None,
        found.get("source", ""),
        _basis.read_date(as_of) if as_of else "",
    )


# --- lists of records ------------------------------------------------------------------------------------------------


class _Read(NamedTuple):
    record: Record | None
    problems: tuple[Problem, ...]


def _list(node: yamltext.Node, question: Question, fields: Mapping[str, Question]) -> Result:
    if isinstance(node, yamltext.Scalar):
        if node.text.strip() in (UNKNOWN, _entries.NONE):
            return read_scalar(node.text.strip(), question, node.mark), ()
        raise AnswerError(f"This is a list: write [{quoted(node.text)}], or one entry a line after a dash.")
    if isinstance(node, yamltext.Mapping):
        raise AnswerError("This is a list: begin each entry with a dash.")
    if len(node.items) > MAX_RECORDS:
        raise AnswerError(f"The list has {len(node.items):,} entries; at most {MAX_RECORDS:,} are read.")
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    for item in node.items:
        read = _record(item, question, fields)
        problems += read.problems
        if read.record is None:
            continue
        first = records.setdefault(read.record.key, read.record)
        if first is not read.record:
            place = f", first in line {first.mark.line}" if first.mark.line else ""
            fault = AnswerError(f"`{first.key}` is given twice{place}; {question.key} must tell entries apart.")
            problems.append(problem(fault, question, item.mark))
    if problems:
        return None, tuple(problems)
    value = tuple(records.values())
    return plain_answer(value, question, find(question.type), node.mark), ()


def _record(node: yamltext.Node, question: Question, fields: Mapping[str, Question]) -> _Read:
    if isinstance(node, yamltext.Scalar):  # `users: [Lagos, London]` gives the key field alone
        node = yamltext.Mapping(((yamltext.Scalar(question.key, mark=node.mark), node),), node.mark)
    if not isinstance(node, yamltext.Mapping):
        fault = AnswerError("An entry of this list is a map of fields.")
        return _Read(None, (problem(fault, question, node.mark),))
    try:
        shared = _shared(node, question, fields)
    except _Misplaced as error:
        return _Read(None, (problem(error.fault, question, error.mark),))
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, value in node.pairs:
        if name.text in fields:
            answer, faults = _read(value, fields[name.text], {}, shared)
            problems += faults
            if answer is not None:
                answers[name.text] = answer
    key = answers.get(question.key)
    if not problems and (key is None or key.is_unknown):
        fault = AnswerError(f"An entry has no {question.key}, by which it is known; that cannot be unknown.")
        problems.append(problem(fault, question, node.mark))
    if problems or key is None:
        return _Read(None, tuple(problems))
    try:
        return _Read(Record(record_key(key.text), answers, node.mark), ())
    except InputError as error:
        return _Read(None, (problem(AnswerError(error.problems[0].message), question, node.mark),))


def _shared(node: yamltext.Mapping, question: Question, fields: Mapping[str, Question]) -> _basis.Grounds:
    """Basis, source and date beside the fields: what the record's observed numbers without a basis rest on."""
    found: dict[str, str] = {}
    for key, value in node.pairs:
        if key.text in fields:  # also where a pack has a field named `source`
            continue
        if key.text not in GROUNDS:
            raise _Misplaced(_not_known(key.text, (*fields, *GROUNDS)), key.mark)
        found[key.text] = _entry(value, question)
    try:
        return _grounds(found, question)
    except AnswerError as error:
        raise _Misplaced(error, node.mark) from error
