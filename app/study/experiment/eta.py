"""How long the rest will take: a range, from blocks that are done."""

from __future__ import annotations

from collections import deque

import numpy as np

__all__ = ["Pace"]

_REMEMBERED = 256
_QUARTERS = (0.1, 0.9)


class Pace:
    """What the last finished blocks took for their work.

    The share of a block that is under way is not used: blocks are guessed to be slower or faster than they
    turn out, and the first number that a person reads should hold.
    """

    def __init__(self) -> None:
        self._costs: deque[float] = deque(maxlen=_REMEMBERED)

    def note(self, work: float, seconds: float) -> None:
        """Take in a finished block."""
        self._costs.append(seconds / max(work, 1e-9))

    def left(self, work: float, parallel: int) -> tuple[float, float] | None:
        """Return the least and the most seconds that are likely for the work that is left.

        Parameters
        ----------
        work : float
            Of all blocks that are not finished.
        parallel : int
            How many blocks run at one time.

        Returns
        -------
        (float, float) or None
            The tenth and the ninetieth per cent of what finished blocks took; None before two are.
        """
        if len(self._costs) < 2:
            return None
        low, high = np.quantile(np.array(self._costs), _QUARTERS)
        return float(low) * work / parallel, float(high) * work / parallel
