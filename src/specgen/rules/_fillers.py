"""Texts that fill a place and say nothing: `...`, `[describe the design]`, `{{ fill in }}`, a link to nowhere, `none`.

All of them are looked for as the whole of a paragraph, a list item or a line of code. TBD and its like in prose are no matter of
this: the rule `placeholder` names them wherever they stand.
"""

from __future__ import annotations

import re

from specgen.sections import is_placeholder

_LONGEST = 40  # characters of a line that may be one of `bare` or, in code, one of `coded`
_LINK = re.compile(r"!?\[[^\[\]]*\]\([ \t]*+(?:<>)?[ \t]*\)")
_DOTS = re.compile(r"[\s.…]*")
_SIGNS = re.compile(r"[\s.…–—*_-]*")
_FORM = re.compile(
    r"[\s*_]*+(?:"
    r"\[(?:describe|explain|insert|enter|fill|write|provide|specify|summari[sz]e|outline|replace|please|your|list (?:all|the))"
    r"\s[^\[\]]*\]"
    # of two words and more: one alone is a value that a template fills in
    r"|\{\{[ \t]*(?:placeholder|[a-z]+(?:[ \t]+[a-z]+)+)[ \t]*\}\}"
    r")[\s*_.]*",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"[\s*_`]*+(?:WIP|work in progress|coming soon|fixme|to[- ]?do|placeholder|&nbsp;)[\s*_`.!]*", re.IGNORECASE)
_NONE = re.compile(r"[\s*_`]*+(?:n/?a|none|nothing|not applicable|does not apply)[\s*_`.!]*", re.IGNORECASE)


def said(text: str) -> str:
    """The text without links and images that lead nowhere; "" where it only fills its place."""
    if "](" in text:
        text = _LINK.sub("", text).strip()
    return "" if _SIGNS.fullmatch(text) or _FORM.fullmatch(text) else text


def is_bare(text: str) -> bool:
    """Whether it only denies, or puts off: an answer to a question of a form, none to one that wants a reason."""
    return len(text) <= _LONGEST and bool(_NONE.fullmatch(text) or _UNDONE.fullmatch(text))


def is_coded(line: str) -> bool:
    """Whether a line of code holds a placeholder and nothing else."""
    line = line.strip()
    if len(line) > _LONGEST:
        return False
    return bool(_DOTS.fullmatch(line) or _FORM.fullmatch(line) or _UNDONE.fullmatch(line)) or is_placeholder(line)


def is_dots(text: str) -> bool:
    return text[:1] in ".…" and bool(_DOTS.fullmatch(text))
