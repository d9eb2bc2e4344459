"""YAML text to nodes, over the parser's event stream.

Events, because a loader that composes a tree resolves aliases (306 bytes become 387 million leaves), recurses
(nested brackets crash it) and has lost the places of keys by the time anything can be said about them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from specgen.errors import InputError, Problem
from specgen.model import Mark
from specgen.yamltext.characters import REFUSED_IN_SOURCE, code_point, decode, illegal_in_xml, place
from specgen.yamltext.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

MAXIMUM_BYTES = 1_000_000
MAXIMUM_DEPTH = 32
_NO_KEY = Scalar("", False)
_MOST_PROBLEMS = 50  # a hostile file must not cost more in messages than in reading


def parse(source: str | bytes, file: str, line: int = 1) -> Node:
    """The one document of `source`, which begins at `line` of `file` (not at 1 for a block in a Markdown file).

    An empty document is an empty mapping. Raises InputError with every fault found: faults of content are all
    collected, an error of syntax ends the reading, and so does nesting deeper than 32, at once.
    """
    return _Reading(_readable(source, file, line), file, line).document()


def _readable(source: str | bytes, file: str, line: int) -> str:
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    if size > MAXIMUM_BYTES:
        message = f"The YAML is {size:,} bytes long, more than {MAXIMUM_BYTES:,} (1 MB)."
        raise InputError(Problem(message, file, line, 0, "Split it into several files."))
    text = (decode(source, file) if isinstance(source, bytes) else source).removeprefix("\ufeff")
    problems: list[Problem] = []
    for found in REFUSED_IN_SOURCE.finditer(text):
        if len(problems) == _MOST_PROBLEMS:
            break
        fix = "Delete it."
        if not illegal_in_xml(found[0]):
            fix = f'Delete it, or write it as \\u{ord(found[0]):04X} in "double quotes".'
        message = f"The character {code_point(found[0])} cannot stand in YAML."
        problems.append(Problem(message, file, *place(text, found.start(), line), fix))
    if problems:
        raise InputError(*problems)
    return text


def _event_source(text: str) -> Callable[[], Any]:
    """`get_event` of libyaml's parser, or of PyYAML's own, 20 times slower, where there is no libyaml."""
    try:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # there, but the stubs do not re-export it
    except ImportError:
        from specgen.yamltext.pure import pure_events

        return pure_events(text)
    events: Callable[[], Any] = CParser(text).get_event
    return events


class _Open:
    """A collection that has begun and not ended."""

    __slots__ = ("flow", "items", "key", "key_end", "mark", "pairs", "seen")

    def __init__(self, mark: Mark, mapping: bool, flow: bool) -> None:
        self.mark = mark
        self.flow = flow
        self.items: list[Node] = []
        self.pairs: list[tuple[Scalar, Node]] = []
        self.seen: dict[str, int] | None = {} if mapping else None  # key text -> line
        self.key: Scalar | None = None
        self.key_end = 0  # offset in the text


class _Reading:
    def __init__(self, text: str, file: str, line: int) -> None:
        self.text = text
        self.file = file
        self.line = line
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Node | None = None

    def document(self) -> Node:
        import yaml  # 19 ms: paid by the commands that read YAML, not by `--version`

        try:
            self._events(yaml)
        # ValueError: PyYAML's own parser lets chr() fail on "\U00110000", libyaml has an error for it
        except (yaml.YAMLError, ValueError) as error:
            from specgen.yamltext.syntax import explain

            problem = explain(error, self.text, self.file, self.line)
            if problem.line not in {known.line for known in self.problems}:  # `*x y` is both; once is enough
                self.problems.append(problem)
        if self.problems:
            raise InputError(*self.problems)
        if self.root is None or (isinstance(self.root, Scalar) and self.root.plain and not self.root.text):
            return Mapping((), Mark(self.file, self.line, 1))
        return self.root

    def _events(self, yaml: Any) -> None:
        event_source = _event_source(self.text)
        scalar_event = yaml.ScalarEvent
        starts = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        documents = 0
        while True:
            event = event_source()
            kind = type(event)
            if kind is scalar_event:
                start = event.start_mark
                mark = Mark(self.file, start.line + self.line, start.column + 1)
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event, mark)
                style = event.style
                if style == '"' and (name := illegal_in_xml(event.value)):
                    self._refuse(f"The text holds {name}, written as an escape.", mark, "Delete the escape.")
                self._add(Scalar(event.value, not style, mark), event)
            elif kind in starts:
                self._begin(event, kind is yaml.MappingStartEvent)
            elif kind in ends:
                self._end(event)
            elif kind is yaml.AliasEvent:
                mark = self._mark(event)
                fix = "Write the value out, or put the text in quotes if it begins with *."
                self._refuse(f"The alias *{event.anchor} is not allowed here.", mark, fix)
                self._add(Scalar("", False, mark), event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    fix = "Keep one document, without `---` between."
                    self._refuse("A second document begins here.", self._mark(event), fix)
                    return
                if event.version or event.tags:
                    fix = "Delete the lines down to `---`."
                    self._refuse("A % directive is not allowed here.", self._mark(event), fix)
            elif kind is yaml.StreamEndEvent:
                return

    def _begin(self, event: Any, mapping: bool) -> None:
        mark = self._mark(event)
        if len(self.open) == MAXIMUM_DEPTH:
            message = f"The nesting is deeper than {MAXIMUM_DEPTH} levels."
            self.problems.append(Problem(message, *mark, "Make it flatter, or close a bracket left open."))
            raise InputError(*self.problems)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, mark)
        if self.open and self.open[-1].seen is not None and self.open[-1].key is None:
            what = "map" if mapping else "list"
            fix = "Use a single word as the key; a text that begins with { or [ belongs in quotes."
            self._refuse(f"A {what} cannot be a key.", mark, fix)
        self.open.append(_Open(mark, mapping, bool(event.flow_style)))

    def _end(self, event: Any) -> None:
        done = self.open.pop()
        if done.seen is None:
            self._add(Sequence(tuple(done.items), done.mark), event)
        else:
            self._add(Mapping(tuple(done.pairs), done.mark), event)

    def _add(self, node: Node, event: Any) -> None:
        if not self.open:
            self.root = node
            return
        into = self.open[-1]
        if into.seen is None:
            into.items.append(node)
        elif into.key is None:
            # a collection as key was refused when it began; the stand-in lets us read on to the next fault
            into.key = node if isinstance(node, Scalar) else _NO_KEY
            into.key_end = event.end_mark.index
            if isinstance(node, Scalar):
                self._check_key(node, into.seen)
        else:
            empty = into.flow and isinstance(node, Scalar) and node.plain and not node.text
            if empty and into.key is not _NO_KEY:
                self._check_colon(into.key, self.text[into.key_end : event.start_mark.index])
            into.pairs.append((into.key, node))
            into.key = None

    def _check_key(self, key: Scalar, seen: dict[str, int]) -> None:
        text = key.text
        if key.plain and text == "<<":
            self._refuse("The merge key << is not allowed here.", key.mark, "Write the fields out.")
        elif key.plain and not text:
            self._refuse("A key is missing before the colon.", key.mark, "Write `key: value`.")
        elif text in seen:
            lines = f"lines {seen[text]} and {key.mark.line}"
            self._refuse(f'The key "{text}" is given twice, in {lines}.', key.mark, "Keep one of them.")
        seen.setdefault(text, key.mark.line)

    def _check_colon(self, key: Scalar, between: str) -> None:
        # `{place: 6.45,3.39}` is legal YAML and means {place: 6.45, 3.39: nothing}
        if not between.lstrip().startswith(":"):
            fix = "Put the text in quotes if { or a comma belongs to it; after the colon of a key comes a space."
            self._refuse(f'"{key.text}" has no value inside {{…}}.', key.mark, fix)

    def _refuse_properties(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            fix = "Write the value out where it is needed, or put the text in quotes if it begins with &."
            self._refuse(f"The anchor &{event.anchor} is not allowed here.", mark, fix)
        if event.tag is not None:
            fix = "Delete it, or put the text in quotes if it begins with !."
            self._refuse(f"The tag {_tag(event.tag)} is not allowed here.", mark, fix)

    def _mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + self.line, event.start_mark.column + 1)

    def _refuse(self, message: str, mark: Mark, fix: str) -> None:
        self.problems.append(Problem(message, *mark, fix))
        if len(self.problems) >= _MOST_PROBLEMS:
            self._give_up(mark)

    def _give_up(self, mark: Mark) -> NoReturn:
        message = f"Reading stopped after {_MOST_PROBLEMS} faults."
        self.problems.append(Problem(message, self.file, mark.line))
        raise InputError(*self.problems)


def _tag(tag: str) -> str:
    return "!!" + tag.removeprefix("tag:yaml.org,2002:") if tag.startswith("tag:yaml.org,2002:") else tag
