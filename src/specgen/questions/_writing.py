"""Answers back to text and to what `yamltext.write` writes; reading either again gives the same answer."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.model import Answer, Basis, Question, Record, Unknown
from specgen.questions import _entries
from specgen.questions._basis import default_basis
from specgen.questions._find import find
from specgen.questions._reading import UNKNOWN
from specgen.yamltext import OneLine, Plain


def show(answer: Answer, question: Question) -> str:
    """The value as it was typed, without its basis; `unknown` and `none` as those words; records by their keys."""
    if isinstance(answer.value, Unknown):
        return UNKNOWN
    return answer.text or find(question.type).show(answer.value)


def write_node(answer: Answer, question: Question, fields: Mapping[str, Question]) -> Plain:
    """Texts, lists and maps that `read_node` reads to an equal answer (but for its marks).

    `fields` maps the field names of a list to their questions. A number is a map only when a bare one would read as
    resting on something else.
    """
    value = answer.value
    if isinstance(value, Unknown):
        return _unknown(value)
    if isinstance(value, tuple):
        entries: list[Plain] = [_record(v, question, fields) if isinstance(v, Record) else v for v in value]
        return entries or _entries.NONE
    text = show(answer, question)
    bare = answer.basis is None or answer.basis is default_basis(question)
    if find(question.type).dimension is None or (bare and not answer.source and not answer.as_of):
        return text
    basis = "" if answer.basis is None else (Basis.MEASURED if answer.stale else answer.basis).word
    return _given(value=text, basis=basis, source=answer.source, as_of=answer.as_of)


def _unknown(value: Unknown) -> Plain:
    if not value.owner and not value.by:
        return UNKNOWN
    return _given(unknown="true", owner=value.owner, by=value.by)


def _given(**texts: str) -> OneLine:
    return OneLine({name: text for name, text in texts.items() if text})


def _record(record: Record, question: Question, fields: Mapping[str, Question]) -> Plain:
    names = sorted(record.fields, key=lambda name: name != question.key)  # the key first, the rest as they were
    return {name: write_node(record.fields[name], fields[name], {}) for name in names}
