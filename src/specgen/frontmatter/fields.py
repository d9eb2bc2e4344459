"""Front matter to an identity: every field checked, every fault told with its place."""

from __future__ import annotations

from specgen.errors import InputError, Problem, nearest
from specgen.frontmatter import plain
from specgen.frontmatter.block import find
from specgen.frontmatter.days import ISO, day
from specgen.frontmatter.ids import check_id
from specgen.model import OWN, Identity, Mark
from specgen.yamltext import Mapping, Node, Scalar, Sequence, flow, parse, plain_value

FORMAT = 1
STATUSES = ("draft", "review", "approved", "implemented", "retired")
KEYS = (
    "specgen", "id", "title", "status", "tier", "owners", "reviewers", "created", "review_by", "reviewed", "template",
    "packs", "other",
)  # fmt: skip
NO_FORMAT = "The front matter has no field `specgen`, so this is no spec."  # it is another tool's
FIXED = ("specgen", "other")  # must mean the same in every file: the others are read by what they say
_KNOWN = frozenset(KEYS)
Pairs = tuple[tuple[Scalar, Node], ...]


def read(text: str, file: str) -> tuple[Identity | None, tuple[Problem, ...]]:
    """The identity a file declares and everything wrong with it; never raises on content.

    (None, ()) is a file without front matter. With problems the identity holds what could be read, bad fields at
    their defaults; it is None when the block is no readable mapping, is of another format, or has no usable id or
    title.
    """
    found = find(text)
    if found is None:
        return None, ()
    if not found.closed:
        fix = "Add a line `---` after the last field."
        return None, (Problem("The front matter that begins here is never closed.", file, 1, 1, fix),)
    source = text[found.start : found.end]
    if sound := _sound(source, file):
        return sound, ()
    try:
        node = plain.nodes(source, file, 2) or parse(source, file, line=2)
    except InputError as error:
        return None, error.problems
    top = Mark(file, 1, 1)
    if not isinstance(node, Mapping):
        return None, (Problem("The front matter is not a map of fields.", *node.mark, "Write `key: value` lines."),)
    return _Fields(node, top).identity()


def _sound(source: str, file: str) -> Identity | None:
    """The identity that nearly all specs declare: no field is strange and nothing is wrong, so no place has to be known. None
    for any other, which `_Fields` reads."""
    said = plain.texts(source)
    if said is None or said.pop("specgen", "") != str(FORMAT) or not said.keys() <= _PLAIN:
        return None
    listed = {name: said.pop(name, ()) for name in _LISTS}
    words = {name: plain.bare(value) for name, value in said.items() if isinstance(value, str) and value not in _NULLS}
    if len(words) != len(said) or any(isinstance(one, str) or not all(map(str.strip, one)) for one in listed.values()):
        return None
    id, title, status, tier = words.pop("id", ""), words.pop("title", ""), words.pop("status", "draft"), words.pop("tier", "")
    template = words.pop("template", "")
    if not title.strip() or status not in STATUSES or tier not in _TIERS or check_id(id, Mark(file, 1, 1)):
        return None
    if not all(map(day, words.values())):
        return None
    owners, reviewers, packs = (tuple(listed[name]) for name in _LISTS)
    return Identity(
        id, title, status, int(tier) if tier else None, owners, reviewers, words.get("created", ""), words.get("review_by", ""),
        words.get("reviewed", ""), template, packs,
    )  # fmt: skip


_LISTS = ("owners", "reviewers", "packs")
_PLAIN = frozenset(KEYS) - {"specgen", "other"}
_TIERS = ("", "0", "1", "2", "3")
_NULLS = ("~", "null", "Null", "NULL")


def shared(node: Mapping, name: str) -> str | tuple[str, ...] | None:
    """What another tool's title, day of creation, owners or reviewers say, read as ours; None where they cannot be."""
    fields = _Fields(node, node.mark)
    said = fields.shared(name)
    return None if fields.problems else said


def _ours(pairs: Pairs, other: tuple[str, ...]) -> Pairs:
    """The fields without those of another tool that have a name of ours; ours of those names under their plain ones."""
    taken = {name for name in other if name in KEYS}
    if not taken:
        return pairs
    named = {OWN + name: name for name in taken}
    kept = [(key, value) for key, value in pairs if key.text not in taken]
    return tuple((key._replace(text=named.get(key.text, key.text)), value) for key, value in kept)


