"""One file as rules see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from specgen.commandline import PLAIN, Commands
from specgen.errors import Problem
from specgen.frontmatter import name_and_version
from specgen.model import Document, Library, Phase, Question, Seal, Spec
from specgen.sections import SectionNames

NO_NAMES = SectionNames(())


class Composed(NamedTuple):
    """What the file's answers compute to today: the spec, and the document that would be written of it. `headings` are those
    that templates write, whatever the answers; `names` those that stand for sections."""

    spec: Spec
    fresh: Document
    headings: frozenset[str] = frozenset()
    names: SectionNames = NO_NAMES


Compose = Callable[[], tuple[Composed | None, tuple[Problem, ...]]]


class Known:
    """What rules look up in a library: made once for many files. `phases` by item id; `asks` are questions by the section that
    holds their answer; `layers` with their versions, by name; `names` are what headings are called that stand for sections;
    `commands` is how fixes name the packs in use."""

    def __init__(self, library: Library, names: SectionNames = NO_NAMES, commands: Commands = PLAIN) -> None:
        self.names = names
        self.commands = commands
        self.phases: Mapping[str, Phase] = {item.id: item.phase for item in library.items()}
        self.asks: Mapping[str, Question] = {one.section: one for one in library.questions() if one.section}
        self.layers: Mapping[str, str] = {layer.name: f"{layer.name} {layer.version}" for layer in library.layers}


class Subject:
    """A document and what is known around it. `today` is an ISO date; `library` holds the packs in use. With a `seal` the
    document holds what its answers compute to, and nothing is computed.

    `composed` is computed when it is first asked for. It is None under a seal, and where the front matter or an answer cannot
    be read; then `problems` says what is wrong with the answers: a figure from half of them would be noise.
    """

    def __init__(
        self, document: Document, today: str, library: Library, compose: Compose, status: str = "",
        known: Known | None = None, seal: Seal | None = None,
    ) -> None:  # fmt: skip
        self.document = document
        self.known = known or Known(library)
        self.seal = seal
        self._status = status
        self.today = today
        self.library = library
        self._compose: Compose | None = None if seal else compose
        self._found: tuple[Composed | None, tuple[Problem, ...]] = (None, ())

    @property
    def composed(self) -> Composed | None:
        return self._computed()[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Faults of the answers or of the template: nothing is computed with them."""
        composed, problems = self._computed()
        return () if composed else problems

    @property
    def leftover(self) -> tuple[Problem, ...]:
        """What is said of answers that no pack asks for any more, and that are in nobody's way."""
        composed, problems = self._computed()
        return problems if composed else ()

    def _computed(self) -> tuple[Composed | None, tuple[Problem, ...]]:
        if self._compose is not None:
            self._found, self._compose = self._compose(), None
        return self._found

    def command(self, name: str, more: str = "") -> str:
        """What to type to mend this file, as a part of a sentence."""
        return self.known.commands.quoted(name, self.document.file, more)

    @property
    def status(self) -> str:
        """What the spec is held to: its own status, or that of the run; what is no spec is looked at as if in review."""
        identity = self.document.identity
        return self._status or (identity.status if identity else "review")

    @property
    def behind(self) -> Sequence[tuple[str, str]]:
        """Layers that the file was written with and that have another version now: as the file has it, as it is.

        A layer that is not in use any more has "" as its second; one that is new "" as its first.
        """
        identity = self.document.identity
        written = identity.packs if identity else ()
        here = self.known.layers
        if written == (*here.values(),):
            return []
        known = {name_and_version(one)[0]: one for one in written}
        pairs = [(one, here.get(name, "")) for name, one in known.items()]
        pairs += [("", one) for name, one in here.items() if name not in known]
        return [(before, now) for before, now in pairs if before != now] if written else []

    @property
    def other_template(self) -> tuple[str, str] | None:
        """The template that the file was laid out by, as the file has it and as it is today; None where both are the same, or
        one has no version: templates of a team have none."""
        identity, composed = self.document.identity, self.composed
        if identity is None or composed is None:
            return None
        before, now = identity.template, composed.spec.identity.template
        (name, old), (today, new) = name_and_version(before), name_and_version(now)
        return (before, now) if name == today and old and new and old != new else None
