"""Writes docs/reference/*.md from the code and the packs, and the pictures of the README.

    python tools/make_docs.py            write the pages
    python tools/make_docs.py --check    say which are stale, exit 1 if any is
    python tools/make_docs.py --images   write docs/images/*.png too (needs soffice and pdftoppm)

`tests/test_docs.py` fails while a page differs from what this would write.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from specgen import cli, frontmatter, questions, registry, rules
from specgen.cli import library
from specgen.cli import pages as told
from specgen.model import SECTION, Library, Pack, Question
from specgen.renderers.markdown import template
from specgen.renderers.markdown.blocks import blocks
from specgen.renderers.markdown.context import GENERATED

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
IMAGES = ROOT / "docs" / "images"
SOURCE = ROOT / "src" / "specgen"
DAY = "2026-11-20"  # of the example on the pictures
Pages = Mapping[tuple[str, str], told.Page]  # of everything that has an id, by kind and id
MADE = "<!-- Made by tools/make_docs.py. Change the code or the packs, not this page. -->"


def pages() -> dict[Path, str]:
    """Every generated page and its text."""
    packs = library.load([])
    by_id = {(page.kind, page.id): page for page in told.pages(packs)}
    made = {
        "commands": commands(), "types": types(), "packs": packs_page(packs, by_id), "figures": figures(by_id),
        "contradictions": contradictions(packs, by_id), "templates": templates(packs), "modules": modules(),
        "rules": rules_page(),
    }  # fmt: skip
    made |= {f"packs/{pack.name}": pack_page(pack, by_id) for pack in packs.packs}
    return {REFERENCE / f"{name}.md": f"{MADE}\n\n{text.rstrip()}\n" for name, text in made.items()}


# --- commands --------------------------------------------------------------------------------------------------------


def commands() -> str:
    """From the parsers themselves, in a form that does not change with Python's argparse."""
    parts = [
        "# Commands",
        "Exit codes: [exit-codes.md](../exit-codes.md). Data goes to stdout, everything else to stderr.",
    ]
    for name, parser in _parsers().items():
        parts += [f"## specgen {name}", *_description(parser.description or ""), _usage(name, parser), _options(parser)]
    return "\n\n".join(parts)


def _parsers() -> dict[str, argparse.ArgumentParser]:
    return {
        " ".join([name, *more]): parser
        for name, command in _choices(cli.everything()).items()
        for more, parser in [((), command), *(((below,), one) for below, one in _choices(command).items())]
    }


def _choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """What may follow: argparse has no public way to ask a parser what it takes."""
    found = next((one for one in parser._actions if isinstance(one, argparse._SubParsersAction)), None)
    return dict(found.choices) if found else {}


def _description(text: str) -> Iterator[str]:
    head, _, examples = text.partition("examples:\n")
    yield head.strip()
    if examples:
        yield "```console\n" + "\n".join(_example(line) for line in examples.splitlines() if line.strip()) + "\n```"


def _example(line: str) -> str:
    command, _, remark = line.strip().partition("  ")  # two blanks set a remark apart
    return f"$ {command}" + (f"   # {remark.strip()}" if remark.strip() else "")


def _usage(name: str, parser: argparse.ArgumentParser) -> str:
    words = [f"specgen {name}"]
    for action in parser._actions:
        shown = _value(action)
        if not action.option_strings:
            words.append({"?": f"[{shown}]", "+": f"{shown}…", "*": f"[{shown}…]"}.get(str(action.nargs), shown))
    return f"`{' '.join(words)} [options]`"


def _options(parser: argparse.ArgumentParser) -> str:
    rows = []
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        names = ", ".join(f"`{name}`" for name in action.option_strings)
        value = f"`{_value(action)}`" if action.nargs != 0 else ""
        rows.append((" ".join(part for part in (names, value) if part), _help(action)))
    return _table(("Argument", "Meaning"), rows) if rows else "It takes nothing else."


