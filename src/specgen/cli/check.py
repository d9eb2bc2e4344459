"""`specgen check`: check that specs exist, are complete, consistent and fresh. For people, CI and pre-commit."""

from __future__ import annotations

import os

from specgen.cli import configuration, rooms
from specgen.cli.commands import Namespace
from specgen.errors import OutputError, SpecgenError, TargetError, UsageError, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from specgen.cli.checking.chosen import Chosen
    from specgen.cli.settings import Required, Settings
    from specgen.cli.world import World
    from specgen.model import Report, RuleInfo

HELP = """Checks specs: what their status demands, whether figures follow from the answers, whether ticks have evidence.

Without a PATH every spec of the repository is checked, and that every required one exists; with --changed-since, too.

examples:
  specgen check                                         every spec that the configuration names
  specgen check docs/specs/instant-transfers.md --all   one, with every finding
  specgen check --status approved draft.md              what would be missing if it were approved
  specgen check --changed-since main --format github    what a branch touched, for a pull request
  specgen check --report sarif=specs.sarif              show them, and write a file for code scanning
  specgen check --write-baseline                        accept today's findings; new ones fail
"""
FINDINGS, FAILED = 1, 3
GATES = ("error", "warning", "never")
BASELINE = ".specgen-baseline.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    from specgen.cli import composing
    from specgen.cli.checking import report_files

    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="specs, or folders of specs (default: those of the configuration)")
    add("--all", action="store_true", help="show every finding, not the first of each kind")
    add("--format", default="text", choices=rooms.modules("reporters"), help="how findings are shown (default: text)")
    add("-o", "--output", metavar="FILE", type=report_files.target, help="write them there (default: standard output)")
    add(
        "--report",
        metavar="FORMAT=FILE",
        action="append",
        default=[],
        type=report_files.asked,
        help="write them there in that format, too; may be given several times",
    )
    add("--select", metavar="RULES", action="append", default=[], help="only these rules, with commas between")
    add("--ignore", metavar="RULES", action="append", default=[], help="all rules but these")
    add(
        "--status",
        metavar="STATUS",
        help="demand what this status demands: draft, review, approved, implemented, retired",
    )
    add("--fail-on", choices=GATES, help="which findings make the exit code 1 (default: error)")
    add("--changed-since", metavar="REV", help="only files that differ from where this branch left REV (asks git)")
    add(
        "--baseline",
        metavar="FILE",
        type=Path,
        help=f"findings that are accepted (default: {BASELINE}, if it is there)",
    )
    add("--write-baseline", action="store_true", help="write today's findings there; later take out what is mended")
    add("--exists", action="store_true", help="only whether required specs exist")
    add("--workers", metavar="N", type=_processes, default=0, help="processes to use (default: by number of files)")
    add("--no-cache", action="store_true", help="look at every file anew")
    add("--recompute", action="store_true", help="compute every spec anew, also where its seal fits; implies --no-cache")
    add("--date", metavar="DATE", help="the day to judge dates by (default: SOURCE_DATE_EPOCH, else today)")
    composing.arguments(parser)


def plain(words: list[str]) -> Namespace:
    """What the parser says where no option was typed."""
    return Namespace(
        paths=words, all=False, format="text", output=None, report=[], select=[], ignore=[], status=None, fail_on=None,
        changed_since=None, baseline=None, write_baseline=False, exists=False, workers=0, no_cache=False,
        recompute=False, date=None, templates=[], packs=[], config=None, no_config=False,
    )  # fmt: skip


def run(options: argparse.Namespace, world: World) -> int:
    try:
        return _run(options, world)
    except (OutputError, TargetError):
        raise
    except SpecgenError as error:  # whoever reads a report gets one also when there was no run
        if options.format != "text" or options.report:
            from specgen import __version__
            from specgen.cli.checking.look import failures
            from specgen.model import Report

            report = Report(__version__, (), (), (), tuple(failures(error.problems)), failed=True)
            if options.format != "text":
                _show(options, world, report)
            _written(options, world, report)
        raise


