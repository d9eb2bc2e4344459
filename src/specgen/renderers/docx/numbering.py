"""Numbering definitions: headings, bullets, and one counter for each ordered list."""

from __future__ import annotations

from collections.abc import Callable

LEVELS = 9  # Word has no more
STEP = 360  # indent of a list level, in twentieths of a point
HEADINGS, BULLETS, NUMBERS = 1, 2, 3  # abstract numbers, and the numbers, of the document made here
_BULLETS = ("•", "–", "▪")


def headings(style_id: Callable[[str], str], abstract: int = HEADINGS, numbered: int = 3) -> str:
    """A multilevel list bound to the heading styles: 1, 1.1, 1.1.1; deeper headings carry no number."""
    levels = []
    for level in range(LEVELS):
        if level < numbered:
            text = ".".join(f"%{n + 1}" for n in range(level + 1))
            hanging = 567 if level < 2 else 737
            levels.append(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
                f'<w:pStyle w:val="{style_id(f"heading {level + 1}")}"/><w:lvlText w:val="{text}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{hanging}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
            )
        else:
            levels.append(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="none"/><w:suff w:val="nothing"/>'
                '<w:lvlText w:val=""/><w:lvlJc w:val="left"/>'
                '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
            )
    return _abstract(abstract, "multilevel", levels)


def bullets(abstract: int = BULLETS) -> str:
    return _abstract(abstract, "hybridMultilevel", [_level(n, "bullet", _BULLETS[n % 3]) for n in range(LEVELS)])


def numbers(abstract: int = NUMBERS) -> str:
    formats = ("decimal", "lowerLetter", "lowerRoman")
    return _abstract(abstract, "hybridMultilevel", [_level(n, formats[n % 3], f"%{n + 1}.") for n in range(LEVELS)])


def instance(number: int, abstract: int, level: int = 0, start: int | None = None) -> str:
    """A `w:num`; with `start` it counts from there at `level`, apart from other lists of the same look."""
    override = ""
    if start is not None:
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'


def reference(number: int, level: int = 0) -> str:
    """The `w:numPr` that puts a paragraph (or style) into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _abstract(number: int, kind: str, levels: list[str]) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x5EC60000 + number:08X}"/>'
        f'<w:multiLevelType w:val="{kind}"/><w:tmpl w:val="{0x5EC70000 + number:08X}"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def _level(level: int, form: str, text: str) -> str:
    left = STEP * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{STEP - 60}"/></w:pPr></w:lvl>'
    )


class Lists:
    """The list definitions a document gets: abstract numbers to add, and the instances its lists need.

    A reference document that numbers its styles `List Bullet` and `List Number` lends its own look to the lists.
    """

    def __init__(
        self, abstracts: set[int], instances: set[int], bullet_instance: int = 0, number_abstract: int | None = None
    ) -> None:
        """`abstracts` and `instances` are the ids that the reference document has already."""
        self._free = max(abstracts, default=0) + 1
        self._next = max(instances, default=0) + 1
        self._bullets = bullet_instance
        self._numbers = number_abstract
        self.abstracts: list[str] = []
        self.instances: list[str] = []

    def bullet(self) -> int:
        """The number that all bullet lists share."""
        if not self._bullets:
            self._bullets = self._new(self._abstract(bullets))
        return self._bullets

    def ordered(self, level: int, start: int) -> int:
        """A number of its own for one ordered list."""
        if self._numbers is None:
            self._numbers = self._abstract(numbers)
        return self._new(self._numbers, level, start)

    def _abstract(self, definition: Callable[[int], str]) -> int:
        self._free += 1
        self.abstracts.append(definition(self._free - 1))
        return self._free - 1

    def _new(self, abstract: int, level: int = 0, start: int | None = None) -> int:
        self._next += 1
        self.instances.append(instance(self._next - 1, abstract, level, start))
        return self._next - 1
