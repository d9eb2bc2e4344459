"""Questions built from their drafts, and whether what one says of itself fits together: type, choices, values, home."""

from __future__ import annotations

from specgen import questions
from specgen.model import Mark, Quantity, Question
from specgen.packs.faults import Faults
from specgen.packs.read import Draft
from specgen.questions import AnswerError, QuestionType

IDENTITY = {"title": "text", "tier": "choice", "owners": "texts", "reviewers": "texts"}
BOUNDS = ("above", "below", "minimum", "maximum")
# What stands beside the fields of a record in an answers file and means something of its own.
RESERVED_FIELDS = ("basis", "source", "as_of", "unknown")


def build(draft: Draft, pack: str) -> Question:
    """The question of a draft whose fields could all be read."""
    return Question(pack=pack, layers=draft.layers, mark=draft.mark, **draft.values)


def check(draft: Draft, question: Question, faults: Faults) -> None:
    """Reports what does not fit within one question."""
    type_ = questions.find(question.type)
    _check_choices(draft, question, faults)
    _check_list(draft, question, faults)
    _check_home(draft, question, faults)
    _check_numbers(draft, type_, faults)
    if question.trait and question.list_id:
        faults.add(f"{question.id} is a field of a list and cannot be a trait.", draft.at("trait"), "Delete `trait`.")
    if not faults_of_choices(question):
        _check_values(draft, question, type_, faults)


def faults_of_choices(question: Question) -> bool:
    """Whether choices are missing where the type needs them: then no value of it can be judged."""
    return question.type in ("choice", "choices") and not question.choices


def _check_choices(draft: Draft, question: Question, faults: Faults) -> None:
    takes = question.type in ("choice", "choices")
    if takes and not question.choices:
        fix = "Add `choices: {value: words shown, …}`."
        faults.add(f"{question.id} is a {question.type} without `choices`.", draft.mark, fix)
    elif question.choices and not takes:
        message = f"{question.id} is a {question.type}: it has no `choices`."
        faults.add(message, draft.at("choices"), "Delete them, or make its type choice or choices.")
    elif question.type == "choices" and "none" in question.choices:
        message = f'"none" cannot be one of several choices of {question.id}: typed alone it means none of them.'
        faults.add(message, draft.at("choices"), "Delete it.")


def _check_list(draft: Draft, question: Question, faults: Faults) -> None:
    is_list = question.type == "records"
    if is_list and question.list_id:
        faults.add(f"{question.id}: a field of a list cannot be a list itself.", draft.at("type"))
    elif is_list and not question.key:
        fix = "Add `key:` with the name of the field that tells one record from another."
        faults.add(f"{question.id} is a list without `key`.", draft.mark, fix)
    elif question.key and not is_list:
        faults.add(f"{question.id} is no list: only records have a `key`.", draft.at("key"), "Delete `key`.")
    if question.field_name in RESERVED_FIELDS:
        message = f'"{question.field_name}" beside the fields of a record has a meaning of its own.'
        faults.add(message, draft.mark, "Choose another name for the field.")


def _check_home(draft: Draft, question: Question, faults: Faults) -> None:
    where, _, name = question.home.partition(".")
    if question.guidance and where != "section":
        fix = "Give it `home: section.NAME`, or move the words to `help`."
        faults.add(f"{question.id} has `guidance` but no section.", draft.at("guidance"), fix)
    if where == "section" and question.type != "prose":
        message = f"{question.id} is a {question.type}, but only prose has a section as its home."
        faults.add(message, draft.at("home"), "Make its type prose, or delete `home`.")
    elif where == "front_matter" and question.type != IDENTITY[name]:
        message = f"{question.id} is the {name} of a spec, so its type must be {IDENTITY[name]}, not {question.type}."
        faults.add(message, draft.at("home"))
    if question.home and question.list_id:
        faults.add(f"{question.id} is a field of a list and has no home.", draft.at("home"), "Delete `home`.")