def _run(options: argparse.Namespace, world: World) -> int:
    from specgen.cli.checking import chosen
    from specgen.cli.checking.report import judged
    from specgen.model.report import UNREADABLE

    if options.report:
        from specgen.cli.checking import report_files

        report_files.apart(options)
    settings = configuration.apply(options, world, rules=rooms.rules())
    config = settings.config.check
    select = _words(options.select) or config.select
    names = chosen.rules(select, (*config.ignore, *_words(options.ignore)))
    what = (chosen.required if options.exists else chosen.files)(options, world, settings, names)
    report = _checked(options, world, settings, what)
    baseline = options.baseline or settings.name(config.baseline or BASELINE)
    if options.write_baseline or options.baseline or os.path.isfile(baseline):
        from pathlib import Path

        from specgen.cli.checking.baseline import Gate
        from specgen.cli.checking.report import others

        path = Path(baseline)
        if options.output or options.report:
            from specgen.cli.checking import report_files

            report_files.apart(options, path)
        gate = Gate(
            report, path, what.names, options.status or "", required=what.required is not None,
            elsewhere=lambda ids: others(ids, _apart(what, settings), settings.folder), commands=options.commands,
        )  # fmt: skip
        if options.write_baseline:
            code = 0 if gate.write(world) else FINDINGS
            if options.report:  # of what the baseline does not hold now; all but information fails
                _written(options, world, judged(gate.compared(named=False), "warning"))
            return code
        report = gate.compared(named=options.baseline is not None)
    report = judged(report, options.fail_on or config.fail_on)
    shown = options.format == "text" and options.output is None
    if options.exists and shown and not report.findings and not report.failures:
        _all_there(world, what.required or (), report)
        _written(options, world, report)
    else:
        _told(options, world, report)
    if report.failures or any(one.rule == UNREADABLE for one in report.findings):
        return FAILED
    return FINDINGS if report.failed else 0


def _all_there(world: World, required: Sequence[Required], report: Report) -> None:
    from specgen.quantities import plural

    if not required:
        world.out("No spec is required.")
        return
    said = f"all there but {report.accepted} in the baseline" if report.accepted else "all there"
    world.out(f"{plural(len(required), 'required spec')}, {said}.")


def _processes(text: str) -> int:
    """How many processes, 0 for as many as help."""
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text!r} is no number of processes: write one from 1 to 9999, or 0 for as many as help")
    return int(text)


def _words(texts: list[str]) -> tuple[str, ...]:
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())


def _checked(options: argparse.Namespace, world: World, settings: Settings, what: Chosen) -> Report:
    from specgen.cli.checking import kept, look
    from specgen.cli.checking.progress import Progress
    from specgen.cli.checking.report import gathered

    _known(options.status)
    today, rules, status = world.today(options.date), tuple(sorted(what.names)), options.status or ""
    packs, templates = options.packs, options.templates
    keep = bool(what.files) and not options.no_cache and not options.recompute
    place = kept.place(packs, templates, rules, status, options.commands, world.env) if keep else None
    own = tuple(map(str, packs)), tuple(map(str, templates))
    plan = look.Plan(*own, today, rules, status, settings.folder, options.recompute, place is not None, options.commands)
    known = kept.Kept(place, today)
    with Progress(world) as progress:
        found, failures = look.outcomes(what.files, plan, known, options.workers, progress.tell)
    failures += look.failures(what.problems)
    explained: tuple[RuleInfo, ...] = ()
    if "sarif" in (options.format, *(format for format, _ in options.report)):  # the only one that explains rules
        from specgen.rules import infos

        explained = infos()
    apart = _apart(what, settings) if what.files else ()
    return gathered(found, failures, what, settings, apart, explained, options.commands)


def _apart(what: Chosen, settings: Settings) -> tuple[str, ...]:
    """Specs of the repository that are not looked at in a run over some."""
    if what.whole:
        return ()
    from specgen.cli.checking import chosen

    names = {*what.files}
    apart = [one for one in what.every or chosen.every(settings) if one not in names]
    looked_at = {os.path.realpath(one) for one in what.files} if apart else set()
    return tuple(one for one in apart if os.path.realpath(one) not in looked_at)


def _known(status: str | None) -> None:
    """Raises UsageError for a status that there is not."""
    if not status:
        return
    from specgen.frontmatter import STATUSES

    if status not in STATUSES:
        close = nearest(status, STATUSES)
        hint = f"did you mean {close}?" if close else f"write one of {', '.join(STATUSES)}"
        raise UsageError(f"--status {status}: {hint}")


def _written(options: argparse.Namespace, world: World, report: Report) -> None:
    if options.report:
        from specgen.cli.checking import report_files

        report_files.write(options.report, world, report)


def _told(options: argparse.Namespace, world: World, report: Report) -> None:
    """The findings shown, and written to every file that was asked for: also when nobody reads the first any more."""
    try:
        _show(options, world, report)
    finally:
        _written(options, world, report)


def _show(options: argparse.Namespace, world: World, report: Report) -> None:
    if options.format == "text" and options.output is None:
        from specgen.cli.terminal import Terminal
        from specgen.reporters import text

        terminal = Terminal(world.stdout, world.env)
        for line, style in text.lines(report, every=options.all, width=terminal.width):
            terminal.say(line, style)
        return
    from specgen.cli.checking import report_files

    rendered = report_files.rendered(options.format, report)
    if options.output is None or str(options.output) == "-":
        world.out_bytes(rendered)
    else:
        report_files.save(world, options.output, rendered)
