"""Text to tree, by Python's own parser behind a whitelist of nodes. Nothing is ever executed.

Values are taken from the source text, not from the parser's constants: 99.99999999999999999 stays what it is,
and two strings side by side, prefixes of strings and names written in pieces are seen.
"""

from __future__ import annotations

import _ast as python  # the node classes alone, without the machinery of `ast`
import re
from typing import NoReturn

from specgen.conditions._kinds import Node
from specgen.conditions._source import ALLOWED, STRING, Source
from specgen.errors import nearest
from specgen.model import Condition, Mark
from specgen.model.mark import NOWHERE

MAX_LEVELS = 64
MAX_DIGITS = 40
ROOTS = ("answers", "answered", "facts", "figures", "each")

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST
_NAME = re.compile(rf"(?:{'|'.join(ROOTS)})(?:\.[A-Za-z_][A-Za-z0-9_]*)+")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

_COMPARISONS: dict[type[python.AST], str] = {
    python.Eq: "==", python.NotEq: "!=", python.Lt: "<", python.LtE: "<=", python.Gt: ">", python.GtE: ">=",
    python.In: "in", python.NotIn: "not in",
}  # fmt: skip
_ARITHMETIC: dict[type[python.AST], str] = {
    python.Add: "+", python.Sub: "-", python.Mult: "*", python.Div: "/",
}  # fmt: skip
_LOOPS = "There are no loops in a condition; `each: LIST` speaks of every record."
_LISTS = "A list stands only after in; `not answers.LIST` says that an answer is an empty list."
_REFUSED = {
    "Call": "A condition calls nothing.",
    "Subscript": "A condition reads nothing by [index].",
    "JoinedStr": "A text in a condition is fixed: there are no f-strings.",
    "NamedExpr": "A condition gives nothing a name (:=).",
    "IfExp": 'There is no "if … else" in a condition; join the cases with and, or.',
    "ListComp": _LOOPS,
    "GeneratorExp": _LOOPS,
    "List": _LISTS,
    "Tuple": _LISTS,
    "BitOr": "There is no | in a condition; write or.",
    "BitAnd": "There is no & in a condition; write and.",
    "Mod": 'There is no % between numbers; a percentage stands in quotes: "99.9%".',
    "Is": "There is no is; write ==, or answered.ID for whether the question has an answer.",
    "IsNot": "There is no is not; write !=, or answered.ID for whether the question has an answer.",
}
_SLIPS = (  # what people bring from other languages, and what to write instead
    (re.compile(r"&&"), "Write and for &&."),
    (re.compile(r"\|\|"), "Write or for ||."),
    (re.compile(r"\b(?:AND|OR|NOT|IN)\b"), "Write and, or, not, in with small letters."),
    (re.compile(r"!(?!=)"), "Write not for !."),
    (re.compile(r"(?<![=!<>:])=(?!=)"), "Write == to compare."),
    (re.compile(r"(?<![\w.])[0-9][0-9.,]* *(?!(?:and|or|in|not|is|if)\b)[A-Za-z%]+"), "Put it in quotes."),
)
_NOT_A_NUMBER = "Write digits, with a point for decimals: 1000 or 99.95."


