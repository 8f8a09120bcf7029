"""How far an experiment is, in one line on the terminal."""

from __future__ import annotations

import os
import sys
from time import monotonic
from types import TracebackType

from ..study.experiment.duration import duration_text
from ..study.experiment.event import Began, Completed, Event, Failed, Noted, Retried, StageBegan, Waiting
from ..study.experiment.runner import Runner
from ..study.report.word import many

__all__ = ["ExperimentProgress", "event_line"]

_WIDTH = 30


class ExperimentProgress:
    """A bar on standard error: the whole, its blocks, and a range of what is left.

    Parameters
    ----------
    runner : Runner
    quiet : bool
        Whether to show nothing; where there is no terminal nothing is shown either.
    """

    def __init__(self, runner: Runner, quiet: bool) -> None:
        self._runner = runner
        self._shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not quiet
        self._last = 0.0

    def __enter__(self) -> ExperimentProgress:
        return self

    def show(self) -> None:
        """Draw the bar, at most ten times a second."""
        now = monotonic()
        if not self._shown or now - self._last < 0.1:
            return
        self._last = now
        runner = self._runner
        bar = "#" * int(_WIDTH * runner.share)
        running = " ".join(f"{100 * share:.0f}%" for share in runner.shares[:8])
        sys.stderr.write(
            f"\r[{bar:.<{_WIDTH}}] {100 * runner.share:3.0f} %  block {runner.finished_blocks} of "
            f"{runner.blocks}{' (' + running + ')' if running else ''}{self._left()} \033[K"
        )
        sys.stderr.flush()

    def _left(self) -> str:
        left = self._runner.left
        if left is None:
            return ""
        low, high = map(duration_text, left)
        return f"  about {low if low == high else f'{low} to {high}'} left"

    def say(self, text: str) -> None:
        """Print a line, above the bar if there is one."""
        wipe = "\r\033[K" if self._shown else ""
        print(f"{wipe}Descent Lab: {text}", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def event_line(event: Event, runner: Runner, quiet: bool = False, verbose: bool = False) -> str:
    """Return what is printed of an event; trouble always, each block by its own line if ``verbose``."""
    if isinstance(event, StageBegan) and event.stored and not quiet:
        return f"{event.stored} of {event.blocks} blocks are there already."
    if isinstance(event, Retried):
        return f"block {event.block.index} is run again: {event.reason}"
    if isinstance(event, Failed):
        return f"block {event.block.index} is given up: {event.reason}"
    if isinstance(event, (Waiting, Noted)):
        return event.reason
    if not verbose:
        return ""
    if isinstance(event, StageBegan):
        return f"stage {event.stage + 1}: {many(event.blocks, 'block')}."
    if isinstance(event, Began):
        again = f", attempt {event.attempt}" if event.attempt > 1 else ""
        return f"block {event.block.index} begins{again}: {event.block.label}."
    if isinstance(event, Completed):
        return (
            f"block {event.block.index} is done in {event.seconds:.2f} s by {event.worker}; "
            f"{runner.finished_blocks} of {runner.blocks}."
        )
    return ""
