"""One Adam step for 40,000 runs of 2 parameters, against the same rule as a hand-tuned loop of NumPy calls.

Run ``python tests/benchmark/adam_rows.py``. This is a step of a map of 40,000 starting points: the price of
the optimizer's class, its slots and its hyperparameters that may differ between runs, next to bare arrays and
numbers. Measured in turns; the least of many is taken, as nothing makes code faster than it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np  # noqa: E402

from app.engine.optimizer import optimizers  # noqa: E402

RUNS, PARAMS, STEPS, REPEATS = 40_000, 2, 50, 25


def by_hand() -> Callable[[np.ndarray, np.ndarray], None]:
    """Return a step on bare arrays."""
    m, v, scratch = (np.zeros((RUNS, PARAMS), order="F") for _ in range(3))
    lr, beta1, beta2, eps = 1e-3, 0.9, 0.999, 1e-8
    power1 = power2 = 1.0

    def step(theta: np.ndarray, grad: np.ndarray) -> None:
        nonlocal power1, power2
        power1 *= beta1
        power2 *= beta2
        np.multiply(m, beta1, out=m)
        np.multiply(grad, 1.0 - beta1, out=scratch)
        np.add(m, scratch, out=m)
        np.multiply(v, beta2, out=v)
        np.multiply(grad, grad, out=scratch)
        np.multiply(scratch, 1.0 - beta2, out=scratch)
        np.add(v, scratch, out=v)
        np.sqrt(v, out=scratch)
        np.multiply(scratch, 1.0 / (1.0 - power2) ** 0.5, out=scratch)
        np.add(scratch, eps, out=scratch)
        np.divide(m, scratch, out=scratch)
        np.multiply(scratch, lr / (1.0 - power1), out=scratch)
        np.subtract(theta, scratch, out=theta)

    return step


def measure(step: Callable[[np.ndarray, np.ndarray], None]) -> float:
    """Return microseconds a step."""
    rng = np.random.default_rng(0)
    theta, grad = (np.asarray(rng.normal(size=(RUNS, PARAMS)), order="F") for _ in range(2))
    step(theta, grad)
    began = perf_counter()
    for _ in range(STEPS):
        step(theta, grad)
    return 1e6 * (perf_counter() - began) / STEPS


def main() -> None:
    """Measure and print."""
    kind = optimizers["adam"]
    each = np.full(RUNS, 1e-3)
    ways = {
        "by hand": by_hand,
        "adam, one lr": lambda: kind(RUNS, PARAMS, order="F").update,
        "adam, an lr for each run": lambda: kind(RUNS, PARAMS, {"lr": each}, order="F").update,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(REPEATS):
        for name, make in ways.items():
            times[name].append(measure(make()))
    best = {name: min(values) for name, values in times.items()}
    print(f"Microseconds an Adam step of {RUNS:,} x {PARAMS}, float64, one thread, NumPy {np.__version__}")
    for name, value in best.items():
        print(f"{name:28}{value:8.0f}{value / best['by hand']:8.2f} x")


if __name__ == "__main__":
    main()
