"""Answers that are given before anything is asked: `--answers FILE`, `--set key=value`, an example, a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from specgen import questions, yamltext
from specgen.errors import InputError, Problem, UsageError, nearest
from specgen.frontmatter import record_key
from specgen.frozen import replace
from specgen.model import Answer, Answers, Asked, Library, Mark, Question, Record, Spec

_SHOWN = 80  # characters
_FIELD = re.compile(r"(?P<list>[a-z][\w.]*)\[(?P<key>[^\]]*)\]\.(?P<field>\w+)")
_DELETE = "Delete it here."
_SHAPE = "Write one a line, such as availability.target: 99.9%"


def read(text: str | bytes, file: str, library: Library) -> dict[str, Answer]:
    """The answers of one file: flat dotted keys at the top. Raises InputError with every fault of the file."""
    root = yamltext.parse(text, file)
    if not isinstance(root, yamltext.Mapping):
        raise InputError(Problem("this holds no `question id: answer`", file, 1, 1, _SHAPE))
    if not root.pairs:
        raise InputError(Problem("there is not one answer in this file", file, 1, 1, _SHAPE))
    by_id = top_level(library)
    found: dict[str, Answer] = {}
    problems: list[Problem] = []
    for key, node in root.pairs:
        question = by_id.get(key.text)
        if question is None:
            problems.append(_unknown(key, node, by_id, library))
            continue
        answer, faults = questions.read_node(node, question, fields(library, question.id) if question.key else {})
        problems += _explained(faults, node, question, library)
        if answer is not None:
            found[question.id] = answer
    problems += _misnamed(found, library)
    if problems:
        raise InputError(*problems)
    return found


def _misnamed(answers: Answers, library: Library) -> Iterator[Problem]:
    """Answers that steer specgen by name: a name that does not exist would be a promise without effect."""
    rules, packs = [rule.id for rule in library.rules()], [pack.name for pack in library.packs]
    named = [
        *((one, rules, "contradiction") for one in _named(answers, "accepted", "contradiction")),
        *((one, packs, "pack") for one in _named(answers, "packs.skip", "pack")),
    ]
    for answer, known, what in named:
        gone = removal(library, answer.text) if known is rules else ""
        if gone:
            yield Problem(f"{answer.text!r} {gone}", *answer.mark, _DELETE)
        elif answer.text not in known:
            close = nearest(answer.text, known)
            fix = f"Did you mean {close}?" if close else f"See specgen list {'rules' if known is rules else 'packs'}."
            yield Problem(f"there is no {what} {answer.text!r}", *answer.mark, fix)
    added = answers.get("packs.add")
    if added and isinstance(added.value, tuple):
        for word in added.value:
            if isinstance(word, str) and word not in packs:
                yield Problem(f"there is no pack {word!r}", *added.mark, "See specgen list packs.")


def _named(answers: Answers, list_id: str, field: str) -> list[Answer]:
    listed = answers.get(list_id)
    records = listed.value if listed and isinstance(listed.value, tuple) else ()
    return [one.fields[field] for one in records if isinstance(one, Record) and field in one.fields]


def removal(library: Library, id: str) -> str:
    """Of an id that a team's layer took away: "was removed by acme 1.0.0: the reason". "" for any other."""
    said = {one.id: f"was removed by {one.layer}: {one.reason.rstrip('.')}" for one in library.removed}
    return said.get(id, "")


def _explained(
    faults: Sequence[Problem], node: yamltext.Node, question: Question, library: Library
) -> Iterator[Problem]:
    """The faults of an answer, those for a field that was removed with the reason why."""
    gone = {}
    for record in node.items if library.removed and isinstance(node, yamltext.Sequence) else ():
        for key, _ in record.pairs if isinstance(record, yamltext.Mapping) else ():
            if said := removal(library, f"{question.id}[].{key.text}"):
                gone[key.mark] = Problem(f"{key.text!r} of {question.id} {said}", *key.mark, _DELETE)
    for fault in faults:
        yield gone.get(Mark(fault.file, fault.line, fault.column), fault)


