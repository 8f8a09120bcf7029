"""Schwefel's function."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Schwefel"]

BEST = 420.96874635998203


class Schwefel(Surface):
    """A deceptive surface, ``f = 837.9657745448674 - x sin(sqrt|x|) - y sin(sqrt|y|)``.

    Notes
    -----
    Separable; the Hessian at the minimum is 0.2524 times the identity. Outside the domain f falls below
    ``lowest``. The second derivative does not exist at 0. Source: Schwefel (1981).
    """

    name = "schwefel"
    title = "Schwefel"
    formula = "f(x, y) = 837.9658 &minus; x sin &radic;|x| &minus; y sin &radic;|y|"
    description = (
        "Deceptive: the deepest minimum lies in a far corner, and the next best ones are nowhere near it. "
        "The domain is 1,000 wide, so the usual learning rates hardly move: with 0.001 Adam needs about a "
        "thousand steps for one unit. Scale the learning rate up first, then see who leaves the first well."
    )
    reference = "H.-P. Schwefel (1981). Numerical Optimization of Computer Models. Wiley."
    rank = 460
    colour_scale = "linear"
    domain = ((-500.0, 500.0), (-500.0, 500.0))
    starts = ((-150.0, 250.0), (350.0, 380.0), (-380.0, -200.0), (100.0, -100.0), (250.0, 480.0))
    minima = ((BEST, BEST),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        p, q = np.sqrt(np.abs(x)), np.sqrt(np.abs(y))
        sp, sq = np.sin(p), np.sin(q)
        # x sign(x) / sqrt|x| = sqrt|x|, so that nothing is divided by 0 and the limit at 0 comes out as 0.
        fx = -sp - 0.5 * p * np.cos(p)
        fy = -sq - 0.5 * q * np.cos(q)
        return 837.9657745448674 - x * sp - y * sq, fx, fy