def parse(text: str, mark: Mark = NOWHERE) -> Condition:
    """Reads a condition that starts at `mark`. Raises InputError for its first fault, at its column.

    Offsets in the tree count characters of `text`, from 0.
    """
    source = Source(text, mark)
    try:
        parsed = compile(source.clean, "<when>", "eval", _ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        _refuse_syntax(source, (error.offset or 0) - 1)
    except (ValueError, RecursionError, MemoryError):
        source.fail(0, "The condition cannot be read.")
    reader = _Reader(source)
    tree = reader.node(parsed.body, 1)
    return Condition(text, tree, tuple(reader.names), mark)


def _refuse_syntax(source: Source, at: int) -> NoReturn:
    from keyword import iskeyword

    bare = STRING.sub(lambda found: "_" * len(found[0]), source.clean)
    for word in re.finditer(r"(?<=\.)[A-Za-z_]+", bare):
        if iskeyword(word[0]):
            message = f"{word[0]} is a reserved word and cannot be part of a name."
            source.fail(word.start(), message, "Choose another id.")
    if quote := re.search("[\"']", bare):
        source.fail(quote.start(), "A quote is not closed.", 'A text stands in one pair of quotes: "redis".')
    for pattern, fix in _SLIPS:
        if slip := pattern.search(bare):
            source.fail(slip.start(), f"{slip[0]} is not part of a condition.", fix)
    rest = source.clean[at:]
    if at < 0 or not rest:
        source.fail(len(source.clean), "The condition ends too early.")
    source.fail(at, f"The condition cannot be read from here: {rest[:40]}{'…' if len(rest) > 40 else ''}")


class _Reader:
    """One reading: the tree grows by recursion, the names are gathered on the way."""

    __slots__ = ("names", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, None] = {}

    def node(self, node: python.expr, level: int) -> Node:
        at, text = self.source.span(node.col_offset, node.end_col_offset or 0)
        if level > MAX_LEVELS:
            message = f"The condition is nested more than {MAX_LEVELS} levels deep."
            self.source.fail(at, message, "Make parts of it facts.")
        place, below = at + self.source.lead, level + 1
        if isinstance(node, python.Attribute):
            return self.name(at, text)
        if isinstance(node, python.Constant):
            return self.constant(node, at, text)
        if isinstance(node, python.Compare):
            return self.comparison(node, at, below)
        if isinstance(node, python.BoolOp):
            word = "and" if isinstance(node.op, python.And) else "or"
            return (word, place, *[self.node(part, below) for part in node.values])
        if isinstance(node, python.UnaryOp):
            return self.prefixed(node, at, below)
        if isinstance(node, python.Name):
            self.refuse_word(node.id, at)
        if not isinstance(node, python.BinOp):
            self.refuse(node, at)
        sign = _ARITHMETIC.get(type(node.op))
        if sign is None:
            self.refuse(node.op, at)
        return (sign, place, self.node(node.left, below), self.node(node.right, below))

    def name(self, at: int, text: str) -> Node:
        if not _NAME.fullmatch(text):
            if re.fullmatch(r"[A-Za-z_][\w.]*", text):
                self.refuse_word(text, at)
            fix = "A name is written in one piece: answers.latency.p99."
            self.source.fail(at, f"{text[:40]} is not a name.", fix)
        self.names[text] = None
        return ("name", at + self.source.lead, text)

    def constant(self, node: python.Constant, at: int, text: str) -> Node:
        value, place = node.value, at + self.source.lead
        if isinstance(value, bool):
            return ("bool", place, value)
        if value is None:
            fix = "Use answered.ID: whether the question has an answer."
            self.source.fail(at, "There is no None in a condition.", fix)
        if isinstance(value, str):
            if not STRING.fullmatch(text):
                self.source.fail(at, f"{text[:40]} is not one plain text.", 'A text stands in quotes: "redis".')
            return ("text", place, text[1:-1])
        if not isinstance(value, int | float) or not _NUMBER.fullmatch(text):
            self.source.fail(at, f"{text[:40]} is not a number or a text.", _NOT_A_NUMBER)
        if len(text) > MAX_DIGITS:
            message = f"The number has {len(text)} characters; at most {MAX_DIGITS} are read."
            self.source.fail(at, message, "")
        return ("number", place, text)

    def prefixed(self, node: python.UnaryOp, at: int, level: int) -> Node:
        part, place = self.node(node.operand, level), at + self.source.lead
        if isinstance(node.op, python.Not):
            return ("not", place, part)
        if not isinstance(node.op, python.USub):
            self.refuse(node.op, at)
        if part[0] == "number" and not part[2].startswith("-"):
            return ("number", place, f"-{part[2]}")
        return ("neg", place, part)

    def comparison(self, node: python.Compare, at: int, level: int) -> Node:
        parts: list[str | Node] = [self.node(node.left, level)]
        for sign, right in zip(node.ops, node.comparators, strict=True):
            word = _COMPARISONS.get(type(sign))
            if word is None:
                self.refuse(sign, at)
            member = isinstance(sign, python.In | python.NotIn)
            if member and len(node.ops) > 1:
                fix = "Join the comparisons with and."
                self.source.fail(at, "in does not stand in a chain of comparisons.", fix)
            if member and isinstance(right, python.List | python.Tuple):
                parts += (word, self.constants(right, level))
            else:
                parts += (word, self.node(right, level))
        return ("compare", at + self.source.lead, *parts)

    def constants(self, node: python.List | python.Tuple, level: int) -> Node:
        at, _ = self.source.span(node.col_offset, node.end_col_offset or 0)
        if not node.elts:
            self.source.fail(at, "The list is empty.", "`not answers.LIST` says that an answer is an empty list.")
        found = [self.node(part, level + 1) for part in node.elts]
        for one in found:
            if one[0] not in ("text", "number", "bool"):
                message = "A list in a condition holds constants only."
                self.source.fail(one[1] - self.source.lead, message, 'As in ["redis", "memory"].')
        return ("list", at + self.source.lead, *found)

    def refuse(self, node: python.AST, at: int) -> NoReturn:
        kind = type(node).__name__
        self.source.fail(at, _REFUSED.get(kind, f"A condition cannot hold this ({kind})."), ALLOWED)

    def refuse_word(self, word: str, at: int) -> NoReturn:
        word = word[:60]  # for the message only
        root, dot, rest = word.partition(".")
        if word in ROOTS:
            self.source.fail(at, f"{word} alone is not a value.", f"Write {word}. and an id.")
        if word in ("true", "false"):
            self.source.fail(at, f"{word} is not a word of conditions.", f"Write {word.title()}.")
        if dot:
            meant = nearest(root, ROOTS)
            fix = f"Did you mean {meant}.{rest}?" if meant else f"Names start with {', '.join(ROOTS)}."
            self.source.fail(at, f"{word} is not a name of conditions.", fix)
        fix = f'Write "{word}" in quotes for the text, answers.{word} for the answer.'
        self.source.fail(at, f"{word} is neither a name nor a text.", fix)
