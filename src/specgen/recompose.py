"""What a spec's own answers compute to today: the same composition and template as for a new spec, read back as a Document.

`check` compares a file with it, `update` merges it into the file. Both see one truth.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from specgen import answersfile, markerline, resources, seal, sealline
from specgen.commandline import PLAIN, Commands
from specgen.compose import compose
from specgen.errors import InputError, Problem
from specgen.frontmatter import name_and_version
from specgen.frozen import replace
from specgen.model import FRONT, SECTION, Answer, AnswersText, Document, Heading, Identity, Library, Spec
from specgen.readers.markdown import read
from specgen.rules import Composed, Subject
from specgen.sections import SectionNames, answered, headings, recognised, titles

Fill = Callable[[Mapping[str, str], str, Mapping[str, Any]], str]  # templates, name, values -> text
_RESTORE = (
    "Put them back as they were, from git for instance: all that is computed here follows from them. If there shall be none, "
    "write a line ```yaml and a line ``` under a heading Answers."
)
WRITTEN = "Written."  # stands for prose that is there; nothing but its being there is ever looked at


class Composer:
    """Composes documents under one library and one set of templates. `fill` is how a template is filled: a team's own in a
    process with limits, for instance. `own` are the file names of the team's templates: those carry no version of ours.
    `names` are what headings are called that stand for sections, `commands` is how messages name these packs and templates."""

    def __init__(
        self, library: Library, templates: Mapping[str, str], fill: Fill, own: Collection[str] = (),
        commands: Commands = PLAIN,
    ) -> None:  # fmt: skip
        self.library, self.templates, self._fill, self._own = library, templates, fill, own
        self.commands = commands
        self._headings = headings(templates)
        self._homed = {question.home: question.id for question in library.questions() if question.home}
        ids = [home.removeprefix(SECTION) for home in self._homed if home.startswith(SECTION)]
        self.names = SectionNames(ids, titles(templates))
        self._key = seal.key(library.digest, templates)

    def composed(
        self, document: Document, given: Mapping[str, Answer] = MappingProxyType({})
    ) -> tuple[Composed | None, tuple[Problem, ...]]:
        """The composition, or None and why there is none: faults of front matter, answers or template. What is said beside a
        composition is in nobody's way. `given` are answers to put beside those of the file."""
        if document.identity is None:
            return None, ()
        if unknown := self._no_template(document, template_name(document.identity)):
            return None, (unknown,)
        answers, problems, left, _ = self._read(document)
        if problems:
            return None, problems
        answers = {**answers, **given}
        spec = compose(self.library, answers, document.identity)
        label = self.label(template_name(document.identity))
        composed, problems = self.written(replace(spec, identity=replace(spec.identity, template=label)), document.file)
        return composed, problems or tuple(one.problem for one in left)

    def of_sealed(self, document: Document) -> tuple[Composed | None, tuple[Problem, ...]]:
        """The composition of a document whose seal fits, but for what guesses move: it holds itself what would be written."""
        answers, problems = self.answers(document)
        if document.identity is None or problems:
            return None, problems
        spec = compose(self.library, answers, document.identity, guesses=False)
        return Composed(spec, document, self._headings, self.names), ()

    def _no_template(self, document: Document, name: str) -> Problem | None:
        if f"{name}.md.j2" in self.templates:
            return None
        known = ", ".join(sorted(one.removesuffix(".md.j2") for one in self.templates if one.endswith(".md.j2")))
        fix = f"There are {known}; write one of them as `template:` in the front matter, or name the folder with --templates."
        line = max(document.field_line("template"), 1)
        return Problem(f'there is no template "{name}"', document.file, line, 1, fix)

    def label(self, template: str) -> str:
        """A template as the front matter names it."""
        return labelled(template, own=f"{template}.md.j2" in self._own)

    def answers(self, document: Document) -> tuple[dict[str, Answer], tuple[Problem, ...]]:
        """Every answer of a spec: of its block, of its front matter, and that a section is written."""
        found, problems, *_ = self._read(document)
        return found, problems

    def _read(self, document: Document) -> answersfile.Block:
        block = answersfile.of_document(document, self.library)
        if document.answers is not None:
            block = block._replace(problems=(*block.problems, *self._astray(document, block.answers)))
        elif document.was_composed:  # to compute it from nothing would empty every figure
            block = block._replace(problems=(_gone(document),))
        for home, answer in self._at_home(document):
            block.answers[self._homed[home]] = answer
        return block

    def _astray(self, document: Document, found: Mapping[str, Answer]) -> Iterator[Problem]:
        """Answers that count in the front matter only: in the block they would seem to."""
        for home, id in self._homed.items():
            if home.startswith(FRONT) and id in found:
                name = home.removeprefix(FRONT)
                field = document.identity.spelled(name) if document.identity else name
                said = f"{id}: this counts in the front matter only, as `{field}:`"
                yield Problem(said, *found[id].mark, "Write it there, and take this line out.")

    def recognised(self, document: Document) -> dict[str, Heading | None]:
        """Every section that packs ask for, and the heading of the document that stands for it."""
        return recognised(document, self.names)

    def _at_home(self, document: Document) -> list[tuple[str, Answer]]:
        """Answers that stand in the front matter or in their section; what an old block says of them counts no more."""
        identity = document.identity
        said: dict[str, str | tuple[str, ...]] = {}
        if identity is not None:
            said = {
                "title": identity.title, "owners": identity.owners, "reviewers": identity.reviewers,
                "tier": "" if identity.tier is None else str(identity.tier),
            }  # fmt: skip
        made = [
            (FRONT + name, Answer(value, value if isinstance(value, str) else ", ".join(value)))
            for name, value in said.items()
            if value and FRONT + name in self._homed
        ]
        return made + [(SECTION + id, Answer(WRITTEN, WRITTEN)) for id in answered(document, self.names)]

    def written(self, spec: Spec, file: str) -> tuple[Composed | None, tuple[Problem, ...]]:
        """The spec with the document that is written of it."""
        from specgen.renderers.markdown import context

        name = f"{template_name(spec.identity)}.md.j2"
        try:
            text = self._fill(self.templates, name, context(spec))
        except InputError as error:
            return None, error.problems
        return Composed(spec, read(text, file), self._headings, self.names), ()

    def is_sealed(self, document: Document) -> bool:
        """Whether the document's seal shows that it holds what its answers compute to under these packs and templates."""
        return document.seal is not None and seal.fits(document, answered(document, self.names), self._key)

    def alike(self, one: Document, other: Document) -> bool:
        """Whether both have the same answers, and so compute to the same."""
        if one.answers is None or other.answers is None or one.answers.text != other.answers.text:
            return False
        return self._at_home(one) == self._at_home(other)

    def sealed(self, document: Document, composed: Composed | None = None) -> str:
        """The document's text with its seal. `composed` is what its answers compute to, where that is known."""
        if composed is None:
            composed, _ = self.composed(document)
        if composed is None or document.answers is None or not seal.can_hold(composed.fresh, composed.spec):
            return document.text
        if answersfile.left_in(document, self.library).left:  # under a seal nobody would tell of it any more
            return document.text
        subject = Subject(document, "", self.library, lambda: (composed, ()))
        made = seal.made(composed.fresh, composed.spec, subject, answered(document, self.names), self._key)
        return _with_seal(document, document.answers, sealline.render(made))


