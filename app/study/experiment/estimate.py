"""How long an experiment may take, guessed before anything of it has run."""

from __future__ import annotations

from ..spec import Study
from .kind import kind_of
from .number import work_of
from .space import tuning_of

__all__ = ["guessed_seconds"]

_OFF = 3.0  # machines differ, and short blocks are most of all calls


def guessed_seconds(study: Study, parallel: int) -> tuple[float, float]:
    """Return the least and the most seconds that are likely.

    The work is that of `cost.py`, whose constants are of one machine. Of a tuning only the first stage is
    known before it has run; the others are taken to cost as much by the run.

    Parameters
    ----------
    study : Study
        With an experiment that is valid.
    parallel : int
        How many processes there are.
    """
    work = work_of(kind_of(study).blocks(study, 0, []))
    tune = tuning_of(study)
    if tune is not None:
        first = tune.trials + 1 if tune.stopping == "none" else min(tune.pilots, tune.trials) + 1
        others = 0.0 if tune.stopping == "none" else max(tune.trials - tune.pilots, 0) * (1.0 + tune.stop_at)
        work *= 1.0 + others / first + 2.0 * tune.fresh / (first * len(study.seeds))
    least = work / max(parallel, 1)
    return least, _OFF * least + 1.0
