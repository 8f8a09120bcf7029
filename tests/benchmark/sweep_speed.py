"""A learning-rate sweep on the digits against the same sweep in PyTorch, run by run, and on two processes.

33 learning rates x 10 seeds x 5 epochs of a 64-32-10 tanh network at batch 32: 330 runs. Run
``python tests/benchmark/sweep_speed.py`` with a Python that has PyTorch and the app's packages but Qt.

* The sweep is what ``python3 -m app sweep`` does: blocks in processes of one BLAS thread, results in the
  store, files written. The start of the processes is part of the time, as a person waits for it.
* PyTorch trains one run at a time, eager, one thread, float64 and float32, and evaluates the training and
  validation loss once an epoch as the sweep does. A part of the 330 runs is measured and multiplied; the
  parts are taken in turns with the sweeps, and medians are shown.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np  # noqa: E402

from app.study.build import build_problem  # noqa: E402
from app.study.experiment.event import Completed, Finished  # noqa: E402
from app.study.experiment.processes import ProcessExecutor, cores  # noqa: E402
from app.study.experiment.runner import Runner  # noqa: E402
from app.study.experiment.spec import Axis, SweepSpec  # noqa: E402
from app.study.file import study_to_json  # noqa: E402
from app.study.spec import DataSpec, LaneSpec, Study  # noqa: E402

torch: Any = None
if __name__ == "__main__":  # not in the processes of the sweep, which import this file again
    try:
        import torch
    except ImportError:
        torch = None

REPEATS = 3
RATES, SEEDS, EPOCHS, BATCH = 33, 10, 5, 32
PART = 6  # runs of PyTorch that are measured at a time


def study() -> Study:
    """Return the sweep."""
    return Study(
        problem=DataSpec(dataset="digits", model="mlp", model_parameters={"hidden": (32,)}),
        lanes=(LaneSpec(optimizer="adam", batch_size=BATCH),),
        epochs=EPOCHS,
        seeds=tuple(range(SEEDS)),
        experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-4, high=1e-1, count=RATES),)),
    )


def processor() -> float:
    """Return the processor seconds of this process and of those it has seen end."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def ours(workers: int) -> tuple[float, float, float, float, int]:
    """Return seconds: of the whole, of its processors, of the start, within blocks; and how many blocks."""
    whole, spent = study(), processor()
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        runner = Runner(whole, folder, ProcessExecutor(study_to_json(whole), workers))
        first, inside, blocks = 0.0, 0.0, 0
        while not runner.over:
            for event in runner.poll(0.1):
                if isinstance(event, Completed):
                    first = first or perf_counter() - began - event.seconds
                    inside += event.seconds
                    blocks += 1
                assert not isinstance(event, Finished) or not event.failed
        return perf_counter() - began, processor() - spent, first, inside, blocks


def theirs(kind: Any, runs: int) -> tuple[float, float]:
    """Return the seconds that so many runs take, one after the other, and those of the processor."""
    split = build_problem(study()).split
    x, y = torch.from_numpy(split.train.features).to(kind), torch.from_numpy(split.train.targets)
    vx, vy = torch.from_numpy(split.validation.features).to(kind), torch.from_numpy(split.validation.targets)
    entropy = torch.nn.functional.cross_entropy
    began, spent = perf_counter(), processor()
    for run in range(runs):
        torch.manual_seed(run)
        net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10)).to(kind)
        rule = torch.optim.Adam(net.parameters(), lr=float(np.geomspace(1e-4, 1e-1, RATES)[run]))
        noted = []
        for _ in range(EPOCHS):
            order = torch.randperm(len(y))
            for first in range(0, len(y), BATCH):
                rows = order[first : first + BATCH]
                rule.zero_grad()
                loss = entropy(net(x[rows]), y[rows])
                loss.backward()
                rule.step()
            with torch.no_grad():
                noted.append((entropy(net(x), y).item(), entropy(net(vx), vy).item()))
    return perf_counter() - began, processor() - spent


def main() -> None:
    """Measure and print."""
    total = RATES * SEEDS
    print(f"{RATES} learning rates x {SEEDS} seeds x {EPOCHS} epochs, batch {BATCH}: {total} runs")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"NumPy {np.__version__}, {cores()} cores, load average before: {load:.2f}; medians of {REPEATS}\n")
    one, two, eager = [], [], {"float64": [], "float32": []}
    for _ in range(REPEATS):
        one.append(ours(1))
        two.append(ours(2))
        if torch:
            torch.set_num_threads(1)
            for name, times in eager.items():
                times.append([each * total / PART for each in theirs(getattr(torch, name), PART)])
    print(f"{'':26}{'seconds':>9}{'processor':>11}{'start':>8}{'in blocks':>11}{'blocks':>8}")
    for name, found in (("sweep, 1 process", one), ("sweep, 2 processes", two)):
        whole, spent, start, inside, blocks = (median(column) for column in zip(*found, strict=True))
        print(f"{name:26}{whole:9.2f}{spent:11.2f}{start:8.2f}{inside:11.2f}{blocks:8.0f}")
    ratio = median(first[0] / second[0] for first, second in zip(one, two, strict=True))
    without = median((a[0] - a[2]) / (b[0] - b[2]) for a, b in zip(one, two, strict=True))
    print(f"two processes against one: {ratio:.2f} x (target 1.7); without the start {without:.2f} x\n")
    if not torch:
        print("PyTorch is not installed here, so there is nothing to compare with.")
        return
    version = torch.__version__.split("+")[0]
    print(f"PyTorch {version}, eager, one thread, run by run: {PART} runs measured, times {total / PART:.0f}")
    for name, times in eager.items():
        whole, spent = (median(column) for column in zip(*times, strict=True))
        faster, cheaper = (
            median(each[k] for each in times) / median(each[k] for each in one) for k in (0, 1)
        )
        print(
            f"{name:26}{whole:9.2f}{spent:11.2f}   one process is {faster:.1f} x faster (target 5), by the "
            f"processor's clock {cheaper:.1f} x"
        )


if __name__ == "__main__":
    main()
