"""Types a condition against the names that exist, and makes its constants exact.

A quoted text has no type of its own: the other side of its comparison reads it. So a latency compared with
"300 MB" is a fault when the packs are loaded, and not when somebody's specification is composed.
"""

from __future__ import annotations

from collections.abc import Mapping

from specgen.conditions import _constants as constants
from specgen.conditions._kinds import (
    BOOL,
    NUMBER,
    QUOTED,
    Name,
    Node,
    Typed,
    dimension_of,
    result_of,
    show,
    words,
)
from specgen.conditions._source import problem
from specgen.errors import Problem, nearest
from specgen.frozen import replace
from specgen.model import Condition, Dimension

_LISTS = ("set", "records")
_CONSTANTS = {"text": QUOTED, "bool": BOOL, "date": Name("date"), "number": Name("number", NUMBER)}


def check(condition: Condition, names: Mapping[str, Name]) -> tuple[Condition, tuple[Problem, ...]]:
    """The condition with its constants resolved, and everything that is wrong with it, by column.

    `names` has full dotted keys; `answered.ID` is there for each `answers.ID`. Names under `each.` are there
    only where `each:` binds a list. With problems the condition must not be evaluated. Checking twice
    changes nothing.
    """
    checker = _Checker(condition, names)
    tree = checker.truth(condition.tree)
    return replace(condition, tree=tree), tuple(sorted(checker.problems, key=lambda one: one.column))


