"""How far a long run is, on the terminal of whoever waits for it; nowhere else."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from specgen.cli.world import World

PATIENCE, STEP = 1.0, 0.2  # seconds until the first word, and between two


class Progress:
    """One line that is written over, and gone at the end."""

    def __init__(self, world: World) -> None:
        self._stream = world.stderr
        self._wanted = world.stderr.isatty() and not world.env.get("CI") and world.env.get("TERM") != "dumb"
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def tell(self, done: int, whole: int) -> None:
        if not self._wanted or time.monotonic() < self._next:
            return
        self._next, self._shown = time.monotonic() + STEP, True
        self._stream.write(f"\r{done:,} of {whole:,} files checked")
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