def _value(action: argparse.Action) -> str:
    if action.choices:
        return "\u2009|\u2009".join(map(str, action.choices))
    return str(action.metavar or action.dest)


def _help(action: argparse.Action) -> str:
    said = action.help or ""
    return f"{said} (default: {action.default})".strip() if not said and action.default else said


# --- answers, packs, figures, templates ------------------------------------------------------------------------------


def types() -> str:
    rows = [(f"`{name}`", questions.find(name).hint) for name in registry.names("specgen.questions")]
    return "\n\n".join([
        "# Types of answers", "How one is typed, at the prompt and in files: [answers.md](../answers.md).",
        _table(("Type", "Type it as"), rows),
    ])  # fmt: skip


def packs_page(packs: Library, by_id: Pages) -> str:
    rows = [
        (f"[{p.name}](packs/{p.name}.md)", p.title, f"`{p.prefix}`", str(len(p.questions)), str(len(p.items)),
         str(len(p.rules)), by_id["pack", p.name].facts["Applies"])
        for p in packs.packs
    ]  # fmt: skip
    counted = [len(packs.packs), *(sum(1 for _ in many) for many in (packs.questions(), packs.items(), packs.rules()))]
    return "\n\n".join([
        "# Packs",
        "What comes with specgen: {} packs, {} questions, {} items, {} contradictions.".format(*counted),
        "More of one id, its reason and its source: `specgen explain ID`. How packs are written: [packs.md](../packs.md). All "
        "contradictions: [contradictions.md](contradictions.md). All figures: [figures.md](figures.md).",
        _table(("Pack", "Title", "Prefix", "Questions", "Items", "Contradictions", "Applies"), rows),
    ])  # fmt: skip


def pack_page(pack: Pack, by_id: Pages) -> str:
    applies = by_id["pack", pack.name].facts["Applies"]
    parts = [f"# {pack.title}", f"`{pack.name}` {pack.version}, applies {applies}. {pack.summary}", *_pack(pack, by_id)]
    return "\n\n".join(part for part in parts if part)


def _pack(pack: Pack, by_id: Pages) -> Iterator[str]:
    yield "## Questions\n\n**Bold**: asked first."
    yield _table(("Id", "Question", "Type", "Asked", "Example", "Read by"), [_question(q, by_id) for q in pack.questions])
    if pack.facts:
        yield "## Facts"
        facts = [
            (f"`facts.{f.name}`", f"`{f.when.source}`" + (f", any of {f.each}" if f.each else "")) for f in pack.facts
        ]
        yield _table(("Fact", "Holds when"), facts)
    if pack.items:
        yield "## Items"
        labels = ("Ticked by", "Applies", "Why", "Reference")
        items = [by_id["item", item.id] for item in pack.items]
        rows = [[f"`{page.id}`", page.headline, page.text, *(page.facts.get(label, "") for label in labels)] for page in items]
        yield _table(("Id", "Phase, severity", "Item", *labels), rows)
    if pack.rules:
        yield "## Contradictions"
        listed = [(f"[{rule.id}](../contradictions.md#{rule.id})", rule.severity.value, rule.title) for rule in pack.rules]
        yield _table(("Id", "Severity", "Says"), listed)


def contradictions(packs: Library, by_id: Pages) -> str:
    parts = [
        "# Contradictions",
        "What specgen finds in answers that cannot all be true. Each one lists the answers that made it fire; an error is a "
        "warning while one of its operands is assumed or a default; an unknown answer never fires one. Accepting one "
        "knowingly is an answer too: `accepted`.",
    ]
    for pack in packs.packs:
        if pack.rules:
            parts += [f"## {pack.title}", *(_contradiction(by_id["rule", rule.id]) for rule in pack.rules)]
    return "\n\n".join(parts)


