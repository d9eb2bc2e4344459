"""Commands that messages print, so that they can be pasted: names of files and answers are quoted where a shell would read
them as something else. Double quotes first, which every shell knows, those of Windows too."""

from __future__ import annotations

from specgen.frozen import Frozen

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


class Commands(Frozen):
    """Commands that say again which packs, templates, configuration and baseline were typed: without that they would do
    something else, or fail. What the configuration names need not be said."""

    packs: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    config: str = ""
    no_config: bool = False
    baseline: str = ""

    def typed(self, command: str, file: str, more: str = "") -> str:
        return typed(command, file, self._with(command, more))

    def quoted(self, command: str, file: str, more: str = "") -> str:
        return quoted(command, file, self._with(command, more))

    def bare(self, command: str) -> str:
        """A command that names no file: `specgen new --resume`."""
        return f"specgen {self._with(command.split()[0], command)}"

    def _with(self, command: str, more: str) -> str:
        """`more`, and the options that this command knows."""
        templates = self.templates if command not in _WITHOUT_TEMPLATES else ()
        packs = self.packs if command not in _WITHOUT_PACKS else ()
        said = [more, *(f"--packs {word(one)}" for one in packs), *(f"--templates {word(one)}" for one in templates)]
        said += [f"--config {word(self.config)}"] if self.config else ["--no-config"] if self.no_config else []
        said += [f"--baseline {word(self.baseline)}"] if self.baseline and command in _WITH_BASELINE else []
        return " ".join(filter(None, said))


PLAIN = Commands()
_WITH_BASELINE = ("check",)
_WITHOUT_PACKS = ("render",)
_WITHOUT_TEMPLATES = ("render", "explain", "list")
