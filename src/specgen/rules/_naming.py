"""Questions in a person's words: with the record they are about, and how to answer them."""

from __future__ import annotations

from specgen.model import Spec, SpecQuestion
from specgen.rules._text import short


class RecordNames:
    """What people call the records of a spec. Made once, because a list may hold a thousand."""

    def __init__(self, spec: Spec) -> None:
        keys = {question.id: question.key for question in spec.library.questions() if question.key}
        self._names: dict[tuple[str, str], str] = {}
        for list_id, key in keys.items():
            answer = spec.answers.get(list_id)
            for record in answer.records if answer else ():
                if key in record.fields:
                    self._names[list_id, record.key] = record.fields[key].text

    def asks(self, one: SpecQuestion) -> str:
        """`"Interbank switch: Availability?" (dependencies.interbank-switch.availability)`."""
        record = self._names.get((one.question.list_id, one.record), one.record)
        words = f"{record}: {one.question.ask}" if record else one.question.ask
        return f'"{short(words, 150)}" ({short(one.path, 120)})'
