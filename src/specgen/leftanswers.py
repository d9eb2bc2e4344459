"""What has left the packs and still stands among the answers: told from slips of the pen, so that it is in nobody's way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence

from specgen import yamltext
from specgen.errors import Problem, nearest
from specgen.frozen import NamedTuple
from specgen.model import Library, Mark, Question
from specgen.questions import GROUNDS

LEFT = "# Kept: no pack asks for this any more."  # stands above what has left, once the front matter names the packs of today
_DELETE = "Delete it here."


class Left(NamedTuple):
    """`name` is how a change names it; `line` is the line that its mark stands above; `close` is a name that is much like it,
    for it may be a slip after all."""

    name: str
    problem: Problem
    line: int
    close: str


class Role(NamedTuple):
    """What a name among the answers is to the packs: `does` is what they do with it, `did` what former ones did."""

    does: str
    did: str
    effect: str


QUESTION = Role("asks", "asked it", "its answer counts for nothing")
PACK = Role("is called", "had it", "it counts for nothing")
RULE = Role("has the contradiction", "had it", "it counts for nothing")


class Leavers:
    """What has left, of answers that begin in line `first`. `others` are packs that they were written with and that are not
    in use."""

    def __init__(
        self, text: str | bytes, root: yamltext.Node, first: int, library: Library, others: Sequence[str]
    ) -> None:
        self.found: list[Left] = []
        self._text = "" if isinstance(text, bytes) else text
        self._root, self._first, self._others = root, first, others
        self._begun: list[int] = []
        self._removed = removals(library)
        self.marked = dict(self._below_marks()) if LEFT in self._text else {}

    def take(
        self, name: str, role: Role, known: Collection[str], mark: Mark, id: str = "", said: str = "", *, slip: bool = False
    ) -> bool:  # fmt: skip
        """Whether the name has left. No pack in use has it; `known` are those they have, `id` is what a change calls it,
        `said` how a message names it. A `slip` is none of other packs' either, unless it is marked."""
        said = said or repr(name)
        line = self._home(mark.line) if self._others or self.marked else mark.line
        if gone := self._removed.get(name if role is RULE else id or name):
            problem = Problem(f"{said} {gone}", *mark, _DELETE)
        elif self._others and not slip:
            written = f"and the spec was written with {', '.join(self._others)}"
            problem = Problem(f"no pack in use {role.does} {said}, {written}: {role.effect}", *mark)
        elif line in self.marked:
            problem = Problem(f"no pack {role.does} {said} any more: {role.effect}", *mark)
        else:
            return False
        close = "" if gone else nearest(name, list(known))
        if not gone:
            or_else = f" Or did you mean {close}?" if close else ""
            fix = f"Delete it (line {mark.line}), or bring back the packs that {role.did}.{or_else}"
            problem = problem._replace(fix=fix)
        self.found.append(Left(id or name, problem, self._home(mark.line), close))
        return True

    def without(self, node: yamltext.Node, question: Question, fields: Mapping[str, Question]) -> yamltext.Node:
        """The node of a list without the fields that have left."""
        if not fields or not (self._removed or self._others or self.marked) or not isinstance(node, yamltext.Sequence):
            return node
        return node._replace(items=tuple(self._fields(one, question, fields) for one in node.items))

    def _fields(self, record: yamltext.Node, question: Question, fields: Mapping[str, Question]) -> yamltext.Node:
        if not isinstance(record, yamltext.Mapping):
            return record
        pairs = tuple(
            (key, value)
            for key, value in record.pairs
            if key.text in fields
            or key.text in GROUNDS
            or not self.take(
                key.text, QUESTION, fields, key.mark, f"{question.id}[].{key.text}", f"{key.text!r} of {question.id}"
            )
        )
        return record._replace(pairs=pairs)

    def _below_marks(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Lines with those of the marks above them; blank lines and comments may stand between. A text's own line of these
        words stands further in than what comes below the text."""
        lines = self._text.split("\n")
        for number in self._starts():
            begin = at = number - self._first
            while at and (not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#")):
                at -= 1
            marks = [one for one in range(at, begin) if lines[one].strip() == LEFT and margin(lines[one]) == margin(lines[begin])]
            if marks:
                yield number, tuple(one + self._first for one in marks)

    def _home(self, line: int) -> int:
        """The nearest line, upwards, that begins with a key or an entry: above any other a comment may be a part of a text."""
        starts = self._starts()
        at = bisect_right(starts, line)
        return starts[at - 1] if at else line

    def _starts(self) -> list[int]:
        if not self._begun:
            self._begun = sorted(set(_starts(self._root, self._text.split("\n"), self._first)))
        return self._begun


def _starts(root: yamltext.Node, lines: Sequence[str], first: int) -> Iterator[int]:
    """The lines that begin with a key, an entry or a value."""
    rest = [root]
    while rest:
        node = rest.pop()
        at = node.mark.line - first
        if at < len(lines) and not lines[at][: node.mark.column - 1].strip(" \t-"):
            yield node.mark.line
        if isinstance(node, yamltext.Mapping):
            rest += [one for pair in node.pairs for one in pair]
        elif isinstance(node, yamltext.Sequence):
            rest += node.items


def removals(library: Library) -> dict[str, str]:
    """By id, what to say of what a team's layer took away: "was removed by acme 1.0.0: the reason"."""
    return {one.id: f"was removed by {one.layer}: {one.reason.rstrip('.')}" for one in library.removed}


def margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
