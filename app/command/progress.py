"""One line on the terminal that says how far something is; nothing where there is no terminal."""

from __future__ import annotations

import os
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
        Parts of the whole.
    quiet : bool
        Whether to show nothing anyway.
    doing : str
        What takes so long, if it is not plain.
    """

    def __init__(self, total: int, quiet: bool, doing: str = "") -> None:
        self._total = max(total, 1)
        # A terminal that is called dumb cannot wipe a line.
        self._shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not quiet
        self._doing = f"{doing}, " if doing else ""
        self._last = self._began = monotonic()

    def __enter__(self) -> Progress:
        return self

    def show(self, done: int) -> None:
        """Draw the bar, at most ten times a second."""
        now = monotonic()
        if not self._shown or now - self._last < 0.1:
            return
        self._last = now
        left = (now - self._began) * max(self._total - done, 0) / max(done, 1)
        bar = "#" * (_WIDTH * done // self._total)
        share = 100 * done // self._total
        sys.stderr.write(f"\r[{bar:.<{_WIDTH}}] {share:3d} %  {self._doing}about {left:.0f} s left \033[K")
        sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
