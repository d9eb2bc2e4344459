"""Answers that are given before anything is asked, by `--answers FILE` and `--set key=value`; what is missing."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specgen import questions, yamltext
from specgen.answersfile import fields, read, removal, top_level
from specgen.cli import files
from specgen.commandline import word
from specgen.errors import Problem, UsageError, nearest
from specgen.frontmatter import record_key
from specgen.frozen import replace
from specgen.model import Answer, Answers, Asked, Library, Question, Record, Spec

if TYPE_CHECKING:
    from specgen.cli.world import World

_SHOWN = 80  # characters
_FIELD = re.compile(r"(?P<list>[a-z][\w.]*)\[(?P<key>[^\]]*)\]\.(?P<field>\w+)")


def arguments(parser: argparse.ArgumentParser, more: str = "") -> None:
    """`--answers` and `--set`; `more` is what else their help says."""
    add = parser.add_argument
    several = f"answers as YAML, - for stdin; later files win{more}"
    add("--answers", metavar="FILE", action="append", default=[], help=several)
    one = f"one answer; wins over files{more}"
    add("--set", metavar="KEY=VALUE", action="append", default=[], dest="sets", help=one)


def apply(options: argparse.Namespace, answers: dict[str, Answer], library: Library, world: World) -> None:
    """Adds `--answers`, later files over earlier ones and - for standard input, and over them every `--set`."""
    for name in options.answers:
        limit = yamltext.MAXIMUM_BYTES + 1  # one byte too many is enough to be refused
        data, file = (world.stdin.buffer.read(limit), "<stdin>") if name == "-" else (files.read(Path(name)), name)
        answers |= read(data, file, library)
    apply_sets(options.sets, answers, library)


def apply_sets(texts: Sequence[str], answers: dict[str, Answer], library: Library) -> None:
    """Adds every `--set`. Raises UsageError with all that are wrong."""
    problems: list[Problem] = []
    for text in texts:
        try:
            apply_set(text, answers, library)
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(*problems)


def apply_set(text: str, answers: dict[str, Answer], library: Library) -> None:
    """Adds one `--set key=value`, or of a record `LIST[name].field=value`; where it is there, `LIST.record.field=value` as
    findings name it. Raises UsageError saying what to type instead."""
    key, equals, value = text.partition("=")
    key = key.strip()
    if not equals or not key:
        raise UsageError(f"--set {_short(text)}: write it as --set question.id=value.")
    by_id = top_level(library)
    field = _FIELD.fullmatch(key)
    if field is not None and field["list"] in by_id:
        _set_field(text, by_id[field["list"]], field["key"], field["field"], value, answers, library)
        return
    listed = next((one for id, one in by_id.items() if one.key and key.startswith(f"{id}.")), None)
    if listed is not None:
        record, _, name = key.removeprefix(f"{listed.id}.").partition(".")
        _exists(text, listed, record, name, answers)
        _set_field(text, listed, record, name, value, answers, library)
        return
    question = by_id.get(key)
    if question is None:
        if gone := removal(library, key):
            raise UsageError(f"--set {_short(text)}: {_short(key)!r} {gone}.")
        close = nearest(key, list(by_id))
        hint = f" Did you mean {close}?" if close else " See specgen list questions."
        raise UsageError(f"--set {_short(text)}: there is no question {_short(key)!r}.{hint}")
    answers[key] = _parsed(text, value, question)


def _exists(text: str, listed: Question, record: str, field: str, answers: Answers) -> None:
    """Raises UsageError for a path such as `dependencies.interbank-switch.timeout` where there is no such record."""
    before = answers.get(listed.id)
    keys = [one.key for one in before.records] if before else []
    if record in keys:
        return
    close = nearest(record, keys)
    behind = f".{field}" if field else ""
    new = f"For a new one write {listed.id}[{listed.key.upper()}]{behind or '.FIELD'}=VALUE."
    hint = f"Did you mean {listed.id}.{close}{behind}?" if close else new
    raise UsageError(f"--set {_short(text)}: {listed.id} has no record {_short(record)!r}. {hint}")


def _set_field(
    text: str, listed: Question, record: str, field: str, value: str, answers: dict[str, Answer], library: Library
) -> None:
    known = fields(library, listed.id)
    question = known.get(field)
    if question is None:
        if not field:
            path = f"{listed.id}.{record}"
            raise UsageError(f"--set {_short(text)}: {path} is a record: write {path}.FIELD=VALUE.")
        if gone := removal(library, f"{listed.id}[].{field}"):
            raise UsageError(f"--set {_short(text)}: {_short(field)!r} of {listed.id} {gone}.")
        close = nearest(field, list(known))
        hint = f" Did you mean {close}?" if close else ""
        raise UsageError(f"--set {_short(text)}: {listed.id} has no field {_short(field)!r}.{hint}")
    key = record_key(record)
    before = answers.get(listed.id)
    records = list(before.records) if before else []
    answer = _parsed(text, value, question)
    for number, one in enumerate(records):
        if one.key == key:
            records[number] = replace(one, fields={**one.fields, question.field_name: answer})
            break
    else:
        named = _parsed(text, record, known[listed.key])
        records.append(Record(key, {listed.key: named, question.field_name: answer}))
    answers[listed.id] = Answer(tuple(records))


def _parsed(text: str, value: str, question: Question) -> Answer:
    try:
        return questions.read_text(value, question)
    except questions.AnswerError as error:
        hint = f" Did you mean {error.suggestion}?" if error.suggestion else ""
        raise UsageError(f"--set {_short(text)}: {error}{hint}") from error


def _short(text: str) -> str:
    """What was typed, as a message can repeat it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def missing(spec: Spec, answers: Answers) -> list[str]:
    """A line for each trait or essential question that is open, with the option that answers it.

    `answers` is what was given: whoever said that there is no owner yet is not asked again.
    """
    return [
        f"{one.question.ask}\n    {how_to_set(one.question, spec.answers, one.record)}"
        for one in spec.questions
        if one.state is Asked.OPEN and one.question.prompt and (one.question.trait or one.question.essential)
        and one.path not in answers
    ]


def how_to_set(question: Question, answers: Answers, record: str = "") -> str:
    """The option that would answer a question: `--set availability.target=99.9%`."""
    value = question.example or next(iter(question.choices), "") or "…"
    if question.type == "records":
        return f"--answers FILE with {question.id}: …, or --set {question.id}=none"
    if question.list_id:
        listed = answers.get(question.list_id)
        name = record
        for one in listed.records if listed else ():
            if one.key == record:
                name = next((a.text for a in one.fields.values() if a.text and record_key(a.text) == record), record)
        key = f"{question.list_id}[{name}].{question.field_name}"
    else:
        key = question.id
    return f"--set {word(f'{key}={value}')}"  # a name from somebody's file must not run when the line is pasted
