"""One line on the terminal that says how far the race is; nothing where there is no terminal."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType

__all__ = ["Progress"]

_WIDTH = 40


class Progress:
    """A bar on standard error.

    Parameters
    ----------
    total : int
        Ticks of the whole race.
    quiet : bool
        Whether to show nothing anyway.
    """

    def __init__(self, total: int, quiet: bool) -> None:
        self._total = total
        self._shown = sys.stderr.isatty() and not quiet
        self._last = self._began = monotonic()

    def __enter__(self) -> Progress:
        return self

    def show(self, done: int) -> None:
        """Draw the bar, at most ten times a second."""
        now = monotonic()
        if not self._shown or now - self._last < 0.1:
            return
        self._last = now
        left = (now - self._began) * (self._total - done) / max(done, 1)
        bar = "#" * (_WIDTH * done // self._total)
        share = 100 * done // self._total
        sys.stderr.write(f"\r[{bar:.<{_WIDTH}}] {share:3d} %  about {left:.0f} s left \033[K")
        sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
