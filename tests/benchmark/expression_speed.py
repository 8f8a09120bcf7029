"""A typed function against the same surface built in: one engine step of Adam, recording included.

Run ``python tests/benchmark/expression_speed.py``. Both sides are measured in turns and medians are taken, so
that a busy machine slows both; the ratio is what to compare. A step with a typed function should take at most
twice the time of a step with the built-in one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

from app.engine.history import History, LanePlan, RacePlan  # noqa: E402
from app.engine.lane import Lane  # noqa: E402
from app.engine.optimizer import optimizers  # noqa: E402
from app.engine.problem import SurfaceProblem  # noqa: E402
from app.engine.race import Race  # noqa: E402
from app.engine.surface import Surface, surfaces  # noqa: E402
from app.engine.surfaces.custom import Custom  # noqa: E402
from tests.engine.surfaces.typed import TYPED  # noqa: E402

REPEATS = 15
NAMES = ("rosenbrock", "himmelblau", "rastrigin", "ackley", "goldstein_price", "eggholder", "sharp_flat")
STEPS = {1: 3000, 64: 1500, 40_000: 40}


def seconds_a_step(surface: Surface, runs: int) -> float:
    """Return the time of one step of Adam with all runs together."""
    steps = STEPS[runs]
    problem = SurfaceProblem(surface, surface.starts[0], range(runs))
    history = History(RacePlan((LanePlan(runs, 2, steps, path=True),)))
    optimizer = optimizers["adam"](runs, 2, {"lr": 0.01}, problem.order)
    race = Race([Lane(problem, optimizer, history.lanes[0])], history)
    race.begin()
    began = perf_counter()
    race.run()
    return (perf_counter() - began) / steps


def main() -> None:
    """Print a table."""
    print(f"{'surface':16s} {'runs':>7s} {'built in':>12s} {'typed':>12s} {'ratio':>6s}")
    for runs in STEPS:
        for name in NAMES:
            built_in = surfaces[name]()
            typed = Custom(built_in.values, TYPED[name], built_in.domain)
            found: dict[str, list[float]] = {"built in": [], "typed": []}
            for _ in range(REPEATS if runs < 1000 else 5):
                found["built in"].append(seconds_a_step(built_in, runs))
                found["typed"].append(seconds_a_step(typed, runs))
            ours, theirs = (1e6 * median(found[side]) for side in ("typed", "built in"))
            print(f"{name:16s} {runs:7,d} {theirs:9.1f} µs {ours:9.1f} µs {ours / theirs:6.2f}", flush=True)


if __name__ == "__main__":
    main()
