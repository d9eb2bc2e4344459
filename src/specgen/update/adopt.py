"""Makes a spec of a document that exists: front matter above, checklist and answers below, and the rest byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from specgen import frontmatter
from specgen.errors import InputError, Problem
from specgen.frozen import replace
from specgen.model import Answer, Document, Identity
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.update.changes import Updated
from specgen.update.merge import merge

TEMPLATE = "adopted"
_SHARED = ("title", "owners", "reviewers")  # mean the same wherever they are of the same shape, which the reader checks


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
    text = with_front_matter(document, named)
    headed = replace(read(text, document.file), answers=None)  # a heading "Answers" of their own is not ours
    if headed.problems or headed.identity is None:
        raise InputError(*headed.problems)
    composed, problems = composer.composed(headed, given)
    if composed is None:
        raise InputError(*problems)
    made = merge(headed, composed, adopting=True)
    return replace(made, text=composer.sealed(read(made.text, document.file)))


def refuse(document: Document, composer: Composer) -> None:
    """Raises InputError for a document that specgen has written in already, or that has items of the packs: whose words were
    whose could not be told."""
    packed = {item.id for item in composer.library.items()}
    ours = [one.line for one in document.sections] + [one.begin for one in document.blocks]
    ours += [*document.wording_lines, *document.seal_lines, *(one.line for one in document.faults)]
    listed = [one for one in document.items if one.id in packed]
    if ours:
        message = "holds markers of specgen, so it is a spec whose front matter is gone or not in its first line"
        fix = "Put the front matter back as it was, beginning in the first line; nothing has to be adopted."
        raise InputError(Problem(message, document.file, min(ours), 1, fix))
    if listed:
        message = f"has a checklist item {listed[0].id} already, which is one of the packs' items"
        fix = "Give items of your own another id, then adopt the file; they stay as they are."
        raise InputError(Problem(message, document.file, listed[0].line, 1, fix))


def with_front_matter(document: Document, identity: Identity) -> str:
    """The text with the fields of `identity` on top. Fields of another tool stay below them, and are named in `other`."""
    end = "\r\n" if document.text.count("\r\n") * 2 > document.text.count("\n") else "\n"
    found = frontmatter.find(document.text)
    if found is None or not found.closed:
        block = frontmatter.write(identity)
        gap = "\n" if document.lines[0].strip() else ""
        return (block + gap).replace("\n", end) + document.text
    foreign = _foreign(document, document.text[found.start : found.end])
    written = frontmatter.write(identity, other=[name for name in foreign if name not in frontmatter.KEYS])
    ours = [line for line in written.split("\n")[1:-2] if line.partition(":")[0] not in foreign]
    return document.text[: found.start] + "".join(line + end for line in ours) + document.text[found.start :]


def _foreign(document: Document, source: str) -> Sequence[str]:
    """The names of the fields of another tool. Raises InputError where one of ours has another meaning there."""
    from specgen.yamltext import Mapping as Fields
    from specgen.yamltext import parse

    try:
        node = parse(source, document.file, line=2)
    except InputError as error:
        fix = "specgen reads no anchors, tags and doubled fields. Take them out, or move the front matter away."
        raise InputError(*(one._replace(fix=one.fix or fix) for one in error.problems)) from error
    if not isinstance(node, Fields):
        raise InputError(
            Problem("the front matter is no list of fields", document.file, 2, 1, "Move it into the text.")
        )
    for name, _ in node.pairs:
        if name.text in frontmatter.KEYS and name.text not in _SHARED:
            fix = "specgen has to read that name itself: give the other tool's field another one, then adopt the file."
            message = (
                f'the front matter of another tool has a field "{name.text}", which means something else to specgen'
            )
            raise InputError(Problem(message, *name.mark, fix))
    return node.keys()