class _Checker:
    __slots__ = ("condition", "names", "problems")

    def __init__(self, condition: Condition, names: Mapping[str, Name]) -> None:
        self.condition, self.names = condition, names
        self.problems: list[Problem] = []

    def fault(self, node: Node, message: str, fix: str = "", /) -> None:
        self.problems.append(problem(self.condition.mark, node[1], message, fix))

    def truth(self, node: Node) -> Node:
        """A node that stands where yes or no is needed: the whole, and what and, or and not join."""
        found, kind = self.typed(node)
        if kind is not None and kind.kind not in ("bool", *_LISTS):
            fix = "Compare it with something, or use answered.ID for whether there is an answer."
            self.fault(node, f"{show(node)} is {words(kind)}, which is neither true nor false.", fix)
        return found

    def typed(self, node: Node) -> Typed:
        what = node[0]
        if what == "name":
            return node, self.name(node)
        if what == "compare":
            return self.comparison(node)
        if what in ("and", "or", "not"):
            return (what, node[1], *[self.truth(part) for part in node[2:]]), BOOL
        if what in ("+", "-", "*", "/", "neg"):
            return self.arithmetic(node)
        if what == "quantity":
            return node, Name("number", Dimension(node[3]))
        return node, _CONSTANTS[what]

    # --- names ------------------------------------------------------------------------------------

    def name(self, node: Node) -> Name | None:
        name: str = node[2]
        root, _, rest = name.partition(".")
        found = self.names.get(f"answers.{rest}" if root == "answered" else name)
        if found is None:
            self.unknown(node, root, rest)
            return None
        if root == "answered":
            return BOOL
        if found.kind in ("prose", "place"):
            fix = f"Use answered.{rest}." if root == "answers" else "What depends on it is a figure."
            self.fault(node, f"{name} is {words(found)}, which a condition cannot read.", fix)
            return None
        return found

    def unknown(self, node: Node, root: str, rest: str) -> None:
        if root == "each" and not any(one.startswith("each.") for one in self.names):
            self.fault(node, f"{node[2]} is read outside `each:`.", "Add `each: LIST` beside `when`.")
            return
        meant = self.meant("answers" if root == "answered" else root, rest)
        if root == "answered" and meant.startswith("answers."):
            meant = meant.replace("answers", "answered", 1)
        fix = f"Did you mean {meant}?" if meant else ""
        group = rest.rpartition(".")[0]
        if group and self.names.get(f"answers.{group}", BOOL).kind == "records":
            field = rest.rpartition(".")[2]
            fix = f"A field of a record is each.{field}, with `each: {group}` beside `when`."
        self.fault(node, f"Nothing is called {node[2]}.", fix)

    def meant(self, root: str, rest: str) -> str:
        name, known = f"{root}.{rest}", tuple(self.names)
        return nearest(name, [one for one in known if one.startswith(f"{root}.")]) or nearest(name, known)

    # --- comparisons ------------------------------------------------------------------------------

    def comparison(self, node: Node) -> Typed:
        signs = node[3::2]
        if signs[0] in ("in", "not in"):  # the parser lets these stand alone only
            return ("compare", node[1], self.member(node[2], node[4]), signs[0], node[4]), BOOL
        parts = [self.typed(part) for part in node[2::2]]
        for place, sign in enumerate(signs):
            parts[place], parts[place + 1] = self.pair(parts[place], sign, parts[place + 1])
        rest = [one for sign, part in zip(signs, parts[1:], strict=True) for one in (sign, part[0])]
        return ("compare", node[1], parts[0][0], *rest), BOOL

    def member(self, left: Node, group: Node) -> Node:
        node, kind = self.typed(left)
        of = None if group[0] == "list" else self.typed(group)[1]
        if group[0] == "list":
            if kind is None or kind.kind in ("choice", "text"):
                for one in group[2:]:
                    constants.choice(one, kind or Name("text"), self.fault)
            else:
                fix = "Write comparisons, joined by or." if kind.kind in ("number", "bool", "date") else ""
                message = f"{show(node)} is {words(kind)}; only a choice or a text is looked up in a list."
                self.fault(node, message, fix)
        elif of is not None and of.kind != "set":
            fix = "in looks in a [list], or in an answer of several choices."
            if of is QUOTED:
                fix = f'Write in ["{group[2]}"].'
            self.fault(group, f"{show(group)} is {words(of)}; nothing is looked up in it.", fix)
        elif of is not None and kind is QUOTED:
            constants.choice(node, of, self.fault)
        elif of is not None and kind is not None:
            fix = f'Write "choice" in {show(group)}.'
            self.fault(node, f"{show(node)} is {words(kind)}; only a text in quotes is looked up there.", fix)
        return node

    def pair(self, left: Typed, sign: str, right: Typed) -> tuple[Typed, Typed]:
        """Both sides of one comparison, each constant as the other side reads it."""
        if left[1] is None or right[1] is None:
            return left, right
        before, after = left[1], right[1]
        left, right = constants.resolve(left, after, self.fault), constants.resolve(right, before, self.fault)
        (node, one), (other, two) = left, right
        if one is None or two is None:
            return left, right
        families = ["text" if kind.kind == "choice" else kind.kind for kind in (one, two)]
        group = node if families[0] in _LISTS else other
        if families[0] in _LISTS or families[1] in _LISTS:
            fix = f'Write {show(group)} alone for "not empty", or "choice" in {show(group)}.'
            self.fault(group, f"{show(group)} is a list, which is not compared.", fix)
        elif families == ["quoted", "quoted"]:
            self.fault(node, "Two texts are compared with each other.", "Compare an answer with a text.")
        elif families[0] != families[1] or dimension_of(one) is not dimension_of(two):
            self.fault(other, f"{_described(node, one)} cannot be compared with {_described(other, two)}.")
        elif sign not in ("==", "!=") and families[0] in ("text", "bool"):
            self.fault(node, f"{show(node)} is {words(one)}, which has no order.", "Use ==, != or in.")
        return left, right

    # --- arithmetic -------------------------------------------------------------------------------

    def arithmetic(self, node: Node) -> Typed:
        sign, parts = node[0], [self.typed(part) for part in node[2:]]
        if sign in ("+", "-"):
            parts = [self.summand(parts[0], parts[1][1]), self.summand(parts[1], parts[0][1])]
        dimensions: list[Dimension] = []
        for part, kind in parts:
            if kind is QUOTED and (sign in ("*", "/", "neg") or all(one for _, one in parts)):
                fix = "An amount in quotes is compared, or added to one of its kind."
                self.fault(part, f'"{part[2]}" has no unit to be read by here.', fix)
            elif kind is not None and (dimension := dimension_of(kind)):
                dimensions.append(dimension)
            elif kind is not None and kind is not QUOTED:
                self.fault(part, f"{show(part)} is {words(kind)}: nothing is computed with it.")
        found = (sign, node[1], *[part for part, _ in parts])
        if len(dimensions) < len(parts):
            return found, None
        result = dimensions[0] if sign == "neg" else result_of(sign, dimensions[0], dimensions[1])
        if result is None:
            one, two = (words(Name("number", dimension)) for dimension in dimensions)
            message = f"{one} {sign} {two}: there is no such amount."
            self.fault(node, message, "What is harder to compute is a figure.")
        return found, Name("number", result)

    def summand(self, side: Typed, by: Name | None) -> Typed:
        readable = side[1] is QUOTED and by is not None and by.kind == "number"
        return constants.amount(side[0], by, self.fault) if readable and by is not None else side


def _described(node: Node, kind: Name) -> str:
    return f"{node[2]} ({words(kind)})" if node[0] == "name" else words(kind)