def _unknown(key: yamltext.Scalar, node: yamltext.Node, by_id: dict[str, Question], library: Library) -> Problem:
    if gone := removal(library, key.text):
        return Problem(f"{key.text!r} {gone}", *key.mark, _DELETE)
    if isinstance(node, yamltext.Mapping) and any(f"{key.text}.{inner.text}" in by_id for inner, _ in node.pairs):
        inner = next(inner.text for inner, _ in node.pairs if f"{key.text}.{inner.text}" in by_id)
        fix = f"Write the flat key: {key.text}.{inner}: …"
        return Problem(f"{key.text!r} is not a question; keys are not nested", *key.mark, fix)
    close = nearest(key.text, list(by_id))
    fix = f"Did you mean {close}?" if close else "See specgen list questions."
    return Problem(f"there is no question {key.text!r}", *key.mark, fix)


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
    """Adds one `--set key=value`, or `LIST[record].field=value`. Raises UsageError saying what to type instead."""
    key, equals, value = text.partition("=")
    key = key.strip()
    if not equals or not key:
        raise UsageError(f"--set {_short(text)}: write it as --set question.id=value.")
    by_id = top_level(library)
    field = _FIELD.fullmatch(key)
    if field is not None and field["list"] in by_id:
        _set_field(text, field, value, answers, library)
        return
    question = by_id.get(key)
    if question is None:
        if gone := removal(library, key):
            raise UsageError(f"--set {_short(text)}: {_short(key)!r} {gone}.")
        close = nearest(key, list(by_id))
        hint = f" Did you mean {close}?" if close else " See specgen list questions."
        raise UsageError(f"--set {_short(text)}: there is no question {_short(key)!r}.{hint}")
    answers[key] = _parsed(text, value, question)


def _set_field(text: str, match: re.Match[str], value: str, answers: dict[str, Answer], library: Library) -> None:
    listed = top_level(library)[match["list"]]
    known = fields(library, listed.id)
    question = known.get(match["field"])
    if question is None:
        if gone := removal(library, f"{listed.id}[].{match['field']}"):
            raise UsageError(f"--set {_short(text)}: {match['field']!r} of {listed.id} {gone}.")
        close = nearest(match["field"], list(known))
        hint = f" Did you mean {close}?" if close else ""
        raise UsageError(f"--set {_short(text)}: {listed.id} has no field {match['field']!r}.{hint}")
    key = record_key(match["key"])
    before = answers.get(listed.id)
    records = (
        [one for one in before.value if isinstance(one, Record)] if before and isinstance(before.value, tuple) else []
    )
    answer = _parsed(text, value, question)
    for number, one in enumerate(records):
        if one.key == key:
            records[number] = replace(one, fields={**one.fields, question.field_name: answer})
            break
    else:
        named = _parsed(text, match["key"], known[listed.key])
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


def top_level(library: Library) -> dict[str, Question]:
    return {question.id: question for question in library.questions() if not question.list_id}


def fields(library: Library, list_id: str) -> dict[str, Question]:
    return {question.field_name: question for question in library.questions() if question.list_id == list_id}


def missing(spec: Spec) -> list[str]:
    """A line for each trait or essential question that is open, with the option that answers it."""
    return [
        f"{one.question.ask}\n    {how_to_set(one.question, spec.answers, one.record)}"
        for one in spec.questions
        if one.state is Asked.OPEN and one.question.prompt and (one.question.trait or one.question.essential)
    ]


def how_to_set(question: Question, answers: Answers, record: str = "") -> str:
    """The option that would answer a question: `--set availability.target=99.9%`."""
    value = question.example or next(iter(question.choices), "") or "…"
    if question.type == "records":
        return f"--answers FILE with {question.id}: …, or --set {question.id}=none"
    if question.list_id:
        listed = answers.get(question.list_id)
        name = record
        for one in listed.value if listed and isinstance(listed.value, tuple) else ():
            if isinstance(one, Record) and one.key == record:
                name = next((a.text for a in one.fields.values() if a.text and record_key(a.text) == record), record)
        key = f"{question.list_id}[{name}].{question.field_name}"
    else:
        key = question.id
    option = f"{key}={value}"
    if not re.search(r"[^\w.=%/@-]", option):
        return f"--set {option}"
    quoted = option.replace("'", "'\"'\"'")  # a name from somebody's file must not run when the line is pasted
    return f"--set '{quoted}'"
