"""Where an answer stands: the line of its key in *Answers*, in the front matter, or of its section."""

from __future__ import annotations

from specgen import yamltext
from specgen.errors import InputError
from specgen.frontmatter import record_key
from specgen.model import Document, Question
from specgen.rules import Subject

Place = tuple[int, int]  # line and column


class Places:
    """Places of answers by path, `latency.p99` or `dependencies.interbank-switch.p99`. Made once for a document."""

    def __init__(self, subject: Subject) -> None:
        self._document = subject.document
        self._found: dict[str, Place] = {}
        questions = subject.library.questions()
        keys = {question.id: question.key for question in questions if question.key}
        for name, node in pairs(self._document):
            self._found[name.text] = name.mark.line, name.mark.column
            if name.text in keys:
                self._records(name.text, keys[name.text], node)
        for question in questions:
            if question.home:
                self._at_home(question)

    def _records(self, list_id: str, key: str, node: yamltext.Node) -> None:
        for item in node.items if isinstance(node, yamltext.Sequence) else ():
            named = item.get(key) if isinstance(item, yamltext.Mapping) else item
            slug = key_of(named)
            if not slug:
                continue
            self._found[f"{list_id}.{slug}"] = item.mark.line, item.mark.column
            for name, _ in item.pairs if isinstance(item, yamltext.Mapping) else ():
                self._found[f"{list_id}.{slug}.{name.text}"] = name.mark.line, name.mark.column

    def _at_home(self, question: Question) -> None:
        document = self._document
        if question.front:
            if line := document.field_line(question.front):
                self._found[question.id] = line, 1
        elif section := document.section(question.section):
            self._found[question.id] = (section.heading.line if section.heading else section.line), 1

    def has(self, path: str) -> bool:
        return path in self._found

    def of(self, path: str) -> Place:
        """The place of an answer, or of the nearest thing around it: its record, its list, the block of answers."""
        while path and path not in self._found:
            path = path.rpartition(".")[0]
        if path:
            return self._found[path]
        answers = self._document.answers
        return (answers.opening, 1) if answers else (1, 1)


def pairs(document: Document) -> tuple[tuple[yamltext.Scalar, yamltext.Node], ...]:
    """The answers as keys and nodes with their places; () where the YAML cannot be read."""
    if document.answers is None:
        return ()
    try:
        root = yamltext.parse(document.answers.text, document.file, document.answers.opening + 1)
    except InputError:
        return ()
    return root.pairs if isinstance(root, yamltext.Mapping) else ()


def key_of(node: yamltext.Node | None) -> str:
    """The key by which a record is addressed, made of its name; "" where it has none."""
    text = node.text if isinstance(node, yamltext.Scalar) else ""
    if isinstance(node, yamltext.Mapping) and isinstance(value := node.get("value"), yamltext.Scalar):
        text = value.text
    try:
        return record_key(text)
    except InputError:
        return ""
