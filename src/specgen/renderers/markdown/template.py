"""The Jinja2 sandbox: a template sees strings, lists and mappings of strings, and can do nothing but place them.

Safe by what it lacks: no functions, no objects with methods worth calling, no way to another file than the given ones,
no arithmetic that multiplies text, and a cap on what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from specgen.errors import InputError, Problem, nearest
from specgen.renderers.markdown.context import Context

_UNKNOWN = re.compile(r"'dict object' has no attribute '(\w+)'|'(\w+)' is undefined")
MAX_OUTPUT = 5_000_000  # characters; no spec a person reads comes near it

_FILTERS = (
    "capitalize", "default", "d", "escape", "e", "first", "indent", "join", "last", "length", "lower", "replace", "reverse",
    "sort", "title", "trim", "unique", "upper",
)  # fmt: skip
_TESTS = (
    "defined", "undefined", "none", "string", "mapping", "sequence", "equalto", "eq", "ne", "lt", "gt", "le", "ge", "in",
    "odd", "even", "true", "false",
)  # fmt: skip


# What running a template can raise: our own refusals, and what Python says of a nonsensical operation or too deep a nesting.
_FAULTS = (
    TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError, MemoryError,
    SyntaxError,
)  # fmt: skip


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%", "//"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"the operator {operator} is not available in templates")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`spec.title`: mappings by key, and nothing else. No attribute of any object is ever looked up, so there are no
        methods, and a section named `items` is found."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, (str, list, tuple)) and isinstance(argument, (int, slice)):
            return obj[argument]
        if isinstance(obj, dict) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        return self.undefined(obj=obj, name=argument)


def fill(templates: Mapping[str, str], name: str, values: Context) -> str:
    """The template `name` filled with `values`. Raises InputError naming template, line and what to do."""
    environment = _environment(tuple(templates.items()))
    try:
        pieces: list[str] = []
        size = 0
        for piece in environment.get_template(name).generate(**values):
            size += len(piece)
            if size > MAX_OUTPUT:
                raise InputError(Problem(f"the template makes more than {MAX_OUTPUT:,} characters", name))
            pieces.append(piece)
    except TemplateNotFound as error:
        known = ", ".join(sorted(templates)) or "none"
        raise InputError(Problem(f"there is no template {error.name}", name, fix=f"There are: {known}.")) from error
    except TemplateSyntaxError as error:
        raise InputError(
            Problem(f"not a Jinja2 template: {error.message}", error.name or name, error.lineno)
        ) from error
    except _FAULTS as error:
        said, fix = _in_words(error, values)
        raise InputError(Problem(said, name, _line(error, name), fix=fix)) from error
    return _tidy("".join(pieces))


@lru_cache(maxsize=2)
def _environment(templates: tuple[tuple[str, str], ...]) -> _Sandbox:
    """Of these templates, kept: to compile one takes longer than to compute and fill a spec, and `check` fills many."""
    for file, text in templates:
        _refuse_markers(file, text)
    environment = _Sandbox(
        loader=DictLoader(dict(templates)), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=False, optimized=False, auto_reload=False,
    )  # fmt: skip
    environment.globals.clear()
    environment.filters = {key: made for key, made in environment.filters.items() if key in _FILTERS}
    environment.tests = {key: made for key, made in environment.tests.items() if key in _TESTS}
    return environment


def _refuse_markers(file: str, text: str) -> None:
    """Markers are written by specgen where a section or block is placed; typed by hand they would break the grammar."""
    for number, line in enumerate(text.splitlines(), 1):
        if "specgen:" in line:
            fix = "Place {{ sections.NAME }} or {{ blocks.NAME }} instead."
            raise InputError(Problem("a specgen: marker is written out in the template", file, number, fix=fix))


def _in_words(error: BaseException, values: Context) -> tuple[str, str]:
    """Jinja2's message, and for a name that does not exist the nearest one that does."""
    said = str(error) or type(error).__name__
    unknown = _UNKNOWN.fullmatch(said)
    if unknown is None:
        return f"the template cannot be filled: {said}", ""
    close = nearest(unknown[1] or unknown[2], set(_names(values)))
    return f"there is nothing called {unknown[1] or unknown[2]} to place", f"Did you mean {close}?" if close else ""


def _names(values: Context) -> Iterator[str]:
    for name, value in values.items():
        yield name
        if isinstance(value, dict):
            yield from _names(value)


def _line(error: BaseException, name: str) -> int:
    """The template's line on which a run-time error arose, from the traceback that Jinja2 rewrites; 0 when unknown."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in (name, "<template>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _tidy(text: str) -> str:
    """No more than one blank line in a row outside code fences, none at the start, one line end at the end.

    Lines end at LF only: a person's text may hold other separators, and made into a line end they would let it begin a
    line, and with it a heading.
    """
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if fence:
            bare = line.strip(" ")
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
        elif opening := _FENCE.match(line):
            fence = opening[1]
        elif not line.strip(_BLANKS) and (not kept or not kept[-1].strip(_BLANKS)):
            continue
        kept.append(line if fence else line.rstrip(_BLANKS))
    return "\n".join(kept).strip("\n") + "\n"


_BLANKS = " \t\r"
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
