"""Whole specs and other people's documents, edited in every way that comes to mind: `update` and `adopt` keep what people
wrote. Whose a line is says `whose.py`, not specgen's own reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edits import CALM, Edit, edited, foreign, lists
from specgen import answersfile, frontmatter, itemline, packs, resources
from specgen.check.checker import Checker
from specgen.cli.existing import brought_forward
from specgen.compose import compose
from specgen.conflictlines import conflicts, in_answers
from specgen.errors import InputError, Problem
from specgen.itemline import ItemLine
from specgen.model import Answer, Document, Identity, Library
from specgen.packs import loading
from specgen.readers.markdown import read
from specgen.recompose import Composer, labelled, sealed
from specgen.renderers.markdown import context, fill
from specgen.renderers.markdown.escape import rich
from specgen.rules import Composed
from specgen.update import Kind, Updated
from specgen.update.adopt import adopt
from specgen.update.conflicts import settled
from test_update import AFTER, BEFORE, TEMPLATE
from whose import Whose, merged, missing, sort, wordings

TODAY = "2026-11-20"
SMALL = "name: team\nversion: 1.0.0\ntitle: T\n"
# Laid over the built-in packs: what a newer version of packs does to the specs of an older one.
NEWER = {
    "spec.yaml": """\
pack: spec
change:
  items:
    SPEC-01: {text: Say what hurts and whom.}
    SPEC-02: {severity: may}
remove:
  items:
    SPEC-03: nobody read it
items:
  - {id: SPEC-50, phase: document, severity: must, text: Name the deputy., evidence: a name, why: w, reference: r}
  - {id: SPEC-51, phase: monitor, severity: may, text: Watch it., evidence: a graph, why: w, reference: r}
""",
    "LAYER.yaml": SMALL,
}
BASES = (
    ("small", "spec.parts: [database]\navailability.target: 99.9%  # a comment\n", 1),
    ("small", "spec.parts: unknown\n", None),
    ("ops-report", "", 3), ("ops-report", "spec.components", 1), ("clip-service", "", 2), ("clip-service", "cache", 3),
    ("instant-transfers", "", 0), ("instant-transfers", "dependencies", 2),
)  # fmt: skip


class Keeping(Composer):
    """Composes once what is composed again and again: a Spec is a pure function of packs and answers."""

    def __init__(self, library: Library, templates: Mapping[str, str]) -> None:
        super().__init__(library, templates, lambda *given: fill(given[0], given[1], dict(given[2])))
        self._kept: dict[object, tuple[Composed | None, tuple[Problem, ...]]] = {}

    def composed(
        self, document: Document, given: Mapping[str, Answer] = MappingProxyType({})
    ) -> tuple[Composed | None, tuple[Problem, ...]]:
        if document.identity is None or given or (document.answers is None and document.was_composed):
            return super().composed(document, given)
        answers = document.answers.text if document.answers else None
        key = (document.identity, answers, tuple(self._at_home(document)))
        if key not in self._kept:
            self._kept[key] = super().composed(document)
        found = self._kept[key]
        return found if found[0] is not None else super().composed(document)  # the places are this document's


@cache
def composer(base: str, *, newer: bool) -> Keeping:
    if base == "small":
        library = packs.load({"LAYER.yaml": SMALL, "spec.yaml": AFTER if newer else BEFORE})
        return Keeping(library, {"spec.md.j2": TEMPLATE, "adopted.md.j2": TEMPLATE.replace("# {{ spec.title }}\n\n", "")})
    if not newer:
        return Keeping(packs.built_in(), resources.texts("templates", ".j2"))
    library = loading.library((resources.texts("checklists", ".yaml"), NEWER), with_examples=False)
    return Keeping(library, resources.texts("templates", ".j2"))


@cache
def written(number: int) -> str:
    """A new spec: one of the examples at its tier or another one, with all of its answers or without those of one subject."""
    base, said, tier = BASES[number]
    made = composer(base, newer=False)
    if base == "small":
        answers = answersfile.read(f"{said}spec.title: Receipts\nspec.problem: It hurts.\n", "a.yaml", made.library)
    else:
        answers = answersfile.read(resources.text(f"examples/{base}", "answers.yaml"), "a.yaml", made.library)
        answers = {id: one for id, one in answers.items() if not said or not id.startswith(said)}
        answers["spec.tier"] = Answer(str(tier), str(tier))
    answers = {**answers, "spec.owners": Answer(("@ada",), "@ada"), "spec.reviewers": Answer(("@bob",), "@bob")}
    if base == "small":
        del answers["spec.reviewers"]
    identity = Identity(
        "receipts", answers["spec.title"].text, tier=tier, owners=("@ada",),
        reviewers=("@bob",) if "spec.reviewers" in answers else (), created=TODAY, template=labelled("spec", own=False),
    )  # fmt: skip
    spec = compose(made.library, answers, identity)
    return sealed(spec, fill(made.templates, "spec.md.j2", context(spec)), made.templates)


@cache
def known(base: str) -> set[tuple[str, str]]:
    """Every wording that the packs give an item, the older and the newer ones."""
    every = [one for newer in (False, True) for one in composer(base, newer=newer).library.items()]
    return wordings(itemline.render(ItemLine(one.id, "", rich(one.text), rich(one.evidence))) for one in every)


def forward(text: str, by: Keeping) -> Updated:
    """What `specgen update` does with a file. Raises InputError where it refuses."""
    document = read(settled(text), "x.md")
    for one in conflicts(document):
        if (one.first and one.last) or in_answers(document, one.first or one.last):
            raise InputError(Problem("a merge conflict stands here", "x.md", one.first))
    return brought_forward(document, by)


def assert_kept(before: Whose, made: Updated, by: Keeping, after: Whose, given: str) -> None:
    """Every line of a person's is there, byte for byte and in its order; what is new is what the packs say."""
    left = {one.name for one in made.of(Kind.REMOVED) if one.what == "section"}
    wanted, found = before.persons, after.persons
    ours = Counter[str]()
    for text in (given, made.text):
        composed, problems = by.composed(read(text, "x.md"))
        assert composed is not None, problems
        ours |= Counter(line.strip() for line in composed.fresh.lines)
    if left:  # reported: sections that held nothing but what specgen had put there
        wanted = [line for line in wanted if line.strip() and not _furniture(line, left)]
        found = [line for line in found if line.strip()]
    assert missing(wanted, found) is None
    text = " ".join(made.text.split())
    assert not [words for words in before.edited if words not in text]
    assert before.ticked <= after.ticked
    more = Counter(line.strip() for line in found) - Counter(line.strip() for line in given.split("\n")) - ours
    assert not [line for line in more if line and not line.startswith(("- Note: ", "- Retired: "))]


