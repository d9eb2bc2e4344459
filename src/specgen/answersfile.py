"""Answers as YAML: answers files, drafts and the *Answers* block of a spec, which are one format. Every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from specgen import leftanswers, questions, yamltext
from specgen.errors import InputError, Problem, nearest
from specgen.frozen import NamedTuple
from specgen.leftanswers import LEFT, Leavers, Left
from specgen.model import Answer, Answers, Document, Library, Question

_SHAPE = "Write one a line, such as availability.target: 99.9%"


class Block(NamedTuple):
    """Answers by question, and everything that is wrong with them. `left` is what has left the packs, with what to say of it: it
    counts for nothing, so nothing need wait until it is gone. `marked` are the lines of marks that say so, by
    the line that they stand above."""

    answers: dict[str, Answer]
    problems: tuple[Problem, ...] = ()
    left: tuple[Left, ...] = ()
    marked: Mapping[int, tuple[int, ...]] = MappingProxyType({})


def read(text: str | bytes, file: str, library: Library) -> dict[str, Answer]:
    """The answers of one file: flat dotted keys at the top. Raises InputError with every fault of the file."""
    found, problems, left, _ = read_block(text, file, library)
    if left:  # nobody has to bring an older answers file along
        problems = tuple(sorted((*problems, *(one.problem for one in left)), key=lambda one: (one.line, one.column)))
    if not found and not problems:
        raise InputError(Problem("there is not one answer in this file", file, 1, 1, _SHAPE))
    if problems:
        raise InputError(*problems)
    return found


def of_document(document: Document, library: Library) -> Block:
    """The answers of a spec's block. Where the spec was written with other packs than those in use, a name that is none of
    theirs may have been one of the others'."""
    if document.answers is None:
        return Block({})
    others = _others(document, library)
    return read_block(document.answers.text, document.file, library, document.answers.opening + 1, others)


def left_in(document: Document, library: Library) -> Block:
    """The same, read only where something can have left the packs, or is marked: in most specs nothing is."""
    answers = document.answers
    if answers is None or not (LEFT in answers.text or library.removed or _others(document, library)):
        return Block({})
    return of_document(document, library)


def _others(document: Document, library: Library) -> tuple[str, ...]:
    """Packs that the spec was written with and that are not in use."""
    here = [f"{layer.name} {layer.version}" for layer in library.layers]
    packs = document.identity.packs if document.identity else ()
    return tuple(one for one in packs if one not in here)


def read_block(text: str | bytes, file: str, library: Library, line: int = 1, others: Sequence[str] = ()) -> Block:
    """The answers of YAML that begins at `line` of `file`. There may be none. `others` are packs that it was written with and
    that are not in use."""
    try:
        root = yamltext.parse(text, file, line)
    except InputError as error:
        return Block({}, error.problems)
    if not isinstance(root, yamltext.Mapping):
        return Block({}, (Problem("this holds no `question id: answer`", file, line, 1, _SHAPE),))
    leavers = Leavers(text, root, line, library, others)
    by_id = top_level(library)
    found: dict[str, Answer] = {}
    problems: list[Problem] = []
    for key, node in root.pairs:
        question = by_id.get(key.text)
        if question is None:
            nested = _nested(key, node, by_id)
            if not leavers.take(key.text, leftanswers.QUESTION, by_id, key.mark, slip=nested is not None):
                problems.append(nested or _unknown(key, by_id))
            continue
        of_list = fields(library, question.id) if question.key else {}
        answer, faults = questions.read_node(leavers.without(node, question, of_list), question, of_list)
        problems += faults
        if answer is not None:
            found[question.id] = answer
    problems += _misnamed(found, library, leavers)
    return Block(found, tuple(problems), tuple(leavers.found), leavers.marked)


def _misnamed(answers: Answers, library: Library, leavers: Leavers) -> Iterator[Problem]:
    """Answers that steer specgen by name: a name that does not exist would be a promise without effect."""
    rules, packs = {rule.id for rule in library.rules()}, {pack.name for pack in library.packs}
    named = [(answer, leftanswers.RULE, rules) for answer in _named(answers, "accepted", "contradiction")]
    named += [(answer, leftanswers.PACK, packs) for answer in _named(answers, "packs.skip", "pack")]
    for answer, role, known in named:
        name, is_rule = answer.text, role is leftanswers.RULE
        id = f"{'accepted' if is_rule else 'packs.skip'}[{name}]"
        if name not in known and not leavers.take(name, role, known, answer.mark, id):
            close = nearest(name, known)
            fix = f"Did you mean {close}?" if close else f"See specgen list {'rules' if is_rule else 'packs'}."
            yield Problem(f"there is no {'contradiction' if is_rule else 'pack'} {name!r}", *answer.mark, fix)
    added = answers.get("packs.add")
    if added is None or not isinstance(added.value, tuple):
        return
    for word in added.value:
        gone = isinstance(word, str) and word not in packs
        if gone and not leavers.take(str(word), leftanswers.PACK, packs, added.mark, f"packs.add[{word}]"):
            yield Problem(f"there is no pack {word!r}", *added.mark, "See specgen list packs.")


def _named(answers: Answers, list_id: str, field: str) -> list[Answer]:
    listed = answers.get(list_id)
    return [one.fields[field] for one in listed.records if field in one.fields] if listed else []


def removal(library: Library, id: str) -> str:
    """Of an id that a team's layer took away: "was removed by acme 1.0.0: the reason". "" for any other."""
    return leftanswers.removals(library).get(id, "")


def _nested(key: yamltext.Scalar, node: yamltext.Node, by_id: dict[str, Question]) -> Problem | None:
    """What to say of a map whose keys go on with the name of questions; None for any other."""
    for inner, _ in node.pairs if isinstance(node, yamltext.Mapping) else ():
        if f"{key.text}.{inner.text}" in by_id:
            fix = f"Write the flat key: {key.text}.{inner.text}: …"
            return Problem(f"{key.text!r} is not a question; keys are not nested", *key.mark, fix)
    return None


def _unknown(key: yamltext.Scalar, by_id: dict[str, Question]) -> Problem:
    close = nearest(key.text, list(by_id))
    fix = f"Did you mean {close}?" if close else "See specgen list questions."
    return Problem(f"there is no question {key.text!r}", *key.mark, fix)


def top_level(library: Library) -> dict[str, Question]:
    return {question.id: question for question in library.questions() if not question.list_id}


def fields(library: Library, list_id: str) -> dict[str, Question]:
    return {question.field_name: question for question in library.questions() if question.list_id == list_id}
