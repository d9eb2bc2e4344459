"""Spec in, Markdown out. Blocks and item lines are made here; a template decides order and headings only.

context    what a template may place: ready strings, nothing else
template   the Jinja2 sandbox
blocks/    one generated block a module
escape     one escaper for each place a person's text lands in
prose      a person's own Markdown, made harmless
"""

from __future__ import annotations

from collections.abc import Mapping

from specgen.model import Spec
from specgen.renderers.markdown.context import Context, context
from specgen.renderers.markdown.template import fill

__all__ = ["Context", "context", "fill", "render"]


def render(spec: Spec, templates: Mapping[str, str], name: str = "spec.md.j2") -> str:
    """The spec as Markdown text with LF line ends and one at the end.

    `templates` maps file names to their text. Raises InputError, with template and line, on a fault in a template.
    """
    return fill(templates, name, context(spec))
