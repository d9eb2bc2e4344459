"""Commands that messages print, so that they can be pasted: names of files and answers are quoted where a shell would read
them as something else. Double quotes first, which every shell knows, those of Windows too."""

from __future__ import annotations

_SAFE = "_./:@+=,%-"  # %NAME% of Windows is read between double quotes too
_LIVE = '"$`!'  # what a shell obeys or ends at between double quotes


def word(text: str) -> str:
    """A file's name, or what an option is given, as one word of a shell, and never as an option."""
    name = f"./{text}" if text.startswith("-") else text
    if name and all(sign in _SAFE or sign.isalnum() for sign in name):
        return name
    share = name.startswith("\\\\")  # a network share of Windows; elsewhere two backslashes would become one
    inside = name[2:] if share else name
    if any(sign in _LIVE for sign in name) or "\\\\" in inside or name.endswith("\\"):
        return "'{}'".format(name.replace("'", "'\"'\"'"))
    return f'"{name}"'


def typed(command: str, file: str, more: str = "") -> str:
    """`specgen update "my spec.md"`; `more` stands behind the file as it is."""
    return f"specgen {command} {word(file)}{f' {more}' if more else ''}"


def quoted(command: str, file: str, more: str = "") -> str:
    """The same as a part of a sentence: in quotes, unless it has some."""
    said = typed(command, file, more)
    return said if '"' in said or "'" in said else f'"{said}"'
