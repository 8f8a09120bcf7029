"""What is wrong with a file of one's own, and in which line."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Fault", "fault_of", "line_in"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file gives no optimizer.

    Parameters
    ----------
    path : str
    line : int
        Counted from 1; 0 where no line is to blame.
    text : str
        One sentence.
    details : str
        The traceback, or nothing.
    """

    path: str
    line: int
    text: str
    details: str = ""

    @property
    def message(self) -> str:
        """Return file, line and reason as one sentence."""
        place = f"{Path(self.path).name}, line {self.line}" if self.line else Path(self.path).name
        return f"{place}: {self.text}"


def fault_of(path: str, error: BaseException) -> Fault:
    """Return what an error in a file of one's own says, with the last line of that file on its way."""
    line = error.lineno or 0 if isinstance(error, SyntaxError) else line_in(path, error)
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    kind = type(error).__name__
    details = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return Fault(path, line, f"{kind}: {text}" if text else kind, details)


def line_in(path: str, error: BaseException) -> int:
    """Return the line of a file that an error passed through last; 0 if it did not."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == path]
    return lines[-1] if lines else 0
