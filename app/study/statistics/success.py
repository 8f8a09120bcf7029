"""How many runs succeeded, and what share would in the long run."""

from __future__ import annotations

from .bootstrap import Estimate

__all__ = ["success_rate"]


def success_rate(successes: int, runs: int, confidence: float = 0.95) -> Estimate:
    """Return the share of successes with Wilson's interval, which is honest at 0 and at 1.

    Parameters
    ----------
    successes, runs : int
        At least one run.
    confidence : float

    Notes
    -----
    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22; without a correction for continuity.
    """
    from scipy.stats import binomtest

    found = binomtest(successes, runs).proportion_ci(confidence, method="wilson")
    return Estimate(successes / runs, float(found.low), float(found.high), confidence)
