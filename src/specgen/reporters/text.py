"""For people at a terminal: what is wrong with each file, folded, and how to mend it."""

from __future__ import annotations

from specgen.reporters import Reporter
from specgen.reporters._plain import paragraph, visible
from specgen.reporters._summary import sentences
from specgen.reporters._titles import title
from specgen.wrapping import KEPT, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from specgen.model import Checked, Failure, Finding, Report
    from specgen.reporters._fold import Fold

_WORDS = {"error": "error", "warning": "warn", "info": "info"}  # by gravity
_STYLES = {"error": "error", "warning": "warning", "info": "hint"}
_NARROWEST = 40  # below that, indents would leave no room for words


def lines(report: Report, *, every: bool = False, width: int = 96) -> Iterator[tuple[str, str]]:
    """Text and style of each line. Files in which nothing was found have none.

    Of each rule in a file the first finding is shown, with the names of the others; all of them with `every`. Styles
    are the terminal's: error, warning, hint, bold, dim, or "".
    """
    width = max(width, _NARROWEST)
    hidden = False
    if report.findings:
        from specgen.reporters._fold import Fold, by_file, folded

        checked = {one.file: one for one in report.files}
        for file, findings in by_file(report.findings).items():
            folds = [Fold(one) for one in findings] if every else folded(findings)
            hidden = hidden or len(folds) < len(findings)
            yield from _file(_heading(file, checked.get(file)), folds, width)
    failed: dict[str, list[Failure]] = {}
    for failure in report.failures:
        failed.setdefault(failure.file, []).append(failure)
    for file, failures in failed.items():
        yield from _failed(file, failures, width)
    for text, style in sentences(report, hidden):
        yield from ((line, style) for line in _wrapped(text, "", width))


def _heading(file: str, checked: Checked | None) -> str:
    status = paragraph(checked.status) if checked else ""
    tier = "" if checked is None or checked.tier is None else f"tier {checked.tier}"
    return "   ".join(filter(None, (visible(file) or "All files", ", ".join(filter(None, (status, tier))))))


def _file(heading: str, folds: list[Fold], width: int) -> Iterator[tuple[str, str]]:
    from specgen.reporters._fold import rest

    yield heading, "bold"
    yield "", ""
    room = max(6, *(len(_place(fold.shown)) for fold in folds))
    indent = " " * (room + 3)
    for fold in folds:
        one = fold.shown
        head = f" {_place(one):<{room}}  {_WORDS[one.gravity]:<5}  "
        yield f"{head}{title(one, width - len(head))}", _STYLES[one.gravity]
        yield from _said(one.message, one.fix, indent, width)
        for sentence in rest(fold, width - len(indent)):
            yield from ((line, "dim") for line in _wrapped(sentence, indent, width))
        yield "", ""


def _place(finding: Finding | Failure) -> str:
    if not finding.line:
        return "-"
    return f"{finding.line}:{finding.column}" if finding.column else str(finding.line)


def _failed(file: str, failures: list[Failure], width: int) -> Iterator[tuple[str, str]]:
    yield f"{visible(file) or 'The run'}   {'could not be checked' if file else 'failed'}", "error"
    yield "", ""
    for one in failures:
        said = [*_said(one.message, one.fix, " " * 9, width)]
        if one.line and said:  # where that of a finding stands
            said[0] = f" {_place(one):<6}  {said[0][0].lstrip()}", ""
        yield from said
        yield "", ""


def _said(message: str, fix: str, indent: str, width: int) -> Iterator[tuple[str, str]]:
    for text in (message, f"Mend: {_typed_whole(fix)}" if fix else ""):
        yield from ((line, "") for line in _wrapped(text, indent, width))


def _typed_whole(fix: str) -> str:
    """What is to be typed or pasted stands in quotes, and on one line where it is short enough for one. Commands do in any
    case."""
    parts = fix.split('"')
    for at in range(1, len(parts) - 1, 2):
        if len(parts[at]) <= _TYPED:
            parts[at] = parts[at].replace(" ", KEPT)
    return '"'.join(parts)


_TYPED = 64  # columns


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    """In lines of at most `width`, unless a word is longer. A blank that keeps words together has done so then."""
    text = paragraph(text)
    if text and len(indent) + len(text) <= width:
        return [f"{indent}{text}".replace(KEPT, " ")]
    return wrapped(text, width, indent)


def _render(report: Report) -> str:
    return "".join(f"{text}\n" for text, _ in lines(report))


REPORTER = Reporter("text", "for people: folded, with how to mend each finding", _render)
