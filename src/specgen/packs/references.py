"""What entries say of each other by id: lists and their fields, sections, facts, traits, rules that silence rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from specgen.model import Condition, Mark, Question
from specgen.packs.faults import Faults, meant
from specgen.packs.layers import Merged
from specgen.packs.names import Names, check_condition, check_message, places
from specgen.packs.read import Draft, PackDraft
from specgen.packs.tables import ENTRIES
from specgen.yamltext import Sequence

NO_FIGURES = {"figures": "Figures are computed from the answers that this decides on; compare answers."}
NO_RECORDS = {**NO_FIGURES, "each": "No list is bound here."}


def check(merged: Merged, names: Names, faults: Faults) -> None:
    """Everything that needs to know all names. Conditions are resolved on the way."""
    for pack in merged.packs.values():
        _check_applies(pack, names, faults)
    for draft in merged.of("questions").values():
        check_condition(draft, "when", names, NO_FIGURES, faults)
    for draft in merged.of("facts").values():
        _check_each(draft, names, faults)
        check_condition(draft, "when", names, NO_FIGURES, faults)
    for group in ("items", "rules"):
        for draft in merged.of(group).values():
            _check_each(draft, names, faults)
            check_condition(draft, "when", names, {}, faults)
    for draft in merged.of("rules").values():
        for field in ("title", "message", "fix"):
            check_message(draft, field, names, faults)
    _check_mentions(merged, names, faults)
    _check_cycles("facts", {name: _facts_read(draft) for name, draft in merged.of("facts").items()}, merged, faults)
    silencing = {id: draft.values.get("silent_if", ()) for id, draft in merged.of("rules").items()}
    _check_cycles("rules", silencing, merged, faults)


def check_questions(merged: Merged, asked: Mapping[str, Question], faults: Faults) -> None:
    """What questions say of each other: one id inside another, fields without a list, two for one section."""
    drafts = merged.of("questions")
    _check_prefixes(drafts, faults)
    lists = {id for id, question in asked.items() if question.type == "records"}
    homes: dict[str, Draft] = {}
    for id, draft in drafts.items():
        list_id, _, _ = id.rpartition("[].")
        if list_id and list_id not in lists and (list_id not in drafts or list_id in asked) and "id" in draft.values:
            if merged.gone(list_id):
                merged.rests(draft, list_id)
            else:
                message = f"{id} is a field of {list_id}, but no question of type records has that id."
                faults.add(message, draft.mark, meant(list_id, lists))
        question = asked.get(id)
        if question is None:
            continue
        key = f"{id}[].{question.key}" if question.key and question.type == "records" and not list_id else ""
        if merged.gone(key):
            merged.rests(draft, key)
        elif key and key not in drafts:
            fix = f"Add a question `{key}`."
            faults.add(f"The key of {id} is {question.key}, which is none of its fields.", draft.at("key"), fix)
        if question.home and (first := homes.setdefault(question.home, draft)) is not draft:
            message = f"{question.home} is the home of {first.id} ({_where(first.mark)}) and of {id}."
            faults.add(message, draft.at("home"), "Give one of them another home.")


def _check_prefixes(drafts: Mapping[str, Draft], faults: Faults) -> None:
    said: set[str] = set()  # once for each short id, however many begin with it
    for id, draft in drafts.items():
        parts = id.split(".") if "[]." not in id else []
        for length in range(1, len(parts)):
            shorter = drafts.get(".".join(parts[:length]))
            if shorter is not None and shorter.id not in said:
                said.add(shorter.id)
                message = f"{id} begins with the id {shorter.id} ({_where(shorter.mark)})."
                faults.add(message, draft.mark, "No id may be the beginning of another: rename one of them.")


def _check_applies(pack: PackDraft, names: Names, faults: Faults) -> None:
    if "applies" not in pack.values:
        return
    stand_in = Draft("packs", pack.name, pack.mark, pack.values, pack.nodes, True, {"applies": pack.layer})
    check_condition(stand_in, "applies", names, NO_RECORDS, faults)
    applies: Condition = pack.values["applies"]
    for name, offset in places(applies.tree):
        if why := _not_a_trait(name, names):
            fix = "Mark the question `trait: true`, or choose another condition."
            place = faults.place(applies.mark, applies.source, offset)
            faults.add(f"`applies` of pack {pack.name} may read traits only, and {why}.", place, fix)
    for draft in pack.of("questions"):
        if draft.values.get("trait"):
            message = f"{draft.id} is a trait, but pack {pack.name} does not always apply."
            faults.add(message, draft.at("trait"), "Move it to a pack without `applies`.")


def _not_a_trait(name: str, names: Names) -> str:
    """Why a name does not rest on traits alone; "" when it does, and when that cannot be judged."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        root, _, rest = one.partition(".")
        question = names.asked.get(rest) if root in ("answers", "answered") else None
        if question is not None and not question.trait:
            return f"{rest} is not one" if one == name else f"{name} rests on {rest}, which is not one"
        fact = names.merged.of("facts").get(rest) if root == "facts" else None
        if fact is not None and one not in seen:
            seen.add(one)
            each, when = fact.values.get("each"), fact.values.get("when")
            waiting += [f"answers.{each}"] if each else []
            waiting += when.names if when else ()
    return ""


