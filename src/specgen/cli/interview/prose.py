"""Prose answers: one line typed or pasted, the person's editor, or lines until an empty one."""

from __future__ import annotations

from specgen import questions
from specgen.cli.ask import HELP, LATER, UNKNOWN
from specgen.cli.interview.talk import MARK, Move, Reply, Talk, noted
from specgen.model import Answer, Question

EDIT = "edit"
_MOVES = {move.value: move for move in Move}


def ask(talk: Talk, question: Question, now: Answer | None = None) -> Reply:
    """An answer of any number of lines; `now` is kept when Enter is pressed, or nothing new is typed."""
    room = "Type one line, or press Enter for more room."
    talk.tell(f"Enter keeps it; type a new line, or {EDIT} to change it." if now else room, "hint")
    while True:
        text = talk.line(MARK, (UNKNOWN, LATER), multiline=True)
        if text in _MOVES:
            return _MOVES[text]
        if text == HELP:
            talk.explain(question)
            continue
        if not text and now is not None:
            return now
        if not text or text == EDIT:
            text = _longer(talk, questions.show(now, question) if now and not now.is_unknown else "")
        if not text and now is not None:
            return now
        try:
            answer = questions.read_text(text, question)
        except questions.AnswerError as error:
            talk.tell(error.message, "warning", "  ")
            continue
        if answer.is_unknown:
            talk.tell(noted(answer), indent="  ")
        return answer


def _longer(talk: Talk, before: str) -> str:
    edited = talk.prompter.edit(before)
    if edited is not None and edited.strip():
        text = edited.strip("\n").rstrip()
        lines = text.count("\n") + 1
        talk.tell(f"{lines} line{'' if lines == 1 else 's'} from your editor.", indent="  ")
        return text
    talk.tell("End with an empty line.", "hint", "  ")
    lines_typed: list[str] = []
    while line := talk.line("  " + MARK, multiline=True):
        lines_typed.append(line)
    return "\n".join(lines_typed)