def sealed(spec: Spec, text: str, templates: Mapping[str, str]) -> str:
    """A new spec's text, filled from `templates`, with its seal."""
    document = read(text, "")
    return Composer(spec.library, templates, lambda *_: text).sealed(document, Composed(spec, document))


def _with_seal(document: Document, answers: AnswersText, line: str) -> str:
    """The text with this seal and no other: where one stands, else below the hidden line of the wordings or the answers."""
    lines = document.text.split("\n")
    end = "\r" if lines[answers.opening - 1].endswith("\r") else ""
    if document.seal_lines:
        first, *more = document.seal_lines
        lines[first - 1] = line + "\r" * lines[first - 1].endswith("\r")
        for other in reversed(more):
            del lines[other - 1]
        return "\n".join(lines)
    at, put = max([*document.wording_lines, 0]), [line + end]
    if not at:
        at = markerline.below_answers(lines, answers.closing)
        put.insert(0, end)
        if at < len(lines) and lines[at].strip():  # it would belong to the HTML above
            return document.text
    if at == len(lines):  # the last line has no end, and keeps none
        lines[-1] += end
        put[-1] = line
    return "\n".join([*lines[:at], *put, *lines[at:]])


def _gone(document: Document) -> Problem:
    """Why there are no answers: most often they have come to stand inside what is never closed."""
    if document.unclosed:
        return next(one for one in document.faults if one.line == document.unclosed)
    for number, line in enumerate(document.lines, 1):
        if line.startswith("## ") and line[3:].strip().casefold() == "answers" and document.kinds[number - 1] in "fc":
            opened = document.kinds.rfind("F", 0, number - 1) + 1
            message = f'the answers are inside what opens in line {opened}: "{document.lines[opened - 1].strip()[:60]}"'
            return Problem(message, document.file, opened, 1, "Close it there.")
    message = "the answers are gone: there is no block of YAML under a heading Answers"
    end = max(len(document.lines) - (not document.lines[-1]), document.body)
    place = next(iter((*document.wording_lines, *document.seal_lines)), end)
    return Problem(message, document.file, place, 1, _RESTORE)


@cache
def template_versions() -> Mapping[str, str]:
    """The version of each template that comes with specgen, by name."""
    lines = resources.text("templates", "VERSIONS").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def labelled(name: str, *, own: bool) -> str:
    """A template as the front matter names it: those that come with specgen have a version."""
    version = "" if own else template_versions().get(name, "")
    return f"{name} {version}" if version else name


def template_name(identity: Identity) -> str:
    """`spec` of `spec 1.0.0`, and where none is named."""
    return name_and_version(identity.template)[0] or "spec"
