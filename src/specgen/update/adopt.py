"""Makes a spec of a document that exists: front matter above, checklist and answers below, and the rest byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from specgen import frontmatter
from specgen.errors import InputError, Problem
from specgen.frozen import replace
from specgen.model import Answer, Document, Identity
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.update.changes import Change, Kind, Updated, What
from specgen.update.merge import merge
from specgen.update.spans import in_brackets

if TYPE_CHECKING:
    from specgen.yamltext import Mapping as Fields

TEMPLATE = "adopted"
_FENCES = {  # how front matter that is no YAML begins: what it is in, and how it ends
    "+++": ("TOML", "+++"), ";;;": ("JSON", ";;;"), "{": ("JSON", "}"), "---toml": ("TOML", "---"), "---json": ("JSON", "---"),
}  # fmt: skip
_SHARED = ("title", "owners", "reviewers", "created")  # mean the same wherever they are of the same shape


def adopt(
    document: Document, identity: Identity, composer: Composer, given: Mapping[str, Answer] = MappingProxyType({})
) -> Updated:
    """The document as a spec with that identity; `given` are answers that are known already.

    Raises InputError where front matter of another tool cannot be shared, or something hides the end of the document.
    """
    if document.unclosed:
        raise InputError(*(one for one in document.faults if one.line == document.unclosed))
    layers = tuple(f"{layer.name} {layer.version}" for layer in composer.library.layers)
    named = replace(identity, packs=layers, template=composer.label(TEMPLATE))
    refuse(document, composer)
    text, told = with_front_matter(document, named)
    headed = replace(read(text, document.file), answers=None)  # a heading "Answers" of their own is not ours
    if headed.problems or headed.identity is None:
        added = text.count("\n") - document.text.count("\n")
        raise InputError(*(_in_the_file(one, added) for one in headed.problems))
    unwritten = replace(headed, identity=replace(headed.identity, packs=()))  # with packs its answers would be missed
    composed, problems = composer.composed(unwritten, given)
    if composed is None:
        raise InputError(*problems)
    made = merge(headed, composed, adopting=True)
    text = composer.sealed(read(made.text, document.file))
    return replace(made, text=text, changes=(*told, *made.changes))


def _in_the_file(problem: Problem, added: int) -> Problem:
    """A fault of the text in the making, whose first line or the ones below it are `added`, with its place in the file; with
    none where it is in what was added."""
    line = problem.line - added
    return problem._replace(line=line) if line > 1 else problem._replace(line=0, column=0)


def refuse(document: Document, composer: Composer) -> None:
    """Raises InputError for a document that specgen has written in already, or that has items of the packs: whose words were
    whose could not be told. And for front matter that would not be the first thing in the file any more."""
    packed = {item.id for item in composer.library.items()}
    listed = [one for one in document.items if one.id in packed]
    if lost := without_front_matter(document):
        raise InputError(*lost)
    if listed:
        message = f"has a checklist item {listed[0].id} already, which is one of the packs' items"
        fix = "Take the id off items of your own, then adopt the file; they stay as they are."
        raise InputError(Problem(message, document.file, listed[0].line, 1, fix))
    begin, *rest = [line.strip() for line in document.lines] or [""]
    language, end = _FENCES.get(begin.replace(" ", ""), ("", ""))
    if end and end in rest:
        message = f"the front matter is {language}, and specgen shares a block with YAML alone"
        fix = "Write it as YAML between two lines of ---, which most tools that read the other read too; then adopt the file."
        raise InputError(Problem(message, document.file, 1, 1, fix))


def without_front_matter(document: Document) -> tuple[Problem, ...]:
    """What keeps a document that specgen has written in from being a spec; () for one that is, or never was."""
    if document.identity is not None or not document.marked:
        return ()
    message = "holds markers of specgen, so it is a spec whose front matter is gone or not in its first line"
    fix = "Put the front matter back as it was, beginning in the first line."
    return document.problems or (Problem(message, document.file, document.marked, 1, fix),)


def with_front_matter(document: Document, identity: Identity) -> tuple[str, list[Change]]:
    """The text with the fields of `identity` on top, and what is told of it. Fields of another tool stay below them, and are
    named in `other`; ours is spelled otherwise where one of them has its name and says something else."""
    end = "\r\n" if document.text.count("\r\n") * 2 > document.text.count("\n") else "\n"
    found, fields = frontmatter.find(document.text), foreign(document)
    if found is None or fields is None:
        block = frontmatter.write(identity)
        gap = "\n" if document.lines[0].strip() else ""
        return (block + gap).replace("\n", end) + document.text, []
    common = {name for name in _SHARED if fields.get(name) and _agree(fields, name, identity)}
    named = replace(identity, other=tuple(key.text for key, _ in fields.pairs if key.text not in common))
    ours = [line for line in frontmatter.write(named).split("\n")[1:-2] if line.partition(":")[0] not in common]
    told = []
    for key, _ in fields.pairs:
        own = named.spelled(key.text)
        if own != key.text and key.text in frontmatter.KEYS:
            said = next((line for line in ours if line.startswith(f"{own}:")), own)
            note = f"stays the other tool's; specgen reads {said}"
            told.append(Change(Kind.KEPT, What.FRONT_MATTER, key.text, key.mark.line, note))
    return document.text[: found.start] + "".join(line + end for line in ours) + document.text[found.start :], told


def _agree(fields: Fields, name: str, identity: Identity) -> bool:
    """Whether a field of another tool can be read as ours, and says nothing else than what is known."""
    said, known = frontmatter.shared(fields, name), getattr(identity, name)
    return said is not None and (name == "created" or not known or said == known)


def foreign(document: Document) -> Fields | None:
    """The fields of another tool; None where there are none. Raises InputError for what cannot be shared."""
    from specgen.yamltext import Mapping as Fields
    from specgen.yamltext import parse

    found = frontmatter.find(document.text)
    if found is None or not found.closed:
        return None
    try:
        node = parse(document.text[found.start : found.end], document.file, line=2)
    except InputError as error:
        fix = "specgen reads no anchors, tags and doubled fields. Take them out, or move the front matter away."
        raise InputError(*(one._replace(fix=one.fix or fix) for one in error.problems)) from error
    if not isinstance(node, Fields):
        raise InputError(
            Problem("the front matter is no list of fields", document.file, 2, 1, "Move it into the text.")
        )
    if in_brackets(document.lines, node) or node.mark.column > 1:
        where = "in braces" if in_brackets(document.lines, node) else "away from the margin"
        fix = "specgen adds lines of its own beside them: write each field in its own line, from the margin, as `key: value`."
        raise InputError(Problem(f"the fields of the front matter stand {where}", *node.mark, fix))
    for name, _ in node.pairs:
        if name.text in frontmatter.FIXED:
            fix = "specgen has to read that name itself: give the other tool's field another one, then adopt the file."
            raise InputError(Problem(f'the front matter of another tool has a field "{name.text}"', *name.mark, fix))
    return node
