"""What the figures rest on that nobody has measured, and what follows if it is wrong."""

from __future__ import annotations

from specgen.model import Assumption, Effect, Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code
from specgen.renderers.markdown.view import View, badge, paragraphs, table


def make(spec: Spec) -> str:
    view = View(spec)
    told = spec.assumptions if spec.identity.tier != 3 else tuple(filter(_turns, spec.assumptions))
    rows = [(_what(one), badge(one.basis), _effects(one, view)) for one in told]
    rest = ", ".join(_what(one) for one in spec.assumptions if one not in told)
    others = f"{'Also assumed' if rows else 'Assumed'}, and at its far end no verdict changes: {rest}." if rest else ""
    return paragraphs(table(("We assume", "Basis", "If it is wrong"), rows), others)


def _turns(one: Assumption) -> bool:
    """Whether a contradiction comes or goes with it: all that a short spec needs to weigh."""
    return any(effect.title.startswith("contradiction ") for effect in one.effects)


def _what(one: Assumption) -> str:
    return f"{code(one.path)} is {cell(one.text)}"


def _effects(one: Assumption, view: View) -> str:
    if one.untried:
        return cell(one.untried)
    if not one.effects:
        return f"at {cell(one.far)} no figure changes"
    first = [f"from {cell(effect.at)} {_effect(effect, view)}" for effect in one.effects if effect.at]
    then = [_effect(effect, view) for effect in one.effects if not effect.at]
    return "; ".join([*first, *([f"at {cell(one.far)}: {'; '.join(then)}"] if then else [])])


def _effect(one: Effect, view: View) -> str:
    about = f" ({view.record_name(one.record)})" if one.record else ""
    if one.title.startswith("contradiction "):
        return f"{code(one.title.removeprefix('contradiction '))}{about} {cell(one.after)}"
    title = one.title[:1].lower() + one.title[1:]
    return f"{cell(title)}{about} {cell(one.after)} instead of {cell(one.before)}"


BLOCK = Block("assumptions", make)