def _furniture(line: str, left: set[str]) -> bool:
    bare = line.strip()
    return bare.startswith("<!--") or bare.endswith("-->") or bare.strip("# ") in left or not bare.strip("=-")


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(BASES) - 1), lists(7), st.booleans(), st.sampled_from(["\n", "\n", "\r\n"]))
def test_update_keeps_what_people_wrote(number: int, edits: list[Edit], newer: bool, end: str) -> None:
    base = BASES[number][0]
    by = composer(base, newer=newer)
    text = edited(written(number), edits).replace("\n", end)
    found = Checker(by, TODAY, status=("draft", "approved")[newer]).outcome(text, "x.md").findings
    before = sort(merged(text), known(base))
    assert not before.torn or any(one.rule == "marker-broken" for one in found) or not read(text, "x.md").identity
    try:
        made = forward(text, by)
    except InputError:
        assert {name for name, *_ in edits} - {*CALM}, "nothing there to refuse"
        return
    after = sort(made.text, known(base))
    assert_kept(before, made, by, after, settled(text))
    assert made.text.count("\n") == made.text.count(end), "mixed line ends"
    assert forward(made.text, by).text == made.text, "a second update changes nothing"
    Checker(by, TODAY).outcome(made.text, "x.md")


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(foreign(), st.integers(0, 9))
def test_adopt_keeps_every_byte(text: str, choice: int) -> None:
    by = composer("ops-report" if choice == 0 else "small", newer=False)
    document = read(text, "x.md")
    Checker(by, TODAY).outcome(text, "x.md")
    try:
        made = adopt(document, Identity("x", "X", created=TODAY, template="adopted"), by)
    except InputError:
        return
    body = text.removeprefix("---\n").removeprefix("---\r\n") if frontmatter.split(text)[1] != text else text
    assert body in made.text
    assert made.text.count(body) == 1 or len(body) < 30
    Checker(by, TODAY).outcome(made.text, "x.md")
    again = forward(made.text, by)
    assert again.text == made.text
    assert {one.kind for one in again.changes} <= {Kind.FAULT}, "an item of theirs that stands twice is told of"
