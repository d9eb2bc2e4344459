"""Owners and reviewers in one line: handles, the owner first."""

from __future__ import annotations

from specgen import questions
from specgen.cli.ask import HELP, LATER
from specgen.cli.interview.talk import MARK, Move, Talk
from specgen.model import Answer, Question

ASK = "Who owns it, and who must agree? Handles, the owner first."
_MOVES = {move.value: move for move in Move}


def ask(
    talk: Talk, owners: Question, reviewers: Question, now: tuple[Answer, Answer] | None = None
) -> tuple[Answer, Answer] | Move:
    """Who owns the spec and who reviews it; nobody has to agree when only the owner is named. Enter keeps `now`."""
    if now:
        talk.tell(f"now: {', '.join(questions.show(one, owners) for one in now)}", "hint")
    while True:
        text = talk.line(MARK, (LATER,))
        if text in _MOVES:
            return _MOVES[text]
        if text == HELP:
            talk.explain(owners)
            talk.explain(reviewers)
            continue
        if not text and now:
            return now
        handles = text.replace(",", " ").split()
        try:
            first = questions.read_text(handles[0] if handles else "", owners)
            if first.is_unknown:
                return first, first
            return first, questions.read_text(", ".join(handles[1:]) or "none", reviewers)
        except questions.AnswerError as error:
            talk.tell(error.message, "warning", "  ")
