"""What is known while questions are asked, and what follows from it. Every change is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from specgen import questions
from specgen.cli.interview.order import EVERYTHING, Scope
from specgen.compose import compose
from specgen.compose.selection import select
from specgen.errors import OutputError
from specgen.frozen import replace
from specgen.model import Answer, Asked, Identity, Library, Question, Record, Spec, SpecQuestion
from specgen.unknowns import Counts, counts

Save = Callable[[Mapping[str, Answer], tuple[str, ...]], None]


class State:
    """Answers by question id; `later` holds paths left open on purpose, and `PATH[]` for a list or an answer still being typed.

    `visited` are the paths that were asked here: those one can go back to. `save` gets answers and later after every
    change; when it fails with OutputError, `warn` hears of it once and the questions go on.
    """

    def __init__(
        self, library: Library, answers: dict[str, Answer], identity: Identity, save: Save,
        warn: Callable[[str], None], later: Iterable[str] = (), scope: Scope = EVERYTHING,
    ) -> None:  # fmt: skip
        self.library, self.answers, self.later = library, answers, set(later)
        self.visited: set[str] = set()
        self.scope = scope
        self._identity, self._save, self._warn = identity, save, warn
        self._by_id = {question.id: question for question in library.questions()}
        self._spec: Spec | None = None
        self._counts = Counts(0, 0, 0)
        self._may_save = True

    # --- what follows ---

    @property
    def spec(self) -> Spec:
        """The spec of the answers so far; computed again only after a change (about 70 ms for a long one).

        A file cannot hold that there is no owner yet, so composing takes it for silence; here it was said, and is not
        asked again.
        """
        if self._spec is None:
            composed = compose(self.library, self.answers, self.identity)
            self._counts = counts(composed)
            self._spec = replace(composed, questions=tuple(map(self._heard, composed.questions)))
        return self._spec

    @property
    def counts(self) -> Counts:
        """Answered, unknown and open, as the verdict of the file will have them."""
        _ = self.spec
        return self._counts

    def _heard(self, one: SpecQuestion) -> SpecQuestion:
        said = None if one.record or one.answer else self.answers.get(one.question.id)
        if said is None:
            return one
        return replace(one, answer=said, state=Asked.UNKNOWN if said.is_unknown else Asked.ANSWERED)

    @property
    def identity(self) -> Identity:
        """The front matter as the answers that live there have it now."""
        tier = self.answers.get("spec.tier")
        known = tier is not None and isinstance(tier.value, str) and tier.value.isdecimal()
        return replace(
            self._identity,
            tier=int(str(tier.value)) if tier is not None and known else self._identity.tier,
            owners=_texts(self.answers.get("spec.owners"), self._identity.owners),
            reviewers=_texts(self.answers.get("spec.reviewers"), self._identity.reviewers),
        )

    def question(self, id: str) -> Question | None:
        return self._by_id.get(id)

    def fields(self, list_id: str) -> dict[str, Question]:
        """The fields of a list by name, in pack order, whether or not they apply."""
        return {one.field_name: one for one in self._by_id.values() if one.list_id == list_id}

    def records(self, list_id: str) -> tuple[Record, ...]:
        answer = self.answers.get(list_id)
        return answer.records if answer else ()

    def applying(self, list_id: str, key: str) -> list[str]:
        """Names of the fields that apply to one record now. Half a millisecond: no figure is computed."""
        return [
            one.question.field_name
            for one in select(self.library, self.answers).questions
            if one.record == key and one.question.list_id == list_id and one.question.prompt
        ]

    # --- changes ---

    def put(self, id: str, answer: Answer) -> None:
        self.answers[id] = answer
        self.later -= {id, f"{id}[]"}
        self._changed()

    def put_records(self, question: Question, records: tuple[Record, ...]) -> None:
        """The list as it is so far; an empty one is taken out, so that it does not stand for "none"."""
        if records:
            self.answers[question.id] = Answer(records, questions.find(question.type).show(records))
        else:
            self.answers.pop(question.id, None)
        self._changed()

    def put_field(self, question: Question, key: str, answer: Answer) -> None:
        """One field of one record of a list."""
        path = f"{question.list_id}.{key}.{question.field_name}"
        self.later -= {path, f"{path}[]"}
        self._replace_field(question, key, {question.field_name: answer})

    def put_half(self, question: Question, key: str, answer: Answer) -> None:
        """A number, of the record `key` where it is a field, that nobody could say the source of any more: the question is
        asked again when the draft is taken up."""
        if key:
            self.put_field(question, key, answer)
        else:
            self.put(question.id, answer)
        self.unfinished(f"{question.list_id}.{key}.{question.field_name}" if key else question.id, True)

    def is_half(self, path: str) -> bool:
        """Whether the question was left between an answer and where it is from."""
        return f"{path}[]" in self.later

    def leave(self, id: str) -> None:
        """Left for later: open, and not asked again by itself."""
        self.later.add(id)
        self.answers.pop(id, None)
        self._changed()

    def leave_field(self, question: Question, key: str) -> None:
        """The same for one field of one record."""
        self.later.add(f"{question.list_id}.{key}.{question.field_name}")
        self._replace_field(question, key, {})

    def _replace_field(self, question: Question, key: str, new: Mapping[str, Answer]) -> None:
        name = question.field_name

        def changed(record: Record) -> Record:
            if record.key != key:
                return record
            if name in record.fields and new:  # stays where it was
                return replace(record, fields={**record.fields, **new})
            return replace(record, fields={**{k: a for k, a in record.fields.items() if k != name}, **new})

        listed = self._by_id[question.list_id]
        self.put_records(listed, tuple(map(changed, self.records(listed.id))))

    def renamed(self, list_id: str, old: str, new: str) -> None:
        """Moves what was left for later of a record to its new key."""
        start = f"{list_id}.{old}."
        self.later = {f"{list_id}.{new}.{p.removeprefix(start)}" if p.startswith(start) else p for p in self.later}

    def unfinished(self, list_id: str, typing: bool) -> None:
        """Marks a list as being typed, so that a draft is taken up inside it."""
        mark = f"{list_id}[]"
        if typing is not (mark in self.later):
            self.later ^= {mark}
            self._changed()

    def _changed(self) -> None:
        self._spec = None
        if not self._may_save:
            return
        try:
            self._save(dict(self.answers), tuple(sorted(self.later)))
        except OutputError as error:
            self._may_save = False
            self._warn(f"No draft is kept: {error}")


def _texts(answer: Answer | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if answer is None or not isinstance(answer.value, tuple):
        return otherwise
    return tuple(one for one in answer.value if isinstance(one, str))
