"""Which names exist once all layers are merged, and every condition and message checked against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specgen import conditions, messages, questions
from specgen.calculators import FigureSpec
from specgen.conditions import Name
from specgen.errors import Problem
from specgen.messages import BraceError
from specgen.model import Condition, Mark, Question
from specgen.packs.asking import faults_of_choices
from specgen.packs.faults import Faults, meant
from specgen.packs.layers import Merged
from specgen.packs.read import Draft

_FACT = Name("bool")


class Names:
    """Everything a condition or a message may name.

    `tainted` are names that exist but whose declaration is faulty: what reads them is not judged, so that one fault is
    reported once.
    """

    def __init__(self, merged: Merged, asked: Mapping[str, Question], figures: Mapping[str, FigureSpec]) -> None:
        self.merged = merged
        self.asked = asked
        self.figures = figures
        self.everywhere: dict[str, Name] = {f"facts.{name}": _FACT for name in merged.of("facts")}
        self.tainted: set[str] = set()
        fields: dict[str, dict[str, Name]] = {}
        for id, draft in merged.of("questions").items():
            question = asked.get(id)
            list_id, _, field = id.rpartition("[].")
            key = f"each.{field}" if list_id else f"answers.{id}"
            name = Name("bool")
            if question is None or faults_of_choices(question) or not draft.good:
                self.tainted.add(f"{list_id}[].{key}" if list_id else key)
            else:
                name = questions.name_of(question)
            if list_id:
                fields.setdefault(list_id, {})[key] = name
            else:
                self.everywhere[key] = name
        # Figures of records are listed for all, so that reading one in the wrong place is called that, and not unknown.
        for id, spec in figures.items():
            self.everywhere[f"figures.{id}"] = Name("number", spec.dimension)
        self.lists = [name.removeprefix("answers.") for name, one in self.everywhere.items() if one.kind == "records"]
        self.within = {list_id: {**self.everywhere, **named} for list_id, named in fields.items()}

    def visible(self, each: str) -> Mapping[str, Name]:
        return self.within.get(each, self.everywhere)

    def is_tainted(self, name: str, each: str) -> bool:
        key = name.replace("answered.", "answers.", 1)
        return key in self.tainted or f"{each}[].{key}" in self.tainted

    def misplaced(self, name: str, each: str) -> tuple[str, str] | None:
        """Message and advice for a name that exists, but cannot be read here."""
        root, _, rest = name.partition(".")
        if root == "figures" and (spec := self.figures.get(rest)) and spec.each and spec.each != each:
            instead = f", not `each: {each}`" if each else ""
            return f"{name} exists once for each record of {spec.each}.", f"It needs `each: {spec.each}`{instead}."
        return None

    def gone(self, name: str, each: str) -> str:
        """The id of the removed question that a name reads; "" for any other name."""
        root, _, rest = name.partition(".")
        id = {"answers": rest, "answered": rest, "each": f"{each}[].{rest}"}.get(root, "")
        return id if self.merged.gone(id) else ""


def check_condition(draft: Draft, field: str, names: Names, refused: Mapping[str, str], faults: Faults) -> None:
    """Checks one condition of a draft and puts the resolved one in its place.

    `refused` maps roots that cannot be read here (`figures`) to the reason.
    """
    condition: Condition | None = draft.values.get(field)
    if condition is None:
        return
    each: str = draft.values.get("each") or draft.id.rpartition("[].")[0]
    own: list[Problem] = []
    gone = [id for name, _ in places(condition.tree) if (id := names.gone(name, each))]
    for id in gone:
        names.merged.rests(draft, id)
    for name, offset in places(condition.tree):
        problem = names.misplaced(name, each)
        root = name.partition(".")[0]
        if root in refused:
            problem = f"{name} cannot be read here.", refused[root]
        elif draft.group == "questions" and name in (f"answers.{draft.id}", f"answered.{draft.id}"):
            problem = f"{draft.id} is asked only when it is answered already.", "Ask it under another condition."
        if problem is not None:
            own.append(Problem(problem[0], *faults.place(condition.mark, condition.source, offset), problem[1]))
    faults.found += own
    if gone or any(names.is_tainted(name, each) for name in condition.names) or (each and each not in names.within):
        return
    resolved, found = conditions.check(condition, names.visible(each))
    taken = {(problem.line, problem.column) for problem in own}
    for problem_ in faults.relocate(found, condition.mark, condition.source):
        if (problem_.line, problem_.column) not in taken:
            faults.found.append(problem_)
    draft.values[field] = resolved


def places(tree: tuple[Any, ...]) -> Iterator[tuple[str, int]]:
    """Every name in a condition's tree with its offset, in order."""
    if tree[0] == "name":
        yield tree[2], tree[1]
        return
    for part in tree[2:]:
        if isinstance(part, tuple):
            yield from places(part)


def check_message(draft: Draft, field: str, names: Names, faults: Faults) -> None:
    """Checks the names in braces of a rule's title, message or fix."""
    text: str | None = draft.values.get(field)
    if text is None:
        return
    mark: Mark = draft.at(field)
    try:
        found = messages.names(text)
    except BraceError as error:
        message = str(error).rpartition(" (character")[0]
        faults.add(f"`{field}` of {draft.what}: {message}.", faults.place(mark, text, error.offset))
        return
    visible = names.visible(draft.values.get("each", ""))
    for name, offset in found:
        if id := names.gone(name, draft.values.get("each", "")):
            names.merged.rests(draft, id)
        elif problem := _fault_in_message(name, draft, visible, names):
            faults.add(problem[0], faults.place(mark, text, offset), problem[1])


def _fault_in_message(name: str, draft: Draft, visible: Mapping[str, Name], names: Names) -> tuple[str, str] | None:
    """Message and advice for a name that a rule's text cannot show."""
    each = draft.values.get("each", "")
    root, _, rest = name.partition(".")
    kind = visible.get(name)
    if misplaced := names.misplaced(name, each):
        return misplaced
    if kind is None and root == "each" and not each:
        return f"{name} is read outside `each:`.", f"Add `each: LIST` to {draft.what}."
    if kind is None and root == "each" and each not in names.within:
        return None  # that the list does not exist is said once, at `each`
    if root == "answered":
        return f"{name} says whether there is an answer; a text shows the answer.", f"Write {{answers.{rest}}}."
    if kind is None:
        near = [one for one in visible if one.startswith(f"{root}.")] or list(visible)
        return f"Nothing is called {name}.", meant(name, near)
    if kind.kind == "prose":
        return f"{name} is prose: it stands in its section only.", "Name the section in words."
    return None
