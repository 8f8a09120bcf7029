"""What runs cost, guessed beforehand: only to cut an experiment into blocks of a second or so.

The constants are of one machine of 2026 and part of the plan: the same study is cut in the same way
everywhere, so on a machine twice as fast a block takes half the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from ...engine.optimizer import optimizers
from ...engine.problem import DataProblem, Problem
from ..build import plan_race
from ..spec import LaneSpec, Study

__all__ = ["Cut", "cut_of"]

_SECONDS = (0.2, 0.75)  # a block
_BLOCKS = 12  # an experiment has that many if they are not too short
_BYTES = 256 * 2**20
_ROWS = 1000  # more in one race leave the caches

_CALLS = 15e-6  # seconds for a step of one run on a surface
_ROW = 0.08e-6  # and for each further run
_NETWORK_CALLS = 60e-6
_FLOPS = 2e10  # a second, of small matrices
_PER_WEIGHT = 5e-9  # seconds for a weight in an optimizer's step
_SLOTS = 10  # arrays like the weights


@dataclass(frozen=True, slots=True)
class Cut:
    """How runs of a lane are cut.

    Parameters
    ----------
    at_once : int
        Rows of one race.
    runs : int
        Runs of a block, which are raced one race after the other.
    fixed, row : float
        Seconds of a race of no rows, and of each row.
    """

    at_once: int
    runs: int
    fixed: float
    row: float

    def seconds(self, runs: int) -> float:
        """Return how long so many runs take."""
        return -(-runs // self.at_once) * self.fixed + runs * self.row


def cut_of(study: Study, lane: LaneSpec, problem: Problem, runs: int) -> Cut:
    """Return how the runs of a lane are cut.

    Parameters
    ----------
    study : Study
        A plain one: its problem and budget count.
    lane : LaneSpec
    problem : Problem
        With any seeds.
    runs : int
        All that are to be made.
    """
    one = plan_race(msgspec.structs.replace(study, lanes=(lane,), seeds=study.seeds[:1]), problem).lanes[0]
    held = one.nbytes + 8 * problem.params * _SLOTS
    steps = one.steps
    if isinstance(problem, DataProblem):
        batch = one.batch_size * one.accumulate
        evaluations = len(one.evaluate_at) * len(problem.split.train.targets)
        weights = problem.params
        row = (
            steps * (6 * weights * batch / _FLOPS + _PER_WEIGHT * weights)
            + 2 * weights * evaluations / _FLOPS
        )
        fixed = steps * _NETWORK_CALLS
    else:
        row, fixed = steps * _ROW * max(problem.params / 2, 1.0), steps * _CALLS
    if optimizers[lane.optimizer].shape == "matrix":
        row, fixed = 4 * row, 4 * fixed
    shortest, longest = _SECONDS
    at_most = max(min(_ROWS, _BYTES // held), 1)
    seconds = min(max((fixed + runs * row) / _BLOCKS, shortest), longest)
    # A few runs more cost next to nothing where the calls are the most of it.
    at_once = max(min(at_most, max(int((seconds - fixed) / row), int(fixed / row) + 1)), 1)
    whole = Cut(at_once, at_once, fixed, row)
    races = max(int(seconds / whole.seconds(at_once)), 1)
    return Cut(at_once, races * at_once, fixed, row)
