"""What runs cost, guessed beforehand: only to cut an experiment into races, and these into blocks.

How many runs are rows of one race is part of the plan, for a network of one output is computed for all of
them in one product, whose last bit depends on how many there are. So it is guessed with constants of one
machine of 2026 and the same everywhere. How many races make a block changes no bit: there the guess is
multiplied by what `gauge` has measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import msgspec

from ...engine.optimizer import optimizers
from ...engine.problem import DataProblem, Problem
from ...engine.sparse import Sparse
from ..build import plan_race
from ..spec import LaneSpec, Study

__all__ = ["UNGAUGED", "Cost", "Gauge", "block_seconds", "cost_of"]

Gauge = Mapping[tuple[int, int], float]
"""By which factor the guess is wrong where blocks are run, by (task, lane); 1 for what is not in it."""

UNGAUGED: Gauge = MappingProxyType({})

_SECONDS = (0.2, 1.0)  # a block: half of it and double of it are as good
_BLOCKS = 12  # an experiment has that many if they are not too short
_RACE = 0.25  # seconds of a race; the guess may be wrong by a factor of four
_BYTES = 256 * 2**20
_ROWS = 1000  # more in one race leave the caches

_CALLS = 15e-6  # seconds for a step of one run on a surface
_ROW = 0.08e-6  # and for each further run
_NETWORK_CALLS = 50e-6
_NETWORK_ROW = 1.5e-6
_FLOPS = 2.6e10  # a second, of small matrices
_PER_WEIGHT = 3.5e-9  # seconds for a weight in an optimizer's step
_PATCHES = 3.0  # a convolution takes so much longer than its products, for its patches are copied
_SLOTS = 10  # arrays like the weights


@dataclass(frozen=True, slots=True)
class Cost:
    """What runs of a lane cost.

    Parameters
    ----------
    at_once : int
        The most rows of one race.
    fixed, row : float
        Seconds of a race of no rows, and of each row, as they are guessed.
    """

    at_once: int
    fixed: float
    row: float

    def seconds(self, races: float, runs: float) -> float:
        """Return how long races take that have so many runs together."""
        return races * self.fixed + runs * self.row


def cost_of(study: Study, lane: LaneSpec, problem: Problem) -> Cost:
    """Return what runs of a lane cost.

    Parameters
    ----------
    study : Study
        A plain one: its problem and budget count.
    lane : LaneSpec
    problem : Problem
        With any seeds.
    """
    one = plan_race(msgspec.structs.replace(study, lanes=(lane,), seeds=study.seeds[:1]), problem).lanes[0]
    held = one.nbytes + 8 * problem.params * _SLOTS
    steps = one.steps
    if isinstance(problem, DataProblem):
        batch = one.batch_size * one.accumulate
        evaluations = len(one.evaluate_at) * len(problem.split.train.targets)
        products = _products(problem)
        row = (
            steps * (_NETWORK_ROW + 6 * products * batch / _FLOPS + _PER_WEIGHT * problem.params)
            + 2 * products * evaluations / _FLOPS
        )
        fixed = steps * _NETWORK_CALLS
    else:
        row, fixed = steps * _ROW * max(problem.params / 2, 1.0), steps * _CALLS
    dear = optimizers[lane.optimizer].cost
    row, fixed = dear * row, dear * fixed
    at_most = max(min(_ROWS, _BYTES // held), 1)
    # A few runs more cost next to nothing where the calls are the most of it.
    at_once = min(at_most, max(int((_RACE - fixed) / row), int(fixed / row) + 1))
    return Cost(max(at_once, 1), fixed, row)


def block_seconds(whole: float) -> float:
    """Return how long a block of an experiment takes best that takes so many seconds as a whole."""
    shortest, longest = _SECONDS
    return min(max(whole / _BLOCKS, shortest), longest)


def _products(problem: DataProblem) -> float:
    """Return how many numbers are multiplied to run a model forward on one example."""
    features, count = problem.split.train.features, 0.0
    share = features.places.shape[-1] / features.columns if isinstance(features, Sparse) else 1.0
    positions = float(problem.model.features)
    for layer in problem.layers:
        if len(layer.shape) > 2:  # of a convolution, which is used at every place of the picture
            count += _PATCHES * layer.size * positions
            pool = float(problem.model.values.get("pool", 1))
            positions /= pool if layer.shape[0] == 1 else pool**2
        else:
            count += layer.size * (share if layer.shape[0] == problem.model.features else 1.0)
    return count