class _Fields:
    """Reads fields one by one and gathers what is wrong with them."""

    def __init__(self, node: Mapping, top: Mark) -> None:
        self._take(node.pairs)
        self.top = top
        self.problems: list[Problem] = []

    def _take(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.nodes = {name.text: value for name, value in pairs}

    def identity(self) -> tuple[Identity | None, tuple[Problem, ...]]:
        if not self._format():
            return None, self._found()
        foreign = self._other()
        self._take(_ours(self.pairs, foreign))
        for name, _ in self.pairs:
            if name.text not in _KNOWN and name.text not in foreign:
                self._unknown(name)
        id, title = self._id(), self._title()
        read = Identity(
            id, title, self._status(), self._tier(), self._texts("owners"), self._texts("reviewers"),
            self._date("created"), self._date("review_by"), self._date("reviewed"), self._text("template"),
            self._texts("packs"), foreign,
        )  # fmt: skip
        return read if id and title else None, self._found()

    def shared(self, name: str) -> str | tuple[str, ...]:
        if name in ("owners", "reviewers"):
            return self._texts(name)
        return self._title() if name == "title" else self._date(name)

    def _found(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.problems, key=lambda problem: (problem.line, problem.column)))

    def _refuse(self, message: str, node: Node | None, fix: str) -> None:
        self.problems.append(Problem(message, *(node.mark if node else self.top), fix))

    def _other(self) -> tuple[str, ...]:
        """The fields of another tool. Those by which all others are read are never one's."""
        names = self._texts("other")
        for name in (one for one in FIXED if one in names):
            fix = "specgen reads that field itself; take its name out."
            self._refuse(f"`other` cannot name `{name}`.", self.nodes.get("other"), fix)
        return tuple(name for name in names if name not in FIXED)

    def _unknown(self, name: Scalar) -> None:
        plain_name = name.text.removeprefix(OWN)
        if plain_name != name.text and plain_name in KEYS:
            message = f'The front matter has a field "{name.text}", and `other` does not name "{plain_name}".'
            fix = f"Write it as `{plain_name}`; or, if another tool has a field of that name here, `other: [{plain_name}]`."
            self._refuse(message, name, fix)
            return
        close = nearest(name.text, KEYS)
        known = f"Known fields are {', '.join(KEYS)}. Of another tool's field say `other: [{name.text}]`."
        fix = f"Did you mean `{close}`?" if close else known
        self._refuse(f'The front matter has no field "{name.text}".', name, fix)

    def _format(self) -> bool:
        node = self.nodes.get("specgen")
        value = plain_value(node) if isinstance(node, Scalar) else None
        if node is None:
            fix = f"Add the line `specgen: {FORMAT}` if it shall be one."
            self._refuse(NO_FORMAT, None, fix)
        elif isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self._refuse("`specgen` is the number of the file format.", node, f"Write `specgen: {FORMAT}`.")
        elif value > FORMAT:
            message = f"The spec has format {value}, and this version of specgen reads formats up to {FORMAT}."
            self._refuse(message, node, "Upgrade specgen.")
        else:
            return True
        return False

    def _text(self, key: str) -> str:
        node = self.nodes.get(key)
        if node is None or _is_null(node):
            return ""
        if not isinstance(node, Scalar):
            self._refuse(f"`{key}` must be a text, not a {_kind(node)}.", node, "If it is a text, put it in quotes.")
            return ""
        return node.text

    def _id(self) -> str:
        before = len(self.problems)
        text, node = self._text("id"), self.nodes.get("id")
        if not text:
            if len(self.problems) == before:
                self._refuse("`id` is missing.", node, "Add an id such as `id: instant-transfers`.")
            return ""
        problem = check_id(text, node.mark if node else self.top)
        if problem:
            self.problems.append(problem)
            return ""
        return text

    def _title(self) -> str:
        before = len(self.problems)
        text = self._text("title")
        if not text.strip() and len(self.problems) == before:
            self._refuse(
                "`title` is missing.", self.nodes.get("title"), "Add a title such as `title: Instant transfers`."
            )
        return text if text.strip() else ""

    def _status(self) -> str:
        text = self._text("status")
        if not text or text in STATUSES:
            return text or STATUSES[0]
        close = nearest(text.lower(), STATUSES)
        fix = f"Did you mean `{close}`?" if close else f"Write one of {', '.join(STATUSES)}."
        self._refuse(f'"{text}" is no status.', self.nodes.get("status"), fix)
        return STATUSES[0]

    def _tier(self) -> int | None:
        text = self._text("tier")
        if text in ("0", "1", "2", "3"):
            return int(text)
        if text:
            self._refuse(f'"{text}" is no tier.', self.nodes.get("tier"), "Write 0 (most critical), 1, 2 or 3.")
        return None

    def _date(self, key: str) -> str:
        text = self._text(key)
        if not text:
            return ""
        if day(text):
            return text
        what = f'there is no day "{text}".' if ISO.fullmatch(text) else f'"{text}" is not a date.'
        self._refuse(f"`{key}`: {what}", self.nodes.get(key), "Write it as 2026-11-20.")
        return ""

    def _texts(self, key: str) -> tuple[str, ...]:
        node = self.nodes.get(key)
        if node is None or _is_null(node):
            return ()
        if isinstance(node, Scalar):
            texts = [part.strip() for part in node.text.split(",") if part.strip()]
            self._refuse(f"`{key}` must be a list.", node, f"Write `{key}: {flow(texts)}`.")
            return ()
        if isinstance(node, Mapping):
            self._refuse(f"`{key}` must be a list, not a map.", node, f'Write `{key}: ["first", "second"]`.')
            return ()
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and item.text.strip():
                found.append(item.text)
            else:
                what = "an empty entry" if isinstance(item, Scalar) else f"a {_kind(item)}"
                self._refuse(f"`{key}` holds {what}.", item, "Give texts, in quotes where they hold a comma or a sign.")
        return tuple(found)


def _is_null(node: Node) -> bool:
    """Whether `plain_value` would say None; most fields are texts, and need not be tried as numbers."""
    return isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null", "Null", "NULL")


def _kind(node: Node) -> str:
    return "list" if isinstance(node, Sequence) else "map"
