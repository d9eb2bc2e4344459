"""A measurement grows old: after the review period it counts as assumed, because nobody has looked since. One dated after
the day it is judged at counts as assumed too: nobody can have looked yet.

Its age is judged at the day the spec was last reviewed (or created), never at today's date: a spec does not change overnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from specgen.frozen import replace
from specgen.model import Answer, Answers, Basis, Identity, Quantity, Record
from specgen.quantities import DAY

PERIOD = "process.review_period"
USUAL = Fraction(90 * DAY)  # the period a new spec is given where nobody says another


def aged(answers: Answers, identity: Identity) -> dict[str, Answer]:
    """The answers with every measurement older than the review period as an assumption."""
    seen = identity.reviewed or identity.created
    if not seen:
        return dict(answers)
    said = answers.get(PERIOD)
    period = said.value.amount if said and isinstance(said.value, Quantity) else USUAL
    # no calendar reaches back further than the year 1
    days = min(int(period / DAY), date.fromisoformat(seen).toordinal() - 1)
    oldest = (date.fromisoformat(seen) - timedelta(days=days)).isoformat()
    return {id: _judged(answer, oldest, seen) for id, answer in answers.items()}


def _judged(answer: Answer, oldest: str, newest: str) -> Answer:
    if isinstance(answer.value, tuple):
        before = answer.records
        after = tuple(_record(one, oldest, newest) for one in before)
        return answer if after == before else replace(answer, value=after)
    if answer.basis is Basis.MEASURED and answer.as_of and not oldest <= answer.as_of <= newest:
        return replace(answer, basis=Basis.ASSUMED, stale=True)
    return answer


def _record(record: Record, oldest: str, newest: str) -> Record:
    fields: Mapping[str, Answer] = {name: _judged(answer, oldest, newest) for name, answer in record.fields.items()}
    return record if fields == record.fields else replace(record, fields=fields)
