"""`specgen explain`: what an item, question, rule, figure, fact or pack means, why it exists, and where it comes from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from specgen import calculators, questions, yamltext
from specgen.cli import library
from specgen.errors import UsageError, nearest
from specgen.frozen import Frozen
from specgen.model import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specgen.calculators import FigureSpec
    from specgen.cli.world import World
    from specgen.model import Condition, FactRule, Item, Library, Mark, Pack, Question, Rule

HELP = """Says what an id means, why it exists, when it applies and where it comes from.

examples:
  specgen explain IDEM-03
  specgen explain availability.chain
  specgen explain target-above-chain --format json
"""


CAPPED = "An error is shown as a warning while an operand is assumed or a default."


class Page(Frozen):
    """What is known of one id: a headline, what it says, and labelled facts in the order a reader wants them."""

    id: str
    kind: str
    headline: str
    text: str
    facts: dict[str, str]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="of an item, question, rule, figure, fact or pack").completer = _ids  # type: ignore[attr-defined]  # argcomplete's own way to be told
    parser.add_argument("--format", choices=["text", "json"], default="text")
    library.arguments(parser)


def _ids(**_: object) -> list[str]:
    return sorted({page.id for page in pages(library.load([]))})


def run(options: argparse.Namespace, world: World) -> int:
    packs = library.load(options.packs)
    wanted = _declared(options.id, packs).lower()
    found = [page for page in pages(packs) if page.id.lower() == wanted]
    if not found:
        close = nearest(options.id, [page.id for page in pages(packs)])
        hint = f" Did you mean {close}?" if close else " See specgen list items, questions, rules or figures."
        raise UsageError(f"nothing is called {options.id!r}.{hint}")
    if options.format == "json":
        import json

        made: list[Any] = [
            {"id": p.id, "kind": p.kind, "headline": p.headline, "text": p.text, **p.facts} for p in found
        ]
        world.out(json.dumps(made if len(made) > 1 else made[0], ensure_ascii=False, indent=2))
    else:
        world.out("\n\n".join(as_text(page) for page in found))
    return 0


def _declared(id: str, packs: Library) -> str:
    """A path as specs print it, `dependencies.interbank-switch.p99`, to the id of its question, `dependencies[].p99`."""
    for question in packs.questions():
        if question.list_id and id.startswith(f"{question.list_id}.") and id.endswith(f".{question.field_name}"):
            return question.id
    return id


def as_text(page: Page, width: int = 96) -> str:
    """The page as wrapped text with labels in a column."""
    import textwrap

    label = max((len(name) for name in page.facts), default=0) + 2
    lines = [
        f"{page.id}  {page.headline}",
        *(wrapped for part in page.text.splitlines() for wrapped in textwrap.wrap(part, width)),
    ]
    lines.append("")
    for name, value in page.facts.items():
        for number, part in enumerate(value.splitlines()):
            first = f"{name if number == 0 else '':{label}}"
            lines += textwrap.wrap(
                part, width, initial_indent=first, subsequent_indent=" " * label, break_long_words=False
            )
    return "\n".join(lines).rstrip()


def pages(packs: Library) -> Iterator[Page]:
    """A page for everything that has an id."""
    for pack in packs.packs:
        yield _pack(pack)
    for item in packs.items():
        yield _item(item, packs)
    for question in packs.questions():
        yield _question(question, packs)
    for rule in packs.rules():
        yield _rule(rule)
    for fact in packs.facts():
        yield _fact(fact)
    for figure in calculators.figures().values():
        yield _figure(figure, packs)


def _page(id: str, kind: str, headline: str, text: str, **facts: str) -> Page:
    labelled = {name.replace("_", " ").capitalize(): value for name, value in facts.items() if value}
    return Page(id, kind, headline, text, labelled)


def _pack(pack: Pack) -> Page:
    return _page(
        pack.name, "pack", f"pack, {pack.version}, items {pack.prefix}", f"{pack.title}\n{pack.summary}",
        applies=_when(pack.applies, "always"), holds=_holds(pack), from_=_layers({}, pack.layer, pack.mark),
    )  # fmt: skip


def _holds(pack: Pack) -> str:
    return f"{len(pack.questions)} questions, {len(pack.items)} items, {len(pack.rules)} rules"


def _item(item: Item, packs: Library) -> Page:
    pack = next(p for p in packs.packs if p.name == item.pack)
    kept = " (not softened at tiers 2 and 3)" if item.keep or pack.keep else ""
    until = "" if item.tiers is None else f", up to tier {item.tiers}"
    rules = [rule.id for rule in packs.rules() if item.id in rule.fix]
    see = ", ".join(dict.fromkeys([*item.see, *rules]))
    return _page(
        item.id, "item", f"{item.phase.value}, {item.severity.value}{kept}{until}", item.text, ticked_by=item.evidence,
        why=item.why, applies=_when(item.when, "always", item.each), see_also=see, reference=item.reference,
        layers=_layers(item.layers, pack.layer, item.mark),
    )  # fmt: skip


def _question(question: Question, packs: Library) -> Page:
    kind = questions.find(question.type)
    reads = [rule.id for rule in packs.rules() if rule.when and _reads(rule.when, question)]
    reads += [f.id for f in calculators.figures().values() if question.id in (*f.needs, *f.reads)]
    choices = "\n".join(f"{key}: {label}" for key, label in question.choices.items())
    bounds = ", ".join(
        f"{word} {value}" for word, value in (
            ("above", question.above), ("below", question.below), ("at least", question.minimum),
            ("at most", question.maximum),
        ) if value
    )  # fmt: skip
    how = "essential" if question.essential else "asked later"
    return _page(
        question.id, "question", f"question, {question.type}, {question.kind if kind.dimension else how}", question.ask,
        help=question.help, type_it=kind.hint, choices=choices, example=question.example, bounds=bounds,
        default=question.default, assumed_when_unanswered=question.assume, asked=_when(question.when, "always"),
        home=question.home, read_by=", ".join(reads), layers=_layers(question.layers, "", question.mark),
    )  # fmt: skip


def _reads(when: Condition, question: Question) -> bool:
    if question.list_id:
        return f"each.{question.field_name}" in when.names
    return any(name in (f"answers.{question.id}", f"answered.{question.id}") for name in when.names)


def _rule(rule: Rule) -> Page:
    examples = "\n".join(
        ", ".join(f"{key}: {_short(yamltext.data(node))}" for key, node in example.given.items())
        for example in rule.fires[:1]
    )
    return _page(
        rule.id, "rule", f"contradiction, {rule.severity.value}", f"{rule.title.rstrip('.')}. {rule.message}", mend=rule.fix,
        fires=_when(rule.when, "never", rule.each), silent_when=", ".join(rule.silent_if), example=examples,
        severity=CAPPED if rule.severity is Level.ERROR else "",
        reference=rule.reference, layers=_layers(rule.layers, "", rule.mark),
    )  # fmt: skip


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"


def _fact(fact: FactRule) -> Page:
    return _page(
        f"facts.{fact.name}", "fact", "fact", fact.when.source, each=fact.each, from_=_layers({}, fact.pack, fact.mark)
    )


def _figure(figure: FigureSpec, packs: Library) -> Page:
    used = [rule.id for rule in packs.rules() if rule.when and f"figures.{figure.id}" in rule.when.names]
    return _page(
        figure.id, "figure", f"figure, {figure.dimension.value}{' for each of ' + figure.each if figure.each else ''}",
        f"{figure.title}\n{figure.help}".strip(), formula=figure.formula, needs=", ".join(figure.needs),
        also_reads=", ".join(figure.reads), contradictions=", ".join(used), source=figure.source,
    )  # fmt: skip


def _when(condition: Condition | None, without: str, each: str = "") -> str:
    said = without if condition is None else f"when {condition.source}"
    return f"{said}, for each of {each}" if each else said


def _layers(layers: Mapping[str, str], layer: str, mark: Mark) -> str:
    """Which layer each field came from: one line when it is all the same."""
    where = f"{mark.file}:{mark.line}" if mark.file else ""
    names = dict.fromkeys(layers.values()) or dict.fromkeys([layer] if layer else [])
    if len(names) <= 1:
        return f"{next(iter(names), '')} {where}".strip()
    return "\n".join(f"{name}: {', '.join(field for field, of in layers.items() if of == name)}" for name in names)