def _check_numbers(draft: Draft, type_: QuestionType, faults: Faults) -> None:
    if type_.kind == "number":
        return
    for name in ("assume", "kind", "plausible", *BOUNDS):
        if name in draft.nodes:
            message = f"{draft.id} is a {type_.name}: only numbers have `{name}`."
            faults.add(message, draft.at(name), f"Delete `{name}`.")


def _check_values(draft: Draft, question: Question, type_: QuestionType, faults: Faults) -> None:
    """Bounds first, then default, assume and example within them."""
    if type_.kind == "number":
        bare = Question(question.id, question.ask, question.type)
        parsed = [_parses(draft, name, bare, faults) for name in BOUNDS if name in draft.values]
        if not all(parsed):
            return
        _check_range(draft, type_, bare, faults)
        if "plausible" in draft.values:
            _check_plausible(draft, question, type_, faults)
    if "default" in draft.values and question.type in ("records", "prose"):
        message = f"{question.id}: {question.type} cannot be preselected."
        faults.add(message, draft.at("default"), "Delete `default`.")
    elif "default" in draft.values:
        _parses(draft, "default", question, faults)
    if "assume" in draft.values and type_.kind == "number":
        _parses(draft, "assume", question, faults)
    if "example" in draft.values and question.type not in ("records", "prose", "text"):
        _parses(draft, "example", question, faults)


def _check_range(draft: Draft, type_: QuestionType, bare: Question, faults: Faults) -> None:
    """That some number lies between the bounds; they parse."""
    bounds = {name: type_.parse(draft.values[name], bare) for name in BOUNDS if name in draft.values}
    for low in ("above", "minimum"):
        for high in ("below", "maximum"):
            least, most = bounds.get(low), bounds.get(high)
            if not isinstance(least, Quantity) or not isinstance(most, Quantity):
                continue
            closed = low == "minimum" and high == "maximum"
            if least.amount > most.amount or (least.amount == most.amount and not closed):
                given = f"{low} {draft.values[low]} and {high} {draft.values[high]}"
                faults.add(f"No answer to {draft.id} can be {given}.", draft.at(high), "Change one of them.")


def _check_plausible(draft: Draft, question: Question, type_: QuestionType, faults: Faults) -> None:
    """That both ends are possible answers, the lower one first, and that specgen's own guess lies between them."""
    if question.kind == "decided":
        message = f"`plausible` of question {question.id}: a decided number is no guess."
        faults.add(message, draft.at("plausible"), "Delete `plausible`.")
        return
    ends = [text for text in question.plausible if _reads("plausible", text, draft, question, faults)]
    if len(ends) < 2:
        return
    low, high = (type_.parse(text, question) for text in ends)
    if isinstance(low, Quantity) and isinstance(high, Quantity) and low.amount >= high.amount:
        message = f"`plausible` of question {question.id}: {ends[0]} is not below {ends[1]}."
        faults.add(message, draft.at("plausible"), "Write the lower end first.")
    elif question.assume and _reads("assume", question.assume, draft, question, faults):
        own = type_.parse(question.assume, question)
        known = [one.amount for one in (low, own, high) if isinstance(one, Quantity)]
        if known != sorted(known):
            message = f"`plausible` of question {question.id}: what it assumes, {question.assume}, lies outside."
            faults.add(message, draft.at("plausible"), "Widen the range.")


def _parses(draft: Draft, name: str, question: Question, faults: Faults) -> bool:
    return _reads(name, draft.values[name], draft, question, faults)


def _reads(name: str, text: str, draft: Draft, question: Question, faults: Faults) -> bool:
    """Whether `text`, given as `name`, is an answer to the question; reports it when it is not."""
    mark: Mark = draft.at(name)
    if text == "unknown":
        faults.add(f"`{name}` of question {question.id} cannot be unknown.", mark, f"Delete `{name}`.")
        return False
    try:
        if name == "example":
            questions.read_text(text, question)  # as a person would type it, basis and source included
        else:
            questions.find(question.type).parse(text, question)
    except AnswerError as error:
        fix = f"Did you mean {error.suggestion}?" if error.suggestion else ""
        faults.add(f"`{name}` of question {question.id}: {error.message}", mark, fix)
        return False
    return True
