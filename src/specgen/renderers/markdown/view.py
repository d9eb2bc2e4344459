"""A spec seen by the blocks: values as text with what they rest on, unknowns with what they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from specgen.frozen import replace
from specgen.model import Answer, Basis, Figure, Quantity, Record, Spec
from specgen.quantities import say, show_bounded, show_figure
from specgen.renderers.markdown.escape import cell, code

UNKNOWN = "unknown"


class View:
    """Read-only look at a spec. Methods that return text return Markdown that is safe in a cell or a line."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self._names: dict[str, str] | None = None
        self._figures: dict[tuple[str, str], Figure] | None = None

    # --- answers ---

    def answer(self, id: str, record: Record | None = None) -> Answer | None:
        """The known answer of a question, or of a record's field; None when absent or unknown."""
        found = record.fields.get(id) if record else self.spec.answers.get(id)
        return None if found is None or found.is_unknown else found

    def asks(self, id: str) -> bool:
        """Whether a pack of this spec has that question. One that is left out makes nothing unknown."""
        return any(question.id == id for pack in self.spec.packs for question in pack.questions)

    def amount(self, id: str, record: Record | None = None) -> Fraction | None:
        found = self.answer(id, record)
        return found.value.amount if found and isinstance(found.value, Quantity) else None

    def flag(self, id: str, record: Record | None = None) -> bool | None:
        found = self.answer(id, record)
        return found.value if found and isinstance(found.value, bool) else None

    def words(self, id: str, record: Record | None = None) -> tuple[str, ...]:
        found = self.answer(id, record)
        if found is None or not isinstance(found.value, tuple):
            return ()
        return tuple(one for one in found.value if isinstance(one, str))

    def records(self, id: str) -> tuple[Record, ...]:
        """The records of a list, without fields that do not apply to them."""
        found = self.answer(id)
        return tuple(self._applying(id, one) for one in found.records) if found else ()

    def _applying(self, id: str, record: Record) -> Record:
        if not any(path.startswith(f"{id}.{record.key}.") for path in self.spec.idle):
            return record
        fields = {k: v for k, v in record.fields.items() if f"{id}.{record.key}.{k}" not in self.spec.idle}
        return replace(record, fields=fields)

    def text(self, id: str, record: Record | None = None, missing: str = UNKNOWN) -> str:
        """The answer as a reader expects it, escaped; `missing` where there is none."""
        found = self.answer(id, record)
        return cell(say(found)) if found else missing

    def sourced(self, id: str, record: Record | None = None) -> str:
        """A number with its badge: 1.8 s `assumed`. Decided numbers carry none: they are choices of this spec."""
        found = self.answer(id, record)
        if found is None:
            return UNKNOWN
        shown = cell(say(found))
        old = f" (measured {cell(found.as_of)}, not within the review period)" if found.stale else ""
        return f"{shown} {badge(found.basis)}{old}" if found.basis else shown

    def label(self, id: str, record: Record | None = None, list_id: str = "") -> str:
        """A choice by the phrase the pack gives it, escaped."""
        return cell(self.choice(id, record, list_id)) or UNKNOWN

    def choice(self, id: str, record: Record | None = None, list_id: str = "") -> str:
        """The same as it is, "" where it is not known."""
        found = self.answer(id, record)
        if found is None or not isinstance(found.value, str):
            return ""
        wanted = f"{list_id}[].{id}" if list_id else id
        for question in self.spec.library.questions():
            if question.id == wanted:
                return question.choices.get(found.value, found.value)
        return found.value

    def fact(self, name: str) -> bool | None:
        truth = self.spec.facts.get(name)
        return truth.value if truth else None

    def record_name(self, key: str) -> str:
        """What the person calls the record of that key: "Interbank switch" for interbank-switch."""
        if self._names is None:
            keys = {question.id: question.key for question in self.spec.library.questions() if question.key}
            self._names = {
                record.key: cell(record.fields[field].text)
                for list_id, field in keys.items()
                for record in self.records(list_id)
                if field in record.fields
            }
        return self._names.get(key) or cell(key)

    # --- figures ---

    def figure(self, id: str, record: str = "") -> Figure:
        """The figure; an unknown one of that id when the list it speaks of is not answered."""
        if self._figures is None:  # made once: a list of a thousand is looked up for each of its records
            self._figures = {(one.id, one.record): one for many in self.spec.figures.values() for one in many}
        found = self._figures.get((id, record))
        if found is not None:
            return found
        listed = self.spec.figures.get(id, ())
        missing = listed[0].missing if listed else (id,)
        return Figure(id, id, None, record=record, missing=missing)

    def known(self, id: str, record: str = "") -> Fraction | None:
        value = self.figure(id, record).value
        return value.amount if isinstance(value, Quantity) else None

    def value(self, id: str, record: str = "") -> str:
        """A figure's value without its badge, rounded to the digits its basis deserves; "unknown" where it is."""
        return show_figure(self.figure(id, record))

    def bounded(self, id: str, record: str = "") -> str:
        """A figure's value with its bound in words: "at least 20 min"."""
        figure = self.figure(id, record)
        return show_bounded(figure)

    def weakest(self, *figures: Figure) -> str:
        """One badge for several figures: that of the weakest known one, "" when none is known."""
        known = [figure.basis for figure in figures if figure.value is not None]
        return badge(max(known)) if known else ""

    def badged(self, id: str, record: str = "") -> str:
        figure = self.figure(id, record)
        return UNKNOWN if figure.value is None else f"{show_figure(figure)} {badge(figure.basis)}"

    def needs(self, *ids: str) -> str:
        """The answers that unknown figures wait for, as code, or ""."""
        missing = dict.fromkeys(
            path for id in ids for figure in self.spec.figures.get(id, ()) for path in figure.missing
        )
        return names(missing)


def badge(basis: Basis | None) -> str:
    return f"`{(basis or Basis.ASSUMED).word}`"


def names(paths: Iterable[str]) -> str:
    """Answer paths as inline code, joined by commas."""
    return ", ".join(code(path) for path in paths)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A pipe table of cells that are Markdown already. "" when there are no rows."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(header)} |", f"|{'|'.join('---' for _ in header)}|", *lines])


def paragraphs(*parts: str) -> str:
    """Blocks of Markdown with a blank line between them; empty ones leave no gap."""
    return "\n\n".join(part for part in parts if part)