def _contradiction(page: told.Page) -> str:
    """One rule: what it says, when it fires, a case, what would mend it."""
    severity = page.headline.removeprefix("contradiction, ")
    silent = f"\n- Silent when one of these fires: {_ids(page.facts['Silent when'])}" if "Silent when" in page.facts else ""
    return (
        f"### {page.id}\n\n**{severity}.** {page.text}\n\n- Mend: {page.facts['Mend']}\n- Fires {page.facts['Fires']}"
        f"{silent}\n- Reference: {page.facts['Reference']}\n\n```yaml\n{page.facts['Example']}\n```"
    )


def _question(question: Question, by_id: Pages) -> list[str]:
    page = by_id["question", question.id]
    id = f"**`{question.id}`**" if question.essential or question.trait else f"`{question.id}`"
    example = page.facts.get("Example", "")
    return [id, page.text, question.type, page.facts["Asked"], example, _ids(page.facts.get("Read by", ""))]


def _ids(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split(", ") if name)


def figures(by_id: Pages) -> str:
    parts = [
        "# Figures",
        "What specgen computes. A figure whose needs are not answered is unknown and names them. Basis and rounding: "
        "[figures.md](../figures.md).",
    ]
    for module in registry.names("specgen.calculators"):
        found = registry.part("specgen.calculators", module, "FIGURES", tuple)
        if not found:
            continue
        parts.append(f"## {module}\n\n{_first_line(SOURCE / 'calculators' / f'{module}.py')}")
        rows = []
        for figure in found:
            facts = by_id["figure", figure.id].facts
            name = f"`{figure.id}`" + (f"<br>for each of `{figure.each}`" if figure.each else "")
            reads = _ids(facts.get("Needs", ""))
            also = f"; also reads {_ids(facts['Also reads'])}" if "Also reads" in facts else ""
            worked = facts.get("Example", "").rpartition("\n")[2]
            rows.append((name, figure.title, figure.formula, worked, reads + also, facts.get("Source", "")))
        parts.append(_table(("Figure", "What it is", "Formula", "Example", "Needs", "Source"), rows))
    return "\n\n".join(parts)


def templates(packs: Library) -> str:
    sections = [(f"`sections.{q.home.removeprefix(SECTION)}`", q.ask, f"`{q.id}`")
                for q in packs.questions() if q.home.startswith(SECTION)]  # fmt: skip
    sections += [
        (f"`sections.{name}`", "the marker of a section that holds generated text only", "") for name in GENERATED
    ]
    room = SOURCE / "renderers" / "markdown" / "blocks"
    listed = [
        (f"`blocks.{name.replace('-', '_')}`", _first_line(room / f"{block.make.__module__.rpartition('.')[2]}.py"))
        for name, block in blocks().items()
    ]
    parts = [
        "# What a template can place",
        "Names, filters and tests of [templates](../templates.md). What does not apply to a spec is the empty text.",
        "## Sections\n\nThe marker of the section, and the prose or the guidance for its author.",
        _table(("Name", "Holds", "Answer"), sections),
        "## Blocks\n\nGenerated text between its markers.",
        _table(("Name", "Holds"), listed),
        "## Filters and tests",
        f"Filters: {', '.join(f'`{name}`' for name in sorted(template._FILTERS))}.",
        f"Tests: {', '.join(f'`{name}`' for name in sorted(template._TESTS))}.",
    ]
    return "\n\n".join(parts)


# --- rules -----------------------------------------------------------------------------------------------------------


def rules_page() -> str:
    """Every rule of `check`: from when on it is demanded, why, how to mend it, and documents with and without it."""
    listed = sorted(rules.rules().values(), key=lambda rule: (frontmatter.STATUSES.index(rule.since), rule.name))
    rows = [(f"[{rule.name}](#{rule.name})", rule.since, rule.gravity.value, rule.title) for rule in listed]
    parts = [
        "# Rules",
        "What `specgen check` looks for. Each status demands what the statuses above it demand, and more; a retired spec is "
        "asked for what replaced it. `--select` and `--ignore` take the names.",
        _table(("Rule", "From status", "Gravity", "Says"), rows),
    ]
    for rule in listed:
        anywhere = " In documents that are no specs, too." if rule.anywhere else ""
        parts += [f"## {rule.name}", f"From status {rule.since}, {rule.gravity.value}.{anywhere}", (rule.text or "").strip()]
        parts += [f"{said}:\n\n{_document(one)}" for said, one in (("Found", rule.bad), ("Not found", rule.good)) if _shown(one)]
    return "\n\n".join(parts)


