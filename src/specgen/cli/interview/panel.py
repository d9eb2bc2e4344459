"""The live panel: figures and contradictions, printed only when one of them is new or has changed."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.cli.interview.headlines import headlines
from specgen.cli.terminal import Terminal
from specgen.model import Contradiction, Level, Spec
from specgen.quantities import plural

_LABEL = 24  # columns of a figure's label; longer ones push their text to the right


class Panel:
    """Remembers what was shown, so that nothing is shown twice."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._figures: dict[str, str] = {}
        self._fired: dict[tuple[str, str], str] = {}

    def learn(self, spec: Spec) -> None:
        """Takes what holds already as shown: answers from files are no news."""
        self._figures = headlines(spec)
        self._fired = {_key(one): one.message for one in spec.contradictions}

    def show(self, spec: Spec) -> None:
        """Prints what changed since the last time; nothing when nothing did."""
        figures = headlines(spec)
        fired = {_key(one): one for one in spec.contradictions}
        news = {label: text for label, text in figures.items() if self._figures.get(label) != text}
        changed = [one for key, one in fired.items() if self._fired.get(key) != one.message]
        said_better = {id for one in spec.contradictions for id in _silenced_by(one, spec)}
        solved = [key for key in self._fired if key not in fired and key[0] not in said_better]
        added = sum(key not in self._fired for key in fired)
        self._figures, self._fired = figures, {key: one.message for key, one in fired.items()}
        if not (news or changed or solved):
            return
        self._begin("╭", "Figures" if news else count(spec, added))
        self._rows(news)
        if news and (changed or solved):
            self._begin("├", count(spec, added))
        for one in changed:
            self._contradiction(one)
        for id, _ in solved:
            self._row("solved", id)
        self._terminal.say("╰", "hint")

    def _begin(self, corner: str, title: str) -> None:
        self._terminal.say(self._terminal.styled(f"{corner} ", "hint") + self._terminal.styled(title, "bold"))

    def _rows(self, rows: Mapping[str, str]) -> None:
        width = max([_LABEL, *map(len, rows)]) if rows else _LABEL
        for label, text in rows.items():
            self._row(label, text, width)

    def _row(self, label: str, text: str, width: int = _LABEL, style: str = "") -> None:
        edge = self._terminal.styled("│ ", "hint")
        first, *rest = self._terminal.wrap(text, " " * (width + 3)) or [""]
        self._terminal.say(edge + self._terminal.styled(label.ljust(width), style) + " " + first.lstrip())
        for line in rest:
            self._terminal.say(edge + line.removeprefix("  "))

    def _contradiction(self, one: Contradiction) -> None:
        level = "error" if one.severity is Level.ERROR else "warning"
        width = max(_LABEL, len(one.rule.id))
        self._row(one.rule.id, one.message, width, level)
        self._row("", f"Mend: {one.fix}", width)


def _silenced_by(one: Contradiction, spec: Spec) -> list[str]:
    """The rules that are silent because this one fires: they are not solved."""
    return [rule.id for rule in spec.library.rules() if one.rule.id in rule.silent_if]


def _key(one: Contradiction) -> tuple[str, str]:
    return one.rule.id, one.record


def count(spec: Spec, added: int = 0) -> str:
    """`Contradictions: 2 errors, 1 warning, 1 new`."""
    errors = sum(one.severity is Level.ERROR for one in spec.contradictions)
    warnings = len(spec.contradictions) - errors
    said = [plural(number, what) for number, what in ((errors, "error"), (warnings, "warning")) if number]
    if added and len(spec.contradictions) > added:
        said.append(f"{added} new")
    return f"Contradictions: {', '.join(said) or 'none'}"
