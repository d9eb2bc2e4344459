"""Answers as YAML: answers files, drafts and the *Answers* block of a spec, which are one format. Every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specgen import questions, yamltext
from specgen.errors import InputError, Problem, nearest
from specgen.frozen import NamedTuple
from specgen.model import Answer, Answers, Document, Library, Mark, Question

LEFT = "# Kept: no pack asks for this any more."  # above a key whose question has left the packs
_DELETE = "Delete it here."
_SHAPE = "Write one a line, such as availability.target: 99.9%"


class Block(NamedTuple):
    """Answers by question, and everything that is wrong with them. `left` are the keys of answers to questions that have left
    the packs, with what to say of each: they count for nothing, so nothing need wait until they are gone."""

    answers: dict[str, Answer]
    problems: tuple[Problem, ...] = ()
    left: tuple[tuple[str, Problem], ...] = ()


def read(text: str | bytes, file: str, library: Library) -> dict[str, Answer]:
    """The answers of one file: flat dotted keys at the top. Raises InputError with every fault of the file."""
    found, problems, left = read_block(text, file, library)
    if left:  # nobody has to bring an older answers file along
        problems = tuple(sorted((*problems, *(one for _, one in left)), key=lambda one: (one.line, one.column)))
    if not found and not problems:
        raise InputError(Problem("there is not one answer in this file", file, 1, 1, _SHAPE))
    if problems:
        raise InputError(*problems)
    return found


def of_document(document: Document, library: Library) -> Block:
    """The answers of a spec's block. Where the spec was written with other packs than those in use, a key that is none of
    theirs, and no slip of the pen, was asked by the others."""
    if document.answers is None:
        return Block({})
    here = [f"{layer.name} {layer.version}" for layer in library.layers]
    packs = document.identity.packs if document.identity else ()
    others = tuple(one for one in packs if one not in here)
    return read_block(document.answers.text, document.file, library, document.answers.opening + 1, others)


def read_block(
    text: str | bytes, file: str, library: Library, line: int = 1, others: Sequence[str] = ()
) -> Block:
    """The answers of YAML that begins at `line` of `file`. There may be none. `others` are packs that it was written with and
    that are not in use."""
    try:
        root = yamltext.parse(text, file, line)
    except InputError as error:
        return Block({}, error.problems)
    if not isinstance(root, yamltext.Mapping):
        return Block({}, (Problem("this holds no `question id: answer`", file, line, 1, _SHAPE),))
    marked = _marked(text, line)
    left: list[tuple[str, Problem]] = []
    by_id = top_level(library)
    found: dict[str, Answer] = {}
    problems: list[Problem] = []
    for key, node in root.pairs:
        question = by_id.get(key.text)
        if question is None:
            unknown = _unknown(key, node, by_id, library)
            if unknown.fix == _DELETE:  # removed by a layer, so it was a question
                left.append((key.text, unknown))
            elif unknown.fix == _LISTED and (said := _left(key, marked, others)):
                left.append((key.text, Problem(said, *key.mark, _GIVEN_UP.format(key.mark.line))))
            else:
                problems.append(unknown)
            continue
        answer, faults = questions.read_node(node, question, fields(library, question.id) if question.key else {})
        problems += _explained(faults, node, question, library)
        if answer is not None:
            found[question.id] = answer
    problems += _misnamed(found, library)
    return Block(found, tuple(problems), tuple(left))


_GIVEN_UP = "Delete it (line {}), or bring back the packs that asked it."
_LISTED = "See specgen list questions."
_NOTHING = "its answer counts for nothing"


def _left(key: yamltext.Scalar, marked: frozenset[int], others: Sequence[str]) -> str:
    """What to say of a key that questions had which have left the packs; "" for one that never was any."""
    if others:
        return f"no pack in use asks {key.text!r}, and the spec was written with {', '.join(others)}: {_NOTHING}"
    return f"no pack asks {key.text!r} any more: {_NOTHING}" if key.mark.line in marked else ""


def _marked(text: str | bytes, line: int) -> frozenset[int]:
    """The lines below a line that says that no pack asks for it."""
    if isinstance(text, bytes) or LEFT not in text:
        return frozenset()
    return frozenset(number + 1 for number, one in enumerate(text.split("\n"), line) if one.strip() == LEFT)


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
    return [one.fields[field] for one in listed.records if field in one.fields] if listed else []


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
    fix = f"Did you mean {close}?" if close else _LISTED
    return Problem(f"there is no question {key.text!r}", *key.mark, fix)


def top_level(library: Library) -> dict[str, Question]:
    return {question.id: question for question in library.questions() if not question.list_id}


def fields(library: Library, list_id: str) -> dict[str, Question]:
    return {question.field_name: question for question in library.questions() if question.list_id == list_id}