def _shown(examples: Sequence[str]) -> str:
    """The first example that a page can hold: no NUL, nothing that git would take for a merge conflict."""
    return next((one for one in examples if "\0" not in one and not re.search("^<{7} ", one, re.MULTILINE)), "")


def _document(examples: Sequence[str]) -> str:
    text = _shown(examples).rstrip("\n")
    fence = "`" * max([4, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{fence}markdown\n{text}\n{fence}"


# --- modules ---------------------------------------------------------------------------------------------------------


def modules() -> str:
    """Every module with the first sentence of its docstring, room by room."""
    parts = ["# Modules", "Every module in one line. How they hang together: [ARCHITECTURE.md](../../ARCHITECTURE.md)."]
    rooms = sorted({path.parent for path in SOURCE.rglob("*.py")}, key=lambda room: room.relative_to(SOURCE).as_posix())
    for room in rooms:
        inside = room.relative_to(SOURCE).as_posix()
        title = "specgen" if inside == "." else f"specgen/{inside}"
        rows = [(f"`{path.name}`", _first_line(path)) for path in sorted(room.glob("*.py"))]
        parts += [f"## {title}", _table(("Module", "What it is"), rows)]
    return "\n\n".join(parts)


def _first_line(path: Path) -> str:
    """The first paragraph of a module's docstring, in one line. Raises ValueError for a module without one."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not said:
        raise ValueError(f"{path} has no docstring")
    return " ".join(said.split("\n\n")[0].split())


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join([f"| {' | '.join(header)} |", f"|{'|'.join('---' for _ in header)}|", *lines])


def _cell(text: str) -> str:
    return "<br>".join(text.strip().splitlines()).replace("|", "\\|")


# --- pictures --------------------------------------------------------------------------------------------------------

PICTURES = {"first-page": "Not ready to sign", "figures-page": "Leaves at best", "checklist-page": "IDEM-03"}


def images() -> None:
    """Pages of the Word file of an example, as LibreOffice prints them: for each picture the last page with its text."""
    with tempfile.TemporaryDirectory() as name:
        spec = Path(name) / "instant-transfers.md"
        _run(
            sys.executable, "-m", "specgen", "new", "--example", "instant-transfers", "--date", DAY,
            "--format", "md,docx", "-o", str(spec),
        )  # fmt: skip
        _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", name, str(spec.with_suffix(".docx")))
        pdf = str(spec.with_suffix(".pdf"))
        sheets = _run("pdftotext", "-layout", pdf, "-").split("\f")
        IMAGES.mkdir(parents=True, exist_ok=True)
        for picture, text in PICTURES.items():
            page = str(max(number for number, sheet in enumerate(sheets, 1) if text in sheet))
            target = str(IMAGES / picture)
            _run("pdftoppm", "-r", "80", "-png", "-singlefile", "-f", page, "-l", page, pdf, target)


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  fixed words, no shell
    return done.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is stale")
    parser.add_argument("--images", action="store_true", help="make the pictures too")
    options = parser.parse_args(arguments)
    made = pages()
    old = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    unknown = [path for path in REFERENCE.rglob("*.md") if path not in made]
    for path in [*old, *unknown]:
        print(f"{path.relative_to(ROOT)} {'is stale' if options.check else 'written' if path in made else 'removed'}")
    if options.check:
        return 1 if old or unknown else 0
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
    for path in unknown:
        path.unlink()
    if options.images:
        images()
    return 0


if __name__ == "__main__":
    sys.exit(main())
