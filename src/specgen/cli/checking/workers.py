"""Worker processes for a check of many files: our own interpreter with a constant program, on every system the same.

A worker reads JSON lines, first the plan, then lists of paths; for each list it answers with one line. It holds one file
at a time, and ends when its input does, so none outlives the run. Ctrl-C reaches the run alone, which ends its workers.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from specgen.check.outcome import from_data, to_data
from specgen.errors import InputError, Problem
from specgen.model import Failure

if TYPE_CHECKING:
    from types import TracebackType

    from specgen.cli.checking.look import Looked, Plan

LONGEST = 100  # paths in one order: so many that a worker seldom waits for the next one, so few that none is idle at the end
# Isolated, and with the parent's own module path, as `sandbox` does it.
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from specgen.cli.checking.workers import child; child()"
)


def together(paths: Sequence[str], plan: Plan, count: int, broken: list[Failure]) -> Iterator[tuple[int, Looked]]:
    """Index and outcome of each path, as they come. Where a worker ends before its time the run stops there and `broken`
    gets the reason."""
    size = max(1, min(LONGEST, len(paths) // (count * 4)))
    orders: queue.SimpleQueue[int] = queue.SimpleQueue()
    begins = range(0, len(paths), size)
    for begin in begins:
        orders.put(begin)
    answers: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
    processes: list[subprocess.Popen[bytes]] = []
    threads: list[threading.Thread] = []
    try:
        for _ in range(min(count, len(begins))):
            processes.append(_start())
            given = (processes[-1], plan, paths, size, orders, answers)
            threads.append(threading.Thread(target=_drive, args=given, daemon=True))
            threads[-1].start()
        for _ in begins:
            begin, rows = _next(answers)
            if isinstance(rows, int):  # how the process ended
                broken.append(_ended(rows, paths[begin : begin + size]))
                return
            if isinstance(rows, dict):
                raise InputError(*(Problem(*one) for one in rows["problems"]))
            if isinstance(rows, str):
                raise RuntimeError(f"in a worker process:\n{rows}")
            for number, row in enumerate(rows, begin):
                yield number, _looked(row, paths[number])
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
        for thread in threads:
            thread.join()
        for process in processes:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was not sent yet has no reader any more
        return


def _next(answers: queue.SimpleQueue[tuple[int, Any]]) -> tuple[int, Any]:
    while True:
        try:
            return answers.get(timeout=0.5)  # Windows lets nobody interrupt a wait without an end
        except queue.Empty:
            continue


def _start() -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-I",
        *(["-X", "utf8"] if sys.flags.utf8_mode else []),
        "-c",
        _CHILD,
        json.dumps(sys.path),
    ]
    return subprocess.Popen(  # noqa: S603  our own interpreter with a constant program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _drive(
    process: subprocess.Popen[bytes], plan: Plan, paths: Sequence[str], size: int, orders: queue.SimpleQueue[int],
    answers: queue.SimpleQueue[tuple[int, Any]],
) -> None:  # fmt: skip
    """Gives one worker order after order; puts the index of each and its rows, or how the process ended."""
    begin, left = 0, True
    try:
        first = [plan.to_data()]
        while True:
            begin = orders.get_nowait()
            _send(process.stdin, *first, paths[begin : begin + size])
            first = []
            answer = process.stdout.readline() if process.stdout else b""
            if not answer.endswith(b"\n"):
                break
            answers.put((begin, json.loads(answer)))
    except queue.Empty:
        left = False
    except (OSError, ValueError):  # the pipe has no other end any more
        pass
    finally:
        if left:  # also after a bug in here: nobody may wait for an answer that does not come
            _close(process.stdin)
            answers.put((begin, process.wait()))


def _send(pipe: Any, *lines: object) -> None:
    pipe.write("".join(json.dumps(line) + "\n" for line in lines).encode("ascii"))
    pipe.flush()


def _ended(code: int, paths: Sequence[str]) -> Failure:
    how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
    span = paths[0] if len(paths) == 1 else f"{paths[0]} to {paths[-1]}"
    message = f"A worker process ended {how} while it checked {span}; the run stopped there."
    return Failure("", message, "Run it again with --workers 1.")


def _looked(row: list[Any], path: str) -> Looked:
    mark, data, wrong = row
    return mark, from_data(data, path) if data else None, [Failure(*one) for one in wrong]


def child() -> None:
    """What the other process does."""
    import gc
    import signal
    import traceback

    from specgen.cli.checking.look import Plan, look

    gc.set_threshold(100_000)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what anything below might print must not get between the answers

    def handed_over(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A bug goes to the run, which reports it as any of its own."""
        _send(target, "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = handed_over
    try:
        plan = Plan.from_data(json.loads(source.readline()))
        checker = plan.checker()
        gc.freeze()  # packs and templates stay to the end: nothing of them need be looked at again
        for line in source:
            rows = []
            for path in json.loads(line):
                mark, outcome, wrong = look(path, checker, plan)
                rows.append([mark, to_data(outcome) if outcome else None, wrong])
            _send(target, rows)
    except InputError as error:  # a fault of packs or templates
        _send(target, {"problems": [[*one] for one in error.problems]})
    except BrokenPipeError:  # the run has ended
        return
