"""How long an experiment may take, told before anything of it has run, if that is known."""

from __future__ import annotations

from collections.abc import Sequence

from ..spec import Study
from .block import Block
from .past import Past
from .space import tuning_of

__all__ = ["likely_seconds"]


def likely_seconds(
    study: Study, blocks: Sequence[Block], parallel: int, past: Past
) -> tuple[float, float] | None:
    """Return the least and the most seconds that are likely.

    Of a tuning only the first stage is known before it has run; the others are taken to cost as much by the
    run. With the median rule it is not known either how many trials will be ended early: none, or all.

    Parameters
    ----------
    study : Study
        With an experiment that is valid.
    blocks : sequence of Block
        Of its first stage, cut without a gauge.
    parallel : int
        How many processes there are.
    past : Past
        What blocks took on this machine.

    Returns
    -------
    (float, float) or None
        None where no block like these has been run here.
    """
    found = past.seconds(study, blocks)
    if found is None:
        return None
    fewest, most = _stages(study)
    return fewest * found[0] / parallel, most * found[1] / parallel


def _stages(study: Study) -> tuple[float, float]:
    """Return by which factors all stages together take longer than the first."""
    tune = tuning_of(study)
    if tune is None:
        return 1.0, 1.0
    fresh = 2.0 * tune.fresh / len(study.seeds)
    if tune.stopping == "none":
        only = 1.0 + fresh / (tune.trials + 1)
        return only, only
    first = min(tune.pilots, tune.trials) + 1
    others = max(tune.trials - tune.pilots, 0)
    return tuple(1.0 + (others * each + fresh) / first for each in (tune.stop_at, 1.0 + tune.stop_at))  # type: ignore[return-value]