def _check_each(draft: Draft, names: Names, faults: Faults) -> None:
    each = draft.values.get("each")
    lists = names.lists
    if each and names.merged.gone(each):
        names.merged.rests(draft, each)
    elif each and each not in lists and f"answers.{each}" not in names.tainted:
        fix = meant(each, lists, f"The lists are {', '.join(lists)}." if lists else "")
        faults.add(f"`each` of {draft.what} names {each}, which is no list.", draft.at("each"), fix)


def _check_mentions(merged: Merged, names: Names, faults: Faults) -> None:
    """`see` of an item names whatever can be explained, `silent_if` of a rule other rules.

    What was removed is no longer named by what other layers wrote: they could not know.
    """
    rules, items = merged.of("rules"), merged.of("items")
    explained = {*rules, *items, *merged.of("questions"), *names.figures}
    for draft in (*items.values(), *rules.values()):
        field = "see" if draft.group == "items" else "silent_if"
        known = explained if draft.group == "items" else set(rules)
        named: tuple[str, ...] = draft.values.get(field, ())
        for position, id in enumerate(named):
            if id in known:
                continue
            gone = next((merged.removed[group, id] for group in ENTRIES if (group, id) in merged.removed), None)
            if gone and gone.layer != draft.layers.get(field):
                continue
            node = draft.nodes[field]
            mark = node.items[position].mark if isinstance(node, Sequence) else node.mark
            why = f"which was removed in {_where(gone.mark)}" if gone else "which does not exist"
            faults.add(f"`{field}` of {draft.what} names {id}, {why}.", mark, "" if gone else meant(id, known))
        if named:
            draft.values[field] = tuple(id for id in named if id in known)


def _where(mark: Mark) -> str:
    return f"{mark.file}:{mark.line}"


def _facts_read(draft: Draft) -> list[str]:
    when = draft.values.get("when")
    return [name.removeprefix("facts.") for name in when.names if name.startswith("facts.")] if when else []


def _check_cycles(group: str, edges: Mapping[str, Iterable[str]], merged: Merged, faults: Faults) -> None:
    """Reports each circle at the member that closes it; depth first, without recursion, every entry once."""
    words = "Facts rest on each other" if group == "facts" else "Rules silence each other"
    field = "when" if group == "facts" else "silent_if"
    done: set[str] = set()
    for start in edges:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(edges[start])}
        while path:
            name = next(reversed(path))
            following = next((one for one in path[name] if one in edges and one not in done), None)
            if following is None:
                done.add(name)
                del path[name]
            elif following in path:
                members = list(path)
                circle = [*members[members.index(following) :], following]
                fix = "Let one of them do without the next."
                faults.add(f"{words} in a circle: {' → '.join(circle)}.", merged.of(group)[name].at(field), fix)
            else:
                path[following] = iter(edges[following])
