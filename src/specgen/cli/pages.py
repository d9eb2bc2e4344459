"""What people are told of an id: a headline, what it says, and labelled facts in the order a reader wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from specgen import questions, yamltext
from specgen.calculators import FigureSpec
from specgen.cli import entries
from specgen.frozen import Frozen
from specgen.model import Condition, FactRule, Item, Level, Library, Mark, Pack, Question, Removed, Rule
from specgen.wrapping import wrapped

if TYPE_CHECKING:
    from specgen.cli.worked import Examples

CAPPED = "An error is shown as a warning while an operand is assumed or a default."


class Page(Frozen):
    """What is known of one id."""

    id: str
    kind: str
    headline: str
    text: str
    facts: dict[str, str]


def pages(packs: Library) -> Iterator[Page]:
    """A page for everything that has an id."""
    from specgen.cli import worked  # computing is loaded only for figures

    worked_out = worked.examples(packs)
    return (page(entry, packs, worked_out) for entry in entries.entries(packs))


def as_text(page: Page, width: int = 96) -> str:
    """The page as wrapped text with labels in a column."""
    label = max((len(name) for name in page.facts), default=0) + 2
    lines = [
        f"{page.id}  {page.headline}",
        *(line for part in page.text.splitlines() for line in wrapped(part, width)),
    ]
    lines.append("")
    for name, value in page.facts.items():
        for number, part in enumerate(value.splitlines()):
            first = f"{name if number == 0 else '':{label}}"
            lines += wrapped(part, width, " " * label, first)
    return "\n".join(lines).rstrip()


def page(entry: entries.Entry, packs: Library, worked_out: Examples | None = None) -> Page:
    """The page of one entry; `worked_out` are the examples of all figures, where several pages are made."""
    match entry:
        case Pack():
            return _pack(entry)
        case Item():
            return _item(entry, packs)
        case Question():
            return _question(entry, packs)
        case Rule():
            return _rule(entry)
        case FactRule():
            return _fact(entry)
        case FigureSpec():
            return _figure(entry, packs, worked_out)
        case Removed():
            return _removed(entry)


def _page(entry: entries.Entry, kind: str, headline: str, text: str, **facts: str) -> Page:
    labelled = {name.replace("_", " ").strip().capitalize(): value for name, value in facts.items() if value}
    return Page(entries.id_of(entry), kind, headline, text, labelled)


def _pack(pack: Pack) -> Page:
    return _page(
        pack, "pack", f"pack, {pack.version}, items {pack.prefix}", f"{pack.title}\n{pack.summary}",
        applies=_when(pack.applies, "always"), holds=_holds(pack), from_=_layers({}, pack.layer, pack.mark),
    )  # fmt: skip


def _holds(pack: Pack) -> str:
    return f"{len(pack.questions)} questions, {len(pack.items)} items, {len(pack.rules)} rules"


def _item(item: Item, packs: Library) -> Page:
    kept = " (not softened at tiers 2 and 3)" if entries.kept(item, packs) else ""
    until = "" if item.tiers is None else f", up to tier {item.tiers}"
    return _page(
        item, "item", f"{item.phase.value}, {item.severity.value}{kept}{until}", item.text, ticked_by=item.evidence,
        example=f"- [x] **{item.id}** …\n  - Evidence: https://… @ada, 2026-11-20",
        why=item.why, applies=_when(item.when, "always", item.each), see_also=", ".join(entries.related(item, packs)),
        reference=item.reference, layers=_layers(item.layers, "", item.mark),
    )  # fmt: skip


def _question(question: Question, packs: Library) -> Page:
    kind = questions.find(question.type)
    choices = "\n".join(f"{key}: {label}" for key, label in question.choices.items())
    bounds = ", ".join(
        f"{word} {value}" for word, value in (
            ("above", question.above), ("below", question.below), ("at least", question.minimum),
            ("at most", question.maximum),
        ) if value
    )  # fmt: skip
    how = "essential" if question.essential else "asked later"
    return _page(
        question, "question", f"question, {question.type}, {question.kind if kind.dimension else how}", question.ask,
        help=question.help, type_it=questions.hint(question), choices=choices, example=question.example, bounds=bounds,
        plausible=" to ".join(question.plausible),
        default=question.default, assumed_when_unanswered=question.assume, asked=_when(question.when, "always"),
        home=question.home, read_by=", ".join(entries.readers(question, packs)),
        layers=_layers(question.layers, "", question.mark),
    )  # fmt: skip


def _rule(rule: Rule) -> Page:
    example = "\n".join(
        f"{key}: {yamltext.inline(yamltext.data(node))}" for case in rule.fires[:1] for key, node in case.given.items()
    )
    return _page(
        rule, "rule", f"contradiction, {rule.severity.value}", f"{rule.title.rstrip('.')}. {rule.message}", mend=rule.fix,
        fires=_when(rule.when, "never", rule.each), silent_when=", ".join(rule.silent_if), example=example,
        severity=CAPPED if rule.severity is Level.ERROR else "",
        reference=rule.reference, layers=_layers(rule.layers, "", rule.mark),
    )  # fmt: skip


def _fact(fact: FactRule) -> Page:
    return _page(fact, "fact", "fact", fact.when.source, each=fact.each, from_=_layers({}, fact.layer, fact.mark))


def _figure(figure: FigureSpec, packs: Library, worked_out: Examples | None) -> Page:
    from specgen.cli import worked

    worked_out = worked_out or worked.examples(packs)
    return _page(
        figure, "figure", f"figure, {figure.dimension.value}{' for each of ' + figure.each if figure.each else ''}",
        f"{figure.title}\n{figure.help}".strip(), formula=figure.formula, needs=", ".join(figure.needs),
        also_reads=", ".join(figure.reads), example=worked_out.of(figure),
        contradictions=", ".join(entries.contradictions(figure, packs)),
        source=figure.source,
    )  # fmt: skip


def _removed(entry: Removed) -> Page:
    what = entries.SAID.get(entry.kind, entry.kind)
    return _page(entry, "removed", f"{what}, removed by {entry.layer}", "", why=entry.reason, in_=_where(entry.mark))


def _when(condition: Condition | None, without: str, each: str = "") -> str:
    said = without if condition is None else f"when {condition.source}"
    return f"{said}, for each of {each}" if each else said


def _layers(layers: Mapping[str, str], layer: str, mark: Mark) -> str:
    """Which layer each field came from: one line when it is all the same."""
    names = dict.fromkeys(layers.values()) or dict.fromkeys([layer] if layer else [])
    if len(names) <= 1:
        return f"{next(iter(names), '')} {_where(mark)}".strip()
    return "\n".join(f"{name}: {', '.join(field for field, of in layers.items() if of == name)}" for name in names)


def _where(mark: Mark) -> str:
    return f"{mark.file}:{mark.line}" if mark.file else ""
